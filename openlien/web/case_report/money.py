"""The part of the report about money: what is outstanding, the plan, everything that moved the balance."""

from __future__ import annotations

from datetime import date
from typing import Any

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.payments.plans.queries import PlanRecord, plan_of
from openlien.payments.queries import CaseBills, money_of
from openlien.payments.queries.history import HistoryLine, history_of

from ..figures import date_text, money, percent, plural
from ..plans.tab import PLAN_STATES
from ..sheets import Head, Line, Sheet
from .parts import part, table

HISTORY_HEADS = (
    Head("Date", "date"),
    Head("What"),
    Head("Payer, bills, reason"),
    Head("Recorded by"),
    Head("Change, $", "money"),
    Head("Balance, $", "money"),
)
PLAN_HEADS = (
    Head("No.", "count"),
    Head("Due", "date"),
    Head("Amount, $", "money"),
    Head("Paid, $", "money"),
    Head("Open, $", "money"),
    Head("Paid on", "date"),
    Head("State"),
)


def payments_part(actor: Actor, case: CaseHead, bills: CaseBills, *, as_of: date) -> dict[str, Any]:
    """Return where the money stands, the plan if there is one, and the history with its balance."""
    steps = history_of(actor, case, money_of(actor, case))
    plan = plan_of(actor, case, as_of=as_of) if actor.may(Permission.PAYMENT_PLANS_VIEW) else None
    history = Sheet("Payment history" if steps else "", HISTORY_HEADS, [Line(_step(one)) for one in steps])
    return part(
        "Payments",
        facts=[
            ("Billed", money(bills.billed)),
            ("Collected", money(bills.collected)),
            ("Reductions", money(bills.reduction)),
            ("Bad debt", money(bills.bad_debt)),
            ("Outstanding", money(bills.open)),
            ("Refund due", money(bills.owed_back) if bills.owed_back else ""),
        ],
        words=[_plan_words(plan) if plan else ""],
        tables=[
            *([_schedule(plan)] if plan else []),
            table(history, empty="Nothing was billed or paid."),
        ],
    )


def _plan_words(plan: PlanRecord) -> str:
    kept = plan.compliance
    said = (
        f"Payment plan of {money(plan.amount)} in {plural(len(plan.instalments), 'instalment')},"
        f" {plan.interval.label.lower()}: {PLAN_STATES[plan.state].text.lower()},"
        f" {money(plan.received)} received, {money(plan.late)} late."
    )
    if plan.ending_reason and plan.ended_on:
        said += f" Cancelled on {date_text(plan.ended_on)}: {plan.ending_reason}"
    if not kept.due:
        return said
    return f"{said} Paid on time: {kept.on_time} of {kept.due} due ({percent(kept.percent)})."


def _schedule(plan: PlanRecord) -> dict[str, Any]:
    lines = [
        Line((one.number, one.due_on, one.amount, one.paid, one.open, one.paid_on, one.state.label))
        for one in plan.instalments
    ]
    totals = (None, None, plan.amount, plan.received, plan.open, None, None)
    return table(Sheet("Payment plan", PLAN_HEADS, lines, totals), empty="")


def _step(step: HistoryLine) -> tuple[Any, ...]:
    bills = ", ".join(
        " ".join(filter(None, [part.facility, part.bill, money(part.amount)])) for part in step.parts[:6]
    )
    more = f" and {len(step.parts) - 6} more" if len(step.parts) > 6 else ""
    detail = " · ".join(filter(None, [step.detail, bills + more]))
    return (step.on, step.label, detail, step.by, step.change, step.balance)
