"""The page of the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission

from ...access import page
from ...cases.frame import opened_case
from .cards import ABOVE, BELOW, cards_of
from .desk_page import desk_context


@page(Permission.OFFERS_VIEW)
@require_safe
def negotiation(request: HttpRequest, number: str) -> HttpResponse:
    """The bills of a case with their offers, and everything one needs to talk about them."""
    case = opened_case(request, number, seen="Bills grid")
    return render(request, "negotiation/desk/page.jinja", desk_context(request, case))


@page(Permission.OFFERS_VIEW)
@require_safe
def cards(request: HttpRequest, number: str) -> HttpResponse:
    """The cards around the bills after an edit."""
    case = opened_case(request, number, seen="Bills grid, cards")
    context = {
        "case": case,
        "above": cards_of(ABOVE, request, case),
        "below": cards_of(BELOW, request, case),
    }
    return render(request, "negotiation/desk/cards_part.jinja", context)
