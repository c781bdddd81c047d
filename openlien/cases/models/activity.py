"""What happened on a case and what is to do."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key

from .cases import Case
from .parties import Party

_Q = models.Q
_CONTACTS = ["call", "email", "fax"]
_WRITTEN = ["note", *_CONTACTS]


class Activity(models.Model):
    """One event on a case's timeline: who, what, when, to which object.

    What stands here never changes, but for the pin: a correction is a version that takes the place of the
    entry it `corrects`, which stays to be read.
    """

    class Kind(models.TextChoices):
        """What happened."""

        STAGE = "stage", "Stage changed"
        PAYMENT = "payment", "Payment received"
        ADJUSTMENT = "adjustment", "Adjustment recorded"
        OFFER = "offer", "Offer"
        ROUND = "round", "Negotiation round"
        SETTLEMENT = "settlement", "Settlement"
        CHECK = "check", "Check"
        CALL = "call", "Call"
        EMAIL = "email", "E-mail"
        FAX = "fax", "Fax"
        NOTE = "note", "Note"
        DOCUMENT = "document", "Document"
        TASK = "task", "Follow-up"
        ASSIGNMENT = "assignment", "Assignment"

    class Direction(models.TextChoices):
        """Who got in touch with whom."""

        OUT = "out", "Out"
        IN = "in", "In"

    class Outcome(models.TextChoices):
        """What came of a call."""

        REACHED = "reached", "Reached"
        LEFT_MESSAGE = "left_message", "Left a message"
        NO_ANSWER = "no_answer", "No answer"
        BUSY = "busy", "Busy"
        CALL_BACK = "call_back", "Will call back"
        WRONG_NUMBER = "wrong_number", "Wrong number"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=20, choices=Kind)
    happened_at = models.DateTimeField(db_default=Now())
    summary = models.CharField(max_length=300)
    body = models.TextField(blank=True, default="")
    object_id = models.CharField(max_length=64, blank=True, default="")
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction, blank=True, default="", db_default="")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="", db_default="")
    # Somebody of the case, or a name that nobody keeps a record of.
    contact = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    # The number or address that was called or written to, as it was then.
    contact_point = models.CharField(max_length=300, blank=True, default="", db_default="")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    is_pinned = models.BooleanField(default=False, db_default=False)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="corrected_by"
    )
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~_Q(summary=""), name="activity_has_a_summary"),
            models.CheckConstraint(
                condition=_Q(kind="call") | _Q(outcome="", minutes=None), name="activity_outcome_is_of_a_call"
            ),
            models.CheckConstraint(
                condition=_Q(kind__in=_CONTACTS) | _Q(direction="", contact_name="", contact_point=""),
                name="activity_direction_is_of_a_contact",
            ),
            models.CheckConstraint(
                condition=_Q(minutes=None) | _Q(minutes__lte=1440), name="activity_lasts_a_day_at_most"
            ),
            models.CheckConstraint(
                condition=_Q(corrects=None, version=1)
                | _Q(corrects__isnull=False, version__gt=1, kind__in=_WRITTEN),
                name="activity_version_follows_another",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "happened_at"], name="activity_by_case"),
            models.Index(
                fields=["case", "-happened_at"],
                condition=_Q(kind__in=_CONTACTS),
                name="activity_last_contact",
            ),
        ]


class Task(models.Model):
    """A follow-up: what is to do on a case, by whom, until when; open, done or cancelled."""

    class Kind(models.TextChoices):
        """What is to do."""

        CALL = "call", "Call"
        EMAIL = "email", "E-mail"
        DOCUMENT = "document", "Chase a document"
        OFFER = "offer", "Answer or renew an offer"
        PAYMENT = "payment", "Chase a payment"
        OTHER = "other", "Other"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER, db_default="other")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, default="", db_default="")
    due_on = models.DateField()
    assigned_to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="tasks")
    # The call or note that led to it.
    follows = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="follow_ups"
    )
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # How it ended, or why it was not done.
    result = models.CharField(max_length=500, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1)
    idempotency_key = models.CharField(max_length=130, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~_Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(
                condition=_Q(done_at=None) | _Q(cancelled_at=None), name="task_is_done_or_cancelled"
            ),
        ]
        indexes = [
            models.Index(fields=["assigned_to", "due_on"], name="task_by_assignee"),
            models.Index(
                fields=["case", "due_on"],
                condition=_Q(done_at=None, cancelled_at=None),
                name="task_open_by_case",
            ),
        ]
