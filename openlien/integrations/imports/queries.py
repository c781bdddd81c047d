"""Reads of imports: the history, one import with its report, its findings, the refused rows as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openlien.cases.models import Batch
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.money import Money

from ..models import ColumnMapping, ImportFile, ImportFinding, PortfolioImport
from ..portfolio_files import Kind
from .reasons import sentence_of

LIMIT_MAX = 200
ROWS_A_READ = 1_000


class LimitOutOfBounds(DomainError):
    """Ask for 1 to 200 rows at a time, not {limit}."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of an import; `look` is empty once the file is let go."""

    id: int
    kind: str
    name: str
    size_bytes: int
    sha256: str
    headings: tuple[str, ...]
    look: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import of the history, or the demo portfolio, which has no files and no report."""

    id: UUID | None
    batch_id: UUID | None
    is_demo: bool
    state: str
    state_label: str
    as_of: date
    created_at: datetime
    created_by: str
    file_names: tuple[str, ...]
    report: Mapping[str, Any] | None
    error_sentence: str

    @property
    def can_be_undone(self) -> bool:
        """Whether undoing may be asked for; what was built on it can still stand in the way."""
        return self.batch_id is not None and self.state == PortfolioImport.State.DONE


@dataclass(frozen=True, slots=True)
class ImportDetail:
    """One import with everything its page shows."""

    line: ImportLine
    files: tuple[FileLine, ...]
    preview: Mapping[str, Any] | None
    step: str
    steps_done: int
    steps_total: int
    started_at: datetime | None
    finished_at: datetime | None
    error_code: str

    @property
    def is_working(self) -> bool:
        """Whether a job is under way or waiting, so that the page should look again."""
        return self.line.state in {"queued", "running", "undoing"} or (
            self.line.state == "uploaded" and self.is_readable
        )

    @property
    def is_readable(self) -> bool:
        """Whether the columns of every file are recognised."""
        return all(file.look.get("problem") is None for file in self.files)

    @property
    def can_be_started(self) -> bool:
        """Whether the files are still there and understood."""
        return (
            self.line.state in {"uploaded", "previewed", "failed"}
            and self.is_readable
            and all(file.look for file in self.files)
        )

    @property
    def can_be_discarded(self) -> bool:
        """Whether the import can be removed, because it is not done and not under way."""
        return self.line.state in {"uploaded", "previewed", "failed"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One refused row or warning, with its sentence."""

    id: int
    file_kind: str
    line: int
    severity: str
    reason: str
    sentence: str
    amount: Money | None
    funding_id: str
    detail: str


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of findings in the order of the files; `total` counts those of the filter."""

    items: tuple[Finding, ...]
    total: int
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """The refused rows of one file as they were: its headings, and line, reason, sentence, cells of each."""

    headings: tuple[str, ...]
    rows: Iterator[tuple[int, str, str, list[str]]]


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping of headings by name: our field -> heading."""

    name: str
    kind: str
    headings: Mapping[str, str]


def list_imports(actor: Actor, *, limit: int = 50) -> list[ImportLine]:
    """Returns the newest imports first, the demo portfolio among them.

    Raises: Forbidden, LimitOutOfBounds.
    """
    actor.require(Permission.IMPORTS_VIEW)
    _check_limit(limit)
    records = PortfolioImport.objects.select_related("created_by").prefetch_related("files")
    demos = Batch.objects.select_related("created_by").filter(kind=Batch.Kind.DEMO)
    lines = [_line(record) for record in records.order_by("-created_at")[:limit]]
    lines += [_demo_line(batch) for batch in demos.order_by("-created_at")[:limit]]
    return sorted(lines, key=lambda line: line.created_at, reverse=True)[:limit]


