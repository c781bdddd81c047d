"""What people do with mail: send it, withdraw it, and decide where nobody knows what became of it.

Sending writes one row of the outbox and puts down one job, in one transaction. The job talks to the mail
server later; see `delivery`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.conf import settings
from procrastinate.contrib.django import app

from openlien.cases.documents.queries import reachable_documents
from openlien.cases.models import Case, Document, Plaintiff
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.settlement.reach import cases_within

from . import errors
from .addresses import ADDRESSES_MAX, each_once, is_address
from .codes import names_in
from .contacts import case_to_write_about
from .limits import BODY_LETTERS_MAX, REASON_LETTERS_MAX, SUBJECT_LETTERS_MAX
from .models import Attachment, Mail, Template
from .timeline import tell
from .values import About, values_of

State = Mail.State
DELIVER_TASK = "openlien.integrations.mail.tasks.deliver_mail"
ATTACHED_BYTES_MAX = 20 * 1024 * 1024
MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Written:
    """A mail as somebody wrote it."""

    to: Sequence[str]
    cc: Sequence[str] = ()
    subject: str
    body: str
    document_ids: Sequence[UUID] = field(default_factory=tuple)
    template_id: UUID | None = None


@action
def send_mail(
    actor: Actor,
    case_number: str,
    about: About,
    written: Written,
    *,
    idempotency_key: str | None = None,
) -> Mail:
    """The mail in the outbox, with its line on the timeline and the job that sends it; the same key, once.

    *Raises*: Forbidden, NotFound, IdempotencyKeyReused, TextTooLong, TextNotPlain and those of `errors`.
    """
    case = case_to_write_about(actor, case_number)
    mail = _mail(actor, case, about, written)
    documents = _documents(actor, case, written.document_ids)
    content = content_hash(case=case.number, about=about, written=written)
    if earlier := earlier_result(Mail, idempotency_key, content):
        return earlier
    mail.idempotency_key, mail.content_hash = idempotency_key, content
    mail.save(force_insert=True)
    Attachment.objects.bulk_create(
        Attachment(mail=mail, document=document, place=place) for place, document in enumerate(documents)
    )
    tell(mail, "E-mail to", actor_id=actor.user_id)
    put_down_job(mail)
    return mail


@action
def withdraw_mail(actor: Actor, mail_id: UUID, *, version: int) -> Mail:
    """The mail, which stays unsent: one that waits, or that failed.

    *Raises*: Forbidden, NotFound, MailStale, NotDecidable.
    """
    mail = _locked(actor, mail_id, version, among={State.QUEUED, State.FAILED})
    mail.state = State.WITHDRAWN
    return _decided(actor, mail, "E-mail withdrawn, to")


@action
def send_again(actor: Actor, mail_id: UUID, *, version: int, reason: str) -> Mail:
    """The mail on its way once more, as the same message, because a person says so.

    *Raises*: Forbidden, NotFound, MailStale, NotDecidable, ReasonNeeded, TextTooLong, TextNotPlain.
    """
    mail = _locked(actor, mail_id, version, among={State.FAILED, State.UNKNOWN})
    mail.decision_reason = _reason(reason)
    mail.state, mail.tries, mail.next_try_at, mail.trouble = State.QUEUED, 0, now(), ""
    _decided(actor, mail, "E-mail sent again, to")
    put_down_job(mail)
    return mail


@action
def confirm_arrived(actor: Actor, mail_id: UUID, *, version: int, reason: str) -> Mail:
    """The mail counted as sent, because a person knows that it has arrived.

    *Raises*: as `send_again`.
    """
    mail = _locked(actor, mail_id, version, among={State.UNKNOWN})
    mail.decision_reason = _reason(reason)
    mail.state, mail.sent_at = State.SENT, mail.tried_at or now()
    return _decided(actor, mail, "E-mail has arrived, to")


def put_down_job(mail: Mail) -> None:
    """Puts down the job that sends the mail when its time has come; jobs of one mail never run together."""
    app.configure_task(DELIVER_TASK, lock=f"mail:{mail.id}", schedule_at=mail.next_try_at).defer(
        mail_id=str(mail.id)
    )


def _mail(actor: Actor, case: Case, about: About, written: Written) -> Mail:
    to, cc = _addresses(written.to), _addresses(written.cc)
    if not to:
        raise errors.NoRecipient(field="to")
    if len(to) + len(cc) > ADDRESSES_MAX:
        raise errors.TooManyAddresses(field="to", addresses=len(to) + len(cc), addresses_max=ADDRESSES_MAX)
    # Reading the values proves that the round or settlement is one of this case, within reach.
    values_of(actor, case.number, about, company="", today=case.opened_on)
    return Mail(
        case=case,
        template=_template(written.template_id),
        kind=about.kind,
        about_id=about.id,
        to=to,
        cc=[each for each in cc if each.casefold() not in {other.casefold() for other in to}],
        reply_to=actor.email if is_address(actor.email) else "",
        sender_name=" ".join(plain_text(actor.name, letters_max=200).split()),
        subject=_subject(case, written.subject),
        body=_body(written.body),
        message_id=f"<{uuid4().hex}@{_domain()}>",
        next_try_at=now(),
        written_by_id=actor.user_id,
    )


def _addresses(given: Sequence[str]) -> list[str]:
    for address in given:
        if not is_address(address):
            raise errors.NotAnAddress(field="to", address=_printable(address))
    return each_once(given)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:80]


def _subject(case: Case, text: str) -> str:
    # A line break in a subject would begin another header.
    if any(not letter.isprintable() for letter in text.strip()):
        raise errors.SubjectNotOneLine(field="subject")
    subject = plain_text(text, letters_max=SUBJECT_LETTERS_MAX)
    if not subject:
        raise errors.MailEmpty(field="subject")
    _refuse_codes(subject, "subject")
    plaintiffs = Plaintiff.objects.filter(case=case).values_list("party__name", flat=True)
    if any(name.casefold() in subject.casefold() for name in {case.patient.name, *plaintiffs} if name):
        raise errors.SubjectNamesPatient(field="subject")
    return subject


def _body(text: str) -> str:
    body = plain_text(text, letters_max=BODY_LETTERS_MAX)
    if not body:
        raise errors.MailEmpty(field="text", empty="body")
    _refuse_codes(body, "body")
    return body


def _refuse_codes(text: str, place: str) -> None:
    if left := names_in(text):
        raise errors.CodesLeft(names=", ".join(f'"{name}"' for name in left), empty=place)


def _template(template_id: UUID | None) -> Template | None:
    if template_id is None:
        return None
    found = Template.objects.filter(id=template_id, form=Template.Form.MAIL).first()
    if found is None:
        raise errors.TemplateNotForThis()
    return found


def _domain() -> str:
    _, _, domain = settings.MAIL_FROM.partition("@")
    return domain or "openlien.invalid"


def _documents(actor: Actor, case: Case, ids: Sequence[UUID]) -> list[Document]:
    if not ids:
        return []
    wanted = list(dict.fromkeys(ids))
    found = {
        document.id: document
        for document in reachable_documents(actor).filter(case=case, id__in=wanted, withdrawn_at=None)
    }
    if len(found) < len(wanted):
        raise errors.NotAttachable(field="documents")
    size = sum(document.size_bytes for document in found.values())
    if size > ATTACHED_BYTES_MAX:
        raise errors.AttachmentsTooLarge(
            field="documents", mib=-(-size // MIB), mib_max=ATTACHED_BYTES_MAX // MIB
        )
    return [found[each] for each in wanted]


def _locked(actor: Actor, mail_id: UUID, version: int, *, among: set[State]) -> Mail:
    """The mail, locked, in the state in which the person saw it.

    *Raises*: Forbidden, NotFound, MailStale, NotDecidable.
    """
    reached = Mail.objects.filter(case__in=cases_within(actor, Permission.MAIL_SEND))
    mail = reached.select_for_update(of=("self",), no_key=True).filter(id=mail_id).first()
    if mail is None:
        raise NotFound()
    state = mail.get_state_display().lower()
    if mail.version != version:
        raise errors.MailStale(state=state)
    if mail.state not in among:
        raise errors.NotDecidable(state=state)
    return mail


def _reason(text: str) -> str:
    reason = " ".join(plain_text(text, letters_max=REASON_LETTERS_MAX).split())
    if not reason:
        raise errors.ReasonNeeded(field="reason")
    return reason


def _decided(actor: Actor, mail: Mail, words: str) -> Mail:
    mail.decided_by_id = actor.user_id
    mail.version += 1
    mail.save()
    tell(mail, words, actor_id=actor.user_id, body=mail.decision_reason)
    return mail
