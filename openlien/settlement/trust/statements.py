"""Bank statements: a file is looked at, its columns are said where needed, then it is read in or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models.functions import Now

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.date_words import day_text
from openlien.kit.dates import add_months
from openlien.kit.errors import DomainError, NotFound
from openlien.ledger.actions.unit import ledger_action

from ..models import BankLine, BankMatch, BankStatement, EscrowAccount
from .bank_file import FIELDS, BankFileLine, BankTable, lines_of, table_of
from .errors import (
    LaterStatementRead,
    MonthReconciled,
    StatementNotRead,
    StatementReadAlready,
    StatementUnreadable,
)
from .matching import match_automatically
from .months import last_completed
from .queries import find_account

FILE_NAME_LETTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is read in: its table, its lines with whether they are known, or why it is refused."""

    statement_id: UUID
    account_id: UUID
    table: BankTable
    lines: tuple[tuple[BankFileLine, bool], ...]
    refusal: str
    is_read: bool

    @property
    def new(self) -> int:
        """How many lines are not known yet."""
        return sum(not is_known for _, is_known in self.lines)


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What reading a file in did."""

    new: int
    known: int
    matched: int
    # Lines whose check was found but could not be cleared, each with the reason.
    held_up: tuple[str, ...]


@action
def upload_statement(actor: Actor, account_id: UUID, *, name: str, content: bytes) -> BankStatement:
    """The file, kept to be looked at; nothing of it counts before `read_in`.

    *Raises*: Forbidden, NotFound, StatementTooLarge, StatementUnreadable, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.TRUST_IMPORT)
    account = find_account(actor, account_id)
    shown = plain_text(name, letters_max=FILE_NAME_LETTERS_MAX)
    table_of(content, name=shown)
    return BankStatement.objects.create(
        account=account, file_name=shown, content=content, uploaded_by_id=actor.user_id
    )


@action
def choose_columns(actor: Actor, statement_id: UUID, columns: Mapping[str, int]) -> BankStatement:
    """The file with the column of each field as a person says it.

    *Raises*: Forbidden, NotFound, StatementReadAlready.
    """
    statement = _lock_unread(actor, statement_id)
    count = len(_table(statement).headings)
    statement.columns = {
        field: place for field, place in columns.items() if field in FIELDS and 0 <= place < count
    }
    statement.save(update_fields=["columns"])
    return statement


@action
def discard_statement(actor: Actor, statement_id: UUID) -> UUID:
    """Drops a file that was not read in; the id of its account.

    *Raises*: Forbidden, NotFound, StatementReadAlready.
    """
    statement = _lock_unread(actor, statement_id)
    statement.delete()
    return statement.account_id


@ledger_action
def read_in(actor: Actor, statement_id: UUID, *, today: date) -> ReadIn:
    """What reading the file in did: its new lines are kept, and matched where number and amount agree.

    *Raises*: Forbidden, NotFound, StatementReadAlready, ColumnsUnknown, StatementUnreadable,
    LinesReadMeanwhile.
    """
    statement = _lock_unread(actor, statement_id)
    found = lines_of(_table(statement), today=today)
    known = known_keys(statement, found)
    BankLine.objects.bulk_create(_line(statement, each) for each in found if each.key not in known)
    lines = list(BankLine.objects.filter(statement=statement).order_by("place", "id"))
    matched, held_up = match_automatically(actor, lines, today=today)
    statement.read_at, statement.lines_new = Now(), len(lines)
    statement.lines_known = len(found) - len(lines)
    statement.save(update_fields=["read_at", "lines_new", "lines_known"])
    return ReadIn(len(lines), statement.lines_known, matched, tuple(held_up))


@action
def take_back_statement(actor: Actor, statement_id: UUID) -> BankStatement:
    """The file as it was before it was read in; its lines are gone, and the checks they cleared stay cleared.

    Files go back in the order in which they came: a later file may count on the lines of this one.
    *Raises*: Forbidden, NotFound, StatementNotRead, LaterStatementRead, MonthReconciled.
    """
    statement = _lock(actor, statement_id)
    if statement.read_at is None:
        raise StatementNotRead()
    EscrowAccount.objects.select_for_update(no_key=True).get(id=statement.account_id)
    later = BankStatement.objects.filter(account_id=statement.account_id, read_at__gt=statement.read_at)
    if last := later.order_by("-read_at").first():
        raise LaterStatementRead(name=last.file_name)
    lines = BankLine.objects.filter(statement=statement)
    month = last_completed(statement.account_id)
    if month is not None and lines.filter(booked_on__lt=add_months(month, 1)).exists():
        raise MonthReconciled()
    BankMatch.objects.filter(line__statement=statement).delete()
    lines.delete()
    statement.read_at, statement.lines_new, statement.lines_known = None, 0, 0
    statement.save(update_fields=["read_at", "lines_new", "lines_known"])
    return statement


def preview(actor: Actor, statement_id: UUID, *, today: date) -> Preview:
    """The file as it would be read in, with its refusal where it would be refused.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.TRUST_IMPORT)
    statement = BankStatement.objects.filter(id=statement_id).first()
    if statement is None:
        raise NotFound()
    table, lines, refusal = _table(statement), [], ""
    try:
        lines = lines_of(table, today=today)
        known = known_keys(statement, lines)
    except DomainError as refused:
        refusal = refused.sentence
        known = set()
    shown = tuple((each, each.key in known) for each in lines)
    is_read = statement.read_at is not None
    return Preview(statement.id, statement.account_id, table, shown, refusal, is_read)


def known_keys(statement: BankStatement, lines: list[BankFileLine]) -> set[str]:
    """The keys of lines that were read in before.

    *Raises*: StatementUnreadable when the bank gave an id again to other money.
    """
    wanted = {each.key: each for each in lines}
    found = BankLine.objects.filter(account_id=statement.account_id, line_key__in=list(wanted))
    for earlier in found:
        again = wanted[earlier.line_key]
        if (again.amount, again.booked_on) != (earlier.amount, earlier.booked_on):
            reason = (
                f"row {again.place} carries the bank's id of a line of {day_text(earlier.booked_on)} over"
                f" {earlier.amount}, but says something else. Ask the bank which one holds."
            )
            raise StatementUnreadable(name=statement.file_name, reason=reason)
    return {earlier.line_key for earlier in found}


def _table(statement: BankStatement) -> BankTable:
    return table_of(bytes(statement.content), name=statement.file_name, chosen=statement.columns or None)


def _line(statement: BankStatement, each: BankFileLine) -> BankLine:
    return BankLine(
        account_id=statement.account_id,
        statement=statement,
        place=each.place,
        booked_on=each.booked_on,
        amount=each.amount,
        description=each.description,
        number=each.number,
        bank_reference=each.bank_reference,
        balance=each.balance,
        line_key=each.key,
    )


def _lock_unread(actor: Actor, statement_id: UUID) -> BankStatement:
    statement = _lock(actor, statement_id)
    if statement.read_at is not None:
        raise StatementReadAlready()
    return statement


def _lock(actor: Actor, statement_id: UUID) -> BankStatement:
    actor.require(Permission.TRUST_IMPORT)
    statement = BankStatement.objects.select_for_update().filter(id=statement_id).first()
    if statement is None:
        raise NotFound()
    return statement
