"""What a file is by its first bytes; its name and ending are never believed."""

from enum import StrEnum
from pathlib import Path

from openlien.kit.errors import DomainError

HEAD_BYTES = 1024


class Container(StrEnum):
    """How the table is wrapped."""

    TEXT = "text"
    WORKBOOK = "workbook"


class EmptyFile(DomainError):
    """The file "{name}" is empty."""


class OldWorkbook(DomainError):
    """The file "{name}" is an old or password-protected Excel workbook; save it as .xlsx or CSV."""


class NotATable(DomainError):
    """The file "{name}" is {what}, not a table; export it as CSV or XLSX."""


FOREIGN_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM6", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"{\\rtf", "a text document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
MARKUP_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<table")


def container_of(path: Path, *, name: str) -> Container:
    """Return how the file is wrapped, judged by its first bytes.

    *Raises*: EmptyFile, OldWorkbook, NotATable.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        _refuse_when_nothing_follows(path, name=name)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return Container.WORKBOOK
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldWorkbook(name=name)
    for signature, what in FOREIGN_SIGNATURES:
        if head.startswith(signature):
            raise NotATable(name=name, what=what)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP_STARTS):
        raise NotATable(name=name, what="a web page or XML document")
    return Container.TEXT


def _refuse_when_nothing_follows(path: Path, *, name: str) -> None:
    if path.stat().st_size <= HEAD_BYTES:
        raise EmptyFile(name=name)
