"""One round of negotiation: who spoke with whom, what was demanded, offered, authorized and agreed."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Case, Coverage, Party, Plaintiff
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key
from openlien.settlement.models import Settlement


class Round(models.Model):
    """A round of one plaintiff, or of all where none is named.

    What was agreed is the gross of its linked settlement and is kept there only, so that the two cannot
    differ (ruling B3).
    """

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rounds")
    plaintiff = models.ForeignKey(
        Plaintiff, null=True, blank=True, on_delete=models.PROTECT, related_name="rounds"
    )
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    coverage = models.ForeignKey(Coverage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    counterparty = models.JSONField(default=dict)
    held_on = models.DateField()
    negotiated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorized = UsdField(null=True, blank=True)
    demand = UsdField(null=True, blank=True)
    offer = UsdField(null=True, blank=True)
    settlement = models.OneToOneField(
        Settlement, null=True, blank=True, on_delete=models.SET_NULL, related_name="round"
    )
    note = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__gte": 0}),
                    name=f"round_{field}_is_not_negative",
                )
                for field in ("authorized", "demand", "offer")
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="round_key_belongs_to_a_content",
            ),
        ]
        indexes = [models.Index(fields=["case", "held_on", "id"], name="round_by_case")]
