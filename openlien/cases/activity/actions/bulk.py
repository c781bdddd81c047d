"""The same for many cases at once: all of them or none, each with its entry on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F

from openlien.identity.actor import Actor
from openlien.identity.models import User
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.sql import fetch_all

from ...models import Activity, Case, Task
from ..reach import lock_cases, user_to_assign
from .making import FollowUp, assignee_of, new_task, task_entry

_NEW_IDS = "SELECT uuidv7() AS id FROM generate_series(1, %s)"


@action
def schedule_follow_ups(
    actor: Actor,
    case_numbers: Sequence[str],
    planned: FollowUp,
    *,
    today: date,
    idempotency_key: str | None = None,
) -> list[Task]:
    """The same follow-up on each of these cases, in one transaction, with an entry on each timeline.

    *Raises*: Forbidden, NotFound, NoCasesNamed, TooManyCases, TitleMissing, DueDayMissing, DuePassed,
    AssigneeUnknown, TextTooLong, TextNotPlain, IdempotencyKeyReused.
    """
    planned = planned.checked(today=today)
    cases = lock_cases(actor, case_numbers, Permission.ACTIVITY_LOG)
    content = content_hash(cases=sorted(case.number for case in cases), planned=planned)
    keys = [f"{idempotency_key}:{place}" if idempotency_key else None for place in range(len(cases))]
    if earlier_result(Task, keys[0], content):
        return list(Task.objects.filter(idempotency_key__in=keys).order_by("id"))
    assignee = assignee_of(planned)
    tasks = [
        new_task(actor, case, planned, assignee=assignee, idempotency_key=key, content=content)
        for case, key in zip(cases, keys, strict=True)
    ]
    # The entries on the timelines name the follow-ups, so their ids are made first.
    for task, row in zip(tasks, fetch_all(_NEW_IDS, [len(tasks)]), strict=True):
        task.id = row.id
    Task.objects.bulk_create(tasks)
    names = dict(
        User.objects.filter(id__in={task.assigned_to_id for task in tasks}).values_list("id", "name")
    )
    Activity.objects.bulk_create(
        task_entry(actor, task, "planned", due_on=task.due_on, assignee=names.get(task.assigned_to_id, ""))
        for task in tasks
    )
    return tasks


@action
def assign_negotiator(actor: Actor, case_numbers: Sequence[str], *, user_id: UUID | None) -> list[str]:
    """The numbers of the cases that changed hands; those that were this person's already stay as they are.

    Without a `user_id` nobody negotiates the cases any more. Follow-ups stay with whom they were given to.
    *Raises*: Forbidden, NotFound, NoCasesNamed, TooManyCases, AssigneeUnknown.
    """
    cases = lock_cases(actor, case_numbers, Permission.CASES_ASSIGN)
    user = user_to_assign(user_id) if user_id else None
    changed = [case for case in cases if case.negotiator_id != user_id]
    Case.objects.filter(id__in=[case.id for case in changed]).update(
        negotiator_id=user_id, version=F("version") + 1
    )
    Activity.objects.bulk_create(_assignment(actor, case, user) for case in changed)
    return [case.number for case in changed]


def _assignment(actor: Actor, case: Case, user: User | None) -> Activity:
    before = f", before {case.negotiator.name}" if case.negotiator else ""
    return Activity(
        case=case,
        kind=Activity.Kind.ASSIGNMENT,
        summary=(f"Assigned to {user.name}" if user else "Assigned to nobody") + before,
        object_id=str(user.id) if user else "",
        actor_id=actor.user_id,
    )
