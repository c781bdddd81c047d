"""What the fields of a policy offer while somebody types: insurers and administrators on file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.cases.case_file.coverages import companies_on_file
from openlien.identity.permissions import Permission

from ..access import page
from ..figures import plural


@page(Permission.CASES_EDIT)
@require_safe
def insurer_options(request: HttpRequest) -> HttpResponse:
    """The insurers whose names hold the words `q`."""
    return _options(request, "insurer")


@page(Permission.CASES_EDIT)
@require_safe
def administrator_options(request: HttpRequest) -> HttpResponse:
    """The third-party administrators whose names hold the words `q`."""
    return _options(request, "tpa")


def _options(request: HttpRequest, kind: str) -> HttpResponse:
    found = companies_on_file(request.actor, kind, request.GET.get("q", ""))  # type: ignore[attr-defined]
    options = [
        {"value": name, "label": name, "note": plural(policies, "policy", "policies")}
        for name, policies in found
    ]
    return render(
        request, "search/options.jinja", {"options": options, "none_text": "Not on file yet; saving adds it"}
    )
