"""How values look in an answer: amounts with two decimals, shares as short as they are exact."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from openlien.kit.money import Money, Rate
from openlien.kit.rounding import round_to_decimal

PLACES = 6
SMALL_DENOMINATOR = 100


def plain(value: object) -> Any:
    """Return the value as JSON knows it; amounts and decimals are text."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Rate):
        return plain_share(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, Fraction):
        return plain_share(Rate(value))
    return str(value)


def plain_share(share: Rate) -> str:
    """Return a share as text: exact up to six decimals, else a short fraction, else rounded to six."""
    exact = round_to_decimal(share.value, PLACES)
    if Fraction(exact) == share.value or share.value.denominator > SMALL_DENOMINATOR:
        text = f"{exact:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(share)


def said(value: object) -> str:
    """Return the value as people read it in a working; nothing is a dash."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Money):
        return f"{value.amount:,}".replace("-", "\u2212")
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {said(each)}" for key, each in value.items()) or "—"
    if isinstance(value, (list, tuple)):
        return "; ".join(said(each) for each in value) or "—"
    return str(plain(value))
