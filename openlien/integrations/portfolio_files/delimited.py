"""Records of a delimited text file, one at a time, each with the line it starts on."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from openlien.integrations.portfolio_files.limits import Limits
from openlien.kit.errors import DomainError

DELIMITERS = (",", ";", "\t")


class BrokenQuotes(DomainError):
    """The file "{name}" has a quotation mark on line {line} that does not close where a cell ends."""


class RecordTooLong(DomainError):
    """The file "{name}" has a row of more than {chars_max} characters at line {line}: it is not a table."""


class Record(NamedTuple):
    """One record as it stands in the file: the line it starts on, and its cells untouched."""

    line: int
    cells: list[str]


class DelimitedFile:
    """An open text file that yields records and says how far it has been read."""

    def __init__(
        self, binary: io.BufferedReader, *, name: str, encoding: str, delimiter: str, limits: Limits
    ):
        self._name = name
        self._binary = binary
        self._delimiter = delimiter
        self._lines = _CountedLines(binary, encoding, chars_max=limits.record_chars_max)
        self._bytes = max(1, binary.seek(0, io.SEEK_END))
        binary.seek(0)

    @property
    def share_read(self) -> float:
        """Return how much of the file has been read, from 0 to 1."""
        return min(1.0, self._binary.tell() / self._bytes)

    def records(self) -> Iterator[Record]:
        """Yield every record, blank ones too.

        Quotes are read strictly: a lenient reader would swallow all rows up to the next quotation
        mark into one cell, and rows would be lost without a trace.
        *Raises*: BrokenQuotes, RecordTooLong.
        """
        lines = self._lines
        cells_of_records = csv.reader(lines, delimiter=self._delimiter, strict=True)
        start = 1
        while True:
            try:
                cells = next(cells_of_records, None)
            except csv.Error:
                raise BrokenQuotes(name=self._name, line=start) from None
            except _TooManyCharacters:
                chars_max = f"{lines.chars_max:,}"
                raise RecordTooLong(name=self._name, line=start, chars_max=chars_max) from None
            if cells is None:
                return
            yield Record(start, cells)
            start = lines.count + 1
            lines.chars = 0


@contextmanager
def open_delimited(
    path: Path, *, name: str, encoding: str, delimiter: str, limits: Limits
) -> Iterator[DelimitedFile]:
    """Open the file for as long as the block lasts; the value yields its records."""
    with path.open("rb") as binary:
        yield DelimitedFile(binary, name=name, encoding=encoding, delimiter=delimiter, limits=limits)


class _TooManyCharacters(Exception):
    """One record goes on for longer than any row of a table."""


class _CountedLines:
    """Lines of text for the csv reader, counted, with a bound on what one record may take."""

    def __init__(self, binary: io.BufferedReader, encoding: str, *, chars_max: int):
        self._text = io.TextIOWrapper(binary, encoding=encoding, newline="")
        self.chars_max = chars_max
        self.count = 0
        self.chars = 0

    def __iter__(self) -> "Iterator[str]":
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.count += 1
        self.chars += len(line)
        if self.chars > self.chars_max:
            raise _TooManyCharacters
        return line
