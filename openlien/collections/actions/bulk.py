"""What was done to many cases at once, taken back as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from openlien.cases.activity.actions import assign_negotiator, cancel_task
from openlien.cases.activity.reach import lock_cases
from openlien.cases.models import Task
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action


@action
def give_back(
    actor: Actor, before: Mapping[UUID | None, Sequence[str]], *, given_to: UUID | None
) -> tuple[int, int]:
    """How many cases went back to those who had them, and how many somebody gave to a third person since.

    *Shapes*: `before` names the cases by whom they were with, None for nobody.
    *Raises*: Forbidden, NotFound, NoCasesNamed, TooManyCases.
    """
    numbers = [number for cases in before.values() for number in cases]
    locked = lock_cases(actor, numbers, Permission.CASES_ASSIGN)
    unmoved = {case.number for case in locked if case.negotiator_id == given_to}
    returned = 0
    for owner, cases in before.items():
        if still_there := [number for number in cases if number in unmoved]:
            returned += len(assign_negotiator(actor, still_there, user_id=owner))
    return returned, len(locked) - returned


@action
def cancel_follow_ups(actor: Actor, task_ids: Sequence[UUID]) -> int:
    """How many of these follow-ups were cancelled; those that are done already stay done.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.ACTIVITY_LOG)
    still_open = Task.objects.filter(id__in=task_ids, done_at=None, cancelled_at=None)
    ids = list(still_open.values_list("id", flat=True))
    for task_id in ids:
        cancel_task(actor, task_id, reason="Planned for many cases and taken back")
    return len(ids)
