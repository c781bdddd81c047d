"""Which money pays which plan: what was recorded after the plan was made, until it ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ..models import Receipt
from .fulfilment import Deposit, Standing, standings
from .models import PaymentPlan
from .schedule import Promised


def standings_of(plans: Iterable[PaymentPlan], *, as_of: date) -> dict[UUID, list[Standing]]:
    """The instalments of each plan with what came in of them by the day; two queries.

    A plan with its `instalments` prefetched costs none for these.
    """
    chosen = list(plans)
    deposits = _deposits(chosen)
    return {
        plan.id: standings(promised_of(plan), deposits[plan.id], as_of=_last_day(plan, as_of))
        for plan in chosen
    }


def promised_of(plan: PaymentPlan) -> list[Promised]:
    """The instalments of a plan in their order."""
    rows = sorted(plan.instalments.all(), key=lambda row: row.number)
    return [Promised(row.number, row.due_on, row.amount) for row in rows]


def _last_day(plan: PaymentPlan, as_of: date) -> date:
    return min(as_of, plan.ended_on) if plan.ended_on else as_of


def _deposits(plans: list[PaymentPlan]) -> dict[UUID, list[Deposit]]:
    """Ids follow the time of recording: the balance that a plan was made for holds all money before it.

    What is taken back of such earlier money opens the case again, but not the plan.
    """
    found: dict[UUID, list[Deposit]] = {plan.id: [] for plan in plans}
    by_case: dict[UUID, list[PaymentPlan]] = {}
    for plan in plans:
        by_case.setdefault(plan.case_id, []).append(plan)
    receipts = Receipt.objects.filter(case__in=by_case).only(
        "id", "case_id", "reverses_id", "deposited_on", "amount"
    )
    for receipt in receipts:
        counted_from = receipt.reverses_id or receipt.id
        for plan in by_case[receipt.case_id]:
            if counted_from > plan.id:
                found[plan.id].append(Deposit(receipt.deposited_on, receipt.amount))
    return found
