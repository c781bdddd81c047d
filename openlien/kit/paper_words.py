"""Amounts, days and moments as printed documents write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from .money import Money


def amount_words(amount: Money | Decimal | str) -> str:
    """Return an amount with two decimals and groups of three; below zero with a minus sign."""
    value = amount.amount if isinstance(amount, Money) else Decimal(amount)
    return f"−{-value:,.2f}" if value < 0 else f"{value:,.2f}"


def day_words(day: date | str) -> str:
    """Return a day such as November 20, 2026; a text is read as an ISO day."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found:%B} {found.day}, {found.year}"


def moment_words(moment: datetime) -> str:
    """Return a moment such as 2026-11-20 14:05, in the time zone that it carries."""
    return f"{moment:%Y-%m-%d %H:%M}"
