"""A payment plan: made for what is open, changed in what is not paid yet, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity, Case, Task
from openlien.cases.scope import visible_cases
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.date_words import day_text
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money, total
from openlien.negotiation.access import agreement_in_force

from ...queries import bill_positions
from ..deposits import standings_of
from ..errors import (
    CancellationReasonMissing,
    NothingToPlan,
    PlanBeyondBalance,
    PlanEnded,
    PlanExists,
    PlanPaid,
    PlanStale,
)
from ..fulfilment import InstalmentState
from ..models import Instalment, PaymentPlan, Reminder
from ..schedule import Interval, Promised
from ..terms import REASON_LETTERS_MAX, PlanTerms

KEEP = Permission.PAYMENT_PLANS_KEEP
Status = PaymentPlan.Status


@action
def create_plan(
    actor: Actor, *, case_number: str, terms: PlanTerms, today: date, idempotency_key: str | None = None
) -> PaymentPlan:
    """The new plan of a case, with its instalments; a plan that is paid makes room for it.

    *Raises*: Forbidden, NotFound, PlanExists, NothingToPlan, PlanBeyondBalance, IdempotencyKeyReused; as
    PlanTerms.checked and PlanTerms.schedule.
    """
    terms = terms.checked(today=today)
    case = lock_case(actor, case_number, KEEP)
    content = content_hash(case=case.number, terms=terms)
    if earlier := earlier_result(PaymentPlan, idempotency_key, content):
        return earlier
    _check_amount(case, terms.amount)
    parts = terms.schedule()
    _end_paid_plan(case, today)
    plan = PaymentPlan.objects.create(
        case=case,
        agreement=agreement_in_force(case.id),
        amount=terms.amount,
        created_by_id=actor.user_id,
        changed_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
        **_kept(terms),
    )
    _put_down(plan, parts)
    _note(actor, plan, f"Payment plan made: {in_words(parts, terms.interval)}", terms.note)
    return plan


@action
def change_plan(actor: Actor, plan_id: UUID, terms: PlanTerms, *, version: int, today: date) -> PaymentPlan:
    """The plan with other instalments for what is not paid in full; those that are paid stay.

    `terms.amount` is what the new instalments sum to; money that pays a part of an instalment pays the first
    of them.
    *Raises*: Forbidden, NotFound, PlanStale, PlanEnded, PlanPaid, PlanBeyondBalance; as PlanTerms.checked
    and PlanTerms.schedule.
    """
    terms = terms.checked(today=today)
    plan = _locked(actor, plan_id, version)
    found = standings_of([plan], as_of=today)[plan.id]
    paid = [one for one in found if one.state is InstalmentState.PAID]
    if len(paid) == len(found):
        raise PlanPaid()
    underway = total(one.paid for one in found) - total(one.amount for one in paid)
    _check_amount(plan.case, terms.amount, already=underway)
    parts = terms.schedule(number_from=len(paid) + 1)
    plan.instalments.filter(number__gt=len(paid)).delete()
    PaymentPlan.objects.filter(id=plan.id).update(
        amount=total(one.amount for one in paid) + terms.amount,
        changed_by_id=actor.user_id,
        version=F("version") + 1,
        **_kept(terms),
    )
    _put_down(plan, parts)
    _close_tasks(plan, "The plan was changed")
    kept = f"{len(paid)} paid, " if paid else ""
    _note(actor, plan, f"Payment plan changed: {kept}{in_words(parts, terms.interval)}", terms.note)
    return PaymentPlan.objects.get(id=plan.id)


@action
def cancel_plan(actor: Actor, plan_id: UUID, *, version: int, reason: str, today: date) -> PaymentPlan:
    """The plan, which says nothing any more of what is to come; its follow-ups end with it.

    *Raises*: Forbidden, NotFound, PlanStale, PlanEnded, CancellationReasonMissing, TextTooLong, TextNotPlain.
    """
    reason = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    plan = _locked(actor, plan_id, version)
    if not reason:
        raise CancellationReasonMissing(field="reason")
    PaymentPlan.objects.filter(id=plan.id).update(
        status=Status.CANCELLED,
        ended_on=today,
        ending_reason=reason,
        changed_by_id=actor.user_id,
        version=F("version") + 1,
    )
    _close_tasks(plan, "The plan was cancelled")
    _note(actor, plan, "Payment plan cancelled", reason)
    return PaymentPlan.objects.get(id=plan.id)


def in_words(parts: Sequence[Promised], interval: Interval) -> str:
    """What a schedule means, in one line."""
    first, last = parts[0], parts[-1]
    due = day_text(first.due_on)
    if len(parts) == 1:
        return f"${first.amount.amount:,} due {due}"
    rest = "" if last.amount == first.amount else f", the last ${last.amount.amount:,}"
    often = interval.label.lower()
    return f"{len(parts)} instalments of ${first.amount.amount:,}{rest}, {often} from {due}"


def _check_amount(case: Case, amount: Money, *, already: Money = Money.zero) -> None:
    """Passes when so much is still to come; `already` came in for a part of it."""
    still_open = total(position.open for position in bill_positions(case.id))
    if not still_open:
        raise NothingToPlan(field="amount")
    if amount > still_open + already:
        raise PlanBeyondBalance(field="amount", open=still_open + already, amount=amount)


def _end_paid_plan(case: Case, today: date) -> None:
    plan = PaymentPlan.objects.filter(case=case, status=Status.ACTIVE).first()
    if plan is None:
        return
    found = standings_of([plan], as_of=today)[plan.id]
    if any(one.state is not InstalmentState.PAID for one in found):
        raise PlanExists()
    PaymentPlan.objects.filter(id=plan.id).update(
        status=Status.COMPLETED, ended_on=today, version=F("version") + 1
    )


def _locked(actor: Actor, plan_id: UUID, version: int) -> PaymentPlan:
    """The active plan as the actor saw it, its case locked first, as where money is recorded."""
    number = (
        PaymentPlan.objects.filter(id=plan_id, case__in=visible_cases(actor, KEEP))
        .values_list("case__number", flat=True)
        .first()
    )
    if number is None:
        raise NotFound()
    lock_case(actor, number, KEEP)
    plan = PaymentPlan.objects.select_related("case", "changed_by").get(id=plan_id)
    if plan.version != version:
        raise PlanStale(
            who=plan.changed_by.name if plan.changed_by else "Somebody",
            amount=f"{plan.amount.amount:,}",
            count=plan.instalments.count(),
            state=plan.status,
            version=plan.version,
        )
    if plan.status != Status.ACTIVE:
        raise PlanEnded(state=plan.status)
    return plan


def _kept(terms: PlanTerms) -> dict[str, object]:
    return {
        "interval": terms.interval.value,
        "days_before": terms.days_before,
        "days_after": terms.days_after,
        "is_reminded_on_day": terms.is_reminded_on_day,
        "note": terms.note,
    }


def _put_down(plan: PaymentPlan, parts: Sequence[Promised]) -> None:
    Instalment.objects.bulk_create(
        Instalment(plan=plan, number=part.number, due_on=part.due_on, amount=part.amount) for part in parts
    )


def _close_tasks(plan: PaymentPlan, why: str) -> None:
    """Follow-ups of instalments that are not due as they were would send people after nothing."""
    tasks = Reminder.objects.filter(plan=plan, task__isnull=False).values("task_id")
    Task.objects.filter(id__in=tasks, done_at=None, cancelled_at=None).update(
        cancelled_at=now(), result=why, version=F("version") + 1
    )


def _note(actor: Actor, plan: PaymentPlan, summary: str, body: str) -> None:
    Activity.objects.create(
        case_id=plan.case_id,
        kind=Activity.Kind.TASK,
        summary=summary,
        body=body,
        object_id=str(plan.id),
        actor_id=actor.user_id,
    )
