"""Stacked columns by month, as amounts or as shares of the whole, with an optional line over them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from openlien.kit.rounding import round_to_decimal
from openlien.web.charts.axis import column_axes, column_labels, group_labels, value_axis
from openlien.web.charts.bars import Series
from openlien.web.charts.parts import (
    Described,
    LegendRow,
    Rect,
    Table,
    TableRow,
    Tick,
    legend_row,
    painted_order,
)
from openlien.web.charts.scale import Scale, coordinate, exact, percent
from openlien.web.charts.shares import percent_shares
from openlien.web.charts.trend import Point, TrendLine, line_path, points_of
from openlien.web.charts.words import EMPTY, MONTHS, Unit, counted, month_text, percent_text

_WIDEST, _OF_SLOT = Fraction(14, 100), Fraction(66, 100)
_LABEL_ROOM = 38


class Measure(Enum):
    """What the columns count: a stock (what was open at a time) is not added over time, a flow (cash) is."""

    STOCK = "stock"
    FLOW = "flow"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: a value a series in their order; `tick` is printed below, `group` once for equal ones."""

    label: str
    values: Sequence[object]
    tick: str
    group: str = ""
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class DrawnColumn:
    """One drawn column with the place it may be pointed at, and the sentence for a screen reader."""

    rects: tuple[Rect, ...]
    x: str
    width: str
    href: str | None
    aria_label: str


@dataclass(frozen=True, kw_only=True)
class ColumnsChart(Described):
    """Columns in a plot of `plot_height` pixels; everything across is in percent."""

    columns: tuple[DrawnColumn, ...]
    ticks: tuple[Tick, ...]
    right_ticks: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    groups: tuple[Tick, ...]
    line: str | None
    line_label: str | None
    points: tuple[Point, ...]
    baseline: str
    plot_height: str
    height: str
    is_linked: bool


def month_column(month: datetime.date, values: Sequence[object], *, href: str | None = None) -> Column:
    """The column of a month, with its year as the group."""
    return Column(
        label=month_text(month), values=values, tick=MONTHS[month.month - 1], group=str(month.year), href=href
    )


def stacked_columns(
    columns: Sequence[Column],
    *,
    series: Sequence[Series],
    title: str,
    measure: Measure,
    unit: Unit = Unit.MONEY,
    as_share: bool = False,
    line: TrendLine | None = None,
    plot_height: int = 200,
) -> ColumnsChart:
    """Columns split by series, first series at the bottom, negative parts below zero.

    Shapes: `legend` has one row a series (the last column of a stock, the sum of a flow), `table` one a
    column.
    Units: those of `unit`; with `as_share` every column is drawn as 100 percent of its positive parts.
    """
    exact_values = [[exact(value) for value in column.values] for column in columns]
    drawn = [_shares(values) for values in exact_values] if as_share else exact_values
    line_values = [exact(value) for value in line.values if value is not None] if line else []
    # A line in the unit of the columns is read against their axis: two scales for one unit mislead.
    shares_axis = line is not None and line.unit is unit and not as_share
    axes = column_axes(
        [*drawn, *([value] for value in line_values)] if shares_axis else drawn,
        [] if shares_axis else line_values,
        as_share=as_share,
        whole=unit is Unit.COUNT,
        plot_height=plot_height,
    )
    points = points_of(line, axes.down if shares_axis else axes.right) if line else ()
    return ColumnsChart(
        title=title,
        description=_description(columns, series, line),
        takeaway=_takeaway(columns, series, exact_values, measure, unit),
        legend=_legend(exact_values, series, measure, unit),
        table=_table(columns, series, exact_values, line, title=title, unit=unit),
        is_empty=not any(value for values in exact_values for value in values),
        columns=tuple(
            _column(n, len(columns), column, drawn[n], series, unit, axes.down)
            for n, column in enumerate(columns)
        ),
        ticks=value_axis(axes.ticks, axes.down, Unit.PERCENT if as_share else unit),
        right_ticks=value_axis(axes.right_ticks, axes.right, line.unit) if line and not shares_axis else (),
        labels=column_labels([column.tick for column in columns]),
        groups=group_labels([column.group for column in columns]),
        line=line_path(points) if line else None,
        line_label=line.label if line else None,
        points=tuple(point for point in points if point is not None),
        baseline=coordinate(axes.down.at(Fraction(0))),
        plot_height=str(plot_height),
        height=str(plot_height + _LABEL_ROOM),
        is_linked=any(column.href for column in columns),
    )


def _shares(values: list[Fraction]) -> list[Fraction]:
    positive = [max(value, Fraction(0)) for value in values]
    total = sum(positive, Fraction(0))
    return [value * 100 / total for value in positive] if total else positive


