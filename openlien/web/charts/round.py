"""Donut and pie: parts of one whole, clockwise from the top, with the surface showing between them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openlien.web.charts.parts import Described, Table, TableRow, Tone, legend_row
from openlien.web.charts.scale import exact
from openlien.web.charts.shares import given_or_computed
from openlien.web.charts.words import Unit, counted, percent_text

SIZE = 160
_CENTRE, _RADIUS, _HOLE = 80, 78, 51
GAP = 2.5
# However thin a slice is, this part of its angle stays drawn.
_KEPT = 0.4


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One part of the whole. Units: share in percent of the whole."""

    label: str
    value: object
    tone: Tone
    share: Decimal | None = None
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class DrawnSlice:
    """One drawn part as a path; start and end are its angles in turns, without the gap."""

    path: str
    tone: Tone
    title: str
    href: str | None
    start: Fraction
    end: Fraction


@dataclass(frozen=True, kw_only=True)
class RoundChart(Described):
    """A donut (with words in its hole) or a pie in a square of `size`."""

    slices: tuple[DrawnSlice, ...]
    size: str
    centre: str
    none_radius: str
    centre_value: str
    centre_label: str
    is_linked: bool


def donut(
    slices: Sequence[Slice], *, title: str, centre_value: str, centre_label: str, unit: Unit = Unit.MONEY
) -> RoundChart:
    """A ring of slices around a total; a slice of zero or less is listed, not drawn."""
    return _round(slices, title=title, unit=unit, hole=_HOLE, centre=(centre_value, centre_label))


def pie(slices: Sequence[Slice], *, title: str, unit: Unit = Unit.MONEY) -> RoundChart:
    """A disc of slices; a slice of zero or less is listed, not drawn."""
    return _round(slices, title=title, unit=unit, hole=0, centre=("", ""))


def _round(
    slices: Sequence[Slice], *, title: str, unit: Unit, hole: int, centre: tuple[str, str]
) -> RoundChart:
    values = [exact(part.value) for part in slices]
    shares = given_or_computed([part.share for part in slices], values)
    drawn = _drawn(slices, values, shares, unit, hole)
    kind = "ring" if hole else "disc"
    return RoundChart(
        title=title,
        description=f"A {kind} of {counted(len(drawn), 'part')}, clockwise in the order of the list.",
        takeaway=_takeaway(slices, values, shares, unit),
        legend=tuple(
            legend_row(
                label=part.label,
                value=unit.full(value),
                share=share,
                tone=part.tone,
                href=part.href,
                negative=value < 0,
            )
            for part, value, share in zip(slices, values, shares, strict=True)
        ),
        table=Table(
            caption=title,
            heads=("Part", "Amount", "Share"),
            rows=tuple(
                TableRow(label=part.label, cells=(unit.full(value), percent_text(share)))
                for part, value, share in zip(slices, values, shares, strict=True)
            ),
        ),
        is_empty=not drawn,
        slices=drawn,
        size=str(SIZE),
        centre=str(_CENTRE),
        none_radius=str(_CENTRE - 8),
        centre_value=centre[0],
        centre_label=centre[1],
        is_linked=any(part.href for part in slices),
    )


def _drawn(
    slices: Sequence[Slice],
    values: list[Fraction],
    shares: list[Decimal | None],
    unit: Unit,
    hole: int,
) -> tuple[DrawnSlice, ...]:
    total = sum((value for value in values if value > 0), Fraction(0))
    found, start = [], Fraction(0)
    for part, value, share in zip(slices, values, shares, strict=True):
        if value <= 0:
            continue
        end = start + value / total
        found.append(
            DrawnSlice(
                path=_path(start, end, hole),
                tone=part.tone,
                title=f"{part.label}: {unit.full(value)}, {percent_text(share)}",
                href=part.href,
                start=start,
                end=end,
            )
        )
        start = end
    return tuple(found)


def _path(start: Fraction, end: Fraction, hole: int) -> str:
    if end - start == 1:
        return _full_turn(hole)
    begin, finish = (2 * math.pi * float(place) for place in (start, end))
    large = 1 if end - start > Fraction(1, 2) else 0
    outer = _trim(begin, finish, _RADIUS)
    path = f"M{_at(outer[0], _RADIUS)}A{_RADIUS} {_RADIUS} 0 {large} 1 {_at(outer[1], _RADIUS)}"
    if not hole:
        return f"{path}L{_tip(begin, finish)}Z"
    inner = _trim(begin, finish, hole)
    return f"{path}L{_at(inner[1], hole)}A{hole} {hole} 0 {large} 0 {_at(inner[0], hole)}Z"


def _trim(begin: float, finish: float, radius: float) -> tuple[float, float]:
    # Half the gap on each side, measured along the circle; both sides of a gap run parallel because the angle
    # grows as the radius shrinks.
    half = min(math.asin(GAP / 2 / radius), (finish - begin) * (1 - _KEPT) / 2)
    return begin + half, finish - half


def _tip(begin: float, finish: float) -> str:
    # The sides of a pie slice meet where both are half a gap away from their neighbours.
    half = (finish - begin) / 2
    distance = min(GAP / 2 / max(math.sin(min(half, math.pi / 2)), 0.03), _RADIUS / 3)
    return _at(begin + half, distance)


def _full_turn(hole: int) -> str:
    path = _circle(_RADIUS, 1)
    return path + _circle(hole, 0) if hole else path


def _circle(radius: int, sweep: int) -> str:
    top, bottom = f"{_CENTRE} {_CENTRE - radius}", f"{_CENTRE} {_CENTRE + radius}"
    arc = f"A{radius} {radius} 0 1 {sweep}"
    return f"M{top}{arc} {bottom}{arc} {top}Z"


def _at(angle: float, radius: float) -> str:
    x, y = _CENTRE + radius * math.sin(angle), _CENTRE - radius * math.cos(angle)
    return f"{x:.2f} {y:.2f}"


def _takeaway(
    slices: Sequence[Slice], values: list[Fraction], shares: list[Decimal | None], unit: Unit
) -> str:
    if not any(value > 0 for value in values):
        return "Nothing to show."
    largest = max(range(len(values)), key=lambda n: values[n])
    sentence = (
        f"{slices[largest].label} is the largest part: "
        f"{unit.full(values[largest])}, {percent_text(shares[largest], places=1)}"
    )
    below = [part.label for part, value in zip(slices, values, strict=True) if value < 0]
    return f"{sentence}; {', '.join(below)} is below zero and not drawn." if below else f"{sentence}."
