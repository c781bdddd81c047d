"""What people and jobs do with imports: upload, map, check, start, run, discard, undo."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from openlien.cases.models import Batch
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import acting
from openlien.kit.errors import Conflict, DomainError, NotFound
from openlien.kit.stored_files import shown_name

from ..models import ImportFile, PortfolioImport
from ..portfolio_files import Kind
from . import files
from .looking import source_through_saved_mappings
from .running import Opened, Progress, Source, import_opened, opened
from .watching import progress_seen_by_others

State = PortfolioImport.State
log = logging.getLogger(__name__)


class AsOfInFuture(DomainError):
    """Not imported. An export can be as of today or earlier; {as_of} is still to come."""


class ImportNotStartable(Conflict):
    """Not started. This import is {state}; upload the files again to import them once more."""


class ImportStopped(DomainError):
    """The import stopped by an error in the program, and nothing was changed. Its number is {reference}."""

    status = 500


def import_paths(
    actor: Actor,
    paths: Sequence[Path],
    *,
    as_of: date,
    today: date,
    dry_run: bool = False,
    progress: Progress,
) -> dict[str, Any]:
    """Imports files where they lie and returns the reconciliation report; a dry run keeps nothing of it.

    Raises: Forbidden, AsOfInFuture, ImportRunning, NewerFactsKnown; what is wrong with a file.
    """
    actor.require(Permission.IMPORTS_RUN)
    check_as_of(as_of, today=today)
    sources = [source_through_saved_mappings(path, shown_name(path.name)) for path in paths]
    with opened(sources) as readable, acting(actor):
        record = PortfolioImport.objects.create(
            as_of=as_of,
            mapping={str(source.kind): source.mapping for source in sources if source.mapping},
            created_by_id=actor.user_id,
            state=State.RUNNING,
            started_at=Now(),
        )
        _list_files(record, readable)
        report = _merge(actor, record, readable, dry_run=dry_run, progress=progress)
        if dry_run:
            transaction.set_rollback(True)
        return report


def run_import(actor: Actor, import_id: UUID, *, progress: Progress | None = None) -> PortfolioImport:
    """The uploaded import after it has run: done with its report, or failed with its sentence.

    Three transactions: it is claimed, merged, and only where that fails marked as failed. Running one that
    is done does nothing, so a job that is run again after its worker died neither doubles nor loses a row.
    """
    record = _claim(actor, import_id)
    if record.state == State.RUNNING:
        _run_or_fail(actor, record, dry_run=False, progress=progress)
    return PortfolioImport.objects.get(id=import_id)


def check_import(actor: Actor, import_id: UUID) -> PortfolioImport:
    """The uploaded import after a trial: its preview says what it would do. Nothing else is kept."""
    actor.require(Permission.IMPORTS_RUN)
    record = _find(import_id)
    if record.state == State.UPLOADED:
        _run_or_fail(actor, record, dry_run=True, progress=None)
    return PortfolioImport.objects.get(id=import_id)


def check_as_of(as_of: date, *, today: date) -> None:
    """Passes when the day is today or earlier.

    Raises: AsOfInFuture.
    """
    if as_of > today:
        raise AsOfInFuture(as_of=as_of)


def _find(import_id: UUID) -> PortfolioImport:
    record = PortfolioImport.objects.filter(id=import_id).first()
    if record is None:
        raise NotFound()
    return record


def _claim(actor: Actor, import_id: UUID) -> PortfolioImport:
    actor.require(Permission.IMPORTS_RUN)
    with acting(actor):
        record = PortfolioImport.objects.select_for_update().filter(id=import_id).first()
        if record is None:
            raise NotFound()
        if record.state not in {State.QUEUED, State.RUNNING, State.DONE, State.UNDONE}:
            raise ImportNotStartable(state=record.get_state_display().lower())
        if record.state == State.QUEUED:
            record.state = State.RUNNING
            record.started_at = Now()
            record.save(update_fields=["state", "started_at"])
    return record


def _run_or_fail(actor: Actor, record: PortfolioImport, *, dry_run: bool, progress: Progress | None) -> None:
    try:
        if progress:
            _run(actor, record, dry_run=dry_run, progress=progress)
        else:
            with progress_seen_by_others(record.id) as seen:
                _run(actor, record, dry_run=dry_run, progress=seen)
    except DomainError as refused:
        _fail(actor, record, refused)
    except Exception:
        stopped = ImportStopped(reference=record.id)
        log.exception("import stopped", extra={"import_id": str(record.id)})
        _fail(actor, record, stopped)


def _run(actor: Actor, record: PortfolioImport, *, dry_run: bool, progress: Progress) -> None:
    with opened(_sources(record)) as readable:
        with acting(actor):
            report = _merge(actor, record, readable, dry_run=dry_run, progress=progress)
            if dry_run:
                transaction.set_rollback(True)
        if dry_run:
            with acting(actor):
                PortfolioImport.objects.filter(id=record.id, state=State.UPLOADED).update(
                    state=State.PREVIEWED, preview=report, step="", steps_done=0, steps_total=0
                )
    if not dry_run:
        _let_files_go(record)


def _merge(
    actor: Actor, record: PortfolioImport, readable: Sequence[Opened], *, dry_run: bool, progress: Progress
) -> dict[str, Any]:
    batch = Batch.objects.create(kind=Batch.Kind.PORTFOLIO, as_of=record.as_of, created_by_id=actor.user_id)
    report = import_opened(
        actor,
        readable,
        import_id=record.id,
        batch_id=batch.id,
        as_of=record.as_of,
        dry_run=dry_run,
        progress=progress,
    )
    PortfolioImport.objects.filter(id=record.id).update(
        state=State.DONE,
        batch=batch,
        report=report,
        finished_at=Now(),
        step="",
        steps_done=0,
        steps_total=0,
        error_code="",
        error_sentence="",
    )
    return report


def _fail(actor: Actor, record: PortfolioImport, refused: DomainError) -> None:
    with acting(actor):
        PortfolioImport.objects.filter(id=record.id, state__in=[State.UPLOADED, State.RUNNING]).update(
            state=State.FAILED,
            error_code=refused.code[:80],
            error_sentence=refused.sentence[:1000],
            finished_at=Now(),
            step="",
            steps_done=0,
            steps_total=0,
        )


def _sources(record: PortfolioImport) -> list[Source]:
    stored = list(record.files.order_by("id"))
    if not all(file.stored_as and files.path_of(file.stored_as).exists() for file in stored):
        raise files.UploadGone()
    return [source_of(file, record.mapping) for file in stored]


def source_of(file: ImportFile, mapping: Mapping[str, Mapping[str, str]]) -> Source:
    """Where an uploaded file is read from, and how."""
    return Source(
        path=files.path_of(file.stored_as),
        name=file.name,
        mapping=mapping.get(file.kind) if file.kind else None,
        kind=Kind(file.kind) if file.kind and mapping.get(file.kind) else None,
    )


def _list_files(record: PortfolioImport, readable: Sequence[Opened]) -> None:
    ImportFile.objects.bulk_create(
        [
            ImportFile(
                portfolio_import=record,
                kind=file.kind.value,
                name=file.export.name,
                size_bytes=file.size_bytes,
                sha256=file.export.content_digest,
                headings=[heading.strip() for heading in file.export.columns.headings],
            )
            for file in readable
        ]
    )


def _let_files_go(record: PortfolioImport) -> None:
    """The report keeps the fingerprints; the files themselves hold health data that is in the book now."""
    kept = list(record.files.values_list("stored_as", flat=True))
    record.files.update(stored_as="", look={})
    files.let_go(kept)
