"""What surrounds every tab of a case: breadcrumb, head, tabs, the way to the next case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from openlien.cases.queries import CaseHead, read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import age_days, months_shown
from openlien.receivables.case_list import neighbours
from openlien.receivables.queries import BadCursor

from .. import business_time
from ..jinja import age_words, date_text, url
from ..seen import shows
from .list_state import ListState, state_of_text

STATUTE_NEAR_DAYS = 180
TABS = (
    ("case", "Summary", Permission.CASES_VIEW),
    ("bills", "Bills", Permission.CASES_VIEW),
    ("money", "Money", Permission.CASES_VIEW),
    ("documents", "Documents", Permission.DOCUMENTS_VIEW),
    ("history", "History", Permission.CASES_VIEW),
    ("account", "Account", Permission.LEDGER_VIEW),
)


def opened_case(request: HttpRequest, number: str, *, seen: str) -> CaseHead:
    """The case, whose view is noted in the access log.

    Raises: Forbidden, NotFound.
    """
    actor = request.actor  # type: ignore[attr-defined]
    case = read_case(actor, number)
    shows(request, seen, case_number=case.number)
    return case


def frame(request: HttpRequest, case: CaseHead, tab: str) -> dict[str, Any]:
    """What the frame of a case page shows; `tab` is the address name of the tab at hand."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    state = _list_state(request, actor)
    origin = {"list": state.text()} if state else {}
    return {
        "case": case,
        "origin": origin,
        "crumbs": _crumbs(case, state),
        "tabs": [
            {"label": label, "href": url(f"cases:{name}", case.number, query=origin), "current": name == tab}
            for name, label, permission in TABS
            if actor.may(permission)
        ],
        "walk": _walk(actor, case, state, tab, today) if state else None,
        "subtitle": " · ".join(_facts(case, today)),
        "due": _statute_warning(case, today),
        "may_change_stage": actor.may(Permission.CASES_EDIT),
        "may_record_payment": actor.may(Permission.PAYMENTS_RECORD),
        "may_adjust": actor.may(Permission.ADJUSTMENTS_RECORD),
    }


def _list_state(request: HttpRequest, actor: Actor) -> ListState | None:
    text = request.GET.get("list", "")
    return state_of_text(actor, text) if text else None


def _crumbs(case: CaseHead, state: ListState | None) -> list[tuple[str, str | None]]:
    back = url("cases:list", query=state.query() if state else None)
    steps: list[tuple[str, str | None]] = [("Cases", back)]
    if case.law_firm_id:
        steps.append((case.law_firm, url("cases:list", query={"firm": case.law_firm_id})))
    return [*steps, (case.number, None)]


def _walk(actor: Actor, case: CaseHead, state: ListState, tab: str, today: date) -> dict[str, str | None]:
    try:
        before, after = neighbours(actor, case.number, state.filter, state.order, as_of=today)
    except BadCursor:
        return {"previous": None, "next": None}
    query = {"list": state.text()}
    return {
        "previous": url(f"cases:{tab}", before, query=query) if before else None,
        "next": url(f"cases:{tab}", after, query=query) if after else None,
    }


def _facts(case: CaseHead, today: date) -> list[str]:
    facts = [case.accident_type or "Accident type not recorded"]
    if case.date_of_loss:
        facts.append(f"Loss {date_text(case.date_of_loss)}")
    if (days := case.days_since_loss(today)) is not None:
        facts.append(f"{months_shown(days)} months out")
    if case.statute_on:
        verb = "runs" if case.statute_on >= today else "ran"
        facts.append(f"Statute {verb} {date_text(case.statute_on)}")
    if case.state:
        facts.append(case.state)
    return facts


def _statute_warning(case: CaseHead, today: date) -> str | None:
    if case.statute_on is None or not case.stage.is_open:
        return None
    days = age_days(today, case.statute_on)
    if not 0 <= days <= STATUTE_NEAR_DAYS:
        return None
    return "Statute runs today" if days == 0 else f"{age_words(days)} until the statute runs"
