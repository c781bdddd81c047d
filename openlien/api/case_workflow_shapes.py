"""What the workflow operations of case accounts are told and answer; amounts in dollars."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from openlien.accounting.actions import charges, closures, openings, settlements
from openlien.accounting.queries.closing import Hindrance
from openlien.ledger.vocabulary import CaseAccountStatus

from .schemas import Answer, Day, MoneyText, OptionalDay, Request

Version = Annotated[int, Field(ge=1, le=2_000_000_000)]
Code = Annotated[str, Field(max_length=20)]
CONFIRMED = "The first day of the next open period, once somebody confirmed it; else the entry date's own"


class WorkflowLineAnswer(Answer):
    """One line of a journal: an account and an amount on one side."""

    account: str
    account_name: str
    debit: MoneyText
    credit: MoneyText


class WorkflowJournalAnswer(Answer):
    """One journal as it stands, or would stand, in the books."""

    event: str
    description: str
    entry_on: date
    posting_on: date
    lines: list[WorkflowLineAnswer]


class PositionAnswer(Answer):
    """The balances of the account after it (ruling C1)."""

    retail: MoneyText
    contracted: MoneyText
    payments: MoneyText
    cost_balance: MoneyText
    lien_balance: MoneyText
    excess_recovery: MoneyText
    refund_liability: MoneyText
    raw_balance: MoneyText


class WorkflowAnswer(Answer):
    """What a workflow did to a case account, or would do: with `preview` nothing of it is kept."""

    account_number: str
    case_number: str
    status: CaseAccountStatus
    is_preview: bool
    is_new: bool = Field(description="False where the idempotency key had done it before")
    digest: str = Field(description="Send it back as `confirm`, and only just this is posted")
    journal_numbers: list[str]
    journals: list[WorkflowJournalAnswer]
    after: PositionAnswer
    bill_id: UUID | None = None
    adjustment: MoneyText | None = Field(None, description="Retail less contracted, of a claim")
    is_over_credit_limit: bool = False


class WorkflowRequest(Request):
    """What every workflow can be told besides its own facts."""

    preview: bool = False
    confirm: str = Field("", max_length=64, description="The digest of the preview that was looked at")
    posting_on: OptionalDay = Field(None, description=CONFIRMED)


class ClaimRequest(WorkflowRequest):
    """A claim that is approved; without a contracted amount its cost is not known yet."""

    retail: MoneyText
    contracted: MoneyText | None = None
    invoice_on: Day
    service_on: OptionalDay = None
    facility_id: UUID | None = None
    number: str = Field("", max_length=charges.NUMBER_LETTERS_MAX)
    code: str = Field("", max_length=charges.CODE_LETTERS_MAX)
    description: str = Field("", max_length=charges.TEXT_LETTERS_MAX)
    is_in_network: bool = True


class ChargeRequest(WorkflowRequest):
    """The amounts an approved claim turned out to have."""

    version: Version
    retail: MoneyText
    contracted: MoneyText | None = None
    on: Day
    reason: str = Field(max_length=charges.REASON_LETTERS_MAX)


class AccountSettlementRequest(WorkflowRequest):
    """A settlement in trust and its four shares, which are the whole of it."""

    amount: MoneyText
    settled_on: Day
    attorney_fees: MoneyText
    own_lien: MoneyText
    other_liens: MoneyText
    patient_portion: MoneyText
    reduce_rest_because: str = Field("", max_length=settlements.REASON_LETTERS_MAX)
    close_because: str = Field("", max_length=closures.REASON_LETTERS_MAX)


class ClosingRequest(WorkflowRequest):
    """The end of an account."""

    version: Version
    closed_on: Day
    reason: str = Field(max_length=closures.REASON_LETTERS_MAX)


class OpeningRequest(WorkflowRequest):
    """What earlier books bring over."""

    retail: MoneyText
    cost: MoneyText
    on: Day


class OpeningPart(Request):
    """What earlier books bring over to a new case, on its opening day."""

    retail: MoneyText
    cost: MoneyText


class NewAccountRequest(WorkflowRequest):
    """A new case with its account."""

    patient: str = Field(max_length=openings.NAME_LETTERS_MAX)
    mrn: str = Field("", max_length=openings.MRN_LETTERS_MAX)
    law_firm_id: UUID | None = None
    opened_on: Day
    credit_limit: MoneyText | None = None
    cost_center: Code = ""
    department: Code = ""
    opening: OpeningPart | None = None


class ChargeAnswer(Answer):
    """One claim of a case account as it stands in the books."""

    bill_id: UUID
    version: int
    number: str
    facility: str
    code: str
    description: str
    service_on: date | None
    invoice_on: date
    retail: MoneyText
    contracted: MoneyText | None
    adjustment: MoneyText | None
    collected: MoneyText
    given_up: MoneyText
    open: MoneyText
    journal: str | None
    is_booked: bool


class ChargeListAnswer(Answer):
    """The charges of a case account with their sums."""

    items: list[ChargeAnswer]
    total: int
    retail: MoneyText
    contracted: MoneyText
    adjustment: MoneyText
    open: MoneyText


class ObstacleAnswer(Answer):
    """One thing that stands in the way of closing, or deserves a look before it."""

    code: Hindrance
    amount: MoneyText | None
    count: int
    is_blocking: bool


class ClosingAnswer(Answer):
    """Whether an account can be closed, and what stands in the way."""

    is_closable: bool
    items: list[ObstacleAnswer]
