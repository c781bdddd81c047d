"""Figures kept for every bill and case. Triggers write them with the facts; nobody else can.

One row per bill and one per case, so that two payments on different cases never wait for each other.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from openlien.cases.models import Bill, Case
from openlien.kit.fields import UsdField


class BillBalance(models.Model):
    """What is left of one bill after all cash, reductions and bad debt; one row per bill."""

    # No constraint in the database: the row is made and removed by the triggers of the bill itself.
    bill = models.OneToOneField(
        Bill, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="balance"
    )
    case_id = models.UUIDField()
    invoice_on = models.DateField()
    # The last day on which anything about the bill was new: from it on, this row is the answer.
    last_fact_on = models.DateField()
    open = UsdField()
    billed = UsdField()
    collected = UsdField()
    reduction = UsdField()
    bad_debt = UsdField()
    refund_due = UsdField()
    provider_group_id = models.UUIDField(null=True)
    originated_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    last_cash_on = models.DateField(null=True)
    payoff_status = models.CharField(max_length=20)
    tranche = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["case_id"], name="bill_balance_by_case"),
            models.Index(fields=["invoice_on"], include=["billed"], name="bill_balance_by_invoice_date"),
            models.Index(fields=["provider_group_id"], name="bill_balance_by_group"),
            models.Index(fields=["tranche"], name="bill_balance_by_tranche"),
            models.Index(fields=["bill"], condition=Q(refund_due__gt=0), name="bill_balance_refund_due"),
        ]


class CaseSummary(models.Model):
    """Where one case stands, with the sums over its bills; one row per case.

    Columns of a fixed width come first, then those that most figures read: a scan stops at the last it needs.
    No index may hold a sum, or a payment would have to write into every index of the table.
    """

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="summary"
    )
    open_bills = models.PositiveIntegerField()
    bills = models.PositiveIntegerField()
    originated_on = models.DateField()
    # The first day on which the case existed, and the first on which its stage is known.
    existing_since = models.DateField()
    known_since = models.DateField()
    # The last day on which anything about the case was new: from it on, this row is the answer.
    last_fact_on = models.DateField()
    # The sum over the open bills of the invoice day, and further down that of the day times the open amount,
    # both counted from 2000-01-01: with them the average age is known for any day without reading the bills.
    open_invoice_days = models.BigIntegerField()
    stage_is_sighting = models.BooleanField()
    stage = models.CharField(max_length=30)
    open = UsdField()
    open_dollar_days = models.DecimalField(max_digits=24, decimal_places=2)
    last_moved_on = models.DateField(null=True)
    last_cash_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    stage_on = models.DateField(null=True)
    billed = UsdField()
    collected = UsdField()
    reduction = UsdField()
    bad_debt = UsdField()
    refund_due = UsdField()
    concluded_billed = UsdField()
    concluded_collected = UsdField()
    law_firm_id = models.UUIDField(null=True)
    # The payoff status of the open bills; "mixed" when they differ, blank when none is open.
    payoff_status = models.CharField(max_length=20)
    state = models.CharField(max_length=2)

    class Meta:
        indexes = [
            models.Index(fields=["law_firm_id"], name="case_summary_by_firm"),
            # Of all cases: a condition on open bills would make each concluded bill write into every index.
            models.Index(fields=["stage", "originated_on"], name="case_summary_by_stage"),
            # BRIN, because only it leaves the update of a payment on the page of its row.
            BrinIndex(
                fields=["last_fact_on"],
                name="case_summary_by_last_fact",
                autosummarize=True,
                pages_per_range=32,
            ),
            models.Index(fields=["known_since"], name="case_summary_by_known_since"),
        ]
