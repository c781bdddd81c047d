"""Closing statements: each version frozen as it was given to the client."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Document
from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key

from .settlements import Settlement


class ClosingStatement(models.Model):
    """One version of the statement of a settlement; the latest counts, the others are superseded."""

    class Approval(models.TextChoices):
        """How the client approved."""

        IN_PERSON = "in_person", "Signed in person"
        MAIL = "mail", "Signed and mailed back"
        ELECTRONIC = "electronic", "Signed electronically"
        EMAIL = "email", "Approved by e-mail"

    id = uuidv7_key()
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="closing_statements")
    version = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    superseded_at = models.DateTimeField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_how = models.CharField(max_length=12, choices=Approval, blank=True, default="")
    approved_words = models.CharField(max_length=300, blank=True, default="")
    approval_recorded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approval_recorded_at = models.DateTimeField(null=True, blank=True)
    signed_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "version"], name="closing_statement_version_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["settlement"],
                condition=models.Q(superseded_at__isnull=True),
                name="closing_statement_has_one_current_version",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    approved_on__isnull=True, approved_how="", approval_recorded_at__isnull=True
                )
                | models.Q(
                    approved_on__isnull=False,
                    approved_how__in=["in_person", "mail", "electronic", "email"],
                    approval_recorded_at__isnull=False,
                ),
                name="closing_statement_approval_says_when_and_how",
            ),
        ]
