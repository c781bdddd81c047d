"""How large and how slow a portfolio file may be before it is refused unread."""

import stat
from dataclasses import dataclass
from pathlib import Path

from openlien.kit.errors import DomainError

MEBIBYTE = 1024 * 1024


class FileMissing(DomainError):
    """There is no file to read at "{name}"."""


class FileTooLarge(DomainError):
    """The file "{name}" is larger than {size_max_mib} MiB; export it in smaller parts."""


@dataclass(frozen=True)
class Limits:
    """Bounds on one file; the defaults take one million rows and no file made to hurt.

    *Units*: bytes, characters, seconds and counts as each name says.
    """

    text_bytes_max: int = 512 * MEBIBYTE
    workbook_bytes_max: int = 128 * MEBIBYTE
    record_chars_max: int = 1_000_000
    header_records_max: int = 50
    columns_max: int = 400
    archive_members_max: int = 2_000
    archive_bytes_max: int = 1_024 * MEBIBYTE
    archive_ratio_max: int = 200
    archive_ratio_floor_bytes: int = 4 * MEBIBYTE
    converter_memory_bytes_max: int = 1_536 * MEBIBYTE
    converter_cpu_seconds_max: int = 120
    converter_wall_seconds_max: float = 180.0


DEFAULT_LIMITS = Limits()


def file_size(path: Path, *, name: str, bytes_max: int) -> int:
    """Return the bytes of an ordinary file.

    *Raises*: FileMissing when there is no ordinary file, FileTooLarge above the bound.
    """
    try:
        status = path.stat()
    except OSError:
        raise FileMissing(name=name) from None
    if not stat.S_ISREG(status.st_mode):
        raise FileMissing(name=name)
    if status.st_size > bytes_max:
        raise FileTooLarge(name=name, size_max_mib=bytes_max // MEBIBYTE)
    return status.st_size
