"""What the operations of a negotiation are told and answer; amounts in dollars, percentages in percent."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from openlien.negotiation.calculations.fairness import Variant
from openlien.negotiation.vocabulary import Direction, FeeBasis, OfferStatus, Payer, Source
from openlien.payments.queries.bills_grid import Network

from .schemas import AnnualisedAnswer, Answer, MoneyText, OptionalDay, Percentage, Request

Version = Annotated[int, Field(ge=0, le=2_000_000_000)]
Entry = Annotated[
    str, Field(max_length=40, description="4500, 4,500.00, 4.5k, 45%, =80%, =pro, or nothing to clear")
]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]
EDITS_MAX = 2000


class GridLineAnswer(Answer):
    """One bill of the grid; null where there is nothing to say or to divide by."""

    bill_id: UUID
    number: str
    is_in_network: bool
    facility: str
    code: str
    description: str
    service_on: date
    retail: MoneyText
    offer: MoneyText | None
    offer_version: int
    offer_source: str
    offer_set_by: str
    offer_set_at: datetime | None
    percent_billed: Percentage | None
    is_below_trigger: bool
    reduction: MoneyText
    received: MoneyText
    balance: MoneyText
    pro_rata: MoneyText | None
    site_cost: MoneyText | None
    interest: MoneyText | None
    cost: MoneyText | None
    percent_cost: Percentage | None
    ror: Percentage | None
    ror_ex_interest: Percentage | None
    notes: int


class GridTotalsAnswer(Answer):
    """Sums over the bills shown; the yearly rate is as if the offers came in on the day of the view."""

    bills: int
    bills_with_offer: int
    retail: MoneyText
    offer: MoneyText
    percent_billed: Percentage | None
    reduction: MoneyText
    received: MoneyText
    balance: MoneyText
    pro_rata: MoneyText | None
    site_cost: MoneyText | None
    interest: MoneyText | None
    cost: MoneyText | None
    percent_cost: Percentage | None
    ror: Percentage | None
    ror_ex_interest: Percentage | None
    annualised: AnnualisedAnswer
    notes: int


class GridAnswer(Answer):
    """The bills grid of a case."""

    as_of: date
    network: Network
    items: list[GridLineAnswer]
    totals: GridTotalsAnswer
    last_received_on: date | None
    fair_percent: Percentage | None


class EditRequest(Request):
    """What is typed for one bill; `version` is that of the offer that was seen, 0 where there was none."""

    entry: Entry
    version: Version


class BillEditRequest(EditRequest):
    """What is typed for a named bill."""

    bill_id: UUID


class EditsRequest(Request):
    """What is typed for many bills of a case; `spread` is shared among them by retail instead."""

    edits: list[BillEditRequest] = Field(min_length=1, max_length=EDITS_MAX)
    spread: MoneyText | None = None


class RowAnswer(Answer):
    """What becomes of the offer of one bill."""

    bill_id: UUID
    bill: str
    before: MoneyText | None
    after: MoneyText | None
    version: int
    code: str = ""
    sentence: str = ""


class OutcomeAnswer(Answer):
    """What edits do, or would do, to the offers of a case."""

    change_set_id: UUID | None
    changed: int
    retail: MoneyText
    before: MoneyText
    after: MoneyText
    ror_before: Percentage | None
    ror_after: Percentage | None
    items: list[RowAnswer]


class UndoneAnswer(Answer):
    """What was set back."""

    change_set_id: UUID
    changed: int


class OfferChangeAnswer(Answer):
    """One change of the offer of a bill."""

    version: int
    before: MoneyText | None
    after: MoneyText | None
    source: Source
    made_by: str
    made_at: datetime
    was_undone: bool


class ChangesAnswer(Answer):
    """The changes of a bill's offer, newest first."""

    items: list[OfferChangeAnswer]


class NoteRequest(Request):
    """A note of a bill."""

    body: str = Field(min_length=1, max_length=1000)


class NoteAnswer(Answer):
    """A note of a bill."""

    id: UUID
    body: str
    author: str
    written_at: datetime


class NotesAnswer(Answer):
    """The notes of a bill, newest first."""

    items: list[NoteAnswer]


class OfferLineRequest(Request):
    """What is offered for one bill."""

    bill_id: UUID
    amount: MoneyText


class OfferRequest(Request):
    """What an offer says: lines, an amount shared by retail, or neither: the present offers of bills."""

    lines: list[OfferLineRequest] = Field([], max_length=EDITS_MAX)
    amount: MoneyText | None = None
    expires_on: OptionalDay = None
    terms: str = Field("", max_length=1000)


class NewOfferRequest(OfferRequest):
    """An offer of ours, or one of the firm's that came in."""

    direction: Direction = Direction.OURS


class StepRequest(Request):
    """The version of the offer that was seen."""

    version: Version


