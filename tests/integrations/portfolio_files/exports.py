"""The sample exports, and the same rows written in every other way that must read the same."""

import csv
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from openlien.integrations.portfolio_files import Outcome, open_portfolio_file

SAMPLE = Path(__file__).parent / "sample"
AS_OF = date(2026, 11, 20)
Rows = list[list[str]]


def sample_rows(kind: str) -> Rows:
    """Return all records of a sample file as cells, the lines around the table too."""
    with (SAMPLE / f"{kind}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def outcomes_of(path: Path, **options) -> list[Outcome]:
    with open_portfolio_file(path, **options) as export:
        return list(export.outcomes(as_of=AS_OF))


def write_csv(
    path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    return path


def write_xlsx(
    path: Path, rows: Rows, *, before: Callable | None = None, options: dict | None = None
) -> Path:
    """Write amounts as numbers and dates as dated cells, as a reporting tool does."""
    workbook = xlsxwriter.Workbook(path, options or {})
    if before:
        before(workbook)
    sheet = workbook.add_worksheet("Export")
    formats = {
        "day": workbook.add_format({"num_format": "m/d/yyyy"}),
        "dollars": workbook.add_format({"num_format": "$#,##0.00"}),
    }
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            write_cell(sheet, row, column, cell, formats)
    workbook.close()
    return path


def write_cell(sheet, row: int, column: int, cell: str, formats: dict) -> None:
    if found := re.fullmatch(r"(\d+)/(\d+)/(\d{4})", cell):
        month, day, year = map(int, found.groups())
        sheet.write_datetime(row, column, datetime(year, month, day), formats["day"])  # noqa: DTZ001
    elif re.fullmatch(r"\$?[\d,]+(\.\d*)?", cell):
        sheet.write_number(row, column, float(cell.replace("$", "").replace(",", "")), formats["dollars"])
    elif cell:
        sheet.write_string(row, column, cell)


def reordered(rows: Rows) -> Rows:
    """Return the same table with its columns in reverse order."""
    return [list(reversed(cells)) if len(cells) > 1 else cells for cells in rows]


def header_moved(rows: Rows, *, lines: int) -> Rows:
    """Return the same table with so many more lines of text before its header."""
    return [*([f"Filter {number} is applied"] for number in range(lines)), *rows]


def invoice(changes: dict[str, str] | None = None) -> dict[str, str]:
    """Return one good bill by its headings, with some cells changed or added."""
    good = {
        "fid": "a0F1",
        "opid": "0061",
        "Law Firm Name": "Osprey Legal",
        "accountid": "0011",
        "Stage": "In Litigation",
        "payoff_status__c": "",
        "funding_stage__c": "Funded",
        "ar_type__c": "Partial Advance",
        "billingstate": "AZ",
        "origination_date__c": "6/29/2026",
        "settlement_date__c": "",
        "Invoice Date": "7/9/2026",
        "Total Invoice": "$3,978.00",
        "Settled": "",
        "Write Off": "",
        "Open Balance": "$3,978.00",
    }
    return good | (changes or {})


def cash(changes: dict[str, str] | None = None) -> dict[str, str]:
    """Return one good row of the collections file by its headings, with some cells changed or added."""
    good = {
        "fid": "a0F1",
        "Deposit Date": "8/9/2026",
        "Total Invoice Amount": "$3,978.00",
        "Total Amount Collected": "$100.00",
        "case_status__c": "",
        "IsWriteOff": "FALSE",
    }
    return good | (changes or {})


def table(*rows: dict[str, str]) -> Rows:
    """Return a header and the cells of the rows."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]
