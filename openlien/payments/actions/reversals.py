"""Corrections: a receipt or an adjustment is taken back whole and once, by a row that mirrors it."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity
from openlien.cases.scope import visible_bills
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.constraints import speaks_for
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError, Forbidden, NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.errors import ReasonRequired, SelfApproval

from ..booking import book_change_of_refunds, book_receipt, book_reversed_adjustment
from ..models import Adjustment, Allocation, Receipt
from ..queries import bill_positions
from .adjustments import note_adjustment

REASON_LETTERS_MAX = 300
Fact = TypeVar("Fact", Receipt, Adjustment)


@speaks_for("receipt_is_reversed_once", "adjustment_is_reversed_once")
class AlreadyTakenBack(Conflict):
    """Not saved. This was reversed before; it is reversed once."""


class ReversalNotReversible(DomainError):
    """Not saved. This is a reversal itself; record the amount anew instead."""


class ReversalBeforeOriginal(DomainError):
    """Not saved. A reversal counts from the day of its original on, {original_on}, or later."""


class ReversalInFuture(DomainError):
    """Not saved. A reversal counts from today or earlier; {on} is still to come."""


@ledger_action
def reverse_receipt(
    actor: Actor,
    receipt_id: UUID,
    *,
    reason: str,
    on: date,
    today: date,
    idempotency_key: str | None = None,
    posting_on: date | None = None,
) -> Receipt:
    """The receipt that takes back an earlier one, with the opposite part for each bill it paid.

    Raises: NotFound, ReasonRequired, AlreadyTakenBack, ReversalNotReversible, ReversalBeforeOriginal,
    ReversalInFuture, TextTooLong, TextNotPlain, IdempotencyKeyReused; of the books PeriodClosed,
    PeriodLocked, CaseAccountClosed.
    """
    reason = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    original = _receipt(actor, receipt_id)
    lock_case(actor, original.case.number, Permission.PAYMENTS_RECORD)
    content = content_hash(receipt=receipt_id, reason=reason, on=on)
    if earlier := earlier_result(Receipt, idempotency_key, content):
        return earlier
    _check(original, reason=reason, on=on, original_on=original.deposited_on, today=today)
    positions = bill_positions(original.case_id)
    shares = {part.bill_id: -part.amount for part in original.allocations.all()}
    reversal = Receipt.objects.create(
        case=original.case,
        amount=-original.amount,
        deposited_on=on,
        payer=original.payer,
        reference=original.reference,
        reverses=original,
        reason=reason,
        idempotency_key=idempotency_key,
        content_hash=content,
        recorded_by_id=actor.user_id,
    )
    Allocation.objects.bulk_create(
        [Allocation(receipt=reversal, bill_id=bill, amount=part) for bill, part in shares.items()]
    )
    Activity.objects.create(
        case=original.case,
        kind="payment",
        summary=f"Payment of ${original.amount.amount:,} reversed",
        body=reason,
        object_id=str(reversal.id),
        actor_id=actor.user_id,
    )
    book_receipt(actor, reversal, positions, shares, today=today, posting_on=posting_on)
    return reversal


@ledger_action
def reverse_adjustment(
    actor: Actor,
    adjustment_id: UUID,
    *,
    reason: str,
    on: date,
    today: date,
    idempotency_key: str | None = None,
    posting_on: date | None = None,
) -> Adjustment:
    """The adjustment that takes back an earlier one, so that as much is open again, or less is owed back.

    Bad debt is taken back by somebody who approves write-offs and did not ask for this one.

    Raises: as `reverse_receipt`, Forbidden, SelfApproval.
    """
    reason = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    original = _adjustment(actor, adjustment_id)
    lock_case(actor, original.bill.case.number, _permission_for(original))
    content = content_hash(adjustment=adjustment_id, reason=reason, on=on)
    if earlier := earlier_result(Adjustment, idempotency_key, content):
        return earlier
    _check(original, reason=reason, on=on, original_on=original.effective_on, today=today)
    case_id = original.bill.case_id
    positions = bill_positions(case_id)
    is_bad_debt = original.kind == Adjustment.Kind.BAD_DEBT
    if is_bad_debt and actor.user_id is None:
        raise Forbidden()
    if is_bad_debt and actor.user_id == original.recorded_by_id:
        raise SelfApproval()
    reversal = mirrored(
        original,
        reason=reason,
        on=on,
        idempotency_key=idempotency_key,
        content_hash=content,
        recorded_by_id=original.recorded_by_id if is_bad_debt else actor.user_id,
        approved_by_id=actor.user_id if is_bad_debt else None,
    )
    reversal.save(force_insert=True)
    label = original.get_kind_display()
    note_adjustment(actor, reversal, f"{label} of ${original.amount.amount:,} reversed")
    said = {"case_id": case_id, "today": today, "posting_on": posting_on}
    book_reversed_adjustment(actor, reversal, original, **said)
    words = f"{label} reversed: {reason}"
    book_change_of_refunds(actor, reversal.id, positions, on=on, description=words, **said)
    return reversal


def mirrored(original: Adjustment, *, reason: str, on: date, **more: object) -> Adjustment:
    """The adjustment that takes back an earlier one, not saved yet."""
    return Adjustment(
        bill=original.bill,
        kind=original.kind,
        amount=-original.amount,
        effective_on=on,
        reason=reason,
        reverses=original,
        agreement_id=original.agreement_id,
        **more,
    )


def _receipt(actor: Actor, receipt_id: UUID) -> Receipt:
    """The receipt, if the actor reaches every bill that it paid."""
    reach = visible_bills(actor, Permission.PAYMENTS_RECORD)
    receipt = Receipt.objects.select_related("case").filter(id=receipt_id).first()
    if receipt is None:
        raise NotFound()
    paid = set(receipt.allocations.values_list("bill_id", flat=True))
    if reach.filter(id__in=paid).count() < len(paid):
        raise NotFound()
    return receipt


def _adjustment(actor: Actor, adjustment_id: UUID) -> Adjustment:
    found = Adjustment.objects.select_related("bill__case").filter(id=adjustment_id).first()
    if found is None:
        raise NotFound()
    if not visible_bills(actor, _permission_for(found)).filter(id=found.bill_id).exists():
        raise NotFound()
    return found


def _permission_for(adjustment: Adjustment) -> Permission:
    is_bad_debt = adjustment.kind == Adjustment.Kind.BAD_DEBT
    return Permission.JOURNALS_APPROVE if is_bad_debt else Permission.ADJUSTMENTS_RECORD


def _check(original: Fact, *, reason: str, on: date, original_on: date, today: date) -> None:
    if not reason:
        raise ReasonRequired()
    if original.reverses_id:
        raise ReversalNotReversible()
    if type(original).objects.filter(reverses=original).exists():
        raise AlreadyTakenBack()
    if on > today:
        raise ReversalInFuture(on=on)
    if on < original_on:
        raise ReversalBeforeOriginal(original_on=original_on)
