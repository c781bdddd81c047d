"""Collections as a file: the cases of the list in its order, or those that were ticked."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from openlien.collections.filters import Selection
from openlien.collections.queries.tree import CaseRow, all_cases
from openlien.identity.permissions import Permission

from .. import business_time
from ..access import page
from ..seen import shows
from ..sheets import Head, Line, Sheet, exported
from .bulk_views import NUMBER_LETTERS_MAX, uuids_of
from .list_state import read_state
from .list_views import today_here
from .shown import CONTACTS, NO_FIRM_NAME

HEADS = (
    Head("Law firm"),
    Head("Case"),
    Head("Patient"),
    Head("Stage"),
    Head("Billed", "money"),
    Head("Offer", "money"),
    Head("Percent of billed", "percent"),
    Head("Collected", "money"),
    Head("Balance", "money"),
    Head("ROR", "percent"),
    Head("Last contact", "date"),
    Head("Contact by"),
    Head("Next on", "date"),
    Head("Next step"),
    Head("Owner"),
)


@page(Permission.PORTFOLIO_EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def collections_csv(request: HttpRequest) -> HttpResponseBase:
    """The cases as CSV."""
    return _export(request, "csv")


@page(Permission.PORTFOLIO_EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def collections_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The cases as a workbook."""
    return _export(request, "xlsx")


def _export(request: HttpRequest, form: str) -> HttpResponseBase:
    actor = request.actor  # type: ignore[attr-defined]
    state = read_state(actor, request.GET.dict())
    numbers = tuple(text[:NUMBER_LETTERS_MAX] for text in request.POST.getlist("case"))
    selection = Selection(numbers, uuids_of(request.POST.getlist("firm")))
    chosen = replace(state.filter, selection=selection) if selection else state.filter
    rows = all_cases(actor, chosen, state.order, day=today_here())
    shows(request, "Collections export", rows=len(rows))
    name = f"collections-{business_time.today():%Y-%m-%d}"
    return exported(Sheet("Collections", HEADS, map(_line, rows)), form, name=name)


def _line(case: CaseRow) -> Line:
    figures = case.figures
    return Line(
        (
            case.law_firm or NO_FIRM_NAME,
            case.number,
            case.patient,
            case.stage.label,
            figures.billed,
            figures.offer,
            figures.percent,
            figures.collected,
            figures.balance,
            figures.ror,
            case.contacted_on,
            CONTACTS.get(case.contact_kind, ""),
            case.next_on,
            case.next_what or ("Offer ends" if case.next_on else ""),
            case.owner,
        )
    )
