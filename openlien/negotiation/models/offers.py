"""Offers of a case with a line a bill, the limits above which they are approved, and what was agreed."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Bill, Case
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from ..vocabulary import EXPIRING_STATUSES, OPEN_STATUSES, Direction, OfferStatus

_APPROVED = [OfferStatus.APPROVED.value, OfferStatus.SENT.value, OfferStatus.ACCEPTED.value]
_OPEN = sorted(status.value for status in OPEN_STATUSES)


class NegotiationPolicy(models.Model):
    """When an offer needs approval, and how long one holds; one row.

    *Units*: percent of retail, USD, days.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    approval_percent_below = models.DecimalField(max_digits=5, decimal_places=2, db_default=60)
    approval_amount_above = UsdField(null=True, blank=True)
    validity_days = models.PositiveSmallIntegerField(db_default=14)
    version = models.PositiveIntegerField(db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="negotiation_policy_is_one"),
            models.CheckConstraint(
                condition=models.Q(approval_percent_below__gte=0, approval_percent_below__lte=100),
                name="negotiation_policy_percent_is_a_share",
            ),
            models.CheckConstraint(
                condition=models.Q(validity_days__gte=1, validity_days__lte=365),
                name="negotiation_policy_validity_is_a_year_at_most",
            ),
        ]


class Offer(models.Model):
    """An offer that settles a case's bills, ours or the firm's, with the state it has reached.

    `retail` is what its bills retail for; `fair` what was fair for them when it was submitted or accepted.
    """

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offers")
    number = models.PositiveIntegerField()
    direction = models.CharField(max_length=6, choices=Direction)
    status = models.CharField(max_length=9, choices=OfferStatus, default=OfferStatus.DRAFT)
    amount = UsdField()
    retail = UsdField()
    fair = UsdField(null=True, blank=True)
    # The offer holds until the end of this day.
    expires_on = models.DateField(null=True, blank=True)
    counter_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="countered_by"
    )
    terms = models.CharField(max_length=1000, blank=True, default="")
    justification = models.CharField(max_length=1000, blank=True, default="")
    needs_approval = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ending_reason = models.CharField(max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="offer_number_is_used_once"),
            models.CheckConstraint(
                condition=models.Q(direction__in=Direction.values), name="offer_direction_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, amount__lte=models.F("retail")),
                name="offer_is_within_retail",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(created_by__isnull=True)
                | ~models.Q(approved_by=models.F("created_by")),
                name="offer_is_not_approved_by_its_creator",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(submitted_by__isnull=True)
                | ~models.Q(approved_by=models.F("submitted_by")),
                name="offer_is_not_approved_by_its_submitter",
            ),
            models.CheckConstraint(
                condition=models.Q(needs_approval=False)
                | models.Q(approved_by__isnull=False)
                | ~models.Q(status__in=_APPROVED),
                name="offer_beyond_the_limits_names_its_approver",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=_OPEN, ended_on__isnull=True)
                | (~models.Q(status__in=_OPEN) & models.Q(ended_on__isnull=False)),
                name="offer_says_when_it_ended",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="accepted")
                | models.Q(expires_on__isnull=True)
                | models.Q(ended_on__lte=models.F("expires_on")),
                name="offer_is_accepted_while_it_holds",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="expired")
                | models.Q(expires_on__isnull=False, ended_on__gt=models.F("expires_on")),
                name="offer_expires_after_its_last_day",
            ),
            models.CheckConstraint(
                condition=models.Q(fair__isnull=True)
                | models.Q(amount__gte=models.F("fair"))
                | ~models.Q(justification=""),
                name="offer_below_fair_is_justified",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="offer_key_belongs_to_a_content",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_on"],
                condition=models.Q(status__in=sorted(status.value for status in EXPIRING_STATUSES)),
                name="offer_expiring",
            ),
        ]


class OfferLine(models.Model):
    """What an offer means for one bill; changed only while the offer is a draft."""

    id = models.BigAutoField(primary_key=True)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="lines")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="offer_lines")
    retail = UsdField()
    amount = UsdField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "bill"], name="offer_line_is_one_a_bill"),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, amount__lte=models.F("retail")),
                name="offer_line_is_within_retail",
            ),
        ]


class PayoffAgreement(models.Model):
    """What the case is settled for: made by the database when an offer is accepted; one in force a case.

    `voided_at` is kept by a trigger on the row that voids it; the app writes nothing here.
    """

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="payoff_agreements")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="agreement")
    amount = UsdField()
    agreed_on = models.DateField()
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(db_default=Now())
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(voided_at__isnull=True),
                name="payoff_agreement_is_one_a_case",
            )
        ]


class AgreementVoid(models.Model):
    """Takes a payoff agreement back, once, with who did it and why; never changed."""

    id = uuidv7_key()
    agreement = models.OneToOneField(PayoffAgreement, on_delete=models.PROTECT, related_name="voiding")
    reason = models.CharField(max_length=300)
    voided_on = models.DateField()
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="agreement_void_says_why")]
