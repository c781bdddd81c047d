"""The list of warehouse lines, the page of one, and their files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.funding.queries.history import FIRST, financed_bills, interest_by_month, movements
from openlien.funding.queries.lines import line_standing
from openlien.identity.permissions import Permission

from .. import business_time
from ..access import page
from ..as_of import as_of_asked
from ..seen import shows
from ..sheets import Line, Sheet, exported
from .words import (
    MOVEMENT_HEADS,
    bills_sheet,
    frame,
    line_words,
    lines_sheet,
    months_sheet,
    movement_cells,
)

BILLS_IN_A_FILE_MAX = 200_000


@page(Permission.FUNDING_VIEW)
@require_safe
def lines_page(request: HttpRequest) -> HttpResponse:
    """Every line with what is drawn, available and owed."""
    return render(request, "funding/lines.jinja", {**frame(request), "sheet": lines_sheet(request)})


@page(Permission.FUNDING_VIEW)
@require_safe
def lines_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The lines as a file."""
    return exported(lines_sheet(request), form, name="warehouse-lines")


@page(Permission.FUNDING_VIEW)
@require_safe
def line_page(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """One line as of a day: figures, interest by month, movements, rates, bills financed."""
    words = line_words(request, line_id)
    shows(request, "Bills financed by a line", rows=words["bills_shown"])
    return render(request, "funding/line.jinja", words)


@page(Permission.FUNDING_VIEW)
@require_safe
def months_file(request: HttpRequest, line_id: UUID, form: str) -> HttpResponseBase:
    """Interest by month as a file."""
    _refuse_missing(request, line_id)
    as_of, _ = as_of_asked(request)
    months = interest_by_month(request.actor, line_id, as_of=as_of)  # type: ignore[attr-defined]
    return exported(months_sheet(months), form, name="interest-by-month")


@page(Permission.FUNDING_VIEW)
@require_safe
def movements_file(request: HttpRequest, line_id: UUID, form: str) -> HttpResponseBase:
    """The movements as a file."""
    _refuse_missing(request, line_id)
    as_of, _ = as_of_asked(request)
    found = movements(request.actor, line_id, as_of=as_of)  # type: ignore[attr-defined]
    lines = [Line(movement_cells(each)) for each in found]
    return exported(Sheet("Movements", MOVEMENT_HEADS, lines), form, name="movements")


@page(Permission.FUNDING_VIEW)
@require_safe
def bills_file(request: HttpRequest, line_id: UUID, form: str) -> HttpResponseBase:
    """The bills financed as a file."""
    _refuse_missing(request, line_id)
    as_of, _ = as_of_asked(request)
    found = financed_bills(
        request.actor,  # type: ignore[attr-defined]
        line_id,
        as_of=as_of,
        after=FIRST,
        limit=BILLS_IN_A_FILE_MAX,
    )
    shows(request, "Bills financed by a line, export", rows=len(found.items))
    return exported(bills_sheet(found.items), form, name="bills-financed")


def _refuse_missing(request: HttpRequest, line_id: UUID) -> None:
    today = business_time.today()
    line_standing(request.actor, line_id, as_of=today, today=today)  # type: ignore[attr-defined]
