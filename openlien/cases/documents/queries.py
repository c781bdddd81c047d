"""Reads of documents: those of a case, one with its versions, the file itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from ..models import Document
from ..queries import CaseHead
from ..scope import visible_cases
from .content import Content, content_of_type
from .storage import path_of


@dataclass(frozen=True)
class DocumentLine:
    """One document as lists show it; `content` tells how it can be shown. *Units*: bytes."""

    id: UUID
    case_number: str | None
    kind: str
    kind_name: str
    title: str
    file_name: str
    content: Content
    size_bytes: int
    sha256: str
    version: int
    is_latest: bool
    uploaded_at: datetime
    uploaded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str


@dataclass(frozen=True)
class DocumentFile:
    """A document with the place of its file."""

    line: DocumentLine
    path: Path


def documents_of(actor: Actor, case: CaseHead, *, kind: str = "") -> list[DocumentLine]:
    """The documents of a case in their latest version, newest first, the withdrawn ones last."""
    found = reachable_documents(actor).filter(case_id=case.id, replaced_by=None)
    if kind:
        found = found.filter(kind=kind)
    lines = [_line(document) for document in _with_people(found).order_by("-uploaded_at", "-id")]
    return sorted(lines, key=lambda line: line.withdrawn_at is not None)


def versions_of(actor: Actor, document_id: UUID) -> list[DocumentLine]:
    """All versions of the document that this one is a version of, the latest first.

    Raises: NotFound.
    """
    document = _reachable(actor, document_id)
    versions = [document]
    while versions[-1].replaces_id:
        versions.append(_with_people(Document.objects.all()).get(id=versions[-1].replaces_id))
    while later := _with_people(Document.objects.filter(replaces=versions[0])).first():
        versions.insert(0, later)
    return [_line(version) for version in versions]


def read_document(actor: Actor, document_id: UUID) -> DocumentLine:
    """One document.

    Raises: NotFound.
    """
    return _line(_reachable(actor, document_id))


def open_document(actor: Actor, document_id: UUID) -> DocumentFile:
    """One document and where its file lies.

    Raises: NotFound, FileMissing.
    """
    document = _reachable(actor, document_id)
    return DocumentFile(_line(document), path_of(document))


def reachable_documents(
    actor: Actor, permission: Permission = Permission.DOCUMENTS_VIEW
) -> QuerySet[Document]:
    """The documents of cases in the actor's scope; those of no case for readers of the ledger.

    Raises: openlien.kit.errors.Forbidden when the actor lacks the permission altogether.
    """
    actor.require(permission)
    reached = Q(case__in=visible_cases(actor, permission))
    if actor.scope_of(permission).everything:
        reached = Q(case__isnull=False)
    if actor.may(Permission.LEDGER_VIEW):
        reached |= Q(case=None)
    return Document.objects.filter(reached)


def _reachable(actor: Actor, document_id: UUID) -> Document:
    document = _with_people(reachable_documents(actor)).filter(id=document_id).first()
    if document is None:
        raise NotFound()
    return document


def _with_people(found: QuerySet[Document]) -> QuerySet[Document]:
    return found.select_related("case", "uploaded_by", "withdrawn_by", "replaced_by")


def _line(document: Document) -> DocumentLine:
    return DocumentLine(
        id=document.id,
        case_number=document.case.number if document.case else None,
        kind=document.kind,
        kind_name=document.get_kind_display(),
        title=document.title,
        file_name=document.file_name,
        content=content_of_type(document.content_type),
        size_bytes=document.size_bytes,
        sha256=bytes(document.sha256).hex(),
        version=document.version,
        is_latest=not hasattr(document, "replaced_by"),
        uploaded_at=document.uploaded_at,
        uploaded_by=document.uploaded_by.name if document.uploaded_by else "",
        withdrawn_at=document.withdrawn_at,
        withdrawn_by=document.withdrawn_by.name if document.withdrawn_by else "",
        withdrawn_reason=document.withdrawn_reason,
    )
