"""Reminders: raised on their day as a follow-up for the owner of the case, and noted when one was sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity, Case, Task
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.date_words import day_text
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money, total

from ...queries import bill_positions
from ..deposits import standings_of
from ..errors import NothingToPlan
from ..fulfilment import InstalmentState, Standing
from ..models import PaymentPlan, Reminder
from ..terms import NOTE_LETTERS_MAX

KEEP = Permission.PAYMENT_PLANS_KEEP
Kind = Reminder.Kind


@action
def raise_reminders(actor: Actor, plan_id: UUID, *, today: date) -> list[Reminder]:
    """The reminders of a plan that became due and were not raised before, each with its follow-up.

    Run twice on one day, or after days without a run, it raises each reminder once.
    *Raises*: Forbidden, NotFound.
    """
    number = PaymentPlan.objects.values_list("case__number", flat=True).get(id=plan_id)
    case = lock_case(actor, number, KEEP)
    plan = PaymentPlan.objects.select_related("created_by").get(id=plan_id)
    if plan.status != PaymentPlan.Status.ACTIVE:
        return []
    raised = set(plan.reminders.exclude(kind=Kind.BY_HAND).values_list("due_on", "kind"))
    found = standings_of([plan], as_of=today)[plan.id]
    paid_days = [one.due_on for one in found if one.state is InstalmentState.PAID]
    _drop_tasks(plan, paid_days, "Paid in the meantime")
    return [
        _raise(actor, case, plan, one, kind, count=len(found), today=today)
        for one, kind in _due(plan, found, today)
        if (one.due_on, kind.value) not in raised
    ]


@action
def record_reminder(
    actor: Actor,
    *,
    case_number: str,
    channel: Reminder.Channel,
    today: date,
    note: str = "",
    idempotency_key: str | None = None,
) -> Reminder:
    """The reminder that somebody sent: of what is late or due next by the plan, else of all that is open.

    The follow-ups of that instalment are done with it. The mail itself is sent elsewhere.
    *Raises*: Forbidden, NotFound, NothingToPlan, TextTooLong, TextNotPlain, IdempotencyKeyReused.
    """
    note = plain_text(note, letters_max=NOTE_LETTERS_MAX)
    case = lock_case(actor, case_number, KEEP)
    content = content_hash(case=case.number, channel=channel.value, note=note)
    if earlier := earlier_result(Reminder, idempotency_key, content):
        return earlier
    plan = PaymentPlan.objects.filter(case=case, status=PaymentPlan.Status.ACTIVE).first()
    one = next_to_pay(standings_of([plan], as_of=today)[plan.id]) if plan else None
    reminder = Reminder.objects.create(
        case=case,
        plan=plan if one else None,
        number=one.number if one else None,
        due_on=one.due_on if one else None,
        amount=one.open if one else _open_of(case),
        kind=Kind.BY_HAND,
        raised_on=today,
        channel=channel,
        note=note,
        sent_at=now(),
        sent_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )
    _complete_tasks(actor, reminder)
    words = f"Payment reminder sent by {channel.label.lower()}: {_what(reminder)}"
    _note(actor, reminder, words, note)
    return reminder


def next_to_pay(found: list[Standing]) -> Standing | None:
    """The instalment that money pays next; None when all is paid."""
    return next((one for one in found if one.state is not InstalmentState.PAID), None)


def _due(plan: PaymentPlan, found: list[Standing], today: date) -> Iterator[tuple[Standing, Reminder.Kind]]:
    """The newest kind of reminder that is due for each instalment which is not paid."""
    for one in found:
        if one.state is InstalmentState.PAID:
            continue
        late_on = one.due_on + timedelta(days=plan.days_after)
        if plan.days_after and today >= late_on:
            yield one, Kind.AFTER
        elif plan.is_reminded_on_day and today >= one.due_on:
            yield one, Kind.ON
        elif plan.days_before and one.due_on - timedelta(days=plan.days_before) <= today < one.due_on:
            yield one, Kind.BEFORE


def _raise(
    actor: Actor,
    case: Case,
    plan: PaymentPlan,
    one: Standing,
    kind: Reminder.Kind,
    *,
    count: int,
    today: date,
) -> Reminder:
    _drop_tasks(plan, [one.due_on], "A later reminder took its place")
    late = "late since" if one.due_on < today else "due"
    day = day_text(one.due_on)
    what = f"instalment {one.number} of {count}, ${one.open.amount:,} {late} {day}"
    task = Task.objects.create(
        case=case,
        kind=Task.Kind.PAYMENT,
        title=f"Payment reminder: {what}",
        due_on=today,
        assigned_to_id=case.negotiator_id or plan.created_by_id,
        created_by_id=actor.user_id,
    )
    reminder = Reminder.objects.create(
        case=case,
        plan=plan,
        number=one.number,
        due_on=one.due_on,
        amount=one.open,
        kind=kind,
        raised_on=today,
        task=task,
    )
    _note(actor, reminder, f"Reminder due: {what}", "")
    return reminder


def _drop_tasks(plan: PaymentPlan, due_days: list[date], why: str) -> None:
    tasks = Reminder.objects.filter(plan=plan, due_on__in=due_days, task__isnull=False).values("task_id")
    Task.objects.filter(id__in=tasks, done_at=None, cancelled_at=None).update(
        cancelled_at=now(), result=why, version=F("version") + 1
    )


def _complete_tasks(actor: Actor, reminder: Reminder) -> None:
    if reminder.due_on is None:
        return
    of_instalment = Reminder.objects.filter(plan=reminder.plan, due_on__lte=reminder.due_on)
    Task.objects.filter(id__in=of_instalment.values("task_id"), done_at=None, cancelled_at=None).update(
        done_at=reminder.sent_at,
        done_by_id=actor.user_id,
        result="Payment reminder sent",
        version=F("version") + 1,
    )


def _what(reminder: Reminder) -> str:
    amount = f"${reminder.amount.amount:,}"
    if reminder.due_on is None:
        return f"{amount} open"
    day = day_text(reminder.due_on)
    return f"instalment {reminder.number}, {amount} of {day}"


def _open_of(case: Case) -> Money:
    still_open = total(position.open for position in bill_positions(case.id))
    if not still_open:
        raise NothingToPlan()
    return still_open


def _note(actor: Actor, reminder: Reminder, summary: str, body: str) -> None:
    Activity.objects.create(
        case_id=reminder.case_id,
        kind=Activity.Kind.TASK,
        summary=summary,
        body=body,
        object_id=str(reminder.id),
        actor_id=actor.user_id,
    )
