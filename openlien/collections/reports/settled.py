"""Settlements as reports read them: what each is over, what came in, fees and what went out until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.kit.amounts import not_below_zero
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load
from openlien.settlement.check_rules import ISSUED, RECEIVED, CheckType

LIENS = (CheckType.LIEN, CheckType.OWN_LIEN, CheckType.MEDICAL_BILL)


@dataclass(frozen=True, slots=True)
class Settled:
    """One settlement with its money until a day; a fee of None is not known, because nobody calculated it."""

    case_number: str
    plaintiff: str
    firm: str
    type: str
    settled_on: date
    expected_on: date | None
    is_distributed: bool
    gross: Money
    received: Money
    cleared: Money
    firm_fee: Money | None
    recorded: Money
    to_lien_holders: Money
    to_client: Money

    @property
    def to_come(self) -> Money:
        """What has not come in yet; what was paid out to the client has come in, whoever kept its checks."""
        return Money.zero if self.is_distributed else not_below_zero(self.gross - self.received)

    @property
    def fee_open(self) -> Money | None:
        """What of the firm's fee is not taken in yet; None while the fee is not known."""
        return None if self.firm_fee is None else not_below_zero(self.firm_fee - self.recorded)

    @property
    def is_cleared(self) -> bool:
        """Whether all of it is cleared money."""
        return self.cleared >= self.gross


def settled_until(as_of: date) -> list[Settled]:
    """Every settlement that was reached by the day, the oldest first."""
    found = fetch_all(
        load("openlien.collections", "settlement_money"),
        {
            "as_of": as_of,
            "received": [each.value for each in RECEIVED],
            "issued": [each.value for each in ISSUED],
            "liens": [each.value for each in LIENS],
        },
    )
    return [
        Settled(
            case_number=row.case_number,
            plaintiff=row.plaintiff,
            firm=row.firm,
            type=row.type,
            settled_on=row.settled_on,
            expected_on=row.expected_on,
            is_distributed=row.is_distributed,
            gross=Money(row.gross),
            received=Money(row.received),
            cleared=Money(row.cleared),
            # A settlement that a round made begins with a fee of 0.00, which says nothing yet.
            firm_fee=Money(row.firm_fee) if row.is_calculated and row.firm_fee is not None else None,
            recorded=Money(row.recorded),
            to_lien_holders=Money(row.to_lien_holders),
            to_client=Money(row.to_client),
        )
        for row in found
    ]
