"""The calculator as a command: one rule, its inputs, the result and how it came about."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from openlien.kit.errors import DomainError

from .calls import answer
from .database import Json

if TYPE_CHECKING:
    from openlien.calculator.rules import Calculated

FILE_BYTES_MAX = 1_000_000
STANDARD_INPUT = Path("-")
out = Console(highlight=False, markup=False, soft_wrap=True)


class NotAnInput(DomainError):
    """Write an input as name=value; "{text}" is none."""


class GivenTwice(DomainError):
    """The input {name} is given twice."""


class GivenBothWays(DomainError):
    """Give the inputs by --input or by --file, not by both."""


class NothingGiven(DomainError):
    """Give the inputs: by --input name=value, by --file, or as a JSON object on the standard input."""


class NotReadable(DomainError):
    """The inputs could not be read from {where}: {reason}."""


def calc(
    rule: Annotated[str, typer.Argument(help="Name of the rule; without one, all are listed.")] = "",
    given: Annotated[
        list[str] | None, typer.Option("--input", "-i", help="An input as name=value; repeat for several.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="JSON object of inputs; - for the standard input.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Work out a rule of the settlement calculator; nothing is kept, and no database is needed."""
    if not rule:
        _list(as_json=as_json)
        return
    from openlien.calculator.words import plain

    found = _calculated(rule, given or [], file)
    if as_json:
        working = [
            {
                "name": each.name,
                "formula": each.formula,
                "inputs": plain(each.inputs),
                "value": plain(each.value),
            }
            for each in found.working
        ]
        result = {"rule": found.rule, "result": plain(found.result), "working": working}
        answer({**result, "status": found.status.value})
    else:
        _tell(found)


def _calculated(rule: str, given: list[str], file: Path | None) -> Calculated:
    from openlien.calculator.queries import calculate, calculate_typed, get_rule
    from openlien.identity.actor import system_actor

    actor = system_actor("cli")
    get_rule(actor, rule)
    if given and file is not None:
        raise GivenBothWays()
    if given:
        return calculate_typed(actor, rule, _typed(given))
    return calculate(actor, rule, _from_file(file or _piped()))


def _piped() -> Path:
    """The standard input, for `openlien calc RULE < inputs.json`; at a terminal there is nothing to read."""
    if sys.stdin.isatty():
        raise NothingGiven()
    return STANDARD_INPUT


def _typed(given: list[str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise NotAnInput(text=text)
        if name.strip() in typed:
            raise GivenTwice(name=name.strip())
        typed[name.strip()] = value
    return typed


def _from_file(file: Path) -> dict[str, Any]:
    where = "the standard input" if file == STANDARD_INPUT else f'"{file}"'
    try:
        if file == STANDARD_INPUT:
            text = sys.stdin.read(FILE_BYTES_MAX + 1)
        else:
            with file.open(encoding="utf-8") as opened:
                text = opened.read(FILE_BYTES_MAX + 1)
    except OSError as failed:
        raise NotReadable(where=where, reason=failed.strerror or "unknown reason") from None
    except UnicodeDecodeError:
        raise NotReadable(where=where, reason="it is no text in UTF-8") from None
    if len(text) > FILE_BYTES_MAX:
        raise NotReadable(where=where, reason="it is too long")
    values = _json(text, where)
    if not isinstance(values, dict):
        raise NotReadable(where=where, reason="it is no JSON object")
    return values


def _json(text: str, where: str) -> Any:
    try:
        # Numbers with a point stay text: an amount never becomes a float.
        return json.loads(text, parse_float=str)
    except (json.JSONDecodeError, RecursionError, ValueError):
        raise NotReadable(where=where, reason="it is no JSON") from None


def _tell(found: Calculated) -> None:
    from openlien.calculator.words import said

    width = max(len(name) for name in found.result)
    for name, value in found.result.items():
        out.print(f"{name:<{width}}  {said(value)}")
    if found.working:
        out.print()
    for step in found.working:
        inputs = ", ".join(f"{name} {said(value)}" for name, value in step.inputs.items())
        out.print(f"  {step.name}: {step.formula}{f' ({inputs})' if inputs else ''} = {said(step.value)}")
    out.print(f"\n{found.status.value.capitalize()}: nobody has approved this, and it is no legal advice.")


def _list(*, as_json: bool) -> None:
    from openlien.calculator.queries import list_rules
    from openlien.identity.actor import system_actor

    rules = list_rules(system_actor("cli"))
    if as_json:
        inputs = {rule.name: [each.name for each in rule.inputs] for rule in rules}
        answer(
            {
                "rules": [
                    {"rule": rule.name, "title": rule.title, "inputs": inputs[rule.name]} for rule in rules
                ]
            }
        )
        return
    width = max(len(rule.name) for rule in rules)
    shelf = None
    for rule in rules:
        if rule.group is not shelf:
            out.print(f"{'' if shelf is None else chr(10)}{rule.group.value}")
            shelf = rule.group
        out.print(f"  {rule.name:<{width}}  {rule.title}")
