"""Financial reports: the gallery by question, each report on screen, and its table as CSV, XLSX or PDF."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.accounting.reports import BY_SLUG, REPORTS, Definition, Report
from openlien.identity.permissions import Permission
from openlien.kit.errors import InvalidInput, NotFound
from openlien.web.access import page
from openlien.web.papers import Paper, printed
from openlien.web.seen import shows
from openlien.web.sheets import exported

from ..places import ledger_tabs
from .asking import Question, read_question
from .shown import chart_of, days_in_words, sheet_of, tiles_of, written

PAGE_ROWS = 100
# As many rows as a browser prints in one piece; more belongs into a file.
ALL_ROWS_MAX = 2_000
PAGE_NUMBER_MAX = 100_000


@page(Permission.LEDGER_VIEW)
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The reports by the question they answer, only those that the reader may open."""
    mine = [each for each in REPORTS if request.actor.may(each.permission)]  # type: ignore[attr-defined]
    order = list(dict.fromkeys(each.question for each in mine))
    mine.sort(key=lambda each: order.index(each.question))
    questions = [
        (question, list(answers)) for question, answers in groupby(mine, key=lambda each: each.question)
    ]
    return render(
        request, "ledger/reports/gallery.jinja", {"questions": questions, "tabs": ledger_tabs(request)}
    )


@page(Permission.LEDGER_VIEW)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report: its finding, figures, chart and table, a hundred rows at a time."""
    definition = _definition(request, slug)
    question = read_question(request, definition)
    context = {"definition": definition, "question": question, "tabs": ledger_tabs(request)}
    if question.asked is None:
        return render(request, "ledger/reports/refused.jinja", context, status=422)
    found = definition.build(request.actor, question.asked)  # type: ignore[attr-defined]
    part = _part(request, found)
    if found.shows_cases:
        shows(request, definition.title, rows=part["shown"])
    context |= {
        "report": found,
        "subtitle": days_in_words(found, question.asked.since),
        "tiles": tiles_of(found),
        "chart": chart_of(found.picture),
        "sheet": sheet_of(found, part["rows"], query=question.query()),
        "part": part,
        "newer": question.here(page=part["page"] - 1) if part["page"] > 1 else None,
        "older": question.here(page=part["page"] + 1) if part["has_more"] else None,
    }
    return render(request, "ledger/reports/report.jinja", context)


@page(Permission.LEDGER_VIEW)
@require_safe
def report_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The whole table of the report as a file.

    Raises: InvalidInput for days or choices that cannot be read, PdfTooLong, TooManyRows.
    """
    definition = _definition(request, slug)
    question = read_question(request, definition)
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


def _definition(request: HttpRequest, slug: str) -> Definition:
    definition = BY_SLUG.get(slug)
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