class OfferReasonRequest(StepRequest):
    """A step with a reason."""

    reason: str = Field("", max_length=300)


class JustifiedRequest(StepRequest):
    """A step of an offer that may be below what is fair."""

    justification: str = Field("", max_length=1000)


class ChangedOfferRequest(OfferRequest):
    """Other terms of a draft, or a counter-offer."""

    version: Version


class OfferLineAnswer(Answer):
    """What an offer means for one bill."""

    bill_id: UUID
    bill: str
    retail: MoneyText
    amount: MoneyText
    percent: Percentage | None


class OfferAnswer(Answer):
    """One offer of a case."""

    id: UUID
    case_number: str
    number: int
    direction: Direction
    status: OfferStatus
    amount: MoneyText
    retail: MoneyText
    percent: Percentage | None
    fair: MoneyText | None
    expires_on: date | None
    counter_of_id: UUID | None
    terms: str
    justification: str
    needs_approval: bool
    created_by: str
    created_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    sent_at: datetime | None
    agreed_on: date | None
    agreed_by: str
    ended_on: date | None
    ended_by: str
    ending_reason: str
    version: int
    lines: list[OfferLineAnswer]


class AgreementAnswer(Answer):
    """What a case is settled for."""

    id: UUID
    offer_id: UUID
    offer_number: int
    amount: MoneyText
    agreed_on: date
    agreed_by: str


class OffersAnswer(Answer):
    """The offers of a case, newest first, and what was agreed."""

    items: list[OfferAnswer]
    agreement: AgreementAnswer | None


class OutsideBillRequest(Request):
    """What is known of an outside bill; `promised` is what the firm promised in writing."""

    provider: str = Field(min_length=1, max_length=200)
    billed: MoneyText
    promised: MoneyText | None = None
    payer: Payer = Payer.NONE
    paid: MoneyText = Field(default="0.00", validate_default=True)
    copy_id: UUID | None = None
    copy_requested_on: OptionalDay = None


class ChangedOutsideBillRequest(OutsideBillRequest):
    """Other terms of an outside bill."""

    version: Version


class OutsideBillAnswer(Answer):
    """One outside bill; `whyNot` says what keeps it out of the comparison."""

    id: UUID
    case_number: str
    provider: str
    billed: MoneyText
    promised: MoneyText | None
    payer: Payer
    paid: MoneyText
    copy_id: UUID | None
    copy_title: str
    copy_requested_on: date | None
    is_eligible: bool
    why_not: str
    version: int


class OutsideBillsAnswer(Answer):
    """The outside bills of a case with their summary."""

    items: list[OutsideBillAnswer]
    total: int
    billed: MoneyText
    medicare_paid: MoneyText
    medical_paid: MoneyText
    promised: MoneyText
    eligible: int
    pro_rata_percent: Percentage | None


class RemovedAnswer(Answer):
    """What was taken away."""

    id: UUID


class FairnessAnswer(Answer):
    """The present offers of a case beside what is fair; null while nothing can be compared."""

    variant: Variant
    retail: MoneyText
    offered_retail: MoneyText
    offer: MoneyText
    bills_without_offer: int
    percent: Percentage | None
    is_below_trigger: bool
    trigger_percent: Percentage
    outside_bills: int
    eligible: int
    ratio_percent: Percentage | None
    fair: MoneyText | None
    gap: MoneyText | None
    needs_justification: bool


class FinancialRequest(Request):
    """The fee is given as an amount or in percent of the settlement."""

    settled: MoneyText | None = None
    fee: MoneyText | None = None
    fee_percent: Percent | None = None
    costs: MoneyText | None = None
    client_funding: MoneyText | None = None
    version: Version


class FinancialAnswer(Answer):
    """What is known of a settlement."""

    settled: MoneyText | None
    fee_basis: FeeBasis
    fee: MoneyText | None
    fee_percent: Percentage | None
    costs: MoneyText | None
    client_funding: MoneyText | None
    changed_by: str
    changed_at: datetime | None
    version: int


class PortionAnswer(Answer):
    """One portion of a settlement."""

    name: str
    amount: MoneyText
    percent: Percentage | None


class DistributionAnswer(Answer):
    """The portions in the order of the dashboard; empty until the settlement is known."""

    settled: MoneyText | None
    is_overdrawn: bool
    bills_without_offer: int
    items: list[PortionAnswer]


class NegotiationPolicyRequest(Request):
    """The limits beyond which somebody else approves an offer."""

    approval_percent_below: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
    approval_amount_above: MoneyText | None = None
    validity_days: int = Field(ge=1, le=365)
    version: Version


class NegotiationPolicyAnswer(Answer):
    """The limits as they are."""

    approval_percent_below: Percentage
    approval_amount_above: MoneyText | None
    validity_days: int
    version: int
