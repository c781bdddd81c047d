"""Broken rules of fee schedules."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError


class ScheduleNameMissing(DomainError):
    """Not saved. Enter a name for the schedule."""


@speaks_for("cases_feeschedule_name_key")
class ScheduleNameTaken(Conflict):
    """Not saved. There is a schedule of this name already; choose another name."""


class ScheduleRenamed(Conflict):
    """Not saved. Somebody named this schedule {theirs} meanwhile; look at it again."""


@speaks_for("fee_schedule_version_is_one_a_day")
class VersionOfThatDay(Conflict):
    """Not saved. The schedule has a version from this day on already; choose another day."""


class PricesChangedMeanwhile(Conflict):
    """Not saved. Somebody added or deleted a version of this schedule meanwhile. Read the prices again and
    look at what they would change now.
    """


class NoPrices(DomainError):
    """Not saved. A version needs at least one price."""


class RowsRefused(DomainError):
    """Not saved. {refused} rows cannot be read; line {line}: {reason} Correct them and read the prices
    again.
    """


class NotAFacility(DomainError):
    """Not saved. Choose a facility, or none for a schedule that holds for every facility without its own."""


class PricesInUse(Conflict):
    """Not deleted. {charged} charged at these prices, which stand nowhere else. Add a version from a later
    day instead.
    """


class VersionsChangedMeanwhile(Conflict):
    """Not deleted. Somebody added or deleted a version of this schedule meanwhile; look at it again."""


class NoPriceFound(DomainError):
    """No schedule has a price of {code} on {day}."""

    status = 404
