"""The words of the books: kinds of accounts, what an account is used for, types and states of journals."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """One word of a closed list: its code in the database, and its label as people read it."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """The word of a code."""
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Codes and labels, for the fields of models and forms."""
        return [(word.value, word.label) for word in cls]

    @classmethod
    def codes(cls) -> list[str]:
        """The codes alone."""
        return [word.value for word in cls]


class AccountKind(Word):
    """What a general-ledger account measures."""

    ASSET = "asset", "Asset"
    LIABILITY = "liability", "Liability"
    EQUITY = "equity", "Equity"
    REVENUE = "revenue", "Revenue"
    EXPENSE = "expense", "Expense"


class Side(Word):
    """The two sides of an entry."""

    DEBIT = "debit", "Debit"
    CREDIT = "credit", "Credit"


class AccountRole(Word):
    """What the posting rules use an account for; each role is held by one account of the chart."""

    CASH = "cash", "Cash"
    TRUST_CASH = "trust_cash", "Cash held in trust"
    LIEN_RECEIVABLE = "lien_receivable", "Medical lien receivable"
    ACCRUED_RECEIVABLE = "accrued_receivable", "Accrued lien receivable"
    PROVIDER_PAYABLE = "provider_payable", "Accounts payable - providers"
    ACCRUED_PAYABLE = "accrued_payable", "Accrued payable - unbilled services"
    WAREHOUSE_PAYABLE = "warehouse_payable", "Warehouse line payable"
    ACCRUED_INTEREST = "accrued_interest", "Accrued interest"
    REFUND_LIABILITY = "refund_liability", "Refunds to be paid"
    ATTORNEY_FEES_PAYABLE = "attorney_fees_payable", "Attorney fees payable"
    TRUST_ATTORNEY_FEES = "trust_attorney_fees", "Trust - attorney fees and costs"
    TRUST_OTHER_LIENS = "trust_other_liens", "Trust - other lien holders"
    TRUST_OWN_LIEN = "trust_own_lien", "Trust - our own lien"
    TRUST_PATIENT = "trust_patient", "Trust - patient portion"
    OPENING_EQUITY = "opening_equity", "Opening balances"
    LIEN_REVENUE = "lien_revenue", "Lien revenue"
    MEDICAL_EXPENSE = "medical_expense", "Medical expense"
    INTEREST_EXPENSE = "interest_expense", "Interest expense"
    WRITE_OFF_EXPENSE = "write_off_expense", "Bad-debt and write-off expense"
    ATTORNEY_FEES_EXPENSE = "attorney_fees_expense", "Attorney fees expense"


class EntryType(Word):
    """The type of a journal or a template: the union of requirement 3's two lists (ruling C4)."""

    CHARGE = "charge", "Charge"
    PAYMENT = "payment", "Payment"
    ADJUSTMENT = "adjustment", "Adjustment"
    ACCRUAL = "accrual", "Accrual"
    SETTLEMENT = "settlement", "Settlement"
    INTEREST = "interest", "Interest"
    FUNDING = "funding", "Funding"
    REVERSAL = "reversal", "Reversal"
    REFUND = "refund", "Refund"


class JournalStatus(Word):
    """How far a journal has come."""

    DRAFT = "draft", "Draft"
    PENDING = "pending", "Pending"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    POSTED = "posted", "Posted"
    REVERSED = "reversed", "Reversed"


class Policy(Word):
    """Which rule let a journal through without a person's approval (ruling C8)."""

    NONE = "", "Approved by a person"
    TEMPLATE = "template", "Its template needs no approval"
    THRESHOLD = "threshold", "Below the approval threshold"


class PeriodStatus(Word):
    """Whether a month takes postings; a locked one never opens again."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    LOCKED = "locked", "Locked"


class CaseAccountStatus(Word):
    """The state of a case account."""

    ACTIVE = "active", "Active"
    HOLD = "hold", "Hold"
    CLOSED = "closed", "Closed"
    WRITTEN_OFF = "written_off", "Written Off"


class CollectionStatus(Word):
    """Whether the case account is in collection."""

    NONE = "none", "None"
    PENDING = "pending", "Pending"
    IN_COLLECTION = "in_collection", "In Collection"


class SyncStatus(Word):
    """How far a record has come on its way to Business Central (ruling C17)."""

    PENDING = "pending", "Pending"
    SENDING = "sending", "Sending"
    SYNCED = "synced", "Synced"
    ERROR = "error", "Error"
    REJECTED = "rejected", "Rejected"


class PostingPack(Word):
    """How recoveries are recognised; the customer's accountant chooses."""

    COST_RECOVERY = "cost_recovery", "Cost recovery"
    EXPENSE = "expense", "Expense, as requirement 3 words it"


class CreditLimitMode(Word):
    """What happens when a charge exceeds a case account's credit limit (ruling C15)."""

    OFF = "off", "Not enforced"
    WARN = "warn", "Warn"
    BLOCK = "block", "Block without an override"
