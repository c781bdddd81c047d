"""Moments and days as the company's clock shows them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import overload
from zoneinfo import ZoneInfo

from django.conf import settings

from openlien.kit import clock


@overload
def here(moment: datetime) -> datetime: ...
@overload
def here(moment: None) -> None: ...
def here(moment: datetime | None) -> datetime | None:
    """The moment in the business time zone; None stays None."""
    return None if moment is None else moment.astimezone(_zone())


def now_here() -> datetime:
    """This moment in the business time zone."""
    return clock.now().astimezone(_zone())


def today() -> date:
    """The business day it is now."""
    return clock.business_today(settings.BUSINESS_TIME_ZONE)


def day_begins_at(day: date) -> datetime:
    """The first moment of a business day."""
    return datetime.combine(day, time.min, tzinfo=_zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.BUSINESS_TIME_ZONE)
