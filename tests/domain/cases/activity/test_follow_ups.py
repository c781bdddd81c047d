"""Follow-ups: planned, done, opened again, moved; many cases at once; whose they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from openlien.cases.activity import actions, errors
from openlien.cases.activity.actions import FollowUp
from openlien.cases.activity.queries.tasks import (
    TaskView,
    my_tasks,
    next_step_of_each,
    next_steps,
    read_task,
    tasks_of,
)
from openlien.cases.models import Activity, Case, Task
from openlien.cases.queries import read_case
from openlien.identity.actor import Actor
from openlien.identity.models import AuditEntry, User
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from tests import cast

TODAY = cast.AS_OF
pytestmark = pytest.mark.django_db


def plan(actor: Actor, case: Case, title: str = "Call the firm", days: int = 0, **fields: Any) -> Task:
    planned = FollowUp(title=title, due_on=TODAY + timedelta(days=days), **fields)
    return actions.schedule_follow_up(actor, case.number, planned, today=TODAY)


def told(case: Case) -> list[str]:
    entries = Activity.objects.filter(case=case, kind="task").order_by("id")
    return list(entries.values_list("summary", flat=True))


def test_a_follow_up_goes_to_the_negotiator_of_its_case(dana: Actor, manager: Actor, case: Case) -> None:
    actions.assign_negotiator(manager, [case.number], user_id=dana.user_id)
    assert plan(manager, case).assigned_to_id == dana.user_id
    assert plan(dana, case, assignee_id=manager.user_id).assigned_to_id == manager.user_id
    assert told(case)[0] == "Follow-up planned for Nov 20, 2026, Dana Ortiz: Call the firm"


def test_a_follow_up_is_done_once_and_can_be_opened_again(dana: Actor, manager: Actor, case: Case) -> None:
    task = plan(dana, case)
    done = actions.complete_task(dana, task.id, version=1, result="They pay.")
    assert (done.done_by_id, done.result, done.version) == (dana.user_id, "They pay.", 2)
    with pytest.raises(errors.TaskStale, match="it is done by Dana Ortiz now"):
        actions.complete_task(manager, task.id, version=1)
    with pytest.raises(errors.TaskNotOpen, match="is done by Dana Ortiz already"):
        actions.cancel_task(manager, task.id)
    again = actions.reopen_task(dana, task.id, version=2)
    assert (again.done_at, again.result) == (None, "")
    with pytest.raises(errors.TaskOpen):
        actions.reopen_task(dana, task.id)
    assert told(case)[1:] == ["Follow-up done: Call the firm", "Follow-up opened again: Call the firm"]
    assert AuditEntry.objects.filter(table_name="cases_task", row_id=str(task.id)).count() == 2


def test_a_follow_up_moves_to_another_day_and_person_or_is_cancelled(
    dana: Actor, manager: Actor, case: Case
) -> None:
    task = plan(dana, case)
    later = TODAY + timedelta(days=7)
    moved = actions.reschedule_task(dana, task.id, due_on=later, today=TODAY, version=1)
    assert (moved.due_on, moved.version) == (later, 2)
    assert actions.reschedule_task(dana, task.id, due_on=later, today=TODAY).version == 2
    with pytest.raises(errors.DuePassed):
        actions.reschedule_task(dana, task.id, due_on=TODAY - timedelta(days=1), today=TODAY)
    given = actions.reassign_task(dana, task.id, assignee_id=manager.user_id)
    assert given.assigned_to_id == manager.user_id
    with pytest.raises(errors.AssigneeUnknown):
        actions.reassign_task(dana, task.id, assignee_id=cast.person("No Member").id)
    cancelled = actions.cancel_task(manager, task.id, reason="Settled")
    assert read_task(dana, cancelled.id).state == "cancelled"
    assert told(case)[1:] == [
        "Follow-up moved for Nov 27, 2026: Call the firm",
        "Follow-up given to somebody else, Priya Rao: Call the firm",
        "Follow-up cancelled: Call the firm",
    ]


def test_many_cases_get_the_same_follow_up_all_or_none(dana: Actor, case: Case) -> None:
    other = cast.make_case("Kai Calder", firm_name="Osprey Legal")
    planned = FollowUp(title="No contact in 30 days", due_on=TODAY)
    with pytest.raises(NotFound):
        actions.schedule_follow_ups(dana, [case.number, "CASE-2026-99999"], planned, today=TODAY)
    numbers = [case.number, other.number, case.number]
    made = actions.schedule_follow_ups(dana, numbers, planned, today=TODAY, idempotency_key="k")
    again = actions.schedule_follow_ups(dana, numbers, planned, today=TODAY, idempotency_key="k")
    assert [task.id for task in again] == [task.id for task in made]
    assert {task.case_id for task in Task.objects.all()} == {case.id, other.id}
    assert (len(told(case)), len(told(other))) == (1, 1)


def test_bulk_refuses_nothing_at_all_and_too_much(dana: Actor) -> None:
    planned = FollowUp(title="x", due_on=TODAY)
    with pytest.raises(errors.NoCasesNamed):
        actions.schedule_follow_ups(dana, [], planned, today=TODAY)
    with pytest.raises(errors.TooManyCases):
        actions.schedule_follow_ups(dana, [str(n) for n in range(501)], planned, today=TODAY)


def test_cases_change_hands_with_a_line_on_each_timeline(dana: Actor, manager: Actor, case: Case) -> None:
    other = cast.make_case("Kai Calder", firm_name="Osprey Legal")
    both = [case.number, other.number]
    assert actions.assign_negotiator(manager, [case.number], user_id=dana.user_id) == [case.number]
    assert actions.assign_negotiator(manager, both, user_id=dana.user_id) == [other.number]
    assert actions.assign_negotiator(manager, [case.number], user_id=None) == [case.number]
    entries = Activity.objects.filter(case=case, kind="assignment").order_by("id")
    assert [entry.summary for entry in entries] == [
        "Assigned to Dana Ortiz",
        "Assigned to nobody, before Dana Ortiz",
    ]
    case.refresh_from_db()
    assert (case.negotiator_id, case.version) == (None, 3)
    assert AuditEntry.objects.filter(table_name="cases_case", row_id=str(case.id)).count() == 2


def test_only_who_assigns_may_assign_and_only_to_who_may_work(
    dana: Actor, manager: Actor, case: Case
) -> None:
    with pytest.raises(Forbidden):
        actions.assign_negotiator(dana, [case.number], user_id=dana.user_id)
    with pytest.raises(errors.AssigneeUnknown):
        actions.assign_negotiator(manager, [case.number], user_id=cast.person("No Member").id)
    User.objects.filter(id=dana.user_id).update(is_active=False)
    with pytest.raises(errors.AssigneeUnknown):
        actions.assign_negotiator(manager, [case.number], user_id=dana.user_id)


def test_my_work_is_what_is_mine_by_day(dana: Actor, manager: Actor, case: Case) -> None:
    late = plan(dana, case, "Late")
    Task.objects.filter(id=late.id).update(due_on=TODAY - timedelta(days=3))
    plan(dana, case, "Now")
    plan(dana, case, "Soon", 3)
    plan(dana, case, "Hers", assignee_id=manager.user_id)
    actions.complete_task(dana, plan(dana, case, "Over").id)
    pages = {view: my_tasks(dana, view, today=TODAY) for view in TaskView}
    assert {view.code: [line.title for line in page.items] for view, page in pages.items()} == {
        "overdue": ["Late"],
        "today": ["Now"],
        "upcoming": ["Soon"],
        "done": ["Over"],
    }
    assert set(pages[TaskView.TODAY].counts.values()) == {1}
    everybody = my_tasks(manager, TaskView.TODAY, today=TODAY, of_everybody=True)
    assert {line.title for line in everybody.items} == {"Now", "Hers"}
    assert my_tasks(manager, TaskView.TODAY, today=TODAY, whose=dana.user_id).total == 1
    with pytest.raises(Forbidden):
        my_tasks(dana, TaskView.TODAY, today=TODAY, whose=manager.user_id)


def test_the_next_step_is_the_open_follow_up_that_is_due_first(dana: Actor, case: Case) -> None:
    plan(dana, case, "Second", 2)
    first = plan(dana, case, "First", 1)
    actions.complete_task(dana, plan(dana, case, "Done").id)
    head = read_case(dana, case.number)
    assert [step.title for step in next_steps(dana, head)] == ["First", "Second"]
    assert next_step_of_each(dana, [case.id])[case.id].id == first.id
    assert [line.title for line in tasks_of(dana, head)] == ["First", "Second", "Done"]


def test_who_only_reads_sees_follow_ups_and_changes_none(dana: Actor, case: Case) -> None:
    task = plan(dana, case)
    legal = cast.actor_with(Role.LEGAL_TEAM)
    assert read_task(legal, task.id).title == "Call the firm"
    with pytest.raises(Forbidden):
        actions.complete_task(legal, task.id)
    provider = cast.actor_with(Role.PROVIDER, group=cast.provider_group())
    with pytest.raises(Forbidden):
        read_task(provider, task.id)
