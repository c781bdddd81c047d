"""One cell at a time: the value, a warning, or the end of the row."""

from datetime import date
from decimal import Decimal

from openlien.integrations.portfolio_files.amounts import parse_amount
from openlien.integrations.portfolio_files.codes import STAGES, UNKNOWN, CodeTable
from openlien.integrations.portfolio_files.dates import latest_plausible, parse_date, parse_date_columns
from openlien.integrations.portfolio_files.reasons import Refusal, Repair
from openlien.integrations.portfolio_files.rows import RowWarning
from openlien.integrations.portfolio_files.unreadable import Unreadable

TEXT_CHARS_MAX = 300
ID_CHARS_MAX = 64
YES_OR_NO = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


class RowRefused(Exception):
    """The row in hand cannot be accepted; caught where the row is read."""

    def __init__(self, reason: Refusal, field: str, detail: str = ""):
        super().__init__(reason)
        self.reason, self.field, self.detail = reason, field, detail


class FieldReader:
    """Reads the cells of one row after the other and keeps the warnings of the row in hand."""

    def __init__(self, *, as_of: date, day_numbers: bool):
        self._latest = latest_plausible(as_of)
        self._day_numbers = day_numbers
        self.warnings: list[RowWarning] = []

    def warn(self, reason: Repair, field: str, text: str) -> None:
        """Note what was left unknown in this row."""
        self.warnings.append(RowWarning(reason, field, text.strip()[:TEXT_CHARS_MAX]))

    def text(self, cell: str, field: str) -> str:
        """Return the text in one line, blanks collapsed."""
        if not cell:
            return ""
        if len(cell) > TEXT_CHARS_MAX:
            raise RowRefused(Refusal.TEXT_TOO_LONG, field, f"{len(cell)} characters")
        return " ".join(cell.split())

    def required_id(self, cell: str, field: str, missing: Refusal) -> str:
        """Return a key as written, without the blanks around it."""
        text = cell.strip()
        if not text:
            raise RowRefused(missing, field)
        if len(text) > ID_CHARS_MAX:
            raise RowRefused(Refusal.TEXT_TOO_LONG, field, f"{len(text)} characters")
        return text

    def billed(self, cell: str, field: str) -> Decimal:
        """Return an amount that must be there and not negative."""
        amount = self.share(cell, field)
        if amount is None:
            raise RowRefused(Refusal.MISSING_AMOUNT, field)
        return amount

    def share(self, cell: str, field: str) -> Decimal | None:
        """Return an amount that enters billed = collected + reduction + bad debt + open, so must be right."""
        try:
            amount = parse_amount(cell)
        except Unreadable as unreadable:
            raise RowRefused(Refusal.UNREADABLE_AMOUNT, field, unreadable.reason) from None
        if amount is not None and amount < 0:
            raise RowRefused(Refusal.NEGATIVE_AMOUNT, field)
        return amount

    def cash(self, cell: str, field: str) -> Decimal:
        """Return money that came in, above zero; cash that went back is not a deposit."""
        amount = self.billed(cell, field)
        if not amount:
            raise RowRefused(Refusal.ZERO_CASH, field)
        return amount

    def stated(self, cell: str, field: str) -> Decimal | None:
        """Return an amount that is only compared with ours; what cannot be read is left out."""
        try:
            return parse_amount(cell)
        except Unreadable:
            self.warn(Repair.UNREADABLE_OTHER_AMOUNT, field, cell)
            return None

    def day(self, cell: str, field: str, repair: Repair = Repair.UNREADABLE_DATE) -> date | None:
        """Return a day that may be unknown; what cannot be read is unknown and a warning."""
        if not cell:
            return None
        try:
            return parse_date(cell, latest=self._latest, day_numbers=self._day_numbers)
        except Unreadable:
            self.warn(repair, field, cell)
            return None

    def required_day(self, cell: str, four_cells: tuple[str, str, str, str], field: str) -> date:
        """Return the day of the one cell, or where that is blank of the four: year, quarter, month, day."""
        try:
            day = parse_date(cell, latest=self._latest, day_numbers=self._day_numbers)
            day = day or parse_date_columns(*four_cells, latest=self._latest)
        except Unreadable as unreadable:
            raise RowRefused(Refusal.BAD_DATE, field, unreadable.reason) from None
        if day is None:
            raise RowRefused(Refusal.BAD_DATE, field, "blank")
        return day

    def stage(self, cell: str, *, blank: Repair | None) -> str:
        """Return the code of the stage; a blank is noted only where the file is the one that holds."""
        if not cell.strip():
            if blank:
                self.warn(blank, "stage", "")
            return UNKNOWN
        return self.code(STAGES, cell, "stage", Repair.UNKNOWN_STAGE) or UNKNOWN

    def code(self, table: CodeTable, cell: str, field: str, repair: Repair) -> str | None:
        """Return the canonical code; None for a blank, and with a warning for a text we do not know."""
        code = table.code(cell) if cell else None
        if code is None and cell.strip():
            self.warn(repair, field, cell)
        return code


def yes_or_no(cell: str) -> bool | None:
    """Return what a cell of TRUE and FALSE says; None when it says neither."""
    return YES_OR_NO.get(cell.strip().casefold())
