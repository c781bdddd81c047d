"""The offers of a case, their file, and the page of one offer."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Rate, total
from openlien.negotiation.queries import OfferRecord, agreement_of, offers_of, policy, read_offer
from openlien.negotiation.queries.offer_lists import limits_broken
from openlien.negotiation.queries.offer_returns import returns_of
from openlien.negotiation.vocabulary import Direction, OfferStatus
from openlien.payments.queries.bills_grid import bills_grid

from ... import business_time
from ...access import page
from ...cases.frame import frame, opened_case
from ...jinja import date_short, date_text, money, percent, time_text, url
from ...sheets import Head, Line, Sheet, exported
from .card import card_of
from .lists import case_offers, offer_href, offers_file
from .steps import next_steps
from .words import approval_words, expiry_words, state_of, whose

TAB = "negotiation"
LINE_HEADS = (
    Head("Bill"),
    Head("Facility"),
    Head("Service of", "date"),
    Head("Retail, $", "money"),
    Head("Offer, $", "money"),
    Head("% of billed", "percent"),
    Head("Given up, $", "money"),
)


@page(Permission.OFFERS_VIEW)
@require_safe
def case_offers_page(request: HttpRequest, number: str) -> HttpResponse:
    """The offers of a case, open ones first, with the convergence of both sides."""
    case = opened_case(request, number, seen="Case offers")
    return render(request, "negotiation/offers/case_offers.jinja", case_context(request, case))


@page(Permission.OFFERS_VIEW)
@require_safe
def case_offers_file(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The offers of a case as a file."""
    case = opened_case(request, number, seen="Case offers, export")
    sheet = offers_file(request.actor, case, business_time.today())  # type: ignore[attr-defined]
    return exported(sheet, form, name=f"offers-{case.number}")


@page(Permission.OFFERS_VIEW)
@require_safe
def offer_page(request: HttpRequest, number: str, offer_id: UUID) -> HttpResponse:
    """One offer: what it says, what became of it, what can come next."""
    case, offer = opened_offer(request, number, offer_id)
    return render(request, "negotiation/offers/offer.jinja", offer_context(request, case, offer))


def opened_offer(request: HttpRequest, number: str, offer_id: UUID) -> tuple[CaseHead, OfferRecord]:
    """The case and its offer, noted in the access log.

    *Raises*: Forbidden, NotFound, also where the offer is of another case.
    """
    case = opened_case(request, number, seen="Case offer")
    offer = read_offer(request.actor, offer_id)  # type: ignore[attr-defined]
    if offer.case_number != case.number:
        raise NotFound()
    return case, offer


def case_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the list shows, also behind a drawer."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    found = case_offers(actor, case, today)
    agreement = agreement_of(actor, case)
    return {
        **frame(request, case, TAB),
        **found,
        "agreement": agreement,
        "card": card_of(found["offers"], agreement, case=case, as_of=today, actor=actor),
    }


