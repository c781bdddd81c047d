"""What the receivables operations answer; amounts in dollars, percentages and rates in percent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from openlien.cases.stages import Stage
from openlien.receivables.policies.at_risk import AtRiskCategory
from openlien.receivables.policies.settlement_delay import DelayBand

from .schemas import Answer, MoneyText, Percentage

Days = Percentage


class PartAnswer(Answer):
    """A part of the open book: its amount, its cases with an open balance and their open bills."""

    ar: MoneyText
    cases: int
    invoices: int


class StageAnswer(PartAnswer):
    """One bar of the pipeline."""

    code: Stage
    name: str
    percentage: Percentage
    color: str = Field(
        description="green won, blue active, yellow early, amber pending, red at risk, grey other"
    )
    category: str


class PipelineTotals(PartAnswer):
    """All bars together, and the two sums that requirement 4 names."""

    active_litigation_ar: MoneyText = Field(alias="activeLitigationAR")
    at_risk_wide_ar: MoneyText = Field(alias="atRiskWideAR")


class ByCaseStatus(Answer):
    """Open receivables by litigation stage."""

    as_of: date
    unknown_cases: int = Field(
        description="Cases whose stage on that day is not known; they are in no amount."
    )
    stages: list[StageAnswer]
    totals: PipelineTotals


class CaseRow(Answer):
    """One case of a list."""

    case_number: str
    patient: str
    law_firm: str
    law_firm_id: UUID | None
    state: str
    stage: Stage
    billed: MoneyText
    collected: MoneyText
    ar: MoneyText
    invoices: int
    age_days: int


class SettledRow(CaseRow):
    """One settled case that awaits its money."""

    settled_on: date | None
    days_since_settlement: int | None
    delay: DelayBand
    payoff_status: str
    payoff_name: str


class SettlementDays(Answer):
    """Days since settlement over the cases whose day is known; unknown ones are counted apart."""

    average: Days | None
    minimum: int | None
    maximum: int | None
    known: int
    unknown: int


class PayoffAnswer(PartAnswer):
    """The settled cases of one payoff status."""

    code: str
    name: str
    percentage: Percentage
    average_days: Days | None


class SettledPendingAnswer(Answer):
    """Settled cases whose money has not come in; totals are over the whole filter."""

    as_of: date
    unknown_cases: int
    totals: PartAnswer
    days_since_settlement: SettlementDays
    by_payoff_status: list[PayoffAnswer]
    items: list[SettledRow]
    total: int
    next_cursor: str | None


class AtRiskRow(CaseRow):
    """One case at risk."""

    category: AtRiskCategory
    quiet_days: int | None


class AtRiskCategoryAnswer(PartAnswer):
    """The cases at risk for one reason."""

    code: AtRiskCategory
    name: str
    percentage: Percentage
    average_age_days: Days | None
    recommended_action: str
    recommended_actions: list[str]


class AtRiskAnswer(Answer):
    """Write-off candidates; totals and categories are over the whole filter."""

    as_of: date
    unknown_cases: int
    totals: PartAnswer
    watch: PartAnswer
    categories: list[AtRiskCategoryAnswer]
    items: list[AtRiskRow]
    total: int
    next_cursor: str | None


class ScoreComponent(Answer):
    """One part of a health score."""

    name: str
    value: Percentage | None


class Score(Answer):
    """A health score from 0 to 100."""

    score: Percentage
    band: str
    components: list[ScoreComponent]


class SummaryAnswer(Answer):
    """The key figures of the portfolio on one day."""

    as_of: date
    unknown_cases: int
    total_open: MoneyText
    open_case_count: int
    open_invoice_count: int
    settled_pending_ar: MoneyText = Field(alias="settledPendingAR")
    settled_pending_cases: int
    active_litigation_ar: MoneyText = Field(alias="activeLitigationAR")
    active_litigation_cases: int
    at_risk_ar: MoneyText = Field(alias="atRiskAR")
    at_risk_cases: int
    at_risk_wide_ar: MoneyText = Field(alias="atRiskWideAR")
    at_risk_wide_cases: int
    watch_ar: MoneyText = Field(alias="watchAR")
    watch_cases: int
    avg_days_outstanding: Days | None
    weighted_avg_days: Days | None
    billed: MoneyText
    collected: MoneyText
    reduction: MoneyText
    bad_debt: MoneyText
    refund_due: MoneyText
    portfolio_rate: Percentage | None
    realised_rate: Percentage | None
    gain_v1: Score | None = Field(alias="gainV1")
    pi_v2: Score | None = Field(alias="piV2")
