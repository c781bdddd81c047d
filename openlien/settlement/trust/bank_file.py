"""A bank's CSV file as lines: columns found by their names, everything read or nothing; pure."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openlien.kit.money import Money
from openlien.kit.text import fold_name

from .errors import ColumnsUnknown, StatementTooLarge, StatementUnreadable

BYTES_MAX = 5 * 1024 * 1024
LINES_MAX = 20_000
HEADING_ROWS_MAX = 30
DELIMITERS = (",", ";", "\t")
_DAY_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_DAY_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_AMOUNT = re.compile(r"(\()?([-+])?\$?([-+])?((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d{1,2})?)(\))?", re.ASCII)
# What banks call each field; compared without case, blanks and punctuation.
FIELDS: dict[str, tuple[str, ...]] = {
    "booked_on": (
        "Date",
        "Posting date",
        "Posted date",
        "Post date",
        "Transaction date",
        "Booking date",
        "Posted",
    ),
    "amount": ("Amount", "Transaction amount", "Amount USD"),
    "paid_out": ("Debit", "Debits", "Debit amount", "Withdrawal", "Withdrawals", "Money out", "Paid out"),
    "paid_in": ("Credit", "Credits", "Credit amount", "Deposit", "Deposits", "Money in", "Paid in"),
    "number": (
        "Check number",
        "Check no",
        "Check #",
        "Check",
        "Cheque number",
        "Serial number",
        "Check or slip #",
    ),
    "description": ("Description", "Transaction description", "Details", "Memo", "Payee", "Name"),
    "bank_reference": (
        "Transaction ID",
        "Bank ID",
        "FITID",
        "Reference",
        "Reference number",
        "Bank reference",
        "ID",
    ),
    "balance": ("Balance", "Running balance", "Ledger balance", "Available balance", "Closing balance"),
}
LABELS = {
    "booked_on": "Date",
    "amount": "Amount (in is positive, out negative)",
    "paid_out": "Money out",
    "paid_in": "Money in",
    "number": "Check number",
    "description": "Description",
    "bank_reference": "The bank's id of the line",
    "balance": "Balance after the line",
}
_BY_NAME = {fold_name(name): field for field, names in FIELDS.items() for name in names}


@dataclass(frozen=True, slots=True)
class BankFileLine:
    """One line of the file; `place` is its row as a spreadsheet counts, `key` knows it again."""

    place: int
    booked_on: date
    amount: Money
    description: str
    number: str
    bank_reference: str
    balance: Money | None
    key: str


@dataclass(frozen=True, slots=True)
class BankTable:
    """The file before it is read: its columns in order, which field each holds, rows with their places."""

    name: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def missing(self) -> str:
        """What has to be said by hand before the file can be read; blank when its columns are known."""
        if "booked_on" not in self.columns:
            return "the date"
        has_both = "paid_in" in self.columns and "paid_out" in self.columns
        return "" if "amount" in self.columns or has_both else "the amount"


def table_of(content: bytes, *, name: str, chosen: Mapping[str, int] | None = None) -> BankTable:
    """Return the table of a bank's file; `chosen` says the columns where their names do not.

    *Raises*: StatementTooLarge, StatementUnreadable.
    """
    if len(content) > BYTES_MAX:
        raise StatementTooLarge(name=name, mib=BYTES_MAX // 1024 // 1024)
    records = _records(_text(content, name), name)
    if not records:
        raise StatementUnreadable(name=name, reason="the file is empty.")
    heading = _heading_row(records)
    headings = records[heading][1]
    rows = tuple(record for record in records[heading + 1 :] if any(cell.strip() for cell in record[1]))
    if len(rows) > LINES_MAX:
        raise StatementUnreadable(name=name, reason=f"it holds more than {LINES_MAX:,} lines.")
    return BankTable(name, headings, chosen or _columns(headings), rows)


def lines_of(table: BankTable, *, today: date) -> list[BankFileLine]:
    """Return every line of the table, or refuse the file by the first cell that cannot be read.

    *Raises*: ColumnsUnknown, StatementUnreadable.
    """
    if table.missing:
        raise ColumnsUnknown(table.missing)
    cells = [(place, _fields(table, row)) for place, row in table.rows]
    references = Counter(each["bank_reference"] for _, each in cells)
    seen: Counter[str] = Counter()
    lines = []
    for place, each in cells:
        booked_on, amount = _booked_on(table, place, each, today), _moved(table, place, each)
        if not amount:
            continue
        balance = _amount(table, place, each["balance"]) if each["balance"] else None
        is_known_by_id = each["bank_reference"] and references[each["bank_reference"]] == 1
        key = f"id:{each['bank_reference']}" if is_known_by_id else _digest(booked_on, amount, each, seen)
        said = (each["description"][:300], each["number"][:40], each["bank_reference"][:120])
        lines.append(BankFileLine(place, booked_on, amount, *said, balance, key[:140]))
    if not lines:
        raise StatementUnreadable(name=table.name, reason="it holds no line that moves money.")
    return lines


def _text(content: bytes, name: str) -> str:
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    codec = "utf-16" if is_wide else "utf-8-sig"
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text or "\ufffd" in text:
        raise StatementUnreadable(name=name, reason="it is no text file; export it from the bank as CSV.")
    return text


def _records(text: str, name: str) -> list[tuple[int, tuple[str, ...]]]:
    head = text[:4096]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, tuple(cell.strip() for cell in cells)))
    except csv.Error as broken:
        reason = f"row {reader.line_num} has a quotation mark that does not close where its cell ends."
        if "field limit" in str(broken):
            reason = f"row {reader.line_num} has a cell that is too long for a statement."
        raise StatementUnreadable(name=name, reason=reason) from None
    return found


def _heading_row(records: Sequence[tuple[int, tuple[str, ...]]]) -> int:
    """Banks put the account and the period above the table, so the headings are looked for."""
    scores = [len(_columns(cells)) for _, cells in records[:HEADING_ROWS_MAX]]
    return scores.index(max(scores)) if max(scores) >= 2 else 0


def _columns(headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = _BY_NAME.get(fold_name(heading))
        if field and field not in found:
            found[field] = place
    return found


def _fields(table: BankTable, row: Sequence[str]) -> dict[str, str]:
    return {
        field: row[table.columns[field]] if table.columns.get(field, len(row)) < len(row) else ""
        for field in FIELDS
    }


def _booked_on(table: BankTable, place: int, each: Mapping[str, str], today: date) -> date:
    text = each["booked_on"]
    american, iso = _DAY_AMERICAN.fullmatch(text), _DAY_ISO.fullmatch(text)
    try:
        if american:
            month, day, year = map(int, american.groups())
            found = date(year, month, day)
        elif iso:
            found = date(*map(int, iso.groups()))
        else:
            raise ValueError
    except ValueError:
        reason = f'row {place} has no day that can be read: "{text[:40]}".'
        raise StatementUnreadable(name=table.name, reason=reason) from None
    if found > today:
        raise StatementUnreadable(
            name=table.name, reason=f"row {place} is of {found}, which is still to come."
        )
    return found


def _moved(table: BankTable, place: int, each: Mapping[str, str]) -> Money:
    if "amount" in table.columns:
        return _amount(table, place, each["amount"])
    paid_in = _amount(table, place, each["paid_in"] or "0")
    paid_out = _amount(table, place, each["paid_out"] or "0")
    if paid_in and paid_out:
        reason = f"row {place} has money in and money out; one of them has to be blank."
        raise StatementUnreadable(name=table.name, reason=reason)
    # Some banks write what went out with a minus, others without.
    return paid_in if paid_in else -max(paid_out, -paid_out)


def _amount(table: BankTable, place: int, text: str) -> Money:
    found = _AMOUNT.fullmatch(text.replace(" ", ""))
    if found is None or not found[4] or bool(found[1]) != bool(found[5]):
        reason = f'row {place} has an amount that cannot be read: "{text[:40]}".'
        raise StatementUnreadable(name=table.name, reason=reason)
    amount = Decimal(found[4].replace(",", ""))
    if amount >= 10**12:
        raise StatementUnreadable(name=table.name, reason=f"row {place} has an amount that is too large.")
    is_out = bool(found[1]) or "-" in (found[2], found[3])
    return Money(-amount if is_out else amount)


def _digest(booked_on: date, amount: Money, each: Mapping[str, str], seen: Counter[str]) -> str:
    """Two like lines of one file are two lines; the same lines of the next file are the same two."""
    said = "|".join(
        (str(booked_on), str(amount), each["description"], each["number"], each["bank_reference"])
    )
    digest = hashlib.sha256(said.encode()).hexdigest()
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
