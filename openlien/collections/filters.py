"""Which cases Collections shows, and in which order: the saved views everybody has, and what narrows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from openlien.cases.stages import Stage

QUIET_DAYS = 30
# The law firm of cases without one, so that they stand together in a group of their own.
NO_FIRM = UUID(int=0)
# The owner of cases that nobody negotiates.
NOBODY = UUID(int=0)


class CollectionView(StrEnum):
    """The saved views that everybody has, in the order in which they are offered."""

    MINE = "mine"
    DUE = "due"
    EXPIRING = "expiring"
    QUIET = "quiet"
    ALL = "all"

    @property
    def label(self) -> str:
        """What people call the view."""
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """The sentence that says which cases it shows."""
        return _MEANINGS[self]


_LABELS = {
    CollectionView.MINE: "My cases",
    CollectionView.DUE: "Due today",
    CollectionView.EXPIRING: "Offers expiring",
    CollectionView.QUIET: "No contact in 30 days",
    CollectionView.ALL: "All",
}
_MEANINGS = {
    CollectionView.MINE: "Open cases that you negotiate",
    CollectionView.DUE: "Cases with a follow-up of yours that is due today or late",
    CollectionView.EXPIRING: "Cases with an offer that ends within 7 days",
    CollectionView.QUIET: "Open cases without a call, mail or fax in the last 30 days",
    CollectionView.ALL: "Every case, open and closed",
}


class CollectionSort(StrEnum):
    """What firms, and the cases in each of them, can be sorted by."""

    NAME = "name"
    BILLED = "billed"
    OFFER = "offer"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class CollectionOrder:
    """A column to sort by and the direction; equal firms follow their names, equal cases their numbers."""

    sort: CollectionSort = CollectionSort.BALANCE
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """Cases that somebody picked: by their numbers, or all of a firm that the filter leaves."""

    numbers: tuple[str, ...] = ()
    firms: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.numbers or self.firms)


@dataclass(frozen=True, slots=True)
class CollectionFilter:
    """Which cases: an empty field restricts nothing; `owner` NOBODY means cases without a negotiator."""

    view: CollectionView = CollectionView.ALL
    words: str = ""
    stages: tuple[Stage, ...] = ()
    owner: UUID | None = None
    is_in_network: bool | None = None
    law_firm: UUID | None = None
    selection: Selection | None = None
