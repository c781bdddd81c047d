"""The bills grid as a file: the columns, rows and order of the screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from openlien.cases.queries import read_case
from openlien.identity.permissions import Permission
from openlien.negotiation.queries import NoteLine, latest_notes
from openlien.payments.queries.bills_grid import GridLine, bills_grid

from ... import business_time
from ...access import page
from ...seen import shows
from ...sheets import Line, Sheet, exported
from .columns import HEADS, GridColumn, columns_for
from .screen import screen_of


@page(Permission.OFFERS_VIEW)
@require_safe
def bills_csv(request: HttpRequest, number: str) -> HttpResponseBase:
    """The bills that the screen shows, as CSV."""
    actor = request.actor  # type: ignore[attr-defined]
    case = read_case(actor, number)
    grid, notes = bills_grid(actor, case, as_of=business_time.today()), latest_notes(actor, case)
    screen = screen_of(request.GET, columns_for(actor))
    lines = [line for line in screen.ordered(grid.lines, notes) if screen.shows(line, notes)]
    columns = screen.columns()
    shows(request, "Bills grid export", case_number=case.number, rows=len(lines))
    rows = (Line(tuple(_said(column, line, notes.get(line.bill_id)) for column in columns)) for line in lines)
    sheet = Sheet("Bills", tuple(HEADS[column.key] for column in columns), rows)
    return exported(sheet, "csv", name=f"{case.number}-negotiation")


def _said(column: GridColumn, line: GridLine, note: NoteLine | None) -> Any:
    if column.key == "notes":
        return f"{note.author}: {note.body}" if note else ""
    value = column.says(line)
    return ("In" if value else "Out") if column.kind == "network" else value
