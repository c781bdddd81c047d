"""Sending a mail of the outbox: at most once, and never a second time where nobody knows.

The mail is marked as being sent in one transaction, handed over outside of any, and its outcome booked in
another. Whoever finds it marked without an outcome cannot know whether the mail server took it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from openlien.cases.documents.storage import FileMissing, path_of
from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import acting
from openlien.kit.clock import now

from .message import File, Letter, message_of
from .models import Attachment, Mail
from .sending import put_down_job
from .server import MailServer
from .smtp import Certainty, Outcome, hand_over
from .timeline import tell

State = Mail.State
# After the first try, the second, and so on; a mail server that is down for a night loses nothing.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
SENDING_MAX = timedelta(minutes=15)
OVERDUE = timedelta(minutes=5)
WORKER_DIED = "The program ended while the mail was being handed over."


def deliver(actor: Actor, mail_id: UUID) -> str:
    """Hands the mail over if it waits, and returns the state it is in then.

    Without a mail server it stays waiting. One that is found half sent becomes unknown, for a person.
    """
    server: MailServer | None = settings.MAIL_SERVER
    mail = Mail.objects.select_related("case").get(id=mail_id)
    if mail.state == State.SENDING:
        return _give_up_knowing(actor, mail_id)
    if mail.state != State.QUEUED or server is None:
        return mail.state
    try:
        message = _message(mail)
    except (FileMissing, ValueError) as refused:
        sentence = refused.sentence if isinstance(refused, FileMissing) else "The mail could not be built."
        outcome = Outcome(Certainty.REFUSED, sentence)
        return _booked(actor, mail_id, outcome) if _claimed(actor, mail_id) else mail.state
    if not _claimed(actor, mail_id):
        return Mail.objects.get(id=mail_id).state
    recipients = [*mail.to, *mail.cc]
    return _booked(
        actor, mail_id, hand_over(server, message, sender=settings.MAIL_FROM, recipients=recipients)
    )


def sweep(actor: Actor) -> dict[str, int]:
    """How many half-sent mails became unknown, and for how many waiting ones a job was put down again."""
    present = now()
    stuck = Mail.objects.filter(state=State.SENDING, tried_at__lt=present - SENDING_MAX)
    given_up = [_give_up_knowing(actor, each) for each in stuck.values_list("id", flat=True)]
    again = 0
    if settings.MAIL_SERVER is not None:
        late = Mail.objects.filter(state=State.QUEUED, next_try_at__lt=present - OVERDUE)
        again = sum(_put_down_again(actor, each, present) for each in late.values_list("id", flat=True)[:200])
    return {"unknown": len(given_up), "again": again}


def _message(mail: Mail) -> EmailMessage:
    attached = Attachment.objects.filter(mail=mail).select_related("document").order_by("place")
    files = tuple(
        File(
            path_of(each.document), each.document.file_name or each.document.title, each.document.content_type
        )
        for each in attached
    )
    letter = Letter(
        message_id=mail.message_id,
        sent_from=settings.MAIL_FROM,
        sender_name=mail.sender_name,
        reply_to=mail.reply_to,
        to=tuple(mail.to),
        cc=tuple(mail.cc),
        subject=mail.subject,
        body=mail.body,
        files=files,
    )
    return message_of(letter, written_at=mail.written_at)


def _claimed(actor: Actor, mail_id: UUID) -> bool:
    """Whether this process is now the one that sends the mail; committed before the first byte goes out."""
    with acting(actor):
        mail = Mail.objects.select_for_update(no_key=True).get(id=mail_id)
        if mail.state != State.QUEUED:
            return False
        mail.state, mail.tried_at = State.SENDING, now()
        mail.tries += 1
        mail.version += 1
        mail.save()
        return True


def _booked(actor: Actor, mail_id: UUID, outcome: Outcome) -> str:
    with acting(actor):
        mail = Mail.objects.select_for_update(no_key=True).get(id=mail_id)
        # The sweep may have called it unknown meanwhile; what is known now counts.
        if mail.state not in {State.SENDING, State.UNKNOWN}:
            return mail.state
        mail.trouble = outcome.sentence
        if outcome.certainty is Certainty.TAKEN:
            mail.state, mail.sent_at = State.SENT, now()
        elif outcome.certainty is Certainty.UNKNOWN:
            mail.state = State.UNKNOWN
        elif outcome.certainty is Certainty.REFUSED or mail.tries > len(PAUSES):
            mail.state = State.FAILED
        else:
            mail.state, mail.next_try_at = State.QUEUED, now() + PAUSES[mail.tries - 1]
        _keep(mail)
        if mail.state == State.QUEUED:
            put_down_job(mail)
        return mail.state


def _give_up_knowing(actor: Actor, mail_id: UUID) -> str:
    with acting(actor):
        mail = Mail.objects.select_for_update(no_key=True).get(id=mail_id)
        if mail.state == State.SENDING:
            mail.state, mail.trouble = State.UNKNOWN, WORKER_DIED
            _keep(mail)
        return mail.state


def _keep(mail: Mail) -> None:
    mail.version += 1
    mail.save()
    if mail.state == State.FAILED:
        tell(mail, "E-mail not sent, to", actor_id=None, body=mail.trouble)
    elif mail.state == State.UNKNOWN:
        tell(mail, "Not known whether sent: e-mail to", actor_id=None, body=mail.trouble)


def _put_down_again(actor: Actor, mail_id: UUID, present: datetime) -> int:
    with acting(actor):
        waiting = Q(state=State.QUEUED, next_try_at__lt=present - OVERDUE)
        mail = Mail.objects.select_for_update(no_key=True).filter(waiting, id=mail_id).first()
        if mail is None:
            return 0
        mail.next_try_at = present
        mail.save(update_fields=["next_try_at"])
        put_down_job(mail)
        return 1
