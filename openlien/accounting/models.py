"""Facts of the month end: who confirmed which step, what was accrued, and checks of the books."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Bill
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from .month_end import Step

WITHOUT_CHECKLIST = "history"


class MonthEndStep(models.Model):
    """Somebody confirmed a step of a month's checklist; append-only, the newest of a step counts."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField()
    step = models.CharField(
        max_length=10, choices=[*((step.value, step.label) for step in Step), (WITHOUT_CHECKLIST, "History")]
    )
    note = models.CharField(max_length=500, blank=True, default="")
    # How many lines stood in the books up to the month's end: a later number takes the step back.
    lines_seen = models.BigIntegerField()
    confirmed_at = models.DateTimeField(db_default=Now())
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="month_end_step_names_a_month"),
            models.CheckConstraint(
                condition=models.Q(step__in=[*(step.value for step in Step), WITHOUT_CHECKLIST]),
                name="month_end_step_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(step=WITHOUT_CHECKLIST) | ~models.Q(note=""),
                name="month_without_checklist_says_why",
            ),
            models.CheckConstraint(condition=models.Q(lines_seen__gte=0), name="month_end_step_saw_lines"),
        ]
        indexes = [models.Index(fields=["month", "step", "id"], name="month_end_step_by_month")]


class Accrual(models.Model):
    """A service of a month that was not billed by its end, with what is accrued for it.

    Posted once under its own id as the event AccrualMade; from then on it does not change.
    """

    id = uuidv7_key()
    month = models.DateField()
    # An import that is undone takes its bills away, so the database does not insist on the bill.
    bill = models.ForeignKey(Bill, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    served_on = models.DateField()
    billed = UsdField()
    proposed = UsdField(null=True, blank=True)
    working = models.CharField(max_length=200)
    # None: nobody knows yet; 0.00: decided to leave it out.
    amount = UsdField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    journal_id = models.UUIDField(null=True, blank=True, unique=True)
    saved_at = models.DateTimeField(db_default=Now())
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="accrual_names_a_month"),
            models.UniqueConstraint(fields=["month", "bill"], name="accrual_is_made_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="accrual_is_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(journal_id__isnull=True) | models.Q(amount__gt=0),
                name="accrual_posted_has_an_amount",
            ),
        ]
        indexes = [models.Index(fields=["month", "id"], name="accrual_by_month")]


class BooksCheck(models.Model):
    """One check of the books as a job: how far it is, then what it found."""

    class State(models.TextChoices):
        """How far the check is."""

        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"

    id = uuidv7_key()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    started_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=60, blank=True, default="")
    steps_done = models.PositiveSmallIntegerField(default=0)
    # Each part of the check with its figures and its findings, in order.
    parts = models.JSONField(default=list)
    findings = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "failed"]),
                name="books_check_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["done", "failed"]) | models.Q(finished_at__isnull=False),
                name="books_check_says_when_it_ended",
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="books_check_by_time")]
