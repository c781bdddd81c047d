"""The list of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.cases.queries import find_firms, provider_groups
from openlien.cases.stages import Stage
from openlien.cases.states import STATES
from openlien.identity.permissions import Permission
from openlien.kit.dates import months_shown
from openlien.kit.money import Money
from openlien.receivables.case_list import CasePage, CaseSort, ListedCase, case_page
from openlien.receivables.queries import BadCursor

from ..access import page
from ..first_import import first_import
from ..jinja import url
from ..list_address import stage_choices, stage_label
from ..seen import shows
from .days import view_of_today
from .list_state import STAGE_DAYS, ListState, read_state

OPTIONS_MAX = 12
LOST_PAGE = "That page of the list does not exist; this is the first one."
STAGE_CHOICES = list(stage_choices())
STATE_CHOICES = [("", "Any state"), *((code, code) for code in STATES)]
STAGE_DAYS_CHOICES = [("", "Any time"), *((days, f"{days} days or more") for days in STAGE_DAYS)]
_ANY_NUMBER = "CASE-0000-00000"
COLUMNS = (
    ("number", "Case", "text", CaseSort.NUMBER),
    ("patient", "Patient", "text", None),
    ("law_firm", "Law firm", "text", None),
    ("state", "State", "text", None),
    ("stage", "Stage", "text", None),
    ("since", "Since", "date", CaseSort.SINCE),
    ("billed", "Billed, $", "money", None),
    ("collected", "Collected, $", "money", None),
    ("open", "Open, $", "money", CaseSort.OPEN),
    ("age", "Age, months", "number", CaseSort.AGE),
    ("last_activity", "Last activity", "date", None),
)


class ListRow(NamedTuple):
    """One case as a line of the list; the page takes it apart in this order."""

    number: str
    href: str
    patient: str
    law_firm: str
    state: str
    stage: Stage
    since: date | None
    is_sighting: bool
    billed: Money
    collected: Money
    open: Money
    age: str
    last_activity: date | None


@page(Permission.CASES_VIEW)
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that the address asks for, fifty at a time, with totals over all of them."""
    actor = request.actor  # type: ignore[attr-defined]
    state = read_state(actor, request.GET.dict())
    found, is_lost = _found(request, state)
    shows(request, "Cases", rows=len(found.rows))
    # The list is kept by the first four; what the template calls is made only when it is written anew.
    return render(
        request,
        "cases/list.jinja",
        {
            "state": state,
            "found": found,
            "complaints": (*state.ignored, *((LOST_PAGE,) if is_lost else ())),
            "may_export": actor.may(Permission.PORTFOLIO_EXPORT),
            "is_empty": not (found.totals.cases or state.is_filtered),
            "first_import": first_import(actor),
            "totals": found.totals,
            "columns": partial(_columns, replace(state, after="", before="", ignored=())),
            "rows": partial(_rows, found.rows, state),
            "pages": partial(_pages, state, found),
            "chips": partial(_chips, state),
            "stages": STAGE_CHOICES,
            "states": STATE_CHOICES,
            "stage_days": STAGE_DAYS_CHOICES,
        },
    )


@page(Permission.CASES_VIEW)
def firm_options(request: HttpRequest) -> HttpResponse:
    """The law firms with words that begin like `q`, for the filter's search field."""
    words = request.GET.get("q", "")[:200]
    firms = find_firms(request.actor, words, limit=OPTIONS_MAX)  # type: ignore[attr-defined]
    options = [{"value": str(firm.id), "label": firm.name} for firm in firms]
    return render(request, "search/options.jinja", {"options": options})


@page(Permission.CASES_VIEW)
def group_options(request: HttpRequest) -> HttpResponse:
    """The provider groups whose names hold `q`, for the filter's search field."""
    words = request.GET.get("q", "")[:200].strip().casefold()
    groups = provider_groups(request.actor)  # type: ignore[attr-defined]
    found = [group for group in groups if words in group.name.casefold()][:OPTIONS_MAX]
    options = [{"value": str(group.id), "label": group.name} for group in found]
    return render(request, "search/options.jinja", {"options": options})


def _found(request: HttpRequest, state: ListState) -> tuple[CasePage, bool]:
    """The page asked for, or the first one and True when there is no such page."""
    view = view_of_today()
    actor = request.actor  # type: ignore[attr-defined]
    try:
        return case_page(
            actor, state.filter, state.order, **view, after=state.after, before=state.before
        ), False
    except BadCursor:
        return case_page(actor, state.filter, state.order, **view), True


def _columns(state: ListState) -> list[dict[str, object]]:
    return [_column(state, *column) for column in COLUMNS]


def _column(state: ListState, key: str, label: str, kind: str, sort: CaseSort | None) -> dict[str, object]:
    if sort is None:
        return {"key": key, "label": label, "kind": kind}
    direction = "descending" if state.order.descending else "ascending"
    return {
        "key": key,
        "label": label,
        "kind": kind,
        "sort_href": url("cases:list", query=state.sorted_by(sort).query()),
        "sort": direction if state.order.sort is sort else None,
    }


def _rows(cases: Sequence[ListedCase], state: ListState) -> list[ListRow]:
    # One address is made and the numbers are put into it: making fifty would be a third of the page's time.
    begin, end = url("cases:case", _ANY_NUMBER, query={"list": state.text()}).split(_ANY_NUMBER)
    return [
        ListRow(
            case.number,
            f"{begin}{case.number}{end}",
            case.patient,
            case.law_firm,
            case.state,
            case.stage,
            case.stage_on,
            case.stage_is_sighting,
            case.billed,
            case.collected,
            case.open,
            str(months_shown(case.age_days)),
            case.last_activity_on,
        )
        for case in cases
    ]


def _pages(state: ListState, found: CasePage) -> dict[str, str | None]:
    query = state.query()
    return {
        "newer": url("cases:list", query={**query, "before": found.newer}) if found.newer else None,
        "older": url("cases:list", query={**query, "after": found.older}) if found.older else None,
    }


def _chips(state: ListState) -> list[dict[str, str]]:
    days = f"{state.stage_days} days or more" if state.stage_days else ""
    named = (
        ("words", "Search", state.words),
        ("stage", "Stage", stage_label(state.stage) if state.stage else ""),
        ("firm", "Firm", state.firm_name),
        ("state", "State", state.state),
        ("group", "Provider group", state.group_name),
        ("stage_days", "In stage", days),
    )
    return [
        {"name": name, "value": value, "href": url("cases:list", query=state.without(key).query())}
        for key, name, value in named
        if value
    ]
