"""Uploaded files on disk: random names, readable by the product alone, gone when their import is done."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from openlien.kit.errors import DomainError

NAME_CHARS_MAX = 200


class UploadTooLarge(DomainError):
    """The file "{name}" is larger than {size_max_mib} MiB; export it in smaller parts."""

    status = 413


class UploadGone(DomainError):
    """The uploaded files of this import are not kept any more; upload them again."""

    status = 410


@dataclass(frozen=True)
class StoredFile:
    """One file on disk: what people call it and where it lies."""

    name: str
    stored_as: str
    size_bytes: int
    sha256: str

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return path_of(self.stored_as)


def store(name: str, chunks: Iterable[bytes]) -> StoredFile:
    """Writes an upload to disk, readable by its owner alone.

    Raises: UploadTooLarge; nothing is left on disk then.
    """
    shown, stored_as, size, digest = shown_name(name), secrets.token_hex(16), 0, hashlib.sha256()
    path = path_of(stored_as)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > settings.UPLOAD_BYTES_MAX:
                    raise UploadTooLarge(name=shown, size_max_mib=settings.UPLOAD_BYTES_MAX // (1024 * 1024))
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return StoredFile(shown, stored_as, size, digest.hexdigest())


def let_go(stored_as: Iterable[str]) -> None:
    """Removes files from disk; one that is gone already is no matter."""
    for name in stored_as:
        if name:
            path_of(name).unlink(missing_ok=True)


def path_of(stored_as: str) -> Path:
    """Returns where an upload of this random name lies."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / stored_as


def shown_name(name: str) -> str:
    """Returns the last part of a file's name as people may see it: printable and not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable[-NAME_CHARS_MAX:].strip() or "file"
