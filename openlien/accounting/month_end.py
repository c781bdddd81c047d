"""Month end without a database: the steps of the checklist, their states, and what an accrual is worth.

See docs/guide/month-end.md and docs/formulas/accruals.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from openlien.kit.dates import add_months, month_end, month_start
from openlien.kit.errors import Conflict, DomainError
from openlien.kit.money import Money, Rate

# A share of fewer bills says more about these bills than about the next one.
BILLS_MIN = 3
MONTHS_LOOKED_BACK = 12


class MonthMistyped(DomainError):
    """Not closed. Type {wanted} to close the month."""


class StepOutOfOrder(Conflict):
    """Not saved. “{earlier}” comes first: the steps of a month end build on each other."""


class MonthEndIncomplete(Conflict):
    """Not closed. “{step}” is {state}; a month is closed when every step before it is done."""


class BooksMoved(Conflict):
    """Not saved. Lines posted since this page was read: {lines}. Look at them, then confirm again."""


class Step(StrEnum):
    """One step of the checklist; closing itself is the state of the period."""

    UNBILLED = "unbilled"
    ACCRUED = "accrued"
    COMPARED = "compared"
    EXPLAINED = "explained"
    REVIEWED = "reviewed"

    @property
    def label(self) -> str:
        """What the step is called."""
        return LABELS[self]


LABELS = {
    Step.UNBILLED: "Unbilled services found",
    Step.ACCRUED: "Accruals created",
    Step.COMPARED: "Compared with Business Central",
    Step.EXPLAINED: "Differences explained, adjustments made",
    Step.REVIEWED: "Trial balance reviewed",
}
# These are about what stands in the books: a line that is posted after them takes them back.
ABOUT_THE_BOOKS = frozenset({Step.COMPARED, Step.EXPLAINED, Step.REVIEWED})


class State(StrEnum):
    """Where a step stands."""

    DONE = "done"
    STALE = "stale"
    READY = "ready"
    WAITING = "waiting"

    @property
    def words(self) -> str:
        """The state inside a sentence."""
        return {"done": "done", "stale": "to be done again", "ready": "not done", "waiting": "not done"}[self]


@dataclass(frozen=True)
class Confirmation:
    """A step as somebody confirmed it, with how many lines of the books stood up to the month's end."""

    step: Step
    at: datetime
    by: str
    note: str
    lines_seen: int


@dataclass(frozen=True)
class MonthFacts:
    """What the books and the bills say about a month now.

    `lines` are those posted up to the month's end; `services_not_kept` are unbilled and in no accrual list;
    `accruals_open` are on the list with an amount or without a decision, and not posted.
    """

    lines: int = 0
    services_not_kept: int = 0
    accruals_open: int = 0
    is_closed: bool = False


@dataclass(frozen=True)
class StepState:
    """One step with its state, the sentence that explains the state, and who did it."""

    step: Step
    state: State
    why: str
    confirmation: Confirmation | None

    @property
    def is_done(self) -> bool:
        """Whether the step counts."""
        return self.state is State.DONE


def checklist(facts: MonthFacts, confirmed: Mapping[Step, Confirmation]) -> list[StepState]:
    """The steps in their order with their states; a step waits until all before it are done."""
    states: list[StepState] = []
    for step in Step:
        confirmation = confirmed.get(step)
        stale = _why_stale(step, facts, confirmation) if confirmation and not facts.is_closed else ""
        if confirmation and not stale:
            state = State.DONE
        elif stale:
            state = State.STALE
        else:
            state = State.READY if all(each.is_done for each in states) else State.WAITING
        states.append(StepState(step, state, stale, confirmation))
    return states


def require_turn(steps: list[StepState], wanted: Step) -> None:
    """Passes when every step before the wanted one is done.

    *Raises*: StepOutOfOrder.
    """
    for each in steps:
        if each.step is wanted:
            return
        if not each.is_done:
            raise StepOutOfOrder(earlier=each.step.label)


def require_complete(steps: list[StepState]) -> None:
    """Passes when every step is done.

    *Raises*: MonthEndIncomplete.
    """
    for each in steps:
        if not each.is_done:
            raise MonthEndIncomplete(step=each.step.label, state=each.state.words)


def words_to_type(month: date) -> str:
    """What somebody types to close the month: NOV 2026."""
    return f"{month:%b %Y}".upper()


def check_typed(typed: str, month: date) -> None:
    """Passes when the month was typed, in any case.

    *Raises*: MonthMistyped.
    """
    if " ".join(typed.split()).upper() != words_to_type(month):
        raise MonthMistyped(wanted=words_to_type(month))


def reversal_day(month: date) -> date:
    """The first day of the next month, on which the accruals of a month are taken back (ruling C10)."""
    return add_months(month_start(month), 1)


def accrual_day(month: date) -> date:
    """The last day of the month, on which its accruals are posted."""
    return month_end(month)


@dataclass(frozen=True)
class Experience:
    """What comparable bills cost: how many there are, what they were billed and contracted at."""

    bills: int
    billed: Money
    contracted: Money


@dataclass(frozen=True)
class Estimate:
    """What an unbilled service is expected to cost; without an amount nothing is known to go by."""

    amount: Money | None
    working: str


def estimated_cost(
    billed: Money,
    *,
    known: Money | None,
    same_facility_and_code: Experience,
    same_facility: Experience,
    same_code: Experience,
    every_bill: Experience,
) -> Estimate:
    """The expected cost of a service: what is known, else billed times the share of the nearest bills.

    *Units*: USD, rounded half up to the cent. *Source*: docs/formulas/accruals.md.
    """
    if known is not None:
        return Estimate(known, "Contracted amount of the bill")
    for experience, whose, bills_min in (
        (same_facility_and_code, "this facility with this code", BILLS_MIN),
        (same_facility, "this facility", BILLS_MIN),
        (same_code, "this code", BILLS_MIN),
        (every_bill, "all facilities", 1),
    ):
        share = experience.contracted.ratio_to(experience.billed)
        if experience.bills >= bills_min and share is not None:
            return Estimate(billed.times(share), _working(billed, share, experience, whose))
    return Estimate(None, "No bill with a known cost to go by: enter the amount")


def _working(billed: Money, share: Rate, experience: Experience, whose: str) -> str:
    bills = "1 bill" if experience.bills == 1 else f"{experience.bills:,} bills"
    return f"{share.as_percent(2)}% of {billed.amount:,}: {bills} of {whose}"


def _why_stale(step: Step, facts: MonthFacts, confirmation: Confirmation) -> str:
    if step is Step.UNBILLED and facts.services_not_kept:
        return f"{_counted(facts.services_not_kept, 'unbilled service')} came to light since."
    if step is Step.ACCRUED and facts.accruals_open:
        return f"{_counted(facts.accruals_open, 'service')} of the list still to be accrued."
    lines = facts.lines - confirmation.lines_seen
    if step in ABOUT_THE_BOOKS and lines:
        return f"{_counted(lines, 'line')} {'was' if lines == 1 else 'were'} posted into the month since."
    return ""


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
