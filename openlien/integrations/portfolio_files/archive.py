"""What the directory of a zip archive says, checked before anything in it is unpacked."""

import zipfile
from pathlib import Path

from openlien.integrations.portfolio_files.limits import MEBIBYTE, Limits
from openlien.kit.errors import DomainError

ENCRYPTED_FLAG = 0x1
WORKBOOK_MEMBER = "xl/workbook.xml"


class BrokenArchive(DomainError):
    """The file "{name}" starts like an Excel workbook but is damaged or cut off."""


class NotAWorkbook(DomainError):
    """The file "{name}" is an archive but not an Excel workbook (.xlsx or .xlsm)."""


class ArchiveEncrypted(DomainError):
    """The file "{name}" is protected by a password; save it without one."""


class ArchiveSuspicious(DomainError):
    """The file "{name}" would unpack to far more than a workbook holds ({why}), so it was not opened."""


def check_workbook_archive(path: Path, *, name: str, limits: Limits) -> None:
    """Return when the archive is a workbook of sane size; nothing is unpacked, macros are never looked at.

    *Raises*: BrokenArchive, NotAWorkbook, ArchiveEncrypted, ArchiveSuspicious.
    """
    members = _members(path, name=name, limits=limits)
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise ArchiveEncrypted(name=name)
    _check_sizes(members, name=name, limits=limits)
    if WORKBOOK_MEMBER not in {member.filename.lower().replace("\\", "/") for member in members}:
        raise NotAWorkbook(name=name)


def _members(path: Path, *, name: str, limits: Limits) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise BrokenArchive(name=name) from None
    if len(members) > limits.archive_members_max:
        raise ArchiveSuspicious(name=name, why=f"{len(members):,} parts")
    return members


def _check_sizes(members: list[zipfile.ZipInfo], *, name: str, limits: Limits) -> None:
    total = sum(member.file_size for member in members)
    if total > limits.archive_bytes_max:
        raise ArchiveSuspicious(name=name, why=f"{total // MEBIBYTE:,} MiB")
    for member in members:
        ratio = member.file_size // max(1, member.compress_size)
        if member.file_size > limits.archive_ratio_floor_bytes and ratio > limits.archive_ratio_max:
            raise ArchiveSuspicious(name=name, why=f"packed {ratio:,} to 1")
