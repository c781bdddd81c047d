"""Where the open money stands: one bar for each litigation stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor
from openlien.kit.money import Money, share_percents

from .book import open_book
from .filters import EVERYTHING, Filters
from .kept_sums import kept_stages
from .lines import part_of
from .shapes import NOTHING, Part


@dataclass(frozen=True, slots=True)
class StageBar:
    """One stage of the pipeline; `stage` knows its label, family, color and position."""

    stage: Stage
    open: Money
    cases: int
    bills: int
    percentage: Decimal


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The open balance by stage.

    *Shapes*: a bar for every stage in pipeline order, closed and unknown ones included, so that bars sum
    to the totals and percentages to 100.00.
    """

    as_of: date
    unknown_cases: int
    bars: tuple[StageBar, ...]
    totals: Part


def pipeline(actor: Actor, as_of: date, filters: Filters = EVERYTHING) -> Pipeline:
    """Return the open balance by litigation stage on a day.

    *Raises*: Forbidden; HistoryUnknown when no case's stage is known for that day.
    """
    book = open_book(actor, as_of, filters)
    rows = kept_stages(book) if book.is_whole_and_present else book.fetch_all("pipeline")
    bars = [sum((part_of(row) for row in rows if row.stage == stage), start=NOTHING) for stage in Stage]
    shares = share_percents([bar.open for bar in bars])
    return Pipeline(
        as_of=as_of,
        unknown_cases=book.unknown_cases,
        bars=tuple(
            StageBar(stage, bar.open, bar.cases, bar.bills, share)
            for stage, bar, share in zip(Stage, bars, shares, strict=True)
        ),
        totals=sum(bars, start=NOTHING),
    )
