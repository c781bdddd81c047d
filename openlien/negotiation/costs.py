"""What bills cost us: the one place of the negotiation that asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load


@dataclass(frozen=True, slots=True)
class BillCost:
    """Site cost and interest, kept apart (ruling A11); `first_paid_on` is None before anything was paid."""

    site_cost: Money
    interest: Money
    first_paid_on: date | None = None

    @property
    def total(self) -> Money:
        """The cost including interest, which every rate of return uses (ruling A5)."""
        return self.site_cost + self.interest


def costs_of(contracted: Mapping[UUID, Money | None], *, as_of: date) -> dict[UUID, BillCost | None]:
    """The cost of each bill up to a day, in one query; None where it is not known.

    What the provider was paid; before anything was paid, what was contracted.
    *Shapes*: `contracted` by bill.
    """
    wanted = {"bills": list(contracted), "as_of": as_of}
    rows = {row.bill_id: row for row in fetch_all(load("openlien.funding", "costs_of_bills"), wanted)}
    return {bill_id: _cost(rows[bill_id], amount) for bill_id, amount in contracted.items()}


def costs_seen_by(
    actor: Actor, contracted: Mapping[UUID, Money | None], *, as_of: date
) -> dict[UUID, BillCost | None]:
    """The same for a reader; who may not see what bills cost knows the cost of none.

    *Shapes*: as costs_of.
    """
    if not actor.may(Permission.FUNDING_VIEW):
        return dict.fromkeys(contracted)
    return costs_of(contracted, as_of=as_of)


def _cost(row: object, contracted: Money | None) -> BillCost | None:
    paid, interest = Money(row.site_cost), Money(row.interest)  # type: ignore[attr-defined]
    first_paid_on: date | None = row.first_paid_on  # type: ignore[attr-defined]
    if first_paid_on is not None:
        return BillCost(paid, interest, first_paid_on)
    return None if contracted is None else BillCost(contracted, interest)
