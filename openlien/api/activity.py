"""Calls, notes and follow-ups of cases, and the timeline of everything that happened."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Query, Router, Status

from openlien.cases.activity import actions
from openlien.cases.activity.actions import FollowUp, Whom
from openlien.cases.activity.queries import people, tasks, timeline
from openlien.cases.models import Activity, Task
from openlien.cases.queries import read_case
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.errors import InvalidInput

from .activity_shapes import (
    ActivityAnswer,
    AssignedAnswer,
    AssigneesAnswer,
    AssignmentRequest,
    CallRequest,
    ContactEntryRequest,
    CorrectionRequest,
    EntryNoteRequest,
    FollowUpRequest,
    FollowUpsRequest,
    PinRequest,
    PlannedAnswer,
    TaskAnswer,
    TaskChangeRequest,
    TaskEndRequest,
    TasksAnswer,
    TaskVersionRequest,
    TimelineAnswer,
    VersionsAnswer,
    WhomRequest,
)
from .authentication import actor_of_call
from .operations import operation

router = Router(tags=["activity"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]
CASE, ENTRY, TASK = "/cases/{case_number}", "/activity/{uuid:entry_id}", "/tasks/{uuid:task_id}"
VIEW, LOG, ASSIGN = Permission.ACTIVITY_VIEW, Permission.ACTIVITY_LOG, Permission.CASES_ASSIGN
EntryKind = StrEnum("EntryKind", {code.upper(): code for code in timeline.KINDS})
View = StrEnum("View", {view.name: view.code for view in tasks.TaskView})


@operation(router, "GET", f"{CASE}/timeline", permission=VIEW, response=TimelineAnswer, shows="Case activity")
def get_timeline(
    request: HttpRequest,
    case_number: str,
    kind: list[EntryKind] = Query([]),
    before: str = Query("", max_length=200),
    limit: int = Query(timeline.PAGE_ENTRIES, ge=1, le=200),
):
    """Everything that happened on a case, newest first; `before` goes on where a page ended."""
    actor = actor_of_call(request)
    actor.require(VIEW)
    case = read_case(actor, case_number)
    stream = timeline.timeline(actor, case, kinds={each.value for each in kind}, before=before, limit=limit)
    return {
        "items": stream.entries,
        "counts": stream.counts,
        "total": stream.total,
        "before": stream.before,
    }


@operation(router, "POST", f"{CASE}/calls", permission=LOG, response=ActivityAnswer, status=201)
def log_call(request: HttpRequest, case_number: str, body: CallRequest, key: Key = None):
    """Logs a call, and plans the follow-up that it led to."""
    entry = actions.log_call(
        actor_of_call(request),
        case_number,
        whom=_whom(body),
        direction=body.direction,
        outcome=body.outcome,
        minutes=body.minutes,
        note=body.note,
        follow_up=_planned(body.follow_up) if body.follow_up else None,
        today=today(),
        idempotency_key=key,
    )
    return Status(201, _entry(request, entry.id))


@operation(router, "POST", f"{CASE}/contacts", permission=LOG, response=ActivityAnswer, status=201)
def log_contact(request: HttpRequest, case_number: str, body: ContactEntryRequest, key: Key = None):
    """Logs a mail or fax, or a call of which nothing more is known."""
    if body.kind not in {Activity.Kind.EMAIL, Activity.Kind.FAX, Activity.Kind.CALL}:
        raise InvalidInput("kind", "kind is email, fax or call.")
    entry = actions.log_contact(
        actor_of_call(request),
        case_number,
        kind=body.kind,
        whom=_whom(body),
        direction=body.direction,
        note=body.note,
        idempotency_key=key,
    )
    return Status(201, _entry(request, entry.id))


@operation(router, "POST", f"{CASE}/notes", permission=LOG, response=ActivityAnswer, status=201)
def write_note(request: HttpRequest, case_number: str, body: EntryNoteRequest, key: Key = None):
    """Writes a note on a case."""
    actor = actor_of_call(request)
    note = actions.write_note(
        actor, case_number, text=body.text, is_pinned=body.is_pinned, idempotency_key=key
    )
    return Status(201, _entry(request, note.id))


@operation(router, "GET", f"{ENTRY}/versions", permission=VIEW, response=VersionsAnswer, shows="Case entry")
def list_entry_versions(request: HttpRequest, entry_id: UUID):
    """All versions of a note or call, the newest first."""
    return {"items": timeline.versions_of(actor_of_call(request), entry_id)}


@operation(router, "POST", f"{ENTRY}/versions", permission=LOG, response=ActivityAnswer, status=201)
def correct_entry(request: HttpRequest, entry_id: UUID, body: CorrectionRequest):
    """Corrects what one wrote; the earlier version stays to be read."""
    newer = actions.correct_entry(actor_of_call(request), entry_id, text=body.text)
    return Status(201, _entry(request, newer.id))


@operation(router, "PUT", f"{ENTRY}/pin", permission=LOG, response=ActivityAnswer)
def pin_entry(request: HttpRequest, entry_id: UUID, body: PinRequest):
    """Puts an entry on top of its case, or takes it down."""
    actions.pin_entry(actor_of_call(request), entry_id, is_pinned=body.is_pinned)
    return _entry(request, entry_id)


@operation(router, "GET", f"{CASE}/tasks", permission=VIEW, response=TasksAnswer, shows="Follow-ups")
def list_tasks_of_case(request: HttpRequest, case_number: str):
    """The follow-ups of a case: the open ones by day, then those that ended."""
    actor = actor_of_call(request)
    actor.require(VIEW)
    lines = tasks.tasks_of(actor, read_case(actor, case_number))
    return {"items": lines, "total": len(lines)}


@operation(router, "POST", f"{CASE}/tasks", permission=LOG, response=TaskAnswer, status=201)
def schedule_follow_up(request: HttpRequest, case_number: str, body: FollowUpRequest, key: Key = None):
    """Plans a follow-up on a case."""
    actor = actor_of_call(request)
    task = actions.schedule_follow_up(actor, case_number, _planned(body), today=today(), idempotency_key=key)
    return Status(201, tasks.read_task(actor, task.id))


@operation(router, "GET", "/tasks", permission=LOG, response=TasksAnswer, shows="Follow-ups")
def list_my_tasks(
    request: HttpRequest,
    view: View = Query(View.TODAY),
    assignee_id: UUID | None = Query(None, alias="assigneeId"),
    of_everybody: bool = Query(False, alias="ofEverybody"),
    page: int = Query(1, ge=1, le=10_000),
):
    """The caller's follow-ups; those of others for who assigns cases."""
    actor = actor_of_call(request)
    actor.require(LOG)
    found = tasks.my_tasks(
        actor,
        tasks.TaskView[view.name],
        today=today(),
        whose=assignee_id,
        of_everybody=of_everybody,
        page=page,
    )
    return {"items": found.items, "total": found.total}


