"""Notes of bills, bills of providers outside the network, and what is known of the settlement."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Bill, Case, Document
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from ..vocabulary import FeeBasis, Payer


def _not_negative(fields: list[str], name: str) -> models.CheckConstraint:
    condition = models.Q()
    for field in fields:
        condition &= models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__gte": 0})
    return models.CheckConstraint(condition=condition, name=name)


class BillNote(models.Model):
    """What somebody noted about a bill; never changed."""

    id = uuidv7_key()
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="notes")
    body = models.CharField(max_length=1000)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now())
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(body=""), name="bill_note_says_something"),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="bill_note_key_belongs_to_a_content",
            ),
        ]


class OutsideBill(models.Model):
    """A bill of a provider outside the network, what it was promised in writing, and who paid of it."""

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outside_bills")
    provider = models.CharField(max_length=200)
    billed = UsdField()
    promised = UsdField(null=True, blank=True)
    payer = models.CharField(max_length=10, choices=Payer, default=Payer.NONE)
    paid = UsdField()
    copy = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="outside_bills"
    )
    copy_requested_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(provider=""), name="outside_bill_names_its_provider"),
            models.CheckConstraint(condition=models.Q(billed__gt=0), name="outside_bill_is_positive"),
            _not_negative(["promised", "paid"], "outside_bill_amounts_are_not_negative"),
            models.CheckConstraint(
                condition=models.Q(payer__in=Payer.values), name="outside_bill_payer_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(payer="none") | models.Q(paid=0), name="outside_bill_paid_names_its_payer"
            ),
            models.CheckConstraint(
                condition=models.Q(promised__isnull=True) | models.Q(promised__lte=models.F("billed")),
                name="outside_bill_promise_is_within_the_bill",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="outside_bill_key_belongs_to_a_content",
            ),
        ]


class FinancialInformation(models.Model):
    """What the firm told of the settlement: its amount, fee by amount or percent, costs, client funding."""

    id = uuidv7_key()
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="financial_information")
    settled = UsdField(null=True, blank=True)
    fee_basis = models.CharField(max_length=7, choices=FeeBasis, default=FeeBasis.AMOUNT)
    fee = UsdField(null=True, blank=True)
    fee_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    costs = UsdField(null=True, blank=True)
    client_funding = UsdField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            _not_negative(
                ["settled", "fee", "costs", "client_funding"], "financial_information_is_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(fee_basis="amount", fee_percent__isnull=True)
                | models.Q(
                    fee_basis="percent",
                    fee_percent__isnull=False,
                    fee_percent__gte=0,
                    fee_percent__lte=100,
                    fee__isnull=True,
                ),
                name="financial_information_fee_follows_its_basis",
            ),
        ]
