"""What the interface says and is told of trust accounts and closing statements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from .schemas import Answer, Day, MoneyText, Request


class TrustAccountAnswer(Answer):
    """A trust account with what it holds."""

    id: UUID
    name: str
    bank: str
    number_end: str
    is_active: bool
    book: MoneyText
    cleared: MoneyText
    in_transit: MoneyText
    outstanding: MoneyText
    clients: int
    open_lines: int
    reconciled_until: date | None


class TrustAccountList(Answer):
    """Every trust account, and what the general ledger holds in trust."""

    items: list[TrustAccountAnswer]
    total: int
    general_ledger: MoneyText
    difference: MoneyText


class ClientLedgerAnswer(Answer):
    """The ledger of one plaintiff, or of all plaintiffs of a case together."""

    case_number: str
    plaintiff: str
    balance: MoneyText
    cleared: MoneyText


class ClientLedgerList(Answer):
    """The client ledgers that hold money on a day; together they are the book."""

    items: list[ClientLedgerAnswer]
    total: int
    as_of: date
    book: MoneyText


class ReconciliationAnswer(Answer):
    """One version of a month; `facts` is every figure and item as it was prepared."""

    id: UUID
    month: str
    version: int
    is_completed: bool
    bank_balance: MoneyText
    prepared_by: str
    prepared_at: datetime
    completed_by: str
    completed_at: datetime | None
    document_id: UUID | None
    digest: str
    facts: dict[str, Any]


class ReconciliationList(Answer):
    """Every version of every month of an account, and the month that comes next."""

    items: list[ReconciliationAnswer]
    total: int
    next_month: str


class ReconciliationRequest(Request):
    """A month as its bank statement ends; `reason` where the month is completed already."""

    month: Annotated[str, Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", examples=["2026-10"])]
    bank_balance: MoneyText
    reason: Annotated[str, Field(max_length=300)] = ""


class ClosingStatementAnswer(Answer):
    """One version of a closing statement; `facts` is its content, `changes` what it says otherwise."""

    id: UUID
    settlement_id: UUID
    version: int
    is_current: bool
    client: MoneyText
    made_by: str
    made_at: datetime
    approved_on: date | None
    approved_how: str
    document_id: UUID
    signed_document_id: UUID | None
    digest: str
    changes: list[str]
    facts: dict[str, Any]


class ClosingStatementList(Answer):
    """The versions of all settlements of a case."""

    items: list[ClosingStatementAnswer]
    total: int


class TransferApprovalRequest(Request):
    """When and how the client approved: in_person, mail, electronic or email."""

    approved_on: Day
    how: Annotated[str, Field(max_length=12, examples=["in_person"])]
    words: Annotated[str, Field(max_length=300)] = ""
