"""The chart of accounts, departments and cost centers, and the policy the books are kept by."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from openlien.kit.fields import UsdField

from ..vocabulary import AccountKind, AccountRole, CreditLimitMode, PostingPack, Side


class Department(models.Model):
    """A department that lines may be booked on; its code is what Business Central calls a dimension value."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=50)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9_-]+$"), name="department_code_is_plain"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="department_has_a_name"),
        ]


class CostCenter(models.Model):
    """A cost center that lines may be booked on."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=50)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9_-]+$"), name="cost_center_code_is_plain"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="cost_center_has_a_name"),
        ]


class GLAccount(models.Model):
    """One account of the chart; its number never changes once lines stand on it."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=AccountKind.choices())
    sub_category = models.CharField(max_length=80, blank=True, default="")
    normal_side = models.CharField(max_length=6, choices=Side.choices())
    role = models.CharField(max_length=24, choices=AccountRole.choices(), null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    # An account that everything touches keeps its balance in several rows, so that postings need not queue.
    slots = models.PositiveSmallIntegerField(default=1)
    bc_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[A-Z0-9.-]+$"), name="gl_account_number_is_plain"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="gl_account_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=AccountKind.codes()), name="gl_account_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(normal_side__in=Side.codes()), name="gl_account_side_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role__isnull=True) | models.Q(role__in=AccountRole.codes()),
                name="gl_account_role_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(slots__range=(1, 16)), name="gl_account_has_one_to_16_slots"
            ),
        ]


class LedgerPolicy(models.Model):
    """The rules the customer's accountant chooses; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    pack = models.CharField(
        max_length=16, choices=PostingPack.choices(), default=PostingPack.COST_RECOVERY.value
    )
    # 0.00: every journal needs a person's approval; else those below it are let through (ruling C8).
    approval_threshold = UsdField(default="0.00")
    credit_limit_mode = models.CharField(
        max_length=8, choices=CreditLimitMode.choices(), default=CreditLimitMode.WARN.value
    )
    # The last day of each ageing bucket but the oldest (ruling C6).
    ageing_days = ArrayField(models.PositiveSmallIntegerField(), size=4, default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="ledger_policy_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(pack__in=PostingPack.codes()), name="ledger_policy_pack_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(credit_limit_mode__in=CreditLimitMode.codes()),
                name="ledger_policy_credit_limit_mode_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(approval_threshold__gte=0), name="ledger_policy_threshold_is_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(ageing_days__len=4), name="ledger_policy_has_four_age_limits"
            ),
        ]
