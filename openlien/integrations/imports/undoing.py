"""Taking an import, or the demo portfolio, back while nothing was built on it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now
from procrastinate.contrib.django import app

from openlien.cases.models import Batch, Bill
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import acting, action
from openlien.kit.clock import business_today
from openlien.kit.errors import Conflict, DomainError, NotFound
from openlien.kit.sql import fetch_all
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.models import CaseAccount
from openlien.ledger.vocabulary import CaseAccountStatus
from openlien.payments import bulk

from ..models import PortfolioImport
from . import database
from .running import PROGRESS_TOTAL, Progress, wait_for_other_imports
from .watching import progress_seen_by_others

BILLS_AT_ONCE_MAX = 50_000
# Mirroring the books is most of the work.
PROGRESS_OF_MIRRORING = 70
UNDO_TASK = "openlien.integrations.tasks.undo_portfolio_import"
State = PortfolioImport.State
log = logging.getLogger(__name__)

WORDS = {
    "import": ("change by a later import", "changes by a later import"),
    "edit": ("edited record", "edited records"),
    "activity": ("activity", "activities"),
    "draw on a warehouse line": ("draw on a warehouse line", "draws on a warehouse line"),
    "share of interest": ("share of interest", "shares of interest"),
}


class BuiltUpon(Conflict):
    """Not undone. Since this was loaded, {things} came to its cases; undoing it would lose them."""


class AlreadyUndone(Conflict):
    """Not undone. This import was undone before."""


class UndoStopped(DomainError):
    """The undo stopped by an error in the program, and nothing was changed. Its number is {reference}."""

    status = 500


def start_undo(actor: Actor, batch_id: UUID, *, bills_at_once_max: int = BILLS_AT_ONCE_MAX) -> bool:
    """Whether the batch is undone now; a large import goes on in a job, and its page shows how far it is.

    Raises: as `undo_batch`.
    """
    actor.require(Permission.IMPORTS_RUN)
    record = PortfolioImport.objects.filter(batch_id=batch_id, state=State.DONE).first()
    if record is None or Bill.objects.filter(batch_id=batch_id).count() <= bills_at_once_max:
        undo_batch(actor, batch_id)
        return True
    _put_down(actor, record)
    return False


@ledger_action
def undo_batch(actor: Actor, batch_id: UUID, *, progress: Progress = lambda done, total, step: None) -> None:
    """Takes everything a batch brought out of the book, mirrors it in the books, puts back what it overwrote.

    A case whose account has transactions stays as withdrawn: it keeps its number and nothing else.

    Raises: Forbidden, NotFound, AlreadyUndone, BuiltUpon, ImportRunning.
    """
    batch = _undoable(actor, batch_id)
    progress(0, PROGRESS_TOTAL, "Taking entries back")
    _mirror(actor, batch, progress)
    progress(PROGRESS_OF_MIRRORING, PROGRESS_TOTAL, "Removing facts")
    # This writes the import's own row: progress over another connection would wait for us from here on.
    fetch_all("SELECT undo_batch(%s, %s)::text AS answer", [batch.id, actor.user_id])


def run_undo(actor: Actor, import_id: UUID) -> None:
    """Undoes an import that waits for it; one that was undone already is left alone."""
    record = PortfolioImport.objects.filter(id=import_id, state=State.UNDOING).first()
    if record is None or record.batch_id is None:
        return
    try:
        with progress_seen_by_others(record.id) as seen:
            undo_batch(actor, record.batch_id, progress=seen)
    except DomainError as refused:
        _stop(actor, record, refused)
    except Exception:
        log.exception("undo stopped", extra={"import_id": str(record.id)})
        _stop(actor, record, UndoStopped(reference=record.id))


@action
def _put_down(actor: Actor, record: PortfolioImport) -> None:
    """The job is put down in the transaction that says so; what stands in its way is said at once."""
    _undoable(actor, record.batch_id)
    PortfolioImport.objects.filter(id=record.id, state=State.DONE).update(
        state=State.UNDOING, error_code="", error_sentence="", step="", steps_done=0, steps_total=0
    )
    user = str(actor.user_id) if actor.user_id else None
    app.configure_task(UNDO_TASK, lock="portfolio_import").defer(import_id=str(record.id), user_id=user)


def _undoable(actor: Actor, batch_id: UUID) -> Batch:
    actor.require(Permission.IMPORTS_RUN)
    database.allow_a_long_transaction()
    wait_for_other_imports()
    batch = Batch.objects.filter(id=batch_id).first()
    if batch is None:
        raise NotFound()
    if batch.undone_at is not None:
        raise AlreadyUndone()
    if obstacles := fetch_all("SELECT obstacle, count FROM batch_obstacles(%s)", [batch_id]):
        raise BuiltUpon(things=_in_words(obstacles))
    return batch


def _mirror(actor: Actor, batch: Batch, progress: Progress) -> None:
    """Mirrors the books piece by piece, so that others see how far it is; undo_batch() does what is left."""
    if batch.kind == Batch.Kind.DEMO:
        return
    # A closed account takes nothing, not even what takes back.
    CaseAccount.objects.filter(case__batch=batch, status=CaseAccountStatus.CLOSED.value).update(
        status=CaseAccountStatus.ACTIVE.value, status_reason="", version=F("version") + 1, updated_at=Now()
    )
    keys = [row.key for row in fetch_all("SELECT key FROM keys_of_undone(%s)", [batch.id])]
    today = business_today(settings.BUSINESS_TIME_ZONE)
    for place in range(0, len(keys), bulk.ENTRIES_A_CALL):
        bulk.mirror_booked(actor, keys[place : place + bulk.ENTRIES_A_CALL], today=today)
        done = PROGRESS_OF_MIRRORING * (place + bulk.ENTRIES_A_CALL) // (len(keys) + bulk.ENTRIES_A_CALL)
        progress(done, PROGRESS_TOTAL, "Taking entries back")


def _stop(actor: Actor, record: PortfolioImport, refused: DomainError) -> None:
    with acting(actor):
        PortfolioImport.objects.filter(id=record.id, state=State.UNDOING).update(
            state=State.DONE,
            error_code=refused.code[:80],
            error_sentence=refused.sentence[:1000],
            step="",
            steps_done=0,
            steps_total=0,
        )


def _in_words(obstacles: Sequence[Any]) -> str:
    parts = [_counted(row.obstacle, row.count) for row in obstacles]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _counted(obstacle: str, count: int) -> str:
    one, many = WORDS.get(obstacle, (obstacle, f"{obstacle}s"))
    return f"{count:,} {one if count == 1 else many}"
