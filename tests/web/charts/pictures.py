"""What the tests of charts share: amounts to draw, a chart as printed, and its lengths as numbers."""

import datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import openlien.web
from openlien.web.charts import (
    BarRow,
    Bucket,
    Marker,
    Measure,
    PipelineRow,
    Series,
    Slice,
    StepSeries,
    Tone,
    TrendLine,
    Unit,
    WaterfallStep,
    bullet,
    donut,
    grouped_bars,
    histogram,
    month_column,
    pie,
    pipeline,
    sparkline,
    stacked_bars,
    stacked_columns,
    steps,
    waterfall,
)

TEMPLATES = Path(openlien.web.__file__).parent / "templates"
JINJA = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)

amounts = st.decimals(min_value=0, max_value=10**9, places=2)
signed_amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
SERIES = (
    Series(label="Early", tone=Tone.EARLY),
    Series(label="Active", tone=Tone.ACTIVE),
    Series(label="Settled", tone=Tone.SETTLED),
)


def number(length: str) -> Decimal:
    """A printed length without its percent sign."""
    return Decimal(length.rstrip("%"))


def stage(
    label: str, amount: object, *, tone: Tone = Tone.ACTIVE, href: str | None = None, **facts
) -> PipelineRow:
    return PipelineRow(label=label, tone=tone, amount=amount, cases=3, bills=5, href=href, **facts)


def month(n: int) -> datetime.date:
    return datetime.date(2024 + n // 12, n % 12 + 1, 1)


def printed(macro: str, chart: object, *, file: str) -> str:
    """The markup of a chart as a page prints it, under the id `picture`."""
    source = f'{{% from "charts/{file}.jinja" import {macro} %}}{{{{ {macro}(chart, "picture") }}}}'
    return JINJA.from_string(source).render(chart=chart)


class Markup(HTMLParser):
    """The elements of a piece of markup, and whether each was closed in order."""

    VOID = frozenset({"br", "hr", "img", "input", "meta", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"{tag} closes nothing"
        assert self._open.pop() == tag, f"{tag} closes something else"

    def handle_data(self, text: str) -> None:
        self.texts.append(text)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.elements if found == tag]


def every_chart(*, linked: bool, empty: bool = False) -> list[tuple[str, str, object]]:
    """One chart of each kind as (template file, macro, chart)."""
    href = "/cases?stage=<x>&y=1" if linked else None
    rows = [] if empty else [stage("In <litigation>", Decimal("10.10"), href=href), stage("Sent", Decimal(4))]
    columns = [] if empty else [month_column(month(n), [n, 2, 3], href=href) for n in range(14)]
    firms = [] if empty else [BarRow(label="Harbor & Vale", values=[1, 2, 3], href=href, facts=["41%"])]
    slices = (
        []
        if empty
        else [Slice(label="Fee", value=3, tone=Tone.C1, href=href), Slice(label="Net", value=7, tone=Tone.C5)]
    )
    buckets = (
        []
        if empty
        else [Bucket(label="Up to 60", value=3, upper=60, href=href), Bucket(label="More", value=9)]
    )
    moves = [] if empty else [(month(1), 90), (month(3), 70)]
    taken = [] if empty else [WaterfallStep(label="Fee", change=-4, tone=Tone.C1, href=href)]
    line = TrendLine(label="Rate", values=[None, *range(1, 14)], unit=Unit.PERCENT)
    return [
        ("pipeline", "pipeline", pipeline(rows)),
        (
            "columns",
            "columns",
            stacked_columns(columns, series=SERIES, title="Mix", measure=Measure.STOCK, as_share=True),
        ),
        (
            "columns",
            "columns",
            stacked_columns(
                columns, series=SERIES, title="Cash", measure=Measure.FLOW, line=None if empty else line
            ),
        ),
        ("bars", "bars", stacked_bars(firms, series=SERIES, title="Firms", fact_heads=["ROR"])),
        ("bars", "bars", grouped_bars(firms, series=SERIES, title="Firms", fact_heads=["ROR"])),
        ("round", "round", donut(slices, title="Split", centre_value="$10", centre_label="settled")),
        ("round", "round", pie(slices, title="Split")),
        ("histogram", "histogram", histogram(buckets, title="Days", thresholds=(30, 60, 90))),
        (
            "steps",
            "steps",
            steps([StepSeries(label="Demand", tone=Tone.INK, points=moves, is_dashed=True)], title="Offers"),
        ),
        (
            "waterfall",
            "waterfall",
            waterfall(0 if empty else 10, taken, start_label="Gross", end_label="Net", title="Way"),
        ),
        ("small", "sparkline", sparkline([] if empty else [1, 3, 2], title="Open AR")),
        (
            "small",
            "bullet",
            bullet(
                0 if empty else 5,
                most=0 if empty else 9,
                label="Offer",
                markers=[Marker(label="Pro rata", value=6, is_main=True)],
            ),
        ),
    ]
