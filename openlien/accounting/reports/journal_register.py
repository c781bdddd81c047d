"""Every journal of a period by number, as journals or line by line, and whether a number is missing."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load
from openlien.ledger.vocabulary import EntryType

from .asking import Asked, Choice, Days, Definition
from .shapes import Column, Figure, Link, Report, Row, Streamed
from .words import counted, dollars

STREAMED_AT_ONCE = 2_000
DETAIL = Choice("detail", "Show", (("journals", "Journals"), ("lines", "Lines")))
TYPES = Choice("type", "Type", (("", "All types"), *EntryType.choices()))
ACCOUNT = Choice("account", "Ledger account")
JOURNAL_COLUMNS = (
    Column("number", "Number"),
    Column("postingDate", "Posting date", "date"),
    Column("entryDate", "Entry date", "date"),
    Column("type", "Type"),
    Column("description", "Description"),
    Column("reference", "Reference"),
    Column("caseAccount", "Case account"),
    Column("postedBy", "Posted by"),
    Column("lines", "Lines", "count"),
    Column("debits", "Debits, $", "money"),
    Column("credits", "Credits, $", "money"),
)
LINE_COLUMNS = (
    Column("number", "Number"),
    Column("postingDate", "Posting date", "date"),
    Column("type", "Type"),
    Column("line", "Line", "days"),
    Column("account", "Account"),
    Column("accountName", "Account name"),
    Column("description", "Description"),
    Column("caseAccount", "Case account"),
    Column("costCenter", "Cost center"),
    Column("department", "Department"),
    Column("debits", "Debits, $", "money", is_sparse=True),
    Column("credits", "Credits, $", "money", is_sparse=True),
)


def build(actor: Actor, asked: Asked) -> Report:
    """Return the journals posted between two days, both included.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    query = {"since": asked.since, "as_of": asked.as_of, "type": asked.choices["type"],
             "account": asked.choices["account"]}  # fmt: skip
    whole = fetch_one(load("openlien.accounting", "register_totals"), query)
    by_line = asked.choices["detail"] == "lines"
    debits, credits = Money.from_cents(whole.debits), Money.from_cents(whole.credits)
    missing, sentence = _numbering(asked)
    moved = (debits, credits)
    name = f"Total, {counted(whole.journals, 'journal')}"
    return Report(
        slug=JOURNAL_REGISTER.slug,
        title=JOURNAL_REGISTER.title,
        as_of=asked.as_of,
        columns=LINE_COLUMNS if by_line else JOURNAL_COLUMNS,
        lines=_lines(query, by_line=by_line, total=whole.lines if by_line else whole.journals),
        totals=(name, *[None] * 9, *moved) if by_line else (name, *[None] * 7, whole.lines, *moved),
        takeaway=f"{_moved(whole.journals, debits, asked)} {sentence}",
        figures=(
            Figure(key="journals", label="Journals", value=whole.journals, kind="count"),
            Figure(key="lines", label="Lines", value=whole.lines, kind="count"),
            Figure(key="debits", label="Debits", value=debits),
            Figure(key="credits", label="Credits", value=credits),
        ),
        notes=("Reversed journals stay; their reversal is a journal of its own.",),
        is_sound=not missing and debits == credits,
        empty="No journal was posted in this period.",
        shows_cases=True,
    )


def numbering() -> list[Any]:
    """Return the series of numbers of each year: first, last, how many, where one is missing."""
    return fetch_all(load("openlien.accounting", "number_series"))


def _numbering(asked: Asked) -> tuple[int, str]:
    """How many numbers of the period's years are missing, and a sentence about it."""
    assert asked.since is not None
    years = range(asked.since.year, asked.as_of.year + 1)
    found = [series for series in numbering() if series.year in years]
    missing = sum(series.missing for series in found)
    if not found:
        return 0, ""
    if missing:
        where = ", ".join(series.gaps for series in found if series.gaps)
        return missing, f"{counted(missing, 'number is', 'numbers are')} missing: {where or 'at the end'}."
    return 0, f"Numbers run without a gap from {found[0].first_number} to {found[-1].last_number}."


def _moved(journals: int, debits: Money, asked: Asked) -> str:
    assert asked.since is not None
    period = f"from {day_text(asked.since)} to {day_text(asked.as_of)}"
    if not journals:
        return f"No journal was posted {period}."
    return f"{counted(journals, 'journal')} moved {dollars(debits)} on each side {period}."


def _lines(query: dict[str, Any], *, by_line: bool, total: int) -> Streamed:
    sql = load("openlien.accounting", "register_lines" if by_line else "register_journals")
    make = _line_row if by_line else _journal_row

    def fetch(start: int, count: int) -> Sequence[Row]:
        return [make(row) for row in fetch_all(sql, {**query, "start": start, "count": count})]

    def stream() -> Iterator[Row]:
        # The cursor stays on the server, so that a year's lines do not have to fit into memory.
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql, {**query, "start": 0, "count": None})
            shape = namedtuple("Line", [column[0] for column in cursor.description])
            while rows := cursor.fetchmany(STREAMED_AT_ONCE):
                yield from (make(shape._make(row)) for row in rows)

    return Streamed(total, fetch, stream)


def _journal_row(row: Any) -> Row:
    values = (
        row.number,
        row.posting_on,
        row.entry_on,
        EntryType(row.type).label,
        row.description,
        row.reference,
        row.case_account,
        row.posted_by,
        row.lines,
        Money.from_cents(row.debits),
        Money.from_cents(row.credits),
    )
    return Row(values, Link("journal", row.number))


def _line_row(row: Any) -> Row:
    values = (
        row.number,
        row.posting_on,
        EntryType(row.type).label,
        row.line_number,
        row.account,
        row.account_name,
        row.description,
        row.case_account,
        row.cost_center,
        row.department,
        Money.from_cents(row.debits),
        Money.from_cents(row.credits),
    )
    return Row(values, Link("journal", row.number))


JOURNAL_REGISTER = Definition(
    slug="journal-register",
    title="Journal register",
    question="Is anything missing?",
    answer="All journals of a period by number, as journals or line by line.",
    days=Days.MONTH,
    build=build,
    choices=(DETAIL, TYPES, ACCOUNT),
)
