"""The list of case accounts as its address says it: view, search, filters, order, columns, page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from openlien.ledger.position import AGEING_BUCKETS
from openlien.ledger.queries.account_filter import AccountFilter, AccountOrder, AccountSort, AccountView
from openlien.ledger.vocabulary import CollectionStatus, Word

from ...list_address import sort_text
from .columns import CHOSEN_AT_FIRST, COLUMNS

WORDS_LETTERS_MAX = 200
NUMBER_LETTERS_MAX = 32
ADDRESS_LETTERS_MAX = 2_000

W = TypeVar("W", bound=Word)


@dataclass(frozen=True, slots=True)
class ListState:
    """What an address of the list asks for; `ignored` are sentences about what in it could not be used."""

    view: AccountView = AccountView.ALL
    words: str = ""
    bucket: str = ""
    collection: CollectionStatus | None = None
    order: AccountOrder = field(default_factory=AccountOrder)
    columns: tuple[str, ...] = CHOSEN_AT_FIRST
    after: str = ""
    before: str = ""
    on_paper: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def filter(self) -> AccountFilter:
        """The part that says which case accounts."""
        return AccountFilter(view=self.view, words=self.words, bucket=self.bucket, collection=self.collection)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the view narrows the list."""
        return bool(self.words or self.bucket or self.collection)

    def query(self) -> dict[str, object]:
        """The values of the address, without the page; empty ones are left out."""
        values = {
            "view": "" if self.view is AccountView.ALL else self.view.value,
            "q": self.words,
            "bucket": self.bucket,
            "collection": self.collection.value if self.collection else "",
            "sort": "" if self.order == AccountOrder() else sort_text(self.order),
            "cols": "" if self.columns == CHOSEN_AT_FIRST else ",".join(self.columns),
        }
        return {name: value for name, value in values.items() if value}

    def text(self) -> str:
        """The values as one text, for the address of an account that was opened from this list."""
        return urlencode(self.query())

    def without(self, name: str) -> ListState:
        """The same list without one of its filters."""
        return replace(self, **{name: None if name == "collection" else ""})

    def seen_by(self, view: AccountView) -> ListState:
        """The same filters, order and columns in another saved view."""
        return replace(self, view=view)

    def sorted_by(self, sort: AccountSort) -> ListState:
        """The same list sorted by a column, largest first; the other way round when it was so already."""
        turned = self.order.sort is sort and self.order.descending
        return replace(self, order=AccountOrder(sort, descending=not turned))


def read_state(address: QueryDict) -> ListState:
    """The list that the values of an address ask for; what cannot be used is left out and said."""
    complaints: list[str] = []
    return ListState(
        view=_word(AccountView, _one(address, "view"), "saved view", complaints) or AccountView.ALL,
        words=" ".join(_one(address, "q")[:WORDS_LETTERS_MAX].split()),
        bucket=_bucket(_one(address, "bucket"), complaints),
        collection=_word(CollectionStatus, _one(address, "collection"), "collection status", complaints),
        order=_order(_one(address, "sort"), complaints),
        columns=_columns(address),
        after=_one(address, "after")[:NUMBER_LETTERS_MAX],
        before=_one(address, "before")[:NUMBER_LETTERS_MAX],
        on_paper=_one(address, "rows") == "all",
        ignored=tuple(complaints),
    )


def state_of_text(text: str) -> ListState:
    """The list behind the `list` value of an account's address."""
    return read_state(QueryDict(text[:ADDRESS_LETTERS_MAX]))


def _one(address: QueryDict, name: str) -> str:
    return str(address.get(name, "")).replace("\x00", "")


def _word(words: type[W], code: str, name: str, complaints: list[str]) -> W | None:
    if not code:
        return None
    try:
        return words(code)
    except ValueError:
        complaints.append(f"There is no such {name}.")
        return None


def _bucket(name: str, complaints: list[str]) -> str:
    if name in ("", *AGEING_BUCKETS):
        return name
    complaints.append("There is no such ageing bucket.")
    return ""


def _order(text: str, complaints: list[str]) -> AccountOrder:
    if not text:
        return AccountOrder()
    try:
        return AccountOrder(AccountSort(text.removeprefix("-")), descending=text.startswith("-"))
    except ValueError:
        complaints.append("The list cannot be sorted by that; it is in the order of the numbers.")
        return AccountOrder()


def _columns(address: QueryDict) -> tuple[str, ...]:
    """The columns asked for, in the order of the table; a form sends each, an address all as one text."""
    asked = {name for text in address.getlist("cols") for name in str(text).split(",")}
    return tuple(column.key for column in COLUMNS if column.key in asked) or CHOSEN_AT_FIRST
