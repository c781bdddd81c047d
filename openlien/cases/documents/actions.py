"""What people do with documents: file, replace, withdraw, take back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from openlien.identity.actor import Actor
from openlien.identity.constraints import speaks_for
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import acting, action
from openlien.kit.clock import now
from openlien.kit.errors import Conflict, DomainError, NotFound
from openlien.kit.stored_files import StoredFile

from ..actions import lock_case
from ..models import Activity, Case, Document
from ..wording import plain_text
from . import storage
from .content import recognise
from .queries import reachable_documents

TITLE_LETTERS_MAX = 200
REASON_LETTERS_MAX = 300


class NoRoomForDocuments(DomainError):
    """Not saved. The documents of this case fill the {room_mib} MiB they may take. An administrator can
    give them more."""

    status = 413


class FiledAlready(Conflict):
    """Not saved. The same file is here already, as "{title}"."""


@speaks_for("cases_document_replaces_id_key")
class ReplacedAlready(Conflict):
    """Not saved. Somebody sent a newer version in the meantime; open it, then decide."""


class WithdrawnAlready(Conflict):
    """Not changed. This document is withdrawn already."""


class NotWithdrawn(Conflict):
    """Not changed. This document is not withdrawn."""


class ReasonMissing(DomainError):
    """Not saved. Say why, so that somebody who looks for it later understands."""


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name, its content in pieces, and what somebody says it is."""

    name: str
    chunks: Iterable[bytes]
    kind: Document.Kind = Document.Kind.OTHER
    title: str = ""


def file_document(
    actor: Actor,
    upload: Upload,
    *,
    case_number: str | None,
    permission: Permission = Permission.DOCUMENTS_FILE,
) -> Document:
    """The new document of a case, or of none where it supports a journal without a case.

    The caller without a case has asked for its own `permission`.
    Raises: NotFound, Forbidden, UploadTooLarge, EmptyFile, FileKindRefused, FileIsNotWhatItSays,
    FileHoldsMacros, FiledAlready, NoRoomForDocuments, TextTooLong, TextNotPlain.
    """
    actor.require(permission)
    return _keeping_the_file(upload, lambda file: _file(actor, upload, file, case_number, permission))


def replace_document(actor: Actor, document_id: UUID, upload: Upload) -> Document:
    """The next version of a document, which takes its place; the earlier one stays to be read.

    Raises: as `file_document`, ReplacedAlready, WithdrawnAlready.
    """
    actor.require(Permission.DOCUMENTS_FILE)
    return _keeping_the_file(upload, lambda file: _replace(actor, document_id, upload, file))


@action
def withdraw_document(actor: Actor, document_id: UUID, *, reason: str) -> Document:
    """The document, set aside with a reason: it stays on record and can be taken back.

    Raises: NotFound, ReasonMissing, WithdrawnAlready, TextTooLong, TextNotPlain.
    """
    document = _locked(actor, document_id)
    reason = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not reason:
        raise ReasonMissing(field="reason")
    if document.withdrawn_at:
        raise WithdrawnAlready()
    document.withdrawn_at, document.withdrawn_by_id, document.withdrawn_reason = now(), actor.user_id, reason
    document.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _tell(actor, document, f"Document withdrawn: {document.title}", reason)
    return document


@action
def take_back_document(actor: Actor, document_id: UUID) -> Document:
    """The document among the others again.

    Raises: NotFound, NotWithdrawn.
    """
    document = _locked(actor, document_id)
    if not document.withdrawn_at:
        raise NotWithdrawn()
    document.withdrawn_at, document.withdrawn_by, document.withdrawn_reason = None, None, ""
    document.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _tell(actor, document, f"Document taken back: {document.title}")
    return document


def _keeping_the_file(upload: Upload, write) -> Document:  # type: ignore[no-untyped-def]
    """What `write` makes of the stored file, which is removed again when nothing was written."""
    file = storage.store(upload.name, upload.chunks)
    try:
        return write(file)
    except BaseException:
        file.path.unlink(missing_ok=True)
        raise


def _file(
    actor: Actor, upload: Upload, file: StoredFile, case_number: str | None, permission: Permission
) -> Document:
    with acting(actor):
        case = lock_case(actor, case_number, permission) if case_number else None
        document = _document(actor, upload, file, case)
        _refuse_what_is_here(document, file)
        document.save(force_insert=True)
        _tell(actor, document, f"Document filed: {document.title}")
        return document


@action
def _replace(actor: Actor, document_id: UUID, upload: Upload, file: StoredFile) -> Document:
    earlier = _locked(actor, document_id)
    if earlier.withdrawn_at:
        raise WithdrawnAlready()
    if Document.objects.filter(replaces=earlier).exists():
        raise ReplacedAlready()
    document = _document(actor, upload, file, earlier.case)
    _refuse_what_is_here(document, file)
    document.replaces, document.version = earlier, earlier.version + 1
    document.kind, document.title = earlier.kind, document.title if upload.title else earlier.title
    document.save(force_insert=True)
    _tell(actor, document, f"Version {document.version} of document filed: {document.title}")
    return document


def _document(actor: Actor, upload: Upload, file: StoredFile, case: Case | None) -> Document:
    content = recognise(file.path, file.name)
    title = plain_text(upload.title, letters_max=TITLE_LETTERS_MAX) or file.name
    return Document(
        case=case,
        kind=upload.kind,
        title=title,
        file_name=file.name,
        stored_name=file.stored_as,
        content_type=content.content_type,
        sha256=bytes.fromhex(file.sha256),
        size_bytes=file.size_bytes,
        uploaded_by_id=actor.user_id,
    )


def _refuse_what_is_here(document: Document, file: StoredFile) -> None:
    """Refuses the same file twice on one case, and more than a case has room for."""
    neighbours = Document.objects.filter(case=document.case)
    if document.case is None:
        return
    same = neighbours.filter(sha256=document.sha256, withdrawn_at=None).first()
    if same:
        raise FiledAlready(title=same.title, document_id=same.id)
    filled = neighbours.aggregate(total=Sum("size_bytes"))["total"] or 0
    if filled + file.size_bytes > settings.DOCUMENT_BYTES_PER_CASE_MAX:
        raise NoRoomForDocuments(room_mib=settings.DOCUMENT_BYTES_PER_CASE_MAX // (1024 * 1024))


def _locked(actor: Actor, document_id: UUID) -> Document:
    found = reachable_documents(actor, Permission.DOCUMENTS_FILE)
    document = found.select_for_update(of=("self",)).filter(id=document_id).first()
    if document is None:
        raise NotFound()
    return document


def _tell(actor: Actor, document: Document, summary: str, body: str = "") -> None:
    if document.case_id:
        Activity.objects.create(
            case_id=document.case_id,
            kind=Activity.Kind.DOCUMENT,
            summary=summary[:300],
            body=body,
            object_id=str(document.id),
            actor_id=actor.user_id,
        )
