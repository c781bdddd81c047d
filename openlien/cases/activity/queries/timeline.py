"""One stream of everything that happened on a case, newest first, and the last contact of cases."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from ...models import Activity, Task
from ...queries import CaseHead
from ...scope import visible_cases
from ..errors import BadCursor
from ..sentences import is_written
from .edits import Edit, edits_of

PAGE_ENTRIES = 50
EDIT = "edit"
EDIT_NAME = "Edit"
CONTACT_KINDS = ("call", "email", "fax")
# Who may not read the whole timeline learns that a case moved, and nothing of what was said or paid.
KINDS_FOR_OTHERS = frozenset({"stage"})
KINDS: dict[str, str] = {**dict(Activity.Kind.choices), EDIT: EDIT_NAME}


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A follow-up that a call led to."""

    id: UUID
    title: str
    due_on: object
    state: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the stream; `kind` is a code, `kind_name` what people call it.

    *Shapes*: `id` is a UUID, or a number for an edit; `earlier_id` is that of the version it corrects.
    *Units*: minutes.
    """

    id: str
    kind: str
    kind_name: str
    at: datetime
    summary: str
    body: str
    actor: str
    direction: str = ""
    outcome: str = ""
    whom: str = ""
    point: str = ""
    minutes: int | None = None
    is_pinned: bool = False
    is_written: bool = False
    is_mine: bool = False
    # What the entry is about where it was not written by hand, such as the mail that was sent.
    object_id: str = ""
    version: int = 1
    earlier_id: UUID | None = None
    follow_ups: tuple[FollowUpLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """One page of the stream; the counts by kind are over all of it, `before` names the next page."""

    entries: tuple[Entry, ...]
    counts: dict[str, int]
    total: int
    before: str | None


@dataclass(frozen=True, slots=True)
class LastContact:
    """The last call, mail or fax on a case."""

    at: datetime
    kind: str
    kind_name: str
    direction: str
    outcome: str
    actor: str


def timeline(
    actor: Actor,
    case: CaseHead,
    *,
    kinds: Collection[str] = (),
    before: str = "",
    limit: int = PAGE_ENTRIES,
) -> Stream:
    """What happened on a case that the actor has read, newest first; no `kinds` are all of them.

    *Raises*: BadCursor.
    """
    reads_all = actor.may(Permission.ACTIVITY_VIEW)
    seen = Activity.objects.filter(case_id=case.id, corrected_by=None)
    if not reads_all:
        seen = seen.filter(kind__in=KINDS_FOR_OTHERS)
    counts = dict(seen.values_list("kind").annotate(Count("id")).order_by())
    edits = edits_of(case.id) if reads_all else []
    if edits:
        counts[EDIT] = len(edits)
    cursor = _cursor(before)
    wanted = seen.filter(kind__in=kinds) if kinds else seen
    rows = _page(wanted, cursor, limit)
    entries = [_entry(actor, row, reads_all) for row in rows]
    if not kinds or EDIT in kinds:
        entries = _merged(entries, [_edit(edit) for edit in edits], cursor)
    page = tuple(entries[:limit])
    return Stream(page, counts, sum(counts.values()), _text(page[-1]) if len(entries) > limit else None)


def last_notes(actor: Actor, case: CaseHead, *, limit: int = 3) -> list[Entry]:
    """The pinned notes and calls of a case that the actor has read, then the newest notes.

    *Raises*: Forbidden.
    """
    actor.require(Permission.ACTIVITY_VIEW)
    notes = Activity.objects.filter(
        Q(kind="note", object_id="") | Q(is_pinned=True), case_id=case.id, corrected_by=None
    )
    order = ("-is_pinned", "-happened_at", "-id")
    return [_entry(actor, row, True) for row in _with_people(notes).order_by(*order)[:limit]]


def versions_of(actor: Actor, entry_id: UUID) -> list[Entry]:
    """All versions of an entry on a case that the actor reaches, the newest first.

    *Raises*: Forbidden, NotFound.
    """
    reached = _with_people(
        Activity.objects.filter(case__in=visible_cases(actor, Permission.ACTIVITY_VIEW))
    ).select_related("case")
    row = reached.filter(id=entry_id).first()
    if row is None:
        raise NotFound()
    versions = [row]
    while versions[-1].corrects_id:
        versions.append(reached.get(id=versions[-1].corrects_id))
    while later := reached.filter(corrects=versions[0]).first():
        versions.insert(0, later)
    return [_entry(actor, version, True) for version in versions]


def case_number_of(actor: Actor, entry_id: UUID) -> str:
    """The number of the case that an entry is of.

    *Raises*: Forbidden, NotFound.
    """
    cases = visible_cases(actor, Permission.ACTIVITY_VIEW)
    number = (
        Activity.objects.filter(id=entry_id, case__in=cases).values_list("case__number", flat=True).first()
    )
    if number is None:
        raise NotFound()
    return number


def last_contact_of_each(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, LastContact]:
    """The last call, mail or fax of each of these cases that the actor reaches; one query.

    *Raises*: Forbidden.
    """
    found = Activity.objects.filter(
        case__in=visible_cases(actor, Permission.ACTIVITY_VIEW), case_id__in=case_ids, kind__in=CONTACT_KINDS
    )
    last = found.select_related("actor").order_by("case_id", "-happened_at").distinct("case_id")
    return {
        row.case_id: LastContact(
            at=row.happened_at,
            kind=row.kind,
            kind_name=row.get_kind_display(),
            direction=row.direction,
            outcome=row.get_outcome_display(),
            actor=row.actor.name if row.actor else "",
        )
        for row in last
    }


def _page(wanted: QuerySet[Activity], cursor: tuple[datetime, str, str] | None, limit: int) -> list[Activity]:
    if cursor:
        at, source, key = cursor
        older = Q(happened_at__lt=at)
        if source == "a":
            older |= Q(happened_at=at, id__lt=key)
        wanted = wanted.filter(older)
    return list(_with_people(wanted).order_by("-happened_at", "-id")[: limit + 1])


def _with_people(found: QuerySet[Activity]) -> QuerySet[Activity]:
    tasks = Prefetch("follow_ups", Task.objects.order_by("due_on", "id"))
    return found.select_related("actor", "contact").prefetch_related(tasks)


def _merged(
    entries: list[Entry], edits: list[Entry], cursor: tuple[datetime, str, str] | None
) -> list[Entry]:
    if cursor:
        at, source, key = cursor
        edits = [
            edit
            for edit in edits
            if edit.at < at or (edit.at == at and (source == "a" or int(edit.id) < int(key)))
        ]
    return sorted((*entries, *edits), key=lambda entry: (entry.at, entry.kind != EDIT), reverse=True)


def _entry(actor: Actor, row: Activity, reads_all: bool) -> Entry:
    return Entry(
        id=str(row.id),
        kind=row.kind,
        kind_name=row.get_kind_display(),
        at=row.happened_at,
        summary=row.summary,
        body=row.body if reads_all else "",
        actor=row.actor.name if row.actor else "",
        direction=row.direction,
        outcome=row.get_outcome_display(),
        whom=row.contact.name if row.contact else row.contact_name,
        point=row.contact_point,
        minutes=row.minutes,
        is_pinned=row.is_pinned,
        is_written=is_written(row.kind, row.object_id),
        is_mine=row.actor_id is not None and row.actor_id == actor.user_id,
        object_id=row.object_id,
        version=row.version,
        earlier_id=row.corrects_id,
        follow_ups=tuple(_follow_ups(row)) if reads_all else (),
    )


def _follow_ups(row: Activity) -> Iterator[FollowUpLine]:
    for task in row.follow_ups.all():
        state = "done" if task.done_at else "cancelled" if task.cancelled_at else "open"
        yield FollowUpLine(task.id, task.title, task.due_on, state)


def _edit(edit: Edit) -> Entry:
    return Entry(str(edit.id), EDIT, EDIT_NAME, edit.at, edit.summary, edit.body, edit.actor)


def _text(entry: Entry) -> str:
    return f"{entry.at.isoformat()}_{'e' if entry.kind == EDIT else 'a'}_{entry.id}"


def _cursor(text: str) -> tuple[datetime, str, str] | None:
    """The moment, source and id that a cursor names.

    *Raises*: BadCursor.
    """
    if not text:
        return None
    try:
        at, source, key = text.split("_")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or source not in {"a", "e"}:
            raise ValueError(text)
        return moment, source, str(UUID(key)) if source == "a" else str(int(key))
    except (ValueError, OverflowError):
        raise BadCursor() from None
