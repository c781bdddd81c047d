"""Cells of a row become a typed record, or the reason why not."""

import operator
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from hashlib import blake2b

from openlien.cases.firm_names import firm_key
from openlien.integrations.portfolio_files.amounts import parse_amount
from openlien.integrations.portfolio_files.codes import (
    AR_TYPES,
    FUNDING_STAGES,
    PAYOFF_STATUSES,
    UNKNOWN,
    US_STATES,
)
from openlien.integrations.portfolio_files.columns import ColumnReport
from openlien.integrations.portfolio_files.delimited import Record
from openlien.integrations.portfolio_files.field_reading import (
    TEXT_CHARS_MAX,
    FieldReader,
    RowRefused,
    yes_or_no,
)
from openlien.integrations.portfolio_files.headings import COLUMNS, Kind
from openlien.integrations.portfolio_files.reasons import Refusal, Repair
from openlien.integrations.portfolio_files.rows import (
    Accepted,
    CollectionRow,
    InvoiceRow,
    Outcome,
    Refused,
)
from openlien.integrations.portfolio_files.unreadable import Unreadable

FINGERPRINT_BYTES = 16


def fingerprint(row: InvoiceRow | CollectionRow) -> bytes:
    """Return 16 bytes that are equal for two rows exactly when all fields we read have equal values.

    "$523.33" and "523.33", or "7/9/2026" and "2026-07-09", say the same; columns that we do not read, their
    order, and the container do not count.
    """
    content = "\x1f".join(map(str, row)).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=FINGERPRINT_BYTES).digest()


class RowReader:
    """Reads the rows of one file, whose columns are known.

    *Shapes*: `as_of` bounds plausible dates; `day_numbers` allows Excel's day numbers in date columns.
    """

    def __init__(self, columns: ColumnReport, *, as_of: date, day_numbers: bool = False):
        self._width = len(columns.headings)
        self._index = columns.index
        self._pick = _picker(columns)
        self._fields = FieldReader(as_of=as_of, day_numbers=day_numbers)
        invoices = columns.kind is Kind.INVOICES
        self._amount_field = "billed" if invoices else "collected"
        self._row: Callable[[FieldReader, Sequence[str]], InvoiceRow | CollectionRow]
        self._row = invoice_row if invoices else collection_row

    def read(self, record: Record) -> Outcome:
        """Return the row of the record, or why it is refused."""
        self._fields.warnings = []
        try:
            row = self._row(self._fields, self._pick(self._fitted(record.cells)))
        except RowRefused as refused:
            return self._refused(record, refused)
        warnings = tuple(self._fields.warnings)
        return Accepted(record.line, row, warnings, fingerprint(row), record.cells)

    def _fitted(self, cells: list[str]) -> list[str]:
        """Return one cell a column, then one blank cell that stands for the columns the file lacks."""
        over = len(cells) - self._width
        if over == 0:
            return [*cells, ""]
        counts = f"{len(cells)} cells, {self._width} columns"
        if over < 0:
            self._fields.warn(Repair.SHORT_ROW, "", counts)
            return cells + [""] * (1 - over)
        if any(cell.strip() for cell in cells[self._width :]):
            raise RowRefused(Refusal.TOO_MANY_CELLS, "", counts)
        return [*cells[: self._width], ""]

    def _refused(self, record: Record, refused: RowRefused) -> Refused:
        cells = record.cells
        # Where columns have shifted, what stands under the heading of the amount is something else.
        shifted = refused.reason is Refusal.TOO_MANY_CELLS
        return Refused(
            line=record.line,
            reason=refused.reason,
            amount=None if shifted else _amount_if_readable(self._raw(cells, self._amount_field)),
            funding_id=self._raw(cells, "funding_id").strip()[:TEXT_CHARS_MAX],
            field=refused.field,
            detail=refused.detail,
            cells=cells,
        )

    def _raw(self, cells: list[str], field: str) -> str:
        place = self._index.get(field, len(cells))
        return cells[place] if place < len(cells) else ""


