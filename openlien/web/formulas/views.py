"""What the figures mean, and what the refusals mean."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.web.access import Access, page

from .pages import formula_index, formula_page
from .refusals import refusals


@page(Access.SIGNED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """The list of definitions."""
    return render(request, "formulas/page.jinja", {"formula": formula_index(), "is_index": True})


@page(Access.SIGNED_IN)
def formula(request: HttpRequest, name: str) -> HttpResponse:
    """One definition: prose, source, rows worked out by hand."""
    return render(request, "formulas/page.jinja", {"formula": formula_page(name), "is_index": False})


@page(Access.SIGNED_IN)
def errors(request: HttpRequest) -> HttpResponse:
    """Every refusal with its code, status and sentence; each has its own anchor."""
    return render(request, "formulas/errors.jinja", {"refusals": refusals()})
