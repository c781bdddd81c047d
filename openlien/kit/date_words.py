"""How a day reads inside a sentence: pages, refusals and reports write it alike."""

from __future__ import annotations

from datetime import date


def day_text(day: date) -> str:
    """Return a day, or the day of a moment, such as Nov 20, 2026."""
    return f"{day:%b} {day.day}, {day.year}"
