"""Collections: law firms with their cases, what is due on them, and the views that people keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Status

from openlien.collections import actions
from openlien.collections.figures import Figures
from openlien.collections.filters import NO_FIRM, CollectionFilter, CollectionView
from openlien.collections.queries.tree import CaseRow, FirmRow, cases_of_list, firm_page
from openlien.collections.queries.views import counts_of, saved_views
from openlien.collections.statement import Day
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today

from .authentication import actor_of_call
from .collections_shapes import (
    CasesAnswer,
    CasesQuestion,
    CollectionsQuestion,
    FirmsAnswer,
    NameRequest,
    NewViewRequest,
    OwnViewAnswer,
    ViewsAnswer,
)
from .operations import operation

router = Router(tags=["collections"])
VIEW = Permission.OFFERS_VIEW
OWN_VIEW = "/collections/views/{uuid:view_id}"


@operation(router, "GET", "/collections", permission=VIEW, response=FirmsAnswer)
def list_firms(request: HttpRequest, question: Query[CollectionsQuestion]):
    """Law firms with the sums over their cases, a page of firms at a time."""
    actor, day = actor_of_call(request), _today()
    chosen = question.filter(actor.user_id)
    found = firm_page(actor, chosen, question.order, day=day, page=question.page)
    return {
        "as_of": day.as_of,
        "page": found.page,
        "pages": found.pages,
        "firms": found.firms,
        "cases": found.cases,
        "totals": _figures(found.totals),
        "items": [_firm(row) for row in found.rows],
    }


@operation(router, "GET", "/collections/cases", permission=VIEW, response=CasesAnswer, shows="Collections")
def list_cases(request: HttpRequest, question: Query[CasesQuestion]):
    """Cases firm by firm, as the list of Collections has them, a page at a time."""
    actor, day = actor_of_call(request), _today()
    chosen = question.filter(actor.user_id)
    beyond = (question.page - 1) * question.limit
    rows = cases_of_list(actor, chosen, question.order, day=day, limit=question.limit, beyond=beyond)
    whole = firm_page(actor, chosen, question.order, day=day)
    return {
        "as_of": day.as_of,
        "page": question.page,
        "cases": whole.cases,
        "totals": _figures(whole.totals),
        "items": [_case(row) for row in rows],
    }


@operation(router, "GET", "/collections/views", permission=VIEW, response=ViewsAnswer)
def list_views(request: HttpRequest):
    """The views that everybody has, with the number of their cases, and those you saved."""
    actor, day = actor_of_call(request), _today()
    counts = counts_of(actor, [CollectionFilter(view=view) for view in CollectionView], day=day)
    shown = zip(CollectionView, counts, strict=True)
    return {
        "as_of": day.as_of,
        "items": [
            {"view": view, "name": view.label, "meaning": view.meaning, "cases": cases}
            for view, cases in shown
        ],
        "own": saved_views(actor),
    }


@operation(router, "POST", "/collections/views", permission=VIEW, response=OwnViewAnswer, status=201)
def create_view(request: HttpRequest, body: NewViewRequest):
    """Saves a filter under a name that only you see."""
    return Status(201, actions.save_view(actor_of_call(request), body.name, body.query))


@operation(router, "PUT", OWN_VIEW, permission=VIEW, response=OwnViewAnswer)
def rename_view(request: HttpRequest, view_id: UUID, body: NameRequest):
    """Gives a view of yours another name."""
    return actions.rename_view(actor_of_call(request), view_id, body.name)


@operation(router, "DELETE", OWN_VIEW, permission=VIEW, response=None, status=204)
def delete_view(request: HttpRequest, view_id: UUID):
    """Deletes a view of yours."""
    actions.delete_view(actor_of_call(request), view_id)
    return Status(204, None)


def _today() -> Day:
    return Day(business_today(settings.BUSINESS_TIME_ZONE), settings.BUSINESS_TIME_ZONE)


def _firm(row: FirmRow) -> dict[str, Any]:
    return {
        "law_firm_id": None if row.id == NO_FIRM else row.id,
        "law_firm": row.name,
        "cases": row.cases,
        "stages": [{"stage": stage, "cases": cases} for stage, cases in row.stages],
        "figures": _figures(row.figures),
        "last_contact_on": row.contacted_on,
        "next_on": row.next_on,
        "owners": row.owners,
        "owner": row.owner,
    }


def _case(row: CaseRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "patient": row.patient,
        "law_firm_id": None if row.firm_id == NO_FIRM else row.firm_id,
        "law_firm": row.law_firm,
        "stage": row.stage,
        "figures": _figures(row.figures),
        "owner_id": row.owner_id,
        "owner": row.owner,
        "last_contact_on": row.contacted_on,
        "last_contact": row.contact_kind,
        "next_on": row.next_on,
        "next_step": row.next_what,
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "billed": figures.billed,
        "offer": figures.offer,
        "percent": figures.percent,
        "collected": figures.collected,
        "balance": figures.balance,
        "ror": figures.ror,
    }
