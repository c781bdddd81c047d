"""What a person can filter by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor

from .book import Book
from .filters import EVERYTHING


class FilterParty(StrEnum):
    """The kinds of parties to filter by, as the facts name them."""

    PROVIDER_GROUP = "provider_group"
    LAW_FIRM = "law_firm"

    @property
    def label(self) -> str:
        """The kind as it stands inside a sentence."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Choice:
    """A party to choose, by name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The values of every filter that occur in the actor's part of the book, in the order of their names."""

    provider_groups: tuple[Choice, ...]
    law_firms: tuple[Choice, ...]
    states: tuple[str, ...]
    tranches: tuple[str, ...]


def filter_choices(actor: Actor) -> FilterChoices:
    """Return what this actor can filter by.

    *Raises*: Forbidden.
    """
    book = Book(actor, date.max, EVERYTHING, is_past=False)
    rows = book.fetch_all(
        "filter_choices", **{f"occurs_{kind}": book.written(f"occurs_{kind}") for kind in FilterParty}
    )
    return FilterChoices(
        provider_groups=_parties(rows, FilterParty.PROVIDER_GROUP),
        law_firms=_parties(rows, FilterParty.LAW_FIRM),
        states=tuple(row.value for row in rows if row.filter == "state"),
        tranches=tuple(row.value for row in rows if row.filter == "tranche"),
    )


def find_party(actor: Actor, kind: FilterParty, word: str) -> UUID | None:
    """Return the id of the party with this id or name in the actor's part of the book; None when it has none.

    *Raises*: Forbidden.
    """
    book = Book(actor, date.max, EVERYTHING, is_past=False)
    party_id = _uuid(word)
    book.params |= {"kind": kind.value, "id": party_id, "name": None if party_id else word}
    # Who sees everything is asked about no case, so that a filter costs as little as its name does.
    occurs = "true" if not book.is_restricted else book.written(f"occurs_{kind}")
    row = book.fetch_one("filter_party", occurs=occurs)
    return row and row.id


def _uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


def _parties(rows: list[Any], kind: FilterParty) -> tuple[Choice, ...]:
    return tuple(Choice(UUID(row.value), row.name) for row in rows if row.filter == kind)
