"""What pages and exports read alike: answers to a question, each asked once, and lists to their end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from openlien.cases.codes import PayoffStatus
from openlien.cases.stages import Stage
from openlien.kit.errors import NotFound
from openlien.receivables import queries
from openlien.receivables.policies.at_risk import AtRiskCategory
from openlien.receivables.queries.paging import LIMIT_MAX
from openlien.receivables.queries.settled_pending import MIXED

from .asking import Question

OLDEST_SHOWN = 8
RISKIEST_SHOWN = 10
MONTHS_OF_MIX = 12


class Asked:
    """The answers that the overview is made of; each is asked when it is first needed, and only then."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @cached_property
    def summary(self) -> queries.Summary:
        """The key figures."""
        return queries.summary(*self.question.asked)

    @cached_property
    def pipeline(self) -> queries.Pipeline:
        """The open balance by stage."""
        return queries.pipeline(*self.question.asked)

    @cached_property
    def times(self) -> queries.TimeInStage:
        """The time in the current stage."""
        return queries.time_in_stage(*self.question.asked)

    @cached_property
    def settled(self) -> queries.SettledPending:
        """The settled cases, the longest waits among them."""
        return queries.settled_pending(*self.question.asked, limit=OLDEST_SHOWN)

    @cached_property
    def risk(self) -> queries.AtRisk:
        """The cases at risk, the ten largest among them."""
        return queries.at_risk(*self.question.asked, limit=RISKIEST_SHOWN)

    @cached_property
    def firms(self) -> queries.FirmBreakdown:
        """The law firms."""
        return queries.firm_breakdown(*self.question.asked)


def every_item(ask: Callable[..., Any]) -> Iterator[Any]:
    """Yield the rows of a list to its end, page by page; `ask` takes limit and cursor."""
    cursor: str | None = None
    while True:
        found = ask(limit=LIMIT_MAX, cursor=cursor)
        yield from found.items
        cursor = found.next_cursor
        if cursor is None:
            return


def stage_of(code: str) -> Stage:
    """Return the stage of an address.

    *Raises*: NotFound when there is none of that code.
    """
    return _member(Stage, code)


def group_of(code: str) -> queries.CaseGroup:
    """Return the group of cases of an address.

    *Raises*: NotFound when there is none of that code.
    """
    return _member(queries.CaseGroup, code)


def chosen_category(request: HttpRequest) -> AtRiskCategory | None:
    """Return the at-risk reason that a list is restricted to.

    *Raises*: NotFound when there is none of that code.
    """
    code = request.GET.get("category", "")
    return _member(AtRiskCategory, code) if code else None


def chosen_payoff(request: HttpRequest) -> str | None:
    """Return the payoff status that a list is restricted to; one that no case has gives an empty list.

    *Raises*: NotFound when there is none of that code.
    """
    code = request.GET.get("payoff", "")
    if code and code != MIXED:
        _member(PayoffStatus, code)
    return code or None


def searched(request: HttpRequest) -> str:
    """Return what was typed into the search box of a list."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]


def _member(kind: Any, code: str) -> Any:
    try:
        return kind(code)
    except ValueError:
        raise NotFound() from None
