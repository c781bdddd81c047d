"""Files that support a journal: an invoice, a check, a letter."""

from __future__ import annotations

from uuid import UUID

from openlien.cases.documents.actions import Upload, file_document
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..models import JournalAttachment
from ..queries.one_journal import read_journal
from .unit import ledger_action


@ledger_action
def attach_file(actor: Actor, journal_id: UUID, upload: Upload) -> JournalAttachment:
    """The attachment: the file is filed on the journal's case, or on none where the journal has none.

    A posted journal takes files as well: they support it and change nothing of it.
    *Raises*: Forbidden, UnknownJournal and what `file_document` refuses.
    """
    actor.require(Permission.JOURNALS_WRITE)
    journal = read_journal(actor, journal_id)
    document = file_document(
        actor, upload, case_number=journal.case_number or None, permission=Permission.JOURNALS_WRITE
    )
    return JournalAttachment.objects.create(
        journal_id=journal.id, document=document, attached_by_id=actor.user_id
    )
