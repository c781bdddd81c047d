"""Bank lines and the checks they carry: by number and amount, by hand, taken apart, or the bank's mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.date_words import day_text
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.money import total
from openlien.ledger.actions.unit import ledger_action

from ..actions.checks import change_statuses
from ..check_rules import CheckStatus
from ..models import BankLine, BankMatch, Check
from .bank_lines import automatic_match, signed, unmatched_checks
from .errors import (
    BankErrorReasonMissing,
    LineIsBankError,
    LineMatchedAlready,
    LineNotMatched,
    MatchDoesNotFit,
    MatchDoesNotSum,
    MonthReconciled,
    NoCheckChosen,
)
from .months import is_reconciled

REASON_LETTERS_MAX = 300


def match_automatically(actor: Actor, lines: Sequence[BankLine], *, today: date) -> tuple[int, list[str]]:
    """How many lines found the one check of their number and amount, and which could not be cleared.

    Joins the caller's transaction; a check that cannot be cleared leaves its line open.
    """
    matched, held_up = 0, []
    waiting = unmatched_checks(lines[0].account_id) if lines else []
    for line in lines:
        check = automatic_match(line, waiting)
        if check is None:
            continue
        try:
            with transaction.atomic():
                _join(actor, line, [check], is_automatic=True, today=today)
        except DomainError as refused:
            held_up.append(f"Check {check.number} of {day_text(line.booked_on)}: {refused.sentence}")
            continue
        waiting.remove(check)
        matched += 1
    return matched, held_up


@ledger_action
def match_again(actor: Actor, account_id: UUID, *, today: date) -> int:
    """How many open lines of an account found the one check of their number and amount now.

    *Raises*: Forbidden.
    """
    actor.require(Permission.TRUST_IMPORT)
    found = BankLine.objects.filter(account_id=account_id, matches__isnull=True, bank_error="")
    return match_automatically(actor, list(found.order_by("booked_on", "id")), today=today)[0]


@ledger_action
def match_line(actor: Actor, line_id: UUID, check_ids: Sequence[UUID], *, today: date) -> BankLine:
    """The line with the checks that a person says it carries; those not cleared yet clear on its day.

    *Raises*: Forbidden, NotFound, NoCheckChosen, LineMatchedAlready, LineIsBankError, MatchDoesNotFit,
    MatchDoesNotSum, CheckMatchedAlready, StatusDoesNotFollow, ClearedMoneyMissing; of the books
    PeriodClosed, PeriodLocked, CaseAccountClosed.
    """
    line = _lock(actor, line_id)
    if line.matches.exists():
        raise LineMatchedAlready()
    if line.bank_error:
        raise LineIsBankError()
    if not check_ids:
        raise NoCheckChosen()
    checks = list(Check.objects.filter(id__in=set(check_ids), escrow_account_id=line.account_id))
    if len(checks) < len(set(check_ids)):
        raise MatchDoesNotFit()
    if total(signed(each) for each in checks) != line.amount:
        raise MatchDoesNotSum()
    _join(actor, line, checks, is_automatic=False, today=today)
    return line


@action
def take_match_apart(actor: Actor, line_id: UUID) -> BankLine:
    """The line as an open one; its checks stay cleared.

    *Raises*: Forbidden, NotFound, LineNotMatched, MonthReconciled.
    """
    line = _lock(actor, line_id)
    if not line.matches.exists():
        raise LineNotMatched()
    if is_reconciled(line.account_id, line.booked_on):
        raise MonthReconciled()
    line.matches.all().delete()
    return line


@action
def mark_bank_error(actor: Actor, line_id: UUID, *, reason: str) -> BankLine:
    """The line as a mistake that the bank puts right; it counts as such until another line does.

    *Raises*: Forbidden, NotFound, LineMatchedAlready, BankErrorReasonMissing, TextTooLong, TextNotPlain.
    """
    line = _lock(actor, line_id)
    if line.matches.exists():
        raise LineMatchedAlready()
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not stated:
        raise BankErrorReasonMissing()
    line.bank_error, line.explained_by_id, line.explained_at = stated, actor.user_id, Now()
    line.save(update_fields=["bank_error", "explained_by", "explained_at"])
    return line


@action
def take_bank_error_back(actor: Actor, line_id: UUID) -> BankLine:
    """The line as an open one again.

    *Raises*: Forbidden, NotFound, MonthReconciled.
    """
    line = _lock(actor, line_id)
    if is_reconciled(line.account_id, line.booked_on):
        raise MonthReconciled()
    line.bank_error, line.explained_by_id, line.explained_at = "", None, None
    line.save(update_fields=["bank_error", "explained_by", "explained_at"])
    return line


def _join(actor: Actor, line: BankLine, checks: Sequence[Check], *, is_automatic: bool, today: date) -> None:
    """The line proves that its checks cleared: those that are not cleared yet clear on its day."""
    waiting = [each.id for each in checks if each.status != CheckStatus.CLEARED]
    if waiting:
        change_statuses(actor, waiting, CheckStatus.CLEARED, on=line.booked_on, today=today)
    BankMatch.objects.bulk_create(
        BankMatch(line=line, check_paid=each, is_automatic=is_automatic, matched_by_id=actor.user_id)
        for each in checks
    )


def _lock(actor: Actor, line_id: UUID) -> BankLine:
    actor.require(Permission.TRUST_IMPORT)
    line = BankLine.objects.select_for_update(of=("self",)).filter(id=line_id).first()
    if line is None:
        raise NotFound()
    return line
