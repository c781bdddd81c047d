"""The form on which a rule is tried: a field for each input, filled with an example or with what was sent."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from openlien.calculator.kinds import AMOUNT, DAY, TRUTH, Kind, ListKind, RowsKind
from openlien.calculator.rules import Input, Rule
from openlien.kit.dates import DateError, parse_user_date
from openlien.web.sent_forms import Wrong

LINES_MIN, LINES_MAX = 3, 8
CHOICE = "choice of "


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the form draws it; `look` is money, day, choice, lines or text."""

    name: str
    label: str
    look: str
    value: str
    hint: str
    error: str
    optional: bool
    choices: tuple[tuple[str, str], ...] = ()
    lines: int = 0


def example_values(rule: Rule) -> dict[str, str]:
    """Return the example of each input."""
    return {each.name: each.example for each in rule.inputs}


def example_command(rule: Rule) -> str:
    """Return the command line that works the example out, inputs that may be left out left out."""
    given = [each for each in rule.inputs if not each.optional]
    written = (shlex.quote(f"{each.name}={each.example}".replace("\n", "; ")) for each in given)
    return " ".join((f"openlien calc {rule.name}", *(f"-i {each}" for each in written)))


def sent_values(rule: Rule, posted: QueryDict, *, today: date, letters_max: int) -> dict[str, str]:
    """Return what was sent for each input; days may be typed as everywhere in the product."""
    values = {each.name: posted.get(each.name, "")[:letters_max] for each in rule.inputs}
    for each in rule.inputs:
        if each.kind is DAY and values[each.name].strip():
            values[each.name] = _iso(values[each.name], today)
    return values


def form_fields(rule: Rule, values: dict[str, str], wrong: Wrong) -> list[Field]:
    """Return the fields of the form in the order of the inputs."""
    return [_field(each, values[each.name], wrong[each.name]) for each in rule.inputs]


def _iso(text: str, today: date) -> str:
    try:
        return parse_user_date(text, today=today).isoformat()
    except DateError:
        return text


def _field(each: Input, value: str, error: str) -> Field:
    return Field(
        name=each.name,
        label=each.label,
        look=_look(each.kind),
        value=value,
        hint=each.hint,
        error=error,
        optional=each.optional,
        choices=_choices(each),
        lines=min(LINES_MAX, max(LINES_MIN, value.count("\n") + 1)),
    )


def _look(kind: Kind) -> str:
    if isinstance(kind, (ListKind, RowsKind)):
        return "lines"
    if kind is AMOUNT:
        return "money"
    if kind is DAY:
        return "day"
    return "choice" if kind is TRUTH or kind.name.startswith(CHOICE) else "text"


def _choices(each: Input) -> tuple[tuple[str, str], ...]:
    if each.kind is TRUTH:
        named = (("yes", "Yes"), ("no", "No"))
    elif each.kind.name.startswith(CHOICE):
        options = each.kind.name.removeprefix(CHOICE).split(", ")
        named = tuple((option, option.replace("_", " ").capitalize()) for option in options)
    else:
        return ()
    return (("", "Not given"), *named) if each.optional else named
