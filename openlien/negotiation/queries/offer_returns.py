"""What an offer brings beside what its bills cost, for many offers at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from openlien.cases.models import Bill
from openlien.funding.calculations.returns import rate_of_return
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total

from ..costs import BillCost, costs_seen_by
from .offers import OfferRecord


@dataclass(frozen=True, slots=True)
class OfferReturn:
    """Cost and return over the bills of an offer whose cost is known; None when it is known of none.

    *Units*: USD, percent.
    """

    cost: Money | None
    ror: Decimal | None


def returns_of(actor: Actor, offers: Sequence[OfferRecord], *, as_of: date) -> dict[UUID, OfferReturn]:
    """The return of each offer that the actor has read, by offer, in two queries however many there are.

    Who may not see what bills cost sees no return either.

    *Raises*: Forbidden.
    *Source*: ruling A5
    """
    actor.require(Permission.OFFERS_VIEW)
    bills = {line.bill_id for offer in offers for line in offer.lines}
    contracted = dict(Bill.objects.filter(id__in=bills).values_list("id", "contracted"))
    costs = costs_seen_by(actor, contracted, as_of=as_of) if contracted else {}
    return {offer.id: _return_of(offer, costs) for offer in offers}


def _return_of(offer: OfferRecord, costs: dict[UUID, BillCost | None]) -> OfferReturn:
    known = [(line.amount, cost.total) for line in offer.lines if (cost := costs.get(line.bill_id))]
    if not known:
        return OfferReturn(None, None)
    cost = total(spent for _, spent in known)
    return OfferReturn(cost, rate_of_return(returned=total(amount for amount, _ in known), cost=cost))
