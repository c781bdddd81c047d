"""How the rows of a report are put together: by law firm, person, month or week. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TypeVar

from openlien.kit.date_words import day_text
from openlien.kit.dates import month_start

NO_FIRM, NOBODY = "No law firm", "Nobody"
BARS_MAX = 12
T = TypeVar("T")


def grouped(rows: Iterable[T], key: Callable[[T], object]) -> dict[object, list[T]]:
    """The rows by what they have in common, in the order in which each was met first."""
    found: dict[object, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def week_of(when: date) -> date:
    """The Monday of a day's week."""
    return when - timedelta(days=when.weekday())


def named(key: object, by: str) -> str:
    """What a group is called."""
    if isinstance(key, date):
        return f"{key:%B %Y}" if by == "month" else f"Week of {day_text(key)}"
    return str(key) if key else {"firm": NO_FIRM}.get(by, NOBODY)


def key_of(by: str, *, firm: str, person: str, on: date) -> object:
    """The group of a row."""
    if by == "month":
        return month_start(on)
    if by == "week":
        return week_of(on)
    return firm if by == "firm" else person
