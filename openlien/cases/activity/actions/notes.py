"""Notes: written, corrected by another version, pinned on top."""

from __future__ import annotations

from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result

from ...models import Activity
from ...scope import visible_cases
from ...wording import plain_text
from ..errors import CorrectedAlready, CorrectedByAnother, NotCorrectable, NoteEmpty
from ..reach import case_of
from ..sentences import is_written, note_sentence
from .making import NOTE_LETTERS_MAX


@action
def write_note(
    actor: Actor, case_number: str, *, text: str, is_pinned: bool = False, idempotency_key: str | None = None
) -> Activity:
    """The new note of a case; its first line names it on the timeline.

    *Raises*: Forbidden, NotFound, NoteEmpty, TextTooLong, TextNotPlain, IdempotencyKeyReused.
    """
    text = _stated(text)
    case = case_of(actor, case_number, Permission.ACTIVITY_LOG)
    content = content_hash(case=case.number, text=text, is_pinned=is_pinned)
    if earlier := earlier_result(Activity, idempotency_key, content):
        return earlier
    return Activity.objects.create(
        case=case,
        kind=Activity.Kind.NOTE,
        happened_at=now(),
        summary=note_sentence(text),
        body=text,
        is_pinned=is_pinned,
        actor_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )


@action
def correct_entry(actor: Actor, entry_id: UUID, *, text: str) -> Activity:
    """The next version of a note, or of what was written about a call, at its place; the earlier one stays.

    *Raises*: Forbidden, NotFound, NoteEmpty, NotCorrectable, CorrectedAlready, CorrectedByAnother,
    TextTooLong, TextNotPlain.
    """
    text = _stated(text)
    earlier = _lock_entry(actor, entry_id)
    if not is_written(earlier.kind, earlier.object_id):
        raise NotCorrectable()
    if Activity.objects.filter(corrects=earlier).exists():
        raise CorrectedAlready()
    if earlier.actor_id != actor.user_id:
        raise CorrectedByAnother()
    copied = (
        "case_id",
        "kind",
        "happened_at",
        "summary",
        "direction",
        "outcome",
        "contact_id",
        "contact_name",
        "contact_point",
        "minutes",
        "is_pinned",
    )
    newer = Activity(**{name: getattr(earlier, name) for name in copied}, body=text, actor_id=actor.user_id)
    newer.corrects, newer.version = earlier, earlier.version + 1
    if newer.kind == Activity.Kind.NOTE:
        newer.summary = note_sentence(text)
    newer.save(force_insert=True)
    return newer


@action
def pin_entry(actor: Actor, entry_id: UUID, *, is_pinned: bool) -> Activity:
    """The entry, among those that stand on top of the case or no longer.

    *Raises*: Forbidden, NotFound, CorrectedAlready.
    """
    entry = _lock_entry(actor, entry_id)
    if Activity.objects.filter(corrects=entry).exists():
        raise CorrectedAlready()
    entry.is_pinned = is_pinned
    entry.save(update_fields=["is_pinned"])
    return entry


def _stated(text: str) -> str:
    stated = plain_text(text, letters_max=NOTE_LETTERS_MAX)
    if not stated:
        raise NoteEmpty(field="text")
    return stated


def _lock_entry(actor: Actor, entry_id: UUID) -> Activity:
    reached = Activity.objects.filter(case__in=visible_cases(actor, Permission.ACTIVITY_LOG))
    entry = reached.select_for_update(of=("self",)).filter(id=entry_id).first()
    if entry is None:
        raise NotFound()
    return entry
