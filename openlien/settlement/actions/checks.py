"""Checks added, changed, given another status, deleted; the checks that a calculation pays out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.conf import settings

from openlien.cases.models import Activity, Party, Plaintiff
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money, total
from openlien.ledger.actions.unit import ledger_action

from ..booking import book_cleared
from ..check_rules import FIRST_STATUSES, CheckStatus, CheckType, Direction, statuses_after
from ..distribution import Payment, payments_to_make
from ..errors import (
    AmountNotPositive,
    CalculationMissing,
    DayInFuture,
    EscrowAccountMissing,
    FirstStatusWrong,
    NoChecksNamed,
    SettlementOverspent,
    StatusDoesNotFollow,
    UnknownChoice,
    refuse_future,
)
from ..models import Check, Settlement, SettlementCalculation
from ..queries.calculations import input_value, result_of, terms_of
from ..reach import cases_within, lock_settlement, refuse_stale
from .lien_payments import note_liens_paid

NUMBER_LETTERS_MAX = 20
PAYEE_LETTERS_MAX = 200
COMMENTS_LETTERS_MAX = 500
# Steps that somebody looks for on the timeline; the ways between hold and print are housekeeping.
_TOLD = {
    CheckStatus.DEPOSITED: "deposited",
    CheckStatus.PRINTED: "printed",
    CheckStatus.CLEARED: "cleared",
    CheckStatus.VOID: "voided",
}
_KEPT = ("drawn_on", "amount", "type", "payee_id", "mailed_on", "expires_on", "received_on")


@dataclass(frozen=True, kw_only=True)
class CheckDraft:
    """The fields of a check; its status is set by `change_statuses` once the check is there."""

    direction: Direction
    drawn_on: date
    amount: Money
    type: CheckType = CheckType.OTHER
    status: CheckStatus = CheckStatus.HOLD
    number: str = ""
    payee_id: UUID | None = None
    custom_payee: str = ""
    mailed_on: date | None = None
    expires_on: date | None = None
    received_on: date | None = None
    comments: str = ""


@ledger_action
def add_check(
    actor: Actor,
    settlement_id: UUID,
    draft: CheckDraft,
    *,
    today: date,
    idempotency_key: str | None = None,
) -> Check:
    """A check received for the settlement or issued from it, through the settlement's escrow account.

    *Raises*: Forbidden, NotFound, EscrowAccountMissing, AmountNotPositive, FirstStatusWrong, DayInFuture,
    UnknownChoice, CheckNumberUsed, CheckEnteredTwice, ClearedMoneyMissing, TextTooLong, TextNotPlain,
    IdempotencyKeyReused.
    """
    settlement = _settlement_with_account(actor, settlement_id)
    content = content_hash(
        settlement=settlement.id, **{each.name: getattr(draft, each.name) for each in fields(draft)}
    )
    if earlier := earlier_result(Check, idempotency_key, content):
        return earlier
    first = FIRST_STATUSES[draft.direction]
    if draft.status not in first:
        raise FirstStatusWrong(", ".join(status.label for status in first))
    check = Check(
        settlement=settlement,
        escrow_account_id=settlement.escrow_account_id,
        direction=draft.direction.value,
        status=draft.status.value,
        created_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )
    _fill(check, draft, today)
    check.save()
    _tell(actor, check, _first_word(check))
    return check


@ledger_action
def change_check(actor: Actor, check_id: UUID, draft: CheckDraft, *, version: int, today: date) -> Check:
    """The check with the fields of the draft; direction and status stay.

    *Raises*: as `add_check`, and StaleVersion, CheckIsFinal.
    """
    check = _lock_checks(actor, [check_id])[0]
    refuse_stale(version, check)
    _fill(check, draft, today)
    check.version += 1
    check.save()
    return check


@ledger_action
def delete_check(actor: Actor, check_id: UUID, *, version: int) -> None:
    """Deletes a check that is still held, under review or only expected.

    *Raises*: Forbidden, NotFound, StaleVersion, CheckInUse.
    """
    check = _lock_checks(actor, [check_id])[0]
    refuse_stale(version, check)
    _tell(actor, check, "deleted")
    check.delete()


@ledger_action
def change_statuses(
    actor: Actor, check_ids: Sequence[UUID], status: CheckStatus, *, on: date, today: date
) -> list[Check]:
    """These checks with another status, all or none; a check that clears on a day enters the books then.

    *Raises*: Forbidden, NotFound, NoChecksNamed, StatusDoesNotFollow, DayInFuture, ClearedMoneyMissing; of
    the books PeriodClosed, PeriodLocked, CaseAccountClosed.
    """
    if not check_ids:
        raise NoChecksNamed()
    if on > today:
        raise DayInFuture("day of the change", on)
    checks = _lock_checks(actor, check_ids)
    # Money that comes in first: what clears now may be paid out now.
    for check in sorted(checks, key=lambda each: each.direction != Direction.IN):
        _change_status(actor, check, status, on=on, today=today)
    return checks


@ledger_action
def add_distribution_checks(actor: Actor, settlement_id: UUID, *, today: date) -> list[Check]:
    """The checks that the saved calculation still has to pay out, each held until somebody releases it.

    Repeating it makes nothing twice; a hold-back stays in trust.
    *Raises*: Forbidden, NotFound, EscrowAccountMissing, CalculationMissing, SettlementOverspent.
    """
    settlement = _settlement_with_account(actor, settlement_id)
    calculation = SettlementCalculation.objects.filter(settlement=settlement, name="").first()
    if calculation is None:
        raise CalculationMissing()
    rows = list(calculation.inputs.all())
    result = result_of(rows, terms_of(calculation))
    if result.distribution.is_blocked:
        raise SettlementOverspent(client=result.client)
    made = settlement.checks.filter(direction="out").exclude(status="void").exclude(source="")
    payments = payments_to_make(
        result,
        [input_value(row) for row in rows],
        dict(made.values_list("source", "amount")),
        firm_id=str(settlement.case.law_firm_id or ""),
        client_id=_client_id(settlement),
        not_paid=calculation.not_paid,
    )
    checks = [_distribution_check(actor, settlement, payment, today) for payment in payments]
    if checks:
        amount = total(check.amount for check in checks).amount
        count = "1 distribution check" if len(checks) == 1 else f"{len(checks)} distribution checks"
        _note(actor, settlement, f"{count} added, ${amount:,} together", str(settlement.id))
    return checks


def _distribution_check(actor: Actor, settlement: Settlement, payment: Payment, today: date) -> Check:
    return Check.objects.create(
        settlement=settlement,
        escrow_account_id=settlement.escrow_account_id,
        direction=Direction.OUT.value,
        drawn_on=today,
        amount=payment.amount,
        status=CheckStatus.HOLD.value,
        type=payment.type.value,
        payee_id=UUID(payment.payee_id) if payment.payee_id else None,
        custom_payee=_payee_by_hand(settlement, payment),
        comments=payment.name,
        source=payment.source,
        lines=[line.as_json() for line in payment.lines],
        created_by_id=actor.user_id,
    )


def _payee_by_hand(settlement: Settlement, payment: Payment) -> str:
    """A payee who is no party of the case: its clients together, or this company for its own bills."""
    if payment.source == "client":
        return _clients(settlement)
    is_ours = payment.type is CheckType.OWN_LIEN and not payment.payee_id
    return str(settings.COMPANY_NAME) if is_ours else ""


def _client_id(settlement: Settlement) -> str:
    return str(settlement.plaintiff.party_id) if settlement.plaintiff else ""


def _clients(settlement: Settlement) -> str:
    """The plaintiffs together, where the settlement is that of all of them."""
    if settlement.plaintiff_id:
        return ""
    names = Plaintiff.objects.filter(case_id=settlement.case_id).order_by("id")
    return " and ".join(names.values_list("party__name", flat=True))[:PAYEE_LETTERS_MAX]


def _settlement_with_account(actor: Actor, settlement_id: UUID) -> Settlement:
    settlement = lock_settlement(actor, settlement_id, Permission.CHECKS_EDIT)
    if settlement.escrow_account_id is None:
        raise EscrowAccountMissing()
    return settlement


def _lock_checks(actor: Actor, check_ids: Sequence[UUID]) -> list[Check]:
    """The checks, locked after their settlements: whoever changes a client's ledger goes in that order."""
    cases = cases_within(actor, Permission.CHECKS_EDIT)
    found = Check.objects.filter(id__in=set(check_ids), settlement__case__in=cases)
    settlements = sorted(set(found.values_list("settlement_id", flat=True)))
    list(Settlement.objects.select_for_update(no_key=True).filter(id__in=settlements).order_by("id"))
    checks = list(found.select_for_update(of=("self",)).select_related("settlement").order_by("id"))
    if len(checks) < len(set(check_ids)):
        raise NotFound()
    return checks


