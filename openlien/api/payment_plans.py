"""Payment plans of cases, reminders of their instalments, and every step of a case's balance."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Router, Status

from openlien.cases.queries import read_case
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.money import Money
from openlien.payments.plans import actions
from openlien.payments.plans.queries import plans_of_case, read_plan, reminders_of
from openlien.payments.queries import money_of
from openlien.payments.queries.history import history_of

from .authentication import actor_of_call
from .operations import operation, seen
from .payment_plans_shapes import (
    HistoryAnswer,
    PlanAnswer,
    PlanCancellationRequest,
    PlanChangeRequest,
    PlanRequest,
    PlansAnswer,
    ReminderAnswer,
    ReminderRequest,
    RemindersAnswer,
    plan_answer,
)

router = Router(tags=["payment plans"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]
CASE, PLAN = "/cases/{case_number}", "/payment-plans/{uuid:plan_id}"
VIEW, KEEP = Permission.PAYMENT_PLANS_VIEW, Permission.PAYMENT_PLANS_KEEP


@operation(
    router, "GET", f"{CASE}/payment-plans", permission=VIEW, response=PlansAnswer, shows="Payment plans"
)
def list_payment_plans(request: HttpRequest, case_number: str):
    """The payment plans of a case, the newest first, with what came in of each instalment."""
    actor = actor_of_call(request)
    actor.require(VIEW)
    plans = plans_of_case(actor, read_case(actor, case_number), as_of=today())
    return {"as_of": today(), "items": [plan_answer(plan) for plan in plans]}


@operation(router, "POST", f"{CASE}/payment-plans", permission=KEEP, response=PlanAnswer, status=201)
def make_payment_plan(request: HttpRequest, case_number: str, body: PlanRequest, key: Key = None):
    """Splits what is open on a case into instalments, which sum to it."""
    actor = actor_of_call(request)
    plan = actions.create_plan(
        actor, case_number=case_number, terms=body.terms(), today=today(), idempotency_key=key
    )
    return Status(201, plan_answer(read_plan(actor, plan.id, as_of=today())))


@operation(router, "GET", PLAN, permission=VIEW, response=PlanAnswer)
def get_payment_plan(request: HttpRequest, plan_id: UUID):
    """One payment plan."""
    plan = read_plan(actor_of_call(request), plan_id, as_of=today())
    seen(request, "Payment plan", case_number=plan.case_number)
    return plan_answer(plan)


@operation(router, "PUT", PLAN, permission=KEEP, response=PlanAnswer)
def change_payment_plan(request: HttpRequest, plan_id: UUID, body: PlanChangeRequest):
    """Splits anew what is not paid in full; 409 when somebody changed the plan meanwhile."""
    actor = actor_of_call(request)
    actions.change_plan(actor, plan_id, body.terms(), version=body.version, today=today())
    return plan_answer(read_plan(actor, plan_id, as_of=today()))


@operation(router, "POST", f"{PLAN}/cancellation", permission=KEEP, response=PlanAnswer)
def cancel_payment_plan(request: HttpRequest, plan_id: UUID, body: PlanCancellationRequest):
    """Ends a plan; what was paid stays paid."""
    actor = actor_of_call(request)
    actions.cancel_plan(actor, plan_id, version=body.version, reason=body.reason, today=today())
    return plan_answer(read_plan(actor, plan_id, as_of=today()))


@operation(
    router,
    "GET",
    f"{CASE}/payment-reminders",
    permission=VIEW,
    response=RemindersAnswer,
    shows="Payment reminders",
)
def list_payment_reminders(request: HttpRequest, case_number: str):
    """The latest reminders of a case: those that became due, and those that were sent."""
    actor = actor_of_call(request)
    actor.require(VIEW)
    return {"items": reminders_of(actor, read_case(actor, case_number))}


@operation(router, "POST", f"{CASE}/payment-reminders", permission=KEEP, response=ReminderAnswer, status=201)
def note_payment_reminder(request: HttpRequest, case_number: str, body: ReminderRequest, key: Key = None):
    """Notes that somebody was reminded, of what is late or due next; sends nothing itself."""
    actor = actor_of_call(request)
    sent = actions.record_reminder(
        actor,
        case_number=case_number,
        channel=body.channel,
        note=body.note,
        today=today(),
        idempotency_key=key,
    )
    found = reminders_of(actor, read_case(actor, case_number))
    return Status(201, next(line for line in found if line.id == sent.id))


@operation(
    router,
    "GET",
    f"{CASE}/payment-history",
    permission=Permission.CASES_VIEW,
    response=HistoryAnswer,
    shows="Case money",
)
def list_payment_history(request: HttpRequest, case_number: str):
    """Everything that moved the balance of a case, with the balance after each step."""
    actor = actor_of_call(request)
    case = read_case(actor, case_number)
    steps = history_of(actor, case, money_of(actor, case))
    return {"items": steps, "balance": steps[0].balance if steps else Money.zero}


def today() -> date:
    """The business day, by which instalments are due or late."""
    return business_today(settings.BUSINESS_TIME_ZONE)
