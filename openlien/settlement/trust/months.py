"""Which months of an account are reconciled."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Max

from openlien.kit.dates import month_start

from ..models import TrustReconciliation


def last_completed(account_id: UUID) -> date | None:
    """The first day of the last month that is completed; None before the first."""
    found = TrustReconciliation.objects.filter(account_id=account_id, completed_at__isnull=False)
    return found.aggregate(last=Max("month"))["last"]


def is_reconciled(account_id: UUID, day: date) -> bool:
    """Whether the month of a day is completed."""
    last = last_completed(account_id)
    return last is not None and month_start(day) <= last
