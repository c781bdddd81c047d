"""The day on which case pages are seen."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from django.conf import settings

from .. import business_time


class View(TypedDict):
    """The business day and the time zone it is a day of."""

    as_of: date
    time_zone: str


def view_of_today() -> View:
    """The business day it is now."""
    return {"as_of": business_time.today(), "time_zone": settings.BUSINESS_TIME_ZONE}
