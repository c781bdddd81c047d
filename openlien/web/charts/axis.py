"""Axes of column charts: ticks on the left, a second axis on the right, labels below that fit every width."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from openlien.web.charts.parts import Tick
from openlien.web.charts.scale import Scale, coordinate, nice_ticks, percent, shown_ticks
from openlien.web.charts.words import Unit

# How many labels fit under a chart on a phone, in a half-width card, and on a wide page.
_ON_PHONE, _ON_CARD = 5, 12
_BELOW_LOWEST = Fraction(4, 100)
_SMALLEST_GROUP = Fraction(12, 100)


def value_axis(ticks: Sequence[Fraction], down: Scale, unit: Unit) -> tuple[Tick, ...]:
    """Ticks of values, placed down the plot in pixels."""
    return tuple(Tick(place=coordinate(down.at(value)), text=unit.tick(value)) for value in ticks)


@dataclass(frozen=True)
class ColumnAxes:
    """The axis of the columns on the left and that of their line on the right, both down the same plot."""

    ticks: tuple[Fraction, ...]
    down: Scale
    right_ticks: tuple[Fraction, ...]
    right: Scale


def column_axes(
    drawn: Sequence[Sequence[Fraction]],
    line_values: Sequence[Fraction],
    *,
    as_share: bool,
    whole: bool,
    plot_height: int,
) -> ColumnAxes:
    """Axes that hold every column and every point of the line, with zero at one height where that can be.

    Shapes: `drawn` holds the parts of each column, those below zero hang down.
    """
    bottom = min([sum((v for v in values if v < 0), Fraction(0)) for values in drawn], default=Fraction(0))
    ticks = _column_ticks(drawn, bottom, as_share=as_share, whole=whole)
    right = aligned_ticks(line_values, ticks) if line_values else ticks
    # A few refunds below zero do not get a whole step of empty paper; the line may need that room, though.
    ratio = (right[1] - right[0]) / (ticks[1] - ticks[0])
    low = max(ticks[0], bottom - _BELOW_LOWEST * (ticks[-1] - ticks[0]))
    right_low = low * ratio
    if right[0] != ticks[0] * ratio or min([Fraction(0), *line_values]) < right_low:
        low, right_low = ticks[0], right[0]
    start, end = Fraction(plot_height), Fraction(0)
    return ColumnAxes(
        ticks=tuple(tick for tick in ticks if tick >= low),
        down=Scale(low, ticks[-1], start, end),
        right_ticks=tuple(tick for tick in right if tick >= right_low),
        right=Scale(right_low, right[-1], start, end),
    )


def _column_ticks(
    drawn: Sequence[Sequence[Fraction]], bottom: Fraction, *, as_share: bool, whole: bool
) -> tuple[Fraction, ...]:
    if as_share:
        return tuple(Fraction(share) for share in (0, 25, 50, 75, 100))
    tops = [sum((v for v in values if v > 0), Fraction(0)) for values in drawn]
    return shown_ticks([*tops, bottom], whole=whole)


def aligned_ticks(values: Sequence[Fraction], beside: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Ticks for a second axis that fall on the grid lines of the first; own ticks where that cannot be.

    Shapes: as many ticks as `beside` has, zero at the same height, all values covered.
    """
    low, high = min([Fraction(0), *values]), max([Fraction(0), *values])
    step = beside[1] - beside[0]
    below, above = round(beside[0] / step), round(beside[-1] / step)
    if (low < 0 and below == 0) or (high > 0 and above == 0) or low == high:
        return nice_ticks(low, high)
    rough = max([high / above if above else Fraction(0), low / below if below else Fraction(0)])
    nice = nice_ticks(Fraction(0), rough, about=1)[-1]
    return tuple(nice * n for n in range(below, above + 1))


def column_labels(labels: Sequence[str]) -> tuple[Tick, ...]:
    """Labels under the middle of each column; `css` says from which width on a label is shown.

    The last column keeps its label at every width, for it is the newest.
    """
    count = len(labels)
    medium = max(math.ceil(count / _ON_CARD), 1)
    # A whole number of medium steps: labels stay evenly apart at every width.
    narrow = max(math.ceil(count / _ON_PHONE / medium), 1) * medium
    return tuple(
        Tick(
            place=percent(Fraction(2 * n + 1, 2 * count)),
            text=label,
            css=_from_width(count - 1 - n, narrow, medium),
        )
        for n, label in enumerate(labels)
    )


def group_labels(groups: Sequence[str]) -> tuple[Tick, ...]:
    """One label a run of equal groups (years), under its first column; none where a run is too short."""
    count, found, start = len(groups), [], 0
    for n in range(1, count + 1):
        if n == count or groups[n] != groups[start]:
            if groups[start] and Fraction(n - start, count) >= _SMALLEST_GROUP:
                found.append(Tick(place=percent(Fraction(2 * start + 1, 2 * count)), text=groups[start]))
            start = n
    return tuple(found)


def edge_labels(edges: Sequence[str]) -> tuple[Tick, ...]:
    """Labels between columns: n texts for the right edges of the first n of n + 1 columns."""
    count = len(edges) + 1
    return tuple(
        Tick(place=percent(Fraction(n + 1, count)), text=text) for n, text in enumerate(edges) if text
    )


def _from_width(distance: int, narrow: int, medium: int) -> str:
    if distance % narrow == 0:
        return ""
    return "plot-from-medium" if distance % medium == 0 else "plot-from-wide"
