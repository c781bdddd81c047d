"""Notes of bills: written once, by name."""

from __future__ import annotations

from uuid import UUID

from openlien.cases.actions import lock_case
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.idempotency import content_hash, earlier_result

from ..access import bill_of, note_on_timeline
from ..errors import NoteEmpty
from ..models import BillNote
from ..naming import bill_name

NOTE_LETTERS_MAX = 1000


@action
def write_note(actor: Actor, *, bill_id: UUID, body: str, idempotency_key: str | None = None) -> BillNote:
    """The note, now with the bill and on the timeline of its case.

    *Raises*: Forbidden, NotFound, NoteEmpty, TextTooLong, TextNotPlain, IdempotencyKeyReused.
    """
    stated = plain_text(body, letters_max=NOTE_LETTERS_MAX)
    bill = bill_of(actor, bill_id, Permission.OFFERS_MAKE)
    lock_case(actor, bill.case.number, Permission.OFFERS_MAKE)
    content = content_hash(bill=bill_id, body=stated)
    if earlier := earlier_result(BillNote, idempotency_key, content):
        return earlier
    if not stated:
        raise NoteEmpty()
    note = BillNote.objects.create(
        bill=bill,
        body=stated,
        author_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )
    note_on_timeline(
        actor, bill.case_id, f"Note on bill {bill_name(bill)}", body=stated, object_id=note.id, kind="note"
    )
    return note
