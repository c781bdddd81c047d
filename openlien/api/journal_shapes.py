"""The JSON of journals and journal templates."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from openlien.ledger.actions.drafts import CODE_LETTERS_MAX, DESCRIPTION_LETTERS_MAX, REFERENCE_LETTERS_MAX
from openlien.ledger.actions.journals import REASON_LETTERS_MAX
from openlien.ledger.actions.templates import NAME_LETTERS_MAX
from openlien.ledger.vocabulary import EntryType, JournalStatus

from .schemas import Answer, Day, MoneyText, Request


class JournalLineRequest(Request):
    """One line: an account and an amount above 0.00 on one side."""

    account: str = Field(min_length=1, max_length=20)
    debit: MoneyText = Field("0.00", validate_default=True)
    credit: MoneyText = Field("0.00", validate_default=True)
    description: str = Field("", max_length=DESCRIPTION_LETTERS_MAX)
    case_number: str | None = Field(None, max_length=20)
    cost_center: str = Field("", max_length=CODE_LETTERS_MAX)
    department: str = Field("", max_length=CODE_LETTERS_MAX)
    project: str = Field("", max_length=CODE_LETTERS_MAX)
    vendor_id: UUID | None = None
    customer: str = Field("", max_length=CODE_LETTERS_MAX)


class JournalRequest(Request):
    """A journal as a person writes it. `posting_on` only confirms the first day of the next open period."""

    template: str = Field(max_length=60)
    type: EntryType | None = None
    entry_on: Day
    posting_on: Day | None = None
    description: str = Field(max_length=DESCRIPTION_LETTERS_MAX)
    reference: str = Field("", max_length=REFERENCE_LETTERS_MAX)
    case_number: str | None = Field(None, max_length=20)
    patient_id: UUID | None = None
    lines: list[JournalLineRequest]


class ChangeRequest(JournalRequest):
    """The draft's new content and the version it was read at."""

    version: int = Field(ge=1)


class VersionRequest(Request):
    """The version the journal was read at."""

    version: int = Field(ge=1)


class RejectionRequest(VersionRequest):
    """Why the journal is rejected."""

    reason: str = Field(max_length=REASON_LETTERS_MAX)


class JournalReversalRequest(Request):
    """The day and the reason of a reversal."""

    entry_on: Day
    posting_on: Day | None = None
    reason: str = Field(max_length=REASON_LETTERS_MAX)


class JournalLineAnswer(Answer):
    """One line of a journal."""

    number: int
    account: str
    account_name: str
    debit: MoneyText
    credit: MoneyText
    description: str
    case_number: str
    cost_center: str
    department: str
    project: str
    vendor_id: UUID | None
    customer: str


class ActAnswer(Answer):
    """Who did something to the journal, and when."""

    by: str
    at: datetime | None


class RelatedAnswer(Answer):
    """The other journal of a reversal."""

    id: UUID
    number: str | None


class JournalAnswer(Answer):
    """A journal with its lines; it has a number once it is in the books."""

    id: UUID
    number: str | None
    status: JournalStatus
    type: EntryType
    template: str
    template_name: str
    entry_on: date
    posting_on: date
    description: str
    reference: str
    case_number: str
    case_account: str
    debits: MoneyText
    credits: MoneyText
    is_balanced: bool
    policy: str
    created: ActAnswer
    submitted: ActAnswer
    approved: ActAnswer
    rejected: ActAnswer
    posted: ActAnswer
    rejection_reason: str
    reverses: RelatedAnswer | None
    reversal: RelatedAnswer | None
    digest: str
    bc_sync_status: str
    bc_id: str
    version: int
    lines: list[JournalLineAnswer]


class ListedAnswer(Answer):
    """One journal of a list."""

    id: UUID
    number: str | None
    status: JournalStatus
    type: EntryType
    template: str = Field(validation_alias="template_code")
    entry_on: date
    posting_on: date
    description: str
    reference: str
    case_number: str | None
    case_account: str | None = Field(validation_alias="account_number")
    line_count: int = Field(validation_alias="lines")
    debits: MoneyText
    credits: MoneyText
    created_by: str
    version: int


class JournalTotalsAnswer(Answer):
    """Count and sums over the whole filter."""

    journals: int
    debits: MoneyText
    credits: MoneyText


class JournalListAnswer(Answer):
    """One page of journals; `next_cursor` asks for the following one."""

    items: list[ListedAnswer]
    totals: JournalTotalsAnswer
    next_cursor: str | None


class WaitingAnswer(Answer):
    """One journal that waits for approval; an own one cannot be approved by the caller."""

    id: UUID
    type: EntryType
    template_name: str = Field(validation_alias="template")
    description: str
    reference: str
    case_number: str | None
    entry_on: date
    posting_on: date
    submitted_at: datetime
    submitted_by: str
    amount: MoneyText
    is_own: bool
    version: int


class QueueAnswer(Answer):
    """The approval queue, the longest waiting first; `total` counts all of it."""

    items: list[WaitingAnswer]
    total: int


class AttachmentAnswer(Answer):
    """One file that supports a journal; `id` is that of its document."""

    id: UUID
    title: str
    kind: str
    attached_at: datetime


class AttachmentListAnswer(Answer):
    """The files of one journal."""

    items: list[AttachmentAnswer]
    total: int


class JournalTemplateRequest(Request):
    """A template as it is set up."""

    name: str = Field(max_length=NAME_LETTERS_MAX)
    type: EntryType
    description: str = Field(max_length=DESCRIPTION_LETTERS_MAX)
    is_active: bool = True
    debit_accounts: list[str] = []
    credit_accounts: list[str] = []
    auto_post: bool = False
    requires_approval: bool = True


class TemplateChangeRequest(JournalTemplateRequest):
    """The template's new settings and the version they were read at."""

    version: int = Field(ge=1)


class JournalTemplateAnswer(Answer):
    """A template and how often it was used."""

    code: str
    name: str
    type: EntryType
    description: str
    is_active: bool
    debit_accounts: list[str]
    credit_accounts: list[str]
    auto_post: bool
    requires_approval: bool
    used: int
    version: int


class TemplateListAnswer(Answer):
    """All templates by name."""

    items: list[JournalTemplateAnswer]
    total: int
