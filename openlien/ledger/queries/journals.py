"""The list of journals: searched, filtered, sorted, a page at a time, with totals over all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import month_end, month_start
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load

from ..vocabulary import EntryType, JournalStatus

PAGE_JOURNALS = 50
LIMIT_MAX = 200
EXPORT_STEP_JOURNALS = 2_000
WORDS_LETTERS_MAX = 200
NUMBER = re.compile(r"(?:JE-)?(\d{4})-0*(\d{1,9})", re.ASCII | re.IGNORECASE)


class NoSuchPage(DomainError):
    """This page of the list does not exist. Start again from the first page."""

    code = "bad_cursor"


class LimitOutOfBounds(DomainError):
    """Ask for 1 to 200 rows at a time, not {limit}."""


class JournalSort(StrEnum):
    """What the list can be sorted by; `written` is the order in which journals came to be."""

    WRITTEN = "written"
    ENTRY = "entry"
    POSTING = "posting"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class JournalOrder:
    """A column to sort by and the direction; equal rows follow the order in which they were written."""

    sort: JournalSort = JournalSort.WRITTEN
    descending: bool = True


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which journals: an empty field restricts nothing.

    *Shapes*: `words` are part of a number, reference or description; `template` is a code, `account` the
    number of a general-ledger account, `case` the number of a case or case account; any day of `month`.
    """

    words: str = ""
    statuses: tuple[JournalStatus, ...] = ()
    type: EntryType | None = None
    template: str = ""
    account: str = ""
    case: str = ""
    month: date | None = None
    created_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class ListedJournal:
    """One journal of the list; it has a number once it is in the books."""

    id: UUID
    number: str | None
    status: JournalStatus
    type: EntryType
    policy: str
    template_code: str
    template: str
    case_number: str | None
    account_number: str | None
    entry_on: date
    posting_on: date
    description: str
    reference: str
    lines: int
    debits: Money
    credits: Money
    created_by_id: UUID | None
    created_by: str
    created_at: datetime
    posted_at: datetime | None
    version: int

    @property
    def name(self) -> str:
        """What its address calls it: the number, or the id of a paper."""
        return self.number or str(self.id)


@dataclass(frozen=True, slots=True)
class JournalTotals:
    """How many journals the whole list has, and their sums."""

    journals: int
    debits: Money
    credits: Money


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page of the list; `newer` and `older` name the pages around it."""

    rows: tuple[ListedJournal, ...]
    totals: JournalTotals
    newer: str | None
    older: str | None


def journal_page(
    actor: Actor,
    chosen: JournalFilter,
    order: JournalOrder,
    *,
    after: str = "",
    before: str = "",
    limit: int = PAGE_JOURNALS,
) -> JournalPage:
    """The page that follows the journal `after`, or precedes `before`; the first one without either.

    *Raises*: Forbidden, NoSuchPage, LimitOutOfBounds.
    """
    actor.require(Permission.LEDGER_VIEW)
    if not 1 <= limit <= LIMIT_MAX:
        raise LimitOutOfBounds(limit=limit)
    question = _Question(chosen, order)
    backwards = bool(before) and not after
    beyond = before if backwards else after
    rows = question.rows(limit=limit + 1, beyond=beyond, backwards=backwards)
    if beyond and not rows:
        return journal_page(actor, chosen, order, limit=limit)
    is_more, shown = len(rows) > limit, rows[:limit]
    if backwards:
        shown = shown[::-1]
    has_newer = is_more if backwards else bool(after)
    has_older = True if backwards else is_more
    return JournalPage(
        rows=tuple(shown),
        totals=question.totals(),
        newer=str(shown[0].id) if shown and has_newer else None,
        older=str(shown[-1].id) if shown and has_older else None,
    )


def every_journal(actor: Actor, chosen: JournalFilter, order: JournalOrder) -> Iterator[ListedJournal]:
    """All journals of the list in its order, read a few thousand at a time.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    return _Question(chosen, order).every_row()


def id_of_number(number: str) -> UUID | None:
    """The journal with that number, such as JE-2026-0000012; None when it was never given."""
    match = NUMBER.fullmatch(number.strip())
    if match is None:
        return None
    row = fetch_one(
        load("openlien.ledger", "journal_of_number"), {"year": int(match[1]), "serial": int(match[2])}
    )
    return row.id if row else None


_KEYS = {
    JournalSort.WRITTEN: "journal.id",
    JournalSort.ENTRY: "journal.entry_on",
    JournalSort.POSTING: "journal.posting_on",
    JournalSort.AMOUNT: "journal.debits",
}


