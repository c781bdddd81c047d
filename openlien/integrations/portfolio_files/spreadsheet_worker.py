"""The process that turns one sheet of a workbook into a CSV file, and may die doing it.

It is started by path in an isolated interpreter, limits itself before it loads the workbook reader, and
knows nothing of OpenLien: it imports the standard library and the reader only. Input is one JSON object on
standard input, output one on standard output. Formulas and macros are never run; cells hold what Excel
last showed.
"""

import csv
import datetime
import json
import os
import re
import resource
import sys
import zipfile
from decimal import Decimal
from itertools import islice

TEXT_MARK = "\x1f"
"""Set before a text cell of digits alone, so that it is not taken for the day number of a numeric cell.
It counts as white space and disappears when the cell is cleaned."""

DAY_NUMBER_LIKE = re.compile(r"\s*[0-9]{4,6}(\.[0-9]+)?\s*", re.ASCII)
WORKBOOK_XML_BYTES_MAX = 4 * 1024 * 1024
SHEETS_MAX = 60


def main() -> None:
    """Convert the best sheet and print which one it was; a fault is answered by its kind."""
    order = json.load(sys.stdin)
    _limit_this_process(order)
    sys.stdout.write(json.dumps(_converted(order)))


def _limit_this_process(order: dict) -> None:
    bounds = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, order["output_bytes_max"]),
        (resource.RLIMIT_CPU, order["cpu_seconds_max"]),
        (resource.RLIMIT_AS, order["memory_bytes_max"]),
    )
    for limit, most in bounds:
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def _converted(order: dict) -> dict:
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(order["source"]) as workbook:
            name, sheet = _best_sheet(workbook, set(order["known"]), order["header_records_max"])
            if sheet is None:
                return {"fault": "no_sheet"}
            if sheet.total_width > order["columns_max"]:
                return {"fault": "too_wide", "columns": sheet.total_width}
            rows = _write(sheet, order["target"])
    except python_calamine.PasswordError:
        return {"fault": "encrypted"}
    except (python_calamine.CalamineError, OSError, ValueError):
        return {"fault": "broken"}
    return {"sheet": name, "rows": rows, "counts_from_1904": _counts_from_1904(order["source"])}


def _best_sheet(workbook, known: set[str], header_records_max: int):
    """Return the visible worksheet with the most known headings in one row; the first of equals."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    best_name, best_sheet, best_score = None, None, -1
    for metadata in islice(workbook.sheets_metadata, SHEETS_MAX):
        if metadata.typ != SheetTypeEnum.WorkSheet or metadata.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        if sheet.end is None:
            continue
        score = max(
            (
                len({_key(cell) for cell in row} & known)
                for row in islice(sheet.iter_rows(), header_records_max)
            ),
            default=0,
        )
        if score > best_score:
            best_name, best_sheet, best_score = metadata.name, sheet, score
    return best_name, best_sheet


def _key(cell) -> str:
    if not isinstance(cell, str):
        return ""
    return "".join(filter(str.isalnum, re.sub(r"__c\b", "", cell.casefold())))


def _write(sheet, target: str) -> int:
    """Write every row from the first of the sheet on, so that record numbers are Excel's row numbers."""
    count = 0
    descriptor = os.open(target, os.O_WRONLY | os.O_TRUNC)
    with open(descriptor, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for row in sheet.iter_rows():
            writer.writerow([exact_text(cell) for cell in row])
            count += 1
    return count


def exact_text(cell: object) -> str:
    """Return the cell as text: ISO days, whole numbers without a point, no noise of binary fractions."""
    if isinstance(cell, str):
        text = cell.replace("\0", " ")
        return TEXT_MARK + text if DAY_NUMBER_LIKE.fullmatch(text) else text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return number_text(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def number_text(number: int | float) -> str:
    """Return a number in plain digits with the 15 significant digits that Excel itself keeps."""
    if isinstance(number, float) and number != number:
        return "NaN"
    if abs(number) >= 1e300:
        return repr(number)
    text = f"{Decimal(format(number, '.15g')):f}"
    return "0" if text == "-0" else text


def _counts_from_1904(source: str) -> bool:
    """Return whether day numbers start in 1904; then a bare number cannot be told from one of 1900."""
    with zipfile.ZipFile(source) as archive, archive.open("xl/workbook.xml") as stream:
        head = stream.read(WORKBOOK_XML_BYTES_MAX)
    return re.search(rb"date1904\s*=\s*[\"'](1|true|on)[\"']", head) is not None


if __name__ == "__main__":
    main()
