"""What the figures mean, and what the refusals mean."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.web.access import Access, page

from .pages import FormulaPage, formula_index, formula_page
from .refusals import refusals


@page(Access.SIGNED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """The list of definitions."""
    return _shown(request, formula_index(), is_index=True)


@page(Access.SIGNED_IN)
def formula(request: HttpRequest, name: str) -> HttpResponse:
    """One definition: prose, source, rows worked out by hand."""
    return _shown(request, formula_page(name), is_index=False)


@page(Access.SIGNED_IN)
def errors(request: HttpRequest) -> HttpResponse:
    """Every refusal with its code, status and sentence; each has its own anchor."""
    return render(request, "formulas/errors.jinja", {"refusals": refusals()})


def _shown(request: HttpRequest, formula: FormulaPage, *, is_index: bool) -> HttpResponse:
    may_calculate = request.actor.may(Permission.CALCULATE)  # type: ignore[attr-defined]
    words = {"formula": formula, "is_index": is_index, "may_calculate": may_calculate}
    return render(request, "formulas/page.jinja", words)
