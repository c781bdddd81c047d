"""The one writer of exported tables, CSV and XLSX, in which no text can start a formula.

Spreadsheets run a cell that begins with = + - or @ as a formula, so text from people gets an
apostrophe in front; numbers stay numbers. Source: OWASP, "CSV Injection".
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import BinaryIO, TypeVar

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from openlien.kit.errors import DomainError
from openlien.kit.money import Money, Rate

T = TypeVar("T")

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
IGNORED_BEFORE_A_FORMULA = " \u00a0\ufeff\u200b\x00"
XLSX_ROWS_MAX = 1_048_576
XLSX_TEXT_MAX = 32_767

T = TypeVar("T")


class TooManyRows(DomainError):
    """A spreadsheet holds 1,048,575 rows. Narrow the filter, or take the CSV, which has no limit."""


class Kind(StrEnum):
    """What a column holds, which decides how its cells are written."""

    TEXT = "text"
    MONEY = "money"
    INTEGER = "integer"
    DATE = "date"
    PERCENT = "percent"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export; a percent is the figure as shown, 9.35 for 9.35 %, or a Rate.

    A number is a Decimal as shown, such as days with one decimal, or an int.
    """

    heading: str
    kind: Kind = Kind.TEXT

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))


Row = Sequence[object]


def write_csv(
    columns: Sequence[Column], rows: Iterable[Row], *, byte_order_mark: bool = True
) -> Iterator[str]:
    """Return the lines of the CSV one by one, so that any number of rows streams.

    *Shapes*: a heading line, then one line a row; None is an empty cell.
    *Units*: money and percentages as exact text, dates ISO; the byte-order mark makes Excel read UTF-8.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if byte_order_mark:
        buffer.write(BYTE_ORDER_MARK)
    writer.writerow(defused(column.heading) for column in columns)
    yield _emptied(buffer)
    for row in rows:
        writer.writerow(_csv_cell(column, value) for column, value in zip(columns, row, strict=True))
        yield _emptied(buffer)


def write_xlsx(
    target: BinaryIO, columns: Sequence[Column], rows: Iterable[Row], *, sheet: str = "Export"
) -> None:
    """Write the table as a workbook of one sheet into the target, row by row in constant memory.

    *Raises*: TooManyRows when the rows do not fit a sheet.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(target, options)
    worksheet = workbook.add_worksheet(sheet)
    heading = workbook.add_format({"bold": True, "bottom": 1})
    formats = [workbook.add_format(XLSX_FORMATS[column.kind]) for column in columns]
    worksheet.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        worksheet.set_column(position, position, XLSX_WIDTHS[column.kind])
        worksheet.write_string(0, position, defused(column.heading), heading)
    try:
        for number, row in enumerate(rows, start=1):
            _write_xlsx_row(worksheet, number, zip(columns, row, formats, strict=True))
    finally:
        # An unclosed workbook would leave its temporary files behind.
        workbook.close()


def defused(text: str) -> str:
    """Return the text, with an apostrophe in front when a spreadsheet could take it for a formula."""
    starts = text.lstrip(IGNORED_BEFORE_A_FORMULA)
    return f"'{text}" if starts.startswith(FORMULA_STARTS) else text


XLSX_FORMATS: dict[Kind, dict[str, str]] = {
    Kind.TEXT: {"num_format": "@"},
    Kind.MONEY: {"num_format": "0.00"},
    Kind.INTEGER: {"num_format": "0"},
    Kind.DATE: {"num_format": "yyyy-mm-dd"},
    Kind.PERCENT: {"num_format": "0.00%"},
    Kind.NUMBER: {"num_format": "General"},
}
XLSX_WIDTHS = {Kind.TEXT: 24, Kind.MONEY: 14, Kind.INTEGER: 9, Kind.DATE: 12, Kind.PERCENT: 9, Kind.NUMBER: 9}


def _emptied(buffer: io.StringIO) -> str:
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line


def _csv_cell(column: Column, value: object) -> str:
    if value is None:
        return ""
    checked = CHECKS[column.kind](value)
    return defused(checked) if column.kind is Kind.TEXT else str(checked)


def _write_xlsx_row(
    worksheet: Worksheet, number: int, cells: Iterable[tuple[Column, object, Format]]
) -> None:
    if number >= XLSX_ROWS_MAX:
        raise TooManyRows()
    for position, (column, value, cell_format) in enumerate(cells):
        if value is None:
            continue
        checked = CHECKS[column.kind](value)
        match column.kind:
            case Kind.TEXT:
                worksheet.write_string(number, position, _fitting(defused(checked)), cell_format)
            case Kind.DATE:
                worksheet.write_datetime(number, position, checked, cell_format)
            case Kind.MONEY:
                worksheet.write_number(number, position, checked.amount, cell_format)
            case Kind.PERCENT:
                worksheet.write_number(number, position, checked / 100, cell_format)
            case Kind.INTEGER | Kind.NUMBER:
                worksheet.write_number(number, position, checked, cell_format)


def _fitting(text: str) -> str:
    # The format has no room for more, and the library would drop such a cell without a word.
    return text if len(text) <= XLSX_TEXT_MAX else text[: XLSX_TEXT_MAX - 1] + "…"


def _text(value: object) -> str:
    return str(value)


def _money(value: object) -> Money:
    return _required(value, Money, Kind.MONEY)


def _integer(value: object) -> int:
    return _required(value, int, Kind.INTEGER)


def _date(value: object) -> date:
    day = _required(value, date, Kind.DATE)
    return day.date() if isinstance(day, datetime) else day


def _percent(value: object) -> Decimal:
    return value.as_percent() if isinstance(value, Rate) else _required(value, Decimal, Kind.PERCENT)


def _number(value: object) -> Decimal | int:
    return value if isinstance(value, Decimal) else _required(value, int, Kind.NUMBER)


def _required(value: object, wanted: type[T], kind: Kind) -> T:
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise TypeError(f"A {kind} cell takes {wanted.__name__}, not {type(value).__name__}.")
    return value


CHECKS: dict[Kind, Callable[[object], object]] = {
    Kind.TEXT: _text,
    Kind.MONEY: _money,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
    Kind.PERCENT: _percent,
    Kind.NUMBER: _number,
}
