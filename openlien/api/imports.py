"""Imports of portfolio exports: upload, start, reconciliation report, refused rows, undo."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Form, Query, Router, Status, UploadedFile

from openlien.identity.permissions import Permission
from openlien.integrations.imports import queries, uploads
from openlien.integrations.imports.undoing import start_undo
from openlien.kit.clock import business_today
from openlien.kit.errors import Conflict

from .authentication import actor_of_call
from .operations import operation
from .schemas import Answer, MoneyText, OptionalDay

router = Router(tags=["imports"])


class NothingToUndo(Conflict):
    """Not undone. This import is {state}; only one that is done can be undone."""


class ImportFileAnswer(Answer):
    """One file of an import; `kind` is blank while its columns are not recognised."""

    kind: str
    name: str
    size_bytes: int
    sha256: str
    problem: str | None


class ImportAnswer(Answer):
    """One import; `report` is the one of docs/imports.md once it is done, `preview` that of the check."""

    id: UUID
    state: str
    as_of: date
    created_at: datetime
    created_by: str
    files: list[ImportFileAnswer]
    step: str
    steps_done: int
    steps_total: int
    error_code: str
    error: str
    preview: dict[str, Any] | None
    report: dict[str, Any] | None


class ImportListLine(Answer):
    """One import of the history; the demo portfolio has no id of an import and no files."""

    id: UUID | None
    is_demo: bool
    state: str
    as_of: date
    created_at: datetime
    created_by: str
    files: list[str]


class ImportList(Answer):
    """The newest imports first."""

    items: list[ImportListLine]


class FindingAnswer(Answer):
    """A row that was refused, or accepted with a warning."""

    file_kind: str
    line: int
    severity: str
    reason: str
    sentence: str
    amount: MoneyText | None
    funding_id: str
    detail: str


class FindingList(Answer):
    """One page of findings in the order of the files; `total` counts those of the filter."""

    items: list[FindingAnswer]
    total: int
    next_cursor: str | None


@operation(router, "GET", "", permission=Permission.IMPORTS_VIEW, response=ImportList)
def list_imports(request: HttpRequest, limit: int = Query(50, ge=1, le=queries.LIMIT_MAX)):
    """The history of imports."""
    lines = queries.list_imports(actor_of_call(request), limit=limit)
    return {
        "items": [
            {
                "id": line.id,
                "is_demo": line.is_demo,
                "state": line.state,
                "as_of": line.as_of,
                "created_at": line.created_at,
                "created_by": line.created_by,
                "files": list(line.file_names),
            }
            for line in lines
        ]
    }


@operation(router, "POST", "", permission=Permission.IMPORTS_RUN, response=ImportAnswer, status=201)
def upload_import(
    request: HttpRequest,
    files: list[UploadedFile] = File([]),
    as_of: OptionalDay = Form(None, alias="asOf"),
):
    """Uploads one or two files as multipart form data; a job checks every row, and nothing is imported."""
    actor, today = actor_of_call(request), business_today(settings.BUSINESS_TIME_ZONE)
    actor.require(Permission.IMPORTS_RUN)
    chunks = [(file.name or "file", file.chunks()) for file in files]
    record = uploads.upload_files(actor, chunks, as_of=as_of or today, today=today)
    return Status(201, _import(request, record.id))


@operation(router, "GET", "/{uuid:import_id}", permission=Permission.IMPORTS_VIEW, response=ImportAnswer)
def get_import(request: HttpRequest, import_id: UUID):
    """One import with its progress and its report."""
    return _import(request, import_id)


@operation(
    router,
    "GET",
    "/{uuid:import_id}/findings",
    permission=Permission.IMPORTS_VIEW,
    response=FindingList,
    shows="Import findings",
)
def list_findings(
    request: HttpRequest,
    import_id: UUID,
    severity: Literal["refused", "warning"] | None = Query(None),
    reason: str | None = Query(None, max_length=40),
    limit: int = Query(50, ge=1, le=queries.LIMIT_MAX),
    cursor: str | None = Query(None, pattern="^[0-9]{1,18}$"),
):
    """Refused rows and warnings."""
    return queries.list_findings(
        actor_of_call(request), import_id, severity=severity, reason=reason, limit=limit, cursor=cursor
    )


@operation(
    router,
    "POST",
    "/{uuid:import_id}/start",
    permission=Permission.IMPORTS_RUN,
    response=ImportAnswer,
    status=202,
)
def start_import(request: HttpRequest, import_id: UUID):
    """Puts the import into the queue; ask for the import to see how far it is."""
    uploads.start_import(actor_of_call(request), import_id)
    return Status(202, _import(request, import_id))


@operation(router, "POST", "/{uuid:import_id}/undo", permission=Permission.IMPORTS_RUN, response=ImportAnswer)
def undo_import(request: HttpRequest, import_id: UUID):
    """Takes the import back, while nothing was built on it; a large one goes on in a job."""
    actor = actor_of_call(request)
    actor.require(Permission.IMPORTS_RUN)
    line = queries.find_import(actor, import_id).line
    if line.batch_id is None:
        raise NothingToUndo(state=line.state_label.lower())
    start_undo(actor, line.batch_id)
    return _import(request, import_id)


def _import(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    found = queries.find_import(actor_of_call(request), import_id)
    return {
        "id": import_id,
        "state": found.line.state,
        "as_of": found.line.as_of,
        "created_at": found.line.created_at,
        "created_by": found.line.created_by,
        "files": [
            {
                "kind": file.kind,
                "name": file.name,
                "size_bytes": file.size_bytes,
                "sha256": file.sha256,
                "problem": file.look.get("problem"),
            }
            for file in found.files
        ],
        "step": found.step,
        "steps_done": found.steps_done,
        "steps_total": found.steps_total,
        "error_code": found.error_code,
        "error": found.line.error_sentence,
        "preview": found.preview,
        "report": found.line.report,
    }
