"""Two health scores of a portfolio, each with the components that make it up.

See `docs/formulas/health-scores.md`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from openlien.kit.money import Money
from openlien.receivables.policies.ramps import Component, Number, clamp, ramp, weighted_score

DAYS_PER_YEAR = 365


class Band(StrEnum):
    """How healthy a score is, in a word."""

    EXCELLENT = "Excellent"
    GOOD = "Good"
    FAIR = "Fair"
    POOR = "Poor"
    CRITICAL = "Critical"


BANDS = ((80, Band.EXCELLENT), (60, Band.GOOD), (40, Band.FAIR), (20, Band.POOR))


@dataclass(frozen=True, slots=True)
class HealthScore:
    """A score from 0 to 100 with its band, read off the score as shown, and its components."""

    name: str
    score: Decimal
    components: tuple[Component, ...]

    @property
    def band(self) -> Band:
        """The band of the score as shown."""
        return band_of(self.score)

    @property
    def shown_components(self) -> list[Decimal | None]:
        """The values of the components as printed, in order."""
        return [component.shown for component in self.components]


@dataclass(frozen=True, slots=True)
class PiV2Weights:
    """The weights of `pi_v2`, in points; they need not add up to 100."""

    portfolio_rate: int = 40
    conversion_speed: int = 20
    at_risk_share: int = 25
    stage_momentum: int = 15


STANDARD_WEIGHTS = PiV2Weights()


def gain_v1(
    *,
    rate_percent: Number | None,
    dso_days: Number | None,
    open_90_percent: Number | None,
    at_risk_percent: Number | None,
) -> HealthScore | None:
    """Return the literal score of requirement 4; None (n/a) when one of its figures does not exist.

    *Units*: percentages as 62.9, days; `open_90_percent` is the share of the open balance whose bills are
    at most 90 days old.
    *Source*: docs/formulas/health-scores.md
    """
    if None in (rate_percent, dso_days, open_90_percent, at_risk_percent):
        return None
    components = (
        Component("Collection rate", Fraction(40), ramp(rate_percent, zero_at=40, full_at=70)),
        Component("Days sales outstanding", Fraction(30), ramp(dso_days, zero_at=120, full_at=60)),
        Component("Open up to 90 days", Fraction(20), ramp(open_90_percent, zero_at=50, full_at=80)),
        Component("At-risk share", Fraction(10), ramp(at_risk_percent, zero_at=20, full_at=5)),
    )
    return HealthScore("gain_v1", weighted_score(components), components)


def pi_v2(
    *,
    rate_percent: Number | None,
    conversion_days: Number | None,
    at_risk_percent: Number | None,
    moving_percent: Number | None,
    weights: PiV2Weights = STANDARD_WEIGHTS,
) -> HealthScore | None:
    """Return OpenLien's own score; None (n/a) when none of its figures exists.

    *Units*: percentages as 62.9; `conversion_days` is the average of the known days that settled cases
    wait for their money; `moving_percent` is the share of the open balance in cases with a stage change
    or cash within 365 days.
    *Source*: docs/formulas/health-scores.md
    """
    components = (
        _component("Portfolio rate", weights.portfolio_rate, rate_percent, zero_at=0, full_at=70),
        _component(
            "Settled-conversion speed", weights.conversion_speed, conversion_days, zero_at=180, full_at=60
        ),
        _component("At-risk share", weights.at_risk_share, at_risk_percent, zero_at=30, full_at=0),
        _component("Stage momentum", weights.stage_momentum, moving_percent, zero_at=0, full_at=100),
    )
    score = weighted_score(components)
    return None if score is None else HealthScore("pi_v2", score, components)


def days_sales_outstanding(*, open_balance: Money, billed: Money) -> Fraction | None:
    """Return open / (billed / 365) in days; None (n/a) when nothing is open or nothing was billed.

    *Units*: `billed` covers the 365 days up to the day of the view.
    """
    if not open_balance or not billed:
        return None
    return Fraction(open_balance.cents, billed.cents) * DAYS_PER_YEAR


def band_of(score: Number) -> Band:
    """Return the band of a score; a limit belongs to the band above it."""
    return next((band for limit, band in BANDS if clamp(score) >= limit), Band.CRITICAL)


def _component(name: str, weight: int, figure: Number | None, *, zero_at: int, full_at: int) -> Component:
    value = None if figure is None else ramp(figure, zero_at=zero_at, full_at=full_at)
    return Component(name, Fraction(weight), value)
