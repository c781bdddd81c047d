"""The convergence of demand and offer: steps over days, with the gap in words."""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from openlien.kit.date_words import day_text
from openlien.kit.rounding import round_to_decimal
from openlien.web.charts.parts import Described, Table, TableRow, Tick, Tone, legend_row
from openlien.web.charts.scale import Scale, coordinate, exact, percent
from openlien.web.charts.words import Unit, counted, percent_text

_MARGIN = 12
_LABEL_ROOM = 24
_LABEL_HEIGHT = 16


@dataclass(frozen=True, kw_only=True)
class StepSeries:
    """One side: (day, value) in the order of days; `is_dashed` is the side that is asked, not given."""

    label: str
    tone: Tone
    points: Sequence[tuple[datetime.date, object]]
    is_dashed: bool = False


@dataclass(frozen=True, kw_only=True)
class StepDot:
    """A dot where a side moved: across in percent, down in pixels."""

    x: str
    y: str
    title: str


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One drawn side: a path in a box 100 wide, its dots, and its last value printed at the right."""

    label: str
    tone: Tone
    path: str
    dots: tuple[StepDot, ...]
    end_text: str
    end_y: str
    is_dashed: bool


@dataclass(frozen=True, kw_only=True)
class StepsChart(Described):
    """Sides over days in a plot of `plot_height` pixels; `gap` is the last distance of two sides, or None."""

    lines: tuple[StepLine, ...]
    days: tuple[Tick, ...]
    gap: str | None
    plot_height: str
    height: str


def steps(
    series: Sequence[StepSeries],
    *,
    title: str,
    until: datetime.date | None = None,
    unit: Unit = Unit.MONEY,
    plot_height: int = 130,
) -> StepsChart:
    """Steps from the first day to `until` (or the last day known), each side holding its last value.

    Shapes: `table` has one row a move in the order of days.
    """
    moves = [(day, exact(value)) for side in series for day, value in side.points]
    across, down = _scales(moves, until, plot_height)
    drawn = [side for side in series if side.points]
    end_places = _apart([down.at(exact(side.points[-1][1])) for side in drawn], plot_height)
    return StepsChart(
        title=title,
        description=f"{', '.join(side.label for side in series)} over time, {counted(len(moves), 'move')}.",
        takeaway=_takeaway(series, unit),
        legend=tuple(
            legend_row(label=side.label, value=unit.full(side.points[-1][1]), share=None, tone=side.tone)
            for side in drawn
        ),
        table=_table(series, title=title, unit=unit),
        is_empty=not moves,
        lines=tuple(
            _line(side, across, down, place, unit) for side, place in zip(drawn, end_places, strict=True)
        ),
        days=_days(moves, until),
        gap=_gap_text(series, unit),
        plot_height=str(plot_height),
        height=str(plot_height + _LABEL_ROOM),
    )


def _scales(
    moves: list[tuple[datetime.date, Fraction]], until: datetime.date | None, plot_height: int
) -> tuple[Scale, Scale]:
    days = [Fraction(day.toordinal()) for day, _ in moves] or [Fraction(0)]
    last = max([*days, *([Fraction(until.toordinal())] if until and moves else [])])
    across = Scale(min(days), last, Fraction(0), Fraction(1))
    values = [value for _, value in moves] or [Fraction(0)]
    return across, Scale(min(values), max(values), Fraction(plot_height - _MARGIN), Fraction(_MARGIN))


def _line(side: StepSeries, across: Scale, down: Scale, end_place: Fraction, unit: Unit) -> StepLine:
    places = [
        (across.at(Fraction(day.toordinal())) if across.high > across.low else Fraction(0), exact(value))
        for day, value in side.points
    ]
    path = f"M{coordinate(places[0][0] * 100)} {coordinate(down.at(places[0][1]))}"
    for place, value in places[1:]:
        path += f"H{coordinate(place * 100)}V{coordinate(down.at(value))}"
    return StepLine(
        label=side.label,
        tone=side.tone,
        path=f"{path}H100",
        dots=tuple(
            StepDot(
                x=percent(place),
                y=coordinate(down.at(value)),
                title=f"{side.label}, {day_text(day)}: {unit.full(value)}",
            )
            for (place, value), (day, _) in zip(places, side.points, strict=True)
        ),
        end_text=unit.short(side.points[-1][1]),
        end_y=coordinate(end_place),
        is_dashed=side.is_dashed,
    )


def _apart(places: list[Fraction], plot_height: int) -> list[Fraction]:
    """The places of the end labels, moved until none covers another and none leaves the plot."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = list(places)
    for before, after in itertools.pairwise(order):
        moved[after] = max(moved[after], moved[before] + _LABEL_HEIGHT)
    if order and (over := moved[order[-1]] - plot_height) > 0:
        moved = [place - over for place in moved]
    return moved


def _days(moves: list[tuple[datetime.date, Fraction]], until: datetime.date | None) -> tuple[Tick, ...]:
    if not moves:
        return ()
    first, last = min(day for day, _ in moves), max(day for day, _ in moves)
    last = max(last, until) if until else last
    ticks = [Tick(place="0%", text=day_text(first), anchor="start")]
    if last > first:
        ticks.append(Tick(place="100%", text=day_text(last), anchor="end"))
    return tuple(ticks)


def _gap(series: Sequence[StepSeries], *, last: bool) -> Fraction | None:
    if len(series) != 2 or not all(side.points for side in series):
        return None
    place = -1 if last else 0
    return exact(series[0].points[place][1]) - exact(series[1].points[place][1])


def _gap_text(series: Sequence[StepSeries], unit: Unit) -> str | None:
    gap = _gap(series, last=True)
    return None if gap is None else unit.full(gap)


def _takeaway(series: Sequence[StepSeries], unit: Unit) -> str:
    gap, first = _gap(series, last=True), _gap(series, last=False)
    if gap is None or first is None:
        known = [f"{side.label} {unit.full(side.points[-1][1])}" for side in series if side.points]
        return f"{', '.join(known)}." if known else "No offer and no demand yet."
    if gap <= 0:
        return f"{series[1].label} meets {series[0].label.lower()}."
    if first <= 0 or first == gap:
        return f"Gap {unit.full(gap)}."
    change = percent_text(round_to_decimal(abs(first - gap) / first * 100, 0))
    return f"Gap {unit.full(gap)}, {'down' if gap < first else 'up'} {change} from {unit.full(first)}."


def _table(series: Sequence[StepSeries], *, title: str, unit: Unit) -> Table:
    moves = sorted(
        ((day, side.label, value) for side in series for day, value in side.points), key=lambda move: move[:2]
    )
    return Table(
        caption=title,
        heads=("Day", "Side", "Value"),
        rows=tuple(
            TableRow(label=day_text(day), cells=(label, unit.full(value))) for day, label, value in moves
        ),
    )
