"""Days as reporting tools write them: in one cell, in four columns, or as Excel's day number."""

import re
from datetime import date, timedelta
from functools import lru_cache

from openlien.integrations.portfolio_files.unreadable import Unreadable

CACHE_ENTRIES = 8_192
EARLIEST = date(1990, 1, 1)
DAYS_AHEAD_MAX = 3_653
"""Ten years with their leap days."""

EXCEL_DAY_ZERO = date(1899, 12, 30)
"""Excel counts a 29 February 1900 that never was; from March 1900 on this start makes its numbers right."""

TIME_PART = (
    r"(?:[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"\s*(?:[AaPp][Mm])?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
AMERICAN = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})" + TIME_PART, re.ASCII)
ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})" + TIME_PART, re.ASCII)
TWO_DIGIT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}", re.ASCII)
DAY_NUMBER = re.compile(r"(?P<days>[0-9]{4,6})(?:\.[0-9]+)?", re.ASCII)
QUARTER = re.compile(r"(?:q|qtr|quarter)?\.?\s*(?P<number>[1-4])", re.ASCII | re.IGNORECASE)

MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTHS: dict[str, int] = {
    **{name: number for number, name in enumerate(MONTH_NAMES, 1)},
    **{name[:3]: number for number, name in enumerate(MONTH_NAMES, 1)},
    **{str(number): number for number in range(1, 13)},
    **{f"{number:02}": number for number in range(1, 13)},
    "sept": 9,
}


def latest_plausible(as_of: date) -> date:
    """Return the last day a file read on that day may speak of."""
    return as_of + timedelta(days=DAYS_AHEAD_MAX)


def parse_date(text: str, *, latest: date, day_numbers: bool = False) -> date | None:
    """Return the day a cell names, or None when it is blank.

    Takes `M/D/YYYY` and ISO, both with or without a time, whose clock part is dropped as written. With
    `day_numbers` also the bare number of a spreadsheet's numeric cell. Two-digit years are refused.
    *Raises*: Unreadable, also for a day before 1990 or after `latest`.
    """
    return _plausible(_parse_date(text, day_numbers), latest) if text else None


def parse_date_columns(year: str, quarter: str, month: str, day: str, *, latest: date) -> date | None:
    """Return the day that four cells name together, the month by name; None when all are blank.

    *Raises*: Unreadable, also when the quarter contradicts the month: one of them is wrong, and nothing
    says which.
    """
    return _plausible(_parse_date_columns(year, quarter, month, day), latest)


@lru_cache(maxsize=CACHE_ENTRIES)
def _parse_date(text: str, day_numbers: bool) -> date | None:
    # The cell is matched before it is stripped: a text of digits carries a mark that must not match.
    if day_numbers and (found := DAY_NUMBER.fullmatch(text)):
        return EXCEL_DAY_ZERO + timedelta(days=int(found["days"]))
    text = text.strip()
    if not text:
        return None
    if found := AMERICAN.fullmatch(text) or ISO.fullmatch(text):
        return _day(int(found["year"]), int(found["month"]), int(found["day"]))
    if TWO_DIGIT_YEAR.fullmatch(text):
        raise Unreadable("a year of two digits")
    raise Unreadable("not a date")


@lru_cache(maxsize=CACHE_ENTRIES)
def _parse_date_columns(year: str, quarter: str, month: str, day: str) -> date | None:
    year, quarter, month, day = year.strip(), quarter.strip(), month.strip(), day.strip()
    if not (year or quarter or month or day):
        return None
    if not re.fullmatch(r"[0-9]{4}", year, re.ASCII) or not re.fullmatch(r"[0-9]{1,2}", day, re.ASCII):
        raise Unreadable("not a date")
    number = MONTHS.get(month.casefold().rstrip("."))
    if number is None:
        raise Unreadable("no such month")
    if quarter:
        found = QUARTER.fullmatch(quarter)
        if found is None or int(found["number"]) != (number + 2) // 3:
            raise Unreadable("the quarter contradicts the month")
    return _day(int(year), number, int(day))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("no such day") from None


def _plausible(day: date | None, latest: date) -> date | None:
    if day is not None and not EARLIEST <= day <= latest:
        raise Unreadable("an implausible year")
    return day
