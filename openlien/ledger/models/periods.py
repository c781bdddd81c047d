"""Accounting periods: calendar months that take postings, or no longer do."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User

from ..vocabulary import PeriodStatus


class Period(models.Model):
    """One month of the books, named by its first day."""

    month = models.DateField(unique=True)
    status = models.CharField(max_length=6, choices=PeriodStatus.choices(), default=PeriodStatus.OPEN.value)
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Why a closed period was opened again, the last time it was.
    reopening_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="period_is_a_month"),
            models.CheckConstraint(
                condition=models.Q(status__in=PeriodStatus.codes()), name="period_status_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open") | models.Q(closed_at__isnull=False),
                name="period_closed_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="locked") | models.Q(locked_at__isnull=False),
                name="period_locked_says_when",
            ),
        ]
