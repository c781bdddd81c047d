"""What the operations of calls, notes and follow-ups are told and answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from openlien.cases.models import Activity, Task

from .schemas import Answer, Day, OptionalDay, Request

Version = Annotated[int, Field(ge=1, le=2_000_000_000)]
Text = Annotated[str, Field(max_length=4000)]
CaseNumber = Annotated[str, Field(max_length=20, pattern=r"^CASE-[0-9]{4}-[0-9]+$")]


class FollowUpRequest(Request):
    """What is to do; without `assigneeId` the case's negotiator does it."""

    title: str = Field(min_length=1, max_length=200)
    due_on: Day
    assignee_id: UUID | None = None
    kind: Task.Kind = Task.Kind.OTHER
    note: Text = ""


class FollowUpsRequest(FollowUpRequest):
    """The same follow-up on many cases, all or none."""

    case_numbers: list[CaseNumber] = Field(min_length=1, max_length=500)


class WhomRequest(Request):
    """With whom: somebody of the case by id, or a name; the number or address."""

    party_id: UUID | None = None
    name: str = Field("", max_length=200)
    point: str = Field("", max_length=300)


class CallRequest(WhomRequest):
    """A call. *Units*: minutes."""

    direction: Activity.Direction = Activity.Direction.OUT
    outcome: Activity.Outcome = Activity.Outcome.REACHED
    minutes: int | None = Field(None, ge=0, le=1440)
    note: Text = ""
    follow_up: FollowUpRequest | None = None


class ContactEntryRequest(WhomRequest):
    """A mail or fax."""

    kind: Activity.Kind = Field(description="email, fax or call")
    direction: Activity.Direction = Activity.Direction.OUT
    note: Text = ""


class EntryNoteRequest(Request):
    """A note."""

    text: str = Field(min_length=1, max_length=4000)
    is_pinned: bool = False


class CorrectionRequest(Request):
    """What the entry should say."""

    text: str = Field(min_length=1, max_length=4000)


class PinRequest(Request):
    """Whether the entry stands on top of its case."""

    is_pinned: bool


class TaskChangeRequest(Request):
    """Another day or another person."""

    version: Version
    due_on: OptionalDay = None
    assignee_id: UUID | None = None


class TaskEndRequest(Request):
    """How a follow-up ended, or why nobody has to do it any more."""

    version: Version
    result: str = Field("", max_length=500)


class TaskVersionRequest(Request):
    """The version that was seen."""

    version: Version


class AssignmentRequest(Request):
    """The cases and whom they go to; nobody without a `userId`."""

    case_numbers: list[CaseNumber] = Field(min_length=1, max_length=500)
    user_id: UUID | None = None


class FollowUpAnswer(Answer):
    """A follow-up that a call led to."""

    id: UUID
    title: str
    due_on: date
    state: str


class ActivityAnswer(Answer):
    """One entry of the timeline; `id` is a number for an edit of facts. *Units*: minutes."""

    id: str
    kind: str
    kind_name: str
    at: datetime
    summary: str
    body: str
    actor: str
    direction: str
    outcome: str
    whom: str
    point: str
    minutes: int | None
    is_pinned: bool
    version: int
    earlier_id: UUID | None
    follow_ups: list[FollowUpAnswer]


class TimelineAnswer(Answer):
    """One page of the timeline, newest first; `counts` by kind over all of it, `before` asks for the next."""

    items: list[ActivityAnswer]
    counts: dict[str, int]
    total: int
    before: str | None


class VersionsAnswer(Answer):
    """All versions of an entry, the newest first."""

    items: list[ActivityAnswer]


class TaskAnswer(Answer):
    """One follow-up; `state` is open, done or cancelled."""

    id: UUID
    case_number: str
    patient: str
    kind: str
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


class TasksAnswer(Answer):
    """Follow-ups and how many there are."""

    items: list[TaskAnswer]
    total: int


class PlannedAnswer(Answer):
    """The ids of the follow-ups that were planned."""

    ids: list[UUID]


class AssignedAnswer(Answer):
    """The cases that changed hands."""

    case_numbers: list[str]


class AssigneeAnswer(Answer):
    """Somebody whom cases and follow-ups can be given to."""

    id: UUID
    name: str


class AssigneesAnswer(Answer):
    """All of them, by name."""

    items: list[AssigneeAnswer]
