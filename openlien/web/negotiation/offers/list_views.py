"""The offers of every case: what is open, what expires, what waits for approval; and its file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.negotiation.queries import Policy, policy
from openlien.negotiation.queries.offer_lists import (
    EXPIRING_DAYS,
    WORDS_LETTERS_MAX,
    ListedOffer,
    OfferPage,
    OfferView,
    every_offer,
    offer_counts,
    offer_page,
)

from ... import business_time
from ...access import page
from ...jinja import count, url
from ...seen import shows
from ...sheets import Head, Line, Sheet, exported
from .places import offer_tabs
from .words import approval_words, expiry_sign, state_of, whose

VIEWS = {
    OfferView.OPEN: "Open",
    OfferView.EXPIRING: f"Expiring in {EXPIRING_DAYS} days",
    OfferView.APPROVAL: "Awaiting approval",
    OfferView.DRAFTS: "Drafts",
    OfferView.SENT: "Sent",
    OfferView.RECEIVED: "Received",
    OfferView.ACCEPTED: "Accepted",
    OfferView.ENDED: "Ended",
    OfferView.ALL: "All",
}
DAY = "Holds until"
HEADS = (
    Head("Case"),
    Head("Patient"),
    Head("Law firm"),
    Head("Offer"),
    Head("State"),
    Head("Amount, $", "money"),
    Head("% of billed", "percent"),
    Head("Holds"),
    Head(DAY, "date"),
    Head("Made by"),
    Head("Approval"),
)


@page(Permission.OFFERS_VIEW)
@require_safe
def offers_page(request: HttpRequest) -> HttpResponse:
    """The offers that the address asks for, fifty at a time."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    view, words = _asked(request)
    found = offer_page(actor, view, as_of=today, words=words, page=_page_number(request))
    shows(request, "Offers", rows=len(found.items))
    counts = offer_counts(actor, as_of=today)
    context = {
        "tabs": offer_tabs(actor, "list"),
        "view": view,
        "view_name": VIEWS[view],
        "words": words,
        "views": _view_links(view, words, counts),
        "sheet": _on_page(_sheet(found.items, policy(actor), today)),
        "found": found,
        "is_empty": not counts[OfferView.ALL],
        "query": _query(view, words),
        **_neighbours(found, view, words),
    }
    return render(request, "negotiation/offers/list.jinja", context)


@page(Permission.OFFERS_VIEW)
@require_safe
def offers_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every offer of the view as a file."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    view, words = _asked(request)
    found = list(every_offer(actor, view, as_of=today, words=words))
    shows(request, "Offers, export", rows=len(found))
    return exported(_sheet(found, policy(actor), today), form, name=f"offers-{view.value}")


def _asked(request: HttpRequest) -> tuple[OfferView, str]:
    """The view and the words of the address; an unknown view is the open offers."""
    known = {view.value for view in OfferView}
    asked = request.GET.get("view", "")
    words = " ".join(request.GET.get("q", "").replace("\x00", "")[:WORDS_LETTERS_MAX].split())
    return OfferView(asked) if asked in known else OfferView.OPEN, words


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 7 else 1


def _query(view: OfferView, words: str, page: int = 1) -> dict[str, object]:
    shown = "" if view is OfferView.OPEN else view.value
    return {"view": shown, "q": words, "page": page if page > 1 else ""}


def _view_links(view: OfferView, words: str, counts: dict[OfferView, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{name} {count(counts[each])}",
            "href": url("offers:list", query=_query(each, words)),
            "current": each is view,
        }
        for each, name in VIEWS.items()
    ]


def _neighbours(found: OfferPage, view: OfferView, words: str) -> dict[str, str | None]:
    before = url("offers:list", query=_query(view, words, found.page - 1))
    after = url("offers:list", query=_query(view, words, found.page + 1))
    return {
        "newer_href": before if found.page > 1 else None,
        "older_href": after if found.page < found.pages else None,
    }


def _sheet(offers: Iterable[ListedOffer], limits: Policy, today: date) -> Sheet:
    return Sheet("Offers", HEADS, [_line(offer, limits, today) for offer in offers])


def _on_page(sheet: Sheet) -> Sheet:
    """The table without the last day, which the words beside it say already."""
    heads = tuple(head for head in sheet.heads if head.label != DAY)
    place = [head.label for head in sheet.heads].index(DAY)
    lines = [Line(line.cells[:place] + line.cells[place + 1 :], line.href) for line in sheet.lines]
    return Sheet(sheet.caption, heads, lines)


def _line(offer: ListedOffer, limits: Policy, today: date) -> Line:
    cells = (
        offer.case_number,
        offer.patient,
        offer.law_firm,
        whose(offer),
        state_of(offer),
        offer.amount,
        offer.percent,
        expiry_sign(offer, today),
        offer.expires_on,
        offer.created_by,
        approval_words(offer, offer.breaks, limits),
    )
    return Line(cells, href=url("offers:offer", offer.case_number, offer.id))
