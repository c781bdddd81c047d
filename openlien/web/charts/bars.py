"""Bars that lie: rows such as law firms, split by series, side by side or on top of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openlien.kit.money import share_percent
from openlien.web.charts.parts import (
    Described,
    LegendRow,
    Rect,
    Table,
    TableRow,
    Tone,
    legend_row,
    lying,
    painted_order,
)
from openlien.web.charts.scale import exact, percent
from openlien.web.charts.shares import percent_shares
from openlien.web.charts.words import Unit, counted, percent_text

_LANE = 9
_STACK = 16


@dataclass(frozen=True, kw_only=True)
class Series:
    """One part that every row or column is split into."""

    label: str
    tone: Tone


@dataclass(frozen=True, kw_only=True)
class BarRow:
    """One row: a value a series in the order of the series, and facts printed at the end as they are."""

    label: str
    values: Sequence[object]
    href: str | None = None
    facts: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One drawn row: rectangles in percent across, and the sentence for a screen reader.

    Shapes: `values` is the total of a stacked row, or one value a series of a grouped row.
    """

    label: str
    rects: tuple[Rect, ...]
    values: tuple[str, ...]
    facts: tuple[str, ...]
    href: str | None
    aria_label: str
    negative: bool


@dataclass(frozen=True, kw_only=True)
class BarsChart(Described):
    """Rows in the order given; `height` is that of one row's picture in pixels."""

    bars: tuple[Bar, ...]
    height: str
    fact_heads: tuple[str, ...]
    value_head: str


def stacked_bars(
    rows: Sequence[BarRow],
    *,
    series: Sequence[Series],
    title: str,
    unit: Unit = Unit.MONEY,
    fact_heads: Sequence[str] = (),
) -> BarsChart:
    """Rows whose parts lie end to end; the longest fills the track, negative parts are printed, not drawn."""
    longest = max([sum((v for v in _exact(row) if v > 0), Fraction(0)) for row in rows], default=Fraction(0))
    totals = [sum(_exact(row), Fraction(0)) for row in rows]
    sums = [sum((_exact(row)[n] for row in rows), Fraction(0)) for n in range(len(series))]
    return BarsChart(
        title=title,
        description=_description(rows, series),
        takeaway=_takeaway(rows, totals, unit),
        legend=_legend(series, sums, percent_shares(sums), unit),
        table=_table(rows, series, totals, title=title, unit=unit, fact_heads=fact_heads),
        is_empty=not any(value for row in rows for value in _exact(row)),
        bars=tuple(
            _bar(row, _stack(row, series, unit, longest), (total,), series, unit)
            for row, total in zip(rows, totals, strict=True)
        ),
        height=str(_STACK),
        fact_heads=tuple(fact_heads),
        value_head="Total",
    )


def grouped_bars(
    rows: Sequence[BarRow],
    *,
    series: Sequence[Series],
    title: str,
    unit: Unit = Unit.MONEY,
    fact_heads: Sequence[str] = (),
) -> BarsChart:
    """Rows whose parts lie below each other; the largest part fills the track."""
    largest = max([value for row in rows for value in _exact(row)], default=Fraction(0))
    sums = [sum((_exact(row)[n] for row in rows), Fraction(0)) for n in range(len(series))]
    firsts = [_exact(row)[0] for row in rows]
    return BarsChart(
        title=title,
        description=_description(rows, series),
        takeaway=_takeaway(rows, firsts, unit, of=series[0].label if series else ""),
        legend=_legend(series, sums, [None] * len(sums), unit),
        table=_table(rows, series, None, title=title, unit=unit, fact_heads=fact_heads),
        is_empty=not any(value for row in rows for value in _exact(row)),
        bars=tuple(_bar(row, _group(row, series, unit, largest), _exact(row), series, unit) for row in rows),
        height=str(_LANE * max(len(series), 1)),
        fact_heads=tuple(fact_heads),
        value_head="",
    )


def _exact(row: BarRow) -> list[Fraction]:
    return [exact(value) for value in row.values]


