"""The texts of the offer letter: each version one row that is never changed; the last one is in force."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key

SUBJECT_LETTERS_MAX = 200
BODY_LETTERS_MAX = 6000


class LetterVersion(models.Model):
    """What the letter said from a moment on, who changed it, and when."""

    id = uuidv7_key()
    number = models.PositiveIntegerField(unique=True)
    subject = models.CharField(max_length=SUBJECT_LETTERS_MAX)
    body = models.TextField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="letter_version_counts_from_one"),
            models.CheckConstraint(
                condition=~models.Q(subject="") & ~models.Q(body=""), name="letter_version_says_something"
            ),
        ]
