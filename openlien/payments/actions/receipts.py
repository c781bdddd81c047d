"""Money that came in, with the bills it pays and its way into the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity
from openlien.cases.scope import visible_bills
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money, total
from openlien.ledger.actions.unit import ledger_action

from ..booking import book_receipt
from ..models import Allocation, Receipt
from ..queries import BillPosition, bill_positions
from ..spreading import spread_over_bills

PAYER_LETTERS_MAX = 120
REFERENCE_LETTERS_MAX = 60


class AmountNotPositive(DomainError):
    """Not saved. The amount must be more than 0.00."""


class DepositInFuture(DomainError):
    """Not saved. Money is recorded when it has come in; {deposited_on} is still to come."""


class NoBillToPay(DomainError):
    """Not saved. The case has no bill that this money could pay."""


class PartNegative(DomainError):
    """Not saved. No part of a receipt can be less than 0.00."""


class BillNamedTwice(DomainError):
    """Not saved. The parts name the bill {bill} more than once; give each bill one part."""


class PartsDoNotSum(DomainError):
    """Not saved. The parts sum to ${parts}, the payment is ${amount}; they differ by ${difference}."""


@ledger_action
def record_receipt(
    actor: Actor,
    *,
    case_number: str,
    amount: Money,
    deposited_on: date,
    today: date,
    payer: str = "",
    reference: str = "",
    parts: Mapping[UUID, Money] | Sequence[tuple[UUID, Money]] | None = None,
    idempotency_key: str | None = None,
    posting_on: date | None = None,
) -> Receipt:
    """The receipt with its allocation to bills: the parts given, or spread over what is open.

    It is in the books in the same transaction; what of it exceeds its bills is owed back there. `posting_on`
    is given after somebody confirmed to post to the next open period.

    Raises: NotFound, AmountNotPositive, DepositInFuture, NoBillToPay, BillNamedTwice, PartNegative,
    PartsDoNotSum, TextTooLong, TextNotPlain, IdempotencyKeyReused; of the books PeriodClosed, PeriodLocked,
    CaseAccountClosed, FutureEntryDate.
    """
    parts = _one_part_each(parts)
    payer = plain_text(payer, letters_max=PAYER_LETTERS_MAX)
    reference = plain_text(reference, letters_max=REFERENCE_LETTERS_MAX)
    case = lock_case(actor, case_number, Permission.PAYMENTS_RECORD)
    content = content_hash(
        case=case.number,
        amount=amount,
        on=deposited_on,
        payer=payer,
        reference=reference,
        parts=sorted((str(bill), str(part)) for bill, part in (parts or {}).items()),
    )
    if earlier := earlier_result(Receipt, idempotency_key, content):
        return earlier
    _check_receipt(amount, deposited_on=deposited_on, today=today)
    positions = _payable(actor, case.id)
    shares = _shares(positions, amount, parts)
    receipt = Receipt.objects.create(
        case=case,
        amount=amount,
        deposited_on=deposited_on,
        payer=payer,
        reference=reference,
        idempotency_key=idempotency_key,
        content_hash=content,
        recorded_by_id=actor.user_id,
    )
    Allocation.objects.bulk_create(
        [Allocation(receipt=receipt, bill_id=bill, amount=part) for bill, part in shares.items() if part]
    )
    Activity.objects.create(
        case=case,
        kind="payment",
        summary=f"Payment of ${amount.amount:,} received",
        object_id=str(receipt.id),
        actor_id=actor.user_id,
    )
    book_receipt(actor, receipt, positions, shares, today=today, posting_on=posting_on)
    return receipt


def _check_receipt(amount: Money, *, deposited_on: date, today: date) -> None:
    if amount <= Money.zero:
        raise AmountNotPositive()
    if deposited_on > today:
        raise DepositInFuture(deposited_on=deposited_on)


def _payable(actor: Actor, case_id: UUID) -> list[BillPosition]:
    reach = visible_bills(actor, Permission.PAYMENTS_RECORD).filter(case_id=case_id)
    visible = set(reach.values_list("id", flat=True))
    return [position for position in bill_positions(case_id) if position.bill_id in visible]


def _one_part_each(
    parts: Mapping[UUID, Money] | Sequence[tuple[UUID, Money]] | None,
) -> Mapping[UUID, Money] | None:
    if parts is None or isinstance(parts, Mapping):
        return parts
    given: dict[UUID, Money] = {}
    for bill_id, part in parts:
        if bill_id in given:
            raise BillNamedTwice(bill=bill_id)
        given[bill_id] = part
    return given


def _shares(
    positions: list[BillPosition], amount: Money, parts: Mapping[UUID, Money] | None
) -> Mapping[UUID, Money]:
    if not positions:
        raise NoBillToPay()
    if parts is None:
        return spread_over_bills(amount, positions)
    if not set(parts) <= {position.bill_id for position in positions}:
        raise NotFound()
    if any(part < Money.zero for part in parts.values()):
        raise PartNegative()
    if (together := total(parts.values())) != amount:
        raise PartsDoNotSum(parts=together, amount=amount, difference=amount - together)
    return parts
