"""The JSON of rounds, settlements, their calculations and checks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from openlien.settlement.calculations.fees import FeeBasis
from openlien.settlement.check_rules import CheckStatus, CheckType, Direction

from .schemas import Answer, Day, MoneyText, Request

SHARE = Field("", max_length=40)


class CounterpartyAnswer(Answer):
    """With whom: an insurer, an administrator or a law firm."""

    party_id: str
    coverage_id: str
    name: str
    kind: str
    insurance_type: str
    limits: str
    covers: str
    insured: str
    claim_number: str
    contact: str
    phone: str


class CounterpartiesAnswer(Answer):
    """The rows to choose from."""

    items: list[CounterpartyAnswer]


class RoundRequest(Request):
    """A round of negotiation; a settlement other than 0.00 makes or changes the linked settlement."""

    held_on: Day
    plaintiff_id: UUID | None = None
    coverage_id: UUID | None = None
    party_id: UUID | None = None
    negotiated_by_id: UUID | None = None
    authorized: MoneyText | None = None
    demand: MoneyText | None = None
    offer: MoneyText | None = None
    settlement: MoneyText | None = None
    note: str = Field("", max_length=4000)


class RoundChange(RoundRequest):
    """A round as it is to be, with the version that was seen."""

    version: int = Field(ge=1, le=2**31 - 1)


class RoundAnswer(Answer):
    """One row of the negotiation table."""

    id: UUID
    version: int
    held_on: date
    plaintiff_id: UUID | None
    plaintiff: str
    negotiated_by_id: UUID | None
    negotiated_by: str
    counterparty: CounterpartyAnswer
    demand: MoneyText | None
    offer: MoneyText | None
    authorized: MoneyText | None
    settlement: MoneyText | None
    settlement_id: UUID | None
    differs: bool
    note: str


class RoundsAnswer(Answer):
    """The rounds of a case."""

    items: list[RoundAnswer]


class SettlementRequest(Request):
    """A settlement; no plaintiff means all of them."""

    settled_on: Day
    gross: MoneyText
    plaintiff_id: UUID | None = None
    coverage_id: UUID | None = None
    party_id: UUID | None = None
    settled_by_id: UUID | None = None
    type_id: UUID | None = None
    escrow_account_id: UUID | None = None
    released_to_client_on: Day | None = None
    released_from_client_on: Day | None = None
    released_to_payer_on: Day | None = None
    check_expected_on: Day | None = None
    days_from_release: int | None = Field(None, ge=-3660, le=3660)
    distributed_on: Day | None = None
    expires_on: Day | None = None
    comments: str = Field("", max_length=4000)


class SettlementChange(SettlementRequest):
    """A settlement as it is to be, with the version that was seen."""

    version: int = Field(ge=1, le=2**31 - 1)


class DatedAnswer(Answer):
    """An amount and its day; several parts have several days."""

    amount: MoneyText
    on: date | None
    is_multiple: bool


class SettlementAnswer(Answer):
    """One row of the settlement table; a firm fee of null is not computed yet."""

    id: UUID
    version: int
    settled_on: date
    plaintiff_id: UUID | None
    plaintiff: str
    settled_by: str
    counterparty: CounterpartyAnswer
    gross: MoneyText
    received: DatedAnswer
    cleared: MoneyText
    type: str
    firm_fee: MoneyText | None
    fee_recorded: DatedAnswer
    distributed: DatedAnswer
    escrow_account: str
    comments: str
    settled_by_id: UUID | None
    type_id: UUID
    escrow_account_id: UUID | None
    released_to_client_on: date | None
    released_from_client_on: date | None
    released_to_payer_on: date | None
    check_expected_on: date | None
    days_from_release: int | None
    distributed_on: date | None
    expires_on: date | None


class SettlementsAnswer(Answer):
    """The settlements of a case with the sums below their columns."""

    items: list[SettlementAnswer]
    gross: MoneyText
    received: MoneyText
    firm_fee: MoneyText
    fee_recorded: MoneyText
    distributed: MoneyText


class FeeRequest(Request):
    """Money taken in as fee."""

    amount: MoneyText
    recorded_on: Day
    comments: str = Field("", max_length=300)


class FeeAnswer(Answer):
    """One intake of a fee."""

    id: UUID
    amount: MoneyText
    recorded_on: date


class RecoveryShape(Request):
    """One of several recoveries that sum to the gross; a blank share is that of the agreement."""

    payer: str = Field("", max_length=80)
    amount: MoneyText
    fee_share: str = SHARE


class TermsShape(Request):
    """The fee agreement; shares are texts such as "1/3", "0.3333" or "33.33%".

    `notPaid` holds the keys of the lines that are not paid at settlement.
    """

    fee_basis: FeeBasis = FeeBasis.GROSS
    fee_share: str = SHARE
    fee_fixed: MoneyText | None = None
    fee_schedule: Literal["", "ny_contingent_fee"] = ""
    reduced_to: MoneyText | None = None
    reduce_by: MoneyText | None = None
    referral_share: str = SHARE
    co_counsel_share: str = SHARE
    sales_tax_share: str = SHARE
    common_benefit_share: str = SHARE
    expense_rate: str = SHARE
    recoveries: list[RecoveryShape] = Field(default_factory=list, max_length=20)
    not_paid: list[Annotated[str, Field(max_length=80)]] = Field(default_factory=list, max_length=200)


class CalculationRequest(Request):
    """The calculation, or with a name a what-if: its terms and the values that a person typed."""

    name: str = Field("", max_length=60)
    terms: TermsShape
    values: dict[str, MoneyText] = Field(default_factory=dict, max_length=20)
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class RefreshRequest(Request):
    """Which inputs are pulled from their sources; null for all."""

    name: str = Field("", max_length=60)
    inputs: list[str] | None = Field(None, max_length=20)


class CalculationInputAnswer(Answer):
    """One input beside its source."""

    name: str
    label: str
    value: MoneyText
    source_value: MoneyText | None
    is_overridden: bool
    is_stale: bool
    differs: bool


class SettlementCalculationAnswer(Answer):
    """A calculation with its result and working; a refusal says why it has none."""

    name: str
    is_saved: bool
    version: int | None
    inputs: list[CalculationInputAnswer]
    terms: dict[str, Any]
    refusal: str
    firm_fee: MoneyText | None
    client: MoneyText | None
    is_blocked: bool
    lines: list[dict[str, str]]
    working: list[dict[str, Any]]


class CheckRequest(Request):
    """A check in or out."""

    direction: Direction
    drawn_on: Day
    amount: MoneyText
    type: CheckType = CheckType.OTHER
    status: CheckStatus = CheckStatus.HOLD
    number: str = Field("", max_length=20)
    payee_id: UUID | None = None
    custom_payee: str = Field("", max_length=200)
    mailed_on: Day | None = None
    expires_on: Day | None = None
    received_on: Day | None = None
    comments: str = Field("", max_length=500)


class CheckChange(CheckRequest):
    """A check as it is to be, with the version that was seen; direction and status stay."""

    version: int = Field(ge=1, le=2**31 - 1)


class StatusesRequest(Request):
    """Another status for several checks, all or none."""

    checks: list[UUID] = Field(max_length=500)
    status: CheckStatus
    on: Day


class CheckAnswer(Answer):
    """One check with the balance after it."""

    id: UUID
    version: int
    direction: Direction
    drawn_on: date
    amount: MoneyText
    balance: MoneyText
    status: CheckStatus
    next_statuses: list[CheckStatus]
    number: str
    payee_id: UUID | None
    payee: str
    custom_payee: str
    type: CheckType
    debit: MoneyText | None
    credit: MoneyText | None
    mailed_on: date | None
    expires_on: date | None
    received_on: date | None
    cleared_on: date | None
    comments: str


class ChecksAnswer(Answer):
    """The checks of a settlement; `available` is cleared money that is not issued yet."""

    items: list[CheckAnswer]
    debit: MoneyText
    credit: MoneyText
    balance: MoneyText
    cleared: MoneyText
    available: MoneyText


class ChangedChecks(Answer):
    """How many checks were made or changed."""

    changed: int


class ReductionRequest(Request):
    """A rule of the calculator, its inputs, and which of its outputs is left of the lien."""

    rule: str = Field(max_length=60)
    inputs: dict[str, Any] = Field(max_length=40)
    output: str = Field("recovery", max_length=60)


class ReductionRefusalRequest(Request):
    """Why a reduction is refused."""

    reason: str = Field(min_length=1, max_length=300)


class ReductionAnswer(Answer):
    """A proposed reduction and what became of it."""

    id: UUID
    rule: str
    amount_before: MoneyText
    amount: MoneyText
    status: str


class SettlementViewAnswer(Answer):
    """The Settlement View for one plaintiff."""

    plaintiff: str
    incident_facts: str
    injuries_summary: str
    injuries: list[dict[str, str]]
    coverage: list[CounterpartyAnswer]
    lienors: list[dict[str, str | None]]
    case_expense: MoneyText
    last_demand: MoneyText | None
    last_offer: MoneyText | None