def invoice_row(fields: FieldReader, cells: Sequence[str]) -> InvoiceRow:
    """Return the bill that the cells state, which stand in the order of `INVOICE_COLUMNS`.

    What makes a row useless is read first, so that its reason is the one reported.
    *Raises*: RowRefused.
    """
    (
        funding_id, funding_number, case_id, patient, firm_id, firm, stage, payoff,
        facility, facility_id, group, group_id, tranche, ar_book, state,
        attorney, funding_stage, ar_type, accident, originated, settlement, served,
        invoiced, year, quarter, month, day, billed, settled, write_off, stated_open,
    ) = cells  # fmt: skip
    text, on = fields.text, fields.day
    firm = text(firm, "law_firm_name")
    return InvoiceRow(
        funding_id=fields.required_id(funding_id, "funding_id", Refusal.MISSING_FID),
        case_id=fields.required_id(case_id, "case_id", Refusal.MISSING_CASE),
        billed=fields.billed(billed, "billed"),
        invoiced_on=fields.required_day(invoiced, (year, quarter, month, day), "invoiced_on"),
        write_off=fields.share(write_off, "write_off"),
        funding_number=text(funding_number, "funding_number"),
        patient_name=text(patient, "patient_name"),
        law_firm_id=text(firm_id, "law_firm_id"),
        law_firm_name=firm,
        law_firm_key=firm_key(firm),
        attorney_name=text(attorney, "attorney_name"),
        stage=fields.stage(stage, blank=Repair.BLANK_STATUS),
        payoff_status=_payoff_status(fields, payoff),
        funding_stage=fields.code(
            FUNDING_STAGES, funding_stage, "funding_stage", Repair.UNKNOWN_FUNDING_STAGE
        ),
        ar_type=fields.code(AR_TYPES, ar_type, "ar_type", Repair.UNKNOWN_AR_TYPE),
        facility_name=text(facility, "facility_name"),
        facility_id=text(facility_id, "facility_id"),
        provider_group_name=text(group, "provider_group_name"),
        provider_group_id=text(group_id, "provider_group_id"),
        tranche=text(tranche, "tranche"),
        ar_book=text(ar_book, "ar_book"),
        state=_state(fields, state),
        accident_on=on(accident, "accident_on"),
        originated_on=on(originated, "originated_on"),
        settled_on=on(settlement, "settled_on", Repair.UNREADABLE_SETTLEMENT_DATE),
        served_on=on(served, "served_on"),
        settled=fields.stated(settled, "settled"),
        stated_open=fields.stated(stated_open, "stated_open"),
    )


def collection_row(fields: FieldReader, cells: Sequence[str]) -> CollectionRow:
    """Return the cash that the cells state, which stand in the order of `COLLECTION_COLUMNS`.

    *Raises*: RowRefused.
    """
    (
        funding_id, funding_number, case_id, patient, firm_id, firm, stage, payoff,
        facility, facility_id, group, group_id, tranche, ar_book, state,
        payer, capped, write_off_reason, is_write_off, open_or_closed, insurance_limits,
        deposited, year, quarter, month, day, billed, collected,
    ) = cells  # fmt: skip
    text = fields.text
    firm = text(firm, "law_firm_name")
    return CollectionRow(
        funding_id=fields.required_id(funding_id, "funding_id", Refusal.MISSING_FID),
        collected=fields.cash(collected, "collected"),
        deposited_on=fields.required_day(deposited, (year, quarter, month, day), "deposited_on"),
        funding_number=text(funding_number, "funding_number"),
        case_id=text(case_id, "case_id"),
        patient_name=text(patient, "patient_name"),
        law_firm_id=text(firm_id, "law_firm_id"),
        law_firm_name=firm,
        law_firm_key=firm_key(firm),
        stage=fields.stage(stage, blank=None),
        payoff_status=_payoff_status(fields, payoff),
        facility_name=text(facility, "facility_name"),
        facility_id=text(facility_id, "facility_id"),
        provider_group_name=text(group, "provider_group_name"),
        provider_group_id=text(group_id, "provider_group_id"),
        tranche=text(tranche, "tranche"),
        ar_book=text(ar_book, "ar_book"),
        state=_state(fields, state),
        payer=text(payer, "payer"),
        capped_on=fields.day(capped, "capped_on"),
        write_off_reason=text(write_off_reason, "write_off_reason"),
        is_write_off=yes_or_no(is_write_off),
        open_or_closed=text(open_or_closed, "open_or_closed"),
        insurance_limits=text(insurance_limits, "insurance_limits"),
        billed=fields.stated(billed, "billed"),
    )


def _payoff_status(fields: FieldReader, cell: str) -> str:
    return fields.code(PAYOFF_STATUSES, cell, "payoff_status", Repair.UNKNOWN_PAYOFF_STATUS) or UNKNOWN


def _state(fields: FieldReader, cell: str) -> str:
    return fields.code(US_STATES, cell, "state", Repair.UNKNOWN_STATE) or ""


def _picker(columns: ColumnReport) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return a function that puts the cells of a row into the order of our fields."""
    blank_place = len(columns.headings)
    fields = [column.field for column in COLUMNS[Kind(columns.kind)]]
    return operator.itemgetter(*(columns.index.get(field, blank_place) for field in fields))


def _amount_if_readable(cell: str) -> Decimal | None:
    try:
        return parse_amount(cell)
    except Unreadable:
        return None
