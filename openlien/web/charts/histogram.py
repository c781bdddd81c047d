"""Columns of a spread: how many fall into each span of days, with lines at the days that matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openlien.kit.money import share_percent
from openlien.web.charts.axis import column_labels, edge_labels, value_axis
from openlien.web.charts.parts import Described, Rect, Table, TableRow, Threshold, Tick, Tone, legend_row
from openlien.web.charts.scale import Scale, coordinate, exact, percent, shown_ticks
from openlien.web.charts.shares import given_or_computed
from openlien.web.charts.words import EMPTY, Unit, percent_text

_OF_SLOT = Fraction(88, 100)
_WIDEST = Fraction(30, 100)
_HEAD_ROOM, _LABEL_ROOM = 20, 38


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One span. Units: `upper` is its last day (None when it is open or has none), value in the chart's unit.

    `detail` is a second fact printed with it, for example an amount beside a count.
    """

    label: str
    value: object
    upper: int | None = None
    share: Decimal | None = None
    tone: Tone = Tone.ACTIVE
    detail: str | None = None
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class DrawnBucket:
    """One drawn column; `value` is printed above it at `value_y`."""

    rect: Rect
    middle: str
    value: str
    value_y: str
    slot_x: str
    slot_width: str
    css: str
    href: str | None
    aria_label: str


