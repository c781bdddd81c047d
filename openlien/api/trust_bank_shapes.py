"""What the interface says and is told of bank statements, their lines, and shares of a case in trust."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from openlien.ledger.vocabulary import AccountRole
from openlien.settlement.check_rules import CheckStatus

from .schemas import Answer, Day, MoneyText, Request

ShareName = Literal["trust_attorney_fees", "trust_own_lien", "trust_other_liens", "trust_patient"]
Place = Annotated[int, Field(ge=0, le=200)]


class StatementFileAnswer(Answer):
    """A file of the bank that was read in, or waits for it."""

    id: UUID
    file_name: str
    uploaded_at: datetime
    uploaded_by: str
    is_read: bool
    lines_new: int
    lines_known: int


class StatementFileList(Answer):
    """The newest files of an account."""

    items: list[StatementFileAnswer]


class FileLineAnswer(Answer):
    """One line of a file; a known one was read in before and is left out."""

    place: int
    booked_on: date
    amount: MoneyText
    description: str
    number: str
    balance: MoneyText | None
    is_known: bool


class StatementPreviewAnswer(Answer):
    """A file before it is read in: which column holds what, its lines, or why it is refused.

    `columns` maps booked_on, amount, paid_out, paid_in, number, description, bank_reference and balance to
    places in `headings`, counted from 0.
    """

    id: UUID
    account_id: UUID
    is_read: bool
    headings: list[str]
    columns: dict[str, int]
    refusal: str
    new: int
    lines: list[FileLineAnswer]


class ColumnsRequest(Request):
    """Which column holds what, by its place counted from 0."""

    columns: dict[str, Place] = Field(max_length=8)


class ReadingAnswer(Answer):
    """What reading a file in did; `heldUp` names lines whose check could not be cleared, and why."""

    new: int
    known: int
    matched: int
    held_up: list[str]


class LineCheckAnswer(Answer):
    """A check that a bank line carries, or may carry; what goes out is negative."""

    id: UUID
    on: date
    number: str
    name: str
    case_number: str
    amount: MoneyText
    status: CheckStatus


class BankLineAnswer(Answer):
    """One line of the bank; an open one carries no check and is no mistake of the bank."""

    id: UUID
    booked_on: date
    amount: MoneyText
    description: str
    number: str
    is_open: bool
    is_automatic: bool
    bank_error: str
    checks: list[LineCheckAnswer]
    suggestions: list[LineCheckAnswer]


class BankLineList(Answer):
    """Bank lines, the newest first; `total` counts all, `items` holds at most 200."""

    items: list[BankLineAnswer]
    total: int


class MatchRequest(Request):
    """The checks that make up a bank line."""

    checks: list[UUID] = Field(min_length=1, max_length=200)


class BankErrorRequest(Request):
    """What the bank has to put right."""

    reason: str = Field(min_length=1, max_length=300)


class MatchedAnswer(Answer):
    """How many open lines found their check."""

    matched: int


class TrustEntryAnswer(Answer):
    """One check in the ledger of a client, with the balance after it; what goes out is negative."""

    entered_on: date
    cleared_on: date | None
    number: str
    name: str
    plaintiff: str
    amount: MoneyText
    balance: MoneyText


class ShareAnswer(Answer):
    """What one share of a case holds in the books."""

    role: AccountRole
    amount: MoneyText


class TransferAnswer(Answer):
    """Money that moved between two shares."""

    moved_on: date
    from_share: str
    to_share: str
    amount: MoneyText
    reason: str
    moved_by: str


class ClientLedgerPageAnswer(Answer):
    """One case in an account: entries, shares in the books, transfers between them."""

    case_number: str
    balance: MoneyText
    entries: list[TrustEntryAnswer]
    shares: list[ShareAnswer]
    transfers: list[TransferAnswer]


class TransferRequest(Request):
    """Money that moves from one share of a case to another; nothing leaves the account."""

    from_share: ShareName
    to_share: ShareName
    amount: MoneyText
    moved_on: Day
    reason: str = Field(min_length=1, max_length=300)


class MovedAnswer(Answer):
    """A transfer as it was kept."""

    id: UUID
    moved_on: date
    from_share: str
    to_share: str
    amount: MoneyText
    reason: str
