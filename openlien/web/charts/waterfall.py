"""The waterfall: from a first amount, step by step, to what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from openlien.kit.rounding import round_to_decimal
from openlien.web.charts.parts import Described, Table, TableRow, Tone, legend_row
from openlien.web.charts.scale import Scale, exact, percent
from openlien.web.charts.words import Unit, counted, percent_text


@dataclass(frozen=True, kw_only=True)
class WaterfallStep:
    """One change on the way: negative takes away, positive adds. Units: USD."""

    label: str
    change: object
    tone: Tone
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class WaterfallRow:
    """One drawn row: a bar from x over width; `joint` is where a line leads down, None on the last row."""

    label: str
    value: str
    share: str
    x: str
    width: str
    tone: Tone
    joint: str | None
    title: str
    href: str | None
    is_total: bool
    negative: bool


@dataclass(frozen=True, kw_only=True)
class WaterfallChart(Described):
    """The first amount, each step and the end, one row each; `zero` is where the end would be nothing."""

    rows: tuple[WaterfallRow, ...]
    zero: str


def waterfall(
    start: object,
    steps: Sequence[WaterfallStep],
    *,
    start_label: str,
    end_label: str,
    title: str,
    start_tone: Tone = Tone.INK,
    end_tone: Tone = Tone.C5,
) -> WaterfallChart:
    """The waterfall from the start over the steps to the end, which may lie below zero.

    Shapes: one row for the start, one a step, one for the end.
    Units: USD; shares in percent of the start.
    """
    first = exact(start)
    levels = [first]
    for step in steps:
        levels.append(levels[-1] + exact(step.change))
    across = Scale(min([Fraction(0), *levels]), max([Fraction(0), *levels]), Fraction(0), Fraction(1))
    rows = [_row(start_label, first, Fraction(0), first, across, first, start_tone, total=True)]
    for n, step in enumerate(steps):
        change = exact(step.change)
        rows.append(
            _row(step.label, change, levels[n], levels[n + 1], across, first, step.tone, href=step.href)
        )
    rows.append(
        _row(end_label, levels[-1], Fraction(0), levels[-1], across, first, end_tone, total=True, last=True)
    )
    return WaterfallChart(
        title=title,
        description=f"From {start_label} to {end_label} in {counted(len(steps), 'step')}.",
        takeaway=_takeaway(start_label, end_label, first, levels[-1], steps),
        legend=tuple(
            legend_row(
                label=row.label,
                value=row.value,
                share=None,
                tone=row.tone,
                href=row.href,
                negative=row.negative,
            )
            for row in rows
        ),
        table=Table(
            caption=title,
            heads=("Step", "Amount", f"Share of {start_label}"),
            rows=tuple(TableRow(label=row.label, cells=(row.value, row.share)) for row in rows),
        ),
        is_empty=not any(levels),
        rows=tuple(rows),
        zero=percent(across.at(Fraction(0))),
    )


def _row(
    label: str,
    value: Fraction,
    begin: Fraction,
    end: Fraction,
    across: Scale,
    whole: Fraction,
    tone: Tone,
    *,
    href: str | None = None,
    total: bool = False,
    last: bool = False,
) -> WaterfallRow:
    left, right = sorted((across.at(begin), across.at(end)))
    share = percent_text(round_to_decimal(value / whole * 100, 2)) if whole else percent_text(None)
    return WaterfallRow(
        label=label,
        value=Unit.MONEY.full(value),
        share=share,
        x=percent(left),
        width=percent(right - left),
        tone=Tone.RISK if total and value < 0 else tone,
        joint=None if last else percent(across.at(end)),
        title=f"{label}: {Unit.MONEY.full(value)}, {share}",
        href=href,
        is_total=total,
        # A step takes away by its nature; only a level below zero is bad news.
        negative=total and value < 0,
    )


def _takeaway(
    start_label: str, end_label: str, first: Fraction, end: Fraction, steps: Sequence[WaterfallStep]
) -> str:
    if not first:
        return f"{start_label} is $0.00."
    kept = percent_text(round_to_decimal(end / first * 100, 1))
    if end < 0:
        return f"{end_label} is below zero by {Unit.MONEY.full(-end)}: more is owed than there is."
    taken = [step for step in steps if exact(step.change) < 0]
    sentence = f"{end_label} is {Unit.MONEY.full(end)}, {kept} of {start_label.lower()}"
    if not taken:
        return f"{sentence}."
    most = min(taken, key=lambda step: exact(step.change))
    return (
        f"{sentence}; the largest part, {Unit.MONEY.full(-exact(most.change))}, goes to {most.label.lower()}."
    )
