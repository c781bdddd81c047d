"""How long cases have been where they are, and how the mix of stages moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor
from openlien.kit.dates import add_months, month_end, month_range, month_start
from openlien.kit.money import Money, total
from openlien.kit.rounding import round_to_decimal

from .book import open_book
from .filters import EVERYTHING, Filters
from .months import checked_months


@dataclass(frozen=True, slots=True)
class StageTime:
    """The days that open cases have been in one stage; `unknown` cases were found there by an import."""

    stage: Stage
    cases: int
    known: int
    unknown: int
    median_days: Decimal | None
    mean_days: Decimal | None
    longest_days: int | None


@dataclass(frozen=True, slots=True)
class TimeInStage:
    """Time in the current stage, for every stage in pipeline order."""

    as_of: date
    unknown_cases: int
    stages: tuple[StageTime, ...]


@dataclass(frozen=True, slots=True)
class MonthMix:
    """The open balance by stage at the end of a month, or on the day of the view in its own month."""

    month: date
    day: date
    unknown_cases: int
    open_by_stage: Mapping[Stage, Money]
    open: Money


@dataclass(frozen=True, slots=True)
class StageMix:
    """The months whose stages are known, oldest first; earlier ones are absent, not zero."""

    as_of: date
    months: tuple[MonthMix, ...]


def time_in_stage(actor: Actor, as_of: date, filters: Filters = EVERYTHING) -> TimeInStage:
    """Return how long the open cases have been in their stage on a day.

    *Units*: days, median and mean to one decimal, over the cases whose start is known.
    *Raises*: Forbidden; HistoryUnknown when no case's stage is known for that day.
    """
    book = open_book(actor, as_of, filters)
    rows = {row.stage: row for row in book.fetch_all("time_in_stage")}
    return TimeInStage(
        as_of=as_of,
        unknown_cases=book.unknown_cases,
        stages=tuple(_stage_time(stage, rows.get(stage)) for stage in Stage),
    )


def stage_mix_by_month(
    actor: Actor, as_of: date, filters: Filters = EVERYTHING, *, months: int = 12
) -> StageMix:
    """Return the open balance by stage at the month ends up to a day.

    *Raises*: Forbidden; HistoryUnknown when no case's stage is known for that day.
    """
    book = open_book(actor, as_of, filters)
    # The months before the last one lie in the past, whatever the kept rows say of the day itself.
    book.is_past = True
    book.params["days"] = _month_ends(as_of, checked_months(months))
    known = {row.day: row for row in book.fetch_all("stage_mix_known")}
    rows = book.fetch_all("stage_mix", day="days.day")
    days = [day for day in book.params["days"] if day in known and known[day].known_cases]
    return StageMix(
        as_of=as_of,
        months=tuple(_month_mix(day, known[day].unknown_cases, rows) for day in days),
    )


def _stage_time(stage: Stage, row: Any) -> StageTime:
    if row is None:
        return StageTime(stage, 0, 0, 0, None, None, None)
    return StageTime(
        stage=stage,
        cases=row.cases,
        known=row.known,
        unknown=row.cases - row.known,
        median_days=round_to_decimal(Fraction(row.median_days), 1) if row.known else None,
        mean_days=round_to_decimal(Fraction(int(row.days), row.known), 1) if row.known else None,
        longest_days=row.longest_days,
    )


def _month_ends(as_of: date, months: int) -> list[date]:
    first = add_months(month_start(as_of), 1 - months)
    return [min(month_end(month), as_of) for month in month_range(first, as_of)]


def _month_mix(day: date, unknown_cases: int, rows: list[Any]) -> MonthMix:
    open_by_stage = {Stage(row.stage): Money(row.open) for row in rows if row.day == day}
    return MonthMix(
        month=month_start(day),
        day=day,
        unknown_cases=unknown_cases,
        open_by_stage={stage: open_by_stage.get(stage, Money.zero) for stage in Stage},
        open=total(open_by_stage.values()),
    )
