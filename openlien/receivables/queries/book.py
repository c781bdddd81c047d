"""The part of the book that a question is about, put into SQL: who asks, of which day, with which filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openlien.identity.actor import Actor, Scope
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.kit.sql import fetch_all, fetch_one, load

from .filters import Filters

PACKAGE = "openlien.receivables"
DAY = "%(day)s::date"
FIRST_DAY = date(2000, 1, 1)


class HistoryUnknown(DomainError):
    """The litigation stages of {day} are not known. The first day that can be shown is {known_from}."""

    code = "history_unknown"
    status = 409


@dataclass
class Book:
    """One question's part of the book.

    The kept rows answer it when no fact is newer than the day; else the functions of `sql/facts.sql` do,
    which read the facts of those cases only that have newer ones.
    """

    actor: Actor
    as_of: date
    filters: Filters
    permission: Permission = Permission.PORTFOLIO_VIEW
    is_past: bool = True
    unknown_cases: int = 0
    params: dict[str, Any] = field(default_factory=dict)
    case_conditions: list[str] = field(default_factory=list)
    bill_conditions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.actor.require(self.permission)
        self.params["day"] = self.as_of
        self._add_filters()
        self._add_scope(self.actor.scope_of(self.permission))

    @property
    def is_restricted(self) -> bool:
        """Whether some cases or bills are left out."""
        return bool(self.case_conditions or self.bill_conditions)

    @property
    def reads_kept_cases(self) -> bool:
        """Whether the kept row of a case is the answer as it stands, with the sums over all its bills."""
        return not self.is_past and not self.bill_conditions

    @property
    def is_whole_and_present(self) -> bool:
        """Whether the sums that are kept of the whole book answer, so that no case has to be read."""
        return not self.is_past and not self.is_restricted

    def fetch_all(self, name: str, *, day: str = DAY, **parts: str) -> list[Any]:
        """Return the rows of `sql/<name>.sql` with its relations and these parts filled in."""
        return fetch_all(self.written(name, day=day, **parts), self.params)

    def fetch_one(self, name: str, *, day: str = DAY, **parts: str) -> Any:
        """Return the one row of `sql/<name>.sql` with its relations and these parts filled in."""
        return fetch_one(self.written(name, day=day, **parts), self.params)

    def written(self, name: str, *, day: str = DAY, **parts: str) -> str:
        """Return the text of `sql/<name>.sql` with its relations and these parts filled in."""
        return load(PACKAGE, name).format(
            day=day,
            cases=self._cases(day),
            balances=f"bill_balances_on({day})" if self.is_past else "receivables_billbalance",
            conditions=_all([*self.case_conditions, *self.bill_conditions]),
            reach=self._reach(),
            join=self._join(),
            known=f"summary.known_since <= {day}" if self.is_past else "true",
            **parts,
        )

    def _cases(self, day: str) -> str:
        summaries = f"case_summaries_on({day})" if self.is_past else "receivables_casesummary"
        name = "cases_by_bills" if self.bill_conditions else "whole_cases"
        return load(PACKAGE, name).format(
            day=day,
            summaries=summaries,
            balances=f"bill_balances_on({day})" if self.is_past else "receivables_billbalance",
            conditions=_all([*self.case_conditions, *self.bill_conditions]),
        )

    def _join(self) -> str:
        """The join of a bill's balance to its case: needed where the case decides whether the bill counts."""
        conditions = [*self.case_conditions, *self.bill_conditions]
        if not self.is_past and not any("summary." in condition for condition in conditions):
            return ""
        return "JOIN receivables_casesummary AS summary ON summary.case_id = balance.case_id"

    def _reach(self) -> str:
        """The condition that a kept summary row is within the question."""
        if not self.bill_conditions:
            return _all(self.case_conditions)
        own_bill = (
            "EXISTS (SELECT FROM receivables_billbalance AS balance"
            f" WHERE balance.case_id = summary.case_id AND {_all(self.bill_conditions)})"
        )
        return _all([*self.case_conditions, own_bill])

    def _add_filters(self) -> None:
        chosen = self.filters
        if chosen.law_firm_ids:
            self.params["firms"] = list(chosen.law_firm_ids)
            self.case_conditions.append("summary.law_firm_id = ANY (%(firms)s::uuid[])")
        if chosen.states:
            self.params["states"] = list(chosen.states)
            self.case_conditions.append("summary.state = ANY (%(states)s::text[])")
        if chosen.provider_group_ids:
            self.params["groups"] = list(chosen.provider_group_ids)
            self.bill_conditions.append("balance.provider_group_id = ANY (%(groups)s::uuid[])")
        if chosen.tranches:
            self.params["tranches"] = list(chosen.tranches)
            self.bill_conditions.append("balance.tranche = ANY (%(tranches)s::text[])")

    def _add_scope(self, scope: Scope) -> None:
        if scope.everything:
            return
        self.params["own_firms"] = sorted(scope.law_firm_ids)
        own_firms = "summary.law_firm_id = ANY (%(own_firms)s::uuid[])"
        if not scope.provider_group_ids:
            self.case_conditions.append(own_firms)
            return
        self.params["own_groups"] = sorted(scope.provider_group_ids)
        self.bill_conditions.append(
            f"(balance.provider_group_id = ANY (%(own_groups)s::uuid[]) OR {own_firms})"
        )


def open_book(actor: Actor, as_of: date, filters: Filters) -> Book:
    """Return the part of the book that is known on a day.

    *Raises*: Forbidden; HistoryUnknown when cases exist on the day and none of them is known.
    """
    book = Book(actor, as_of, filters)
    known = book.fetch_one("what_is_known")
    book.is_past, book.unknown_cases = known.is_past, known.unknown_cases
    if book.unknown_cases and known.known_from > as_of:
        raise HistoryUnknown(day=as_of, known_from=known.known_from)
    return book


def day_number(day: date) -> int:
    """Return the days since the day from which the sums of invoice days count."""
    return (day - FIRST_DAY).days


def _all(conditions: list[str]) -> str:
    return "\n        AND ".join(conditions or ["true"])
