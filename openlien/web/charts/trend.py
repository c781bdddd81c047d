"""Lines: the line over columns, and the sparkline of a tile."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from openlien.kit.rounding import round_to_decimal
from openlien.web.charts.parts import Described, Table, TableRow, Tone
from openlien.web.charts.scale import Scale, coordinate, exact, percent
from openlien.web.charts.words import Unit, counted, percent_text

# Room above and below, so that half of the line's width and the last dot stay inside the picture.
_MARGIN = 4


@dataclass(frozen=True, kw_only=True)
class TrendLine:
    """A line over columns: one value a column, None where there is none; drawn against its own axis."""

    label: str
    values: Sequence[object | None]
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point of a line: across in percent (and as the bare number for paths), down in pixels."""

    x: str
    x_number: str
    y: str
    title: str


@dataclass(frozen=True, kw_only=True)
class SparklineChart(Described):
    """A small line: `line` and `area` are paths in a box of 100 by `height`, `last` is the end dot."""

    line: str
    area: str
    last: Point | None
    tone: Tone
    height: str


def points_of(line: TrendLine, down: Scale) -> tuple[Point | None, ...]:
    """The points of a line over the middle of each column; None where a value is missing."""
    count = len(line.values)
    return tuple(
        None
        if value is None
        else _point(
            Fraction(2 * n + 1, 2 * count), exact(value), down, f"{line.label}: {line.unit.full(value)}"
        )
        for n, value in enumerate(line.values)
    )


def line_path(points: Sequence[Point | None]) -> str:
    """The path through the points, broken where one is missing; empty when there is none."""
    path, pen_down = [], False
    for point in points:
        if point is None:
            pen_down = False
            continue
        path.append(f"{'L' if pen_down else 'M'}{point.x_number} {point.y}")
        pen_down = True
    return "".join(path)


def sparkline(
    values: Sequence[object],
    *,
    title: str,
    labels: Sequence[str] = (),
    unit: Unit = Unit.MONEY,
    tone: Tone = Tone.INK,
    height: int = 28,
) -> SparklineChart:
    """A line as wide as its tile, lowest value at the bottom, highest at the top.

    Shapes: `labels` name the values (months) for the table and the sentence; none or one a value.
    """
    exact_values = [exact(value) for value in values]
    names = list(labels) or [str(n + 1) for n in range(len(values))]
    points = _spread(exact_values, names, unit, height)
    return SparklineChart(
        title=title,
        description=f"{title}, {counted(len(values), 'value')}.",
        takeaway=_takeaway(exact_values, names if labels else [], unit),
        legend=(),
        table=Table(
            caption=title,
            heads=("", title),
            rows=tuple(
                TableRow(label=name, cells=(unit.full(value),))
                for name, value in zip(names, exact_values, strict=True)
            ),
        ),
        is_empty=not points,
        line=line_path(points),
        area=f"{line_path(points)}L100 {height}L0 {height}Z" if len(points) > 1 else "",
        last=points[-1] if points else None,
        tone=tone,
        height=str(height),
    )


def _spread(values: list[Fraction], names: list[str], unit: Unit, height: int) -> list[Point]:
    if not values:
        return []
    down = Scale(min(values), max(values), Fraction(height - _MARGIN), Fraction(_MARGIN))
    steps = max(len(values) - 1, 1)
    only = Fraction(1) if len(values) == 1 else None
    return [
        _point(only or Fraction(n, steps), value, down, f"{name}: {unit.full(value)}")
        for n, (name, value) in enumerate(zip(names, values, strict=True))
    ]


def _point(across: Fraction, value: Fraction, down: Scale, title: str) -> Point:
    return Point(
        x=percent(across), x_number=coordinate(across * 100), y=coordinate(down.at(value)), title=title
    )


def _takeaway(values: list[Fraction], names: list[str], unit: Unit) -> str:
    if not values:
        return "No history yet."
    first, last = values[0], values[-1]
    when = f" since {names[0]}" if names else ""
    if len(values) == 1 or first == last:
        return f"{unit.full(last)}{', unchanged' + when if len(values) > 1 else ''}."
    direction = "up" if last > first else "down"
    if first <= 0:
        return f"{unit.full(last)}, {direction} from {unit.full(first)}{when}."
    change = percent_text(round_to_decimal(abs(last - first) / first * 100, 1))
    return f"{unit.full(last)}, {direction} {change}{when}."
