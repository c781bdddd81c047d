"""A rule of law as dated configuration: which numbers held when, by which source, checked on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from openlien.kit.errors import DomainError, InvalidInput
from openlien.kit.money import Money, Rate


class RuleNotInForce(InvalidInput):
    """{title} has no version in force on {day}; its first begins on {first}."""

    def __init__(self, *, title: str, day: date, first: date) -> None:
        super().__init__("date", "", title=title, day=day, first=first)


class NoSuchParameter(DomainError):
    """The rule {rule_id} has no parameter {name} of the unit {unit}."""


class Unit(StrEnum):
    """What a parameter is counted in."""

    SHARE = "share"
    USD = "USD"
    DAYS = "days"
    HOURS = "hours"
    TRUTH = "truth"
    NAMES = "names"
    BRACKETS = "brackets"


@dataclass(frozen=True, slots=True)
class Bracket:
    """One bracket of a sliding schedule: the share of the next so many dollars; no width is all the rest."""

    width: Money | None
    share: Rate


Value = Rate | Money | int | bool | tuple[str, ...] | tuple[Bracket, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a rule, with its unit and what it means."""

    name: str
    unit: Unit
    value: Value
    meaning: str


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """The rule as it stood from one day to another; an open end is None.

    *Units*: both days are part of the time in force.
    """

    rule_id: str
    effective_from: date | None
    effective_to: date | None
    citation: str
    verified_on: date
    parameters: Mapping[str, Parameter]

    def share(self, name: str) -> Rate:
        """Return a parameter that is a share."""
        return self._value(name, Unit.SHARE)

    def money(self, name: str) -> Money:
        """Return a parameter that is an amount."""
        return self._value(name, Unit.USD)

    def truth(self, name: str) -> bool:
        """Return a parameter that is yes or no."""
        return self._value(name, Unit.TRUTH)

    def names(self, name: str) -> tuple[str, ...]:
        """Return a parameter that is a list of names."""
        return self._value(name, Unit.NAMES)

    def brackets(self, name: str) -> tuple[Bracket, ...]:
        """Return a parameter that is a sliding schedule."""
        return self._value(name, Unit.BRACKETS)

    def is_in_force(self, day: date) -> bool:
        """Return whether the day lies within the time in force."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def age_days(self, as_of: date) -> int:
        """Return how many days ago somebody last compared this version with its source."""
        return (as_of - self.verified_on).days

    def _value(self, name: str, unit: Unit) -> Any:
        parameter = self.parameters.get(name)
        if parameter is None or parameter.unit is not unit:
            raise NoSuchParameter(rule_id=self.rule_id, name=name, unit=unit.value)
        return parameter.value


@dataclass(frozen=True, slots=True)
class DatedRule:
    """A rule with all its versions, oldest first."""

    rule_id: str
    title: str
    jurisdiction: str
    summary: str
    sources: tuple[str, ...]
    to_verify: tuple[str, ...]
    versions: tuple[RuleVersion, ...]

    @property
    def newest(self) -> RuleVersion:
        """The version that began last."""
        return self.versions[-1]

    def on(self, day: date | None) -> RuleVersion:
        """Return the version in force on the day; the newest when no day is given.

        *Raises*: RuleNotInForce for a day before the first version.
        """
        if day is None:
            return self.newest
        for version in self.versions:
            if version.is_in_force(day):
                return version
        raise RuleNotInForce(title=self.title, day=day, first=self.versions[0].effective_from or day)
