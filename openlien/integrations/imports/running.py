"""One import from its files to its report: read, staged, merged, all inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import OperationalError

from openlien.identity.actor import Actor
from openlien.kit.errors import Conflict, DomainError

from ..portfolio_files import Kind, PortfolioFile, check_kinds_differ, open_portfolio_file
from . import database
from .books import write_books
from .merge import STEPS, Merge, merge
from .report import FileFacts, book_totals, build_report
from .staging import StagedFile, stage

LOCK = 7_001_003
# Reading and merging take about as long as each other.
PROGRESS_OF_READING = 50
PROGRESS_TOTAL = 100

Progress = Callable[[int, int, str], None]


class ImportRunning(Conflict):
    """Not imported. Another import is still running; start this one when it is done."""


class NoFile(DomainError):
    """Choose at least one file: the invoices export, the collections export, or both."""


class TooManyFiles(DomainError):
    """An import takes one invoices file and one collections file, not {count} files."""


@dataclass(frozen=True)
class Source:
    """One file to read: where it lies, what people call it, and how its headings are mapped by hand."""

    path: Path
    name: str
    mapping: Mapping[str, str] | None = None
    kind: Kind | None = None


@dataclass(frozen=True)
class Opened:
    """One open file and its size."""

    export: PortfolioFile
    size_bytes: int

    @property
    def kind(self) -> Kind:
        """Which export it is, known once it is opened without a problem."""
        return Kind(self.export.kind)


@contextmanager
def opened(sources: Sequence[Source]) -> Iterator[list[Opened]]:
    """The files, open and understood, while the block lasts.

    Raises: NoFile, TooManyFiles, SameKindTwice; what is wrong with a file as a whole, in one sentence.
    """
    if not sources:
        raise NoFile()
    if len(sources) > len(Kind):
        raise TooManyFiles(count=len(sources))
    with ExitStack() as stack:
        files = [Opened(stack.enter_context(_open(source)), source.path.stat().st_size) for source in sources]
        for file in files:
            if file.export.problem:
                raise file.export.problem
        check_kinds_differ(file.export for file in files)
        yield sorted(files, key=lambda file: list(Kind).index(file.kind))


def import_opened(
    actor: Actor,
    files: Sequence[Opened],
    *,
    import_id: UUID,
    batch_id: UUID,
    as_of: date,
    dry_run: bool,
    progress: Progress,
) -> dict[str, Any]:
    """Returns the reconciliation report of the files merged into the book and booked.

    Raises: ImportRunning, NewerFactsKnown, MonthsClosed; what stops a file as a whole.
    """
    database.allow_a_long_transaction()
    wait_for_other_imports()
    before = book_totals()
    database.run("stage_tables")
    staged = [_stage(files, place, as_of=as_of, progress=progress) for place in range(len(files))]
    merge(
        Merge(import_id=import_id, batch_id=batch_id, as_of=as_of, user_id=actor.user_id),
        staged,
        began=lambda title, place: progress(_progress_of_step(place), PROGRESS_TOTAL, title),
    )
    facts = {file.kind: FileFacts(file.export.content_digest, file.size_bytes) for file in files}
    report = build_report(
        staged, facts, import_id=import_id, batch_id=batch_id, as_of=as_of, dry_run=dry_run, before=before
    )
    progress(_progress_of_step(len(STEPS)), PROGRESS_TOTAL, "Writing the books")
    write_books(actor, batch_id, as_of=as_of, dry_run=dry_run)
    progress(PROGRESS_TOTAL, PROGRESS_TOTAL, "Done")
    return report


def _open(source: Source) -> AbstractContextManager[PortfolioFile]:
    return open_portfolio_file(source.path, name=source.name, mapping=source.mapping, kind=source.kind)


def _stage(files: Sequence[Opened], place: int, *, as_of: date, progress: Progress) -> StagedFile:
    title = f"Reading {files[place].kind}"
    bytes_before = sum(file.size_bytes for file in files[:place])
    bytes_together = sum(file.size_bytes for file in files) or 1

    def read(share: float) -> None:
        done = (bytes_before + share * files[place].size_bytes) / bytes_together
        progress(int(done * PROGRESS_OF_READING), PROGRESS_TOTAL, title)

    return stage(files[place].export, as_of=as_of, progress=read)


def _progress_of_step(place: int) -> int:
    # Writing the books is a step of its own after these.
    return PROGRESS_OF_READING + place * (PROGRESS_TOTAL - PROGRESS_OF_READING) // (len(STEPS) + 1)


def wait_for_other_imports() -> None:
    """Lets imports and undoings follow one another: two at once could both take a firm for new.

    Raises: ImportRunning when the wait gets too long.
    """
    try:
        database.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
    except OperationalError as waited_too_long:
        raise ImportRunning() from waited_too_long
