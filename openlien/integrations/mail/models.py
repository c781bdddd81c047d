"""Templates of e-mails and notes, and the outbox: every mail of a case with what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower, Now

from openlien.cases.models import Case, Document
from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key

from .limits import NAME_LETTERS_MAX, REASON_LETTERS_MAX, SUBJECT_LETTERS_MAX

_Q = models.Q


class Kind(models.TextChoices):
    """What a template or a mail is about."""

    NEGOTIATION = "negotiation", "Negotiation"
    SETTLEMENT = "settlement", "Settlement"
    GENERAL = "general", "General"


class Template(models.Model):
    """A wording with merge codes: of an e-mail, or of a note, which has no subject."""

    class Form(models.TextChoices):
        """What is made of it."""

        MAIL = "mail", "E-mail"
        NOTE = "note", "Note"

    id = uuidv7_key()
    form = models.CharField(max_length=4, choices=Form)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=NAME_LETTERS_MAX)
    subject = models.CharField(max_length=SUBJECT_LETTERS_MAX, blank=True, default="")
    body = models.TextField()
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_Q(form__in=["mail", "note"]), name="template_form_is_known"),
            models.CheckConstraint(
                condition=_Q(kind__in=["negotiation", "settlement", "general"]),
                name="template_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~_Q(name="") & ~_Q(body="") & (_Q(form="note", subject="") | ~_Q(subject="")),
                name="template_says_something",
            ),
            models.CheckConstraint(
                condition=~_Q(form="note") | _Q(subject=""), name="template_of_a_note_has_no_subject"
            ),
            models.CheckConstraint(
                condition=~_Q(subject__regex=r"[\r\n]"), name="template_subject_is_one_line"
            ),
            models.UniqueConstraint(Lower("name"), "form", name="template_name_is_unique"),
        ]


class Mail(models.Model):
    """One mail of a case. What it says never changes; how far it has come does, as `state` tells."""

    class State(models.TextChoices):
        """How far a mail has come."""

        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"
        UNKNOWN = "unknown", "Not known whether sent"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="mails")
    template = models.ForeignKey(
        Template, null=True, blank=True, on_delete=models.PROTECT, related_name="mails"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    # The round or settlement that the mail is about; it may be deleted later, the mail was sent.
    about_id = models.UUIDField(null=True, blank=True)
    # Lists of addresses.
    to = models.JSONField()
    cc = models.JSONField(default=list, blank=True)
    reply_to = models.CharField(max_length=254, blank=True, default="")
    sender_name = models.CharField(max_length=200, blank=True, default="")
    subject = models.CharField(max_length=SUBJECT_LETTERS_MAX)
    body = models.TextField()
    # Fixed before the first try: a mail server that gets the same mail twice can tell.
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_default=Now())
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True, default="")
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now())
    # Who decided to send again, that it has arrived, or that it stays unsent, and why.
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision_reason = models.CharField(max_length=REASON_LETTERS_MAX, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_Q(state__in=["queued", "sending", "sent", "failed", "unknown", "withdrawn"]),
                name="mail_state_is_known",
            ),
            models.CheckConstraint(
                condition=_Q(kind__in=["negotiation", "settlement", "general"]), name="mail_kind_is_known"
            ),
            models.CheckConstraint(condition=~_Q(to=[]), name="mail_has_a_recipient"),
            models.CheckConstraint(condition=~_Q(subject="") & ~_Q(body=""), name="mail_says_something"),
            models.CheckConstraint(condition=~_Q(subject__regex=r"[\r\n]"), name="mail_subject_is_one_line"),
            models.CheckConstraint(
                condition=_Q(state="sent", sent_at__isnull=False) | (~_Q(state="sent") & _Q(sent_at=None)),
                name="mail_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~_Q(state__in=["failed", "unknown"]) | ~_Q(trouble=""), name="mail_trouble_is_said"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="mail_by_case"),
            models.Index(
                fields=["next_try_at"],
                condition=_Q(state__in=["queued", "sending"]),
                name="mail_to_be_sent",
            ),
        ]


class Attachment(models.Model):
    """A document that goes with a mail, in the version that it had then."""

    id = models.BigAutoField(primary_key=True)
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mail", "document"], name="mail_attaches_a_document_once"),
        ]
