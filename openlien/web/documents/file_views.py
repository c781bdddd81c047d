"""The file of a document: to save, or shown where a browser can show it safely."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from openlien.cases.documents.queries import DocumentFile, open_document
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from ..access import page
from ..seen import shows

# Nothing that came with the file may run or load; a PDF brings the viewer's own styles.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


@page(Permission.DOCUMENTS_VIEW)
@require_safe
def saved(request: HttpRequest, document_id: UUID) -> FileResponse:
    """The file under the name it came with."""
    return _file(request, document_id, as_attachment=True)


@page(Permission.DOCUMENTS_VIEW)
@require_safe
def shown(request: HttpRequest, document_id: UUID) -> FileResponse:
    """The file in the browser: pictures and PDF only, by the type that its content has."""
    return _file(request, document_id, as_attachment=False)


def _file(request: HttpRequest, document_id: UUID, *, as_attachment: bool) -> FileResponse:
    found: DocumentFile = open_document(request.actor, document_id)  # type: ignore[attr-defined]
    if not as_attachment and not found.line.content.opens_in_browser:
        raise NotFound()
    shows(request, "Document", case_number=found.line.case_number or "")
    response = FileResponse(
        found.path.open("rb"),
        as_attachment=as_attachment,
        filename=found.line.file_name,
        content_type=found.line.content.content_type,
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
