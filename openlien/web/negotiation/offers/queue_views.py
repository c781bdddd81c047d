"""The approval queue of offers: what waits on the left, the offer on the right, approved by a key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.cases.queries import read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import age_days
from openlien.negotiation.queries import offers_of, policy, read_offer
from openlien.negotiation.queries.offer_lists import ListedOffer, limits_broken, waiting_offers
from openlien.negotiation.queries.offer_returns import returns_of

from ... import business_time
from ...access import page
from ...jinja import age_words, url
from ...seen import shows
from .card import gap_words
from .case_views import history, lines_sheet
from .places import offer_tabs
from .steps import next_steps
from .words import expiry_words, is_own, limit_words, state_of, whose

LATE_DAYS = 2


@page(Permission.OFFERS_APPROVE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The offers that wait, and the one that the address names, or the first that the reader may approve."""
    actor = request.actor  # type: ignore[attr-defined]
    waiting = waiting_offers(actor)
    chosen = _chosen(actor, waiting, request.GET.get("offer", ""))
    shows(request, "Offers awaiting approval", rows=len(waiting))
    context = {
        "tabs": offer_tabs(actor, "queue"),
        "waiting": waiting,
        "rows": [_row(actor, each, chosen) for each in waiting],
        "pane": _pane(actor, chosen.id) if chosen else None,
    }
    return render(request, "negotiation/offers/queue.jinja", context)


@page(Permission.OFFERS_APPROVE)
@require_safe
def queue_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer of the queue alone, as the page shows it on the right."""
    pane = _pane(request.actor, offer_id)  # type: ignore[attr-defined]
    shows(request, "Case offer", case_number=pane["offer"].case_number)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(url("offers:queue", query={"offer": str(offer_id)}))
    return render(request, "negotiation/offers/queue_offer.jinja", {"pane": pane})


def _chosen(actor: Actor, waiting: tuple[ListedOffer, ...], wanted: str) -> ListedOffer | None:
    named = next((each for each in waiting if str(each.id) == wanted), None)
    others = next((each for each in waiting if not _is_own(actor, each)), None)
    return named or others or next(iter(waiting), None)


def _is_own(actor: Actor, each: ListedOffer) -> bool:
    return actor.user_id is not None and actor.user_id in {each.created_by_id, each.submitted_by_id}


def _row(actor: Actor, each: ListedOffer, chosen: ListedOffer | None) -> dict[str, Any]:
    at = business_time.here(each.submitted_at)
    days = age_days(at.date(), business_time.today()) if at else 0
    return {
        "waiting": each,
        "href": url("offers:queue", query={"offer": str(each.id)}),
        "part_href": url("offers:queue_offer", each.id),
        "is_chosen": chosen is not None and chosen.id == each.id,
        "is_own": _is_own(actor, each),
        "holds": expiry_words(each, business_time.today()),
        "age": "today" if days <= 0 else f"{age_words(days)} ago",
        "is_late": days > LATE_DAYS,
    }


def _pane(actor: Actor, offer_id: UUID) -> dict[str, Any]:
    offer, today = read_offer(actor, offer_id), business_time.today()
    case, limits = read_case(actor, offer.case_number), policy(actor)
    breaks = limits_broken(limits, amount=offer.amount, retail=offer.retail)
    told = [each for each in offers_of(actor, case) if each.sent_at]
    steps = {step.key: step for step in next_steps(actor, offer, policy=limits, today=today)}
    return {
        "offer": offer,
        "case": case,
        "title": whose(offer),
        "state": state_of(offer),
        "holds": expiry_words(offer, today),
        "breaks": limit_words(breaks, limits),
        "gap": gap_words(told).removeprefix("Gap "),
        "returned": returns_of(actor, [offer], as_of=today)[offer.id],
        "lines": lines_sheet(actor, case, offer),
        "history": history(offer),
        "approve": steps.get("approve"),
        "back": steps.get("return"),
        "locked": "You made this offer; somebody else approves it." if is_own(actor, offer) else "",
    }