def offer_context(request: HttpRequest, case: CaseHead, offer: OfferRecord) -> dict[str, Any]:
    """What the page of an offer shows, also behind a drawer."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    limits = policy(actor)
    breaks = limits_broken(limits, amount=offer.amount, retail=offer.retail)
    returned = returns_of(actor, [offer], as_of=today)[offer.id]
    agreement = agreement_of(actor, case)
    asks_why = offer.status is OfferStatus.DRAFT and is_below_fair(actor, case, offer)
    steps = next_steps(
        actor, offer, policy=limits, today=today, asks_why=asks_why and not offer.justification
    )
    around = frame(request, case, TAB)
    return {
        **around,
        # The main button is the step that usually comes next, and the keys are those of the steps.
        "may_record_offer": around["may_record_offer"] and not steps,
        "may_record_payment": False,
        "may_change_stage": False,
        "offer": offer,
        "title": whose(offer),
        "state": state_of(offer),
        "holds": expiry_words(offer, today),
        "returned": returned,
        "approval": approval_words(offer, breaks, limits),
        "breaks": breaks,
        "agreement": agreement,
        "is_agreement": agreement is not None and agreement.offer_id == offer.id,
        "next_steps": steps,
        "lines": lines_sheet(actor, case, offer),
        "facts": _facts(offer),
        "history": history(offer),
        "related": _related(actor, case, offer),
        "refusal": "",
    }


def is_below_fair(actor: Actor, case: CaseHead, offer: OfferRecord) -> bool:
    """Whether somebody has to say why the offer is right (ruling A7)."""
    share = bills_grid(actor, case, as_of=business_time.today()).fair_share
    fair = None if share is None else total(line.retail.times(min(share, Rate.whole)) for line in offer.lines)
    return fair is not None and offer.amount < fair


def lines_sheet(actor: Actor, case: CaseHead, offer: OfferRecord) -> Sheet:
    """What the offer means for each bill, with its sums."""
    grid = {line.bill_id: line for line in bills_grid(actor, case, as_of=business_time.today()).lines}
    rows = []
    for line in offer.lines:
        bill = grid.get(line.bill_id)
        where = (bill.facility, bill.service_on) if bill else ("", None)
        figures = (line.retail, line.amount, line.percent, line.retail - line.amount)
        rows.append(Line((line.bill, *where, *figures)))
    totals = (
        f"{len(rows)} bills" if len(rows) != 1 else "1 bill",
        None,
        None,
        offer.retail,
        offer.amount,
        offer.percent,
        offer.retail - offer.amount,
    )
    return Sheet("Bills of the offer", LINE_HEADS, rows, totals)


def history(offer: OfferRecord) -> list[dict[str, str]]:
    """What happened to the offer, the newest first."""
    is_ours = offer.direction is Direction.OURS
    known = (
        ("Drafted" if is_ours else "Received", offer.created_at, offer.created_by, ""),
        ("Submitted", offer.submitted_at, offer.submitted_by, offer.justification),
        ("Approved", offer.approved_at, offer.approved_by or "within the limits", ""),
        ("Sent to the firm", offer.sent_at if is_ours else None, "", ""),
    )
    entries = [_told(title, moment, who, note) for title, moment, who, note in known if moment]
    if offer.agreed_on and offer.status is OfferStatus.VOIDED:
        entries.append(_ended("Accepted", offer.agreed_on, offer.agreed_by, ""))
    if offer.ended_on:
        entries.append(_ended(offer.status.label, offer.ended_on, offer.ended_by, offer.ending_reason))
    return entries[::-1]


def _told(title: str, moment: Any, who: str, note: str) -> dict[str, str]:
    at = business_time.here(moment)
    when = date_short(at.date(), business_time.today())
    return {"when": when, "iso": at.isoformat(), "title": title, **_said(who, note)}


def _ended(title: str, day: date, who: str, note: str) -> dict[str, str]:
    when = date_short(day, business_time.today())
    return {"when": when, "iso": day.isoformat(), "title": title, **_said(who, note)}


def _said(who: str, note: str) -> dict[str, str]:
    return {name: text for name, text in (("who", who), ("note", note)) if text}


def _facts(offer: OfferRecord) -> list[tuple[str, str | None]]:
    why = [("Why it is right below that", offer.justification)] if offer.justification else []
    return [
        ("Terms", offer.terms),
        ("Holds until", date_text(offer.expires_on) if offer.expires_on else "Further notice"),
        ("Retail of its bills", money(offer.retail)),
        ("Fair beside outside providers", None if offer.fair is None else money(offer.fair)),
        *why,
        ("Share of retail", percent(offer.percent, 2)),
        ("Made", f"{time_text(business_time.here(offer.created_at))}, {offer.created_by}"),
    ]


def _related(actor: Actor, case: CaseHead, offer: OfferRecord) -> list[tuple[str, str, str]]:
    """The offer it answers and the one that answers it: word, name, address."""
    offers = offers_of(actor, case)
    before = [("Answers", each) for each in offers if each.id == offer.counter_of_id]
    after = [("Answered by", each) for each in offers if each.counter_of_id == offer.id]
    return [
        (word, f"{whose(each)}, {money(each.amount)}", offer_href(each)) for word, each in (*before, *after)
    ]


def back_to(offer: OfferRecord) -> str:
    """The address to which a step on an offer returns."""
    return url("offers:offer", offer.case_number, offer.id)
