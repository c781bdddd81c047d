"""Settlement calculations with their inputs, and reductions of liens that wait for a named person."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Lien
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from ..calculations.fees import FeeBasis
from ..input_rules import InputName
from .settlements import Settlement

SHARE_LETTERS_MAX = 40


class SettlementCalculation(models.Model):
    """The calculation of a settlement, or a what-if beside it, which has a name."""

    id = uuidv7_key()
    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="calculations")
    name = models.CharField(max_length=60, blank=True, default="")
    fee_basis = models.CharField(
        max_length=24, choices=[(each.value, each.label) for each in FeeBasis], default=FeeBasis.GROSS.value
    )
    fee_share = models.CharField(max_length=SHARE_LETTERS_MAX, blank=True, default="")
    fee_fixed = UsdField(null=True, blank=True)
    fee_schedule = models.CharField(max_length=60, blank=True, default="")
    reduced_to = UsdField(null=True, blank=True)
    reduce_by = UsdField(null=True, blank=True)
    referral_share = models.CharField(max_length=SHARE_LETTERS_MAX, blank=True, default="")
    co_counsel_share = models.CharField(max_length=SHARE_LETTERS_MAX, blank=True, default="")
    sales_tax_share = models.CharField(max_length=SHARE_LETTERS_MAX, blank=True, default="")
    common_benefit_share = models.CharField(max_length=SHARE_LETTERS_MAX, blank=True, default="")
    expense_rate = models.CharField(max_length=SHARE_LETTERS_MAX, blank=True, default="")
    # Several recoveries that make up the gross, each with payer, amount and its own share of fee.
    recoveries = models.JSONField(default=list, blank=True)
    # Keys of the source lines that are not paid at settlement.
    not_paid = models.JSONField(default=list, blank=True)
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "name"], name="settlement_calculation_is_named_once"
            ),
            models.CheckConstraint(
                condition=models.Q(fee_basis__in=[each.value for each in FeeBasis]),
                name="settlement_calculation_basis_is_known",
            ),
        ]


class CalculationInput(models.Model):
    """One input: what counts, what its source said when it was pulled, whether a person overrode it."""

    id = models.BigAutoField(primary_key=True)
    calculation = models.ForeignKey(SettlementCalculation, on_delete=models.CASCADE, related_name="inputs")
    name = models.CharField(max_length=24, choices=InputName.choices())
    value = UsdField()
    # None: no other page holds this figure.
    source_value = UsdField(null=True, blank=True)
    # The records that the source value is the sum of; they stay when a person overrides the total.
    lines = models.JSONField(default=list, blank=True)
    is_overridden = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calculation", "name"], name="calculation_input_stands_once"),
            models.CheckConstraint(
                condition=models.Q(value__gte=0), name="calculation_input_is_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(name__in=InputName.codes()), name="calculation_input_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_overridden=True)
                | models.Q(source_value__isnull=True, value=0)
                | models.Q(value=models.F("source_value")),
                name="calculation_input_says_it_is_overridden",
            ),
        ]


class ReductionProposal(models.Model):
    """What a rule leaves of a lien, with its working; it changes nothing until another person approves it."""

    class Status(models.TextChoices):
        """Whether somebody has decided."""

        PROPOSED = "proposed", "Proposed"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    id = uuidv7_key()
    lien = models.ForeignKey(Lien, on_delete=models.PROTECT, related_name="reduction_proposals")
    rule = models.CharField(max_length=60)
    inputs = models.JSONField(default=dict)
    trace = models.JSONField(default=list)
    # What the rule said on its day: citation, time in force, last check, what is to be verified.
    law = models.JSONField(default=dict, blank=True)
    amount_before = UsdField()
    amount = UsdField()
    status = models.CharField(max_length=8, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.CharField(max_length=300, blank=True, default="")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, amount__lte=models.F("amount_before")),
                name="reduction_proposal_reduces",
            ),
            models.CheckConstraint(
                condition=models.Q(status="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | models.Q(
                    status__in=["approved", "refused"], decided_at__isnull=False, decided_by__isnull=False
                ),
                name="reduction_proposal_says_who_decided",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="approved") | ~models.Q(decided_by=models.F("proposed_by")),
                name="reduction_proposal_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="reduction_proposal_key_belongs_to_a_content",
            ),
        ]
