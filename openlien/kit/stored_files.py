"""Files that people upload, on disk: named by chance, readable by the product alone, known by their hash."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import DomainError

NAME_LETTERS_MAX = 200


class UploadTooLarge(DomainError):
    """The file "{name}" is larger than {size_max_mib} MiB; make it smaller or send it in parts."""

    status = 413


@dataclass(frozen=True)
class StoredFile:
    """One file on disk: what people call it and where it lies."""

    name: str
    path: Path
    size_bytes: int
    sha256: str

    @property
    def stored_as(self) -> str:
        """The random name it has in its folder."""
        return self.path.name


def store(folder: Path, name: str, chunks: Iterable[bytes], *, bytes_max: int) -> StoredFile:
    """Writes an upload into the folder, durably, readable by its owner alone.

    Raises: UploadTooLarge; nothing is left on disk then.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    shown, path = shown_name(name), folder / secrets.token_hex(16)
    size, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > bytes_max:
                    raise UploadTooLarge(name=shown, size_max_mib=bytes_max // (1024 * 1024))
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return StoredFile(shown, path, size, digest.hexdigest())


def shown_name(name: str) -> str:
    """The last part of a file's name as people may see it: printable and not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable[-NAME_LETTERS_MAX:].strip() or "file"
