"""Liens of a case, proposed reductions, calculations of offers, and what settlements choose from."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.settlement.actions.liens import LienDraft, change_lien, record_lien
from openlien.settlement.queries.calculations import calculation_of_offer, case_terms
from openlien.settlement.queries.reductions import (
    LienRow,
    lien_rows,
    list_reductions,
    read_lien,
    reduction_rows,
)
from openlien.settlement.queries.tables import choices

from . import liens_shapes as shapes
from . import settlement_shapes
from .authentication import actor_of_call
from .operations import operation
from .settlements import calculation_answer, terms_of_body

router = Router(tags=["settlements"])
CASE = "/cases/{case_number}"
_VIEW, _EDIT = Permission.SETTLEMENTS_VIEW, Permission.SETTLEMENTS_EDIT


class StatusQuestion(Schema):
    """Which proposals; blank for all."""

    status: Literal["", "proposed", "approved", "refused"] = ""


def _reads(path: str, response: Any, *, shows: str | None = None) -> Any:
    return operation(router, "GET", path, permission=_VIEW, response=response, shows=shows)


@_reads(f"{CASE}/liens", shapes.LiensAnswer, shows="Liens of a case")
def list_liens(request: HttpRequest, case_number: str):
    """The liens of a case with their six amounts, in the order of payment."""
    return {"items": lien_rows(actor_of_call(request), case_number)}


@operation(router, "POST", f"{CASE}/liens", permission=_EDIT, response=shapes.LienAnswer, status=201)
def post_lien(request: HttpRequest, case_number: str, body: shapes.LienRequest):
    """Adds a lien."""
    actor = actor_of_call(request)
    lien = record_lien(actor, case_number=case_number, draft=_draft(body), today=_today())
    return Status(201, _row(request, lien.id))


@operation(router, "PUT", "/liens/{uuid:lien_id}", permission=_EDIT, response=shapes.LienAnswer)
def put_lien(request: HttpRequest, lien_id: UUID, body: shapes.LienChange):
    """Sets every field of a lien."""
    change_lien(actor_of_call(request), lien_id, _draft(body), version=body.version, today=_today())
    return _row(request, lien_id)


@_reads(f"{CASE}/reductions", shapes.ReductionRowsAnswer, shows="Reductions of liens")
def list_case_reductions(request: HttpRequest, case_number: str):
    """What was proposed for the liens of a case, the latest first."""
    rows = reduction_rows(actor_of_call(request), case_number)
    return {"items": rows, "total": len(rows)}


@_reads("/reductions", shapes.ReductionRowsAnswer, shows="Reductions of liens")
def list_all_reductions(request: HttpRequest, question: Query[StatusQuestion]):
    """Proposals across cases; those that wait come longest waiting first."""
    rows, total = list_reductions(actor_of_call(request), status=question.status)
    return {"items": rows, "total": total}


@operation(
    router,
    "POST",
    f"{CASE}/offer-calculation",
    permission=_VIEW,
    response=settlement_shapes.SettlementCalculationAnswer,
    shows="Settlement calculation",
)
def post_offer_calculation(request: HttpRequest, case_number: str, body: shapes.OfferCalculationRequest):
    """What a settlement of this gross would leave; nothing is kept."""
    actor = actor_of_call(request)
    terms = terms_of_body(body.terms) if body.terms else case_terms(actor, case_number)
    view = calculation_of_offer(
        actor,
        case_number=case_number,
        plaintiff_id=body.plaintiff_id,
        gross=body.gross,
        on=body.on or _today(),
        terms=terms,
        typed=body.values,
    )
    return calculation_answer(view)


@_reads("/settlement-choices", shapes.ChoicesAnswer)
def list_choices(request: HttpRequest):
    """What a settlement chooses from: its types and the escrow accounts."""
    found = choices(actor_of_call(request))
    return {
        "types": [{"id": key, "name": name} for key, name in found.types],
        "escrow_accounts": [{"id": key, "name": name} for key, name in found.escrow_accounts],
    }


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)


def _draft(body: shapes.LienRequest) -> LienDraft:
    given = {name: getattr(body, name) for name in type(body).model_fields if name != "version"}
    return LienDraft(**{**given, "kind": body.kind.value, "plan_funding": body.plan_funding.value})


def _row(request: HttpRequest, lien_id: UUID) -> LienRow:
    return read_lien(actor_of_call(request), lien_id)[1]
