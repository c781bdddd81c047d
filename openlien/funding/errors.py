"""The sentences of funding: what is refused and what to do about it."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError


@speaks_for("line_name_is_unique", "funding_warehouseline_name_key")
class LineNameTaken(Conflict):
    """Not saved. There is a line of that name already."""


class TermOutOfRange(DomainError):
    """Not saved. {term} must be {range}; you entered {given}."""


class AmountNotPositive(DomainError):
    """Not saved. The amount must be more than 0.00."""


class DayInFuture(DomainError):
    """Not saved. {day} is still to come."""


@speaks_for("movement_lies_in_the_life_of_its_line")
class LineNotOpen(DomainError):
    """Not saved. The line is not open on that day."""


class LineStillDrawn(Conflict):
    """Not closed. {drawn} is still drawn; repay it first."""


@speaks_for("line_keeps_accrued_months", "rate_keeps_accrued_months")
class MonthAccrued(Conflict):
    """Not saved. The interest of that month is accrued already; take the accrual back first."""


class BeyondAvailability(DomainError):
    """Not drawn. {amount} is more than the {available} that is available: the base is {base}, the commitment
    {commitment}, and {drawn} is drawn."""


@speaks_for("line_stays_within_its_commitment")
class BeyondCommitment(DomainError):
    """Not saved. On a day in between more would be drawn than the lender has committed."""


class CostUnknown(DomainError):
    """Not saved. The contracted amount of bill {bill} is not known; enter it first."""


class BeyondContracted(DomainError):
    """Not saved. Bill {bill} has {left} left of its contracted amount; you entered {amount}."""


class NothingToFinance(DomainError):
    """Not drawn. No bill of case {case} has anything left to finance."""


class MoreThanLeft(DomainError):
    """Not drawn. The bills of case {case} have {left} left to finance; you entered {amount}."""


class FinancedElsewhere(Conflict):
    """Not drawn. Case {case} is financed by the line {line}; a case is pledged to one lender only."""


@speaks_for("bill_is_not_repaid_beyond_its_draws")
class RepaidTooMuch(DomainError):
    """Not saved. More would be repaid on a bill than was drawn on it by then."""


class RepaidBeyondDrawn(DomainError):
    """Not saved. {drawn} is drawn; you entered {amount}."""


class InterestBeyondOwed(DomainError):
    """Not saved. {owed} interest is accrued and not paid; you entered {amount}."""


class PartsDoNotSum(DomainError):
    """Not saved. The parts of the bills sum to {parts}, the amount is {amount}."""


class RateIsSet(Conflict):
    """Not saved. The rate from {day} on is {rate}%. Say why to replace it by {given}%."""


class MonthNotOver(DomainError):
    """Not accrued. {month} is not over; its interest can be accrued from {day} on."""


class EarlierMonthNotAccrued(Conflict):
    """Not accrued. Accrue {month} first; months follow one another."""


class NoInterestInMonth(DomainError):
    """Not accrued. The line was not open in {month}."""


class RateMissing(DomainError):
    """Not accrued. There is no rate for {day}; set the rate of that day first."""


class AlreadyTakenBack(Conflict):
    """Not taken back. It was taken back before, or is itself a correction."""


class LaterMonthAccrued(Conflict):
    """Not taken back. Take the later months back first, beginning with {month}."""


class ReasonMissing(DomainError):
    """Not taken back. Say why."""


class TakenBackTooEarly(DomainError):
    """Not taken back. It was booked on {day}; choose that day or a later one."""
