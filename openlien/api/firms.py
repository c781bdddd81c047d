"""Law firms: how to reach them, what their cases come to, each of their cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Status

from openlien.cases.firm_contacts import change_firm_contacts, record_firm
from openlien.cases.queries import FirmReach, firm_reach
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.receivables.firm_standing import (
    FirmCase,
    FirmTotals,
    cases_with_words,
    firm_collections,
    firm_standing,
    list_firms,
    totals_of,
)
from openlien.receivables.queries.paging import LIMIT_MAX, Place, read_place, write_cursor

from .authentication import actor_of_call
from .firms_shapes import (
    ContactRequest,
    ContactsRequest,
    FirmAnswer,
    FirmCaseList,
    FirmList,
    FirmRequest,
    ReachAnswer,
)
from .operations import operation

router = Router(tags=["firms"])
CASES_ORDER = "firm_cases"
MONTHS = 24
Words = Annotated[str, Query(max_length=200)]


@operation(router, "GET", "/firms", permission=Permission.FIRMS_VIEW, response=FirmList)
def get_firms(request: HttpRequest, q: Words = ""):
    """The law firms with words that begin with the words of `q`, by name."""
    found = list_firms(actor_of_call(request), q)
    return {"items": found, "total": len(found), "next_cursor": None}


@operation(router, "POST", "/firms", permission=Permission.CASES_EDIT, response=ReachAnswer, status=201)
def post_firm(request: HttpRequest, body: FirmRequest):
    """Adds a law firm that no import brought; one of that name in any spelling is refused with its id."""
    actor = actor_of_call(request)
    firm_id = record_firm(actor, name=body.name, attorney=body.attorney, contacts=_contacts(body.contacts))
    return Status(201, firm_reach(actor, firm_id))


@operation(router, "GET", "/firms/{uuid:firm_id}", permission=Permission.FIRMS_VIEW, response=FirmAnswer)
def get_firm(request: HttpRequest, firm_id: UUID):
    """One law firm with the figures of all its cases and what came in by month."""
    actor, day = actor_of_call(request), _today()
    reach = firm_reach(actor, firm_id)
    standing = firm_standing(actor, firm_id, as_of=day)
    months = firm_collections(actor, firm_id, as_of=day, months=MONTHS)
    return {
        **_reach(reach),
        "as_of": day,
        "totals": _totals(standing.totals),
        "collections": [{"month": f"{each.month:%Y-%m}", "collected": each.collected} for each in months],
    }


@operation(
    router,
    "PUT",
    "/firms/{uuid:firm_id}/contacts",
    permission=Permission.CASES_EDIT,
    response=ReachAnswer,
)
def put_contacts(request: HttpRequest, firm_id: UUID, body: ContactsRequest):
    """Changes the first contact of each kind that is named; who read an older version is refused."""
    actor = actor_of_call(request)
    change_firm_contacts(actor, firm_id, version=body.version, contacts=_contacts(body.contacts))
    return firm_reach(actor, firm_id)


@operation(
    router,
    "GET",
    "/firms/{uuid:firm_id}/cases",
    permission=Permission.FIRMS_VIEW,
    response=FirmCaseList,
    shows="Cases of a firm",
)
def get_firm_cases(
    request: HttpRequest,
    firm_id: UUID,
    q: Words = "",
    limit: int = Query(50, ge=1, le=LIMIT_MAX),
    cursor: str | None = Query(None, max_length=500),
):
    """The cases of a firm with words that begin with those of `q`, by number."""
    day = _today()
    standing = firm_standing(actor_of_call(request), firm_id, as_of=day)
    found = sorted(cases_with_words(standing.cases, q), key=lambda case: case.number)
    after = read_place(CASES_ORDER, cursor).key if cursor else ""
    left = [case for case in found if case.number > after]
    shown = left[:limit]
    last = shown[-1] if len(left) > limit else None
    return {
        "as_of": day,
        "items": [_case(case, day) for case in shown],
        "total": len(found),
        "totals": _totals(totals_of(found, as_of=day)),
        "next_cursor": write_cursor(CASES_ORDER, Place(last.number, last.case_id)) if last else None,
    }


def _contacts(given: Iterable[ContactRequest]) -> dict[str, str]:
    return {each.kind: each.value for each in given}


def _reach(reach: FirmReach) -> dict[str, Any]:
    return {name: getattr(reach, name) for name in ("id", "name", "version", "contacts", "people")}


def _case(case: FirmCase, as_of: date) -> dict[str, Any]:
    cost = case.cost
    names = ("patient", "accident_type", "date_of_loss", "stage", "dates", "accounts", "months_out")
    of_cost = ("site_cost", "interest", "allocated", "returned", "ror")
    return {
        "case_number": case.number,
        **{name: getattr(case, name) for name in (*names, "billed", "collected", "open")},
        **{name: None if cost is None else getattr(cost, name) for name in of_cost},
        "annualised": cost and cost.yearly(as_of),
    }


def _totals(sums: FirmTotals) -> dict[str, Any]:
    names = ("cases", "dates", "accounts", "billed", "collected", "open")
    of_cost = ("site_cost", "interest", "allocated", "returned")
    cost = sums.cost
    returns = cost.returns if cost else None
    return {
        **{name: getattr(sums, name) for name in names},
        **{name: None if cost is None else getattr(cost, name) for name in of_cost},
        "ror": returns and returns.weighted,
        "ror_mean": returns and returns.simple,
        "ror_median": returns and returns.median,
        "annualised": cost and cost.yearly,
        "time_out": [
            {"care": level.name.lower(), "months": months, "cases": sums.cases_by_level[level]}
            for level, months in (cost.months_out if cost else {}).items()
        ],
    }


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)
