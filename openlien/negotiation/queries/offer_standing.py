"""The one sentence about offers in the head of a case: until when the nearest of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money

from ..models import Offer
from ..vocabulary import Direction, OfferStatus

_TOLD = [OfferStatus.SENT.value, OfferStatus.ACCEPTED.value]


@dataclass(frozen=True, slots=True)
class OfferStanding:
    """Whether a payoff is agreed, and the offer between the parties that ends first, if any does."""

    is_agreed: bool
    direction: Direction | None = None
    amount: Money | None = None
    expires_on: date | None = None


def offer_standing(actor: Actor, case: CaseHead) -> OfferStanding:
    """Where the offers of a case that the actor has read stand, in one query; nothing where it sees none."""
    if not actor.may(Permission.OFFERS_VIEW):
        return OfferStanding(is_agreed=False)
    found = list(
        Offer.objects.filter(case_id=case.id, status__in=_TOLD).values_list(
            "status", "direction", "amount", "expires_on"
        )
    )
    if any(status == OfferStatus.ACCEPTED for status, *_ in found):
        return OfferStanding(is_agreed=True)
    ending = [each for each in found if each[3] is not None]
    if not ending:
        return OfferStanding(is_agreed=False)
    _, direction, amount, expires_on = min(ending, key=lambda each: each[3])
    return OfferStanding(False, Direction(direction), amount, expires_on)
