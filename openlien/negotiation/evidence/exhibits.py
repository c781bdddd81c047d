"""Exhibits of an evidence pack: their letters, and the pages on which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PAGES_MAX = 400


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that may be attached; `pages` is None where it cannot be, for the reason `why_not`."""

    title: str
    shows: str
    pages: int | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A copy with its letter; `sheet` is how many pages after the text its sheet stands, None when apart."""

    letter: str
    copy: Copy
    sheet: int | None


def exhibits(copies: Sequence[Copy], *, pages_max: int = PAGES_MAX) -> list[Exhibit]:
    """Return the copies as exhibits in their order; one that would make the pack too long is kept apart."""
    found, after = [], 1
    for place, copy in enumerate(copies):
        if copy.pages is not None and after + copy.pages > pages_max:
            copy = Copy(copy.title, copy.shows, None, f"{copy.pages} pages, too long for the pack")
        found.append(Exhibit(letter(place), copy, None if copy.pages is None else after))
        after += 0 if copy.pages is None else 1 + copy.pages
    return found


def letter(place: int) -> str:
    """Return the letter of an exhibit: A to Z, then AA, AB and so on."""
    before, last = divmod(place, len(LETTERS))
    return (letter(before - 1) if before else "") + LETTERS[last]
