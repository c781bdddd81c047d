"""How long money has been out, by the most intensive care of a case. See docs/formulas/time-out.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

from openlien.kit.dates import DAYS_PER_MONTH, age_days, months_shown
from openlien.kit.rounding import round_to_decimal


class CareLevel(IntEnum):
    """Kinds of care, from the least to the most intensive (ruling A14)."""

    CHIROPRACTIC = 1
    PAIN_MANAGEMENT = 2
    SURGICAL = 3


@dataclass(frozen=True, slots=True)
class CaseTime:
    """One case: when money began to be out, the care it came to, and when the last cash came."""

    began_on: date
    levels: tuple[CareLevel, ...]
    last_cash_on: date | None = None


def months_out(*, began_on: date, last_cash_on: date | None, as_of: date) -> Decimal:
    """Return the months from the beginning to the last cash, or to the day of the view while none came.

    *Source*: ruling A14; docs/formulas/time-out.md
    """
    return months_shown(_days_out(began_on, last_cash_on, as_of))


def average_months_out(cases: Sequence[CaseTime], *, as_of: date) -> dict[CareLevel, Decimal]:
    """Return the average months out by highest level of care; a level without cases is left out.

    *Source*: ruling A14; docs/formulas/time-out.md
    """
    days: dict[CareLevel, list[int]] = {}
    for case in cases:
        if case.levels:
            days.setdefault(max(case.levels), []).append(_days_out(case.began_on, case.last_cash_on, as_of))
    return {
        level: round_to_decimal(Fraction(sum(found), len(found)) / DAYS_PER_MONTH, 1)
        for level, found in sorted(days.items())
    }


def _days_out(began_on: date, last_cash_on: date | None, as_of: date) -> int:
    return age_days(began_on, last_cash_on or as_of)
