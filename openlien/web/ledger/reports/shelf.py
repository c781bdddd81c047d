"""A shelf of reports: the gallery by question, one report on screen, and its table as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from openlien.accounting.reports import Definition, Report
from openlien.identity.actor import Actor
from openlien.kit.errors import InvalidInput, NotFound
from openlien.web.papers import Paper, printed
from openlien.web.seen import shows
from openlien.web.sheets import exported

from .asking import Question, read_question
from .shown import chart_of, days_in_words, sheet_of, tiles_of, written

PAGE_ROWS = 100
# As many rows as a browser prints in one piece; more belongs into a file.
ALL_ROWS_MAX = 2_000

Crumbs = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Reports that stand together: their area of addresses, and what stands above each of their pages."""

    area: str
    reports: Mapping[str, Definition]
    tabs: Callable[[HttpRequest], list[dict[str, object]]]
    crumbs: Callable[[list[dict[str, object]]], Crumbs]


def questions_of(actor: Actor, reports: Iterable[Definition]) -> list[tuple[str, list[Definition]]]:
    """Return the questions with the reports that answer each, only those that the reader may open."""
    mine = [each for each in reports if actor.may(each.permission)]
    order = list(dict.fromkeys(each.question for each in mine))
    mine.sort(key=lambda each: order.index(each.question))
    return [(question, list(answers)) for question, answers in groupby(mine, key=lambda each: each.question)]


def shown_report(request: HttpRequest, shelf: Shelf, slug: str) -> HttpResponse:
    """Return the page of a report: its finding, figures, chart and table, a hundred rows at a time.

    *Raises*: NotFound, Forbidden.
    """
    definition = _definition(request, shelf, slug)
    question = read_question(request, definition, area=shelf.area)
    tabs = shelf.tabs(request)
    context: dict[str, Any] = {
        "definition": definition,
        "question": question,
        "tabs": tabs,
        "crumbs": [*shelf.crumbs(tabs), (definition.title, None)],
    }
    if question.asked is None:
        return render(request, "ledger/reports/refused.jinja", context, status=422)
    found = definition.build(request.actor, question.asked)  # type: ignore[attr-defined]
    part = _part(request, found)
    if found.shows_cases:
        shows(request, definition.title, rows=part["shown"])  # type: ignore[arg-type]
    context |= {
        "report": found,
        "subtitle": days_in_words(found, question.asked.since),
        "tiles": tiles_of(found),
        "chart": chart_of(found.picture),
        "sheet": sheet_of(found, part["rows"], query=question.query()),  # type: ignore[arg-type]
        "part": part,
        "newer": question.here(page=part["page"] - 1) if part["page"] > 1 else None,  # type: ignore[operator]
        "older": question.here(page=part["page"] + 1) if part["has_more"] else None,  # type: ignore[operator]
    }
    return render(request, "ledger/reports/report.jinja", context)


def report_as_file(request: HttpRequest, shelf: Shelf, slug: str, form: str) -> HttpResponseBase:
    """Return the whole table of the report as csv, xlsx or pdf.

    *Raises*: InvalidInput for days or choices that cannot be read, PdfTooLong, TooManyRows, NotFound,
    Forbidden.
    """
    definition = _definition(request, shelf, slug)
    question = read_question(request, definition, area=shelf.area)
    if question.asked is None:
        name, sentence = next(iter(question.wrong.items()))
        raise InvalidInput(name, sentence)
    actor = request.actor  # type: ignore[attr-defined]
    found = definition.build(actor, question.asked)
    if found.shows_cases:
        shows(request, f"{definition.title}, export", rows=len(found.lines))
    sheet, name = sheet_of(found, query={}), f"{slug}-{found.as_of.isoformat()}"
    if form != "pdf":
        return exported(sheet, form, name=name)
    return printed(_paper(found, question), sheet, reader=actor, name=name)


def _definition(request: HttpRequest, shelf: Shelf, slug: str) -> Definition:
    definition = shelf.reports.get(slug)
    if definition is None:
        raise NotFound()
    request.actor.require(definition.permission)  # type: ignore[attr-defined]
    return definition


def _part(request: HttpRequest, found: Report) -> dict[str, object]:
    """The rows to show: one page of them, or all that fit in one piece."""
    total = len(found.lines)
    if request.GET.get("rows") == "all" and total <= ALL_ROWS_MAX:
        return {
            "rows": found.lines.part(0, total),
            "page": 1,
            "shown": total,
            "total": total,
            "has_more": False,
        }
    typed = request.GET.get("page", "1")
    last = max(1, -(-total // PAGE_ROWS))
    page_number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
    page_number = min(max(page_number, 1), last)
    start = (page_number - 1) * PAGE_ROWS
    rows = found.lines.part(start, PAGE_ROWS)
    return {
        "rows": rows,
        "page": page_number,
        "shown": len(rows),
        "total": total,
        "has_more": page_number < last,
        "span": f"{start + 1:,} to {start + len(rows):,}" if rows else None,
        "may_show_all": PAGE_ROWS < total <= ALL_ROWS_MAX,
    }


def _paper(found: Report, question: Question) -> Paper:
    assert question.asked is not None
    return Paper(
        title=found.title,
        subtitle=days_in_words(found, question.asked.since),
        parameters=question.parameters,
        takeaway=found.takeaway,
        figures=[(figure.label, written(figure.kind, figure.value)) for figure in found.figures],
        notes=found.notes,
        notice="Contains health information" if found.shows_cases else "Confidential",
        empty=found.empty,
    )
