"""What stands for and against a recovery: insurance coverage, liens and case expenses."""

from __future__ import annotations

from django.db import models

from openlien.kit.fields import UsdField, uuidv7_key

from .cases import Case, Plaintiff
from .parties import Party

_LIEN_AMOUNTS = ("asserted", "confirmed", "waived", "current_payoff", "negotiated", "paid")


def _not_negative(field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__gte": 0}), name=name
    )


class Coverage(models.Model):
    """One insurance policy that may pay in a case."""

    class Kind(models.TextChoices):
        """The coverage of the glossary."""

        BODILY_INJURY = "bi", "Bodily injury"
        UNINSURED = "um", "Uninsured or underinsured motorist"
        MEDICAL_PAYMENTS = "medpay", "Medical payments"
        NO_FAULT = "pip", "Personal injury protection"
        OTHER = "other", "Other"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="coverages")
    # The plaintiff whose own policy it is; blank for a defendant's policy.
    plaintiff = models.ForeignKey(
        Plaintiff, null=True, blank=True, on_delete=models.CASCADE, related_name="coverages"
    )
    insurer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BODILY_INJURY)
    policy_number = models.CharField(max_length=60, blank=True, default="")
    claim_number = models.CharField(max_length=60, blank=True, default="")
    insured_name = models.CharField(max_length=200, blank=True, default="")
    limit_per_person = UsdField(null=True, blank=True)
    limit_per_accident = UsdField(null=True, blank=True)
    adjuster = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    administrator = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            _not_negative("limit_per_person", "coverage_person_limit_is_not_negative"),
            _not_negative("limit_per_accident", "coverage_accident_limit_is_not_negative"),
        ]


class Lien(models.Model):
    """A claim on the recovery: its holder and the six amounts it passes through."""

    class Kind(models.TextChoices):
        """Who holds the lien, in the order of payment."""

        MEDICARE = "medicare", "Medicare"
        MEDICAID = "medicaid", "Medicaid"
        GOVERNMENT = "government", "Other government"
        HOSPITAL = "hospital", "Hospital"
        WORKERS_COMPENSATION = "workers_compensation", "Workers' compensation"
        HEALTH_PLAN = "health_plan", "Health plan"
        LETTER_OF_PROTECTION = "letter_of_protection", "Letter of protection"
        FUNDING = "funding", "Pre-settlement funding"
        ATTORNEY = "attorney", "Prior attorney"

    class PlanFunding(models.TextChoices):
        """Who pays for a health plan: it decides whether the limits of a state apply."""

        UNKNOWN = "unknown", "Unknown"
        INSURED = "insured", "Insured"
        SELF_FUNDED = "self_funded", "Self-funded (ERISA)"

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="liens")
    plaintiff = models.ForeignKey(
        Plaintiff, null=True, blank=True, on_delete=models.CASCADE, related_name="liens"
    )
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    is_ours = models.BooleanField(default=False)
    kind = models.CharField(max_length=24, choices=Kind)
    asserted = UsdField(null=True, blank=True)
    confirmed = UsdField(null=True, blank=True)
    waived = UsdField(null=True, blank=True)
    current_payoff = UsdField(null=True, blank=True)
    negotiated = UsdField(null=True, blank=True)
    paid = UsdField(null=True, blank=True)
    comments = models.CharField(max_length=500, blank=True, default="")
    # The number under which the holder keeps the claim.
    reference = models.CharField(max_length=60, blank=True, default="")
    first_notice_on = models.DateField(null=True, blank=True)
    is_final = models.BooleanField(default=False)
    plan_funding = models.CharField(max_length=12, choices=PlanFunding, default=PlanFunding.UNKNOWN)
    # Who collects for the holder, and how it was written to.
    recovery_agency = models.CharField(max_length=200, blank=True, default="", db_default="")
    certified_mail_number = models.CharField(max_length=40, blank=True, default="", db_default="")
    policy_received_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    check_number = models.CharField(max_length=20, blank=True, default="", db_default="")
    release_received_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [_not_negative(field, f"lien_{field}_is_not_negative") for field in _LIEN_AMOUNTS]


class CaseExpense(models.Model):
    """Money the firm spent on the case."""

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="expenses")
    plaintiff = models.ForeignKey(
        Plaintiff, null=True, blank=True, on_delete=models.CASCADE, related_name="expenses"
    )
    incurred_on = models.DateField()
    description = models.CharField(max_length=200)
    amount = UsdField()
    is_recoverable = models.BooleanField(default=True)
    is_financed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="case_expense_is_positive")
        ]
