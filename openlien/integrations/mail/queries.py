"""Reads of mail: those of a case, one, and the whole outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.settlement.reach import case_within, cases_within

from .models import Attachment, Mail

State = Mail.State
STATES: tuple[tuple[str, str], ...] = tuple(State.choices)
PAGE_MAILS = 50
# What a person has to look at comes first.
TROUBLED = (State.UNKNOWN, State.FAILED)


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail as lists show it; `state` is a code, `trouble` says why it is not sent."""

    id: UUID
    case_number: str
    kind: str
    kind_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    state: str
    state_name: str
    trouble: str
    tries: int
    next_try_at: datetime
    tried_at: datetime | None
    sent_at: datetime | None
    written_by: str
    written_at: datetime
    template: str
    version: int

    @property
    def may_be_sent_again(self) -> bool:
        """Whether a person may decide to send it again."""
        return self.state in TROUBLED

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether it can still stay unsent."""
        return self.state in {State.QUEUED, State.FAILED}


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A document that went along. *Units*: bytes."""

    document_id: UUID
    title: str
    file_name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class MailRecord:
    """One mail whole."""

    line: MailLine
    body: str
    reply_to: str
    decided_by: str
    decision_reason: str
    attachments: tuple[AttachedFile, ...]


@dataclass(frozen=True, slots=True)
class Outbox:
    """A page of the outbox, how many mails there are in each state, and whether a mail server is set.

    `older_than` is where the next page begins; None on the last one.
    """

    mails: tuple[MailLine, ...]
    counts: dict[str, int]
    has_server: bool
    older_than: UUID | None


def mails_of_case(actor: Actor, case_number: str) -> list[MailLine]:
    """The mails of a case, newest first.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.ACTIVITY_VIEW)
    return [_line(mail) for mail in _with_people().filter(case=case).order_by("-id")]


def read_mail(actor: Actor, mail_id: UUID) -> MailRecord:
    """One mail with its text and what went along; who reads no timelines reads the mails they wrote.

    *Raises*: Forbidden, NotFound.
    """
    mail = _readable(actor).filter(id=mail_id).first()
    if mail is None:
        raise NotFound()
    attached = Attachment.objects.filter(mail=mail).select_related("document").order_by("place")
    return MailRecord(
        line=_line(mail),
        body=mail.body,
        reply_to=mail.reply_to,
        decided_by=mail.decided_by.name if mail.decided_by else "",
        decision_reason=mail.decision_reason,
        attachments=tuple(
            AttachedFile(
                each.document_id, each.document.title, each.document.file_name, each.document.size_bytes
            )
            for each in attached
        ),
    )


def outbox(actor: Actor, *, state: str = "", before: UUID | None = None, limit: int = PAGE_MAILS) -> Outbox:
    """A page of the mails of all cases, newest first, of one state if asked, older than `before` if named.

    *Raises*: Forbidden.
    """
    actor.require(Permission.MAIL_OVERSEE)
    counts = dict(Mail.objects.values_list("state").annotate(Count("id")).order_by())
    found = _with_people()
    if state:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(id__lt=before)
    mails = [_line(mail) for mail in found.order_by("-id")[: limit + 1]]
    older_than = mails[limit - 1].id if len(mails) > limit else None
    return Outbox(tuple(mails[:limit]), counts, has_mail_server(), older_than)


def has_mail_server() -> bool:
    """Whether mail leaves the house at all; without a mail server it waits."""
    return settings.MAIL_SERVER is not None


def _readable(actor: Actor) -> QuerySet[Mail]:
    if actor.may(Permission.MAIL_SEND) and not actor.may(Permission.ACTIVITY_VIEW):
        within = cases_within(actor, Permission.MAIL_SEND)
        return _with_people().filter(case__in=within, written_by_id=actor.user_id)
    return _with_people().filter(case__in=cases_within(actor, Permission.ACTIVITY_VIEW))


def _with_people() -> QuerySet[Mail]:
    return Mail.objects.select_related("case", "written_by", "decided_by", "template")


def _line(mail: Mail) -> MailLine:
    return MailLine(
        id=mail.id,
        case_number=mail.case.number,
        kind=mail.kind,
        kind_name=mail.get_kind_display(),
        to=tuple(mail.to),
        cc=tuple(mail.cc),
        subject=mail.subject,
        state=mail.state,
        state_name=mail.get_state_display(),
        trouble=mail.trouble,
        tries=mail.tries,
        next_try_at=mail.next_try_at,
        tried_at=mail.tried_at,
        sent_at=mail.sent_at,
        written_by=mail.written_by.name if mail.written_by else "",
        written_at=mail.written_at,
        template=mail.template.name if mail.template else "",
        version=mail.version,
    )
