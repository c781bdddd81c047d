"""Where the files of documents lie, and which of them no document knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from openlien.kit import stored_files
from openlien.kit.errors import DomainError
from openlien.kit.stored_files import StoredFile

from ..models import Document

ORPHAN_AGE_MIN = timedelta(days=1)


class FileMissing(DomainError):
    """The file of this document is not in the data folder any more; restore it from a backup."""

    status = 410


def store(name: str, chunks: Iterable[bytes]) -> StoredFile:
    """Writes an upload to disk; a document has to take it over.

    Raises: UploadTooLarge.
    """
    return stored_files.store(folder(), name, chunks, bytes_max=settings.DOCUMENT_BYTES_MAX)


def path_of(document: Document) -> Path:
    """Where the file of a document lies.

    Raises: FileMissing.
    """
    path = folder() / document.stored_name
    if not path.exists():
        raise FileMissing()
    return path


def remove_orphans(*, now: datetime) -> int:
    """How many files were removed that no document knows: uploads whose transaction never ended."""
    known = set(Document.objects.values_list("stored_name", flat=True))
    orphans = [path for path in folder().glob("*") if path.name not in known and _is_old(path, now)]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def folder() -> Path:
    """The folder of all documents."""
    return Path(settings.MEDIA_ROOT) / "documents"


def _is_old(path: Path, now: datetime) -> bool:
    return now.timestamp() - path.stat().st_mtime > ORPHAN_AGE_MIN.total_seconds()
