"""Are payment plans kept: what fell due, what came in on time, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from openlien.accounting.reports import (
    Asked,
    Choice,
    Column,
    Days,
    Definition,
    Figure,
    Held,
    Link,
    Picture,
    Report,
    Row,
)
from openlien.accounting.reports.shapes import totals_of
from openlien.accounting.reports.words import counted, dollars, percent
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.money import Money, total
from openlien.payments.plans.fulfilment import InstalmentState, compliance_percent
from openlien.payments.plans.queries import PlanOnCase, PlanRecord, all_plans

from .grouping import BARS_MAX, NO_FIRM, grouped

PAGE = "payment-plans"
STATES = {"on_track": "On track", "late": "Late", "paid": "Paid in full", "completed": "Completed"}
STATE = Choice("state", "Plans", (("", "All"), *STATES.items()))
COLUMNS = (
    Column("case", "Case"),
    Column("lawFirm", "Law firm"),
    Column("negotiator", "Negotiator"),
    Column("state", "State"),
    Column("amount", "Plan, $", "money"),
    Column("received", "Received, $", "money"),
    Column("late", "Late, $", "money", is_sparse=True),
    Column("due", "Fell due", "count"),
    Column("onTime", "On time", "count"),
    Column("compliance", "Compliance", "percent"),
    Column("nextDue", "Next due", "date"),
    Column("daysLate", "Days late", "days"),
)


def build(actor: Actor, asked: Asked) -> Report:
    """Every plan that was made by the day and not cancelled, the largest late amount first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASEWORK_REPORTS_VIEW)
    state = asked.choices["state"]
    known = [
        each
        for each in all_plans(actor, as_of=asked.as_of)
        if _made_on(each.plan) <= asked.as_of and (not state or each.plan.state == state)
    ]
    known.sort(key=lambda each: (-each.plan.late.cents, each.plan.case_number))
    rows = tuple(_row(each, asked.as_of) for each in known)
    sums = list(totals_of(COLUMNS, rows, first=f"Total, {counted(len(rows), 'plan')}"))
    sums[9] = compliance_percent(sums[8], sums[7]) if rows else None  # type: ignore[arg-type]
    return Report(
        slug=PLAN_COMPLIANCE.slug,
        title=PLAN_COMPLIANCE.title,
        as_of=asked.as_of,
        columns=COLUMNS,
        lines=Held(rows),
        totals=tuple(sums),
        takeaway=_finding([each.plan for each in known], asked.as_of),
        figures=_figures([each.plan for each in known]),
        notes=("Cancelled plans are left out. An instalment of the day itself counts once it is paid.",),
        picture=_picture(known),
        empty="No payment plan of this kind.",
        shows_cases=True,
        formula_page=PAGE,
    )


def _made_on(plan: PlanRecord) -> date:
    return plan.created_at.astimezone(ZoneInfo(settings.BUSINESS_TIME_ZONE)).date()


def _row(each: PlanOnCase, as_of: date) -> Row:
    plan, coming = each.plan, each.plan.next
    is_late = coming is not None and coming.state is InstalmentState.LATE
    return Row(
        (
            plan.case_number,
            each.law_firm,
            each.negotiator,
            STATES[plan.state],
            plan.amount,
            plan.received,
            plan.late,
            plan.compliance.due,
            plan.compliance.on_time,
            plan.compliance.percent,
            coming.due_on if coming else None,
            (as_of - coming.due_on).days if is_late and coming else None,
        ),
        Link("case", plan.case_number),
    )


def _finding(plans: Sequence[PlanRecord], as_of: date) -> str:
    if not plans:
        return f"No payment plan of this kind on {day_text(as_of)}."
    due, on_time = _counts(plans)
    late = [plan for plan in plans if plan.late]
    kept = (
        f"{on_time:,} of {counted(due, 'instalment')} that fell due by {day_text(as_of)} were paid on time"
        f" ({percent(compliance_percent(on_time, due))})"
        if due
        else f"No instalment fell due by {day_text(as_of)}"
    )
    owed = dollars(total(plan.late for plan in late))
    return f"{kept}; {counted(len(late), 'plan is', 'plans are')} late, with {owed}."


def _figures(plans: Sequence[PlanRecord]) -> tuple[Figure, ...]:
    due, on_time = _counts(plans)
    amount = total(plan.amount for plan in plans)
    received = total(plan.received for plan in plans)
    return (
        Figure(key="compliance", label="Compliance", kind="percent", value=compliance_percent(on_time, due),
               page=PAGE, formula="instalments paid by their day ÷ instalments that fell due",
               inputs=(("Paid on time", on_time, "count"), ("Fell due", due, "count"))),
        Figure(key="late", label="Late", value=total(plan.late for plan in plans), page=PAGE,
               formula="what is open of instalments whose day is over"),
        Figure(key="received", label="Received", value=received, page=PAGE,
               formula="money recorded since each plan was made, up to its amount"),
        Figure(key="open", label="Still to come", value=amount - received, page=PAGE,
               formula="plans − received",
               inputs=(("Plans", amount, "money"), ("Received", received, "money"))),
    )  # fmt: skip


def _counts(plans: Sequence[PlanRecord]) -> tuple[int, int]:
    return sum(plan.compliance.due for plan in plans), sum(plan.compliance.on_time for plan in plans)


def _picture(known: Sequence[PlanOnCase]) -> Picture:
    firms = grouped(known, lambda each: each.law_firm)
    points = [(str(firm) or NO_FIRM, _split(held)) for firm, held in firms.items()]
    points.sort(key=lambda point: (-point[1][1].cents, -total(point[1]).cents, point[0]))
    return Picture(
        form="bars",
        title="Plans by law firm: received, late, still to come",
        series=("Received", "Late", "To come"),
        points=tuple(points[:BARS_MAX]),
    )


def _split(held: Sequence[PlanOnCase]) -> tuple[Money, Money, Money]:
    received = total(each.plan.received for each in held)
    late = total(each.plan.late for each in held)
    return received, late, total(each.plan.amount for each in held) - received - late


PLAN_COMPLIANCE = Definition(
    slug="plan-compliance",
    title="Payment plan compliance",
    question="Are payment plans kept?",
    answer="Every plan with what fell due, what came in on time and what is late.",
    days=Days.AS_OF,
    build=build,
    choices=(STATE,),
    permission=Permission.CASEWORK_REPORTS_VIEW,
)
