"""What the Payments tab shows: where the money stands, the plan, every step of the balance."""

from __future__ import annotations

from datetime import date
from typing import Any

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import share_percent
from openlien.ledger.errors import UnknownCaseAccount
from openlien.ledger.queries.account_read import read_account
from openlien.payments.plans.fulfilment import Standing
from openlien.payments.plans.queries import PlanRecord, plan_of, reminders_of
from openlien.payments.queries import CaseMoney, bills_of
from openlien.payments.queries.history import PAYMENT, HistoryLine, history_of

from ..jinja import age_words, date_text, url
from ..sheets import Sign

PLAN_STATES = {
    "paid": Sign("Paid in full", "settled"),
    "on_track": Sign("On track", "active"),
    "late": Sign("Late", "risk"),
    "completed": Sign("Completed", "settled"),
    "cancelled": Sign("Cancelled", "neutral"),
}


def payments_tab(actor: Actor, case: CaseHead, money: CaseMoney, today: date) -> dict[str, Any]:
    """The figures, the plan, the reminders and the history of a case that the actor has read."""
    bills = bills_of(actor, case)
    history = history_of(actor, case, money)
    sees_plans = actor.may(Permission.PAYMENT_PLANS_VIEW)
    keeps_plans = actor.may(Permission.PAYMENT_PLANS_KEEP)
    plan = plan_of(actor, case, as_of=today) if sees_plans else None
    has_plan = plan is not None and plan.is_active and plan.state != "paid"
    return {
        "bills": bills,
        "collected_share": share_percent(bills.collected, bills.billed, 1),
        "history": history,
        "refund_href": _refund_href(actor, case, today) if bills.owed_back else None,
        "may_adjust_bills": actor.may(Permission.ADJUSTMENTS_RECORD) and bool(bills.open),
        "sees_plans": sees_plans,
        "plan": plan_shown(plan, today) if plan else None,
        "may_plan": keeps_plans and not has_plan and bool(bills.open),
        "may_change_plan": keeps_plans and has_plan,
        "may_remind": keeps_plans and bool(bills.open),
        "reminders": reminders_of(actor, case) if sees_plans else [],
    }


def plan_shown(plan: PlanRecord, today: date) -> dict[str, Any]:
    """A plan as its card shows it."""
    coming = plan.next
    return {
        "record": plan,
        "state": PLAN_STATES[plan.state],
        "share": share_percent(plan.received, plan.amount, 0),
        "next": _next_words(coming, today) if coming and plan.is_active else "",
        "rows": [
            {"one": one, "state": Sign(one.state.label, one.state.family), "is_current": one is coming}
            for one in plan.instalments
        ],
    }


def reverse_href(
    line: HistoryLine, case: CaseHead, origin: dict[str, str], may: dict[str, bool]
) -> str | None:
    """Where a step of the history is taken back; None when this person may not, or it is taken back."""
    if not line.can_reverse or not may[line.kind]:
        return None
    name = "reverse_receipt" if line.kind == PAYMENT else "reverse_adjustment"
    return url(f"cases:{name}", case.number, line.source_id, query=origin)


def _next_words(coming: Standing, today: date) -> str:
    days = (coming.due_on - today).days
    if days < 0:
        return f"Late for {age_words(-days)}, since {date_text(coming.due_on)}"
    return "Due today" if days == 0 else f"Due {date_text(coming.due_on)}, in {age_words(days)}"


def _refund_href(actor: Actor, case: CaseHead, today: date) -> str | None:
    needed = (Permission.LEDGER_VIEW, Permission.JOURNALS_POST, Permission.PAYMENTS_RECORD)
    if not all(actor.may(permission) for permission in needed):
        return None
    try:
        account = read_account(actor, case.number, as_of=today)
    except UnknownCaseAccount:
        return None
    return url("ledger:account_refund", account.number)
