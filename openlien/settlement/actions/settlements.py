"""Settlements added, changed and deleted; fees recorded from them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.cases.models import Activity
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money

from ..errors import (
    AmountNotPositive,
    DayInFuture,
    EscrowAccountInUse,
    SettlementHasChecks,
    SettlementHasFees,
    SettlementNotPositive,
    refuse_future,
)
from ..models import CalculationInput, FeeIntake, Settlement
from ..reach import case_within, lock_settlement, settlement_within
from .drafts import SettlementDraft, fill

FEE_COMMENTS_LETTERS_MAX = 300
_DELETABLE = ("hold", "review")


@action
def add_settlement(
    actor: Actor,
    *,
    case_number: str,
    draft: SettlementDraft,
    firm_fee: Money | None = None,
    today: date | None = None,
    idempotency_key: str | None = None,
) -> Settlement:
    """The settlement of a case; its firm fee is None until its calculation is saved.

    *Raises*: Forbidden, NotFound, SettlementNotPositive, NotOfThisCase, UnknownChoice, TooManyDays,
    DayInFuture, TextTooLong, TextNotPlain, IdempotencyKeyReused.
    """
    refuse_future(today, settled_on=draft.settled_on, distributed_on=draft.distributed_on)
    case = case_within(actor, case_number, Permission.SETTLEMENTS_EDIT, lock=True)
    content = content_hash(case=case.number, **draft.content())
    if earlier := earlier_result(Settlement, idempotency_key, content):
        return earlier
    settlement = Settlement(
        case=case,
        firm_fee=firm_fee,
        created_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )
    fill(settlement, case, draft)
    settlement.save()
    _note(actor, settlement, f"Settlement of ${draft.gross.amount:,} added")
    return settlement


@action
def change_settlement(
    actor: Actor, settlement_id: UUID, draft: SettlementDraft, *, version: int, today: date | None = None
) -> Settlement:
    """The settlement with every field as in the draft; its calculation follows the gross.

    *Raises*: as `add_settlement`, and StaleVersion, EscrowAccountInUse.
    """
    refuse_future(today, settled_on=draft.settled_on, distributed_on=draft.distributed_on)
    settlement = lock_settlement(actor, settlement_id, Permission.SETTLEMENTS_EDIT, version=version)
    is_moved = draft.escrow_account_id != settlement.escrow_account_id
    if is_moved and settlement.checks.exists():
        raise EscrowAccountInUse()
    fill(settlement, settlement.case, draft)
    return _saved(settlement)


@action
def change_gross(actor: Actor, settlement_id: UUID, gross: Money) -> Settlement:
    """The settlement with another gross and nothing else changed: what a linked round asks for.

    *Raises*: Forbidden, NotFound, SettlementNotPositive.
    """
    settlement = lock_settlement(actor, settlement_id, Permission.SETTLEMENTS_EDIT)
    if gross <= Money.zero:
        raise SettlementNotPositive()
    if settlement.gross == gross:
        return settlement
    settlement.gross = gross
    return _saved(settlement)


@action
def delete_settlement(actor: Actor, settlement_id: UUID, *, version: int) -> None:
    """Deletes a settlement with its calculations and held checks; a linked round turns blank by it.

    *Raises*: Forbidden, NotFound, StaleVersion, SettlementHasChecks, SettlementHasFees.
    """
    # The case first: a linked round is changed in the order case, round, settlement.
    seen = settlement_within(actor, settlement_id, Permission.SETTLEMENTS_EDIT)
    case_within(actor, seen.case.number, Permission.SETTLEMENTS_EDIT, lock=True)
    settlement = lock_settlement(actor, settlement_id, Permission.SETTLEMENTS_EDIT, version=version)
    if settlement.checks.exclude(direction="out", status__in=_DELETABLE).exists():
        raise SettlementHasChecks()
    if settlement.fee_intakes.exists():
        raise SettlementHasFees()
    settlement.checks.all().delete()
    _note(actor, settlement, f"Settlement of ${settlement.gross.amount:,} deleted")
    settlement.delete()


@action
def record_fee(
    actor: Actor,
    settlement_id: UUID,
    *,
    amount: Money,
    recorded_on: date,
    today: date,
    comments: str = "",
    idempotency_key: str | None = None,
) -> FeeIntake:
    """Money that was taken in as fee from the settlement.

    *Raises*: Forbidden, NotFound, AmountNotPositive, DayInFuture, TextTooLong, TextNotPlain,
    IdempotencyKeyReused.
    """
    comments = plain_text(comments, letters_max=FEE_COMMENTS_LETTERS_MAX)
    settlement = lock_settlement(actor, settlement_id, Permission.CHECKS_EDIT)
    content = content_hash(settlement=settlement.id, amount=amount, on=recorded_on, comments=comments)
    if earlier := earlier_result(FeeIntake, idempotency_key, content):
        return earlier
    if amount <= Money.zero:
        raise AmountNotPositive()
    if recorded_on > today:
        raise DayInFuture("recorded on", recorded_on)
    return FeeIntake.objects.create(
        settlement=settlement,
        amount=amount,
        recorded_on=recorded_on,
        comments=comments,
        recorded_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )


def _saved(settlement: Settlement) -> Settlement:
    """Saves the next version; a firm fee that was computed from another gross is not computed any more."""
    before = Settlement.objects.only("gross").get(id=settlement.id).gross
    if before != settlement.gross:
        real = CalculationInput.objects.filter(
            calculation__settlement=settlement, calculation__name="", name="gross"
        )
        if real.update(value=settlement.gross, source_value=settlement.gross, is_overridden=False):
            settlement.firm_fee = None
    settlement.version += 1
    settlement.save()
    return settlement


def _note(actor: Actor, settlement: Settlement, summary: str) -> None:
    Activity.objects.create(
        case=settlement.case,
        kind=Activity.Kind.SETTLEMENT,
        summary=summary,
        object_id=str(settlement.id),
        actor_id=actor.user_id,
    )
