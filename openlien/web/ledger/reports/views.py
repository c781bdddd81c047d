"""Financial reports: the gallery by question, each report on screen, and its table as CSV, XLSX or PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.accounting.reports import BY_SLUG, REPORTS
from openlien.identity.permissions import Permission
from openlien.web.access import page
from openlien.web.jinja import url

from ..places import ledger_tabs
from .shelf import Crumbs, Shelf, questions_of, report_as_file, shown_report


@page(Permission.LEDGER_VIEW)
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The reports by the question they answer, only those that the reader may open."""
    questions = questions_of(request.actor, REPORTS)  # type: ignore[attr-defined]
    return render(
        request, "ledger/reports/gallery.jinja", {"questions": questions, "tabs": ledger_tabs(request)}
    )


@page(Permission.LEDGER_VIEW)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report: its finding, figures, chart and table, a hundred rows at a time."""
    return shown_report(request, BOOKS, slug)


@page(Permission.LEDGER_VIEW)
@require_safe
def report_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The whole table of the report as a file.

    Raises: InvalidInput for days or choices that cannot be read, PdfTooLong, TooManyRows.
    """
    return report_as_file(request, BOOKS, slug, form)


def _crumbs(tabs: list[dict[str, object]]) -> Crumbs:
    first = str(tabs[0]["href"]) if tabs else None
    return [("Ledger", first), ("Reports", url("ledger:reports"))]


BOOKS = Shelf("ledger", BY_SLUG, ledger_tabs, _crumbs)
