"""How long money that is already won has been waiting; an unknown settlement day stays unknown.

See `docs/formulas/settlement-delay.md`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from openlien.kit.dates import age_days
from openlien.kit.rounding import round_to_decimal


class DelayBand(StrEnum):
    """How late the disbursement is; each limit is strict."""

    ON_TIME = "on_time"
    AMBER = "amber"
    RED = "red"
    DARK_RED = "dark_red"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The name people read."""
        return LABELS[self]

    @property
    def recommended_actions(self) -> tuple[str, ...]:
        """What to do about the case; nothing up to 90 days."""
        return ("Demand disbursement",) if self in (DelayBand.RED, DelayBand.DARK_RED) else ()


LIMITS = ((180, DelayBand.DARK_RED), (90, DelayBand.RED), (60, DelayBand.AMBER))

LABELS = {
    DelayBand.ON_TIME: "Up to 60 days",
    DelayBand.AMBER: "Over 60 days",
    DelayBand.RED: "Over 90 days",
    DelayBand.DARK_RED: "Over 180 days",
    DelayBand.UNKNOWN: "Unknown",
}


@dataclass(frozen=True, slots=True)
class DelaySummary:
    """The known delays of some cases, and how many cases have none.

    *Units*: average days to one decimal, half-up; average, least and most are None when none is known.
    """

    average: Decimal | None
    least: int | None
    most: int | None
    known: int
    unknown: int


def delay_days(settled_on: date | None, *, as_of: date) -> int | None:
    """Return the days since settlement; None when the day is unknown or still lies ahead."""
    if settled_on is None or settled_on > as_of:
        return None
    return age_days(settled_on, as_of)


def delay_band(days: int | None) -> DelayBand:
    """Return how late a disbursement of so many days is.

    *Source*: docs/formulas/settlement-delay.md
    """
    if days is None:
        return DelayBand.UNKNOWN
    return next((band for limit, band in LIMITS if days > limit), DelayBand.ON_TIME)


def delay_summary(delays: Iterable[int | None]) -> DelaySummary:
    """Return average, least and most of the known delays; unknown ones are counted apart, never as 0."""
    all_delays = list(delays)
    known = [days for days in all_delays if days is not None]
    return DelaySummary(
        average=round_to_decimal(Fraction(sum(known), len(known)), 1) if known else None,
        least=min(known, default=None),
        most=max(known, default=None),
        known=len(known),
        unknown=len(all_delays) - len(known),
    )
