"""Money taken back, write-offs that take two people, refunds paid."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Router, Status
from pydantic import Field

from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.payments import actions
from openlien.payments.models import WriteOffRequest

from .authentication import actor_of_call
from .cases import AdjustmentAnswer, Key, ReceiptAnswer
from .operations import operation
from .schemas import Answer, Day, MoneyText, Request

router = Router(tags=["cases"])
RequiredKey = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=120)]


class FactReversalRequest(Request):
    """From which day something is taken back, and why."""

    on: Day
    reason: str = Field(min_length=1, max_length=300)
    posting_on: Day | None = None


class WriteOffAsked(Request):
    """The bad debt that somebody else is to approve."""

    amount: MoneyText
    effective_on: Day
    reason: str = Field(min_length=1, max_length=300)


class WriteOffAnswer(Answer):
    """A request for a write-off and what became of it."""

    id: UUID
    amount: MoneyText
    effective_on: date
    status: WriteOffRequest.Status


class ApprovalRequest(Request):
    """The day to post on, where the month of the write-off is closed and somebody confirmed the next one."""

    posting_on: Day | None = None


class WriteOffRefusalRequest(Request):
    """Why the write-off is refused."""

    reason: str = Field(min_length=1, max_length=300)


class RefundRequest(Request):
    """An overpayment that was paid back."""

    amount: MoneyText
    paid_on: Day
    reference: str = Field("", max_length=35)
    posting_on: Day | None = None


class RefundAnswer(Answer):
    """The journal of the refund."""

    journal_id: UUID | None
    number: str | None
    is_new: bool


@operation(
    router,
    "POST",
    "/receipts/{uuid:receipt_id}/reversal",
    permission=Permission.PAYMENTS_RECORD,
    response=ReceiptAnswer,
    status=201,
)
def post_receipt_reversal(request: HttpRequest, receipt_id: UUID, body: FactReversalRequest, key: Key = None):
    """Takes a receipt back by one that mirrors it."""
    reversal = actions.reverse_receipt(
        actor_of_call(request), receipt_id, **vars(body), today=_today(), idempotency_key=key
    )
    return Status(201, reversal)


@operation(
    router,
    "POST",
    "/adjustments/{uuid:adjustment_id}/reversal",
    permission=Permission.ADJUSTMENTS_RECORD,
    response=AdjustmentAnswer,
    status=201,
)
def post_adjustment_reversal(
    request: HttpRequest, adjustment_id: UUID, body: FactReversalRequest, key: Key = None
):
    """Takes a reduction back; bad debt only for somebody who approves write-offs."""
    reversal = actions.reverse_adjustment(
        actor_of_call(request), adjustment_id, **vars(body), today=_today(), idempotency_key=key
    )
    return Status(201, reversal)


@operation(
    router,
    "POST",
    "/bills/{uuid:bill_id}/write-offs",
    permission=Permission.ADJUSTMENTS_RECORD,
    response=WriteOffAnswer,
    status=201,
)
def post_write_off(request: HttpRequest, bill_id: UUID, body: WriteOffAsked, key: Key = None):
    """Asks for a write-off; it changes nothing until another person approves it."""
    asked = actions.request_write_off(
        actor_of_call(request), bill_id=bill_id, **vars(body), today=_today(), idempotency_key=key
    )
    return Status(201, asked)


@operation(
    router,
    "POST",
    "/write-offs/{uuid:request_id}/approval",
    permission=Permission.JOURNALS_APPROVE,
    response=AdjustmentAnswer,
    status=201,
)
def post_write_off_approval(request: HttpRequest, request_id: UUID, body: ApprovalRequest):
    """Approves a write-off that somebody else asked for, and books it."""
    adjustment = actions.approve_write_off(
        actor_of_call(request), request_id, today=_today(), posting_on=body.posting_on
    )
    return Status(201, adjustment)


@operation(
    router,
    "POST",
    "/write-offs/{uuid:request_id}/refusal",
    permission=Permission.JOURNALS_APPROVE,
    response=WriteOffAnswer,
)
def post_write_off_refusal(request: HttpRequest, request_id: UUID, body: WriteOffRefusalRequest):
    """Refuses a write-off; the bill stays as it is."""
    return actions.refuse_write_off(actor_of_call(request), request_id, reason=body.reason)


@operation(
    router,
    "POST",
    "/cases/{case_number}/refunds",
    permission=Permission.JOURNALS_POST,
    response=RefundAnswer,
    status=201,
)
def post_refund(request: HttpRequest, case_number: str, body: RefundRequest, key: RequiredKey):
    """Records that an overpayment was paid back."""
    recorded = actions.pay_refund(
        actor_of_call(request), case_number=case_number, **vars(body), today=_today(), idempotency_key=key
    )
    return Status(201, recorded)


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)
