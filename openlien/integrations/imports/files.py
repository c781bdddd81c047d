"""Uploaded files on disk: random names, readable by the product alone, gone when their import is done."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from openlien.kit import stored_files
from openlien.kit.errors import DomainError
from openlien.kit.stored_files import StoredFile


class UploadGone(DomainError):
    """The uploaded files of this import are not kept any more; upload them again."""

    status = 410


def store(name: str, chunks: Iterable[bytes]) -> StoredFile:
    """Writes an upload to disk, readable by its owner alone.

    Raises: UploadTooLarge; nothing is left on disk then.
    """
    return stored_files.store(_folder(), name, chunks, bytes_max=settings.UPLOAD_BYTES_MAX)


def let_go(stored_as: Iterable[str]) -> None:
    """Removes files from disk; one that is gone already is no matter."""
    for name in stored_as:
        if name:
            path_of(name).unlink(missing_ok=True)


def path_of(stored_as: str) -> Path:
    """Returns where an upload of this random name lies."""
    return _folder() / stored_as


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"
