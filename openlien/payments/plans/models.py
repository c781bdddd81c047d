"""Payment plans of a case, their instalments, and the reminders of them.

What is paid of an instalment is never kept here: it follows from the receipts of the case.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Case, Task
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key
from openlien.negotiation.models import PayoffAgreement

from .schedule import Interval

DAYS_MAX = 60


class PaymentPlan(models.Model):
    """How the open money of a case is to come: a total in instalments, one active plan a case.

    Money recorded after the plan was made pays it, so ids, which follow time, say which receipts count.
    """

    class Status(models.TextChoices):
        """Whether it still says what is to come; completed is one that was paid when the next one came."""

        ACTIVE = "active", "Active"
        COMPLETED = "completed", "Completed"
        CANCELLED = "cancelled", "Cancelled"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="payment_plans")
    agreement = models.ForeignKey(
        PayoffAgreement, null=True, blank=True, on_delete=models.PROTECT, related_name="payment_plans"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.ACTIVE)
    amount = UsdField()
    interval = models.CharField(max_length=8, choices=[(each.value, each.label) for each in Interval])
    # Days before and after an instalment on which somebody is reminded of it; 0 is not at all.
    days_before = models.PositiveSmallIntegerField(default=3)
    days_after = models.PositiveSmallIntegerField(default=3)
    is_reminded_on_day = models.BooleanField(default=True)
    note = models.CharField(max_length=500, blank=True, default="")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ending_reason = models.CharField(max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status="active"),
                name="payment_plan_is_active_once_a_case",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_plan_is_positive"),
            models.CheckConstraint(
                condition=models.Q(interval__in=[each.value for each in Interval]),
                name="payment_plan_interval_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(days_before__lte=DAYS_MAX, days_after__lte=DAYS_MAX),
                name="payment_plan_reminds_near_the_day",
            ),
            models.CheckConstraint(
                condition=models.Q(status="active", ended_on__isnull=True)
                | models.Q(status="completed", ended_on__isnull=False)
                | (models.Q(status="cancelled", ended_on__isnull=False) & ~models.Q(ending_reason="")),
                name="payment_plan_says_how_it_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="payment_plan_key_belongs_to_a_content",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="payment_plan_by_case")]


class Instalment(models.Model):
    """One part of a plan: how much on which day."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(PaymentPlan, on_delete=models.CASCADE, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = UsdField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="instalment_number_is_used_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="instalment_is_positive"),
        ]


class Reminder(models.Model):
    """A reminder that became due by the plan or that somebody sent by hand.

    It names the instalment by its day, so that it outlives a change of the plan; without one it is about
    all that is open on the case.
    """

    class Kind(models.TextChoices):
        """When it became due, seen from the instalment."""

        BEFORE = "before", "Before the day"
        ON = "on", "On the day"
        AFTER = "after", "After the day"
        BY_HAND = "by_hand", "By hand"

    class Channel(models.TextChoices):
        """How somebody was reminded."""

        EMAIL = "email", "E-mail"
        CALL = "call", "Call"
        FAX = "fax", "Fax"
        LETTER = "letter", "Letter"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="payment_reminders")
    plan = models.ForeignKey(
        PaymentPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="reminders"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    amount = UsdField()
    kind = models.CharField(max_length=7, choices=Kind)
    raised_on = models.DateField()
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "due_on", "kind"],
                condition=~models.Q(kind="by_hand"),
                name="reminder_is_raised_once",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True, channel="")
                | (models.Q(sent_at__isnull=False) & ~models.Q(channel="")),
                name="reminder_says_how_it_was_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="by_hand") | models.Q(plan__isnull=False, due_on__isnull=False),
                name="reminder_of_a_plan_names_its_day",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="payment_reminder_by_case")]
