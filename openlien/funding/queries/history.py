"""What happened on a line: movements, rates, interest by month, bills it has lent on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, Rate
from openlien.kit.sql import fetch_all, load

from ..models import RateReset

BILLS_A_PAGE = 50
FIRST = UUID(int=0)


@dataclass(frozen=True)
class MovementLine:
    """One movement; `drawn` is the change of what is drawn, `balance` what is drawn after it."""

    id: UUID
    kind: str
    moved_on: date
    drawn: Money
    interest_paid: Money
    balance: Money
    bills: int
    reference: str
    reason: str
    recorded_by: str
    is_reversal: bool
    is_reversed: bool


@dataclass(frozen=True)
class MonthInterest:
    """The interest of one month as it stands; `drawn` is what was drawn when it ended."""

    id: UUID
    month: date
    begins_on: date
    ends_on: date
    interest: Money
    unused_fee: Money
    drawn: Money
    bills: int

    @property
    def days(self) -> int:
        """The days that carry interest: first day in, last day out."""
        return (self.ends_on - self.begins_on).days


@dataclass(frozen=True)
class RateLine:
    """One rate of a line; a replaced one stays on file."""

    id: UUID
    effective_on: date
    reference: Rate
    reason: str
    recorded_by: str
    is_replaced: bool


@dataclass(frozen=True)
class FinancedBill:
    """A bill that a line has lent on, with what it still has lent and the interest it bore so far."""

    bill_id: UUID
    case_number: str
    code: str
    service_on: date | None
    facility: str
    contracted: Money | None
    since: date
    financed: Money
    interest: Money


@dataclass(frozen=True)
class FinancedBills:
    """A page of them; `next_cursor` is None on the last one."""

    items: tuple[FinancedBill, ...]
    total: int
    next_cursor: UUID | None


def movements(actor: Actor, line_id: UUID, *, as_of: date) -> list[MovementLine]:
    """The movements of a line up to a day, the newest first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FUNDING_VIEW)
    rows = fetch_all(load("openlien.funding", "movements"), {"line": line_id, "as_of": as_of})
    return [
        MovementLine(
            id=row.id,
            kind=row.kind,
            moved_on=row.moved_on,
            drawn=Money(row.drawn),
            interest_paid=Money(row.interest_paid),
            balance=Money(row.balance),
            bills=row.bills,
            reference=row.reference,
            reason=row.reason,
            recorded_by=row.recorded_by or "",
            is_reversal=row.reverses_id is not None,
            is_reversed=row.is_reversed,
        )
        for row in rows
    ]


def interest_by_month(actor: Actor, line_id: UUID, *, as_of: date) -> list[MonthInterest]:
    """The accrued months of a line up to a day, the oldest first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FUNDING_VIEW)
    rows = fetch_all(load("openlien.funding", "interest_by_month"), {"line": line_id, "as_of": as_of})
    return [
        MonthInterest(
            id=row.id,
            month=row.month,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            interest=Money(row.interest),
            unused_fee=Money(row.unused_fee),
            drawn=Money(row.drawn),
            bills=row.bills,
        )
        for row in rows
    ]


def rates(actor: Actor, line_id: UUID) -> list[RateLine]:
    """Every rate of a line, the newest day first, with those that were replaced.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FUNDING_VIEW)
    rows = (
        RateReset.objects.filter(line_id=line_id)
        .select_related("recorded_by")
        .prefetch_related("replacements")
        .order_by("-effective_on", "-id")
    )
    return [
        RateLine(
            id=row.id,
            effective_on=row.effective_on,
            reference=Rate(row.reference),
            reason=row.reason,
            recorded_by=row.recorded_by.name if row.recorded_by else "",
            is_replaced=bool(row.replacements.all()),
        )
        for row in rows
    ]


def financed_bills(
    actor: Actor, line_id: UUID, *, as_of: date, after: UUID = FIRST, limit: int = BILLS_A_PAGE
) -> FinancedBills:
    """A page of the bills that a line has lent on, as of a day.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FUNDING_VIEW)
    params = {"line": line_id, "as_of": as_of, "after": after, "limit": limit + 1}
    rows = fetch_all(load("openlien.funding", "financed_bills"), params)
    items = tuple(
        FinancedBill(
            bill_id=row.bill_id,
            case_number=row.case_number,
            code=row.code,
            service_on=row.service_on,
            facility=row.facility or "",
            contracted=None if row.contracted is None else Money(row.contracted),
            since=row.since,
            financed=Money(row.financed),
            interest=Money(row.interest),
        )
        for row in rows[:limit]
    )
    return FinancedBills(
        items, rows[0].total if rows else 0, items[-1].bill_id if len(rows) > limit else None
    )
