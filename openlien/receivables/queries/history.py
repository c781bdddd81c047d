"""What is known of a day in the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.identity.actor import Actor

from .book import Book, HistoryUnknown
from .filters import EVERYTHING, Filters

__all__ = ["History", "HistoryUnknown", "history"]


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a day: since when any stage is known, and how many cases are known on the day."""

    as_of: date
    known_from: date | None
    known_cases: int
    unknown_cases: int


def history(actor: Actor, as_of: date, filters: Filters = EVERYTHING) -> History:
    """Return how much of the book is known on a day.

    *Raises*: Forbidden.
    """
    row = Book(actor, as_of, filters).fetch_one("history")
    return History(as_of, row.known_from, row.known_cases, row.unknown_cases)
