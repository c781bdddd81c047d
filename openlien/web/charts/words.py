"""How a chart says a number: in full for tooltips and tables, shortened for axes."""

import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from openlien.kit.rounding import round_to_decimal
from openlien.web.charts.scale import exact

MINUS = "\N{MINUS SIGN}"
EMPTY = "\N{EM DASH}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = ((10**9, "B"), (10**6, "M"), (10**3, "k"))


class Unit(Enum):
    """What the values of a chart are, which decides how they are printed."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    MONTHS = "months"

    def full(self, value: object) -> str:
        """The value to its last digit, for example $5,073,413.58; an em dash for None."""
        return EMPTY if value is None else _signed(exact(value), _FULL[self])

    def short(self, value: object) -> str:
        """The value in at most a handful of letters, for example $5.1M."""
        return EMPTY if value is None else _signed(exact(value), _SHORT[self])

    def tick(self, value: object) -> str:
        """The value as an axis prints it, for example $2.5M or $0."""
        return _signed(exact(value), _TICK[self])


def percent_text(share: Decimal | None, *, places: int | None = None) -> str:
    """A share in percent as given, or with `places` digits, for example 29.46%; an em dash for None."""
    if share is None:
        return EMPTY
    shown = share if places is None else round_to_decimal(Fraction(share), places)
    return _signed(Fraction(shown), lambda _: f"{abs(shown):f}%")


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its word, for example "1 case" and "1,284 cases"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def month_text(day: datetime.date) -> str:
    """A month, for example Nov 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def joined(words: list[str]) -> str:
    """Words as a list in a sentence: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def first_capital(sentence: str) -> str:
    """The sentence with its first letter in upper case and the rest untouched."""
    return sentence[:1].upper() + sentence[1:]


def _signed(value: Fraction, printed) -> str:
    return f"{MINUS if value < 0 else ''}{printed(abs(value))}"


def _scaled(value: Fraction, *, places: int, trim: bool) -> str:
    for size, letter in _STEPS:
        # A value that would round up to the next letter takes it, so that 999,999 reads 1.0M and not 1000.0k.
        if round_to_decimal(value / size, places) >= 1:
            text = f"{round_to_decimal(value / size, places):,f}"
            return f"{_trimmed(text) if trim else text}{letter}"
    return _trimmed(f"{round_to_decimal(value, 2):,f}")


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _trimmed_number(value: Fraction) -> str:
    return _trimmed(f"{round_to_decimal(value, 2):,f}")


_FULL = {
    Unit.MONEY: lambda value: f"${round_to_decimal(value, 2):,f}",
    Unit.COUNT: _trimmed_number,
    Unit.PERCENT: lambda value: f"{_trimmed_number(value)}%",
    Unit.DAYS: lambda value: "1 day" if value == 1 else f"{_trimmed_number(value)} days",
    Unit.MONTHS: lambda value: f"{round_to_decimal(value, 1):,f} mo",
}
_SHORT = _FULL | {
    Unit.MONEY: lambda value: f"${_scaled(value, places=1, trim=False)}",
    Unit.COUNT: lambda value: _scaled(value, places=1, trim=True),
    Unit.PERCENT: lambda value: f"{round_to_decimal(value, 1):f}%",
}
_TICK = _SHORT | {
    Unit.MONEY: lambda value: f"${_scaled(value, places=2, trim=True)}",
    Unit.COUNT: lambda value: _scaled(value, places=2, trim=True),
    Unit.PERCENT: lambda value: f"{_trimmed_number(value)}%",
    Unit.DAYS: _trimmed_number,
    Unit.MONTHS: _trimmed_number,
}
