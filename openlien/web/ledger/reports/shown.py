"""A report as a page shows it: its table as a sheet, its figures as tiles with their working, its chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from openlien.accounting.reports import Column, Figure, Link, Picture, Report, Row, Value
from openlien.web import charts
from openlien.web.charts import Measure, Tone, Unit
from openlien.web.jinja import EMPTY, count, date_text, money, percent, url
from openlien.web.sheets import Head, Line, Sheet

# A number that is counted, but not added up, reads like a count.
KINDS = {"days": "count"}
TONES = (Tone.C3, Tone.C1, Tone.C5)
# The page of an account calls the days of its lines so.
DAYS_OF_LINES = {"asOf": "until", "from": "since", "to": "until"}
PLACES = {
    "gl_account": "ledger:gl_account",
    "case_account": "ledger:account",
    "journal": "ledger:journal",
    "case": "cases:money",
}


def sheet_of(report: Report, rows: Iterable[Row] | None = None, *, query: dict[str, str]) -> Sheet:
    """Return the table of the report, or the part of it with these rows; a row links to what it is about."""
    lines: Iterable[Row] = report.lines if rows is None else rows
    return Sheet(
        report.title,
        tuple(Head(column.label, KINDS.get(column.kind, column.kind)) for column in report.columns),
        _Lines(lines, report.columns, query),
        report.totals if len(report.lines) else None,
    )


class _Lines:
    """Rows as lines of a sheet; they may be walked through again, which a generator could not."""

    def __init__(self, rows: Iterable[Row], columns: Sequence[Column], query: dict[str, str]) -> None:
        self.rows = rows
        self.sparse = [place for place, column in enumerate(columns) if column.is_sparse]
        self.query = query

    def __iter__(self) -> Iterator[Line]:
        for row in self.rows:
            yield Line(self._cells(row), address_of(row.link, self.query))

    def _cells(self, row: Row) -> tuple[Value, ...]:
        if not self.sparse:
            return row.values
        return tuple(
            None if place in self.sparse and not value else value for place, value in enumerate(row.values)
        )


def address_of(link: Link | None, query: dict[str, str]) -> str | None:
    """Return the page of what a row is about; an account of the ledger opens at the days of the report."""
    if link is None:
        return None
    try:
        address = reverse(PLACES[link.kind], args=[link.name])
    except NoReverseMatch:
        return None
    days = {DAYS_OF_LINES[name]: day for name, day in query.items() if name in DAYS_OF_LINES}
    return f"{address}?{urlencode(days)}" if days and link.kind == "gl_account" else address


def tiles_of(report: Report) -> list[dict[str, object]]:
    """Return the key figures: label, value, and how each is worked out when there is something to say."""
    return [
        {
            "label": figure.label,
            "value": written(figure.kind, figure.value),
            "explain": _explained(figure) if figure.formula else None,
        }
        for figure in report.figures
    ]


def written(kind: str, value: Value) -> str:
    """Return a figure that stands alone, as people read it."""
    if value is None:
        return EMPTY
    writers = {"money": money, "count": count, "percent": lambda points: percent(points, 2)}
    return writers.get(kind, str)(value)


def chart_of(picture: Picture | None) -> charts.BarsChart | charts.ColumnsChart | None:
    """Return the picture as a chart; None when there is nothing to draw."""
    if picture is None or not any(amount for _, amounts in picture.points for amount in amounts):
        return None
    series = [
        charts.Series(label=label, tone=tone) for label, tone in zip(picture.series, TONES, strict=False)
    ]
    return _columns(picture, series) if picture.form == "months" else _bars(picture, series)


def _columns(picture: Picture, series: list[charts.Series]) -> charts.ColumnsChart:
    months = [
        charts.month_column(label, amounts) for label, amounts in picture.points if isinstance(label, date)
    ]
    return charts.stacked_columns(
        months,
        series=series,
        title=picture.title,
        measure=Measure.FLOW,
        unit=Unit(picture.unit),
        plot_height=220,
    )


def _bars(picture: Picture, series: list[charts.Series]) -> charts.BarsChart:
    facts = picture.facts or ("",) * len(picture.points)
    rows = [
        charts.BarRow(label=str(label), values=amounts, facts=(fact,) if picture.fact_heads else ())
        for (label, amounts), fact in zip(picture.points, facts, strict=True)
    ]
    return charts.stacked_bars(
        rows,
        series=series,
        title=picture.title,
        unit=Unit(picture.unit),
        fact_heads=picture.fact_heads,
    )


def _explained(figure: Figure) -> dict[str, object]:
    inputs: list[dict[str, object]] = [
        {"label": label, "value": written(kind, value)} for label, value, kind in figure.inputs
    ]
    if inputs:
        inputs.append({"label": figure.label, "value": written(figure.kind, figure.value), "total": True})
    return {
        "id": f"x-{figure.key}",
        "title": figure.label,
        "formula": figure.formula,
        "inputs": inputs,
        "links": [("What it means", url("formulas:page", figure.page))] if figure.page else [],
    }


def days_in_words(report: Report, since: date | None) -> str:
    """Return the day or the period the report is about, as its subtitle."""
    if since is None:
        return f"As of {date_text(report.as_of)}"
    return f"{date_text(since)} to {date_text(report.as_of)}"
