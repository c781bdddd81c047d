"""The tree of firms and cases, and the cases of one firm as rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.cases.activity.queries.people import assignees
from openlien.collections.filters import CollectionFilter, CollectionView
from openlien.collections.queries.tree import FIRM_CASES, FirmPage, cases_of_firms, firm_page
from openlien.collections.queries.views import counts_of, saved_views
from openlien.collections.statement import Day
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..access import page
from ..cases.days import view_of_today
from ..first_import import first_import
from ..jinja import plural, url
from ..list_address import stage_choices
from ..seen import shows
from .list_state import (
    ALL_FIRMS,
    ME,
    NETWORKS,
    NO_FIRMS,
    NO_ONE,
    ListState,
    opened_firms,
    read_state,
    state_of_text,
)
from .peek import peek_context
from .shown import cases_shown, cells_of, columns_of, firm_shown, is_cut

# A list of no more cases than this opens with all its firms unfolded.
UNFOLDED_CASES_MAX = 60
# All firms of a page unfold as long as they have no more cases than this together.
UNFOLDED_AT_ONCE_MAX = 1_000


@page(Permission.OFFERS_VIEW)
def collections(request: HttpRequest) -> HttpResponse:
    """Firms and their cases, a page of firms at a time, with totals over the whole list."""
    return render(request, "collections/list.jinja", list_context(request))


@page(Permission.OFFERS_VIEW)
def firm_rows(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """The cases of one firm as rows of the tree, which unfolds without the page around them."""
    actor, day = request.actor, today_here()  # type: ignore[attr-defined]
    state = read_state(actor, request.GET.dict())
    cases = cases_of_firms(actor, state.filter, state.order, day=day, firms=[firm_id])[firm_id]
    shows(request, "Collections", rows=len(cases))
    context = {
        "rows": cases_shown(cases, state, day.as_of),
        "firm_id": str(firm_id),
        "hidden_cases": "The rest of its cases" if is_cut(cases) else "",
        "all_href": url("cases:list", query={"firm": firm_id}),
        "may_select": may_select(actor),
    }
    return render(request, "collections/rows.jinja", context)


def list_context(request: HttpRequest) -> dict[str, Any]:
    """What the page shows; a drawer opens over the same list."""
    actor, day = request.actor, today_here()  # type: ignore[attr-defined]
    state = read_state(actor, request.GET.dict())
    found = firm_page(actor, state.filter, state.order, day=day, page=state.page)
    opened = _opened(state, found)
    cases = cases_of_firms(actor, state.filter, state.order, day=day, firms=opened)
    shows(request, "Collections", rows=sum(map(len, cases.values())))
    open_ids = {str(firm) for firm in opened}
    own = saved_views(actor)
    views = _views(actor, state, own, day)
    people = assignees(actor) if actor.may(Permission.ACTIVITY_VIEW) else []
    owners = [
        ("", "Anybody"),
        (ME, "Me"),
        (NO_ONE, "Nobody"),
        *((str(each.id), each.name) for each in people),
    ]
    return {
        "state": state,
        "query": state.query(),
        "whole": state.whole(),
        "columns": columns_of(state),
        "firms": [firm_shown(row, cases.get(row.id), state, open_ids, day.as_of) for row in found.rows],
        "total": {
            "words": f"{plural(found.cases, 'case')} of {plural(found.firms, 'firm')}",
            "cells": cells_of(found.totals),
        },
        "found": found,
        "fold": _fold(state, found, len(opened)),
        "pages": _pages(state, found),
        "views": views,
        "own_view": next((view for view in own if view.query == _saved_text(state)), None),
        "saved_query": _saved_text(state),
        "stages": list(stage_choices()),
        "owners": owners,
        "networks": NETWORKS,
        "clear_href": url("collections:list", query={"view": state.view.value})
        if state.is_filtered
        else None,
        "firm_chip_href": url("collections:list", query=state.without("firm").query())
        if state.firm
        else None,
        "complaints": list(state.ignored),
        "is_empty": not (views[len(CollectionView) - 1]["count"]),
        "first_import": first_import(actor),
        "may_select": may_select(actor),
        "may_assign": actor.may(Permission.CASES_ASSIGN),
        "may_plan": actor.may(Permission.ACTIVITY_LOG),
        "may_export": actor.may(Permission.PORTFOLIO_EXPORT),
        "peek": peek_context(request, state.peek, state) if state.peek else None,
    }


def today_here() -> Day:
    """The business day it is now."""
    return Day(**view_of_today())


def may_select(actor: Actor) -> bool:
    """Whether there is anything that the actor may do with many cases at once."""
    needed = (Permission.CASES_ASSIGN, Permission.ACTIVITY_LOG, Permission.PORTFOLIO_EXPORT)
    return any(actor.may(each) for each in needed)


def _opened(state: ListState, found: FirmPage) -> list[UUID]:
    if state.opened == NO_FIRMS:
        return []
    if state.opened == ALL_FIRMS or (not state.opened and found.cases <= UNFOLDED_CASES_MAX):
        return _that_fit(found)
    named = opened_firms(state.opened)
    return [row.id for row in found.rows if row.id in named]


def _that_fit(found: FirmPage) -> list[UUID]:
    """The first firms of the page that can be unfolded at once, at least one."""
    shown = accumulate(min(row.cases, FIRM_CASES) for row in found.rows)
    rows = zip(found.rows, shown, strict=True)
    return [row.id for place, (row, cases) in enumerate(rows) if place == 0 or cases <= UNFOLDED_AT_ONCE_MAX]


def _fold(state: ListState, found: FirmPage, opened: int) -> dict[str, str]:
    """The button that unfolds every firm of the page, or folds them all."""
    fit = len(_that_fit(found))
    all_open = opened >= fit
    wanted = NO_FIRMS if all_open else ALL_FIRMS
    unfold = "Unfold all" if fit == len(found.rows) else f"Unfold the first {fit}"
    return {
        "label": "Fold all" if all_open else unfold,
        "href": url("collections:list", query=state.whole(open=wanted)),
    }


def _views(actor: Actor, state: ListState, own: Sequence[Any], day: Day) -> list[dict[str, Any]]:
    """The views that everybody has, then the reader's own, each with the number of its cases."""
    saved = [state_of_text(actor, f"in=collections&{view.query}") for view in own]
    filters = [
        *(CollectionFilter(view=view) for view in CollectionView),
        *(each.filter for each in saved if each),
    ]
    counts = counts_of(actor, filters, day=day)
    is_own = any(view.query == _saved_text(state) for view in own)
    common = [
        {
            "label": view.label,
            "title": view.meaning,
            "href": url("collections:list", query={"view": view.value}),
            "current": view is state.view and not is_own,
            "count": count,
        }
        for view, count in zip(CollectionView, counts, strict=False)
    ]
    personal = [
        {
            "label": view.name,
            "title": "A view that you saved",
            "href": url("collections:list") + f"?{view.query}",
            "current": view.query == _saved_text(state),
            "count": count,
        }
        for view, count in zip(own, counts[len(CollectionView) :], strict=True)
    ]
    return [*common, *personal]


def _saved_text(state: ListState) -> str:
    """The address by which the present filter is saved."""
    return url("collections:list", query=state.query()).partition("?")[2]


def _pages(state: ListState, found: FirmPage) -> dict[str, str | None]:
    def href(number: int) -> str | None:
        is_there = 1 <= number <= found.pages
        return url("collections:list", query=state.whole(page=number, open="")) if is_there else None

    return {"newer": href(found.page - 1), "older": href(found.page + 1)}
