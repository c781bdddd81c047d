"""The pieces every chart shares: tones, legend rows, the table behind it, axis marks."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from openlien.web.charts.words import EMPTY, percent_text


class Tone(Enum):
    """The colour of a mark: a stage family, which also has a glyph and a word, or a category of money."""

    SETTLED = "settled"
    ACTIVE = "active"
    EARLY = "early"
    PENDING = "pending"
    RISK = "risk"
    NEUTRAL = "neutral"
    C1 = "c1"
    C2 = "c2"
    C3 = "c3"
    C4 = "c4"
    C5 = "c5"
    C6 = "c6"
    INK = "ink"

    @property
    def css(self) -> str:
        """The class that sets the colours of a mark."""
        return f"plot-tone-{self.value}"

    @property
    def glyph(self) -> str | None:
        """The path of the family's sign in a box of 12 by 12, None for a category of money."""
        return _GLYPHS.get(self)

    @property
    def family(self) -> str | None:
        """The family in the words of a sentence, None for a category of money."""
        return _FAMILIES.get(self)


_GLYPHS = {
    Tone.SETTLED: "M2.5 6.5 5 9l4.5-5.5",
    Tone.ACTIVE: "M3 9l6-6M4.5 3H9v4.5",
    Tone.EARLY: "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8M6 2v8M7.4 2.6v6.8M8.8 3.4v5.2",
    Tone.PENDING: "M6 1.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4M6 3.8V6l1.6 1.2",
    Tone.RISK: "M6 2l4.4 8H1.6zM6 5.2v2M6 8.6v.2",
    Tone.NEUTRAL: "M2.5 6h7",
}
_FAMILIES = {
    Tone.SETTLED: "settled and not yet paid",
    Tone.ACTIVE: "active litigation",
    Tone.EARLY: "early stages",
    Tone.PENDING: "pending",
    Tone.RISK: "at risk",
    Tone.NEUTRAL: "other stages",
}


@dataclass(frozen=True, kw_only=True)
class LegendRow:
    """One row of the legend: label, value and share as printed."""

    label: str
    value: str
    share: str
    tone: Tone
    href: str | None = None
    negative: bool = False


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row of the table behind a chart; the first cell of the row is its label."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The numbers of a chart as a table: `heads` holds the head of the label column, then one a cell."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, kw_only=True)
class Described:
    """What every chart says besides its picture.

    `takeaway` is one sentence with the finding, `description` tells what is drawn, `legend` and `table` hold
    the numbers; `is_empty` asks the page for its empty state instead of a picture.
    """

    title: str
    description: str
    takeaway: str
    legend: tuple[LegendRow, ...]
    table: Table
    is_empty: bool = False

    @property
    def frame_legend(self) -> dict[str, list] | None:
        """The legend as the chart frame takes it: heads, and rows of tone, cells and href; None if empty."""
        if not self.legend:
            return None
        has_shares = any(row.share != EMPTY for row in self.legend)
        return {
            "columns": ["Part", "Amount", "Share"] if has_shares else ["Part", "Amount"],
            "rows": [
                {
                    "tone": row.tone,
                    "cells": [row.label, row.value, *([row.share] if has_shares else [])],
                    "href": row.href,
                }
                for row in self.legend
            ],
        }


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A mark on an axis: its place (pixels down, or percent across) and its text."""

    place: str
    text: str
    under: str = ""
    anchor: str = "middle"
    css: str = ""


@dataclass(frozen=True, kw_only=True)
class Rect:
    """A rectangle: x and width in percent, y and height in pixels, as SVG text; `title` says its value."""

    x: str
    y: str
    width: str
    height: str
    tone: Tone
    title: str


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A line across the plot with a label, for example 60 days."""

    x: str
    label: str
    label_y: str
    label_dx: str
    anchor: str


def legend_row(
    *,
    label: str,
    value: str,
    share: Decimal | None,
    tone: Tone,
    href: str | None = None,
    negative: bool = False,
) -> LegendRow:
    """A legend row with its share printed."""
    return LegendRow(
        label=label, value=value, share=percent_text(share), tone=tone, href=href, negative=negative
    )


def painted_order(rects: list[Rect]) -> tuple[Rect, ...]:
    """The rectangles with early ones last: their stroke has to lie above the neighbours' gaps."""
    return tuple(sorted(rects, key=lambda rect: rect.tone is Tone.EARLY))


def lying(tone: Tone, *, top: int, height: int) -> tuple[str, str]:
    """Where a lying bar is drawn, as y and height: an early one gives way for its stroke on both sides."""
    inset = Decimal("1.5") if tone is Tone.EARLY else Decimal(0)
    return str(top + inset), str(height - 2 * inset)
