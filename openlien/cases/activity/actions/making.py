"""The rows of a follow-up: the task itself and its entry on the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.models import User

from ...models import Activity, Case, Task
from ...wording import plain_text
from ..errors import DueDayMissing, DuePassed, TitleMissing
from ..reach import user_to_assign
from ..sentences import task_sentence

TITLE_LETTERS_MAX = 200
NOTE_LETTERS_MAX = 4000


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What is to do until when; without `assignee_id` the case's negotiator does it, else who plans it."""

    title: str
    due_on: date | None
    assignee_id: UUID | None = None
    kind: Task.Kind = Task.Kind.OTHER
    note: str = ""

    def checked(self, *, today: date) -> FollowUp:
        """The same with plain texts, due today or later.

        *Raises*: TitleMissing, DueDayMissing, DuePassed, TextTooLong, TextNotPlain.
        """
        title = " ".join(plain_text(self.title, letters_max=TITLE_LETTERS_MAX).split())
        if not title:
            raise TitleMissing(field="title")
        if self.due_on is None:
            raise DueDayMissing(field="due_on")
        if self.due_on < today:
            raise DuePassed(field="due_on", due_on=self.due_on)
        note = plain_text(self.note, letters_max=NOTE_LETTERS_MAX)
        return FollowUp(
            title=title, due_on=self.due_on, assignee_id=self.assignee_id, kind=self.kind, note=note
        )


def new_task(
    actor: Actor,
    case: Case,
    planned: FollowUp,
    *,
    assignee: User | None,
    follows: Activity | None = None,
    idempotency_key: str | None = None,
    content: bytes | None = None,
) -> Task:
    """The row of a checked follow-up, not saved; see `assignee_of` for whom it goes to."""
    owner = assignee or case.negotiator
    return Task(
        case=case,
        kind=planned.kind,
        title=planned.title,
        note=planned.note,
        due_on=planned.due_on,
        assigned_to_id=owner.id if owner else actor.user_id,
        created_by_id=actor.user_id,
        follows=follows,
        idempotency_key=idempotency_key,
        content_hash=content,
    )


def assignee_of(planned: FollowUp) -> User | None:
    """The user whom the follow-up is given to by name; None when it goes to the case's negotiator.

    *Raises*: AssigneeUnknown.
    """
    return user_to_assign(planned.assignee_id) if planned.assignee_id else None


def task_entry(
    actor: Actor, task: Task, what: str, *, body: str = "", due_on: date | None = None, assignee: str = ""
) -> Activity:
    """The timeline entry about a follow-up, not saved."""
    return Activity(
        case_id=task.case_id,
        kind=Activity.Kind.TASK,
        summary=task_sentence(what, task.title, due_on, assignee),
        body=body,
        object_id=str(task.id),
        actor_id=actor.user_id,
    )