@dataclass(frozen=True, kw_only=True)
class HistogramChart(Described):
    """Columns in a plot of `plot_height` pixels; everything across is in percent."""

    buckets: tuple[DrawnBucket, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    edges: tuple[Tick, ...]
    thresholds: tuple[Threshold, ...]
    axis_title: str
    plot_height: str
    height: str
    is_linked: bool


def histogram(
    buckets: Sequence[Bucket],
    *,
    title: str,
    unit: Unit = Unit.COUNT,
    thresholds: Sequence[int] = (),
    axis_title: str = "Days",
    plot_height: int = 180,
) -> HistogramChart:
    """Columns of equal width, one a bucket; with `upper` days the axis names the borders, not the spans.

    Raises: ValueError when a value is below zero: a spread counts what is there.
    """
    values = [exact(bucket.value) for bucket in buckets]
    if any(value < 0 for value in values):
        raise ValueError("A histogram takes no value below zero.")
    shares = given_or_computed([bucket.share for bucket in buckets], values)
    ticks = shown_ticks(values, whole=unit is Unit.COUNT)
    down = Scale(ticks[0], ticks[-1], Fraction(_HEAD_ROOM + plot_height), Fraction(_HEAD_ROOM))
    by_days = len(buckets) > 1 and all(bucket.upper is not None for bucket in buckets[:-1])
    return HistogramChart(
        title=title,
        description=f"{title}: {', '.join(bucket.label for bucket in buckets)}.",
        takeaway=_takeaway(buckets, values, thresholds, by_days=by_days),
        legend=tuple(
            legend_row(label=b.label, value=unit.full(b.value), share=share, tone=b.tone, href=b.href)
            for b, share in zip(buckets, shares, strict=True)
        ),
        table=_table(buckets, shares, title=title, unit=unit),
        is_empty=not any(values),
        buckets=_drawn(buckets, values, shares, unit, down),
        ticks=value_axis(ticks, down, unit),
        labels=() if by_days else column_labels([bucket.label for bucket in buckets]),
        edges=edge_labels([str(bucket.upper) for bucket in buckets[:-1]]) if by_days else (),
        thresholds=_thresholds(buckets, thresholds) if by_days else (),
        axis_title=axis_title if by_days else "",
        plot_height=str(_HEAD_ROOM + plot_height),
        height=str(_HEAD_ROOM + plot_height + _LABEL_ROOM),
        is_linked=any(bucket.href for bucket in buckets),
    )


def _drawn(
    buckets: Sequence[Bucket], values: list[Fraction], shares: list[Decimal | None], unit: Unit, down: Scale
) -> tuple[DrawnBucket, ...]:
    slot = Fraction(1, max(len(buckets), 1))
    width = min(slot * _OF_SLOT, _WIDEST)
    tiers = column_labels([bucket.label for bucket in buckets])
    found = []
    for n, (bucket, value, share) in enumerate(zip(buckets, values, shares, strict=True)):
        top = Fraction(coordinate(down.at(value)))
        facts = [unit.full(value), percent_text(share), *([bucket.detail] if bucket.detail else [])]
        sentence = f"{bucket.label}: {', '.join(facts)}"
        found.append(
            DrawnBucket(
                rect=Rect(
                    x=percent(slot * n + (slot - width) / 2),
                    width=percent(width),
                    y=coordinate(top),
                    height=coordinate(down.start - top),
                    tone=bucket.tone,
                    title=sentence,
                ),
                middle=percent(slot * n + slot / 2),
                value=unit.short(value),
                value_y=coordinate(top - 6),
                slot_x=percent(slot * n),
                slot_width=percent(slot),
                css=tiers[n].css if len(buckets) > 8 else "",
                href=bucket.href,
                aria_label=sentence,
            )
        )
    return tuple(found)


def _thresholds(buckets: Sequence[Bucket], days: Sequence[int]) -> tuple[Threshold, ...]:
    found = []
    for day in sorted(set(days)):
        place = _place(buckets, day)
        anchor, shift = ("end", "-4") if place > Fraction(9, 10) else ("start", "4")
        found.append(
            Threshold(x=percent(place), label=f"{day} d", label_y="10", label_dx=shift, anchor=anchor)
        )
    return tuple(found)


def _place(buckets: Sequence[Bucket], day: int) -> Fraction:
    lower = 0
    for n, bucket in enumerate(buckets[:-1]):
        upper = bucket.upper or 0
        if day <= upper:
            inside = Fraction(max(day - lower, 0), upper - lower) if upper > lower else Fraction(1)
            return (n + inside) / len(buckets)
        lower = upper
    return Fraction(len(buckets) - 1, len(buckets))


def _takeaway(
    buckets: Sequence[Bucket], values: list[Fraction], thresholds: Sequence[int], *, by_days: bool
) -> str:
    total = sum(values, Fraction(0))
    if not total:
        return "Nothing to show."
    uppers = [bucket.upper for bucket in buckets]
    late = [day for day in sorted(thresholds) if day in uppers[:-1]]
    if by_days and late:
        past = [sum(values[uppers.index(day) + 1 :], Fraction(0)) for day in late]
        parts = [f"{_share(part, total)} past {day} days" for part, day in zip(past, late, strict=True)]
        return f"{'; '.join(parts)}."
    if by_days:
        return _half_sentence(uppers, values, total)
    largest = max(range(len(values)), key=lambda n: values[n])
    return f"{buckets[largest].label} is the largest with {_share(values[largest], total)}."


def _half_sentence(uppers: list[int | None], values: list[Fraction], total: Fraction) -> str:
    running = Fraction(0)
    for upper, value in zip(uppers, values, strict=True):
        running += value
        if running * 2 >= total and upper is not None:
            return f"{_share(running, total)} within {upper} days."
    return f"{_share(values[-1], total)} past {uppers[-2]} days."


def _share(part: Fraction, total: Fraction) -> str:
    return percent_text(share_percent(part, total, 1))


def _table(buckets: Sequence[Bucket], shares: list[Decimal | None], *, title: str, unit: Unit) -> Table:
    has_detail = any(bucket.detail for bucket in buckets)
    return Table(
        caption=title,
        heads=("Span", "Value", "Share", *(["Detail"] if has_detail else [])),
        rows=tuple(
            TableRow(
                label=bucket.label,
                cells=(
                    unit.full(bucket.value),
                    percent_text(share),
                    *([bucket.detail or EMPTY] if has_detail else []),
                ),
            )
            for bucket, share in zip(buckets, shares, strict=True)
        ),
    )
