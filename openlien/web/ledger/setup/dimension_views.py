"""Cost centers and departments: two lists of the same make, each with a drawer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.ledger.actions.chart import DimensionKind, save_dimension
from openlien.ledger.queries.chart import dimensions

from ...access import page
from ...jinja import url
from .chart_views import saved, status_of
from .forms import DimensionForm
from .frame import frame


@dataclass(frozen=True)
class Words:
    """What a list is called, where it is, and what it is for."""

    kind: DimensionKind
    name: str
    title: str
    what: str


LISTS = {
    "cost-centers": Words(
        DimensionKind.COST_CENTER,
        "cost center",
        "Cost centers",
        "What a line was spent on. Journals may name one on each line; reports divide by them.",
    ),
    "departments": Words(
        DimensionKind.DEPARTMENT,
        "department",
        "Departments",
        "Who is answerable for a line. Journals may name one on each line; reports divide by them.",
    ),
}
form_page = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.LEDGER_VIEW)
@require_safe
def dimension_list(request: HttpRequest, which: str) -> HttpResponse:
    """All cost centers, or all departments."""
    return render(request, "ledger/setup/dimensions.jinja", _words(request, which))


@page(Permission.LEDGER_SET_UP)
@form_page
def new_dimension(request: HttpRequest, which: str) -> HttpResponse:
    """The drawer for a new one."""
    form = DimensionForm(request.POST or None, auto_id="f-%s", initial={"is_active": True})
    return _edited(request, which, form, code=None)


@page(Permission.LEDGER_SET_UP)
@form_page
def edit_dimension(request: HttpRequest, which: str, code: str) -> HttpResponse:
    """The drawer in which one is renamed or switched off."""
    known = next(
        (each for each in dimensions(request.actor, LISTS[which].kind) if each.code == code),  # type: ignore[attr-defined]
        None,
    )
    if known is None:
        raise NotFound()
    form = DimensionForm(request.POST or None, auto_id="f-%s", initial=vars(known))
    return _edited(request, which, form, code=code)


def _edited(request: HttpRequest, which: str, form: DimensionForm, *, code: str | None) -> HttpResponse:
    words = LISTS[which]

    def save() -> str:
        given = form.cleaned_data
        row = save_dimension(
            request.actor,  # type: ignore[attr-defined]
            words.kind,
            code=code or given["code"],
            name=given["name"],
            is_active=given["is_active"],
            version=(given["version"] or 0) if code else None,
        )
        return f"{row.code} {row.name} is saved."

    name = _address(which)
    if answer := saved(request, form, save, back=url(name)):
        return answer
    context = {
        **_words(request, which),
        "form": form,
        "code": code,
        "action": url(f"{name}_edit", code) if code else url(f"{name}_new"),
        "close_href": url(name),
    }
    return render(request, "ledger/setup/dimension_form.jinja", context, status=status_of(form))


def _address(which: str) -> str:
    return f"ledger:{which.replace('-', '_')}"


def _words(request: HttpRequest, which: str) -> dict[str, Any]:
    name = _address(which)
    rows = dimensions(request.actor, LISTS[which].kind)  # type: ignore[attr-defined]
    return {
        **frame(request, name),
        "list": LISTS[which],
        "new_href": url(f"{name}_new"),
        "rows": [{"row": row, "href": url(f"{name}_edit", row.code)} for row in rows],
    }
