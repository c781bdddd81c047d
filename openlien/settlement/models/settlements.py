"""Settlements, and what was taken in as fees from them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Case, Coverage, Party, Plaintiff
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from .setup import EscrowAccount, SettlementType

_KEYED = models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False)


class Settlement(models.Model):
    """An outcome that compensates a plaintiff, or all of them where none is named.

    `counterparty` is what was known of the payer when it was saved: name, insurance type, limits, covered
    party, insured, claim number, adjuster and phone. A firm fee of None is not computed yet.
    """

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="settlements")
    plaintiff = models.ForeignKey(
        Plaintiff, null=True, blank=True, on_delete=models.PROTECT, related_name="settlements"
    )
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    coverage = models.ForeignKey(Coverage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    counterparty = models.JSONField(default=dict)
    settled_on = models.DateField()
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(SettlementType, on_delete=models.PROTECT, related_name="+")
    escrow_account = models.ForeignKey(
        EscrowAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="settlements"
    )
    gross = UsdField()
    firm_fee = UsdField(null=True, blank=True)
    released_to_client_on = models.DateField(null=True, blank=True)
    released_from_client_on = models.DateField(null=True, blank=True)
    released_to_payer_on = models.DateField(null=True, blank=True)
    check_expected_on = models.DateField(null=True, blank=True)
    days_from_release = models.IntegerField(null=True, blank=True)
    distributed_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    comments = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(gross__gt=0), name="settlement_is_positive"),
            models.CheckConstraint(
                condition=models.Q(firm_fee__isnull=True) | models.Q(firm_fee__gte=0),
                name="settlement_firm_fee_is_not_negative",
            ),
            models.CheckConstraint(condition=_KEYED, name="settlement_key_belongs_to_a_content"),
            # Lets a check insist on the account of its settlement.
            models.UniqueConstraint(fields=["id", "escrow_account"], name="settlement_with_its_account"),
        ]
        indexes = [models.Index(fields=["case", "settled_on"], name="settlement_by_case")]


class FeeIntake(models.Model):
    """Money that was taken in and recorded as fee from a settlement."""

    id = uuidv7_key()
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="fee_intakes")
    recorded_on = models.DateField()
    amount = UsdField()
    comments = models.CharField(max_length=300, blank=True, default="")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="fee_intake_is_positive"),
            models.CheckConstraint(condition=_KEYED, name="fee_intake_key_belongs_to_a_content"),
        ]
