"""Downloads of what the case pages show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponseBase

from openlien.cases.queries import read_case
from openlien.identity.permissions import Permission
from openlien.payments.queries import BillLine, CaseBills, bills_of
from openlien.receivables.case_list import ListedCase, all_cases, case_totals

from .. import business_time
from ..access import page
from ..seen import shows
from ..sheets import Head, Line, Sheet, Value, exported
from .days import view_of_today
from .list_state import read_state

CASE_HEADS = (
    Head("Case"),
    Head("Patient"),
    Head("Law firm"),
    Head("State"),
    Head("Stage"),
    Head("Since", "date"),
    Head("Since is first seen"),
    Head("Billed", "money"),
    Head("Collected", "money"),
    Head("Open", "money"),
    Head("Age days", "count"),
    Head("Last activity", "date"),
)


@page(Permission.PORTFOLIO_EXPORT)
def cases_csv(request: HttpRequest) -> HttpResponseBase:
    """Every case of the list as CSV, in its order."""
    return _cases(request, "csv")


@page(Permission.PORTFOLIO_EXPORT)
def cases_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Every case of the list as a workbook, in its order."""
    return _cases(request, "xlsx")


@page(Permission.CASES_VIEW)
def bills_csv(request: HttpRequest, number: str) -> HttpResponseBase:
    """The bills of a case as CSV, with the columns that the actor may see."""
    actor = request.actor  # type: ignore[attr-defined]
    case = read_case(actor, number)
    bills = bills_of(actor, case)
    shows(request, "Case bills export", case_number=case.number, rows=len(bills.lines))
    heads = _bill_heads(bills)
    rows = (Line(tuple(values[head.label] for head in heads)) for values in map(_bill, bills.lines))
    return exported(Sheet("Bills", heads, rows), "csv", name=f"{case.number}-bills")


def _cases(request: HttpRequest, form: str) -> HttpResponseBase:
    actor = request.actor  # type: ignore[attr-defined]
    state = read_state(actor, request.GET.dict())
    view = view_of_today()
    count = case_totals(actor, state.filter, as_of=view["as_of"]).cases
    shows(request, "Cases export", rows=count)
    lines = _case_lines(all_cases(actor, state.filter, state.order, **view))
    return exported(Sheet("Cases", CASE_HEADS, lines), form, name=f"cases-{business_time.today():%Y-%m-%d}")


def _case_lines(cases: Iterable[ListedCase]) -> Iterator[Line]:
    for case in cases:
        yield Line(
            (
                case.number,
                case.patient,
                case.law_firm,
                case.state,
                case.stage.label,
                case.stage_on,
                "yes" if case.stage_is_sighting and case.stage_on else "",
                case.billed,
                case.collected,
                case.open,
                case.age_days,
                case.last_activity_on,
            )
        )


def _bill_heads(bills: CaseBills) -> tuple[Head, ...]:
    hidden = {"Contracted": not bills.shows_cost, "Tranche": not bills.shows_tranche}
    heads = (
        *(Head(name) for name in ("Bill", "Facility", "Network", "Code", "Description")),
        *(Head(name, "date") for name in ("Service day", "Invoice day")),
        *(Head(name, "money") for name in ("Billed", "Contracted", "Collected", "Reduction", "Bad debt")),
        *(Head(name, "money") for name in ("Open", "Refunds due so far")),
        *(Head(name) for name in ("Payoff status", "Tranche")),
    )
    return tuple(head for head in heads if not hidden.get(head.label))


def _bill(line: BillLine) -> dict[str, Value]:
    return {
        "Bill": line.number,
        "Facility": line.facility,
        "Network": "In" if line.is_in_network else "Out",
        "Code": line.code,
        "Description": line.description,
        "Service day": line.service_on,
        "Invoice day": line.invoice_on,
        "Billed": line.billed,
        "Contracted": line.contracted,
        "Collected": line.collected,
        "Reduction": line.reduction,
        "Bad debt": line.bad_debt,
        "Open": line.open,
        "Refunds due so far": line.refund_due,
        "Payoff status": line.payoff_status.label,
        "Tranche": line.tranche,
    }
