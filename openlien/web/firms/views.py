"""The list of law firms, the page of one, and the files of both."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.cases.queries import firm_reach
from openlien.identity.permissions import Permission
from openlien.receivables.firm_standing import FirmStanding, firm_collections, firm_standing, totals_of

from .. import business_time
from ..access import page
from ..cases.contacts import contact_links
from ..jinja import url
from ..seen import shows
from ..sheets import exported
from .cases_table import columns_of, figures_of, pages_of, sheet_of, totals_cells
from .cases_view import CasesView, view_of
from .figures import months_chart, stage_chart, tiles_of, time_out_chart
from .list_view import list_context, list_sheet

MONTHS_SHOWN = 24
CASES_PART = "firm-cases"


@page(Permission.FIRMS_VIEW)
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """Every law firm with what is open, billed and collected on its cases."""
    is_part = request.headers.get("HX-Target") == "firm-list"
    template = "firms/list_part.jinja" if is_part else "firms/list.jinja"
    return render(request, template, list_context(request))


@page(Permission.PORTFOLIO_EXPORT)
@require_safe
def firms_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file."""
    return exported(list_sheet(request), form, name="law-firms")


@page(Permission.FIRMS_VIEW)
@require_safe
def firm(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """One law firm: how to reach it, what its cases come to, and each of them."""
    if request.headers.get("HX-Target") == CASES_PART:
        standing = firm_standing(request.actor, firm_id, as_of=business_time.today())  # type: ignore[attr-defined]
        return render(request, "firms/cases.jinja", cases_context(request, standing))
    return render(request, "firms/firm.jinja", firm_context(request, firm_id))


@page(Permission.PORTFOLIO_EXPORT)
@require_safe
def cases_file(request: HttpRequest, firm_id: UUID, form: str) -> HttpResponseBase:
    """The cases that the page shows, on all of its pages, as a file."""
    standing = firm_standing(request.actor, firm_id, as_of=business_time.today())  # type: ignore[attr-defined]
    found = view_of(request.GET).found(standing.cases)
    shows(request, "Cases of a firm, export", rows=len(found))
    sums = totals_of(found, as_of=standing.as_of)
    return exported(sheet_of(found, sums, shows_cost=_shows_cost(request)), form, name="cases-of-firm")


def firm_context(request: HttpRequest, firm_id: UUID) -> dict[str, Any]:
    """What the page of a firm shows, also behind its drawer."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    reach = firm_reach(actor, firm_id)
    standing = firm_standing(actor, firm_id, as_of=today)
    months = firm_collections(actor, firm_id, as_of=today, months=MONTHS_SHOWN)
    return {
        **cases_context(request, standing),
        "reach": reach,
        "links": contact_links(reach.contacts),
        "people": [{"person": each, "links": contact_links(each.contacts)} for each in reach.people],
        "tiles": tiles_of(standing),
        "time_out": time_out_chart(standing.totals),
        "stages": stage_chart(standing.cases, firm_id),
        "months": months_chart(months),
        "may_edit": actor.may(Permission.CASES_EDIT),
        "may_list_cases": actor.may(Permission.CASES_VIEW),
    }


def cases_context(request: HttpRequest, standing: FirmStanding) -> dict[str, Any]:
    """What the table of cases shows."""
    view, shows_cost = view_of(request.GET), _shows_cost(request)
    found = view.found(standing.cases)
    view, cut = view.cut(found)
    shows(request, "Cases of a firm", rows=len(cut))
    sums = totals_of(found, as_of=standing.as_of)
    columns = columns_of(standing.id, view, shows_cost=shows_cost)
    return {
        "firm": standing,
        "view": view,
        "query": view.query(),
        "columns": columns,
        "rows": [{"case": case, "cells": figures_of(case, shows_cost=shows_cost)} for case in cut],
        "found": len(found),
        "sums": sums,
        "totals": _totals(columns, view, sums, shows_cost=shows_cost),
        "pages": pages_of(standing.id, view, len(found)),
        "clear_href": url("firms:firm", standing.id, query=view.query(words="", page=1)),
        "may_export": request.actor.may(Permission.PORTFOLIO_EXPORT),  # type: ignore[attr-defined]
    }


def _totals(columns: list[dict[str, Any]], view: CasesView, sums: Any, *, shows_cost: bool) -> dict[str, Any]:
    label = "Total of these" if view.words else "Total"
    cells = (label, *totals_cells(sums, shows_cost=shows_cost))
    return {column["key"]: "" if cell is None else cell for column, cell in zip(columns, cells, strict=True)}


def _shows_cost(request: HttpRequest) -> bool:
    return request.actor.may(Permission.FUNDING_VIEW)  # type: ignore[attr-defined]
