"""Functions for the worked rows of docs/formulas/posting.md: one event, and what it does to each account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.position import Portions, Position, ageing_bucket, portions_of
from openlien.ledger.posting_rules import booking_of
from openlien.ledger.vocabulary import AccountRole, PostingPack

CASE = UUID(int=1)
DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Booked:
    """Amounts by account, debit positive; what the event moves elsewhere is in the row's own words."""

    receivable: Money
    revenue: Money
    medical_expense: Money
    other: Money


def charge(pack: str, contracted: Money, paid: Money, amount: Money) -> Booked:
    """A claim approved for that contracted amount; `other` is accounts payable."""
    event = events.ChargeApproved(case_id=CASE, on=DAY, retail=amount, contracted=amount)
    return _booked(pack, event, Position(contracted=contracted, payments=paid, retail=contracted))


def payment(pack: str, contracted: Money, paid: Money, amount: Money) -> Booked:
    """Money that comes in; `other` is cash."""
    event = events.PaymentReceived(case_id=CASE, on=DAY, amount=amount)
    return _booked(pack, event, Position(contracted=contracted, payments=paid))


def write_off(pack: str, retail: Money, contracted: Money, paid: Money, lien: Money) -> Booked:
    """Part of the lien given up for lost; `other` is write-off expense."""
    event = events.WriteOffApproved(case_id=CASE, on=DAY, lien=lien)
    return _booked(pack, event, Position(retail=retail, contracted=contracted, payments=paid))


def bucket(days: int) -> SimpleNamespace:
    """The ageing bucket with the default limits."""
    return ageing_bucket(days, [30, 60, 90, 120])


def portions(contracted: Money, patient: Decimal, insurance: Decimal) -> Portions:
    """The contracted amount divided by percentages."""
    return portions_of(contracted, patient_percent=patient, insurance_percent=insurance)


def _booked(pack: str, event: events.Event, position: Position) -> Booked:
    sums: dict[AccountRole, Money] = {}
    for leg in booking_of(event, position, PostingPack(pack)).legs:
        sums[leg.role] = sums.get(leg.role, Money.zero) + leg.amount
    own = (AccountRole.LIEN_RECEIVABLE, AccountRole.LIEN_REVENUE, AccountRole.MEDICAL_EXPENSE)
    receivable, revenue, expense = (sums.pop(role, Money.zero) for role in own)
    (other,) = sums.values()
    return Booked(receivable=receivable, revenue=revenue, medical_expense=expense, other=other)
