"""How lists are said in their addresses, the same in each: order, one of the known values, stages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from typing import Protocol

from openlien.cases.stages import Stage, open_stages

_OPEN, _CLOSED = "open", "closed"
STAGE_CODES = frozenset({_OPEN, _CLOSED, *Stage})


class ListOrder(Protocol):
    """By what a list is sorted, and whether the largest comes first."""

    @property
    def sort(self) -> Enum:
        """What is sorted by; its value is the word of the address."""

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""


def sort_text(order: ListOrder) -> str:
    """The order as the address names it: `-balance` for the largest balance first."""
    return f"{'-' if order.descending else ''}{order.sort.value}"


def one_of(text: str, known: Collection[str], name: str, complaints: list[str]) -> str:
    """The value when it is known or blank; else blank, with a complaint that there is no such thing."""
    if text and text not in known:
        complaints.append(f"There is no such {name}.")
        return ""
    return text


def stage_choices() -> Iterator[tuple[str, str]]:
    """What a list can be filtered by as to the stage."""
    yield ("", "Any stage")
    yield (_OPEN, "All open stages")
    yield (_CLOSED, "All closed stages")
    for stage in Stage:
        yield (stage.value, stage.label)


def stage_label(code: str) -> str:
    """The name of a stage filter."""
    return dict(stage_choices())[code]


def stages_of(code: str) -> tuple[Stage, ...]:
    """The stages that a filter leaves; none where it leaves all."""
    if code == _OPEN:
        return open_stages()
    if code == _CLOSED:
        return tuple(stage for stage in Stage if not stage.is_open)
    return (Stage(code),) if code else ()
