"""What the case-account operations are told and answer; amounts in dollars, percentages in percent."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from openlien.ledger.actions.case_accounts import BC_LETTERS_MAX, NOTES_LETTERS_MAX, REASON_LETTERS_MAX
from openlien.ledger.vocabulary import (
    CaseAccountStatus,
    CollectionStatus,
    CreditLimitMode,
    EntryType,
    Side,
    SyncStatus,
)

from .schemas import Answer, MoneyText, OptionalDay, Percentage, Request

Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]
Version = Annotated[int, Field(ge=1, le=2_000_000_000)]
Code = Annotated[str, Field(max_length=20)]
AccountNumber = Annotated[str, Field(pattern=r"^[A-Z0-9.-]{1,20}$")]


class AccountTotalsAnswer(Answer):
    """Sums over all case accounts of the filter."""

    accounts: int
    retail: MoneyText
    contracted: MoneyText
    adjustments: MoneyText
    payments: MoneyText
    cost_balance: MoneyText
    lien_balance: MoneyText
    excess_recovery: MoneyText
    refund_liability: MoneyText
    raw_balance: MoneyText


class AccountRow(Answer):
    """One case account of a list."""

    number: str
    case_number: str
    mrn: str
    patient: str
    status: CaseAccountStatus
    opened_on: date
    closed_on: date | None
    retail: MoneyText
    contracted: MoneyText
    adjustments: MoneyText
    payments: MoneyText
    cost_balance: MoneyText
    lien_balance: MoneyText
    excess_recovery: MoneyText
    refund_liability: MoneyText
    raw_balance: MoneyText = Field(description="Contracted less payments, as requirement 3 words it")
    credit_limit: MoneyText | None
    is_over_limit: bool
    charges_of_unknown_cost: int
    last_activity_on: date | None
    idle_days: int
    ageing_bucket: str = Field(description="Current, 30, 60, 90 or 120+")
    collection_status: CollectionStatus
    bc_sync_status: SyncStatus
    cost_center: str
    department: str


class AccountListAnswer(Answer):
    """One page of case accounts."""

    as_of: date
    items: list[AccountRow]
    totals: AccountTotalsAnswer
    total: int
    next_cursor: str | None


class CaseAccountAnswer(Answer):
    """A case account with every field, the computed ones as of a day."""

    as_of: date
    id: UUID
    number: str
    case_id: UUID
    case_number: str
    patient: str
    mrn: str
    status: CaseAccountStatus
    status_reason: str
    status_at: datetime
    opened_on: date
    closed_on: date | None
    retail: MoneyText
    contracted: MoneyText
    adjustments: MoneyText
    payments: MoneyText
    reductions: MoneyText
    cost_written_off: MoneyText
    lien_written_off: MoneyText
    cost_balance: MoneyText
    lien_balance: MoneyText
    excess_recovery: MoneyText
    refund_liability: MoneyText
    raw_balance: MoneyText
    medical_lien_amount: MoneyText
    attorney_fee_percent: Percentage | None
    attorney_fees: MoneyText | None
    settlement_amount: MoneyText | None
    settled_on: date | None
    patient_percent: Percentage
    insurance_percent: Percentage
    patient_portion: MoneyText
    insurance_portion: MoneyText
    legal_case_portion: MoneyText
    credit_limit: MoneyText | None
    credit_limit_mode: CreditLimitMode
    is_over_limit: bool
    credit_override_reason: str
    credit_override_by: str
    credit_override_at: datetime | None
    transactions: int
    charges_of_unknown_cost: int
    last_activity_on: date | None
    days_since_activity: int
    ageing_bucket: str
    collection_status: CollectionStatus
    bc_customer_number: str
    bc_sync_status: SyncStatus
    bc_last_sync_at: datetime | None
    gl_account_numbers: list[str]
    cost_center: str
    department: str
    notes: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    version: int


class SettingsRequest(Request):
    """Everything that is set on a case account; what is left out becomes blank."""

    version: Version
    credit_limit: MoneyText | None = None
    attorney_fee_percent: Percent | None = None
    patient_percent: Percent = Decimal(0)
    insurance_percent: Percent = Decimal(0)
    settlement_amount: MoneyText | None = None
    settled_on: OptionalDay = None
    collection_status: CollectionStatus = CollectionStatus.NONE
    bc_customer_number: str = Field("", max_length=BC_LETTERS_MAX)
    gl_account_numbers: list[AccountNumber] = Field([], max_length=50)
    cost_center: Code = ""
    department: Code = ""
    notes: str = Field("", max_length=NOTES_LETTERS_MAX)


class StatusRequest(Request):
    """The status an account gets, and why."""

    version: Version
    status: CaseAccountStatus
    reason: str = Field(max_length=REASON_LETTERS_MAX)


class OverrideRequest(Request):
    """Why charges may exceed the credit limit; a blank reason takes that back."""

    version: Version
    reason: str = Field(max_length=REASON_LETTERS_MAX)


class SideAnswer(Answer):
    """What stands on one side of an account, by type of entry."""

    type: EntryType
    amount: MoneyText


class TAccountAnswer(Answer):
    """One general-ledger account as the case account has moved it."""

    number: str
    name: str
    normal_side: Side
    debits: list[SideAnswer]
    credits: list[SideAnswer]
    debit: MoneyText
    credit: MoneyText
    balance: MoneyText = Field(description="Debits less credits")


class BalancesAnswer(Answer):
    """The T-account of a case account."""

    as_of: date
    items: list[TAccountAnswer]


class AccountEntryAnswer(Answer):
    """One posted line on a case account."""

    number: str
    line_number: int
    posting_on: date
    entry_on: date
    type: EntryType
    description: str
    reference: str
    account: str
    account_name: str
    debit: MoneyText
    credit: MoneyText
    balance: MoneyText = Field(
        description="Of the general-ledger account after this line, debits less credits"
    )
    is_reversal: bool
    is_reversed: bool


class EntryListAnswer(Answer):
    """One page of posted lines, newest first."""

    items: list[AccountEntryAnswer]
    total: int
    next_cursor: str | None


class TransactionAnswer(Answer):
    """What one event did to a case account; a memo has no journal."""

    id: int
    occurred_on: date
    event: str
    description: str
    retail: MoneyText
    contracted: MoneyText
    reduction: MoneyText
    payment: MoneyText
    refund_due: MoneyText
    refund_paid: MoneyText
    cost_written_off: MoneyText
    lien_written_off: MoneyText
    is_cost_unknown: bool
    journal_number: str | None
    cost_balance: MoneyText
    lien_balance: MoneyText
    recorded_at: datetime
    recorded_by: str


class TransactionListAnswer(Answer):
    """One page of transactions, newest first."""

    items: list[TransactionAnswer]
    total: int
    next_cursor: str | None


class StatusChangeLine(Answer):
    """A case account got another status."""

    previous: CaseAccountStatus
    status: CaseAccountStatus
    reason: str
    changed_at: datetime
    actor_name: str


class StatusChangesAnswer(Answer):
    """The changes of an account's status, the latest first."""

    items: list[StatusChangeLine]


class BalanceGroupAnswer(Answer):
    """The case accounts that share a word, and their sums."""

    word: str
    label: str
    accounts: int
    contracted: MoneyText
    payments: MoneyText
    cost_balance: MoneyText
    lien_balance: MoneyText
    refund_liability: MoneyText


class BalanceSummaryAnswer(Answer):
    """All case accounts divided three ways; each division sums to the totals."""

    as_of: date
    by_status: list[BalanceGroupAnswer]
    by_ageing_bucket: list[BalanceGroupAnswer]
    by_collection_status: list[BalanceGroupAnswer]
    totals: BalanceGroupAnswer
