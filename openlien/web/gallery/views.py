"""Pages of the gallery; nothing here is stored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from openlien.web.access import Access, page

from . import samples

PROGRESS_ROWS = 40_000


@page(Access.SIGNED_IN)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show every component; `?open=drawer` shows the drawer over the page."""
    return render(
        request,
        "gallery/index.jinja",
        {
            "parts": samples.PARTS,
            "samples": samples,
            "form": samples.SampleForm({"email": "dana@", "plan": ""}),
            "drawer_is_open": request.GET.get("open") == "drawer",
        },
    )


@page(Access.SIGNED_IN)
@require_safe
def case_page(request: HttpRequest) -> HttpResponse:
    """Show the components together as the page of one case."""
    return render(request, "gallery/case.jinja", {"samples": samples, "bills": samples.bills()})


@page(Access.SIGNED_IN)
@require_safe
def plain_page(request: HttpRequest) -> HttpResponse:
    """Show the layout of sign-in and error pages."""
    return render(request, "gallery/plain.jinja", {"form": samples.SampleForm()})


@page(Access.SIGNED_IN)
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """Answer the sample combobox with the firms whose name holds what was typed."""
    wanted = request.GET.get("q", "").lower()
    found = [firm for firm in samples.FIRMS if wanted in firm["label"].lower()]
    return render(request, "gallery/firms.jinja", {"options": found})


@page(Access.SIGNED_IN, background=True)
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Answer the live progress bar with its next state."""
    step = request.GET.get("rows", "0")
    done = min(int(step) + 4_000 if step.isdecimal() else 0, PROGRESS_ROWS)
    return render(request, "gallery/progress.jinja", {"done": done, "rows": PROGRESS_ROWS})


@page(Access.SIGNED_IN)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Say that the sample was saved, with an Undo that undoes nothing."""
    said = "Offer on Summit Pain Institute set to $130.66"
    messages.success(request, said, extra_tags=f"undo:{request.path}")
    return redirect("gallery:index")
