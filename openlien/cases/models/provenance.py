"""Where facts came from: one batch for each import or demo load."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key


class Batch(models.Model):
    """Facts that entered together and can be taken back together while nothing was built on them."""

    class Kind(models.TextChoices):
        """What brought the facts."""

        PORTFOLIO = "portfolio", "Portfolio export"
        DEMO = "demo", "Demo portfolio"

    id = uuidv7_key()
    kind = models.CharField(max_length=20, choices=Kind)
    as_of = models.DateField()
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["portfolio", "demo"]), name="batch_kind_is_known"
            ),
        ]
