"""What an auditor asks of the books: numbers without a gap, an unbroken chain, anchors kept outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load

from ..models import Anchor, ChainHead

BROKEN_LINKS = "SELECT number, what FROM broken_links()"


@dataclass(frozen=True)
class BookYear:
    """One year of the books; `missing` counts the numbers up to the last one that no journal has."""

    year: int
    first_number: str
    last_number: str
    journals: int
    lines: int
    total: Money
    missing: int


@dataclass(frozen=True)
class ChainLink:
    """The head of a year's chain, now or as it was made known; the hash is in hexadecimal."""

    year: int
    last_number: str
    hash: str
    anchored_at: datetime | None = None
    actor_name: str = ""


def book_years(actor: Actor) -> list[BookYear]:
    """Each year of the books, the earliest first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    return [
        BookYear(
            year=row.year,
            first_number=row.first_number,
            last_number=row.last_number,
            journals=row.journals,
            lines=row.lines,
            total=Money.from_cents(row.total_cents),
            missing=row.missing,
        )
        for row in fetch_all(load("openlien.ledger", "book_figures"))
    ]


def broken_links(actor: Actor) -> list[str]:
    """One sentence for each place where the books are not what was sealed; it names the journal.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    return [f"Journal {row.number}: {row.what}." for row in fetch_all(BROKEN_LINKS)]


def chain_heads(actor: Actor) -> list[ChainLink]:
    """The head of each year's chain as it is now.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    return [
        ChainLink(head.year, _number(head.year, head.last_serial), bytes(head.hash).hex())
        for head in ChainHead.objects.order_by("year")
    ]


def anchors(actor: Actor) -> list[ChainLink]:
    """Every anchor that was set, the newest first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    return [
        ChainLink(
            year=row.year,
            last_number=_number(row.year, row.last_serial),
            hash=bytes(row.hash).hex(),
            anchored_at=row.anchored_at,
            actor_name=row.actor_name,
        )
        for row in Anchor.objects.order_by("-id")
    ]


def _number(year: int, serial: int) -> str:
    return f"JE-{year}-{serial:07d}"
