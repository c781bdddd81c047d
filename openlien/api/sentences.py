"""What is said about a value that cannot be read: one sentence for each kind of refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

A_DAY = "a day such as 2026-11-20"
AN_ID = "an id such as 01a1fb72-6e37-7875-b6f7-90660e3fbbdb"

Context = Mapping[str, Any]
# What follows the name of the field, by pydantic's kind of error. `ours` is a predicate of our own types.
PREDICATES: dict[str, Callable[[Context], str]] = {
    "ours": lambda given: f"is {given['expected']}",
    "missing": lambda given: "is missing",
    "extra_forbidden": lambda given: "is not a field of this operation",
    "int_type": lambda given: "is a whole number",
    "int_parsing": lambda given: "is a whole number",
    "int_parsing_size": lambda given: "is a whole number",
    "int_from_float": lambda given: "is a whole number",
    "greater_than_equal": lambda given: f"is at least {given['ge']}",
    "less_than_equal": lambda given: f"is at most {given['le']}",
    "uuid_type": lambda given: f"is {AN_ID}",
    "uuid_parsing": lambda given: f"is {AN_ID}",
    "uuid_version": lambda given: f"is {AN_ID}",
    "enum": lambda given: f"is {_choices(given)}",
    "literal_error": lambda given: f"is {_choices(given)}",
    "string_type": lambda given: "is text",
    "string_too_short": lambda given: "is empty" if given["min_length"] == 1 else "is too short",
    "string_too_long": lambda given: f"has at most {given['max_length']} characters",
    "string_pattern_mismatch": lambda given: "is not written as this operation takes it",
    "list_type": lambda given: "is a list",
}
JSON_OBJECTS = frozenset({"model_type", "model_attributes_type", "dict_type"})


def sentence_of(field: str, error: Mapping[str, Any]) -> str:
    """The sentence about a field that pydantic refused; pydantic's own words are never in it."""
    kind, given = str(error["type"]), error.get("ctx") or {}
    if kind in JSON_OBJECTS:
        return "The body is a JSON object." if field == "body" else f"{field} is a JSON object."
    if kind in {"value_error", "amount_not_exact"}:
        return f"{field}: {given['error']}"
    predicate = PREDICATES.get(kind)
    return f"{field} {predicate(given) if predicate else 'cannot be read'}."


def _choices(given: Context) -> str:
    return str(given["expected"]).replace("'", "")
