"""A portfolio export, whatever its container, as a stream of rows; nothing holds all of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from hashlib import file_digest
from itertools import islice
from pathlib import Path

from openlien.integrations.portfolio_files.columns import ColumnReport, recognise_columns
from openlien.integrations.portfolio_files.delimited import (
    DELIMITERS,
    BrokenQuotes,
    DelimitedFile,
    Record,
    RecordTooLong,
    open_delimited,
)
from openlien.integrations.portfolio_files.encoding import encoding_of
from openlien.integrations.portfolio_files.headings import KNOWN_KEYS, Kind, heading_key
from openlien.integrations.portfolio_files.limits import DEFAULT_LIMITS, Limits, file_size
from openlien.integrations.portfolio_files.reasons import Skip
from openlien.integrations.portfolio_files.row_reading import RowReader
from openlien.integrations.portfolio_files.rows import Outcome
from openlien.integrations.portfolio_files.signatures import Container, container_of
from openlien.integrations.portfolio_files.spreadsheet import ConvertedSheet, converted_sheet
from openlien.integrations.portfolio_files.table import RowSieve, header_place
from openlien.kit.errors import DomainError


class NoRows(DomainError):
    """The file "{name}" has a header but no rows."""


class SameKindTwice(DomainError):
    """Both files, "{first}" and "{second}", are {kind} files; choose one of each kind."""


class PortfolioFile:
    """One open export: what it is, what its header says, and its rows once through.

    *Shapes*: `container` text or workbook, `sheet` the name of the sheet or None; `encoding` and `delimiter`
    as found; `columns` the report on the header, whose `kind` is None when nothing was recognised;
    `problem` is why the rows cannot be read, or None; `skipped`, `records_read` and `rows_found` count while
    `outcomes` runs; `content_digest` is the SHA-256 of the file in hexadecimal.
    """

    def __init__(
        self,
        delimited: DelimitedFile,
        *,
        name: str,
        content_digest: str,
        text_format: "TextFormat",
        sheet: ConvertedSheet | None,
        columns: ColumnReport,
        limits: Limits,
    ):
        self.name = name
        self.content_digest = content_digest
        self.container = Container.WORKBOOK if sheet else Container.TEXT
        self.encoding = None if sheet else text_format.encoding
        self.delimiter = None if sheet else text_format.delimiter
        self.sheet = sheet.sheet if sheet else None
        self.header_line = text_format.header_place + 1 if sheet else text_format.header_line
        self.columns = columns
        self.problem = columns.problem(name=name, records_max=limits.header_records_max)
        self._day_numbers = sheet is not None and not sheet.counts_from_1904
        self._delimited = delimited
        self._sieve = RowSieve(columns, text_format.header_place)

    @property
    def kind(self) -> Kind | None:
        """Return which export this is; None when the header was not recognised."""
        return self.columns.kind

    @property
    def share_read(self) -> float:
        """Return how much of the file the stream has passed, from 0 to 1, for a progress bar."""
        return self._delimited.share_read

    @property
    def skipped(self) -> Counter[Skip]:
        """Return the records that are no rows, counted by kind so far."""
        return self._sieve.skipped

    @property
    def records_read(self) -> int:
        """Return the records read so far: rows, and all that was skipped."""
        return self._sieve.records_read

    @property
    def rows_found(self) -> int:
        """Return the rows so far, accepted or refused."""
        return self._sieve.rows_found

    def outcomes(self, *, as_of: date) -> Iterator[Outcome]:
        """Yield what became of each row, in the order of the file; to be called once.

        *Raises*: `problem` before the first row, BrokenQuotes or RecordTooLong at the place, NoRows at the
        end of a file that had none.
        """
        if self.problem:
            raise self.problem
        reader = RowReader(self.columns, as_of=as_of, day_numbers=self._day_numbers)
        yield from map(reader.read, self.rows())
        if not self.rows_found:
            raise NoRows(name=self.name)

    def rows(self) -> Iterator[Record]:
        """Yield the rows as written, line and cells, also of a file whose header is not recognised."""
        return self._sieve.rows(_numbered(self._delimited.records(), by_record=self.sheet is not None))


class TextFormat:
    """How the table is written down: character set, delimiter, and where its header stands."""

    def __init__(self, encoding: str, delimiter: str, records: list[Record], place: int):
        self.encoding = encoding
        self.delimiter = delimiter
        self.header_place = place
        self.header_line = records[place].line if records else 1
        self.headings = records[place].cells if records else []


@contextmanager
def open_portfolio_file(
    path: Path,
    *,
    name: str | None = None,
    mapping: Mapping[str, str] | None = None,
    kind: Kind | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[PortfolioFile]:
    """Open an export for as long as the block lasts, with its format, header and columns found.

    *Shapes*: `name` is what sentences call the file; `mapping` our field -> heading as written in the file.
    *Raises*: one DomainError of one sentence for a file that is no table; a header that is not understood is
    not raised but stands in `problem`, so that its columns can be mapped by hand.
    """
    name = name or path.name
    with ExitStack() as stack:
        sheet = None
        file_size(path, name=name, bytes_max=limits.text_bytes_max)
        text_path = path
        if container_of(path, name=name) is Container.WORKBOOK:
            file_size(path, name=name, bytes_max=limits.workbook_bytes_max)
            known = KNOWN_KEYS | _mapped_keys(mapping)
            sheet = stack.enter_context(converted_sheet(path, name=name, known_headings=known, limits=limits))
            text_path = sheet.path
        text_format = _text_format(text_path, name=name, sheet=sheet, mapping=mapping, limits=limits)
        delimited = stack.enter_context(
            open_delimited(
                text_path,
                name=name,
                encoding=text_format.encoding,
                delimiter=text_format.delimiter,
                limits=limits,
            )
        )
        yield PortfolioFile(
            delimited,
            name=name,
            content_digest=content_digest(path),
            text_format=text_format,
            sheet=sheet,
            columns=recognise_columns(text_format.headings, name=name, mapping=mapping, kind=kind),
            limits=limits,
        )


def content_digest(path: Path) -> str:
    """Return the SHA-256 of the file in hexadecimal: the same file again has the same."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def check_kinds_differ(files: Iterable[PortfolioFile]) -> None:
    """Return when no two of the files are of one kind.

    *Raises*: SameKindTwice.
    """
    names_of_kinds: dict[Kind, str] = {}
    for file in files:
        if file.kind in names_of_kinds:
            raise SameKindTwice(first=names_of_kinds[file.kind], second=file.name, kind=file.kind)
        if file.kind:
            names_of_kinds[file.kind] = file.name


