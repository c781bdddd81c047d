"""What the operations of mail and its templates are told and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, computed_field

from openlien.integrations.mail.addresses import ADDRESS_LETTERS_MAX, ADDRESSES_MAX
from openlien.integrations.mail.limits import (
    BODY_LETTERS_MAX,
    NAME_LETTERS_MAX,
    REASON_LETTERS_MAX,
    SUBJECT_LETTERS_MAX,
)
from openlien.integrations.mail.models import Kind, Mail, Template

from .schemas import Answer, Request

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Address = Annotated[str, Field(max_length=ADDRESS_LETTERS_MAX)]
Addresses = Annotated[list[Address], Field(max_length=ADDRESSES_MAX)]


class CodeAnswer(Answer):
    """A merge code; a personal one shows something of the patient, so no subject holds it."""

    name: str
    meaning: str
    example: str
    is_personal: bool


class CodesAnswer(Answer):
    """The codes that a template of one kind may hold."""

    items: list[CodeAnswer]


class MailTemplateAnswer(Answer):
    """A template; `uses` counts the mails that began with it, null for a note."""

    id: UUID
    form: Template.Form
    kind: Kind
    name: str
    subject: str
    body: str
    is_active: bool
    version: int
    uses: int | None
    changed_by: str
    changed_at: datetime


class TemplatesAnswer(Answer):
    """Every template, mails before notes."""

    items: list[MailTemplateAnswer]


class MailTemplateRequest(Request):
    """A template; merge codes stand between double braces. A note has no subject."""

    form: Template.Form
    kind: Kind
    name: str = Field(min_length=1, max_length=NAME_LETTERS_MAX)
    subject: str = Field("", max_length=SUBJECT_LETTERS_MAX)
    body: str = Field(min_length=1, max_length=BODY_LETTERS_MAX)


class TemplateChange(MailTemplateRequest):
    """A template as it should be, and the version that was read."""

    version: Version


class OfferedRequest(Request):
    """Whether the template can be chosen, and the version that was read."""

    is_active: bool
    version: Version


class AddresseeAnswer(Answer):
    """Somebody of the case with an e-mail address."""

    name: str
    role: str
    address: str


class MailChoiceAnswer(Answer):
    """A template that can be chosen."""

    id: UUID
    name: str


class DraftAnswer(Answer):
    """A mail before anybody sends it; blank where there is no template. `to` is whom it would go to first."""

    template_id: UUID | None
    to: list[str]
    subject: str
    body: str
    addressees: list[AddresseeAnswer]
    templates: list[MailChoiceAnswer]


class MailRequest(Request):
    """A mail; `aboutId` is a round or settlement of the case, as `kind` says."""

    kind: Kind = Kind.GENERAL
    about_id: UUID | None = None
    template_id: UUID | None = None
    to: Addresses
    cc: Addresses = Field(default_factory=list)
    subject: str = Field(max_length=SUBJECT_LETTERS_MAX)
    body: str = Field(max_length=BODY_LETTERS_MAX)
    document_ids: list[UUID] = Field(default_factory=list, max_length=50)


class MailLineAnswer(Answer):
    """A mail as lists show it; `trouble` says why it is not sent."""

    id: UUID
    case_number: str
    kind: Kind
    to: list[str]
    cc: list[str]
    subject: str
    state: Mail.State
    trouble: str
    tries: int
    next_try_at: datetime
    tried_at: datetime | None
    sent_at: datetime | None
    written_by: str
    written_at: datetime
    template: str
    version: int


class LinesAnswer(Answer):
    """Mails, newest first."""

    items: list[MailLineAnswer]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.items)


class AttachedAnswer(Answer):
    """A document that went along. *Units*: bytes."""

    document_id: UUID
    title: str
    file_name: str
    size_bytes: int


class MailAnswer(MailLineAnswer):
    """A mail whole, with what was decided about it."""

    body: str
    reply_to: str
    decided_by: str
    decision_reason: str
    attachments: list[AttachedAnswer]


class OutboxAnswer(Answer):
    """The newest mails of all cases, how many there are by state, and whether a mail server is set."""

    items: list[MailLineAnswer]
    counts: dict[str, int]
    has_server: bool


class DecisionRequest(Request):
    """Why, and the version that was read."""

    version: Version
    reason: str = Field(max_length=REASON_LETTERS_MAX)


class MailWithdrawalRequest(Request):
    """The version that was read."""

    version: Version
