"""The JSON of the books: chart of accounts, dimensions, policy, checks, transfers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from openlien.ledger.vocabulary import (
    AccountKind,
    AccountRole,
    CreditLimitMode,
    EntryType,
    PostingPack,
    Side,
    SyncStatus,
)

from .schemas import Answer, MoneyText, Request


class GLAccountAnswer(Answer):
    """One account of the chart; `balance` stands on its normal side."""

    number: str
    name: str
    kind: AccountKind
    sub_category: str
    normal_side: Side
    role: AccountRole | None
    is_active: bool
    bc_id: UUID | None
    balance: MoneyText
    has_lines: bool
    version: int


class GLAccountList(Answer):
    """The chart of accounts, with balances at the end of a day."""

    items: list[GLAccountAnswer]
    total: int
    next_cursor: str | None
    as_of: date


class GLAccountRequest(Request):
    """An account as it is to be; without a normal side it gets the usual one of its kind."""

    number: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=100)
    kind: AccountKind
    sub_category: str = Field("", max_length=80)
    normal_side: Side | None = None
    role: AccountRole | None = None
    is_active: bool = True
    bc_id: UUID | None = None


class GLAccountChange(GLAccountRequest):
    """The same with the version that was read."""

    version: int = Field(ge=1, le=2_147_483_647)


class AccountLineAnswer(Answer):
    """One line of an account; `balance` is what stood on the account after it."""

    posting_on: date
    journal_number: str
    line_number: int
    type: EntryType
    description: str
    reference: str
    case_number: str | None
    cost_center: str
    department: str
    debit: MoneyText
    credit: MoneyText
    balance: MoneyText


class AccountLineList(Answer):
    """Lines of an account, the newest first; totals are those of the whole span."""

    items: list[AccountLineAnswer]
    total: int
    next_cursor: str | None
    opening: MoneyText
    debits: MoneyText
    credits: MoneyText
    closing: MoneyText


class DimensionAnswer(Answer):
    """A cost center or a department."""

    code: str
    name: str
    is_active: bool
    version: int


class DimensionList(Answer):
    """All of them."""

    items: list[DimensionAnswer]
    total: int
    next_cursor: str | None


class DimensionRequest(Request):
    """A new cost center or department."""

    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=50)
    is_active: bool = True


class DimensionChange(Request):
    """Its name and state, with the version that was read; a code never changes."""

    name: str = Field(min_length=1, max_length=50)
    is_active: bool
    version: int = Field(ge=1, le=2_147_483_647)


class PolicyAnswer(Answer):
    """The policy the books are kept by; ageing days are the last days of four buckets."""

    pack: PostingPack
    approval_threshold: MoneyText
    credit_limit_mode: CreditLimitMode
    ageing_days: list[int]
    version: int


class PolicyChange(Request):
    """The policy as it is to be, with the version that was read."""

    pack: PostingPack
    approval_threshold: MoneyText
    credit_limit_mode: CreditLimitMode
    ageing_days: list[int] = Field(min_length=4, max_length=4)
    version: int = Field(ge=1, le=2_147_483_647)


class TrialRowAnswer(Answer):
    """One account of the trial balance."""

    number: str
    name: str
    kind: AccountKind
    debit: MoneyText
    credit: MoneyText


class TrialBalanceAnswer(Answer):
    """All accounts in use at the end of a day; debits and credits are equal when the books are sound."""

    items: list[TrialRowAnswer]
    total: int
    debits: MoneyText
    credits: MoneyText
    as_of: date


class CheckPartAnswer(Answer):
    """One part of a check; `more` counts the findings that are not listed."""

    name: str
    figures: str
    findings: list[str]
    more: int


class BooksCheckAnswer(Answer):
    """One check of the books: waiting, running, done or failed."""

    id: UUID
    state: str
    started_by: str
    created_at: datetime
    finished_at: datetime | None
    step: str
    steps_done: int
    findings: int
    parts: list[CheckPartAnswer]
    error: str


class BooksCheckList(Answer):
    """The newest checks first."""

    items: list[BooksCheckAnswer]


class ChainLinkAnswer(Answer):
    """The head of a year's chain, or an anchor of it; the hash is in hexadecimal."""

    year: int
    last_number: str
    hash: str
    anchored_at: datetime | None
    actor_name: str


class ChainAnswer(Answer):
    """The heads of the chain as they are now, and every anchor, the newest first."""

    heads: list[ChainLinkAnswer]
    anchors: list[ChainLinkAnswer]


class SyncItemAnswer(Answer):
    """One posted journal with how far its transfer to Business Central is."""

    id: UUID
    number: str
    type: EntryType
    posting_on: date
    total: MoneyText
    status: SyncStatus
    is_critical: bool
    attempts: int
    last_error: str
    next_attempt_at: datetime | None
    synced_at: datetime | None
    bc_id: str


class SyncCountAnswer(Answer):
    """How many journals are in one state."""

    status: SyncStatus
    journals: int
    critical: int
    total: MoneyText


class SyncList(Answer):
    """The queue of transfers; `isConnected` says whether anything is sent at all."""

    items: list[SyncItemAnswer]
    total: int
    next_cursor: str | None
    is_connected: bool
    counts: list[SyncCountAnswer]


class StatusReasonRequest(Request):
    """Why."""

    reason: str = Field(min_length=1, max_length=400)
