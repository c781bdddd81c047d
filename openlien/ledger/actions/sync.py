"""What a person does to a transfer: try it again, or say why it is never sent."""

from __future__ import annotations

from uuid import UUID

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError, InvalidInput, NotFound

from ..models import JournalSync, Posting
from ..sync_rules import is_critical
from ..vocabulary import EntryType, SyncStatus
from .unit import ledger_action

REASON_LETTERS_MAX = 400
IGNORED = "Ignored by {name}: {reason}"


class NotToBeRetried(Conflict):
    """Not saved. The transfer is {status}; only one that failed or was refused is tried again."""


class NotToBeIgnored(Conflict):
    """Not saved. The transfer is {status}; what was sent cannot be ignored."""


@ledger_action
def retry_sync(actor: Actor, journal_id: UUID) -> JournalSync:
    """The transfer, waiting again; it goes with the next run of the connection.

    *Raises*: Forbidden, NotFound, NotToBeRetried.
    """
    actor.require(Permission.LEDGER_SET_UP)
    sync = _locked(journal_id)
    if sync.status not in {SyncStatus.ERROR, SyncStatus.REJECTED}:
        raise NotToBeRetried(status=SyncStatus(sync.status).label.lower())
    sync.status, sync.last_error, sync.next_attempt_at = SyncStatus.PENDING.value, "", None
    sync.save()
    return sync


@ledger_action
def ignore_sync(actor: Actor, journal_id: UUID, *, reason: str) -> JournalSync:
    """The transfer as rejected by a person, who says why; it can be tried again.

    *Raises*: Forbidden, NotFound, NotToBeIgnored, InvalidInput.
    """
    actor.require(Permission.LEDGER_SET_UP)
    try:
        stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    except DomainError as refused:
        raise InvalidInput("reason", refused.sentence) from None
    if not stated:
        raise InvalidInput("reason", "Not saved. Say why this journal is never sent.")
    sync = _locked(journal_id)
    if sync.status in {SyncStatus.SYNCED, SyncStatus.SENDING}:
        raise NotToBeIgnored(status=SyncStatus(sync.status).label.lower())
    sync.status, sync.next_attempt_at = SyncStatus.REJECTED.value, None
    sync.last_error = IGNORED.format(name=actor.name, reason=stated)[:500]
    sync.save()
    return sync


def _locked(journal_id: UUID) -> JournalSync:
    """The journal's row of the queue, made when it has none: a journal without a row is Pending."""
    posting = Posting.objects.filter(id=journal_id).first()
    if posting is None:
        raise NotFound()
    JournalSync.objects.get_or_create(
        journal_id=journal_id, defaults={"is_critical": is_critical(EntryType(posting.type))}
    )
    return JournalSync.objects.select_for_update().get(journal_id=journal_id)
