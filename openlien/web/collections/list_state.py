"""Collections as its address says it: view, search, filters, order, page, what is open or peeked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from openlien.cases.queries import firm_name
from openlien.collections.filters import (
    NO_FIRM,
    NOBODY,
    CollectionFilter,
    CollectionOrder,
    CollectionSort,
    CollectionView,
)
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..list_address import STAGE_CODES, one_of, sort_text, stages_of

HERE = "collections"
ME, NO_ONE = "me", "nobody"
NETWORKS = (("", "Any network"), ("in", "With bills in network"), ("out", "With bills out of network"))
ALL_FIRMS, NO_FIRMS = "all", "none"
WORDS_LETTERS_MAX = 200
ADDRESS_LETTERS_MAX = 2_000
NUMBER_LETTERS_MAX = 20
PAGES_MAX = 9_999


@dataclass(frozen=True, slots=True)
class ListState:
    """What an address asks for; `ignored` are sentences about what in it could not be used."""

    view: CollectionView
    words: str = ""
    stage: str = ""
    owner: str = ""
    network: str = ""
    firm: UUID | None = None
    firm_name: str = ""
    order: CollectionOrder = field(default_factory=CollectionOrder)
    page: int = 1
    opened: str = ""
    peek: str = ""
    me: UUID | None = None
    ignored: tuple[str, ...] = ()

    @property
    def filter(self) -> CollectionFilter:
        """The part that says which cases."""
        return CollectionFilter(
            view=self.view,
            words=self.words,
            stages=stages_of(self.stage),
            owner=_owner_id(self.owner, self.me),
            is_in_network={"in": True, "out": False}.get(self.network),
            law_firm=self.firm,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the view narrows the list."""
        return bool(self.words or self.stage or self.owner or self.network or self.firm)

    def query(self, **changes: object) -> dict[str, object]:
        """The values of the address without page, open firms and peek; `changes` replace some of them."""
        values = {
            "view": self.view.value,
            "q": self.words,
            "stage": self.stage,
            "owner": self.owner,
            "network": self.network,
            "firm": self.firm,
            "sort": "" if self.order == CollectionOrder() else sort_text(self.order),
            **changes,
        }
        return {name: str(value) for name, value in values.items() if value not in (None, "")}

    def whole(self, **changes: object) -> dict[str, object]:
        """The same with page and open firms, so that the way back leads to the same place."""
        page = self.page if self.page > 1 else ""
        return self.query(**{"page": page, "open": self.opened, **changes})

    def text(self) -> str:
        """The values as one text, for the address of a case that was opened from this list."""
        return urlencode({"in": HERE, **self.whole()})

    def without(self, name: str) -> ListState:
        """The same list without one of its filters."""
        return replace(self, **{name: None if name == "firm" else ""})

    def sorted_by(self, sort: CollectionSort) -> ListState:
        """The same list sorted by a column; the other way round when it was so already."""
        is_same = self.order.sort is sort
        descending = not self.order.descending if is_same else sort is not CollectionSort.NAME
        return replace(self, order=CollectionOrder(sort, descending=descending))


def read_state(actor: Actor, address: Mapping[str, str]) -> ListState:
    """The list that the values of an address ask for; what cannot be used is left out and said.

    Without a view, who negotiates sees the own cases and everybody else all of them.
    """
    complaints: list[str] = []
    at_first = CollectionView.MINE if actor.may(Permission.OFFERS_MAKE) else CollectionView.ALL
    firm, name = _firm(actor, _one(address, "firm"), complaints)
    view = one_of(_one(address, "view"), set(CollectionView), "saved view", complaints)
    return ListState(
        view=CollectionView(view) if view else at_first,
        words=" ".join(_one(address, "q")[:WORDS_LETTERS_MAX].split()),
        stage=one_of(_one(address, "stage"), STAGE_CODES, "stage", complaints),
        owner=_owner(_one(address, "owner"), complaints),
        network=one_of(_one(address, "network"), {"in", "out"}, "network", complaints),
        firm=firm,
        firm_name=name,
        order=_order(_one(address, "sort"), complaints),
        page=_page(_one(address, "page")),
        opened=_opened(_one(address, "open")),
        peek=_one(address, "peek")[:NUMBER_LETTERS_MAX],
        me=actor.user_id,
        ignored=tuple(complaints),
    )


def state_of_text(actor: Actor, text: str) -> ListState | None:
    """The list behind the `list` value of a case's address; None when that is another list."""
    values = QueryDict(text[:ADDRESS_LETTERS_MAX])
    return read_state(actor, values.dict()) if values.get("in") == HERE else None


def opened_firms(opened: str) -> set[UUID]:
    """The firms that the address names as open."""
    return {UUID(text) for text in opened.split(",") if text not in ("", ALL_FIRMS, NO_FIRMS)}


def _one(address: Mapping[str, str], name: str) -> str:
    return str(address.get(name, "")).replace("\x00", "").strip()


def _owner(text: str, complaints: list[str]) -> str:
    if text in ("", ME, NO_ONE):
        return text
    try:
        return str(UUID(text))
    except ValueError:
        complaints.append("The owner of this address is not known.")
        return ""


def _owner_id(owner: str, me: UUID | None) -> UUID | None:
    if owner in (ME, NO_ONE):
        return me if owner == ME else NOBODY
    return UUID(owner) if owner else None


def _firm(actor: Actor, text: str, complaints: list[str]) -> tuple[UUID | None, str]:
    if not text:
        return None, ""
    try:
        chosen = UUID(text)
    except ValueError:
        chosen = None
    if chosen == NO_FIRM:
        return NO_FIRM, "No law firm"
    if chosen and (name := firm_name(actor, chosen)):
        return chosen, name
    complaints.append("The law firm of this address is not among your cases.")
    return None, ""


def _order(text: str, complaints: list[str]) -> CollectionOrder:
    if not text:
        return CollectionOrder()
    try:
        return CollectionOrder(CollectionSort(text.removeprefix("-")), descending=text.startswith("-"))
    except ValueError:
        complaints.append("The list cannot be sorted by that; the largest balance comes first.")
        return CollectionOrder()


def _page(text: str) -> int:
    return min(max(1, int(text)), PAGES_MAX) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _opened(text: str) -> str:
    if text in (ALL_FIRMS, NO_FIRMS):
        return text
    firms = []
    for part in text.split(",")[:60]:
        try:
            firms.append(str(UUID(part)))
        except ValueError:
            continue
    return ",".join(firms)
