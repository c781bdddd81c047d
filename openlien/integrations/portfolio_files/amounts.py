"""Amounts of money as reporting tools write them, read exactly or not at all."""

import re
from decimal import Decimal
from functools import lru_cache

from openlien.integrations.portfolio_files.unreadable import Unreadable

CACHE_ENTRIES = 8_192
WHOLE_DIGITS_MAX = 12

AMERICAN_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<minus>-)?\s*\$?\s*(?P<inner_minus>-)?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)"
    r"(?:\.(?P<cents>[0-9]*))?"
    r"\s*(?P<close>\))?",
    re.ASCII,
)


def parse_amount(text: str) -> Decimal | None:
    """Return the exact dollars of a cell, or None when it is blank.

    Takes `$1,234.`, `$1,234.56`, `1,234.56`, `.50`, `(12.00)`, `-12.00`, `-$12.00`. A comma groups
    thousands and a point starts cents, always: European writing is refused, never guessed.
    *Units*: USD with exactly two places, smaller than 1e12 in size. A plain Decimal, because rows go to the
    database as they are read and become Money there.
    *Raises*: Unreadable.
    """
    return _parse_amount(text) if text else None


@lru_cache(maxsize=CACHE_ENTRIES)
def _parse_amount(text: str) -> Decimal | None:
    text = text.strip()
    if not text:
        return None
    found = AMERICAN_AMOUNT.fullmatch(text)
    if found is None:
        raise Unreadable("not an amount of money")
    opened, minus, inner_minus, whole, cents, closed = found.groups()
    if not whole and not cents:
        raise Unreadable("not an amount of money")
    if bool(opened) != bool(closed) or bool(opened) + bool(minus) + bool(inner_minus) > 1:
        raise Unreadable("the signs contradict each other")
    return _exact(whole.replace(",", ""), cents or "", negative=bool(opened or minus or inner_minus))


def _exact(whole: str, cents: str, *, negative: bool) -> Decimal:
    if len(cents) > 2:
        raise Unreadable("more than two decimals")
    if len(whole.lstrip("0")) > WHOLE_DIGITS_MAX:
        raise Unreadable("too large")
    amount = Decimal(f"{whole or '0'}.{cents:0<2}")
    return -amount if negative and amount else amount
