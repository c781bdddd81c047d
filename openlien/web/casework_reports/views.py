"""Reports of casework: the gallery of all reports by question, each report on screen and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.accounting.reports import REPORTS as REPORTS_OF_BOOKS
from openlien.collections.reports import BY_SLUG, REPORTS
from openlien.identity.permissions import Permission
from openlien.web.access import page
from openlien.web.jinja import url

from ..ledger.reports.shelf import Crumbs, Shelf, questions_of, report_as_file, shown_report


@page(Permission.CASEWORK_REPORTS_VIEW)
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every report that the reader may open, by the question it answers: of casework, then of the books."""
    actor = request.actor  # type: ignore[attr-defined]
    areas = [
        ("Negotiation and collection", "casework", questions_of(actor, REPORTS)),
        ("The books", "ledger", questions_of(actor, REPORTS_OF_BOOKS)),
    ]
    return render(request, "casework_reports/gallery.jinja", {"areas": [area for area in areas if area[2]]})


@page(Permission.CASEWORK_REPORTS_VIEW)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report: its finding, figures, chart and table."""
    return shown_report(request, CASEWORK, slug)


@page(Permission.CASEWORK_REPORTS_VIEW)
@require_safe
def report_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The whole table of the report as a file.

    *Raises*: InvalidInput for days or choices that cannot be read, PdfTooLong, TooManyRows.
    """
    return report_as_file(request, CASEWORK, slug, form)


def _no_tabs(request: HttpRequest) -> list[dict[str, object]]:
    return []


def _crumbs(tabs: list[dict[str, object]]) -> Crumbs:
    return [("Reports", url("casework:reports"))]


CASEWORK = Shelf("casework", BY_SLUG, _no_tabs, _crumbs)
