"""The end of a case account: verified at zero, closed with its day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError
from openlien.ledger.actions.case_accounts import change_status
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.errors import ReasonRequired
from openlien.ledger.events import ExcessRecognised
from openlien.ledger.models import CaseAccount, LedgerPolicy
from openlien.ledger.recording import record_event
from openlien.ledger.vocabulary import CaseAccountStatus, PostingPack
from openlien.payments.models import WriteOffRequest

REASON_LETTERS_MAX = 500


class WriteOffsWaiting(Conflict):
    """Not closed. A write-off of this case waits for approval; decide on it first."""


class ClosingDayInFuture(DomainError):
    """Not closed. The closing day {closed_on} is still to come."""


class ClosingDayTooEarly(DomainError):
    """Not closed. The account moved last on {last_on}; it cannot be closed before that day."""


@ledger_action
def close_case_account(
    actor: Actor,
    *,
    case_number: str,
    reason: str,
    closed_on: date,
    today: date,
    version: int | None = None,
    posting_on: date | None = None,
) -> CaseAccount:
    """The closed account, whose cost, lien and refunds are all at zero; closing it again gives it as it is.

    In the expense pack, what was recovered above cost becomes revenue with it. *Shapes*: `version` guards
    against what somebody else changed; without one the account is taken as it is.
    *Raises*: Forbidden, NotFound, ReasonRequired, ClosingDayInFuture, ClosingDayTooEarly, WriteOffsWaiting,
    ZeroBalanceRequired, StaleVersion; of the books PeriodClosed.
    """
    actor.require(Permission.CASE_ACCOUNTS_EDIT)
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    case = lock_case(actor, case_number, Permission.CASE_ACCOUNTS_EDIT)
    account = CaseAccount.objects.select_related("balance").get(case=case)
    if account.status == CaseAccountStatus.CLOSED:
        return account
    if not stated:
        raise ReasonRequired()
    _check_day(account, closed_on=closed_on, today=today)
    if WriteOffRequest.objects.filter(bill__case=case, status=WriteOffRequest.Status.PENDING).exists():
        raise WriteOffsWaiting()
    _recognise_excess(actor, account, on=closed_on, today=today, posting_on=posting_on)
    closed = change_status(
        actor,
        case.id,
        status=CaseAccountStatus.CLOSED,
        reason=stated,
        on=closed_on,
        version=account.version if version is None else version,
    )
    Activity.objects.create(
        case=case,
        kind="note",
        summary=f"Case account {account.number} closed",
        body=stated,
        object_id=str(account.id),
        actor_id=actor.user_id,
    )
    return closed


@ledger_action
def change_account_status(
    actor: Actor,
    case_number: str,
    case_id: UUID,
    *,
    status: CaseAccountStatus,
    reason: str,
    on: date,
    version: int,
) -> CaseAccount:
    """The account in its new status; one that is closed goes the whole way of `close_case_account`.

    *Raises*: Forbidden, StatusUnchanged, those of `change_status` and of `close_case_account`.
    """
    actor.require(Permission.CASE_ACCOUNTS_EDIT)
    stated = {"status": status, "reason": reason, "on": on, "version": version}
    if status is not CaseAccountStatus.CLOSED or _is_closed(case_id):
        return change_status(actor, case_id, **stated)
    return close_case_account(
        actor, case_number=case_number, reason=reason, closed_on=on, today=on, version=version
    )


def _is_closed(case_id: UUID) -> bool:
    return CaseAccount.objects.filter(case_id=case_id, status=CaseAccountStatus.CLOSED).exists()


def _check_day(account: CaseAccount, *, closed_on: date, today: date) -> None:
    if closed_on > today:
        raise ClosingDayInFuture(closed_on=closed_on)
    last_on = account.balance.last_activity_on
    if last_on and closed_on < last_on:
        raise ClosingDayTooEarly(last_on=last_on)


def _recognise_excess(
    actor: Actor, account: CaseAccount, *, on: date, today: date, posting_on: date | None
) -> None:
    is_expense_pack = LedgerPolicy.objects.get().pack == PostingPack.EXPENSE
    if is_expense_pack and account.balance.excess_recovery:
        event = ExcessRecognised(
            on=on,
            posting_on=posting_on,
            case_id=account.case_id,
            amount=account.balance.excess_recovery,
        )
        record_event(actor, event, key=f"{account.id}:{account.version}", today=today)
