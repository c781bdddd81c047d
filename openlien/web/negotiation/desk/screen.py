"""What the address says about the grid: network, filter, order; which bills that shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from openlien.negotiation.queries import NoteLine
from openlien.payments.queries.bills_grid import GridLine, Network

from .columns import BY_KEY, COLUMNS, GridColumn

WORDS_LETTERS_MAX = 100
Notes = Mapping[UUID, NoteLine]


@dataclass(frozen=True, slots=True)
class Screen:
    """The state of the grid; the words are those of the filter, `sort` is a column or none for the day."""

    network: Network = Network.ALL
    words: str = ""
    sort: str = ""
    is_descending: bool = False
    hidden: tuple[str, ...] = ()

    def query(self, **changes: Any) -> dict[str, str]:
        """The query of the address that shows this state, with changes."""
        state = replace(self, **changes)
        return {
            "network": "" if state.network is Network.ALL else state.network.value,
            "q": state.words,
            "sort": ("-" if state.is_descending else "") + state.sort if state.sort else "",
        }

    def shows(self, line: GridLine, notes: Notes) -> bool:
        """Whether a bill passes the network and every word of the filter."""
        if self.network is not Network.ALL and line.is_in_network != (self.network is Network.IN):
            return False
        words = self.words.casefold().split()
        return not words or all(word in _text(line, notes) for word in words)

    def ordered(self, lines: Sequence[GridLine], notes: Notes) -> list[GridLine]:
        """The bills in the order of the screen; those that say nothing in its column come last."""
        column = BY_KEY.get(self.sort)
        if column is None:
            return list(lines)
        said = {line.bill_id: _value(column, line, notes) for line in lines}
        silent = [line for line in lines if said[line.bill_id] is None]
        telling = [line for line in lines if said[line.bill_id] is not None]
        telling.sort(key=lambda line: said[line.bill_id], reverse=self.is_descending)
        return telling + silent

    def columns(self) -> list[GridColumn]:
        """The columns that are shown; the facility always is."""
        return [column for column in COLUMNS if column.key not in self.hidden or column is COLUMNS[0]]


def screen_of(asked: Mapping[str, str], columns: Sequence[GridColumn] = COLUMNS) -> Screen:
    """The state that an address asks for; what it cannot mean is left out.

    *Shapes*: `columns` are those that the reader may see; the others are hidden and sort nothing.
    """
    keys = {column.key for column in columns}
    unseen = [column.key for column in COLUMNS if column.key not in keys]
    network, sort = asked.get("network", ""), asked.get("sort", "")
    column = sort.removeprefix("-")
    return Screen(
        network=Network(network) if network in set(Network) else Network.ALL,
        words=asked.get("q", "")[:WORDS_LETTERS_MAX].replace("\x00", "").strip(),
        sort=column if column in keys else "",
        is_descending=sort.startswith("-"),
        hidden=(*unseen, *(key for key in asked.get("hide", "").split(",") if key in keys)),
    )


def _value(column: GridColumn, line: GridLine, notes: Notes) -> Any:
    if column.key == "notes":
        return notes[line.bill_id].body.casefold() if line.bill_id in notes else None
    value = column.says(line)
    return value.casefold() or None if isinstance(value, str) else value


def _text(line: GridLine, notes: Notes) -> str:
    note = notes.get(line.bill_id)
    about = (line.facility, line.code, line.description, line.service_on.isoformat())
    return " ".join((*about, f"{note.author} {note.body}" if note else "")).casefold()
