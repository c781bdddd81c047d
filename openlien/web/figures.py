"""The words in which figures, days and names are written on pages."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openlien.kit.date_words import day_text
from openlien.kit.money import Money, Rate

EMPTY = "—"
MINUS = "\u2212"
ISO_DAY_LETTERS = 10
DAYS_A_MONTH = Decimal("30.4375")
SHORT_UNITS = ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "k"))


def money(value: Any, places: int = 2) -> str:
    """Return an amount that stands alone, as `$1,234.56`; none is a dash."""
    if value is None:
        return EMPTY
    return _with_sign(_decimal(value), lambda size: f"${_round(size, places):,}")


def amount(value: Any, places: int = 2) -> str:
    """Return an amount in a grid whose head names the unit, as `1,234.56`."""
    if value is None:
        return EMPTY
    # A grid writes hundreds of these; whole cents need no decimal and no rounding.
    if places == 2 and isinstance(value, Money):
        dollars, cents = divmod(abs(value.cents), 100)
        return f"{MINUS if value.cents < 0 else ''}{dollars:,}.{cents:02}"
    return _with_sign(_decimal(value), lambda size: f"{_round(size, places):,}")


def money_short(value: Any) -> str:
    """Return an amount for a tile, as `$1.2M`; the full figure belongs beside it in a title or row."""
    if value is None:
        return EMPTY
    return _with_sign(_decimal(value), _short)


def signed(value: Any, places: int = 1) -> str:
    """Return a change with its sign, as `+4.0` or `−1.5`; an amount of money as `+$4.00`."""
    if value is None:
        return EMPTY
    figure = money(value) if isinstance(value, Money) else amount(value, places)
    return figure if figure.startswith(MINUS) or not _decimal(value) else f"+{figure}"


def percent(value: Any, places: int = 1) -> str:
    """Return percent points as `53.6%`; a Rate, which is a share of one, is multiplied first."""
    if value is None:
        return EMPTY
    points = value.as_percent(places) if isinstance(value, Rate) else _decimal(value)
    return _with_sign(points, lambda size: f"{_round(size, places):,}%")


def rate_text(value: Rate | None) -> str:
    """Return a rate with as many places as it has, up to four, as `8.8%`."""
    return EMPTY if value is None else f"{value.as_percent(4).normalize():f}%"


def count(value: int | None) -> str:
    """Return a whole number with separators, as `1,284`."""
    return EMPTY if value is None else f"{value:,}".replace("-", MINUS)


def date_text(value: dt.date | dt.datetime | None) -> str:
    """Return a day inside text, as `Nov 26, 2026`."""
    return EMPTY if value is None else day_text(value)


def date_short(value: dt.date, today: dt.date) -> str:
    """Return a day where there is little room, as `Nov 26`; one of another year with it."""
    return f"{value:%b} {value.day}" if value.year == today.year else date_text(value)


def date_iso(value: dt.date | dt.datetime | None) -> str:
    """Return a day in a grid, as `2026-11-26`."""
    return EMPTY if value is None else value.isoformat()[:ISO_DAY_LETTERS]


def time_text(value: dt.datetime | None) -> str:
    """Return a moment inside text, as `Nov 26, 2026, 15:04`."""
    return EMPTY if value is None else f"{date_text(value)}, {value:%H:%M}"


def months(value: Any) -> str:
    """Return a number of months, as `16.2 months`."""
    return EMPTY if value is None else f"{_round(_decimal(value), 1):,} months"


def age_words(days: int | None) -> str:
    """Return an age in days in the words people use: `today`, `6 days`, `14 months`.

    *Units*: days; from 90 days on whole months of 30.4375 days.
    """
    if days is None:
        return EMPTY
    if days == 0:
        return "today"
    if abs(days) < 90:
        return plural(days, "day")
    return plural(int(_round(Decimal(days) / DAYS_A_MONTH, 0)), "month")


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun, as `1 case` and `1,284 cases`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def slug(text: Any) -> str:
    """Return text as a part of an id: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", str(text).lower()).strip("-") or "x"


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in re.split(r"[\s.@_-]+", name) if word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _decimal(value: Any) -> Decimal:
    return value.amount if isinstance(value, Money) else Decimal(str(value))


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _with_sign(value: Decimal, write: Any) -> str:
    written: str = write(abs(value))
    is_zero = not re.search(r"[1-9]", written)
    return written if value >= 0 or is_zero else MINUS + written


def _short(size: Decimal) -> str:
    for unit, letter in SHORT_UNITS:
        # 999,950 rounds up to 1,000k, which reads better as 1.0M.
        if size >= unit * Decimal("0.99995"):
            shown = size / unit
            places = 0 if letter == "k" and shown >= 100 else 1
            return f"${_round(shown, places)}{letter}"
    return f"${_round(size, 0)}"
