"""The money of one case, one firm or the whole list: the figures of the negotiation desk, added up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from openlien.funding.calculations.returns import rate_of_return
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, share_percent


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over the bills of cases; `offered_retail` is what the bills with an offer retail for.

    *Units*: USD and percent. `returned` and `spent` are offer and cost, interest included, of the bills that
    have both (ruling A5), and zero for who may not see what bills cost. Without an offer nothing is reduced
    (ruling A9); a balance below zero is a refund due.
    """

    billed: Money
    collected: Money
    bills_with_offer: int
    offered: Money
    offered_retail: Money
    returned: Money
    spent: Money

    @property
    def offer(self) -> Money | None:
        """The sum of the present offers; None before there is one."""
        return self.offered if self.bills_with_offer else None

    @property
    def percent(self) -> Decimal | None:
        """The offer in percent of what its bills retail for; None without an offer."""
        return share_percent(self.offered, self.offered_retail) if self.bills_with_offer else None

    @property
    def balance(self) -> Money:
        """Retail less reduction less what was received."""
        return self.billed - (self.offered_retail - self.offered) - self.collected

    @property
    def ror(self) -> Decimal | None:
        """The return of the offers on their cost, in percent; None without an offer or a cost."""
        return rate_of_return(returned=self.returned, cost=self.spent) if self.bills_with_offer else None


def figures_of(actor: Actor, row: object) -> Figures:
    """The figures in a row of a statement, as far as the actor may see them."""
    names = ("billed", "collected", "bills_with_offer", "offered", "offered_retail", "returned", "spent")
    billed, collected, count, *money = (getattr(row, name) for name in names)
    if not actor.may(Permission.FUNDING_VIEW):
        money[2:] = 0, 0
    return Figures(Money(billed), Money(collected), count, *map(Money, money))
