"""Axes of column charts: ticks on the left, a second axis on the right, labels below that fit every width."""

import itertools
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
# The classes of a label by the narrowest and by the widest of those widths at which it is shown.
_FROM_WIDTH = ("", "plot-from-medium", "plot-from-wide")
_UNTIL_WIDTH = ("plot-until-medium", "plot-until-wide", "")


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
    count, steps = len(labels), _label_steps(len(labels))
    return tuple(
        Tick(place=_middle(n, count), text=label, css=_FROM_WIDTH[_shown(n, count, steps).index(True)])
        for n, label in enumerate(labels)
    )


def group_labels(groups: Sequence[str]) -> tuple[Tick, ...]:
    """One label a run of equal groups (years), under its first column that has a label at that width.

    The first label of an axis so names its year at every width, and years stand as far apart as labels.
    """
    count, steps, ticks = len(groups), _label_steps(len(groups)), []
    for group, columns in itertools.groupby(range(count), key=groups.__getitem__):
        shown = [(n, _shown(n, count, steps)) for n in columns]
        firsts = [next((n for n, widths in shown if widths[width]), None) for width in range(len(steps))]
        for n in dict.fromkeys(first for first in firsts if first is not None and group):
            since, until = firsts.index(n), len(firsts) - 1 - firsts[::-1].index(n)
            css = f"{_FROM_WIDTH[since]} {_UNTIL_WIDTH[until]}".strip()
            ticks.append(Tick(place=_middle(n, count), text=group, css=css))
    return tuple(ticks)


def edge_labels(edges: Sequence[str]) -> tuple[Tick, ...]:
    """Labels between columns: n texts for the right edges of the first n of n + 1 columns."""
    count = len(edges) + 1
    return tuple(
        Tick(place=percent(Fraction(n + 1, count)), text=text) for n, text in enumerate(edges) if text
    )


def _label_steps(count: int) -> tuple[int, int, int]:
    """Every how many columns one has a label: on a phone, in a half-width card, on a wide page."""
    medium = max(math.ceil(count / _ON_CARD), 1)
    # A whole number of medium steps: labels stay evenly apart at every width.
    return max(math.ceil(count / _ON_PHONE / medium), 1) * medium, medium, 1


def _shown(n: int, count: int, steps: tuple[int, int, int]) -> list[bool]:
    return [(count - 1 - n) % step == 0 for step in steps]


def _middle(n: int, count: int) -> str:
    return percent(Fraction(2 * n + 1, 2 * count))
