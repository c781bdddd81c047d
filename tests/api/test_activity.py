"""Calls, notes and follow-ups over the interface."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from openlien.api.activity import today
from openlien.cases.models import Activity, Case, Task
from openlien.identity.models import User
from openlien.identity.permissions import Role
from tests import cast

pytestmark = pytest.mark.django_db
SPECIALIST, MANAGER, LEGAL = Role.COLLECTIONS_SPECIALIST, Role.NEGOTIATIONS_MANAGER, Role.LEGAL_TEAM


@pytest.fixture
def case() -> Case:
    return cast.make_case()


def day(days: int = 0) -> str:
    return (today() + timedelta(days=days)).isoformat()


def test_a_call_with_a_follow_up_is_logged_once_however_often_it_is_sent(
    caller: Callable[..., Any], case: Case
) -> None:
    body = {
        "partyId": str(case.attorney_id),
        "outcome": "left_message",
        "minutes": 2,
        "followUp": {"title": "Call again", "dueOn": day(3)},
    }
    sent = [caller(SPECIALIST).post(f"/cases/{case.number}/calls", body, key="k") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    entry = sent[1].json()
    assert entry["summary"] == "Called Gus Ember: left a message"
    assert [(each["title"], each["dueOn"], each["state"]) for each in entry["followUps"]] == [
        ("Call again", day(3), "open")
    ]
    assert (Activity.objects.filter(kind="call").count(), Task.objects.count()) == (1, 1)


def test_the_timeline_goes_on_where_a_page_ended(caller: Callable[..., Any], case: Case) -> None:
    api = caller(SPECIALIST)
    for text in ("First", "Second", "Third"):
        assert api.post(f"/cases/{case.number}/notes", {"text": text}).status_code == 201
    api.post(f"/cases/{case.number}/contacts", {"kind": "fax", "name": "Records desk"})
    page = api.get(f"/cases/{case.number}/timeline", kind="note", limit=2).json()
    rest = api.get(f"/cases/{case.number}/timeline", kind="note", limit=2, before=page["before"]).json()
    found = [item["summary"] for item in (*page["items"], *rest["items"])]
    assert found == ["Third", "Second", "First"]
    assert (rest["before"], rest["counts"], rest["total"]) == (None, {"note": 3, "fax": 1}, 4)
    lost = api.get(f"/cases/{case.number}/timeline", before="x")
    assert (lost.status_code, lost.json()["code"]) == (404, "bad_cursor")
    assert api.post(f"/cases/{case.number}/contacts", {"kind": "offer", "name": "x"}).status_code == 422


def test_a_note_is_corrected_and_pinned(caller: Callable[..., Any], case: Case) -> None:
    api = caller(SPECIALIST)
    note = api.post(f"/cases/{case.number}/notes", {"text": "Limit is 25,000"}).json()
    newer = api.post(f"/activity/{note['id']}/versions", {"text": "Limit is 50,000"}).json()
    assert (newer["version"], newer["earlierId"]) == (2, note["id"])
    assert api.send("put", f"/activity/{newer['id']}/pin", {"isPinned": True}).json()["isPinned"]
    versions = caller(LEGAL).get(f"/activity/{note['id']}/versions").json()["items"]
    assert [each["body"] for each in versions] == ["Limit is 50,000", "Limit is 25,000"]


def test_a_follow_up_from_plan_to_end(caller: Callable[..., Any], case: Case) -> None:
    api = caller(SPECIALIST)
    task = api.post(f"/cases/{case.number}/tasks", {"title": "Call", "dueOn": day()}, key="k").json()
    again = api.post(f"/cases/{case.number}/tasks", {"title": "Call", "dueOn": day()}, key="k").json()
    assert again["id"] == task["id"]
    address = f"/tasks/{task['id']}"
    moved = api.send("patch", address, {"version": 1, "dueOn": day(1)}).json()
    assert (moved["dueOn"], moved["version"]) == (day(1), 2)
    stale = api.post(f"{address}/completion", {"version": 1})
    assert (stale.status_code, stale.json()["code"], stale.json()["version"]) == (409, "task_stale", 2)
    done = api.post(f"{address}/completion", {"version": 2, "result": "They pay."}).json()
    assert (done["state"], done["result"]) == ("done", "They pay.")
    assert api.get("/tasks", view="done").json()["total"] == 1
    open_again = api.post(f"{address}/reopening", {"version": 3}).json()
    assert api.post(f"{address}/cancellation", {"version": 4}).json()["state"] == "cancelled"
    assert open_again["state"] == "open"
    listed = caller(LEGAL).get(f"/cases/{case.number}/tasks").json()
    assert [each["state"] for each in listed["items"]] == ["cancelled"]
    assert caller(LEGAL).get(address).json()["title"] == "Call"


def test_many_cases_at_once(caller: Callable[..., Any], case: Case) -> None:
    other = cast.make_case("Kai Calder", firm_name="Osprey Legal")
    numbers = [case.number, other.number]
    planned = caller(SPECIALIST).post("/tasks", {"caseNumbers": numbers, "title": "Call", "dueOn": day()})
    assert (planned.status_code, len(planned.json()["ids"])) == (201, 2)
    manager = caller(MANAGER)
    user = User.objects.get(email=f"{SPECIALIST.code}@office.example")
    assert {"id": str(user.id), "name": user.name} in manager.get("/assignees").json()["items"]
    body = {"caseNumbers": numbers, "userId": str(user.id)}
    assert sorted(manager.post("/assignments", body).json()["caseNumbers"]) == sorted(numbers)
    assert manager.post("/assignments", body).json()["caseNumbers"] == []
    assert caller(SPECIALIST).post("/assignments", body).status_code == 403
    missing = manager.post("/assignments", {**body, "caseNumbers": ["CASE-2026-99999"]})
    assert missing.status_code == 404


def test_the_work_of_others_is_for_who_assigns(caller: Callable[..., Any], case: Case) -> None:
    caller(SPECIALIST).post(f"/cases/{case.number}/tasks", {"title": "Call", "dueOn": day()})
    assert caller(MANAGER).get("/tasks", ofEverybody="true").json()["total"] == 1
    assert caller(SPECIALIST).get("/tasks", ofEverybody="true").status_code == 403
