"""The case, entry or follow-up that somebody works on, within reach, and whom work can be given to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from openlien.identity.actor import Actor
from openlien.identity.models import User
from openlien.identity.permissions import Permission, roles_allowing
from openlien.kit.date_words import day_text
from openlien.kit.errors import NotFound

from ..models import Case, Task
from ..scope import visible_cases
from .errors import AssigneeUnknown, NoCasesNamed, TaskStale, TooManyCases

CASES_MAX = 500


def case_of(actor: Actor, case_number: str, permission: Permission) -> Case:
    """The case of that number within the actor's reach.

    *Raises*: Forbidden, NotFound.
    """
    found = visible_cases(actor, permission).select_related("negotiator").filter(number=case_number).first()
    if found is None:
        raise NotFound()
    return found


def lock_cases(actor: Actor, case_numbers: Sequence[str], permission: Permission) -> list[Case]:
    """The cases of these numbers, each once, locked in one order; all of them or none.

    *Raises*: Forbidden, NotFound, NoCasesNamed, TooManyCases.
    """
    wanted = set(case_numbers)
    if not wanted:
        raise NoCasesNamed()
    if len(wanted) > CASES_MAX:
        raise TooManyCases(cases=len(wanted), cases_max=CASES_MAX)
    reached = visible_cases(actor, permission).filter(number__in=wanted)
    cases = list(
        reached.select_related("negotiator").select_for_update(of=("self",), no_key=True).order_by("id")
    )
    if len(cases) < len(wanted):
        raise NotFound()
    return cases


def lock_task(actor: Actor, task_id: UUID, version: int | None) -> Task:
    """The follow-up, locked, as the actor saw it.

    *Raises*: Forbidden, NotFound, TaskStale.
    """
    reached = Task.objects.filter(case__in=visible_cases(actor, Permission.ACTIVITY_LOG))
    task = reached.select_for_update(of=("self",)).select_related("case").filter(id=task_id).first()
    if task is None:
        raise NotFound()
    if version is not None and version != task.version:
        raise TaskStale(state=state_of(task), version=task.version)
    return task


def state_of(task: Task) -> str:
    """How a follow-up stands, in words."""
    if task.done_at:
        return f"done by {task.done_by.name}" if task.done_by else "done"
    if task.cancelled_at:
        return f"cancelled by {task.cancelled_by.name}" if task.cancelled_by else "cancelled"
    whom = f" with {task.assigned_to.name}" if task.assigned_to else ""
    return f"open{whom}, due {day_text(task.due_on)}"


def assignable() -> Q:
    """The users whom cases and follow-ups can be given to: active, and they may log on every case."""
    roles = [role.code for role in roles_allowing(Permission.ACTIVITY_LOG)]
    return Q(is_active=True, memberships__scope_kind="everything", memberships__role__in=roles)


def user_to_assign(user_id: UUID) -> User:
    """The user whom something is given to.

    *Raises*: AssigneeUnknown.
    """
    user = User.objects.filter(assignable(), id=user_id).distinct().first()
    if user is None:
        raise AssigneeUnknown(field="assignee")
    return user