def _column(
    n: int,
    count: int,
    column: Column,
    drawn: list[Fraction],
    series: Sequence[Series],
    unit: Unit,
    down: Scale,
) -> DrawnColumn:
    slot = Fraction(1, count)
    width = min(slot * _OF_SLOT, _WIDEST)
    x = slot * n + (slot - width) / 2
    parts = [
        f"{part.label} {unit.full(value)}"
        for part, value in zip(series, column.values, strict=True)
        if exact(value)
    ]
    return DrawnColumn(
        rects=_stack(column, drawn, series, unit, down, x=percent(x), width=percent(width)),
        x=percent(slot * n),
        width=percent(slot),
        href=column.href,
        aria_label=f"{column.label}: {', '.join(parts) or EMPTY}",
    )


def _stack(
    column: Column,
    drawn: list[Fraction],
    series: Sequence[Series],
    unit: Unit,
    down: Scale,
    *,
    x: str,
    width: str,
) -> tuple[Rect, ...]:
    above, below, found = Fraction(0), Fraction(0), []
    for part, value, height in zip(series, column.values, drawn, strict=True):
        if not height:
            continue
        begin = above if height > 0 else below
        end = begin + height
        above, below = (end, below) if height > 0 else (above, end)
        # Heights are differences of printed edges, so that parts meet and add up to the column.
        top, bottom = sorted(Fraction(coordinate(down.at(place))) for place in (begin, end))
        title = f"{column.label}, {part.label}: {unit.full(value)}"
        found.append(
            Rect(
                x=x,
                width=width,
                y=coordinate(top),
                height=coordinate(bottom - top),
                tone=part.tone,
                title=title,
            )
        )
    return painted_order(found)


def _description(columns: Sequence[Column], series: Sequence[Series], line: TrendLine | None) -> str:
    if not columns:
        return "No columns."
    span = f"{counted(len(columns), 'column')} from {columns[0].label} to {columns[-1].label}"
    over = f", with a line for {line.label}" if line else ""
    return f"{span}, split by {', '.join(part.label for part in series)}{over}."


def _takeaway(
    columns: Sequence[Column],
    series: Sequence[Series],
    values: list[list[Fraction]],
    measure: Measure,
    unit: Unit,
) -> str:
    if not any(value for row in values for value in row):
        return "Nothing to show."
    if measure is Measure.FLOW:
        return _flow_sentence(columns, values, unit)
    return _stock_sentence(columns, series, values)


def _flow_sentence(columns: Sequence[Column], values: list[list[Fraction]], unit: Unit) -> str:
    totals = [sum(row, Fraction(0)) for row in values]
    best = max(range(len(totals)), key=lambda n: totals[n])
    whole = unit.full(sum(totals, Fraction(0)))
    return (
        f"{whole} over {counted(len(columns), 'month')}; "
        f"the highest is {columns[best].label} with {unit.full(totals[best])}."
    )


def _stock_sentence(columns: Sequence[Column], series: Sequence[Series], values: list[list[Fraction]]) -> str:
    first, last = percent_shares(values[0]), percent_shares(values[-1])
    if last[0] is None:
        return f"Nothing is open in {columns[-1].label}."
    largest = max(range(len(series)), key=lambda n: values[-1][n])
    sentence = f"{series[largest].label} is {percent_text(last[largest], places=1)} in {columns[-1].label}"
    if first[0] is None or len(columns) < 2:
        return f"{sentence}."
    change = Fraction(last[largest]) - Fraction(first[largest])
    points = f"{round_to_decimal(abs(change), 1)} points"
    if points == "0.0 points":
        return f"{sentence}, unchanged since {columns[0].label}."
    return f"{sentence}, {'up' if change > 0 else 'down'} {points} since {columns[0].label}."


def _legend(
    values: list[list[Fraction]], series: Sequence[Series], measure: Measure, unit: Unit
) -> tuple[LegendRow, ...]:
    shown = values if measure is Measure.FLOW else values[-1:]
    sums = [sum((row[n] for row in shown), Fraction(0)) for n in range(len(series))]
    return tuple(
        legend_row(label=part.label, value=unit.full(value), share=share, tone=part.tone, negative=value < 0)
        for part, value, share in zip(series, sums, percent_shares(sums), strict=True)
    )


def _table(
    columns: Sequence[Column],
    series: Sequence[Series],
    values: list[list[Fraction]],
    line: TrendLine | None,
    *,
    title: str,
    unit: Unit,
) -> Table:
    extra = [line.unit.full(value) for value in line.values] if line else []
    return Table(
        caption=title,
        heads=("Month", *(part.label for part in series), "Total", *([line.label] if line else [])),
        rows=tuple(
            TableRow(
                label=column.label,
                cells=(*map(unit.full, row), unit.full(sum(row, Fraction(0))), *extra[n : n + 1]),
            )
            for n, (column, row) in enumerate(zip(columns, values, strict=True))
        ),
    )
