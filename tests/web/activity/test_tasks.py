"""My work: what is due, done with undo, moved, given away; those of others for managers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Case, Task
from openlien.identity.models import User
from openlien.identity.permissions import Role
from openlien.web import business_time
from tests import cast
from tests.web.cases.reading import words

pytestmark = pytest.mark.django_db


def user(role: Role) -> User:
    return User.objects.get(email=f"{role.code}@office.example")


@pytest.fixture
def task(dana: Client, case: Case) -> Task:
    return make(case, "Call the firm", 0)


def make(case: Case, title: str, days: int, role: Role = Role.COLLECTIONS_SPECIALIST) -> Task:
    due_on = business_time.today() + timedelta(days=days)
    return Task.objects.create(case=case, title=title, due_on=due_on, assigned_to=user(role))


def press(client: Client, task: Task, what: str, **fields: Any) -> Any:
    return client.post(f"/tasks/{task.id}/{what}", {"version": task.version, **fields}, follow=True)


def test_the_page_shows_what_is_late_due_and_to_come_in_this_order(
    dana: Client, case: Case, task: Task
) -> None:
    make(case, "Long ago", -3)
    make(case, "Next week", 7)
    page = words(dana.get("/tasks/"))
    places = [page.index(text) for text in ("Overdue 1 follow-up", "Long ago", "Call the firm", "Next week")]
    assert places == sorted(places)
    assert "3 days late" in page
    assert "in 7 days" in page
    assert "Next week" not in words(dana.get("/tasks/?view=today"))


def test_nothing_to_do_says_where_follow_ups_come_from(dana: Client) -> None:
    assert "Plan one on the Activity tab" in words(dana.get("/tasks/"))
    assert "No follow-up of this view." in words(dana.get("/tasks/?view=done"))


def test_done_can_be_undone_from_the_message(dana: Client, task: Task) -> None:
    page = press(dana, task, "done")
    assert "Done: Call the firm." in words(page)
    undo = f"/tasks/{task.id}/reopen?version=2"
    assert undo in page.content.decode()
    assert "Call the firm" in words(dana.get("/tasks/?view=done"))
    dana.post(undo)
    task.refresh_from_db()
    assert (task.done_at, task.version) == (None, 3)


def test_somebody_who_was_quicker_is_named_and_nothing_happens_twice(
    dana: Client, manager: Client, task: Task
) -> None:
    press(dana, task, "done")
    assert "it is done by Cast Collections Specialist now" in words(press(manager, task, "done"))
    task.refresh_from_db()
    assert task.version == 2


@pytest.mark.parametrize(("step", "begin", "days"), [("day", 0, 1), ("week", 2, 9), ("day", -5, 1)])
def test_a_follow_up_moves_by_a_day_or_a_week(
    dana: Client, case: Case, step: str, begin: int, days: int
) -> None:
    task = make(case, "Move me", begin)
    press(dana, task, "move", step=step)
    task.refresh_from_db()
    assert task.due_on == business_time.today() + timedelta(days=days)


def test_the_drawer_moves_gives_away_ends_and_opens_again(dana: Client, manager: Client, task: Task) -> None:
    where = f"/tasks/{task.id}/"
    assert "Planned by" in words(dana.get(where))
    to = {"due_on": "+3", "assignee": str(user(Role.NEGOTIATIONS_MANAGER).id), "version": "1"}
    page = dana.post(where, to, follow=True)
    assert "with Cast Negotiations Manager." in words(page)
    task.refresh_from_db()
    assert (task.assigned_to_id, task.version) == (user(Role.NEGOTIATIONS_MANAGER).id, 3)
    refused = dana.post(where, {**to, "due_on": "-1", "version": "3"})
    assert (refused.status_code, "due today or later" in words(refused)) == (422, True)
    stale = dana.post(where, {**to, "version": "1"})
    assert (stale.status_code, "Somebody changed this follow-up" in words(stale)) == (409, True)
    manager.post(where, {"do": "done", "result": "They pay.", "version": "3"})
    assert "They pay." in words(manager.get(where))
    manager.post(where, {"do": "reopen", "version": "4"})
    manager.post(where, {"do": "cancel", "result": "Settled", "version": "5"})
    assert "cancelled by Cast Negotiations Manager" in words(dana.get(where))


def test_managers_see_the_work_of_others_and_nobody_else_does(
    dana: Client, manager: Client, case: Case, task: Task
) -> None:
    make(case, "Of the manager", 0, Role.NEGOTIATIONS_MANAGER)
    assert "Call the firm" not in words(manager.get("/tasks/"))
    everybody = words(manager.get("/tasks/?whose=all"))
    assert "Call the firm" in everybody
    assert "Of the manager" in everybody
    hers = words(manager.get(f"/tasks/?whose={user(Role.COLLECTIONS_SPECIALIST).id}"))
    assert "Of the manager" not in hers
    assert "Of the manager" not in words(dana.get("/tasks/?whose=all"))


def test_a_long_list_has_pages(dana: Client, case: Case) -> None:
    for place in range(55):
        make(case, f"Step {place:02}", 1 + place)
    page = words(dana.get("/tasks/?view=upcoming"))
    assert ("Step 49" in page, "Step 50" in page) == (True, False)
    assert "Step 54" in words(dana.get("/tasks/?view=upcoming&page=2"))
    assert dana.get("/tasks/?view=upcoming&page=99999999999&whose=%00").status_code == 200


def test_the_case_shows_its_next_step_and_its_button(dana: Client, case: Case, task: Task) -> None:
    page = dana.get(f"/cases/{case.number}/")
    assert "Next step" in words(page)
    assert f"/tasks/{task.id}/done" in page.content.decode()
    back = press(dana, task, "done", next=f"/cases/{case.number}/")
    assert back.redirect_chain[-1][0] == f"/cases/{case.number}/"
    assert "Nothing is planned." in words(back)
    assert press(dana, task, "reopen", next="//evil.example").redirect_chain[-1][0] == "/tasks/"


def test_who_only_reads_changes_no_follow_up(browser: Callable[..., Client], task: Task) -> None:
    legal = browser(Role.LEGAL_TEAM)
    for what in ("done", "reopen", "move", ""):
        assert press(legal, task, what).status_code == 403
    page = legal.get(f"/cases/{task.case.number}/")
    assert "Call the firm" in words(page)
    assert f"/tasks/{task.id}/done" not in page.content.decode()


def test_the_pages_ask_the_database_as_often_for_many_as_for_one(dana: Client, case: Case) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for made in (1, 20):
        for place in range(made):
            make(cast.make_case(), f"Task {place}", place % 3 - 1)
        dana.get("/tasks/")
        with CaptureQueriesContext(connection) as asked:
            dana.get("/tasks/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
