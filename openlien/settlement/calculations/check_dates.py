"""When the settlement check is expected. See docs/formulas/check-expected-date.md."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from openlien.kit.errors import InvalidInput

DAYS_MAX = 3660


class TooManyDays(InvalidInput):
    """Days from release lie between -{days_max} and {days_max}."""

    def __init__(self) -> None:
        super().__init__("days", "", days_max=DAYS_MAX)


@dataclass(frozen=True, slots=True)
class CheckDates:
    """The three fields of the panel that hang together; any may be blank."""

    released_on: date | None = None
    expected_on: date | None = None
    days_from_release: int | None = None


def with_expected_on(dates: CheckDates, expected_on: date | None) -> CheckDates:
    """Return the fields after a person set the expected date: the days follow once there is a release.

    *Source*: requirement 2, ruling B9; docs/formulas/check-expected-date.md
    """
    days = dates.days_from_release
    if dates.released_on is not None and expected_on is not None:
        days = (expected_on - dates.released_on).days
    return replace(dates, expected_on=expected_on, days_from_release=days)


def with_days(dates: CheckDates, days: int | None) -> CheckDates:
    """Return the fields after a person set the days: the expected date follows once there is a release.

    *Raises*: TooManyDays.
    *Source*: requirement 2, ruling B9; docs/formulas/check-expected-date.md
    """
    if days is not None and abs(days) > DAYS_MAX:
        raise TooManyDays()
    expected_on = dates.expected_on
    if dates.released_on is not None and days is not None:
        expected_on = dates.released_on + timedelta(days=days)
    return replace(dates, days_from_release=days, expected_on=expected_on)


def with_release(dates: CheckDates, released_on: date | None) -> CheckDates:
    """Return the fields after a person set the release: it completes what is blank and moves nothing else.

    *Source*: ruling B9; docs/formulas/check-expected-date.md
    """
    released = replace(dates, released_on=released_on)
    if released_on is None:
        return released
    if dates.expected_on is None and dates.days_from_release is not None:
        return with_days(released, dates.days_from_release)
    return with_expected_on(released, dates.expected_on)
