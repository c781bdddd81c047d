"""Bank, book and clients of a trust account on a day, and why they differ; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from openlien.kit.money import Money, total

from ..calculations.trust import Reconciliation, reconcile


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One check in the book of the account: more than 0.00 came in, less goes out.

    `cleared_on` is when our books say that it cleared, `bank_on` when the bank's statement says so.
    """

    id: UUID
    entered_on: date
    amount: Money
    balance: Money = Money.zero
    direction: str
    status: str
    type: str
    number: str
    name: str
    case_id: UUID
    case_number: str
    plaintiff_id: UUID | None
    plaintiff: str
    settlement_id: UUID
    cleared_on: date | None
    bank_on: date | None

    def is_on_bank(self, day: date) -> bool:
        """Whether the bank had it by that day."""
        on = self.bank_on or self.cleared_on
        return on is not None and on <= day

    def is_in_books(self, day: date) -> bool:
        """Whether its journal had to be posted by that day."""
        return self.cleared_on is not None and self.cleared_on <= day


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A bank line that no check explains; `bank_error` says why the bank has to put it right."""

    booked_on: date
    amount: Money
    words: str
    bank_error: str = ""


class Cause(StrEnum):
    """Why the three numbers differ, and what to do about it."""

    BANK_LINE = "bank_line"
    NOT_ON_STATEMENT = "not_on_statement"
    NOT_IN_BOOKS = "not_in_books"
    OVERDRAWN = "overdrawn"
    UNEXPLAINED = "unexplained"

    @property
    def advice(self) -> str:
        """What a person does about it."""
        return _ADVICE[self]


_ADVICE = {
    Cause.BANK_LINE: "Match it with a check, enter the missing check, or mark it as the bank's mistake.",
    Cause.NOT_ON_STATEMENT: "Look for its line in the statement, or read in the statement that has it.",
    Cause.NOT_IN_BOOKS: "Its journal is missing or was reversed; put the books right.",
    Cause.OVERDRAWN: "One client's money never covers for another; find the check that took too much.",
    Cause.UNEXPLAINED: "Compare the balance you entered with the statement; read in every line of the month.",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One reason why bank and book, or book and clients, differ, with its amount."""

    cause: Cause
    words: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Client:
    """The ledger of one plaintiff of a case, or of all of them together."""

    case_id: UUID
    case_number: str
    plaintiff_id: UUID | None
    plaintiff: str
    balance: Money
    cleared: Money


@dataclass(frozen=True)
class ThreeWay:
    """The three numbers with everything that leads to them."""

    as_of: date
    bank: Money
    in_transit: tuple[Entry, ...]
    outstanding: tuple[Entry, ...]
    bank_errors: tuple[StatementLine, ...]
    posted: Money
    not_posted: Money
    clients: tuple[Client, ...]
    differences: tuple[Difference, ...]
    result: Reconciliation

    @property
    def corrections(self) -> Money:
        """What the bank still has to put right: more than 0.00 comes back to the account."""
        return -total(line.amount for line in self.bank_errors)


def three_way(
    *,
    bank: Money,
    as_of: date,
    entries: Sequence[Entry],
    posted: Mapping[UUID, Money],
    lines: Sequence[StatementLine],
    first_line_on: date | None = None,
) -> ThreeWay:
    """Return bank, book and clients on a day.

    *Shapes*: `entries` are those of the book by that day, `posted` what each did to cash in trust in the
    general ledger, `lines` the bank lines by that day that carry no check, `first_line_on` since when
    statements are read in.
    *Source*: docs/formulas/trust.md
    """
    waiting = [each for each in entries if not each.is_on_bank(as_of)]
    in_transit = tuple(each for each in waiting if each.amount > Money.zero)
    outstanding = tuple(each for each in waiting if each.amount < Money.zero)
    errors = tuple(line for line in lines if line.bank_error)
    in_books = total(posted.get(each.id, Money.zero) for each in entries if each.is_in_books(as_of))
    not_posted = total(each.amount for each in entries if not each.is_in_books(as_of))
    clients = clients_of(entries, as_of)
    taken = total(line.amount for line in errors if line.amount > Money.zero)
    given = -total(line.amount for line in errors if line.amount < Money.zero)
    result = reconcile(
        bank=bank,
        in_transit=total(each.amount for each in in_transit) + given,
        outstanding=-total(each.amount for each in outstanding) + taken,
        book=in_books + not_posted,
        clients=[each.balance for each in clients],
    )
    named = _differences(entries, posted, lines, as_of, first_line_on)
    named += [
        Difference(Cause.OVERDRAWN, f"{clients[place - 1].case_number} {clients[place - 1].plaintiff}",
                   clients[place - 1].balance)
        for place in result.overdrawn
    ]  # fmt: skip
    return ThreeWay(
        as_of, bank, in_transit, outstanding, errors, in_books, not_posted, tuple(clients),
        tuple(named + _unexplained(result, named)), result,
    )  # fmt: skip


def clients_of(entries: Sequence[Entry], as_of: date) -> list[Client]:
    """Return the ledgers that hold money, by case and plaintiff; together they are the book of the checks."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        groups.setdefault((each.case_number, str(each.plaintiff_id or "")), []).append(each)
    clients = [_client(group, as_of) for _, group in sorted(groups.items())]
    return [each for each in clients if each.balance]


def _client(group: Sequence[Entry], as_of: date) -> Client:
    first = group[0]
    # What was paid in and has not cleared is in the ledger, but nothing is paid out of it yet.
    uncleared = total(
        each.amount for each in group if each.amount > Money.zero and not each.is_in_books(as_of)
    )
    balance = total(each.amount for each in group)
    who = (first.case_id, first.case_number, first.plaintiff_id, first.plaintiff)
    return Client(*who, balance, balance - uncleared)


def _differences(
    entries: Sequence[Entry],
    posted: Mapping[UUID, Money],
    lines: Sequence[StatementLine],
    as_of: date,
    first_line_on: date | None,
) -> list[Difference]:
    found = [
        Difference(Cause.BANK_LINE, f"{line.booked_on} {line.words}", line.amount)
        for line in lines
        if not line.bank_error
    ]
    for each in entries:
        if not each.is_in_books(as_of):
            continue
        on = each.cleared_on
        if each.bank_on is None and first_line_on is not None and on is not None and on >= first_line_on:
            found.append(Difference(Cause.NOT_ON_STATEMENT, _words(each), -each.amount))
        if (moved := posted.get(each.id, Money.zero)) != each.amount:
            found.append(Difference(Cause.NOT_IN_BOOKS, _words(each), each.amount - moved))
    return found


def _unexplained(result: Reconciliation, named: Sequence[Difference]) -> list[Difference]:
    sides = (Cause.BANK_LINE, Cause.NOT_ON_STATEMENT, Cause.NOT_IN_BOOKS)
    rest = result.bank_difference - total(each.amount for each in named if each.cause in sides)
    if not rest:
        return []
    return [Difference(Cause.UNEXPLAINED, "The balance of the bank does not follow from its lines", rest)]


def _words(each: Entry) -> str:
    number = f"check {each.number}" if each.number else "check without a number"
    return f"{each.entered_on} {number} {each.name}, {each.case_number}"
