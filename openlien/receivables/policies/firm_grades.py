"""A law firm's grade, and the risk score of the money that depends on it.

See `docs/formulas/firm-grades.md`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from openlien.receivables.policies.ramps import Component, Number, clamp, ramp, weighted_score

CASES_MIN = 3
AGE_CAP_DAYS = 1095
DELAY_CAP_DAYS = 180


class Grade(StrEnum):
    """The grade of a firm, best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    F = "F"


@dataclass(frozen=True, slots=True)
class GradeLimits:
    """What a grade asks for; every limit is strict, None asks for nothing."""

    grade: Grade
    rate_above: int
    at_risk_below: int | None = None
    age_below: int | None = None


LADDER = (
    GradeLimits(Grade.A, rate_above=70, at_risk_below=10, age_below=540),
    GradeLimits(Grade.B, rate_above=60, at_risk_below=20, age_below=730),
    GradeLimits(Grade.C, rate_above=50, at_risk_below=30),
    GradeLimits(Grade.D, rate_above=40),
)


class RiskBand(StrEnum):
    """How risky a firm's open balance is, in a word."""

    CRITICAL = "Critical"
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


RISK_BANDS = ((70, RiskBand.CRITICAL), (50, RiskBand.HIGH), (30, RiskBand.MEDIUM))


@dataclass(frozen=True, slots=True)
class RiskScore:
    """A risk from 0 to 100, one decimal, with its band, read off the score as shown, and its components."""

    score: Decimal
    components: tuple[Component, ...]

    @property
    def band(self) -> RiskBand:
        """The band of the score as shown."""
        return next((band for limit, band in RISK_BANDS if self.score >= limit), RiskBand.LOW)


def firm_grade(
    *,
    rate_percent: Number | None,
    at_risk_percent: Number | None,
    age_days: Number | None,
    cases: int,
) -> Grade | None:
    """Return the firm's grade; None with fewer than three cases or when nothing was billed.

    *Units*: the portfolio rate and the at-risk share of the open balance in percent, None being no
    at-risk bill; average age of the open bills in days, None when none is open.
    *Source*: docs/formulas/firm-grades.md
    """
    if cases < CASES_MIN or rate_percent is None:
        return None
    met = (
        limits.grade
        for limits in LADDER
        if rate_percent > limits.rate_above
        and _is_below(at_risk_percent, limits.at_risk_below)
        and _is_below(age_days, limits.age_below)
    )
    return next(met, Grade.F)


def firm_risk_score(
    *,
    rate_percent: Number | None,
    at_risk_percent: Number | None,
    age_days: Number | None,
    delay_days: Number | None,
) -> RiskScore | None:
    """Return the risk score; None when nothing was billed.

    *Units*: as in `firm_grade`; the average of the known days since settlement, None when unknown. An
    unknown age or delay drops out and the other parts carry its weight.
    *Source*: docs/formulas/firm-grades.md
    """
    if rate_percent is None:
        return None
    components = (
        Component("At-risk share", Fraction(40), clamp(at_risk_percent or 0)),
        Component("Age", Fraction(30), _share_of_cap(age_days, AGE_CAP_DAYS)),
        Component("Not collected", Fraction(20), clamp(100 - Fraction(rate_percent))),
        Component("Settlement delay", Fraction(10), _share_of_cap(delay_days, DELAY_CAP_DAYS)),
    )
    return RiskScore(weighted_score(components), components)


def _is_below(figure: Number | None, limit: int | None) -> bool:
    return limit is None or figure is None or figure < limit


def _share_of_cap(days: Number | None, cap: int) -> Fraction | None:
    return None if days is None else ramp(days, zero_at=0, full_at=cap)
