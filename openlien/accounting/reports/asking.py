"""What may be asked of a report, and what was: days, a period, choices. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import month_start
from openlien.kit.errors import DomainError

from .shapes import Report

TEXT_MAX = 40


class UnknownChoice(DomainError):
    """ "{value}" is not a choice of {label}. Choose one of {options}."""


class TextTooLong(DomainError):
    """{label} has more than 40 letters. Enter the number of an account, such as 1200."""


class PeriodBackwards(DomainError):
    """The period ends before it begins. Enter a last day on or after {since}."""


class Days(Enum):
    """The days a report is about: one, a period, or today only; a period begins by default with its unit."""

    AS_OF = "as_of"
    MONTH = "month"
    YEAR = "year"
    NOW = "now"

    @property
    def is_period(self) -> bool:
        """Whether a first and a last day are asked for."""
        return self in {Days.MONTH, Days.YEAR}


@dataclass(frozen=True)
class Choice:
    """One further parameter: its name in addresses, its label, and its options; none means free text."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def default(self) -> str:
        """The first option, or nothing typed."""
        return self.options[0][0] if self.options else ""

    def label_of(self, value: str) -> str:
        """The words of a value."""
        return dict(self.options).get(value, value)


@dataclass(frozen=True)
class Asked:
    """What was asked: `as_of` is the last day of a period, `since` its first."""

    as_of: date
    since: date | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """A report: its address, the question it answers, what may be asked, who may ask, who answers."""

    slug: str
    title: str
    question: str
    answer: str
    days: Days
    build: Callable[[Actor, Asked], Report]
    choices: tuple[Choice, ...] = ()
    permission: Permission = Permission.LEDGER_VIEW

    def asked(
        self,
        *,
        today: date,
        as_of: date | None = None,
        since: date | None = None,
        choices: Mapping[str, str] | None = None,
    ) -> Asked:
        """What is asked when only some of it is said.

        *Raises*: PeriodBackwards, UnknownChoice, TextTooLong.
        """
        last = today if as_of is None or self.days is Days.NOW else as_of
        return Asked(as_of=last, since=self._first_day(since, last), choices=self._chosen(choices or {}))

    def _first_day(self, since: date | None, last: date) -> date | None:
        if not self.days.is_period:
            return None
        if since is None:
            return month_start(last) if self.days is Days.MONTH else last.replace(month=1, day=1)
        if since > last:
            raise PeriodBackwards(since=since)
        return since

    def _chosen(self, given: Mapping[str, str]) -> dict[str, str]:
        chosen = {}
        for choice in self.choices:
            value = given.get(choice.name, "").strip() or choice.default
            if choice.options and value not in dict(choice.options):
                words = ", ".join(code for code, _ in choice.options if code)
                raise UnknownChoice(value=value[:TEXT_MAX], label=choice.label.lower(), options=words)
            if len(value) > TEXT_MAX or not value.isprintable():
                raise TextTooLong(label=choice.label)
            chosen[choice.name] = value
        return chosen
