"""The only module that asks the clock; everything below the web takes the day as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def business_today(time_zone: str) -> date:
    """Return the calendar day it is now in the firm's time zone."""
    return now().astimezone(ZoneInfo(time_zone)).date()