class _Question:
    """One list put into SQL: the parts of the statement and its parameters."""

    def __init__(self, chosen: JournalFilter, order: JournalOrder) -> None:
        self.params: dict[str, Any] = {}
        self.conditions = list(self._conditions(chosen)) or ["true"]
        self.key = _KEYS[order.sort]
        self.descending = order.descending

    def rows(self, *, limit: int, beyond: str = "", backwards: bool = False) -> list[ListedJournal]:
        """So many journals beyond the one of that id, nearest first."""
        falling = self.descending is not backwards
        conditions, params = list(self.conditions), {**self.params, "limit": limit}
        if beyond:
            key, id_ = self._place(beyond)
            conditions.append(f"({self.key}, journal.id) {'<' if falling else '>'} (%(key)s, %(id)s)")
            params |= {"key": key, "id": id_}
        way = "DESC" if falling else "ASC"
        order = f"{self.key} {way}" if self.key == "journal.id" else f"{self.key} {way}, journal.id {way}"
        statement = self._written("journal_list", conditions, order=order)
        return [_listed(row) for row in fetch_all(statement, params)]

    def every_row(self) -> Iterator[ListedJournal]:
        """All journals in order."""
        last = ""
        while rows := self.rows(limit=EXPORT_STEP_JOURNALS, beyond=last):
            yield from rows
            last = str(rows[-1].id)

    def totals(self) -> JournalTotals:
        """Count and sums over the whole list."""
        row = fetch_one(self._written("journal_totals", self.conditions), self.params)
        return JournalTotals(row.journals, Money(row.debits), Money(row.credits))

    def _place(self, id_text: str) -> tuple[object, UUID]:
        try:
            id_ = UUID(id_text)
        except ValueError:
            raise NoSuchPage() from None
        row = fetch_one(f"SELECT {self.key} AS key FROM ledger_journal AS journal WHERE id = %s", [id_])
        if row is None:
            raise NoSuchPage()
        return row.key, id_

    def _written(self, name: str, conditions: list[str], *, order: str = "") -> str:
        return load("openlien.ledger", name).format(conditions="\n        AND ".join(conditions), order=order)

    def _conditions(self, chosen: JournalFilter) -> Iterator[str]:
        yield from self._word_conditions(" ".join(chosen.words[:WORDS_LETTERS_MAX].split()))
        if chosen.statuses:
            self.params["statuses"] = [status.value for status in chosen.statuses]
            yield "journal.status = ANY (%(statuses)s::text[])"
        if chosen.type:
            self.params["type"] = chosen.type.value
            yield "journal.type = %(type)s"
        if chosen.template:
            self.params["template"] = chosen.template
            yield "journal.template_id = (SELECT id FROM ledger_journaltemplate WHERE code = %(template)s)"
        if chosen.account:
            self.params["account"] = chosen.account
            yield _ON_ACCOUNT
        if chosen.case:
            self.params["case"] = chosen.case
            yield _OF_CASE
        if chosen.month:
            self.params |= {"from": month_start(chosen.month), "until": month_end(chosen.month)}
            yield "journal.posting_on BETWEEN %(from)s AND %(until)s"
        if chosen.created_by:
            self.params["created_by"] = chosen.created_by
            yield "journal.created_by_id = %(created_by)s"

    def _word_conditions(self, words: str) -> Iterator[str]:
        if NUMBER.fullmatch(words):
            self.params["number_id"] = id_of_number(words)
            yield "journal.id = %(number_id)s::uuid"
        elif words:
            escaped = re.sub(r"([\\%_])", r"\\\1", words)
            self.params["words"] = f"%{escaped}%"
            yield "(journal.description ILIKE %(words)s OR journal.reference ILIKE %(words)s)"


_ON_ACCOUNT = """journal.id IN (
            SELECT line.posting_id
            FROM ledger_glentry AS line
            WHERE line.account_id = (SELECT id FROM ledger_glaccount WHERE number = %(account)s)
            UNION ALL
            SELECT line.journal_id
            FROM ledger_journalline AS line
            WHERE line.account_id = (SELECT id FROM ledger_glaccount WHERE number = %(account)s)
        )"""
_OF_CASE = """journal.id IN (
            WITH wanted AS (
                SELECT account.id
                FROM ledger_caseaccount AS account
                JOIN cases_case AS matter ON matter.id = account.case_id
                WHERE matter.number = %(case)s OR account.number = %(case)s
            )
            SELECT posting.id FROM ledger_posting AS posting WHERE posting.case_account_id IN (TABLE wanted)
            UNION ALL
            SELECT line.posting_id FROM ledger_glentry AS line WHERE line.case_account_id IN (TABLE wanted)
            UNION ALL
            SELECT paper.id FROM ledger_journalentry AS paper WHERE paper.case_account_id IN (TABLE wanted)
            UNION ALL
            SELECT line.journal_id
            FROM ledger_journalline AS line
            WHERE line.case_account_id IN (TABLE wanted)
        )"""


def _listed(row: Any) -> ListedJournal:
    given = row._asdict()
    given |= {
        "status": JournalStatus(row.status),
        "type": EntryType(row.type),
        "debits": Money(row.debits),
        "credits": Money(row.credits),
    }
    return ListedJournal(**given)