@operation(router, "POST", "/tasks", permission=LOG, response=PlannedAnswer, status=201)
def schedule_follow_ups(request: HttpRequest, body: FollowUpsRequest, key: Key = None):
    """Plans the same follow-up on many cases, all or none."""
    planned = actions.schedule_follow_ups(
        actor_of_call(request), body.case_numbers, _planned(body), today=today(), idempotency_key=key
    )
    return Status(201, {"ids": [task.id for task in planned]})


@operation(router, "GET", TASK, permission=VIEW, response=TaskAnswer, shows="Follow-up")
def get_task(request: HttpRequest, task_id: UUID):
    """One follow-up."""
    return tasks.read_task(actor_of_call(request), task_id)


@operation(router, "PATCH", TASK, permission=LOG, response=TaskAnswer)
def change_task(request: HttpRequest, task_id: UUID, body: TaskChangeRequest):
    """Moves a follow-up to another day or gives it to somebody else; 409 when it changed meanwhile."""
    actor = actor_of_call(request)
    actions.change_task(
        actor,
        task_id,
        due_on=body.due_on,
        assignee_id=body.assignee_id,
        today=today(),
        version=body.version,
    )
    return tasks.read_task(actor, task_id)


@operation(router, "POST", f"{TASK}/completion", permission=LOG, response=TaskAnswer)
def complete_task(request: HttpRequest, task_id: UUID, body: TaskEndRequest):
    """Completes a follow-up."""
    actor = actor_of_call(request)
    actions.complete_task(actor, task_id, version=body.version, result=body.result)
    return tasks.read_task(actor, task_id)


@operation(router, "POST", f"{TASK}/cancellation", permission=LOG, response=TaskAnswer)
def cancel_task(request: HttpRequest, task_id: UUID, body: TaskEndRequest):
    """Cancels a follow-up."""
    actor = actor_of_call(request)
    actions.cancel_task(actor, task_id, version=body.version, reason=body.result)
    return tasks.read_task(actor, task_id)


@operation(router, "POST", f"{TASK}/reopening", permission=LOG, response=TaskAnswer)
def reopen_task(request: HttpRequest, task_id: UUID, body: TaskVersionRequest):
    """Opens a follow-up that was done or cancelled again."""
    actor = actor_of_call(request)
    actions.reopen_task(actor, task_id, version=body.version)
    return tasks.read_task(actor, task_id)


@operation(router, "GET", "/assignees", permission=VIEW, response=AssigneesAnswer)
def list_assignees(request: HttpRequest):
    """The people whom cases and follow-ups can be given to."""
    return {"items": people.assignees(actor_of_call(request))}


@operation(router, "POST", "/assignments", permission=ASSIGN, response=AssignedAnswer)
def assign_cases(request: HttpRequest, body: AssignmentRequest):
    """Gives cases to a negotiator, all or none; answers which of them changed hands."""
    changed = actions.assign_negotiator(actor_of_call(request), body.case_numbers, user_id=body.user_id)
    return {"case_numbers": changed}


def today():
    """The business day."""
    return business_today(settings.BUSINESS_TIME_ZONE)


def _whom(body: WhomRequest) -> Whom:
    return Whom(party_id=body.party_id, name=body.name, point=body.point)


def _planned(body: FollowUpRequest) -> FollowUp:
    return FollowUp(
        title=body.title,
        due_on=body.due_on,
        assignee_id=body.assignee_id,
        kind=Task.Kind(body.kind),
        note=body.note,
    )


def _entry(request: HttpRequest, entry_id: UUID) -> timeline.Entry:
    versions = timeline.versions_of(actor_of_call(request), entry_id)
    return next(each for each in versions if each.id == str(entry_id))
