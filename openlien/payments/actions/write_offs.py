"""Bad debt: one person asks for it, another approves or refuses it; until then nothing changes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models.functions import Now

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, Forbidden, NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.errors import ReasonRequired, SelfApproval

from ..booking import book_adjustment
from ..models import Adjustment, WriteOffRequest
from .adjustments import (
    REASON_LETTERS_MAX,
    adjustable_bill,
    check_adjustment,
    note_adjustment,
)

Status = WriteOffRequest.Status


class WriteOffDecided(Conflict):
    """Not saved. This request is {status} already."""


@ledger_action
def request_write_off(
    actor: Actor,
    *,
    bill_id: UUID,
    amount: Money,
    effective_on: date,
    reason: str,
    today: date,
    idempotency_key: str | None = None,
) -> WriteOffRequest:
    """The request, which waits for another person and changes no figure.

    Raises: NotFound, AmountNotPositive, AdjustmentTooLarge, AdjustmentInFuture, AdjustmentBeforeBill,
    ReasonMissing, TextTooLong, TextNotPlain, IdempotencyKeyReused.
    """
    reason = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    bill = adjustable_bill(actor, bill_id)
    lock_case(actor, bill.case.number, Permission.ADJUSTMENTS_RECORD)
    content = content_hash(bill=bill_id, amount=amount, on=effective_on, reason=reason)
    if earlier := earlier_result(WriteOffRequest, idempotency_key, content):
        return earlier
    check_adjustment(bill, amount, effective_on=effective_on, reason=reason, today=today)
    request = WriteOffRequest.objects.create(
        bill=bill,
        amount=amount,
        effective_on=effective_on,
        reason=reason,
        requested_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )
    _note(actor, request, f"Write-off of ${amount.amount:,} requested", reason)
    return request


@ledger_action
def approve_write_off(
    actor: Actor, request_id: UUID, *, today: date, posting_on: date | None = None
) -> Adjustment:
    """The bad debt, now on the bill and in the books: of the cost, what the rest of the lien cannot cover.

    Raises: Forbidden, NotFound, WriteOffDecided, SelfApproval, AdjustmentTooLarge where less is open by now;
    of the books PeriodClosed, PeriodLocked, CaseAccountClosed.
    """
    request = _decidable(actor, request_id)
    if actor.user_id is None:
        raise Forbidden()
    if actor.user_id == request.requested_by_id:
        raise SelfApproval()
    bill, on = request.bill, request.effective_on
    check_adjustment(bill, request.amount, effective_on=on, reason=request.reason, today=today)
    adjustment = Adjustment.objects.create(
        bill=bill,
        kind=Adjustment.Kind.BAD_DEBT,
        amount=request.amount,
        effective_on=on,
        reason=request.reason,
        recorded_by_id=request.requested_by_id,
        approved_by_id=actor.user_id,
    )
    _decide(actor, request, status=Status.APPROVED, adjustment=adjustment)
    note_adjustment(actor, adjustment, f"Write-off of ${request.amount.amount:,} approved")
    book_adjustment(actor, adjustment, case_id=bill.case_id, today=today, posting_on=posting_on)
    return adjustment


@ledger_action
def refuse_write_off(actor: Actor, request_id: UUID, *, reason: str) -> WriteOffRequest:
    """The refused request; the bill stays as it is.

    Raises: Forbidden, NotFound, WriteOffDecided, ReasonRequired, TextTooLong, TextNotPlain.
    """
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    request = _decidable(actor, request_id)
    if not stated:
        raise ReasonRequired()
    _decide(actor, request, status=Status.REFUSED, refusal_reason=stated)
    _note(actor, request, f"Write-off of ${request.amount.amount:,} refused", stated)
    return WriteOffRequest.objects.get(id=request.id)


def _decidable(actor: Actor, request_id: UUID) -> WriteOffRequest:
    """The request, locked with its case: first the case, as everything that changes its money does."""
    actor.require(Permission.JOURNALS_APPROVE)
    found = WriteOffRequest.objects.select_related("bill__case").filter(id=request_id).first()
    if found is None:
        raise NotFound()
    lock_case(actor, found.bill.case.number, Permission.JOURNALS_APPROVE)
    request = (
        WriteOffRequest.objects.select_for_update(of=("self",)).select_related("bill__case").get(id=found.id)
    )
    if request.status != Status.PENDING:
        raise WriteOffDecided(status=request.get_status_display().lower())
    return request


def _decide(actor: Actor, request: WriteOffRequest, **changes: object) -> None:
    WriteOffRequest.objects.filter(id=request.id).update(
        **changes, decided_by_id=actor.user_id, decided_at=Now()
    )


def _note(actor: Actor, request: WriteOffRequest, summary: str, body: str) -> None:
    Activity.objects.create(
        case_id=request.bill.case_id,
        kind="adjustment",
        summary=summary,
        body=body,
        object_id=str(request.id),
        actor_id=actor.user_id,
    )
