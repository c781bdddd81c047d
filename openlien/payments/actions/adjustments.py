"""Reductions of a bill; bad debt takes the longer way of write_offs.py."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity, Bill
from openlien.cases.scope import visible_bills
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.columns import new_ids

from ..booking import book_adjustment, book_reductions
from ..models import Adjustment
from ..queries import bill_positions
from .receipts import AmountNotPositive

REASON_LETTERS_MAX = 300


class AdjustmentInFuture(DomainError):
    """Not saved. It counts from today or earlier; {effective_on} is still to come."""


class AdjustmentBeforeBill(DomainError):
    """Not saved. The bill is of {invoice_on}; nothing of it can be given up before that day."""


class ReasonMissing(DomainError):
    """Not saved. Say why it is given up: the reason stays with the bill."""


class AdjustmentTooLarge(DomainError):
    """Not saved. Only ${open} is open on this bill; ${amount} cannot be given up."""


class WriteOffNeedsApproval(DomainError):
    """Not saved. Bad debt needs the approval of a second person: request a write-off instead."""


@ledger_action
def record_adjustment(
    actor: Actor,
    *,
    bill_id: UUID,
    kind: Adjustment.Kind,
    amount: Money,
    effective_on: date,
    reason: str,
    today: date,
    idempotency_key: str | None = None,
) -> Adjustment:
    """The reduction now booked on the bill and, as a memo, on its case account; never more than is open.

    Raises: NotFound, AmountNotPositive, AdjustmentTooLarge, AdjustmentInFuture, AdjustmentBeforeBill,
    ReasonMissing, WriteOffNeedsApproval, TextTooLong, TextNotPlain, IdempotencyKeyReused; of the books
    CaseAccountClosed.
    """
    if kind is Adjustment.Kind.BAD_DEBT:
        raise WriteOffNeedsApproval()
    reason = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    bill = adjustable_bill(actor, bill_id)
    lock_case(actor, bill.case.number, Permission.ADJUSTMENTS_RECORD)
    content = content_hash(bill=bill_id, kind=kind.value, amount=amount, on=effective_on, reason=reason)
    if earlier := earlier_result(Adjustment, idempotency_key, content):
        return earlier
    check_adjustment(bill, amount, effective_on=effective_on, reason=reason, today=today)
    adjustment = Adjustment.objects.create(
        bill=bill,
        kind=kind,
        amount=amount,
        effective_on=effective_on,
        reason=reason,
        idempotency_key=idempotency_key,
        content_hash=content,
        recorded_by_id=actor.user_id,
    )
    note_adjustment(actor, adjustment, f"{kind.label} of ${amount.amount:,} recorded")
    book_adjustment(actor, adjustment, case_id=bill.case_id, today=today)
    return adjustment


def write_reductions(actor: Actor, reductions: list[Adjustment], *, case_id: UUID, today: date) -> None:
    """Writes reductions of a case together, or rows that take them back, and puts them in the books.

    Raises: of the books CaseAccountClosed.
    """
    # The books name each adjustment by its id, which a bulk insert would not tell.
    for reduction, new_id in zip(reductions, new_ids(None for _ in reductions), strict=True):
        reduction.id = new_id
    Adjustment.objects.bulk_create(reductions)
    book_reductions(actor, reductions, case_id=case_id, today=today)


def adjustable_bill(actor: Actor, bill_id: UUID) -> Bill:
    """The bill, with its case, of which the actor may give something up.

    Raises: NotFound.
    """
    reach = visible_bills(actor, Permission.ADJUSTMENTS_RECORD)
    bill = reach.select_related("case").filter(id=bill_id).first()
    if bill is None:
        raise NotFound()
    return bill


def check_adjustment(bill: Bill, amount: Money, *, effective_on: date, reason: str, today: date) -> None:
    """Passes when so much of the bill can be given up from that day on.

    Raises: AmountNotPositive, AdjustmentInFuture, AdjustmentBeforeBill, ReasonMissing, AdjustmentTooLarge.
    """
    if amount <= Money.zero:
        raise AmountNotPositive()
    if effective_on > today:
        raise AdjustmentInFuture(effective_on=effective_on)
    if effective_on < bill.invoice_on:
        raise AdjustmentBeforeBill(invoice_on=bill.invoice_on)
    if not reason:
        raise ReasonMissing()
    position = next(row for row in bill_positions(bill.case_id) if row.bill_id == bill.id)
    if amount > position.open:
        raise AdjustmentTooLarge(open=position.open, amount=amount)


def note_adjustment(actor: Actor, adjustment: Adjustment, summary: str) -> None:
    """Puts the adjustment on the timeline of its case."""
    Activity.objects.create(
        case_id=adjustment.bill.case_id,
        kind="adjustment",
        summary=summary,
        body=adjustment.reason,
        object_id=str(adjustment.id),
        actor_id=actor.user_id,
    )
