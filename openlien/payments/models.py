"""Money received, its allocation to bills, and reductions and bad debt.

For every bill: billed = collected + reduction + bad debt + open, as long as nothing came in above what the
bill comes to. What did is a refund due: sql/refunds.sql.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Batch, Bill, Case
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key
from openlien.negotiation.models import PayoffAgreement

_SIGNED_BY_ITS_ORIGIN = models.Q(amount__gt=0, reverses__isnull=True) | (
    models.Q(amount__lt=0) & (models.Q(batch__isnull=False) | models.Q(reverses__isnull=False))
)


class Receipt(models.Model):
    """Money that came in for a case on a day; negative where it takes an earlier one back.

    An import corrects what it brought; a person reverses one receipt, whole and once.
    """

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="receipts")
    deposited_on = models.DateField()
    amount = UsdField()
    payer = models.CharField(max_length=120, blank=True, default="")
    reference = models.CharField(max_length=60, blank=True, default="")
    # A reversal names what it takes back, and why.
    reverses = models.ForeignKey(
        "self", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="reversals"
    )
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_SIGNED_BY_ITS_ORIGIN, name="receipt_is_positive"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=models.Q(reverses__isnull=False),
                name="receipt_is_reversed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | ~models.Q(reason=""),
                name="receipt_reversal_has_a_reason",
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
    """What was given up of a bill: a negotiated reduction, or a loss recognised as bad debt.

    Bad debt that people book was asked for by one person, `recorded_by`, and approved by another.
    """

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
    reverses = models.ForeignKey(
        "self", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="reversals"
    )
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="adjustments"
    )
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The agreement that gave it up, and with whose end it is given back.
    agreement = models.ForeignKey(
        PayoffAgreement,
        null=True,
        blank=True,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="reductions",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_SIGNED_BY_ITS_ORIGIN, name="adjustment_is_positive"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=models.Q(reverses__isnull=False),
                name="adjustment_is_reversed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | ~models.Q(reason=""),
                name="adjustment_reversal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="bad_debt")
                | models.Q(batch__isnull=False)
                | models.Q(approved_by__isnull=False),
                name="bad_debt_is_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(recorded_by__isnull=True)
                | ~models.Q(approved_by=models.F("recorded_by")),
                name="bad_debt_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["reduction", "bad_debt"]), name="adjustment_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="adjustment_key_belongs_to_a_content",
            ),
        ]
        indexes = [
            models.Index(fields=["bill"], name="adjustment_by_bill"),
            models.Index(
                fields=["agreement"],
                condition=models.Q(agreement__isnull=False),
                name="adjustment_by_agreement",
            ),
        ]


class AgreedBill(models.Model):
    """What a bill said of its payoff before an agreement, which comes back with its end; never changed."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(PayoffAgreement, on_delete=models.PROTECT, related_name="agreed_bills")
    bill = models.ForeignKey(Bill, db_index=False, on_delete=models.PROTECT, related_name="+")
    payoff_status = models.CharField(max_length=20)
    payoff_agreed = UsdField(null=True)
    payoff_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "agreement"], name="agreed_bill_is_one_an_agreement")
        ]


class WriteOffRequest(models.Model):
    """Bad debt that somebody asks for; it changes nothing until another person approves it."""

    class Status(models.TextChoices):
        """Whether somebody has decided."""

        PENDING = "pending", "Waiting for approval"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    id = uuidv7_key()
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="write_off_requests")
    amount = UsdField()
    effective_on = models.DateField()
    reason = models.CharField(max_length=300)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.CharField(max_length=300, blank=True, default="")
    adjustment = models.OneToOneField(
        Adjustment, null=True, blank=True, on_delete=models.PROTECT, related_name="request"
    )
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="write_off_request_is_positive"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="write_off_request_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(status="pending", decided_at__isnull=True, adjustment__isnull=True)
                | models.Q(status="approved", decided_at__isnull=False, adjustment__isnull=False)
                | (
                    models.Q(status="refused", decided_at__isnull=False, adjustment__isnull=True)
                    & ~models.Q(refusal_reason="")
                ),
                name="write_off_request_says_what_became_of_it",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="approved")
                | models.Q(requested_by__isnull=True)
                | ~models.Q(decided_by=models.F("requested_by")),
                name="write_off_request_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="write_off_request_key_belongs_to_a_content",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(status="pending"),
                name="write_off_request_waiting",
            )
        ]
