"""The card of the desk: how demand and offer came together, step by step, and what the gap is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.kit.money import Money, share_percent
from openlien.negotiation.access import may_negotiate
from openlien.negotiation.queries import AgreementRecord, OfferRecord, agreement_of, offers_of
from openlien.negotiation.vocabulary import Direction, OfferStatus

from ... import business_time
from ...charts.parts import Tone
from ...charts.steps import StepsChart, StepSeries, steps
from ...jinja import date_short, date_text, percent, url
from .words import SOON_DAYS, amount_words, expiry_words, state_of, whose

SHOWN_MAX = 8
_HIDDEN = {OfferStatus.DRAFT, OfferStatus.SUBMITTED, OfferStatus.APPROVED}


def desk_card(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What `negotiation/offers/desk_card.jinja` shows on the desk of a case.

    *Raises*: Forbidden.
    """
    return offers_card(request.actor, case, as_of=business_time.today())  # type: ignore[attr-defined]


def offers_card(actor: Actor, case: CaseHead, *, as_of: date) -> dict[str, Any]:
    """What the card shows of a case that the actor has read; the macro `offers_card` draws it.

    *Raises*: Forbidden.
    """
    offers = offers_of(actor, case)
    return card_of(offers, agreement_of(actor, case), case=case, as_of=as_of, actor=actor)


def card_of(
    offers: Sequence[OfferRecord],
    agreement: AgreementRecord | None,
    *,
    case: CaseHead,
    as_of: date,
    actor: Actor,
) -> dict[str, Any]:
    """The same from offers that were read already."""
    told = [offer for offer in offers if is_told(offer)]
    return {
        "chart": _chart(told, as_of) if told else None,
        "gap": "" if agreement else gap_words(told),
        "agreement": agreement,
        "entries": [_entry(offer, case, as_of) for offer in offers[:SHOWN_MAX]],
        "more": max(0, len(offers) - SHOWN_MAX),
        "href": url("offers:case_offers", case.number),
        "new_href": url("offers:new", case.number)
        if may_negotiate(actor, case.negotiator_id) and agreement is None
        else None,
    }


def gap_words(told: Sequence[OfferRecord]) -> str:
    """How far both sides are apart and how that changed, as `Gap $13,000, down 76%`; empty with one side."""
    ours, theirs = _side(told, Direction.OURS), _side(told, Direction.THEIRS)
    if not ours or not theirs:
        return ""
    gap, first = ours[-1].amount - theirs[-1].amount, ours[0].amount - theirs[0].amount
    if gap <= Money.zero:
        return "No gap: the firm’s offer meets ours"
    change = share_percent(first - gap, first, 0) if first > Money.zero else None
    if not change:
        return f"Gap {amount_words(gap)}"
    return f"Gap {amount_words(gap)}, {'down' if change > 0 else 'up'} {percent(abs(change), 0)}"


def is_told(offer: OfferRecord) -> bool:
    """Whether the other side knows of it."""
    return offer.sent_at is not None and offer.status not in _HIDDEN


def _side(told: Sequence[OfferRecord], direction: Direction) -> list[OfferRecord]:
    return sorted((offer for offer in told if offer.direction is direction), key=lambda offer: offer.number)


def _chart(told: Sequence[OfferRecord], as_of: date) -> StepsChart:
    ours, theirs = (
        [(_day(offer), offer.amount) for offer in _side(told, direction)]
        for direction in (Direction.OURS, Direction.THEIRS)
    )
    sides = (
        StepSeries(label="Our offer", tone=Tone.NEUTRAL, points=sorted(ours, key=_by_day), is_dashed=True),
        StepSeries(label="Firm’s offer", tone=Tone.ACTIVE, points=sorted(theirs, key=_by_day)),
    )
    return steps(sides, title="Offers of both sides", until=as_of)


def _by_day(point: tuple[date, Money]) -> date:
    return point[0]


def _day(offer: OfferRecord) -> date:
    at = business_time.here(offer.sent_at or offer.created_at)
    assert at is not None
    return at.date()


def _entry(offer: OfferRecord, case: CaseHead, as_of: date) -> dict[str, Any]:
    day, left = _day(offer), offer.days_left(as_of)
    is_ours = offer.direction is Direction.OURS
    is_soon = left is not None and left <= SOON_DAYS and not offer.ended_on
    is_open = left is not None and offer.expires_on is not None
    held = f"Open until {date_text(offer.expires_on)}" if is_open else ""
    return {
        "when": date_short(day, as_of),
        "iso": day.isoformat(),
        "title": f"{'Our offer' if is_ours else 'Firm’s offer'} {amount_words(offer.amount)}",
        "name": whose(offer),
        "who": (offer.submitted_by or offer.created_by) if is_ours else case.law_firm,
        "href": url("offers:offer", case.number, offer.id),
        "hollow": is_ours,
        # What was countered or waits for an answer shows by what stands above it.
        "state": None if offer.status in {OfferStatus.COUNTERED, OfferStatus.SENT} else state_of(offer),
        "soon": expiry_words(offer, as_of) if is_soon else "",
        "note": " · ".join(filter(None, [offer.terms.rstrip(". ") if held else offer.terms, held])),
    }
