"""How many months a question may span."""

from __future__ import annotations

from openlien.kit.errors import DomainError

MONTHS_MAX = 60


class MonthsOutOfBounds(DomainError):
    """Ask for 1 to 60 months, not {months}."""

    code = "months_out_of_bounds"
    status = 422


def checked_months(months: int) -> int:
    """Return the number of months.

    *Raises*: MonthsOutOfBounds.
    """
    if not 1 <= months <= MONTHS_MAX:
        raise MonthsOutOfBounds(months=months)
    return months
