"""Money received, its allocation to bills, and reductions and bad debt.

For every bill: billed = collected + reduction + bad debt + open, or the excess is a refund due.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Batch, Bill, Case
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key


class Receipt(models.Model):
    """Money that came in for a case on a day; negative only where an import corrects an earlier one."""

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="receipts")
    deposited_on = models.DateField()
    amount = UsdField()
    payer = models.CharField(max_length=120, blank=True, default="")
    reference = models.CharField(max_length=60, blank=True, default="")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) | (models.Q(amount__lt=0) & models.Q(batch__isnull=False)),
                name="receipt_is_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="receipt_key_belongs_to_a_content",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="receipt_by_case"),
            models.Index(fields=["deposited_on"], name="receipt_by_deposit_date"),
        ]


class Allocation(models.Model):
    """The part of a receipt that pays one bill; the parts sum to the receipt."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="allocations")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="allocations")
    amount = UsdField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "bill"], name="allocation_pays_a_bill_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="allocation_is_not_zero"),
        ]
        indexes = [models.Index(fields=["bill"], name="allocation_by_bill")]


class Adjustment(models.Model):
    """What was given up of a bill: a negotiated reduction, or a loss recognised as bad debt."""

    class Kind(models.TextChoices):
        """A reduction is not a bad debt and is counted once."""

        REDUCTION = "reduction", "Reduction"
        BAD_DEBT = "bad_debt", "Bad debt"

    id = uuidv7_key()
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = UsdField()
    effective_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True, default="")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="adjustments"
    )
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) | (models.Q(amount__lt=0) & models.Q(batch__isnull=False)),
                name="adjustment_is_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["reduction", "bad_debt"]), name="adjustment_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="adjustment_key_belongs_to_a_content",
            ),
        ]
        indexes = [models.Index(fields=["bill"], name="adjustment_by_bill")]
