"""The list a case was opened from: the breadcrumb back to it, and the way to its next case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.receivables.case_list import neighbours
from openlien.receivables.queries import BadCursor

from ..collections import list_state as collections_state
from ..collections.walk import crumbs_of, walk_of
from ..jinja import url
from .list_state import ListState, state_of_text


@dataclass(frozen=True, slots=True)
class Way:
    """Where a case page came from; `origin` goes into the addresses of its tabs. No list, no walk."""

    origin: dict[str, str]
    crumbs: list[tuple[str, str | None]]
    walk: dict[str, Any] | None


def way_of(request: HttpRequest, case: CaseHead, tab: str, today: date) -> Way:
    """The way that the `list` value of the address names: through Collections or the list of cases."""
    actor = request.actor  # type: ignore[attr-defined]
    text = request.GET.get("list", "")
    if text and actor.may(Permission.OFFERS_VIEW):
        through = collections_state.state_of_text(actor, text)
        if through:
            walk = walk_of(actor, case, through, tab, today)
            return Way({"list": through.text()}, crumbs_of(case, through), walk)
    state = state_of_text(actor, text) if text else None
    walk = _walk(actor, case, state, tab, today) if state else None
    return Way({"list": state.text()} if state else {}, _crumbs(case, state), walk)


def _crumbs(case: CaseHead, state: ListState | None) -> list[tuple[str, str | None]]:
    back = url("cases:list", query=state.query() if state else None)
    steps: list[tuple[str, str | None]] = [("Cases", back)]
    if case.law_firm_id:
        steps.append((case.law_firm, url("cases:list", query={"firm": case.law_firm_id})))
    return [*steps, (case.number, None)]


def _walk(actor: Actor, case: CaseHead, state: ListState, tab: str, today: date) -> dict[str, Any]:
    try:
        before, after = neighbours(actor, case.number, state.filter, state.order, as_of=today)
    except BadCursor:
        return {"previous": None, "next": None, "place": ""}
    query = {"list": state.text()}
    return {
        "previous": url(f"cases:{tab}", before, query=query) if before else None,
        "next": url(f"cases:{tab}", after, query=query) if after else None,
        "place": "",
    }
