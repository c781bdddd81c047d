"""Case accounts: one per case, its status history, its balances and the transactions they are made of."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Case
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from ..vocabulary import CaseAccountStatus, CollectionStatus, SyncStatus
from .chart import CostCenter, Department

_ZERO = models.Value(0, output_field=models.DecimalField())


class CaseAccount(models.Model):
    """The financial account of one case, opened with it; what can be computed is not stored here.

    Patient and MRN are the case's own, so they always match it (ruling C13).
    """

    id = uuidv7_key()
    number = models.CharField(max_length=20, unique=True)
    # The database removes an account with its case, or refuses when there are transactions.
    case = models.OneToOneField(Case, on_delete=models.DO_NOTHING, related_name="account")
    status = models.CharField(
        max_length=12, choices=CaseAccountStatus.choices(), default=CaseAccountStatus.ACTIVE.value
    )
    status_reason = models.CharField(max_length=500, blank=True, default="")
    status_at = models.DateTimeField(db_default=Now())
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    attorney_fee_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    settlement_amount = UsdField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    # The case's own portion is the rest, so the portions always sum to the contracted amount (ruling C14).
    patient_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    insurance_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    credit_limit = UsdField(null=True, blank=True)
    credit_override_reason = models.CharField(max_length=500, blank=True, default="")
    credit_override_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    credit_override_at = models.DateTimeField(null=True, blank=True)
    collection_status = models.CharField(
        max_length=14, choices=CollectionStatus.choices(), default=CollectionStatus.NONE.value
    )
    bc_customer_number = models.CharField(max_length=20, blank=True, default="")
    bc_sync_status = models.CharField(
        max_length=8, choices=SyncStatus.choices(), default=SyncStatus.PENDING.value
    )
    bc_last_sync_at = models.DateTimeField(null=True, blank=True)
    gl_account_numbers = models.JSONField(default=list, blank=True)
    cost_center = models.ForeignKey(
        CostCenter, to_field="code", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        Department, to_field="code", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    notes = models.CharField(max_length=5000, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(db_default=Now())
    updated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^CA-[0-9]{4}-[0-9]{7,}$"),
                name="case_account_number_is_well_formed",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=CaseAccountStatus.codes()), name="case_account_status_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["hold", "written_off"]) | ~models.Q(status_reason=""),
                name="case_account_status_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(closed_on__isnull=False),
                name="case_account_closed_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("opened_on")),
                name="case_account_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(patient_percent__gte=0, insurance_percent__gte=0)
                & models.Q(patient_percent__lte=100 - models.F("insurance_percent")),
                name="case_account_portions_are_a_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(attorney_fee_percent__isnull=True)
                | models.Q(attorney_fee_percent__range=(0, 100)),
                name="case_account_fee_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(credit_limit__isnull=True) | models.Q(credit_limit__gte=0),
                name="case_account_credit_limit_is_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(settlement_amount__isnull=True) | models.Q(settlement_amount__gte=0),
                name="case_account_settlement_is_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(collection_status__in=CollectionStatus.codes()),
                name="case_account_collection_status_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(bc_sync_status__in=SyncStatus.codes()),
                name="case_account_sync_status_is_known",
            ),
        ]
        indexes = [models.Index(fields=["status"], name="case_account_by_status")]


class CaseAccountStatusChange(models.Model):
    """A case account got another status; append-only, written by the database."""

    id = models.BigAutoField(primary_key=True)
    case_account = models.ForeignKey(CaseAccount, on_delete=models.DO_NOTHING, related_name="status_changes")
    previous = models.CharField(max_length=12, choices=CaseAccountStatus.choices())
    status = models.CharField(max_length=12, choices=CaseAccountStatus.choices())
    reason = models.CharField(max_length=500, blank=True, default="")
    changed_at = models.DateTimeField(db_default=Now())
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["case_account", "id"], name="status_change_by_account")]


class CaseTransaction(models.Model):
    """What one event did to one case account; append-only, written with the books.

    Events without debits and credits, such as an agreed reduction, have no posting. Amounts are signed
    changes of the account's totals; a reversal takes them back.
    """

    id = models.BigAutoField(primary_key=True)
    case_account = models.ForeignKey(
        CaseAccount,
        on_delete=models.DO_NOTHING,
        related_name="transactions",
        db_constraint=False,
        db_index=False,
    )
    posting = models.ForeignKey(
        "ledger.Posting",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="transactions",
        db_constraint=False,
    )
    key = models.CharField(max_length=200)
    event = models.CharField(max_length=40)
    content = models.BinaryField(max_length=32)
    occurred_on = models.DateField()
    description = models.CharField(max_length=500)
    retail = UsdField(default="0.00")
    contracted = UsdField(default="0.00")
    reduction = UsdField(default="0.00")
    payment = UsdField(default="0.00")
    refund_due = UsdField(default="0.00")
    refund_paid = UsdField(default="0.00")
    cost_written_off = UsdField(default="0.00")
    lien_written_off = UsdField(default="0.00")
    is_cost_unknown = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by_id = models.UUIDField(null=True)
    approved_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "case_account"], name="transaction_key_is_used_once"),
        ]
        indexes = [models.Index(fields=["case_account", "occurred_on", "id"], name="transaction_by_account")]


class CaseBalance(models.Model):
    """The totals and balances of one case account, kept with every transaction (ruling C1)."""

    case_account = models.OneToOneField(
        CaseAccount,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        related_name="balance",
        db_constraint=False,
    )
    retail = UsdField(default="0.00")
    contracted = UsdField(default="0.00")
    reductions = UsdField(default="0.00")
    payments = UsdField(default="0.00")
    refund_due = UsdField(default="0.00")
    refund_paid = UsdField(default="0.00")
    cost_written_off = UsdField(default="0.00")
    lien_written_off = UsdField(default="0.00")
    charges_of_unknown_cost = models.IntegerField(default=0)
    transactions = models.IntegerField(default=0)
    last_activity_on = models.DateField(null=True)
    oldest_unpaid_on = models.DateField(null=True)
    cost_balance = models.GeneratedField(
        expression=models.functions.Greatest(
            models.F("contracted")
            - models.F("cost_written_off")
            - models.F("payments")
            + models.F("refund_due"),
            _ZERO,
        ),
        output_field=UsdField(),
        db_persist=True,
    )
    lien_balance = models.GeneratedField(
        expression=models.F("retail")
        - models.F("reductions")
        - models.F("lien_written_off")
        - models.F("payments")
        + models.F("refund_due"),
        output_field=UsdField(),
        db_persist=True,
    )
    excess_recovery = models.GeneratedField(
        expression=models.functions.Greatest(
            models.F("payments")
            - models.F("refund_due")
            + models.F("cost_written_off")
            - models.F("contracted"),
            _ZERO,
        ),
        output_field=UsdField(),
        db_persist=True,
    )
    refund_liability = models.GeneratedField(
        expression=models.F("refund_due") - models.F("refund_paid"), output_field=UsdField(), db_persist=True
    )
    raw_balance = models.GeneratedField(
        expression=models.F("contracted") - models.F("payments"), output_field=UsdField(), db_persist=True
    )

    class Meta:
        indexes = [models.Index(fields=["lien_balance"], name="case_balance_by_lien")]
