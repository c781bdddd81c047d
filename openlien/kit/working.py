"""How a figure came about: steps in words, each with what went in and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """What a result is worth: nobody relies on it before a named person approved it."""

    PROPOSED = "proposed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a working: its name, the formula in words, the named inputs and the value it gave."""

    name: str
    formula: str
    inputs: Mapping[str, object]
    value: object


@dataclass(frozen=True)
class Worked:
    """A result that carries its working; the working is no part of what makes two results equal."""

    working: tuple[Step, ...] = field(default=(), kw_only=True, compare=False, repr=False)

    @property
    def status(self) -> Status:
        """Proposed: a formula approves nothing."""
        return Status.PROPOSED


def step(name: str, formula: str, value: object, **inputs: object) -> Step:
    """Return a step; the names of the inputs are those of the formula, with blanks for underscores."""
    return Step(name, formula, {key.replace("_", " "): given for key, given in inputs.items()}, value)
