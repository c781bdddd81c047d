"""Documents of cases: list, file, replace, withdraw, take back; the file itself as it came."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router, Status, UploadedFile
from pydantic import Field

from openlien.cases.documents import actions, queries
from openlien.cases.models import Document
from openlien.cases.queries import read_case
from openlien.identity.permissions import Permission

from .authentication import actor_of_call
from .operations import operation, seen
from .schemas import Answer, Request

router = Router(tags=["documents"])


class DocumentAnswer(Answer):
    """One document; `sha256` is that of its file. *Units*: bytes."""

    id: UUID
    case_number: str | None
    kind: Document.Kind
    title: str
    file_name: str
    content_type: str
    size_bytes: int
    sha256: str
    version: int
    is_latest: bool
    uploaded_at: datetime
    uploaded_by: str
    withdrawn_at: datetime | None
    withdrawn_reason: str


class DocumentList(Answer):
    """The documents of a case in their latest version, newest first, the withdrawn ones last."""

    items: list[DocumentAnswer]
    total: int


class DocumentWithdrawalRequest(Request):
    """Why a document is set aside."""

    reason: str = Field(min_length=1, max_length=300)


@operation(
    router,
    "GET",
    "/cases/{case_number}/documents",
    permission=Permission.DOCUMENTS_VIEW,
    response=DocumentList,
    shows="Case documents",
)
def list_documents(request: HttpRequest, case_number: str, kind: Document.Kind | None = Query(None)):
    """The documents of a case."""
    actor = actor_of_call(request)
    actor.require(Permission.DOCUMENTS_VIEW)
    lines = queries.documents_of(actor, read_case(actor, case_number), kind=kind or "")
    return {"items": [_answer(line) for line in lines], "total": len(lines)}


@operation(
    router,
    "POST",
    "/cases/{case_number}/documents",
    permission=Permission.DOCUMENTS_FILE,
    response=DocumentAnswer,
    status=201,
)
def file_document(
    request: HttpRequest,
    case_number: str,
    file: UploadedFile = File(...),
    kind: Document.Kind = Form(Document.Kind.OTHER),
    title: str = Form("", max_length=200),
):
    """Files a document of a case, sent as multipart form data; its content decides what it is."""
    actor = actor_of_call(request)
    actor.require(Permission.DOCUMENTS_FILE)
    document = actions.file_document(actor, _upload(file, kind, title), case_number=case_number)
    return Status(201, _answer(queries.read_document(actor, document.id)))


@operation(
    router,
    "GET",
    "/documents/{uuid:document_id}",
    permission=Permission.DOCUMENTS_VIEW,
    response=DocumentAnswer,
)
def get_document(request: HttpRequest, document_id: UUID):
    """One document without its file."""
    return _answer(queries.read_document(actor_of_call(request), document_id))


@operation(
    router,
    "GET",
    "/documents/{uuid:document_id}/versions",
    permission=Permission.DOCUMENTS_VIEW,
    response=DocumentList,
)
def list_versions(request: HttpRequest, document_id: UUID):
    """All versions of a document, the latest first."""
    lines = queries.versions_of(actor_of_call(request), document_id)
    return {"items": [_answer(line) for line in lines], "total": len(lines)}


@operation(
    router,
    "POST",
    "/documents/{uuid:document_id}/versions",
    permission=Permission.DOCUMENTS_FILE,
    response=DocumentAnswer,
    status=201,
)
def replace_document(
    request: HttpRequest,
    document_id: UUID,
    file: UploadedFile = File(...),
    title: str = Form("", max_length=200),
):
    """Files the next version of a document."""
    actor = actor_of_call(request)
    actor.require(Permission.DOCUMENTS_FILE)
    newer = actions.replace_document(actor, document_id, _upload(file, Document.Kind.OTHER, title))
    return Status(201, _answer(queries.read_document(actor, newer.id)))


@operation(
    router,
    "POST",
    "/documents/{uuid:document_id}/withdrawal",
    permission=Permission.DOCUMENTS_FILE,
    response=DocumentAnswer,
)
def withdraw_document(request: HttpRequest, document_id: UUID, body: DocumentWithdrawalRequest):
    """Sets a document aside; it stays on record."""
    actor = actor_of_call(request)
    actions.withdraw_document(actor, document_id, reason=body.reason)
    return _answer(queries.read_document(actor, document_id))


@operation(
    router,
    "POST",
    "/documents/{uuid:document_id}/return",
    permission=Permission.DOCUMENTS_FILE,
    response=DocumentAnswer,
)
def take_back_document(request: HttpRequest, document_id: UUID):
    """Puts a withdrawn document among the others again."""
    actor = actor_of_call(request)
    actions.take_back_document(actor, document_id)
    return _answer(queries.read_document(actor, document_id))


@operation(
    router,
    "GET",
    "/documents/{uuid:document_id}/file",
    permission=Permission.DOCUMENTS_VIEW,
    response=bytes,
)
def get_file(request: HttpRequest, document_id: UUID):
    """The file as it came, under the name it came with."""
    found = queries.open_document(actor_of_call(request), document_id)
    seen(request, "Document", case_number=found.line.case_number or "")
    return FileResponse(
        found.path.open("rb"),
        as_attachment=True,
        filename=found.line.file_name,
        content_type=found.line.content.content_type,
    )


def _upload(file: UploadedFile, kind: Document.Kind, title: str) -> actions.Upload:
    return actions.Upload(name=file.name or "file", chunks=file.chunks(), kind=kind, title=title)


def _answer(line: queries.DocumentLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "case_number": line.case_number,
        "kind": line.kind,
        "title": line.title,
        "file_name": line.file_name,
        "content_type": line.content.content_type,
        "size_bytes": line.size_bytes,
        "sha256": line.sha256,
        "version": line.version,
        "is_latest": line.is_latest,
        "uploaded_at": line.uploaded_at,
        "uploaded_by": line.uploaded_by,
        "withdrawn_at": line.withdrawn_at,
        "withdrawn_reason": line.withdrawn_reason,
    }
