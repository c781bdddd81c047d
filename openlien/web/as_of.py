"""The day that a page is asked for."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from openlien.kit.dates import DateError, parse_user_date

from . import business_time


def as_of_asked(request: HttpRequest) -> tuple[date, str]:
    """The day asked for, today when none or a wrong one was, and what is wrong with it."""
    today = business_time.today()
    text = request.GET.get("as_of", "")
    try:
        day = parse_user_date(text, today=today) if text else today
    except DateError as wrong:
        return today, wrong.sentence
    return (today, "That day is still to come; this is today.") if day > today else (day, "")
