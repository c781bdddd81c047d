"""What the interface says and is told of funding; rates are percentages, such as "4.3100"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from openlien.funding.calculations.day_counts import DayCount

from .schemas import AnnualisedAnswer, Answer, Day, MoneyText, Request

PercentText = Annotated[
    Decimal,
    Field(ge=-100, le=100, max_digits=7, decimal_places=4, json_schema_extra={"examples": ["4.3100"]}),
]
ShareText = Annotated[
    Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4, json_schema_extra={"examples": ["80"]})
]


class WarehouseLineAnswer(Answer):
    """A line as of a day: its terms, what is drawn and available, what it cost."""

    id: UUID
    name: str
    lender: str
    commitment: MoneyText
    advance_rate: Decimal
    day_count: DayCount
    floor: Decimal
    spread: Decimal
    unused_fee: Decimal
    age_days_max: int | None
    debtor_share_max: Decimal | None
    opened_on: date
    closed_on: date | None
    version: int
    as_of: date
    drawn: MoneyText
    base: MoneyText
    available: MoneyText
    over_advance: MoneyText
    eligible: MoneyText
    interest: MoneyText
    unused_fees: MoneyText
    interest_paid: MoneyText
    interest_owed: MoneyText
    rate: Decimal | None
    next_month: str | None


class LineList(Answer):
    """Every line."""

    items: list[WarehouseLineAnswer]
    total: int
    next_cursor: str | None


class WarehouseLineRequest(Request):
    """The terms of a new line."""

    name: str = Field(min_length=1, max_length=80)
    lender: str = Field(min_length=1, max_length=120)
    commitment: MoneyText
    advance_rate: ShareText
    day_count: DayCount = DayCount.ACT_360
    floor: ShareText = Decimal(0)
    spread: ShareText = Decimal(0)
    unused_fee: ShareText = Decimal(0)
    age_days_max: int | None = Field(None, ge=0, le=36_500)
    debtor_share_max: ShareText | None = None
    opened_on: Day


class LineClosureRequest(Request):
    """The last day of a line, and the version that was read."""

    closed_on: Day
    version: int = Field(ge=1, le=2_147_483_647)


class PartRequest(Request):
    """What of a movement is for one bill."""

    bill_id: UUID
    amount: MoneyText


class DrawRequest(Request):
    """A draw: for `parts` that sum to it, or for a case."""

    amount: MoneyText
    on: Day
    parts: list[PartRequest] | None = Field(None, min_length=1, max_length=5_000)
    case_number: str = Field("", max_length=20)
    reference: str = Field("", max_length=35)
    posting_on: Day | None = None


class RepaymentRequest(Request):
    """A repayment of principal, interest, or both."""

    principal: MoneyText
    interest: MoneyText
    on: Day
    parts: list[PartRequest] | None = Field(None, min_length=1, max_length=5_000)
    case_number: str = Field("", max_length=20)
    reference: str = Field("", max_length=35)
    posting_on: Day | None = None


class MovementAnswer(Answer):
    """A draw or a repayment; `drawn` is the change of what is drawn."""

    id: UUID
    kind: str
    moved_on: date
    drawn: MoneyText
    interest_paid: MoneyText
    bills: int
    reference: str
    reason: str
    is_reversal: bool


class ListedMovement(MovementAnswer):
    """A movement with the balance after it."""

    balance: MoneyText
    recorded_by: str
    is_reversed: bool


class MovementList(Answer):
    """The movements of a line."""

    items: list[ListedMovement]
    total: int
    next_cursor: str | None


class DrawReversalRequest(Request):
    """From which day something is taken back, and why."""

    on: Day
    reason: str = Field(min_length=1, max_length=300)
    posting_on: Day | None = None


class UndoRequest(Request):
    """Why a month is taken back."""

    reason: str = Field(min_length=1, max_length=300)
    posting_on: Day | None = None


class RateRequest(Request):
    """A reference rate from a day on."""

    effective_on: Day
    reference: PercentText
    reason: str = Field("", max_length=300)


class RateAnswer(Answer):
    """A reference rate."""

    id: UUID
    effective_on: date
    reference: Decimal
    reason: str
    is_replaced: bool


class RateList(Answer):
    """The rates of a line."""

    items: list[RateAnswer]
    total: int
    next_cursor: str | None


class AccrualRequest(Request):
    """The month to accrue, written 2026-11."""

    month: str = Field(pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$")
    posting_on: Day | None = None


class InterestAccrualAnswer(Answer):
    """The interest of a month; below zero where it takes one back."""

    id: UUID
    month: str
    begins_on: date
    ends_on: date
    interest: MoneyText
    unused_fee: MoneyText


class FundingMonthAnswer(InterestAccrualAnswer):
    """An accrued month with the days that carry interest and what was drawn at its end."""

    days: int
    drawn: MoneyText
    bills: int


class MonthList(Answer):
    """The accrued months of a line."""

    items: list[FundingMonthAnswer]
    total: int
    next_cursor: str | None


class SiteCostRequest(Request):
    """What the provider of a bill was paid, and from which line."""

    amount: MoneyText
    paid_on: Day
    line_id: UUID | None = None
    reference: str = Field("", max_length=35)
    posting_on: Day | None = None


class SiteCostAnswer(Answer):
    """A payment to a provider; below zero where it takes one back."""

    id: UUID
    bill_id: UUID
    amount: MoneyText
    paid_on: date
    draw_id: UUID | None
    reference: str


class CaseCostAnswer(Answer):
    """What a case cost and returned by a day; interest is what was accrued by then."""

    as_of: date
    case_number: str
    site_cost: MoneyText
    interest: MoneyText
    allocated: MoneyText
    collected: MoneyText
    returned: MoneyText
    ror: Decimal | None
    ror_ex_interest: Decimal | None
    annualised: AnnualisedAnswer
    months_out: Decimal | None
