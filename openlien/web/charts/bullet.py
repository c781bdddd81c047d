"""The bullet: one bar against marks that it should reach or stay under."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from openlien.web.charts.parts import Described, Table, TableRow, Tone, legend_row
from openlien.web.charts.scale import Scale, exact, percent
from openlien.web.charts.words import Unit


@dataclass(frozen=True, kw_only=True)
class Marker:
    """A mark beside which the bar is read, for example the pro rata; `is_main` draws it in full ink."""

    label: str
    value: object
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class DrawnMarker:
    """A drawn mark: its place in percent and what it says."""

    x: str
    title: str
    is_main: bool


@dataclass(frozen=True, kw_only=True)
class BulletChart(Described):
    """A bar over `width` percent of its track; `is_over` when the value is above the end of the track."""

    width: str
    tone: Tone
    markers: tuple[DrawnMarker, ...]
    is_over: bool


def bullet(
    value: object,
    *,
    most: object,
    label: str,
    markers: Sequence[Marker] = (),
    unit: Unit = Unit.MONEY,
    tone: Tone = Tone.ACTIVE,
) -> BulletChart:
    """The bar from zero to the value on a track that ends at `most`; what lies outside stops at its end."""
    shown, end = exact(value), exact(most)
    across = Scale(Fraction(0), max(end, Fraction(0)), Fraction(0), Fraction(1))
    marks = ", ".join(f"{marker.label} {unit.full(marker.value)}" for marker in markers)
    return BulletChart(
        title=label,
        description=f"{unit.full(shown)} of {unit.full(end)}{'; ' + marks if marks else ''}.",
        takeaway=_takeaway(shown, label, markers, unit),
        legend=(
            legend_row(label=label, value=unit.full(shown), share=None, tone=tone, negative=shown < 0),
            *(
                legend_row(label=marker.label, value=unit.full(marker.value), share=None, tone=Tone.INK)
                for marker in markers
            ),
        ),
        table=Table(
            caption=label,
            heads=("", "Value"),
            rows=(
                TableRow(label=label, cells=(unit.full(shown),)),
                *(TableRow(label=marker.label, cells=(unit.full(marker.value),)) for marker in markers),
            ),
        ),
        is_empty=end <= 0,
        width=percent(_place(across, shown)),
        tone=tone,
        markers=tuple(
            DrawnMarker(
                x=percent(_place(across, exact(marker.value))),
                title=f"{marker.label}: {unit.full(marker.value)}",
                is_main=marker.is_main,
            )
            for marker in markers
        ),
        is_over=shown > end,
    )


def _place(across: Scale, value: Fraction) -> Fraction:
    return across.within(value) if across.high > 0 else Fraction(0)


def _takeaway(shown: Fraction, label: str, markers: Sequence[Marker], unit: Unit) -> str:
    main = next((marker for marker in markers if marker.is_main), None)
    if main is None:
        return f"{label} is {unit.full(shown)}."
    gap = shown - exact(main.value)
    if not gap:
        return f"{label} equals {main.label}."
    side = "above" if gap > 0 else "below"
    return f"{label} is {unit.full(abs(gap))} {side} {main.label}."
