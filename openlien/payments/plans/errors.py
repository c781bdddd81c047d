"""What payment plans refuse, as the sentences that people read."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError


@speaks_for("payment_plan_is_active_once_a_case")
class PlanExists(Conflict):
    """Not saved. This case has a payment plan already: change that one, or cancel it first."""


class NothingToPlan(DomainError):
    """Not saved. Nothing is open on this case, so there is nothing to plan or to remind of."""


class PlanBeyondBalance(DomainError):
    """Not saved. ${open} is open on this case; a plan of ${amount} would ask for more than that."""


class FirstDayOver(DomainError):
    """Not saved. An instalment is due today or later; {due_on} is over."""


class FirstDayTooFar(DomainError):
    """Not saved. The first instalment is due within two years; {due_on} is later than that."""


class SplitUnclear(DomainError):
    """Not saved. Say how many instalments there are or how much each of them is: one of the two."""


class ReminderDaysOutOfRange(DomainError):
    """Not saved. A reminder is due 0 to {days_max} days before or after an instalment; 0 is none."""


class PlanStale(Conflict):
    """Not saved. {who} changed this plan while you were looking at it: ${amount} in {count} instalments,
    {state}."""


class PlanEnded(Conflict):
    """Not saved. This plan is {state}; make a new one."""


class PlanPaid(Conflict):
    """Not saved. All of this plan is paid, so there is nothing left to change."""


class CancellationReasonMissing(DomainError):
    """Not saved. Say why the plan is cancelled: the reason stays with the case."""
