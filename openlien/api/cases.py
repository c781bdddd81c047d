"""Cases: search, stage changes, money received and given up."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Query, Router, Status
from pydantic import Field

from openlien.cases.actions import change_stage
from openlien.cases.search import search_cases
from openlien.cases.stages import Stage
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.payments.actions import record_adjustment, record_receipt
from openlien.payments.models import Adjustment

from .authentication import actor_of_call
from .operations import operation
from .schemas import Answer, Day, MoneyText, Request

router = Router(tags=["cases"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]


class FoundCase(Answer):
    """A case that matches the words."""

    number: str
    patient: str
    firm: str
    stage: Stage


class FoundCases(Answer):
    """The cases that match, at most the limit."""

    items: list[FoundCase]


class StageChangeRequest(Request):
    """The stage a case reached and the day it did."""

    stage: Stage
    began_on: Day
    note: str = Field("", max_length=500)


class StageChangeAnswer(Answer):
    """The stage change as it was recorded."""

    id: int
    stage: Stage
    began_on: date


class ReceiptPart(Request):
    """The part of a receipt that pays one bill."""

    bill_id: UUID
    amount: MoneyText


class ReceiptRequest(Request):
    """Money that came in; without parts it is spread over the open bills."""

    amount: MoneyText
    deposited_on: Day
    payer: str = Field("", max_length=120)
    reference: str = Field("", max_length=60)
    parts: list[ReceiptPart] | None = None


class ReceiptAnswer(Answer):
    """The receipt as it was recorded."""

    id: UUID
    amount: MoneyText
    deposited_on: date


class AdjustmentRequest(Request):
    """What was given up of a bill, and why."""

    kind: Adjustment.Kind
    amount: MoneyText
    effective_on: Day
    reason: str = Field(min_length=1, max_length=300)


class AdjustmentAnswer(Answer):
    """The adjustment as it was recorded."""

    id: UUID
    kind: Adjustment.Kind
    amount: MoneyText
    effective_on: date


@operation(
    router,
    "GET",
    "/cases/search",
    permission=Permission.CASES_VIEW,
    response=FoundCases,
    shows="Search",
)
def find_cases(request: HttpRequest, q: str = Query("", max_length=200), limit: int = Query(20, ge=1, le=50)):
    """Cases whose number, patient or firm has words that begin with the words of `q`."""
    return {"items": search_cases(actor_of_call(request), q, limit=limit)}


@operation(
    router,
    "POST",
    "/cases/{case_number}/stage-changes",
    permission=Permission.CASES_EDIT,
    response=StageChangeAnswer,
    status=201,
)
def post_stage_change(request: HttpRequest, case_number: str, body: StageChangeRequest, key: Key = None):
    """Records that the case reached a stage."""
    change = change_stage(
        actor_of_call(request),
        case_number=case_number,
        stage=body.stage,
        began_on=body.began_on,
        note=body.note,
        today=business_today(settings.BUSINESS_TIME_ZONE),
        idempotency_key=key,
    )
    return Status(201, change)


@operation(
    router,
    "POST",
    "/cases/{case_number}/receipts",
    permission=Permission.PAYMENTS_RECORD,
    response=ReceiptAnswer,
    status=201,
)
def post_receipt(request: HttpRequest, case_number: str, body: ReceiptRequest, key: Key = None):
    """Records money that came in for the case."""
    receipt = record_receipt(
        actor_of_call(request),
        case_number=case_number,
        amount=body.amount,
        deposited_on=body.deposited_on,
        payer=body.payer,
        reference=body.reference,
        parts=[(part.bill_id, part.amount) for part in body.parts] if body.parts is not None else None,
        today=business_today(settings.BUSINESS_TIME_ZONE),
        idempotency_key=key,
    )
    return Status(201, receipt)


@operation(
    router,
    "POST",
    "/bills/{bill_id}/adjustments",
    permission=Permission.ADJUSTMENTS_RECORD,
    response=AdjustmentAnswer,
    status=201,
)
def post_adjustment(request: HttpRequest, bill_id: UUID, body: AdjustmentRequest, key: Key = None):
    """Records a reduction or bad debt of a bill."""
    adjustment = record_adjustment(
        actor_of_call(request),
        bill_id=bill_id,
        kind=body.kind,
        amount=body.amount,
        effective_on=body.effective_on,
        reason=body.reason,
        today=business_today(settings.BUSINESS_TIME_ZONE),
        idempotency_key=key,
    )
    return Status(201, adjustment)
