"""The list of journals as its address says it: which view, what is filtered and sorted, which page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from openlien.identity.actor import Actor
from openlien.ledger.queries.journals import WORDS_LETTERS_MAX, JournalFilter, JournalOrder, JournalSort
from openlien.ledger.vocabulary import EntryType, JournalStatus

from ...list_address import one_of, sort_text

MINE = "mine"
# Key, label, statuses: the views above the list.
VIEWS: tuple[tuple[str, str, tuple[JournalStatus, ...]], ...] = (
    ("", "All", ()),
    ("drafts", "Drafts", (JournalStatus.DRAFT,)),
    ("pending", "Pending", (JournalStatus.PENDING,)),
    ("to-post", "To post", (JournalStatus.APPROVED,)),
    ("rejected", "Rejected", (JournalStatus.REJECTED,)),
    ("posted", "Posted", (JournalStatus.POSTED,)),
    ("reversed", "Reversed", (JournalStatus.REVERSED,)),
    (MINE, "Mine", ()),
)
_STATUSES = {key: statuses for key, _, statuses in VIEWS}
_MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9._-]{1,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ListState:
    """What an address of the list asks for; `ignored` are sentences about what in it could not be used."""

    view: str = ""
    words: str = ""
    type: str = ""
    template: str = ""
    account: str = ""
    case: str = ""
    month: date | None = None
    order: JournalOrder = field(default_factory=JournalOrder)
    after: str = ""
    before: str = ""
    ignored: tuple[str, ...] = ()

    def filter(self, actor: Actor) -> JournalFilter:
        """The part that says which journals."""
        return JournalFilter(
            words=self.words,
            statuses=_STATUSES[self.view],
            type=EntryType(self.type) if self.type else None,
            template=self.template,
            account=self.account,
            case=self.case,
            month=self.month,
            created_by=actor.user_id if self.view == MINE else None,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the view narrows the list."""
        return any((self.words, self.type, self.template, self.account, self.case, self.month))

    def query(self) -> dict[str, object]:
        """The values of the address, without the page; empty ones are left out."""
        values = {
            "view": self.view,
            "q": self.words,
            "type": self.type,
            "template": self.template,
            "account": self.account,
            "case": self.case,
            "period": f"{self.month:%Y-%m}" if self.month else "",
            "sort": "" if self.order == JournalOrder() else sort_text(self.order),
        }
        return {name: value for name, value in values.items() if value}

    def seen_as(self, view: str) -> ListState:
        """The same filters under another view."""
        return replace(self, view=view, after="", before="")

    def without(self, name: str) -> ListState:
        """The same list without one of its filters."""
        return replace(self, **{name: None if name == "month" else ""})

    def sorted_by(self, sort: JournalSort) -> ListState:
        """The same list sorted by a column, largest first; the other way round when it was so already."""
        turned = self.order.sort is sort and self.order.descending
        return replace(self, order=JournalOrder(sort, descending=not turned))


def read_state(address: Mapping[str, str]) -> ListState:
    """The list that the values of an address ask for; what cannot be used is left out and said."""
    complaints: list[str] = []
    return ListState(
        view=one_of(address.get("view", ""), set(_STATUSES), "view", complaints),
        words=" ".join(_clean(address.get("q", ""))[:WORDS_LETTERS_MAX].split()),
        type=one_of(address.get("type", ""), set(EntryType.codes()), "type of journal", complaints),
        template=_code(address.get("template", ""), "template", complaints),
        account=_code(address.get("account", "").partition(" ")[0], "account", complaints),
        case=_code(address.get("case", ""), "case", complaints),
        month=_month(address.get("period", ""), complaints),
        order=_order(address.get("sort", ""), complaints),
        after=_clean(address.get("after", ""))[:40],
        before=_clean(address.get("before", ""))[:40],
        ignored=tuple(complaints),
    )


def _code(text: str, name: str, complaints: list[str]) -> str:
    text = _clean(text).strip()
    if text and not _CODE.fullmatch(text):
        complaints.append(f"The {name} of this address is not known.")
        return ""
    return text


def _month(text: str, complaints: list[str]) -> date | None:
    if not text:
        return None
    if match := _MONTH.fullmatch(text):
        return date(int(match[1]), int(match[2]), 1)
    complaints.append("A period is a month such as 2026-11.")
    return None


def _order(text: str, complaints: list[str]) -> JournalOrder:
    if not text:
        return JournalOrder()
    try:
        return JournalOrder(JournalSort(text.removeprefix("-")), descending=text.startswith("-"))
    except ValueError:
        complaints.append("The list cannot be sorted by that; the newest journal comes first.")
        return JournalOrder()


def _clean(text: str) -> str:
    return text.replace("\x00", "")
