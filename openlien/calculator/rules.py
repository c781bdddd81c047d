"""What a rule of the calculator is: a name, typed inputs, named outputs, and the formula behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from openlien.kit.errors import InvalidInput, NotFound
from openlien.kit.working import Status, Step
from openlien.settlement.law import DatedRule, rule_called

from .kinds import Kind, Unreadable

Given = Mapping[str, Any]


class UnknownRule(NotFound):
    """There is no rule called "{rule}"."""


class UnknownInput(InvalidInput):
    """{rule} takes no {field}; it takes {names}."""


class MissingInput(InvalidInput):
    """{field} is missing: {expected}."""


class WrongInput(InvalidInput):
    """{field} {reason}."""


class Group(StrEnum):
    """Shelves of the list of rules, in its order."""

    FEES = "Fees"
    DISTRIBUTION = "Distribution"
    FEDERAL = "Medicare and Medicaid"
    STATE = "State lien statutes"
    PLANS = "Health plans and doctrines"
    NEGOTIATION = "Negotiation"
    FUNDING = "Funding"
    TRUST = "Trust and dates"
    PORTFOLIO = "Portfolio and books"
    ROUNDING = "Rounding"


@dataclass(frozen=True, slots=True)
class Input:
    """One input; `example` is what a form starts with."""

    name: str
    label: str
    kind: Kind
    optional: bool = False
    example: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """One output; a name with angle brackets stands for names that hold an input."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule answers: its outputs by name, and how they came about."""

    result: Mapping[str, Any]
    working: Sequence[Step] = ()


@dataclass(frozen=True, slots=True)
class Calculated:
    """An answer under the name of its rule; it is proposed, until a person approves what was made of it."""

    rule: str
    result: Mapping[str, Any]
    working: tuple[Step, ...]
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; `page` is its page in docs/formulas, `law` the id of its dated file, if it has one."""

    name: str
    title: str
    group: Group
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    run: Callable[[Given], Answer]
    page: str
    source: str
    law: str | None = None

    @property
    def dated(self) -> DatedRule | None:
        """The dated file behind the rule; None for a formula of ours."""
        return None if self.law is None else rule_called(self.law)

    def read(self, given: Mapping[str, Any]) -> Given:
        """Return JSON values as what the formula takes; inputs left out are None.

        *Raises*: UnknownInput, MissingInput, WrongInput, each naming the input.
        """
        self._refuse_unknown(given)
        return {each.name: self._value(each, given.get(each.name), each.kind.read) for each in self.inputs}

    def read_texts(self, given: Mapping[str, str]) -> Given:
        """Return typed texts as what the formula takes; an empty text is an input left out.

        *Raises*: UnknownInput, MissingInput, WrongInput, each naming the input.
        """
        self._refuse_unknown(given)
        return {
            each.name: self._value(each, given.get(each.name, "").strip() or None, each.kind.from_text)
            for each in self.inputs
        }

    def calculate(self, given: Given) -> Calculated:
        """Return the answer to inputs that were read.

        *Raises*: the refusals of the formula.
        """
        answer = self.run(given)
        return Calculated(self.name, answer.result, tuple(answer.working), Status.PROPOSED)

    def _refuse_unknown(self, given: Mapping[str, Any]) -> None:
        names = [each.name for each in self.inputs]
        for name in given:
            if name not in names:
                shown = name if isinstance(name, str) and name.isprintable() and len(name) <= 60 else "that"
                raise UnknownInput(shown, "", rule=self.name, names=", ".join(names))

    def _value(self, each: Input, value: Any, read: Callable[[Any], Any]) -> Any:
        if value is None:
            if each.optional:
                return None
            raise MissingInput(each.name, "", expected=each.kind.expected)
        try:
            return read(value)
        except Unreadable as wrong:
            raise WrongInput(each.name, "", reason=str(wrong).rstrip(".")) from None