def find_import(actor: Actor, import_id: UUID) -> ImportDetail:
    """Returns one import.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.IMPORTS_VIEW)
    record = (
        PortfolioImport.objects.select_related("created_by")
        .prefetch_related("files")
        .filter(id=import_id)
        .first()
    )
    if record is None:
        raise NotFound()
    return ImportDetail(
        line=_line(record),
        files=tuple(_file_line(file) for file in sorted(record.files.all(), key=_file_order)),
        preview=record.preview,
        step=record.step,
        steps_done=record.steps_done,
        steps_total=record.steps_total,
        started_at=record.started_at,
        finished_at=record.finished_at,
        error_code=record.error_code,
    )


def list_findings(
    actor: Actor,
    import_id: UUID,
    *,
    severity: str | None = None,
    reason: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Findings:
    """Returns refused rows and warnings, a page at a time.

    Raises: Forbidden, NotFound, LimitOutOfBounds.
    """
    actor.require(Permission.IMPORTS_VIEW)
    _check_limit(limit)
    if not PortfolioImport.objects.filter(id=import_id).exists():
        raise NotFound()
    found = ImportFinding.objects.filter(portfolio_import_id=import_id)
    if severity:
        found = found.filter(severity=severity)
    if reason:
        found = found.filter(reason=reason)
    after = int(cursor) if cursor and cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else 0
    rows = list(found.filter(id__gt=after).order_by("id").defer("cells")[: limit + 1])
    items = tuple(_finding(row) for row in rows[:limit])
    return Findings(items, found.count(), str(items[-1].id) if len(rows) > limit else None)


def refused_rows(actor: Actor, import_id: UUID, kind: Kind) -> RefusedRows:
    """Returns the refused rows of one file of an import, read in pieces so that any number of them streams.

    Raises: Forbidden, NotFound when the import has no such file.
    """
    actor.require(Permission.IMPORTS_VIEW)
    file = ImportFile.objects.filter(portfolio_import_id=import_id, kind=kind.value).first()
    if file is None:
        raise NotFound()
    return RefusedRows(tuple(file.headings), _refused(import_id, kind))


def saved_mappings(actor: Actor) -> list[SavedMapping]:
    """Returns the saved mappings by name.

    Raises: Forbidden.
    """
    actor.require(Permission.IMPORTS_VIEW)
    mappings = ColumnMapping.objects.order_by("name", "kind")
    return [SavedMapping(mapping.name, mapping.kind, mapping.headings) for mapping in mappings]


def _refused(import_id: UUID, kind: Kind) -> Iterator[tuple[int, str, str, list[str]]]:
    last = 0
    found = ImportFinding.objects.filter(
        portfolio_import_id=import_id, file_kind=kind.value, severity=ImportFinding.Severity.REFUSED
    ).order_by("id")
    while piece := list(found.filter(id__gt=last)[:ROWS_A_READ]):
        for row in piece:
            yield row.line, row.reason, sentence_of(row.reason), row.cells or []
        last = piece[-1].id


def _line(record: PortfolioImport) -> ImportLine:
    return ImportLine(
        id=record.id,
        batch_id=record.batch_id,
        is_demo=False,
        state=record.state,
        state_label=record.get_state_display(),
        as_of=record.as_of,
        created_at=record.created_at,
        created_by=record.created_by.name if record.created_by else "",
        file_names=tuple(file.name for file in sorted(record.files.all(), key=_file_order)),
        report=record.report,
        error_sentence=record.error_sentence,
    )


def _demo_line(batch: Batch) -> ImportLine:
    state = PortfolioImport.State.UNDONE if batch.undone_at else PortfolioImport.State.DONE
    return ImportLine(
        id=None,
        batch_id=batch.id,
        is_demo=True,
        state=state.value,
        state_label=state.label,
        as_of=batch.as_of,
        created_at=batch.created_at,
        created_by=batch.created_by.name if batch.created_by else "",
        file_names=(),
        report=None,
        error_sentence="",
    )


def _file_line(file: ImportFile) -> FileLine:
    return FileLine(
        id=file.id,
        kind=file.kind,
        name=file.name,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        headings=tuple(file.headings),
        look=file.look,
    )


def _file_order(file: ImportFile) -> tuple[bool, str, int]:
    return file.kind != Kind.INVOICES, file.kind, file.id


def _finding(row: ImportFinding) -> Finding:
    return Finding(
        id=row.id,
        file_kind=row.file_kind,
        line=row.line,
        severity=row.severity,
        reason=row.reason,
        sentence=sentence_of(row.reason),
        amount=row.amount,
        funding_id=row.funding_id,
        detail=row.detail,
    )


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= LIMIT_MAX:
        raise LimitOutOfBounds(limit=limit)