def _text_format(
    path: Path,
    *,
    name: str,
    sheet: ConvertedSheet | None,
    mapping: Mapping[str, str] | None,
    limits: Limits,
) -> TextFormat:
    """Return the delimiter under which some early record holds the most known headings."""
    encoding = "utf-8" if sheet else encoding_of(path, name=name, limits=limits)
    extra_keys = _mapped_keys(mapping)
    best, best_rank = None, (-1, -1)
    fault: DomainError | None = None
    for delimiter in DELIMITERS[:1] if sheet else DELIMITERS:
        try:
            records = _first_records(path, name=name, encoding=encoding, delimiter=delimiter, limits=limits)
        except (BrokenQuotes, RecordTooLong) as broken:
            # A wrong delimiter can make quotes look broken; it only counts when no delimiter fits.
            fault = fault or broken
            continue
        place, known = header_place(records, extra_keys)
        width = len(records[place].cells) if records else 0
        if (known, width) > best_rank:
            best, best_rank = TextFormat(encoding, delimiter, records, place), (known, width)
    if best is None:
        assert fault is not None
        raise fault
    return best


def _first_records(path: Path, *, name: str, encoding: str, delimiter: str, limits: Limits) -> list[Record]:
    with open_delimited(path, name=name, encoding=encoding, delimiter=delimiter, limits=limits) as delimited:
        return list(islice(delimited.records(), limits.header_records_max))


def _mapped_keys(mapping: Mapping[str, str] | None) -> frozenset[str]:
    return frozenset(heading_key(heading) for heading in (mapping or {}).values())


def _numbered(records: Iterator[Record], *, by_record: bool) -> Iterator[Record]:
    """Yield the records with Excel's row number instead of a line of the temporary file."""
    if not by_record:
        return records
    return (Record(number, record.cells) for number, record in enumerate(records, 1))
