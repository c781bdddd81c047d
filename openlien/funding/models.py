"""Warehouse lines, the money drawn on them and paid back, their rates, their interest, and site costs.

Everything but the line itself is append-only: a mistake is taken back by a row that mirrors it.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Bill
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key
from openlien.kit.money import Rate
from openlien.kit.rounding import round_to_decimal

from .calculations.day_counts import DayCount

_Q = models.Q
SHARE_PLACES = 6


def stored(share: Rate) -> Decimal:
    """The share as its column keeps it, rounded to six decimals."""
    return round_to_decimal(share.value, SHARE_PLACES)


def _rate(**options: object) -> models.DecimalField:
    """A share with six decimals: 0.093000 is 9.3 percent."""
    return models.DecimalField(max_digits=8, decimal_places=SHARE_PLACES, **options)  # type: ignore[arg-type]


def _key_belongs_to_a_content(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=_Q(idempotency_key__isnull=True) | _Q(content_hash__isnull=False), name=name
    )


def _reversed_once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["reverses"], condition=_Q(reverses__isnull=False), name=name)


def _reversal_has_a_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=_Q(reverses__isnull=True) | ~_Q(reason=""), name=name)


class WarehouseLine(models.Model):
    """A line of credit that pays providers in advance; its terms stay as they were agreed.

    A line whose terms are agreed anew is another line: interest is always that of the terms of its time.
    """

    id = uuidv7_key()
    name = models.CharField(max_length=80, unique=True)
    lender = models.CharField(max_length=120)
    commitment = UsdField()
    advance_rate = _rate()
    day_count = models.CharField(
        max_length=8, choices=[(each.value, each.label) for each in DayCount], default=DayCount.ACT_360.value
    )
    floor = _rate(default=0)
    spread = _rate(default=0)
    unused_fee = _rate(default=0)
    # What the lender does not count: receivables older than this, and more than this share of one law firm.
    age_days_max = models.PositiveIntegerField(null=True, blank=True)
    debtor_share_max = _rate(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~_Q(name="") & ~_Q(lender=""), name="line_has_names"),
            models.CheckConstraint(condition=_Q(commitment__gt=0), name="line_commitment_is_positive"),
            models.CheckConstraint(
                condition=_Q(advance_rate__gt=0, advance_rate__lte=1), name="line_advance_rate_is_a_share"
            ),
            models.CheckConstraint(
                condition=_Q(floor__range=(0, 1), spread__range=(0, 1), unused_fee__range=(0, 1)),
                name="line_rates_are_shares",
            ),
            models.CheckConstraint(
                condition=_Q(day_count__in=[each.value for each in DayCount]), name="line_day_count_is_known"
            ),
            models.CheckConstraint(
                condition=_Q(debtor_share_max__isnull=True)
                | _Q(debtor_share_max__gt=0, debtor_share_max__lte=1),
                name="line_debtor_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=_Q(closed_on__isnull=True) | _Q(closed_on__gte=models.F("opened_on")),
                name="line_closes_after_opening",
            ),
            _key_belongs_to_a_content("line_key_belongs_to_a_content"),
        ]


class RateReset(models.Model):
    """The reference rate of a line from a day on; a wrong one is replaced, and both stay on file."""

    id = uuidv7_key()
    line = models.ForeignKey(WarehouseLine, on_delete=models.PROTECT, related_name="resets")
    effective_on = models.DateField()
    reference = _rate()
    replaces = models.ForeignKey(
        "self", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="replacements"
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "effective_on"],
                condition=_Q(replaces__isnull=True),
                name="rate_is_set_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=_Q(replaces__isnull=False), name="rate_is_replaced_once"
            ),
            models.CheckConstraint(condition=_Q(reference__range=(-1, 1)), name="rate_is_a_share"),
            models.CheckConstraint(
                condition=_Q(replaces__isnull=True) | ~_Q(reason=""), name="rate_replacement_has_a_reason"
            ),
        ]


class Movement(models.Model):
    """Money drawn on a line, or paid back to the lender.

    `drawn` is the change of what is drawn: above zero for a draw, below for a repayment. A reversal keeps the
    kind of what it takes back, with the signs turned round.
    """

    class Kind(models.TextChoices):
        """Which way the money went."""

        DRAW = "draw", "Draw"
        REPAYMENT = "repayment", "Repayment"

    id = uuidv7_key()
    line = models.ForeignKey(WarehouseLine, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, choices=Kind)
    moved_on = models.DateField()
    drawn = UsdField()
    interest_paid = UsdField(default="0.00")
    reference = models.CharField(max_length=35, blank=True, default="")
    reverses = models.ForeignKey(
        "self", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="reversals"
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_Q(kind="draw", interest_paid=0, drawn__gt=0, reverses__isnull=True)
                | _Q(kind="draw", interest_paid=0, drawn__lt=0, reverses__isnull=False)
                | _Q(kind="repayment", drawn__lte=0, interest_paid__gte=0, reverses__isnull=True)
                | _Q(kind="repayment", drawn__gte=0, interest_paid__lte=0, reverses__isnull=False),
                name="movement_has_the_sign_of_its_kind",
            ),
            models.CheckConstraint(condition=~_Q(drawn=0, interest_paid=0), name="movement_is_not_zero"),
            _reversed_once("movement_is_reversed_once"),
            _reversal_has_a_reason("movement_reversal_has_a_reason"),
            _key_belongs_to_a_content("movement_key_belongs_to_a_content"),
        ]
        indexes = [models.Index(fields=["line", "moved_on"], name="movement_by_line")]


class MovementPart(models.Model):
    """What a movement changes in what the line has lent on one bill; the parts sum to the movement."""

    id = models.BigAutoField(primary_key=True)
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="parts")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="funding_parts")
    drawn = UsdField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["movement", "bill"], name="movement_names_a_bill_once"),
            models.CheckConstraint(condition=~_Q(drawn=0), name="movement_part_is_not_zero"),
        ]
        indexes = [models.Index(fields=["bill"], name="movement_part_by_bill")]


class SiteCost(models.Model):
    """What a provider was paid for a bill in advance, from a draw on a line or from our own money."""

    id = uuidv7_key()
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="site_costs")
    amount = UsdField()
    paid_on = models.DateField()
    draw = models.ForeignKey(
        Movement, null=True, blank=True, on_delete=models.PROTECT, related_name="site_costs"
    )
    reference = models.CharField(max_length=35, blank=True, default="")
    reverses = models.ForeignKey(
        "self", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="reversals"
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_Q(amount__gt=0, reverses__isnull=True) | _Q(amount__lt=0, reverses__isnull=False),
                name="site_cost_is_positive",
            ),
            _reversed_once("site_cost_is_reversed_once"),
            _reversal_has_a_reason("site_cost_reversal_has_a_reason"),
            _key_belongs_to_a_content("site_cost_key_belongs_to_a_content"),
        ]
        indexes = [models.Index(fields=["bill"], name="site_cost_by_bill")]


class InterestAccrual(models.Model):
    """The interest of a line for one month, and the fee on what was not drawn; months follow one another."""

    id = uuidv7_key()
    line = models.ForeignKey(WarehouseLine, on_delete=models.PROTECT, related_name="accruals")
    month = models.DateField()
    # First day in, last day out; booked on the last day that carries interest.
    begins_on = models.DateField()
    ends_on = models.DateField()
    accrued_on = models.DateField()
    interest = UsdField()
    unused_fee = UsdField(default="0.00")
    reverses = models.ForeignKey(
        "self", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="reversals"
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_Q(interest__gte=0, unused_fee__gte=0, reverses__isnull=True)
                | _Q(interest__lte=0, unused_fee__lte=0, reverses__isnull=False),
                name="interest_accrual_is_not_negative",
            ),
            models.CheckConstraint(condition=_Q(month__day=1), name="interest_accrual_is_of_a_month"),
            models.CheckConstraint(
                condition=_Q(begins_on__gte=models.F("month"), ends_on__gt=models.F("begins_on")),
                name="interest_accrual_days_follow_one_another",
            ),
            _reversed_once("interest_accrual_is_reversed_once"),
            _reversal_has_a_reason("interest_accrual_reversal_has_a_reason"),
        ]
        indexes = [models.Index(fields=["line", "month"], name="interest_accrual_by_line")]


class InterestShare(models.Model):
    """What one bill bears of a month's interest; the shares sum to the interest."""

    id = models.BigAutoField(primary_key=True)
    accrual = models.ForeignKey(InterestAccrual, on_delete=models.PROTECT, related_name="shares")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="interest_shares")
    amount = UsdField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["accrual", "bill"], name="interest_accrual_names_a_bill_once"),
            models.CheckConstraint(condition=~_Q(amount=0), name="interest_share_is_not_zero"),
        ]
        indexes = [models.Index(fields=["bill"], name="interest_share_by_bill")]
