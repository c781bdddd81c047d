"""The figures over time as tables: time in stage, stage mix, collections, their speed, tranches."""

from __future__ import annotations

from collections.abc import Sequence

from openlien.cases.stages import Stage
from openlien.kit.money import Money, total
from openlien.kit.rounding import round_to_decimal
from openlien.receivables import queries
from openlien.receivables.policies.rates import TrancheStanding
from openlien.web.sheets import Head, Line, Sheet, Sign

from .asking import Question

STANDINGS = {
    TrancheStanding.BELOW_FLOOR: Sign("Below 1.1x", "risk"),
    TrancheStanding.BETWEEN: Sign("Over 1.1x", "pending"),
    TrancheStanding.ON_TARGET: Sign("Over 1.5x", "settled"),
    TrancheStanding.UNKNOWN: Sign("Advance unknown", "neutral"),
}


def stage_time_sheet(question: Question, found: queries.TimeInStage) -> Sheet:
    """Return how long the open cases have been in their stage."""
    return Sheet(
        "Time in current stage",
        (
            Head("Stage"),
            Head("Open cases", "count"),
            Head("Start known", "count"),
            Head("Start unknown", "count"),
            Head("Median days", "number"),
            Head("Average days", "number"),
            Head("Longest, days", "count"),
        ),
        tuple(
            Line(
                (
                    time.stage.label,
                    time.cases,
                    time.known,
                    time.unknown,
                    time.median_days,
                    time.mean_days,
                    time.longest_days,
                ),
                question.link("stage", time.stage.value),
            )
            for time in found.stages
        ),
    )


def stage_mix_sheet(found: queries.StageMix) -> Sheet:
    """Return the open balance by stage at the month ends, the latest first."""
    zero = Money("0")
    return Sheet(
        "Stage mix by month",
        (
            Head("Day", "date"),
            *(Head(f"{stage.label}, $", "money") for stage in Stage),
            Head("Open, $", "money"),
        ),
        tuple(
            Line((month.day, *(month.open_by_stage.get(stage, zero) for stage in Stage), month.open))
            for month in reversed(found.months)
        ),
    )


def collections_sheet(months_shown: Sequence[queries.MonthCash], averages: Sequence[Money | None]) -> Sheet:
    """Return the cash by month of deposit with its trailing average, the latest first."""
    rows = list(zip(months_shown, averages, strict=True))
    return Sheet(
        "Collections by month",
        (
            Head("Month", "date"),
            Head("Collected, $", "money"),
            Head("Deposits", "count"),
            Head("Average of 3 months, $", "money"),
        ),
        tuple(Line((cash.month, cash.amount, cash.deposits, average)) for cash, average in reversed(rows)),
        (
            None,
            total(cash.amount for cash in months_shown),
            sum(cash.deposits for cash in months_shown),
            None,
        ),
    )


def velocity_sheet(found: queries.Velocity) -> Sheet:
    """Return the cash by its days from invoice to deposit."""
    return Sheet(
        "Collection velocity",
        (
            Head("Invoice to deposit"),
            Head("Collected, $", "money"),
            Head("Share", "percent"),
            Head("Deposits", "count"),
        ),
        tuple(
            Line((line.bucket.label, line.amount, line.percentage, line.deposits)) for line in found.buckets
        ),
        ("Total", found.total, None, sum(line.deposits for line in found.buckets)),
    )


def tranche_sheet(question: Question, lines: Sequence[queries.TrancheLine]) -> Sheet:
    """Return tranches with what was advanced and what came back."""
    return Sheet(
        "Tranches",
        (
            Head("Tranche"),
            Head("Bills", "count"),
            Head("Billed, $", "money"),
            Head("Collected, $", "money"),
            Head("Open, $", "money"),
            Head("Advanced, $", "money"),
            Head("Multiple", "ratio"),
            Head("Standing"),
        ),
        tuple(
            Line(
                (
                    line.tranche,
                    line.bills,
                    line.billed,
                    line.collected,
                    line.open,
                    line.advanced,
                    None if line.multiple is None else round_to_decimal(line.multiple.value, 2),
                    STANDINGS[line.standing],
                ),
                question.link("home", tranche=line.tranche),
            )
            for line in lines
        ),
    )
