"""Arithmetic of days and months, and the dates people type; today is always an argument.

See `docs/formulas/ages-and-months.md`.
"""

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from openlien.kit.errors import DomainError
from openlien.kit.rounding import round_to_decimal

DAYS_PER_MONTH = Fraction("30.4375")
YEARS_ACCEPTED = range(1900, 2200)

AMERICAN = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})", re.ASCII)
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
RELATIVE = re.compile(r"(?P<sign>[+-])(?P<count>\d{1,5})(?P<unit>[dwmy]?)", re.ASCII)


class DateError(DomainError, ValueError):
    """ "{text}" is not a date. Enter it like 11/20/2026 or 2026-11-20, or t, +7 or -1m."""


class DateMissing(DateError):
    """Enter a date like 11/20/2026 or 2026-11-20, or t, +7 or -1m."""


class NoSuchDay(DateError):
    """There is no such day as {text}."""


class DateOutOfBounds(DateError):
    """{text} is too far away: dates lie between 1900 and 2199."""


def age_days(start: date, as_of: date) -> int:
    """Return the days from the start to the day of the view; negative when the start lies ahead."""
    return (as_of - start).days


@lru_cache(maxsize=16_384)
def months_shown(days: int) -> Decimal:
    """Return days as average months of 30.4375 days, to one decimal, half-up; for display only."""
    return round_to_decimal(days / DAYS_PER_MONTH, 1)


def month_start(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def month_range(first: date, last: date) -> list[date]:
    """Return the first days of all months from the first to the last day, both months included."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return [add_months(month_start(first), count) for count in range(months + 1)]


def parse_user_date(text: str, *, today: date) -> date:
    """Return the day a person typed: 11/20/2026, 2026-11-20, t for today, +7 days, -1m, +2w, +1y.

    *Raises*: DateError with a sentence that says what to type.
    """
    typed = text.strip().lower()
    if not typed:
        raise DateMissing(text=text)
    if typed in ("t", "today"):
        return today
    if match := RELATIVE.fullmatch(typed):
        return _moved(today, match, text)
    if match := AMERICAN.fullmatch(typed) or ISO.fullmatch(typed):
        return _written(match, text)
    raise DateError(text=text)


def _moved(today: date, match: re.Match[str], text: str) -> date:
    count = int(match["sign"] + match["count"])
    try:
        match match["unit"]:
            case "m":
                moved = add_months(today, count)
            case "y":
                moved = add_months(today, 12 * count)
            case "w":
                moved = today + timedelta(weeks=count)
            case _:
                moved = today + timedelta(days=count)
    except (OverflowError, ValueError):
        raise DateOutOfBounds(text=text) from None
    return _within_bounds(moved, text)


def _written(match: re.Match[str], text: str) -> date:
    try:
        written = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise NoSuchDay(text=text) from None
    return _within_bounds(written, text)


def _within_bounds(day: date, text: str) -> date:
    if day.year not in YEARS_ACCEPTED:
        raise DateOutOfBounds(text=text)
    return day
