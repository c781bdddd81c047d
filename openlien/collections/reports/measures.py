"""The figures of the reports of casework. Pure. See docs/formulas/casework-reports.md."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from openlien.kit.money import Money, share_percent, total
from openlien.kit.rounding import round_to_decimal, round_to_whole


def success_percent(accepted: int, ended: int) -> Decimal | None:
    """Accepted offers of those that ended, in percent; None while none has."""
    return share_percent(accepted, ended)


def middle_days(days: Sequence[int]) -> int | None:
    """The median of days, half-up to a whole one; None of none."""
    return int(round_to_decimal(Fraction(median(Fraction(each) for each in days)), 0)) if days else None


def mean_percent(agreed: Sequence[tuple[Money, Money]]) -> Decimal | None:
    """The mean of what each agreement is in percent of its retail, half-up; every one counts alike.

    *Shapes*: pairs of agreed and retail; those of a retail of 0.00 are passed over.
    """
    shares = [Fraction(part.cents, whole.cents) for part, whole in agreed if whole]
    return round_to_decimal(sum(shares) / len(shares) * 100, 2) if shares else None


def reached_percent(reached: int, calls: int) -> Decimal | None:
    """Calls that reached somebody of those whose outcome was noted, in percent; None without any."""
    return share_percent(reached, calls)


def mean_amount(amounts: Sequence[Money]) -> Money | None:
    """The mean of amounts, half-up to the cent; None of none."""
    if not amounts:
        return None
    return Money.from_cents(round_to_whole(Fraction(total(amounts).cents, len(amounts))))


def middle_amount(amounts: Sequence[Money]) -> Money | None:
    """The median of amounts, half-up to the cent; None of none."""
    if not amounts:
        return None
    return Money.from_cents(round_to_whole(Fraction(median(Fraction(each.cents) for each in amounts))))
