"""Medical bills: what was done, what it retails for, and how its payoff stands."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.kit.fields import UsdField, uuidv7_key

from ..codes import ArType, FundingStage, PayoffStatus
from .cases import Case
from .parties import Party
from .provenance import Batch


class Bill(models.Model):
    """One billed line of a case: a facility, a code, a day, an amount."""

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bills")
    number = models.CharField(max_length=40, blank=True, default="")
    external_id = models.CharField(max_length=64, blank=True, default="")
    facility = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="bills")
    provider_group = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="group_bills"
    )
    is_in_network = models.BooleanField(default=True)
    code = models.CharField(max_length=10, blank=True, default="")
    description = models.CharField(max_length=200, blank=True, default="")
    quantity = models.PositiveIntegerField(default=1)
    service_on = models.DateField(null=True, blank=True)
    invoice_on = models.DateField()
    originated_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    billed = UsdField()
    contracted = UsdField(null=True, blank=True)
    payoff_agreed = UsdField(null=True, blank=True)
    payoff_status = models.CharField(
        max_length=20, choices=[(code.value, code.label) for code in PayoffStatus], default="unknown"
    )
    # The day since which the payoff status is known; blank where only the latest status is.
    payoff_on = models.DateField(null=True, blank=True)
    capped_on = models.DateField(null=True, blank=True)
    funding_stage = models.CharField(
        max_length=20, choices=[(code.value, code.label) for code in FundingStage], blank=True, default=""
    )
    ar_type = models.CharField(
        max_length=20, choices=[(code.value, code.label) for code in ArType], blank=True, default=""
    )
    tranche = models.CharField(max_length=80, blank=True, default="")
    ar_book = models.CharField(max_length=80, blank=True, default="")
    # What the exporting tool said was open; ours holds, a difference is a warning.
    stated_open = UsdField(null=True, blank=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="bills")
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~models.Q(external_id=""), name="bill_external_id_is_unique"
            ),
            models.CheckConstraint(condition=models.Q(billed__gte=0), name="bill_is_not_negative"),
            models.CheckConstraint(
                condition=models.Q(contracted__isnull=True) | models.Q(contracted__gte=0),
                name="bill_contracted_is_not_negative",
            ),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="bill_quantity_is_positive"),
            models.CheckConstraint(
                condition=models.Q(payoff_status__in=[code.value for code in PayoffStatus]),
                name="bill_payoff_status_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="bill_by_case"),
            models.Index(fields=["invoice_on"], name="bill_by_invoice_date"),
            models.Index(fields=["provider_group"], name="bill_by_provider_group"),
            models.Index(fields=["tranche"], name="bill_by_tranche"),
        ]
