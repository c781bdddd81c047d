"""Checks received for a settlement and checks issued from it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Party
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from ..check_rules import CheckStatus, CheckType, Direction
from .settlements import Settlement
from .setup import EscrowAccount


class Check(models.Model):
    """One check, in or out of the trust account of its settlement.

    `source` names what a distribution check was made from, so that it is made once; `lines` are the records
    that a lump check pays.
    """

    id = uuidv7_key()
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="checks")
    escrow_account = models.ForeignKey(EscrowAccount, on_delete=models.PROTECT, related_name="checks")
    direction = models.CharField(max_length=3, choices=Direction.choices())
    drawn_on = models.DateField()
    amount = UsdField()
    status = models.CharField(max_length=10, choices=CheckStatus.choices())
    number = models.CharField(max_length=20, blank=True, default="")
    payee = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    custom_payee = models.CharField(max_length=200, blank=True, default="")
    type = models.CharField(max_length=16, choices=CheckType.choices())
    mailed_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    cleared_on = models.DateField(null=True, blank=True)
    comments = models.CharField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=100, blank=True, default="")
    lines = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="check_is_positive"),
            models.CheckConstraint(
                condition=models.Q(direction__in=Direction.codes()), name="check_direction_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=CheckType.codes()), name="check_type_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    direction="out",
                    status__in=["hold", "review", "print", "issue", "pending", "printed", "cleared", "void"],
                )
                | models.Q(direction="in", status__in=["pending", "hold", "deposited", "cleared", "void"]),
                name="check_status_fits_its_direction",
            ),
            models.CheckConstraint(
                condition=models.Q(status="cleared", cleared_on__isnull=False)
                | (~models.Q(status="cleared") & models.Q(cleared_on__isnull=True)),
                name="check_cleared_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["escrow_account", "number"],
                condition=models.Q(direction="out") & ~models.Q(number=""),
                name="check_number_is_unique_per_account",
            ),
            models.UniqueConstraint(
                fields=["settlement", "number"],
                condition=models.Q(direction="in") & ~models.Q(number="") & ~models.Q(status="void"),
                name="received_check_is_entered_once",
            ),
            models.UniqueConstraint(
                fields=["settlement", "source"],
                condition=~models.Q(source="") & ~models.Q(status="void"),
                name="distribution_check_is_made_once",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="check_key_belongs_to_a_content",
            ),
        ]
        indexes = [models.Index(fields=["settlement", "drawn_on", "id"], name="check_by_settlement")]
