"""Is anything missing: the numbers of every year without a gap, and the chain that seals them unbroken."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.sql import fetch_all, load

from .asking import Asked, Days, Definition
from .journal_register import numbering
from .shapes import Column, Figure, Held, Report, Row
from .words import counted

COLUMNS = (
    Column("year", "Year"),
    Column("firstNumber", "First number"),
    Column("lastNumber", "Last number"),
    Column("journals", "Journals", "count"),
    Column("missing", "Missing", "count"),
    Column("gaps", "Which"),
    Column("seals", "Seals", "count"),
    Column("broken", "Broken links", "count"),
    Column("anchors", "Anchors", "count"),
    Column("anchoredTo", "Anchored up to no.", "days"),
)


def build(actor: Actor, asked: Asked) -> Report:
    """Return the check of every year's numbers and of the whole chain, read anew from the books.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    series = numbering()
    broken = _broken_links()
    rows = tuple(_row(each, sum(_year_of(link.number) == each.year for link in broken)) for each in series)
    missing, journals = sum(each.missing for each in series), sum(each.journals for each in series)
    return Report(
        slug=BOOKS_CHECK.slug,
        title=BOOKS_CHECK.title,
        as_of=asked.as_of,
        columns=COLUMNS,
        lines=Held(rows),
        totals=("Total", None, None, journals, missing, None, *_sums(rows)),
        takeaway=_finding(journals, missing, len(broken)),
        figures=(
            Figure(key="journals", label="Journals", value=journals, kind="count"),
            Figure(key="missing", label="Missing numbers", value=missing, kind="count",
                   formula="last number of each year − journals of that year, summed"),
            Figure(key="broken", label="Broken links", value=len(broken), kind="count",
                   formula="places where the hash of a journal or seal is not what was sealed"),
        ),
        notes=tuple(f"{link.number}: {link.what}." for link in broken[:50]),
        is_sound=not missing and not broken,
        empty="Nothing is in the books yet.",
    )  # fmt: skip


def _broken_links() -> list[Any]:
    """Every place where the chain is broken; all lines are read, so it may take longer than other pages."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '60s'")
        return fetch_all(load("openlien.accounting", "broken_chain"))


def _row(series: Any, broken: int) -> Row:
    return Row(
        (
            str(series.year),
            series.first_number,
            series.last_number,
            series.journals,
            series.missing,
            series.gaps,
            series.seals,
            broken,
            series.anchors,
            series.anchored_to,
        )
    )


def _year_of(number: str) -> int | None:
    part = number.split("-")[1] if number.startswith("JE-") else ""
    return int(part) if part.isdigit() else None


def _sums(rows: tuple[Row, ...]) -> tuple[object, ...]:
    return (
        sum(row.values[6] for row in rows),
        sum(row.values[7] for row in rows),
        sum(row.values[8] for row in rows),
        None,
    )


def _finding(journals: int, missing: int, broken: int) -> str:
    if not journals:
        return "Nothing is in the books yet."
    if not missing and not broken:
        held = counted(journals, "journal")
        return f"Nothing is missing: {held}, no number skipped, no link of the chain broken."
    gaps = counted(missing, "number is missing", "numbers are missing")
    links = counted(broken, "link of the chain is broken", "links of the chain are broken")
    return f"Something is wrong: {gaps}, {links}. Follow the runbook for suspected tampering."


BOOKS_CHECK = Definition(
    slug="gap-and-chain-check",
    title="Gap and chain check",
    question="Is anything missing?",
    answer="Numbers without a gap and an unbroken chain of seals, year by year.",
    days=Days.NOW,
    build=build,
    permission=Permission.BOOKS_AUDIT,
)
