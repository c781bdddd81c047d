"""The answers about the portfolio as charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from openlien.cases.stages import Stage
from openlien.kit.money import Money, share_percent, total
from openlien.kit.rounding import round_to_decimal
from openlien.receivables import queries
from openlien.receivables.policies.velocity import LIMITS
from openlien.web import charts
from openlien.web.charts import Measure, Tone, Unit
from openlien.web.jinja import date_text, money, percent, plural

from .asking import Question
from .figure_sheets import PARTS, family_part, months

TRAILING_MONTHS = 3
SERIES = tuple(charts.Series(label=label, tone=Tone(color)) for label, color, _ in PARTS)


def pipeline_chart(
    question: Question, found: queries.Pipeline, times: queries.TimeInStage
) -> charts.PipelineChart:
    """Return the open balance by stage, each row a way into its cases; closed stages only with money."""
    median = {time.stage: time.median_days for time in times.stages}
    return charts.pipeline(
        [
            charts.PipelineRow(
                label=bar.stage.label,
                tone=Tone(bar.stage.color),
                amount=bar.open,
                share=bar.percentage,
                cases=bar.cases,
                bills=bar.bills,
                median_months=months(median.get(bar.stage)),
                href=question.link("stage", bar.stage.value),
            )
            for bar in found.bars
            if bar.cases or (bar.stage.is_open and bar.stage is not Stage.UNKNOWN)
        ]
    )


def largest_move(mix: queries.StageMix) -> str:
    """Return which stage's share moved most in three known months, in a sentence; blank below a point."""
    if len(mix.months) < 2:
        return ""
    first, last = mix.months[max(0, len(mix.months) - 4)], mix.months[-1]
    moves = [(_share(last, stage) - _share(first, stage), stage) for stage in Stage]
    change, stage = max(moves, key=lambda move: abs(move[0]))
    if abs(change) < 1:
        return ""
    verb = "grew" if change > 0 else "shrank"
    return f"{stage.label} {verb} by {round_to_decimal(abs(change), 1)} points since {date_text(first.day)}."


def firms_chart(question: Question, found: queries.FirmBreakdown, *, most: int) -> charts.BarsChart:
    """Return the law firms with the largest open balances as bars by stage family."""
    rows = [_firm_row(question, firm) for firm in found.firms[:most] if firm.open]
    heads = ("Rate", "At risk", "Grade")
    chart = charts.stacked_bars(rows, series=SERIES, title="Law firms by open balance", fact_heads=heads)
    return replace(chart, takeaway=firms_sentence(found))


def firms_left_out(found: queries.FirmBreakdown, *, most: int) -> str:
    """Return what the firms beyond the drawn ones hold, in a sentence; blank when all are drawn."""
    rest = [firm for firm in found.firms[most:] if firm.open]
    if not rest:
        return ""
    held = money(total(firm.open for firm in rest))
    return f"{plural(len(rest), 'more firm holds', 'more firms hold')} {held}."


def firms_sentence(found: queries.FirmBreakdown) -> str:
    """Return who holds most of the open balance, and how concentrated it is."""
    if not found.firms or not found.open:
        return "Nothing is open with any law firm."
    largest = found.firms[0]
    share = percent(share_percent(largest.open, found.open, 1))
    first = f"{largest.name} holds {money(largest.open)}, {share} of the open balance"
    if found.concentration is None or len(found.firms) <= 3:
        return f"{first}."
    return f"{first}; the three largest firms hold {percent(found.concentration, 2)}."


def mix_chart(question: Question, mix: queries.StageMix) -> charts.ColumnsChart:
    """Return the shares of the stage families in the open balance by month, known months only."""
    chart = charts.stacked_columns(
        [
            charts.month_column(
                month.month,
                [family_part(_by_family(month), families) for _, _, families in PARTS],
                href=question.link("home", asOf=month.day.isoformat()),
            )
            for month in mix.months
        ],
        series=SERIES,
        title="Stage mix by month",
        measure=Measure.STOCK,
        as_share=True,
        plot_height=240,
    )
    moved = largest_move(mix)
    return replace(chart, takeaway=f"{chart.takeaway} {moved}") if moved else chart


def collections_chart(
    months_drawn: Sequence[queries.MonthCash], averages: Sequence[Money | None]
) -> charts.ColumnsChart:
    """Return the cash by month of deposit, with the average of the last three months as a line."""
    return charts.stacked_columns(
        [charts.month_column(cash.month, [cash.amount]) for cash in months_drawn],
        series=[charts.Series(label="Collected", tone=Tone.C3)],
        title="Collections by month",
        measure=Measure.FLOW,
        plot_height=240,
        line=charts.TrendLine(label="Average of 3 months", values=averages, unit=Unit.MONEY),
    )


def trailing_averages(
    found: queries.Collections, *, shown: int
) -> tuple[list[queries.MonthCash], list[Money | None]]:
    """Return the last months and for each the average of itself and the two before it, None where one lacks.

    *Units*: dollars a month, half-up to the cent.
    """
    averages = [
        _average([cash.amount for cash in found.months[place - TRAILING_MONTHS + 1 : place + 1]])
        if place >= TRAILING_MONTHS - 1
        else None
        for place in range(len(found.months))
    ]
    return list(found.months[-shown:]), averages[-shown:]


def velocity_chart(found: queries.Velocity) -> charts.HistogramChart:
    """Return how many dollars took how many days from invoice to deposit."""
    upper = {bucket: limit for limit, bucket in LIMITS}
    return charts.histogram(
        [
            charts.Bucket(
                label=line.bucket.label,
                value=line.amount,
                upper=upper.get(line.bucket),
                share=line.percentage,
                tone=Tone.C3 if line.bucket.value != "unknown" else Tone.C2,
                detail=plural(line.deposits, "deposit"),
            )
            for line in found.buckets
            if line.deposits or line.bucket.value != "unknown"
        ],
        title="Collection velocity",
        unit=Unit.MONEY,
        axis_title="Days from invoice to deposit",
    )


def open_sparkline(
    mix: queries.StageMix, stages: Sequence[Stage], title: str, tone: Tone
) -> charts.SparklineChart | None:
    """Return what was open in these stages at the known month ends; None with fewer than three months."""
    if len(mix.months) < 3:
        return None
    zero = Money("0")
    return charts.sparkline(
        [total(month.open_by_stage.get(stage, zero) for stage in stages) for month in mix.months],
        title=title,
        labels=[charts.words.month_text(month.month) for month in mix.months],
        tone=tone,
    )


def _firm_row(question: Question, firm: queries.FirmLine) -> charts.BarRow:
    return charts.BarRow(
        label=firm.name,
        values=[family_part(firm.open_by_family, families) for _, _, families in PARTS],
        href=question.link("home", firm=str(firm.law_firm_id)) if firm.law_firm_id else None,
        facts=[
            percent(firm.portfolio_rate),
            percent(firm.at_risk_percent),
            firm.grade.value if firm.grade else "—",
        ],
    )


def _by_family(month: queries.MonthMix) -> dict:
    sums: dict = {}
    for stage, amount in month.open_by_stage.items():
        sums[stage.family] = sums[stage.family] + amount if stage.family in sums else amount
    return sums


def _share(month: queries.MonthMix, stage: Stage) -> Fraction:
    if not month.open or stage not in month.open_by_stage:
        return Fraction(0)
    return Fraction(month.open_by_stage[stage].cents, month.open.cents) * 100


def _average(amounts: Sequence[Money]) -> Money:
    cents = Fraction(sum(amount.cents for amount in amounts), len(amounts))
    return Money(round_to_decimal(cents / 100, 2))
