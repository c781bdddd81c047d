"""One follow-up: planned, done, opened again, given to somebody else, moved to another day, cancelled."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.idempotency import content_hash, earlier_result

from ...models import Activity, Task
from ...wording import plain_text
from ..errors import DuePassed, TaskNotOpen, TaskOpen
from ..reach import case_of, lock_task, state_of, user_to_assign
from .making import FollowUp, assignee_of, new_task, task_entry

RESULT_LETTERS_MAX = 500


@action
def schedule_follow_up(
    actor: Actor,
    case_number: str,
    planned: FollowUp,
    *,
    today: date,
    follows: Activity | None = None,
    idempotency_key: str | None = None,
) -> Task:
    """The new follow-up of a case, with an entry on the timeline unless the call that it `follows` shows it.

    *Raises*: Forbidden, NotFound, TitleMissing, DueDayMissing, DuePassed, AssigneeUnknown, TextTooLong,
    TextNotPlain, IdempotencyKeyReused.
    """
    planned = planned.checked(today=today)
    case = case_of(actor, case_number, Permission.ACTIVITY_LOG)
    content = content_hash(case=case.number, planned=planned)
    if earlier := earlier_result(Task, idempotency_key, content):
        return earlier
    assignee = assignee_of(planned)
    task = new_task(
        actor,
        case,
        planned,
        assignee=assignee,
        follows=follows,
        idempotency_key=idempotency_key,
        content=content,
    )
    task.save(force_insert=True)
    if follows is None:
        owner = task.assigned_to.name if task.assigned_to else ""
        task_entry(actor, task, "planned", due_on=task.due_on, assignee=owner).save()
    return task


@action
def complete_task(actor: Actor, task_id: UUID, *, version: int | None = None, result: str = "") -> Task:
    """The follow-up, done now by the actor, with what came of it.

    *Raises*: Forbidden, NotFound, TaskStale, TaskNotOpen, TextTooLong, TextNotPlain.
    """
    result = plain_text(result, letters_max=RESULT_LETTERS_MAX)
    task = _open_task(actor, task_id, version)
    task.done_at, task.done_by_id, task.result = now(), actor.user_id, result
    return _changed(actor, task, "done", body=result)


@action
def cancel_task(actor: Actor, task_id: UUID, *, version: int | None = None, reason: str = "") -> Task:
    """The follow-up, which nobody has to do any more.

    *Raises*: Forbidden, NotFound, TaskStale, TaskNotOpen, TextTooLong, TextNotPlain.
    """
    reason = plain_text(reason, letters_max=RESULT_LETTERS_MAX)
    task = _open_task(actor, task_id, version)
    task.cancelled_at, task.cancelled_by_id, task.result = now(), actor.user_id, reason
    return _changed(actor, task, "cancelled", body=reason)


@action
def reopen_task(actor: Actor, task_id: UUID, *, version: int | None = None) -> Task:
    """The follow-up, open again as it was.

    *Raises*: Forbidden, NotFound, TaskStale, TaskOpen.
    """
    task = lock_task(actor, task_id, version)
    if not (task.done_at or task.cancelled_at):
        raise TaskOpen()
    task.done_at = task.done_by = task.cancelled_at = task.cancelled_by = None
    task.result = ""
    return _changed(actor, task, "opened again")


@action
def reassign_task(actor: Actor, task_id: UUID, *, assignee_id: UUID, version: int | None = None) -> Task:
    """The follow-up with somebody else; giving it to whom it is with changes nothing.

    *Raises*: Forbidden, NotFound, TaskStale, TaskNotOpen, AssigneeUnknown.
    """
    task = _open_task(actor, task_id, version)
    return _given(actor, task, assignee_id)


@action
def reschedule_task(
    actor: Actor, task_id: UUID, *, due_on: date, today: date, version: int | None = None
) -> Task:
    """The follow-up on another day; the same day changes nothing.

    *Raises*: Forbidden, NotFound, TaskStale, TaskNotOpen, DuePassed.
    """
    task = _open_task(actor, task_id, version)
    return _moved(actor, task, due_on, today)


@action
def change_task(
    actor: Actor,
    task_id: UUID,
    *,
    due_on: date | None,
    assignee_id: UUID | None,
    today: date,
    version: int | None = None,
) -> Task:
    """The follow-up on another day and with somebody else, as far as they are given and differ.

    *Raises*: as `reassign_task` and `reschedule_task`.
    """
    task = _open_task(actor, task_id, version)
    if due_on:
        task = _moved(actor, task, due_on, today)
    return _given(actor, task, assignee_id) if assignee_id else task


def _given(actor: Actor, task: Task, assignee_id: UUID) -> Task:
    if task.assigned_to_id == assignee_id:
        return task
    task.assigned_to = user_to_assign(assignee_id)
    return _changed(actor, task, "given to somebody else", assignee=task.assigned_to.name)


def _moved(actor: Actor, task: Task, due_on: date, today: date) -> Task:
    if task.due_on == due_on:
        return task
    if due_on < today:
        raise DuePassed(field="due_on", due_on=due_on)
    task.due_on = due_on
    return _changed(actor, task, "moved", due_on=due_on)


def _open_task(actor: Actor, task_id: UUID, version: int | None) -> Task:
    """The open follow-up, locked.

    *Raises*: Forbidden, NotFound, TaskStale, TaskNotOpen.
    """
    task = lock_task(actor, task_id, version)
    if task.done_at or task.cancelled_at:
        raise TaskNotOpen(state=state_of(task))
    return task


def _changed(
    actor: Actor, task: Task, what: str, *, body: str = "", due_on: date | None = None, assignee: str = ""
) -> Task:
    task.version += 1
    task.save()
    task_entry(actor, task, what, body=body, due_on=due_on, assignee=assignee).save()
    return task
