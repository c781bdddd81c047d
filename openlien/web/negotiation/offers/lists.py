"""The offers of one case as tables, as a file, and as the card with the convergence of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.negotiation.queries import OfferRecord, Policy, offers_of, policy
from openlien.negotiation.queries.offer_lists import limits_broken
from openlien.negotiation.queries.offer_returns import OfferReturn, returns_of

from ...jinja import url
from ...sheets import Head, Line, Sheet
from .words import approval_words, expiry_sign, state_of, whose

HEADS = (
    Head("Offer"),
    Head("State"),
    Head("Amount, $", "money"),
    Head("% of billed", "percent"),
    Head("ROR", "percent"),
    Head("Holds"),
    Head("Made by"),
    Head("Approval"),
)
FILE_HEADS = (
    *HEADS[:5],
    Head("Retail, $", "money"),
    Head("Holds until", "date"),
    Head("Ended on", "date"),
    *HEADS[6:],
    Head("Terms"),
)


def case_offers(actor: Actor, case: CaseHead, as_of: date) -> dict[str, Any]:
    """The offers of a case that the actor has read: those that are open, and those that ended."""
    offers, limits = offers_of(actor, case), policy(actor)
    returns = returns_of(actor, offers, as_of=as_of)
    lines = {offer.id: _line(offer, returns[offer.id], limits, as_of) for offer in offers}
    return {
        "offers": offers,
        "open": Sheet("Open offers", HEADS, [lines[each.id] for each in offers if not each.ended_on]),
        "ended": Sheet("Offers that ended", HEADS, [lines[each.id] for each in offers if each.ended_on]),
    }


def offers_file(actor: Actor, case: CaseHead, as_of: date) -> Sheet:
    """Every offer of a case with all that its table shows."""
    offers, limits = offers_of(actor, case), policy(actor)
    returns = returns_of(actor, offers, as_of=as_of)
    rows = [_file_line(offer, returns[offer.id], limits, as_of) for offer in offers]
    return Sheet("Offers", FILE_HEADS, rows)


def offer_href(offer: OfferRecord) -> str:
    """The address of one offer."""
    return url("offers:offer", offer.case_number, offer.id)


def _line(offer: OfferRecord, made: OfferReturn, limits: Policy, as_of: date) -> Line:
    cells = (
        whose(offer),
        state_of(offer),
        offer.amount,
        offer.percent,
        made.ror,
        expiry_sign(offer, as_of),
        offer.created_by,
        _approval(offer, limits),
    )
    return Line(cells, href=offer_href(offer))


def _file_line(offer: OfferRecord, made: OfferReturn, limits: Policy, as_of: date) -> Line:
    first = _line(offer, made, limits, as_of).cells
    dates = (offer.retail, offer.expires_on, offer.ended_on)
    return Line((*first[:5], *dates, *first[6:], offer.terms))


def _approval(offer: OfferRecord, limits: Policy) -> str:
    breaks = limits_broken(limits, amount=offer.amount, retail=offer.retail)
    return approval_words(offer, breaks, limits)


def newest_first(offers: Sequence[OfferRecord]) -> list[OfferRecord]:
    """The offers by their number, the newest first."""
    return sorted(offers, key=lambda offer: -offer.number)
