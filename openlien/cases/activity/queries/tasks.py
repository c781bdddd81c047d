"""What is to do: the next steps of cases, and the follow-ups of people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from ...models import Task
from ...queries import CaseHead
from ...scope import visible_cases

PAGE_ROWS = 50
NEXT_STEPS_MAX = 20
_OPEN = Q(done_at=None, cancelled_at=None)


class TaskView(Enum):
    """Which follow-ups of somebody are wanted; the value is what the list is called."""

    OVERDUE = "Overdue"
    TODAY = "Due today"
    UPCOMING = "Upcoming"
    DONE = "Done"

    @property
    def code(self) -> str:
        """The name of the view in addresses and JSON."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One follow-up; `kind` is a code, `state` is open, done or cancelled."""

    id: UUID
    case_number: str
    patient: str
    law_firm: str
    kind: str
    kind_name: str
    title: str
    note: str
    due_on: date
    assignee_id: UUID | None
    assignee: str
    created_by: str
    created_at: datetime
    state: str
    ended_at: datetime | None
    ended_by: str
    result: str
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it is still to do."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of follow-ups and how many each view of the same person has."""

    items: tuple[TaskLine, ...]
    counts: dict[TaskView, int]
    total: int
    has_more: bool


def next_steps(actor: Actor, case: CaseHead) -> list[TaskLine]:
    """The open follow-ups of a case that the actor has read, the one due first on top.

    *Raises*: Forbidden.
    """
    actor.require(Permission.ACTIVITY_VIEW)
    found = _with_people(Task.objects.filter(_OPEN, case_id=case.id)).order_by("due_on", "id")
    return [line_of(task) for task in found[:NEXT_STEPS_MAX]]


def next_step_of_each(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, TaskLine]:
    """The open follow-up that is due first on each of these cases that the actor reaches; one query.

    *Raises*: Forbidden.
    """
    found = _reached(actor).filter(_OPEN, case_id__in=case_ids)
    first = found.order_by("case_id", "due_on", "id").distinct("case_id")
    return {task.case_id: line_of(task) for task in _with_people(first)}


def my_tasks(
    actor: Actor,
    view: TaskView,
    *,
    today: date,
    whose: UUID | None = None,
    of_everybody: bool = False,
    page: int = 1,
) -> TaskPage:
    """One page of follow-ups: the actor's own; of another person, or of all, with CASES_ASSIGN.

    *Shapes*: PAGE_ROWS a page; what is done the newest first, the rest by day.
    *Raises*: Forbidden.
    """
    if of_everybody or (whose and whose != actor.user_id):
        actor.require(Permission.CASES_ASSIGN)
    found = _reached(actor)
    if not of_everybody:
        found = found.filter(assigned_to_id=whose or actor.user_id)
    conditions = _conditions(today)
    counted = found.aggregate(**{each.code: Count("id", filter=conditions[each]) for each in TaskView})
    order = ("-done_at", "-id") if view is TaskView.DONE else ("due_on", "id")
    begin = (max(1, page) - 1) * PAGE_ROWS
    rows = list(_with_people(found.filter(conditions[view])).order_by(*order)[begin : begin + PAGE_ROWS + 1])
    counts = {each: counted[each.code] for each in TaskView}
    lines = tuple(line_of(task) for task in rows[:PAGE_ROWS])
    return TaskPage(items=lines, counts=counts, total=counts[view], has_more=len(rows) > PAGE_ROWS)


def read_task(actor: Actor, task_id: UUID) -> TaskLine:
    """One follow-up of a case that the actor reaches.

    *Raises*: Forbidden, NotFound.
    """
    task = _with_people(_reached(actor).filter(id=task_id)).first()
    if task is None:
        raise NotFound()
    return line_of(task)


def tasks_of(actor: Actor, case: CaseHead) -> list[TaskLine]:
    """All follow-ups of a case: the open ones by day, then those that ended, the latest first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.ACTIVITY_VIEW)
    found = _with_people(Task.objects.filter(case_id=case.id))
    ended = found.exclude(_OPEN).order_by(F("done_at").desc(nulls_last=True), "-id")
    return [line_of(task) for task in (*found.filter(_OPEN).order_by("due_on", "id"), *ended)]


def line_of(task: Task) -> TaskLine:
    """The follow-up as lists show it; its people and case are read with it."""
    state = "done" if task.done_at else "cancelled" if task.cancelled_at else "open"
    ender = task.done_by or task.cancelled_by
    return TaskLine(
        id=task.id,
        case_number=task.case.number,
        patient=task.case.patient.name,
        law_firm=task.case.law_firm.name if task.case.law_firm else "",
        kind=task.kind,
        kind_name=task.get_kind_display(),
        title=task.title,
        note=task.note,
        due_on=task.due_on,
        assignee_id=task.assigned_to_id,
        assignee=task.assigned_to.name if task.assigned_to else "",
        created_by=task.created_by.name if task.created_by else "",
        created_at=task.created_at,
        state=state,
        ended_at=task.done_at or task.cancelled_at,
        ended_by=ender.name if ender else "",
        result=task.result,
        version=task.version,
    )


def _conditions(today: date) -> dict[TaskView, Q]:
    return {
        TaskView.OVERDUE: _OPEN & Q(due_on__lt=today),
        TaskView.TODAY: _OPEN & Q(due_on=today),
        TaskView.UPCOMING: _OPEN & Q(due_on__gt=today),
        TaskView.DONE: Q(done_at__isnull=False),
    }


def _reached(actor: Actor) -> QuerySet[Task]:
    return Task.objects.filter(case__in=visible_cases(actor, Permission.ACTIVITY_VIEW))


def _with_people(found: QuerySet[Task]) -> QuerySet[Task]:
    return found.select_related(
        "case__patient", "case__law_firm", "assigned_to", "created_by", "done_by", "cancelled_by"
    )
