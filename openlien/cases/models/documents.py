"""Files: kept outside the web root, named by chance, known by their hash."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key

from .cases import Case
from .parties import Party


class Document(models.Model):
    """One uploaded file and what it is: of a case, or of none where it supports a journal without one."""

    class Kind(models.TextChoices):
        """What the file shows."""

        PHOTO_ID = "photo_id", "Photo identification"
        BILL = "bill", "Medical bill"
        OUTSIDE_BILL = "outside_bill", "Outside medical bill"
        LETTER_OF_PROTECTION = "letter_of_protection", "Letter of protection"
        CLOSING_STATEMENT = "closing_statement", "Closing statement"
        CORRESPONDENCE = "correspondence", "Correspondence"
        OTHER = "other", "Other"

    id = uuidv7_key()
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    party = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(max_length=24, choices=Kind)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200, default="")
    stored_name = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=100)
    sha256 = models.BinaryField(max_length=32)
    size_bytes = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now())
    version = models.PositiveSmallIntegerField(db_default=1, default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replaced_by"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(condition=models.Q(size_bytes__gt=0), name="document_is_not_empty"),
            models.CheckConstraint(
                condition=models.Q(replaces=None, version=1)
                | models.Q(replaces__isnull=False, version__gt=1),
                name="document_version_follows_another",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="document_is_withdrawn_for_a_reason",
            ),
        ]
