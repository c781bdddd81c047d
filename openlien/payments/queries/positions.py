"""Where each bill of a case stands, read from the facts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load


@dataclass(frozen=True)
class BillPosition:
    """Where one bill stands: billed = collected + reduction + bad debt + open, or refund is due.

    `is_agreed`: people agreed a payoff of it, so that its reductions lower what it comes to.
    """

    bill_id: UUID
    billed: Money
    collected: Money
    reduction: Money
    bad_debt: Money
    is_agreed: bool

    @property
    def open(self) -> Money:
        """What is still owed on the bill; never negative."""
        return max(Money.zero, self.billed - self.collected - self.reduction - self.bad_debt)

    @property
    def refund_due(self) -> Money:
        """What was paid beyond what the bill comes to and has to go back; never negative.

        *Source*: ruling A9; sql/refunds.sql says the same in the database.
        """
        return max(Money.zero, self.collected - self._comes_to)

    @property
    def _comes_to(self) -> Money:
        return self.billed - self.reduction if self.is_agreed else self.billed


def bill_positions(case_id: UUID) -> list[BillPosition]:
    """The positions of a case's bills in the order of their invoice date."""
    rows = fetch_all(load("openlien.payments", "bill_positions"), {"case_id": case_id})
    return [
        BillPosition(
            bill_id=row.bill_id,
            billed=Money(row.billed),
            collected=Money(row.collected),
            reduction=Money(row.reduction),
            bad_debt=Money(row.bad_debt),
            is_agreed=row.is_agreed,
        )
        for row in rows
    ]
