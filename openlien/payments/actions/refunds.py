"""Overpayments going back: the books owe them since the money came in."""

from __future__ import annotations

from datetime import date

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.events import RefundPaid
from openlien.ledger.models import CaseBalance
from openlien.ledger.recording import Recorded, record_event

from .receipts import AmountNotPositive

REFERENCE_LETTERS_MAX = 35


class RefundTooLarge(DomainError):
    """Not saved. ${owed} is owed back on this case; ${amount} cannot be paid."""


@ledger_action
def pay_refund(
    actor: Actor,
    *,
    case_number: str,
    amount: Money,
    paid_on: date,
    today: date,
    idempotency_key: str,
    reference: str = "",
    posting_on: date | None = None,
) -> Recorded:
    """What became of the refund in the books, whose liability it lowers; the same key pays once.

    Raises: NotFound, AmountNotPositive, RefundTooLarge, TextTooLong, TextNotPlain, IdempotencyKeyReused; of
    the books FutureEntryDate, PeriodClosed, PeriodLocked, CaseAccountClosed.
    """
    actor.require(Permission.JOURNALS_POST)
    reference = plain_text(reference, letters_max=REFERENCE_LETTERS_MAX)
    case = lock_case(actor, case_number, Permission.PAYMENTS_RECORD)
    if amount <= Money.zero:
        raise AmountNotPositive()
    event = RefundPaid(on=paid_on, posting_on=posting_on, case_id=case.id, amount=amount, reference=reference)
    recorded = record_event(actor, event, key=idempotency_key, today=today)
    if not recorded.is_new:
        return recorded
    balance = CaseBalance.objects.get(case_account__case=case)
    if balance.refund_liability < Money.zero:
        raise RefundTooLarge(owed=balance.refund_liability + amount, amount=amount)
    Activity.objects.create(
        case=case,
        kind="payment",
        summary=f"Refund of ${amount.amount:,} paid",
        body=reference,
        object_id=recorded.number or "",
        actor_id=actor.user_id,
    )
    return recorded
