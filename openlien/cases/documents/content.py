"""What an uploaded file is, by its content: its name may say anything."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass
from pathlib import Path

import filetype

from openlien.kit.errors import DomainError

TEXT_BYTES_LOOKED_AT = 1024 * 1024
ZIP_MEMBERS_MAX = 10_000


class EmptyFile(DomainError):
    """Not saved. The file "{name}" is empty."""


class FileKindRefused(DomainError):
    """Not saved. "{name}" is of a kind that is not kept here. These are: {kinds}."""

    status = 415


class FileIsNotWhatItSays(DomainError):
    """Not saved. "{name}" says it is {says}, but its content is not. Save it as {says} and send it again."""

    status = 415


class FileHoldsMacros(DomainError):
    """Not saved. "{name}" holds macros, which could run on a reader's machine. Save it without them."""

    status = 415


@dataclass(frozen=True)
class Content:
    """A kind of file that is kept: what people call it, its content type, and the endings of its names."""

    name: str
    content_type: str
    endings: tuple[str, ...]
    is_picture: bool = False

    @property
    def opens_in_browser(self) -> bool:
        """Whether a browser can show it without running anything that came with it."""
        return self.is_picture or self is PDF


PDF = Content("PDF", "application/pdf", ("pdf",))
JPEG = Content("JPEG", "image/jpeg", ("jpg", "jpeg"), is_picture=True)
PNG = Content("PNG", "image/png", ("png",), is_picture=True)
TIFF = Content("TIFF", "image/tiff", ("tif", "tiff"))
HEIC = Content("HEIC", "image/heic", ("heic",))
WORD = Content("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
EXCEL = Content("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
TEXT = Content("Text", "text/plain", ("txt", "csv", "eml"))
KINDS = (PDF, JPEG, PNG, TIFF, HEIC, WORD, EXCEL, TEXT)
OFFICE_FOLDERS = {WORD: "word/", EXCEL: "xl/"}
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}


def accepted_endings() -> str:
    """The endings of files that are kept, as a file input lists them."""
    return ",".join(f".{ending}" for ending in _BY_ENDING)


def content_of_type(content_type: str) -> Content:
    """The kind with this content type, as a document keeps it."""
    return next(kind for kind in KINDS if kind.content_type == content_type)


def recognise(path: Path, name: str) -> Content:
    """The kind of file that lies there; its content and the ending of its name have to agree.

    Raises: EmptyFile, FileKindRefused, FileIsNotWhatItSays, FileHoldsMacros.
    """
    if path.stat().st_size == 0:
        raise EmptyFile(name=name)
    kind = _BY_ENDING.get(name.rpartition(".")[2].lower()) if "." in name else None
    if kind is None:
        raise FileKindRefused(name=name, kinds=", ".join(each.name for each in KINDS))
    if not _agrees(path, name, kind):
        raise FileIsNotWhatItSays(name=name, says=kind.name)
    return kind


def _agrees(path: Path, name: str, kind: Content) -> bool:
    if kind in OFFICE_FOLDERS:
        return _is_office_file(path, name, OFFICE_FOLDERS[kind])
    if kind is TEXT:
        return _is_text(path)
    found = filetype.guess(str(path))
    return found is not None and found.mime == kind.content_type


def _is_office_file(path: Path, name: str, folder: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    if any(member.lower().endswith("vbaproject.bin") for member in members):
        raise FileHoldsMacros(name=name)
    is_office = "[Content_Types].xml" in members and any(member.startswith(folder) for member in members)
    return is_office and len(members) <= ZIP_MEMBERS_MAX


def _is_text(path: Path) -> bool:
    """Whether the beginning is text: no control characters, and UTF-8 or one byte a letter."""
    with path.open("rb") as file:
        head = file.read(TEXT_BYTES_LOOKED_AT)
    if filetype.guess(head) is not None:
        return False
    try:
        letters = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        letters = head.decode("cp1252", errors="replace")
    return all(letter.isprintable() or letter in "\n\r\t\f" for letter in letters)
