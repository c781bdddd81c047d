"""Money that came in: by month, by its speed, and against what was advanced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openlien.identity.actor import Actor
from openlien.kit.dates import add_months, month_range, month_start
from openlien.kit.money import Money, Rate, share_percent, share_percents, total
from openlien.kit.rounding import round_to_decimal

from ..policies.rates import TrancheStanding, tranche_multiple, tranche_standing
from ..policies.velocity import LIMITS, VelocityBucket
from .book import Book
from .filters import EVERYTHING, Filters
from .months import checked_months

BILLS = "JOIN receivables_billbalance AS balance ON balance.bill_id = part.bill_id"


@dataclass(frozen=True, slots=True)
class MonthCash:
    """The cash deposited in one month; `month` is its first day."""

    month: date
    amount: Money
    deposits: int


@dataclass(frozen=True, slots=True)
class Collections:
    """Cash by month of deposit, every month of the span, oldest first; the last may be under way."""

    as_of: date
    months: tuple[MonthCash, ...]
    total: Money


@dataclass(frozen=True, slots=True)
class VelocityLine:
    """The cash that took so many days from invoice to deposit."""

    bucket: VelocityBucket
    amount: Money
    deposits: int
    percentage: Decimal


@dataclass(frozen=True, slots=True)
class Velocity:
    """How fast bills turned into cash, by amount.

    *Units*: average days weighted by amount, to one decimal, over the deposits whose days are known.
    """

    as_of: date
    buckets: tuple[VelocityLine, ...]
    total: Money
    average_days: Decimal | None


@dataclass(frozen=True, slots=True)
class TrancheLine:
    """One pool of bills financed together; `advanced` and `multiple` are None where an advance is unknown."""

    tranche: str
    bills: int
    billed: Money
    collected: Money
    open: Money
    advanced: Money | None
    multiple: Rate | None
    standing: TrancheStanding


@dataclass(frozen=True, slots=True)
class Tranches:
    """All tranches by name."""

    as_of: date
    lines: tuple[TrancheLine, ...]


def collections_by_month(
    actor: Actor, as_of: date, filters: Filters = EVERYTHING, *, months: int = 24
) -> Collections:
    """Return the cash of the last months by month of deposit.

    *Raises*: Forbidden.
    """
    book = Book(actor, as_of, filters, is_past=False)
    book.params["since"] = add_months(month_start(as_of), 1 - checked_months(months))
    rows = {
        row.month: row for row in book.fetch_all("collections", bills=BILLS if book.is_restricted else "")
    }
    span = month_range(min(rows), as_of) if rows else []
    return Collections(
        as_of=as_of,
        months=tuple(_month_cash(month, rows.get(month)) for month in span),
        total=total(Money(row.amount) for row in rows.values()),
    )


def velocity(actor: Actor, as_of: date, filters: Filters = EVERYTHING) -> Velocity:
    """Return the cash up to a day by days from invoice to deposit.

    *Raises*: Forbidden.
    """
    book = Book(actor, as_of, filters, is_past=False)
    rows = {row.bucket: row for row in book.fetch_all("velocity", bills=BILLS, bucket=_bucket_sql())}
    amounts = [Money(rows[bucket].amount) if bucket in rows else Money.zero for bucket in VelocityBucket]
    return Velocity(
        as_of=as_of,
        buckets=tuple(
            VelocityLine(bucket, amount, rows[bucket].deposits if bucket in rows else 0, share)
            for bucket, amount, share in zip(VelocityBucket, amounts, _shares(amounts), strict=True)
        ),
        total=total(amounts),
        average_days=_average_days([row for bucket, row in rows.items() if bucket != VelocityBucket.UNKNOWN]),
    )


def tranches(actor: Actor, as_of: date, filters: Filters = EVERYTHING) -> Tranches:
    """Return billed, collected and advanced of every tranche on a day.

    *Raises*: Forbidden.
    """
    book = Book(actor, as_of, filters)
    book.is_past = book.fetch_one("what_is_known").is_past
    return Tranches(as_of=as_of, lines=tuple(_tranche(row) for row in book.fetch_all("tranches")))


def _month_cash(month: date, row: Any) -> MonthCash:
    if row is None:
        return MonthCash(month, Money.zero, 0)
    return MonthCash(month, Money(row.amount), row.deposits)


def _bucket_sql() -> str:
    days = "receipt.deposited_on - balance.invoice_on"
    limits = " ".join(f"WHEN {days} <= {limit} THEN '{bucket}'" for limit, bucket in LIMITS)
    early, late = VelocityBucket.UNKNOWN, VelocityBucket.OVER_730
    return f"CASE WHEN {days} < 0 THEN '{early}' {limits} ELSE '{late}' END"


def _shares(amounts: list[Money]) -> list[Decimal]:
    # A correction can leave a bucket below zero; such parts have no shares that add up.
    if min(amounts) < Money.zero:
        whole = total(amounts)
        return [share_percent(amount, whole) or Decimal("0.00") for amount in amounts]
    return share_percents(amounts)


def _average_days(rows: list[Any]) -> Decimal | None:
    amount = sum(Fraction(row.amount) for row in rows)
    return round_to_decimal(sum(Fraction(row.dollar_days) for row in rows) / amount, 1) if amount else None


def _tranche(row: Any) -> TrancheLine:
    is_known = bool(row.advanced_bills) and row.known_advances == row.advanced_bills
    advanced = Money(row.advanced) if is_known else None
    multiple = advanced and tranche_multiple(collected=Money(row.advanced_collected), advanced=advanced)
    return TrancheLine(
        tranche=row.tranche,
        bills=row.bills,
        billed=Money(row.billed),
        collected=Money(row.collected),
        open=Money(row.open),
        advanced=advanced,
        multiple=multiple or None,
        standing=tranche_standing(multiple or None),
    )
