"""An answer of the calculator as its page shows it: labelled figures, lists as a table, the working."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openlien.calculator.rules import Calculated, Rule
from openlien.calculator.words import said


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step of the working in words."""

    name: str
    formula: str
    inputs: str
    value: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """The figures with their labels, the lists side by side, and the working."""

    figures: list[tuple[str, str]]
    columns: list[dict[str, str]]
    rows: list[dict[str, str]]
    working: list[ShownStep]
    status: str
    is_blocked: bool


def shown_answer(rule: Rule, found: Calculated) -> ShownAnswer:
    """Return the answer in the words of the page."""
    lists = {name: each for name, each in found.result.items() if isinstance(each, (list, tuple)) and each}
    figures = [(_label(rule, name), said(value)) for name, value in found.result.items() if name not in lists]
    return ShownAnswer(
        figures=figures,
        columns=_columns(rule, lists),
        rows=_rows(lists),
        working=[
            ShownStep(
                step.name,
                step.formula,
                ", ".join(f"{name} {said(value)}" for name, value in step.inputs.items()),
                said(step.value),
            )
            for step in found.working
        ],
        status=found.status.value,
        is_blocked=found.result.get("blocked") is True,
    )


def _label(rule: Rule, name: str) -> str:
    """The label of an output; names that hold an input are found by how they begin."""
    for output in rule.outputs:
        begin, bracket, _ = output.name.partition("<")
        if output.name == name or (bracket and name.startswith(begin)):
            return f"{output.label} ({_held(name, begin)})" if bracket else output.label
    return name


def _held(name: str, begin: str) -> str:
    return name.removeprefix(begin).replace("_", " ")


def _columns(rule: Rule, lists: dict[str, Any]) -> list[dict[str, str]]:
    if not lists:
        return []
    named = [{"key": name, "label": _label(rule, name), "kind": "number"} for name in lists]
    return [{"key": "place", "label": "No.", "kind": "text"}, *named]


def _rows(lists: dict[str, Any]) -> list[dict[str, str]]:
    longest = max((len(values) for values in lists.values()), default=0)
    return [
        {
            "place": str(place + 1),
            **{name: said(values[place]) for name, values in lists.items() if place < len(values)},
        }
        for place in range(longest)
    ]
