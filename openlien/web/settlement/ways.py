"""Ways on from a round or a settlement beside saving: each a second button and a line of the row's menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from ..jinja import url
from .place import Place


class Kind(Enum):
    """What a row or a panel is about; the value is the name of its address."""

    ROUND = "round"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class Way:
    """One way on; `leads` gives the address where a saved row goes from here."""

    name: str
    label: str
    symbol: str
    leads: Callable[[Place, Kind, UUID], str]


def _email(place: Place, kind: Kind, row_id: UUID) -> str:
    return url("mail:new", place.number, query={**place.query, "about": f"{kind.value}:{row_id}"})


WAYS: tuple[Way, ...] = (Way("email", "Email", "mail", _email),)


def way_on(place: Place, kind: Kind, row_id: UUID, *, then: str) -> str:
    """Where a saved panel leads: back to the page, or on the way that its second button names."""
    for way in WAYS:
        if way.name == then:
            return way.leads(place, kind, row_id)
    return place.page


def second_buttons(verb: str) -> list[dict[str, str]]:
    """The buttons beside the one that saves: "Save & email"."""
    return [{"value": way.name, "label": f"{verb} & {way.label.lower()}"} for way in WAYS]


def menu_of(place: Place, kind: Kind, row_id: UUID, *, may_edit: bool) -> list[dict[str, Any]]:
    """The menu of a row: edit, the ways on, delete, print; a reader who may not change prints only."""
    name = kind.value
    edit = {"label": "Edit", "symbol": "edit", "href": place.to(name, row_id)}
    ways = [
        {"label": way.label, "symbol": way.symbol, "href": way.leads(place, kind, row_id)} for way in WAYS
    ]
    delete = {"label": "Delete", "symbol": "trash", "href": place.to(f"{name}_delete", row_id)}
    printed = {
        "label": "Print",
        "symbol": "print",
        "href": place.to(f"{name}_print", row_id),
        "attrs": {"target": "_blank", "rel": "noopener"},
    }
    return [edit, *ways, delete, printed] if may_edit else [printed]
