"""Money that moves between the shares of a case in trust; nothing leaves the account."""

from __future__ import annotations

from datetime import date

from openlien.cases.actions import lock_case
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.events import TrustShareMoved
from openlien.ledger.recording import record_event
from openlien.ledger.vocabulary import AccountRole

from ..models import ShareTransfer
from .errors import (
    ShareTooSmall,
    TransferInFuture,
    TransferMovesNothing,
    TransferNotPositive,
    TransferReasonMissing,
)
from .queries import shares_of

REASON_LETTERS_MAX = 300


@ledger_action
def move_share(
    actor: Actor,
    *,
    case_number: str,
    from_share: AccountRole,
    to_share: AccountRole,
    amount: Money,
    moved_on: date,
    reason: str,
    today: date,
    idempotency_key: str | None = None,
) -> ShareTransfer:
    """The transfer, in the books on its day; a share never gives more than it holds.

    *Raises*: Forbidden, NotFound, ShareTooSmall, TransferNotPositive, TransferMovesNothing,
    TransferReasonMissing, TransferInFuture, IdempotencyKeyReused; of the books PeriodClosed, PeriodLocked,
    CaseAccountClosed.
    """
    actor.require(Permission.TRUST_RECONCILE)
    case = lock_case(actor, case_number, Permission.TRUST_RECONCILE)
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    asked = {"from_share": from_share.value, "to_share": to_share.value, "amount": amount}
    content = content_hash(case=case.id, moved_on=moved_on, reason=stated, **asked)
    if earlier := earlier_result(ShareTransfer, idempotency_key, content):
        return earlier
    _check(amount, from_share, to_share, stated, moved_on, today)
    held = next(share.amount for share in shares_of(case.id) if share.role == from_share)
    if amount > held:
        raise ShareTooSmall(held=held, amount=amount)
    transfer = ShareTransfer.objects.create(
        case=case,
        moved_on=moved_on,
        reason=stated,
        moved_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
        **asked,
    )
    event = TrustShareMoved(
        case_id=case.id,
        on=moved_on,
        from_share=from_share,
        to_share=to_share,
        amount=amount,
        description=f"Trust transfer: {stated}",
    )
    record_event(actor, event, key=str(transfer.id), today=today)
    return transfer


def _check(
    amount: Money, from_share: AccountRole, to_share: AccountRole, reason: str, moved_on: date, today: date
) -> None:
    if amount <= Money.zero:
        raise TransferNotPositive()
    if from_share == to_share:
        raise TransferMovesNothing()
    if not reason:
        raise TransferReasonMissing()
    if moved_on > today:
        raise TransferInFuture(moved_on)