def _fill(check: Check, draft: CheckDraft, today: date) -> None:
    if draft.amount <= Money.zero:
        raise AmountNotPositive()
    refuse_future(today, received_on=draft.received_on, mailed_on=draft.mailed_on)
    is_new_payee = draft.payee_id is not None and draft.payee_id != check.payee_id
    if is_new_payee and not Party.objects.filter(id=draft.payee_id).exists():
        raise UnknownChoice("payee")
    for name in _KEPT:
        setattr(check, name, getattr(draft, name))
    check.type = draft.type.value
    check.number = plain_text(draft.number, letters_max=NUMBER_LETTERS_MAX)
    check.custom_payee = plain_text(draft.custom_payee, letters_max=PAYEE_LETTERS_MAX)
    check.comments = plain_text(draft.comments, letters_max=COMMENTS_LETTERS_MAX)


def _change_status(actor: Actor, check: Check, status: CheckStatus, *, on: date, today: date) -> None:
    if check.status == status:
        return
    following = statuses_after(check.direction, check.status)
    if status not in following:
        raise StatusDoesNotFollow(
            status=CheckStatus(check.status).label,
            wanted=status.label,
            choices=", ".join(each.label for each in following) or "nothing else",
        )
    check.status, check.version = status.value, check.version + 1
    check.cleared_on = on if status is CheckStatus.CLEARED else None
    if check.direction == Direction.IN and status in (CheckStatus.HOLD, CheckStatus.DEPOSITED):
        check.received_on = check.received_on or on
    check.save()
    if status in _TOLD:
        _tell(actor, check, _TOLD[status])
    if status is CheckStatus.CLEARED:
        book_cleared(actor, check, today=today)
        note_liens_paid(check)


def _first_word(check: Check) -> str:
    if check.direction == Direction.OUT:
        return "added"
    return "expected" if check.status == CheckStatus.PENDING else "received"


def _tell(actor: Actor, check: Check, what: str) -> None:
    """Puts a step of a check on the case's timeline."""
    number = f" {check.number}" if check.number else ""
    _note(actor, check.settlement, f"Check{number} for ${check.amount.amount:,} {what}", str(check.id))


def _note(actor: Actor, settlement: Settlement, summary: str, object_id: str) -> None:
    Activity.objects.create(
        case_id=settlement.case_id,
        kind=Activity.Kind.CHECK,
        summary=summary[:300],
        object_id=object_id,
        actor_id=actor.user_id,
    )
