"""In which character set a text file is written, proved by reading all of it once."""

import codecs
from pathlib import Path

from openlien.integrations.portfolio_files.limits import Limits
from openlien.kit.errors import DomainError

CHUNK_BYTES = 256 * 1024
BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class HoldsZeroBytes(DomainError):
    """The file "{name}" holds zero bytes, so it is damaged or not a text file."""


class UndecodableText(DomainError):
    """The file "{name}" is written in a character set that OpenLien does not read; save it as UTF-8."""


class LineTooLong(DomainError):
    """The file "{name}" has a line of more than {chars_max} characters, so it is not a table."""


def encoding_of(path: Path, *, name: str, limits: Limits) -> str:
    """Return the name of the codec that reads the whole file without a fault.

    A byte-order mark decides. Without one it is UTF-8 when every byte fits, otherwise cp1252, which
    is what spreadsheets of Western offices write. Nothing else is guessed.
    *Raises*: HoldsZeroBytes, UndecodableText, LineTooLong.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _proven(path, encoding, name=name, limits=limits)
    try:
        return _proven(path, "utf-8", name=name, limits=limits)
    except UndecodableText:
        return _proven(path, "cp1252", name=name, limits=limits)


def _proven(path: Path, encoding: str, *, name: str, limits: Limits) -> str:
    """Decode the file once in pieces, so that the reading that follows cannot fail half-way."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line_chars = 0
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(CHUNK_BYTES)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError:
                raise UndecodableText(name=name) from None
            if "\0" in text:
                raise HoldsZeroBytes(name=name)
            line_chars = _longest_open_line(text, line_chars)
            if line_chars > limits.record_chars_max:
                raise LineTooLong(name=name, chars_max=f"{limits.record_chars_max:,}")
            if not chunk:
                return encoding


def _longest_open_line(text: str, line_chars: int) -> int:
    """Return how long the line still open at the end of this piece is; a piece is shorter than the bound."""
    last_end = max(text.rfind("\n"), text.rfind("\r"))
    return line_chars + len(text) if last_end < 0 else len(text) - last_end - 1
