"""How the findings of reports say amounts, days and counts. Pure."""

from __future__ import annotations

from decimal import Decimal

from openlien.kit.money import Money


def dollars(amount: Money) -> str:
    """An amount inside a sentence, as $1,234.56."""
    sign = "\N{MINUS SIGN}" if amount < Money.zero else ""
    return f"{sign}${abs(amount).amount:,}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun, as 1 case and 1,284 cases."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(points: Decimal | None) -> str:
    """Percent points inside a sentence, as 12.73%; n/a for none."""
    if points is None:
        return "n/a"
    sign = "\N{MINUS SIGN}" if points < 0 else ""
    return f"{sign}{abs(points):,}%"
