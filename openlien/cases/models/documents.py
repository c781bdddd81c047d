"""Files of a case: kept outside the web root, named by chance, known by their hash."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key

from .cases import Case
from .parties import Party


class Document(models.Model):
    """One uploaded file and what it is."""

    class Kind(models.TextChoices):
        """What the file shows."""

        PHOTO_ID = "photo_id", "Photo identification"
        BILL = "bill", "Medical bill"
        OUTSIDE_BILL = "outside_bill", "Outside medical bill"
        LETTER_OF_PROTECTION = "letter_of_protection", "Letter of protection"
        CORRESPONDENCE = "correspondence", "Correspondence"
        OTHER = "other", "Other"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    party = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(max_length=24, choices=Kind)
    title = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=100)
    sha256 = models.BinaryField(max_length=32)
    size_bytes = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="document_has_a_title")]
