"""Every rule of the books as the sentence its breaker reads; the database names the rule by its code."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.db import DatabaseError

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money


class OutOfBalance(DomainError):
    """Not posted. Debits are {debits} and credits {credits}: the journal is out of balance by
    {difference}."""


class OneLineEntry(DomainError):
    """Not posted. A journal needs at least two lines, one debit and one credit."""


class LineNumbersSkipped(DomainError):
    """Not posted. The lines of a journal are numbered from 1 without a gap."""


class BothSides(DomainError):
    """Not posted. Each line has an amount above 0.00 on one side, debit or credit, and none on the other."""


class AmountNotExact(DomainError):
    """Not posted. An amount is a number below 1,000,000,000,000.00 with at most two decimals."""


class UnknownAccount(DomainError):
    """Not posted. The chart of accounts has no account {account}; choose one from the chart."""


class AccountInactive(DomainError):
    """Not posted. Account {account} is switched off; choose another, or switch it on in the chart."""


class PeriodClosed(DomainError):
    """Not posted. {month} is closed. Post to the next open period, which begins on {next_open_on}."""


class PeriodLocked(DomainError):
    """Not posted. {month} is locked for good. Post to the next open period, which begins on
    {next_open_on}."""


class LockedForGood(PeriodLocked):
    """Not saved. {month} is locked for good: nothing opens it again. Book what is missing in an open
    month."""

    code = "period_locked"


class FutureEntryDate(DomainError):
    """Not posted. The entry date {entry_on} is still to come; today is {today}."""


class PostingBeforeEntry(DomainError):
    """Not posted. The posting date comes on or after the entry date."""


class DescriptionMissing(DomainError):
    """Not posted. Say in a few words what this journal is for."""


class UnknownType(DomainError):
    """Not posted. The type or the policy of this journal is none of the list."""


class TemplateMissing(DomainError):
    """Not posted. Choose a journal template: every journal follows one."""


class TemplateInactive(DomainError):
    """Not posted. The template {template} is switched off; choose another one."""


class ApprovalRequired(DomainError):
    """Not posted. This journal needs the approval of a person; submit it for approval."""


class SelfApproval(DomainError):
    """Not approved. Who writes or submits a journal does not approve it; ask somebody else."""

    status = 403


class PosterIsApprover(DomainError):
    """Not posted. Who approved this journal does not post it; ask somebody else."""

    status = 403


class PosterIsCreator(DomainError):
    """Not posted. Who wrote this journal does not post it; ask somebody else."""

    status = 403


class AlreadyReversed(Conflict):
    """Not posted. This journal is reversed already; a journal is reversed once."""


class ReversalOfReversal(DomainError):
    """Not posted. {number} is a reversal and is never reversed; write a new journal instead."""


class ReversalTooEarly(DomainError):
    """Not posted. A reversal comes on or after the day of its original, {entry_on}."""


class ReversalNotMirrored(DomainError):
    """Not posted. A reversal takes back its original line by line, with debit and credit changed over."""


class UnknownJournal(NotFound):
    """There is no such journal in the books."""


class DuplicateKey(DomainError):
    """Not posted. Two entries of this request have the same key; each key names one entry."""


class JournalNotDraft(Conflict):
    """Not saved. The journal is {status} already; only a draft can be changed."""


class JournalNotPending(Conflict):
    """Not saved. The journal is {status}; only one that waits for approval can be approved or rejected."""


class JournalNotApproved(Conflict):
    """Not posted. The journal is {status}; only an approved one enters the books."""


class JournalIsFrozen(Conflict):
    """Not saved. The journal is {status}: what was submitted no longer changes."""


class JournalContentChanged(Conflict):
    """Not posted. The journal is not what was approved; reject it and write a new one."""


class JournalStatusSkipped(Conflict):
    """Not saved. A journal that is {from} cannot become {to}."""


class JournalIsNotInTheBooks(Conflict):
    """Not saved. Only the books decide whether a journal is posted or reversed."""


class TooManyLines(DomainError):
    """Not saved. The journal has {lines} lines; one journal takes {lines_max}. Divide it."""


class ReasonRequired(DomainError):
    """Not saved. Say why: this change needs a reason."""


class PeriodNotOpen(Conflict):
    """Not closed. {month} is {status} already."""


class PeriodNotClosed(Conflict):
    """Not saved. {month} is {status}; only a closed period can be locked or opened again."""


class EarlierPeriodOpen(Conflict):
    """Not closed. {earlier} is still open; periods are closed in order."""


class LaterPeriodClosed(Conflict):
    """Not opened. A period after {month} is closed; only the last closed period opens again."""


class PeriodNotOver(Conflict):
    """Not closed. {month} is not over yet."""


class ZeroBalanceRequired(DomainError):
    """Not closed. An account is closed at zero: cost {cost_balance}, lien {lien_balance} and refunds
    {refund_liability} are still open."""


class WriteOffRequired(DomainError):
    """Not saved. An account becomes Written Off through an approved write-off only."""


class CaseAccountClosed(Conflict):
    """Not posted. Case account {number} is closed; make it active first."""


class UnknownCaseAccount(NotFound):
    """There is no such case account."""


class WrongPatient(DomainError):
    """Not posted. The patient of this journal is not the patient of its case."""


class CreditLimit(DomainError):
    """Not posted. The charges would reach {charges}, above the credit limit of {limit}. Raise the limit, or
    give a reason for going over it."""


class NoCreditLimit(DomainError):
    """Not saved. This account has no credit limit that charges could exceed."""


class AccountHasTransactions(Conflict):
    """Not deleted. {number} has transactions, so it is kept."""


class AccountInUse(Conflict):
    """Not saved. Lines stand on account {number}, so its number, kind and side stay; switch it off
    instead."""


class CaseAccountIsTheCases(Conflict):
    """Not saved. Number, case and opening day of {number} never change."""


class BooksAreAppendOnly(Conflict):
    """Not saved. The books are written by posting only and never rewritten; correct by a reversal."""


class AmountNotPositive(DomainError):
    """Not saved. The amount must be more than 0.00."""


class AmountIsZero(DomainError):
    """Not saved. The amount must not be 0.00."""


class BooksBusy(Conflict):
    """Not posted. The books were busy for too long; try again."""

    status = 503


_BY_CONSTRAINT: dict[str, type[DomainError]] = {
    "journal_line_has_one_positive_side": BothSides,
    "usd_check": AmountNotExact,
    "usd_check1": AmountNotExact,
    "journal_is_posted_after_entry": PostingBeforeEntry,
    "journal_approval_names_a_person_or_a_policy": ApprovalRequired,
    "journal_is_not_approved_by_its_creator": SelfApproval,
    "journal_is_not_approved_by_its_submitter": SelfApproval,
    "posting_is_reversed_once": AlreadyReversed,
    "journal_rejection_has_a_reason": ReasonRequired,
    "case_account_status_has_a_reason": ReasonRequired,
}
_BY_RULE: dict[str, type[DomainError]] = {
    kind.code: kind
    for kind in list(globals().values())
    if isinstance(kind, type) and issubclass(kind, DomainError) and kind.__module__ == __name__
}
_BY_RULE["idempotency_key_reused"] = IdempotencyKeyReused
_LOCK_NOT_AVAILABLE = ("55P03", "40P01", "40001")
_NUMBER_OUT_OF_RANGE = ("22003", "22P02", "0A000")

for _name, _error in _BY_CONSTRAINT.items():
    if "{" not in (_error.__doc__ or ""):
        speaks_for(_name)(_error)


def refusal_of(broken: DatabaseError) -> DomainError | None:
    """The broken rule behind an error of the database; None when it is none of the ledger's."""
    cause = broken.__cause__
    diagnosis = getattr(cause, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None) or ""
    if kind := _BY_RULE.get(constraint):
        return kind(**_fields(getattr(diagnosis, "message_detail", None)))
    if kind := _BY_CONSTRAINT.get(constraint):
        return kind()
    if constraint in {"posting_key_is_used_once", "transaction_key_is_used_once"}:
        return BooksBusy()
    state = getattr(cause, "sqlstate", None)
    if state in _LOCK_NOT_AVAILABLE:
        return BooksBusy()
    return AmountNotExact() if state in _NUMBER_OUT_OF_RANGE else None


def _fields(detail: str | None) -> dict[str, Any]:
    found = json.loads(detail, parse_float=Decimal) if detail else {}
    return {name: _amount_or(value) for name, value in found.items()}


def _amount_or(value: object) -> object:
    """An amount of the database's as money: sentences part its thousands, programs read it plain."""
    return Money(value.quantize(Decimal("0.01"))) if isinstance(value, Decimal) else value