def _stack(row: BarRow, series: Sequence[Series], unit: Unit, longest: Fraction) -> list[Rect]:
    found, start = [], Fraction(0)
    for part, value in zip(series, _exact(row), strict=True):
        if value > 0:
            end = start + value
            y, height = lying(part.tone, top=1, height=_STACK - 2)
            found.append(
                Rect(
                    x=percent(start / longest),
                    y=y,
                    # Width as a difference of printed edges: neighbours meet without a seam.
                    width=_between(start / longest, end / longest),
                    height=height,
                    tone=part.tone,
                    title=f"{row.label}, {part.label}: {unit.full(value)}",
                )
            )
            start = end
    return found


def _between(start: Fraction, end: Fraction) -> str:
    first, last = (Fraction(percent(place).rstrip("%")) for place in (start, end))
    return percent((last - first) / 100)


def _group(row: BarRow, series: Sequence[Series], unit: Unit, largest: Fraction) -> list[Rect]:
    return [
        Rect(
            x="0%",
            y=str(lane * _LANE + 1),
            width=percent(value / largest),
            height=str(_LANE - 2),
            tone=part.tone,
            title=f"{row.label}, {part.label}: {unit.full(value)}",
        )
        for lane, (part, value) in enumerate(zip(series, _exact(row), strict=True))
        if value > 0
    ]


def _description(rows: Sequence[BarRow], series: Sequence[Series]) -> str:
    return f"{counted(len(rows), 'row')} split by {', '.join(part.label for part in series)}."


def _bar(
    row: BarRow, rects: list[Rect], values: Sequence[Fraction], series: Sequence[Series], unit: Unit
) -> Bar:
    parts = [
        f"{part.label} {unit.full(value)}"
        for part, value in zip(series, _exact(row), strict=True)
        if value and len(series) > 1
    ]
    total = [unit.full(values[0])] if len(values) == 1 else []
    return Bar(
        label=row.label,
        rects=painted_order(rects),
        values=tuple(unit.full(value) for value in values),
        facts=tuple(row.facts),
        href=row.href,
        aria_label=", ".join([row.label, *total, *parts, *row.facts]),
        negative=min(values, default=Fraction(0)) < 0,
    )


def _takeaway(rows: Sequence[BarRow], totals: list[Fraction], unit: Unit, *, of: str = "") -> str:
    whole = sum(totals, Fraction(0))
    if whole <= 0:
        return "Nothing to show."
    order = sorted(range(len(rows)), key=lambda n: (-totals[n], n))
    share = percent_text(share_percent(totals[order[0]], whole, 1))
    what = f"the total {of.lower()}" if of else "the total"
    first = f"{rows[order[0]].label} is the largest with {unit.full(totals[order[0]])}, {share} of {what}"
    if len(rows) < 5:
        return f"{first}."
    three = sum((totals[n] for n in order[:3]), Fraction(0))
    return f"{first}; the three largest hold {percent_text(share_percent(three, whole, 1))}."


def _legend(
    series: Sequence[Series], sums: list[Fraction], shares: Sequence[Decimal | None], unit: Unit
) -> tuple[LegendRow, ...]:
    return tuple(
        legend_row(label=part.label, value=unit.full(value), share=share, tone=part.tone, negative=value < 0)
        for part, value, share in zip(series, sums, shares, strict=True)
    )


def _table(
    rows: Sequence[BarRow],
    series: Sequence[Series],
    totals: list[Fraction] | None,
    *,
    title: str,
    unit: Unit,
    fact_heads: Sequence[str],
) -> Table:
    total_head = [] if totals is None else ["Total"]
    return Table(
        caption=title,
        heads=("Name", *(part.label for part in series), *total_head, *fact_heads),
        rows=tuple(
            TableRow(
                label=row.label,
                cells=(
                    *(unit.full(value) for value in row.values),
                    *([] if totals is None else [unit.full(totals[n])]),
                    *row.facts,
                ),
            )
            for n, row in enumerate(rows)
        ),
    )
