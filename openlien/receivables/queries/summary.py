"""The key figures of the portfolio page, all of one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor
from openlien.kit.money import Money, Rate, share_percent
from openlien.kit.rounding import round_to_decimal

from ..policies.at_risk import is_at_risk_wide
from ..policies.rates import portfolio_rate, realised_rate
from ..policies.scores import HealthScore, days_sales_outstanding, gain_v1, pi_v2
from .book import DAY, Book, day_number, open_book
from .filters import EVERYTHING, Filters
from .kept_sums import kept_stages, kept_whole
from .lines import part_of
from .risk_sql import at_risk_sql, is_moving_sql
from .shapes import NOTHING, Part

MONEY = (
    "billed",
    "collected",
    "reduction",
    "bad_debt",
    "refund_due",
    "concluded_billed",
    "concluded_collected",
)
SUMS = (*MONEY, "open_invoice_days", "open_dollar_days")


@dataclass(frozen=True, slots=True)
class _StagePart:
    """What is open in one stage, at risk or not."""

    stage: str
    is_at_risk: bool
    part: Part


@dataclass(frozen=True, slots=True)
class Summary:
    """The key figures.

    *Units*: days to one decimal, None when there is nothing to average; rates exact, None when nothing
    was billed; percentages of the open balance to two decimals, None when nothing is open.
    """

    as_of: date
    unknown_cases: int
    total: Part
    settled_pending: Part
    active_litigation: Part
    at_risk: Part
    watch: Part
    at_risk_wide: Part
    avg_days_outstanding: Decimal | None
    weighted_avg_days: Decimal | None
    billed: Money
    collected: Money
    reduction: Money
    bad_debt: Money
    refund_due: Money
    portfolio_rate: Rate | None
    realised_rate: Rate | None
    concluded_billed: Money
    concluded_collected: Money
    billed_365_days: Money
    open_90_days: Money
    open_moving: Money
    dso_days: Decimal | None
    settled_avg_days: Decimal | None
    at_risk_percent: Decimal | None
    open_90_percent: Decimal | None
    moving_percent: Decimal | None
    gain_v1: HealthScore | None
    pi_v2: HealthScore | None


def summary(actor: Actor, as_of: date, filters: Filters = EVERYTHING) -> Summary:
    """Return the key figures of a day.

    *Raises*: Forbidden; HistoryUnknown when no case's stage is known for that day.
    """
    book = open_book(actor, as_of, filters)
    return _kept(book) if book.is_whole_and_present else _counted(book)


def _kept(book: Book) -> Summary:
    whole = kept_whole(book)
    parts = [_StagePart(row.stage, row.category is not None, part_of(row)) for row in kept_stages(book)]
    return _summary(book, parts, whole)


def _counted(book: Book) -> Summary:
    rows = book.fetch_all("summary", is_at_risk=at_risk_sql(DAY), is_moving=is_moving_sql(DAY))
    recent = book.fetch_one("recent_bills")
    settled = [row for row in rows if row.stage == Stage.SETTLED_NOT_DISBURSED]
    whole = SimpleNamespace(
        **{name: _sum(rows, name) for name in SUMS},
        open_moving=_sum([row for row in rows if row.is_moving], "open"),
        settled_known=_sum(settled, "settled_known"),
        settled_days=_sum(settled, "settled_days"),
        billed_365_days=recent.billed_365_days,
        open_90_days=recent.open_90_days,
    )
    return _summary(book, [_StagePart(row.stage, row.is_at_risk, part_of(row)) for row in rows], whole)


def _summary(book: Book, parts: list[_StagePart], whole: Any) -> Summary:
    money = {name: Money(getattr(whole, name)) for name in MONEY}
    total = _together(parts)
    at_risk = _together(part for part in parts if part.is_at_risk)
    open_moving = Money(whole.open_moving)
    rate = portfolio_rate(collected=money["collected"], billed=money["billed"])
    billed_365, open_90 = Money(whole.billed_365_days), Money(whole.open_90_days)
    dso = days_sales_outstanding(open_balance=total.open, billed=billed_365)
    settled_days = _ratio(whole.settled_days, whole.settled_known)
    return Summary(
        as_of=book.as_of,
        unknown_cases=book.unknown_cases,
        total=total,
        settled_pending=_together(part for part in parts if part.stage == Stage.SETTLED_NOT_DISBURSED),
        active_litigation=_together(part for part in parts if Stage(part.stage).is_active_litigation),
        at_risk=at_risk,
        watch=_together(part for part in parts if part.stage == Stage.PENDING and not part.is_at_risk),
        at_risk_wide=_together(part for part in parts if is_at_risk_wide(part.stage)),
        avg_days_outstanding=_age(book, _ratio(whole.open_invoice_days, total.bills)),
        weighted_avg_days=_age(book, _ratio(whole.open_dollar_days, total.open.amount)),
        **money,
        portfolio_rate=rate,
        realised_rate=realised_rate(
            concluded_collected=money["concluded_collected"], concluded_billed=money["concluded_billed"]
        ),
        billed_365_days=billed_365,
        open_90_days=open_90,
        open_moving=open_moving,
        dso_days=_shown(dso),
        settled_avg_days=_shown(settled_days),
        at_risk_percent=share_percent(at_risk.open, total.open),
        open_90_percent=share_percent(open_90, total.open),
        moving_percent=share_percent(open_moving, total.open),
        gain_v1=gain_v1(
            rate_percent=_exact_percent(rate),
            dso_days=dso,
            open_90_percent=_percent(open_90, total.open),
            at_risk_percent=_percent(at_risk.open, total.open),
        ),
        pi_v2=pi_v2(
            rate_percent=_exact_percent(rate),
            conversion_days=settled_days,
            at_risk_percent=_percent(at_risk.open, total.open),
            moving_percent=_percent(open_moving, total.open),
        ),
    )


def _together(parts: Iterable[_StagePart]) -> Part:
    return sum((part.part for part in parts), start=NOTHING)


def _sum(rows: list[Any], name: str) -> Decimal:
    return sum((Decimal(getattr(row, name)) for row in rows), start=Decimal(0))


def _ratio(dividend: Decimal | int, divisor: Decimal | int) -> Fraction | None:
    return Fraction(dividend) / Fraction(divisor) if divisor else None


def _age(book: Book, invoice_day: Fraction | None) -> Decimal | None:
    return None if invoice_day is None else _shown(day_number(book.as_of) - invoice_day)


def _percent(part: Money, whole: Money) -> Fraction | None:
    return _exact_percent(part.ratio_to(whole))


def _exact_percent(rate: Rate | None) -> Fraction | None:
    return None if rate is None else rate.value * 100


def _shown(days: Fraction | None) -> Decimal | None:
    return None if days is None else round_to_decimal(days, 1)
