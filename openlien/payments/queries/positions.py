"""Where each bill of a case stands, read from the facts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load


@dataclass(frozen=True)
class BillPosition:
    """Where one bill stands: billed = collected + reduction + bad debt + open, or refund is due."""

    bill_id: UUID
    billed: Money
    collected: Money
    reduction: Money
    bad_debt: Money

    @property
    def open(self) -> Money:
        """What is still owed on the bill; never negative."""
        return max(Money.zero, self.billed - self.collected - self.reduction - self.bad_debt)

    @property
    def refund_due(self) -> Money:
        """What was paid beyond the bill and has to go back; never negative."""
        return max(Money.zero, self.collected - self.billed)


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
        )
        for row in rows
    ]
