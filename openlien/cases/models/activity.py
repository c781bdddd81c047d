"""What happened on a case and what is to do."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key

from .cases import Case


class Activity(models.Model):
    """One event on a case's timeline: who, what, when, to which object."""

    class Kind(models.TextChoices):
        """What happened."""

        STAGE = "stage", "Stage changed"
        PAYMENT = "payment", "Payment received"
        ADJUSTMENT = "adjustment", "Adjustment recorded"
        OFFER = "offer", "Offer"
        CALL = "call", "Call"
        EMAIL = "email", "E-mail"
        FAX = "fax", "Fax"
        NOTE = "note", "Note"
        DOCUMENT = "document", "Document"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=20, choices=Kind)
    happened_at = models.DateTimeField(db_default=Now())
    summary = models.CharField(max_length=300)
    body = models.TextField(blank=True, default="")
    object_id = models.CharField(max_length=64, blank=True, default="")
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(summary=""), name="activity_has_a_summary")]
        indexes = [models.Index(fields=["case", "happened_at"], name="activity_by_case")]


class Task(models.Model):
    """A follow-up: what is to do on a case, by whom, until when."""

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    assigned_to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="tasks")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="task_has_a_title")]
        indexes = [models.Index(fields=["assigned_to", "due_on"], name="task_by_assignee")]
