"""The way through Collections from one case to the next, as the frame of a case shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from openlien.cases.queries import CaseHead
from openlien.collections.queries.tree import place_in_list
from openlien.collections.queries.views import saved_views
from openlien.collections.statement import Day
from openlien.identity.actor import Actor

from ..jinja import url
from .list_state import ListState


def crumbs_of(case: CaseHead, state: ListState) -> list[tuple[str, str | None]]:
    """Collections as it was left, the firm's cases there, the case."""
    steps: list[tuple[str, str | None]] = [("Collections", url("collections:list", query=state.whole()))]
    if case.law_firm_id:
        query = {"view": "all", "firm": case.law_firm_id, "open": "all"}
        steps.append((case.law_firm, url("collections:list", query=query)))
    return [*steps, (case.number, None)]


def walk_of(actor: Actor, case: CaseHead, state: ListState, tab: str, today: date) -> dict[str, Any]:
    """The cases before and after this one, and where it stands among them."""
    day = Day(today, settings.BUSINESS_TIME_ZONE)
    place = place_in_list(actor, case.number, state.filter, state.order, day=day)
    if place is None:
        return {"previous": None, "next": None, "place": ""}
    query = {"list": state.text()}
    name = _name(actor, state)
    return {
        "previous": url(f"cases:{tab}", place.before, query=query) if place.before else None,
        "next": url(f"cases:{tab}", place.after, query=query) if place.after else None,
        "place": f"{name} {place.place:,}/{place.cases:,}"
        if place.belongs
        else f"{name}: {place.cases:,} left",
    }


def _name(actor: Actor, state: ListState) -> str:
    if not state.is_filtered:
        return state.view.label
    query = url("collections:list", query=state.query()).partition("?")[2]
    return next(
        (view.name for view in saved_views(actor) if view.query == query), f"{state.view.label}, filtered"
    )
