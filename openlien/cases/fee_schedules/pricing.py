"""Retail prices: a code, a price, a quantity, and which version of a schedule holds on a day.

Pure: no Django, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from openlien.kit.errors import DomainError
from openlien.kit.money import Money, MoneyError

CODE_LETTERS_MAX = 10
RETAIL_MAX = Money("9999999.99")
QUANTITY_MAX = 10_000
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*", re.ASCII)
_AMOUNT = re.compile(r"\$?\s*(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?", re.ASCII)


class CodeUnreadable(DomainError):
    """A code has 1 to 10 letters and digits, such as 97110 or 97110-59."""


class PriceUnreadable(DomainError):
    """A price is an amount from 0.00 to 9,999,999.99, such as 118.00."""


class QuantityOutOfRange(DomainError):
    """A quantity is a whole number from 1 to 10,000."""


def retail_charges(price: Money, quantity: int) -> Money:
    """Return what a bill asks: the price of one unit times the quantity.

    *Raises*: QuantityOutOfRange.
    *Source*: requirement 1, Total Billed; docs/formulas/fee-schedules.md
    """
    if not 1 <= quantity <= QUANTITY_MAX:
        raise QuantityOutOfRange()
    return Money.from_cents(price.cents * quantity)


def day_in_force(days: Iterable[date], on: date) -> date | None:
    """Return the first day of the version that holds on a day; None before the first version.

    *Source*: docs/formulas/fee-schedules.md
    """
    return max((day for day in days if day <= on), default=None)


def read_code(text: str) -> str:
    """Return the code as it is kept: capitals, without blanks around it.

    *Raises*: CodeUnreadable.
    """
    code = text.strip().upper()
    if len(code) > CODE_LETTERS_MAX or not _CODE.fullmatch(code):
        raise CodeUnreadable()
    return code


def read_price(text: str) -> Money:
    """Return the price that was typed, such as 1,180, $118.00 or 118.5.

    *Raises*: PriceUnreadable.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if not found or not (found[1] or (found[3] or "").strip(".")):
        raise PriceUnreadable()
    try:
        price = Money(f"{(found[1] or '0').replace(',', '')}{found[3] or ''}".rstrip("."))
    except MoneyError:
        raise PriceUnreadable() from None
    if price > RETAIL_MAX:
        raise PriceUnreadable()
    return price
