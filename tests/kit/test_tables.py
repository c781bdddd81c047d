"""Exports keep figures exact and never hand a spreadsheet a formula."""

import csv
import io
import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from openlien.kit.money import Money, Rate
from openlien.kit.tables import XLSX_TEXT_MAX, Column, Kind, TooManyRows, defused, write_csv, write_xlsx

COLUMNS = [
    Column("Case"),
    Column("Open", Kind.MONEY),
    Column("Bills", "integer"),
    Column("Settled", Kind.DATE),
    Column("Share", Kind.PERCENT),
]
ROWS = [
    ["=HYPERLINK(1)", Money("-1234.50"), 3, date(2026, 11, 20), Decimal("9.35")],
    ["Nuñez, Ana", Money("999999999999.99"), 0, None, Rate("1/3")],
]


def _csv(columns, rows) -> list[list[str]]:
    text = "".join(write_csv(columns, rows))
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def _xlsx(columns, rows) -> list[list[object]]:
    target = io.BytesIO()
    write_xlsx(target, columns, rows)
    target.seek(0)
    return CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()


def test_csv_holds_exact_text():
    assert _csv(COLUMNS, ROWS) == [
        ["Case", "Open", "Bills", "Settled", "Share"],
        ["'=HYPERLINK(1)", "-1234.50", "3", "2026-11-20", "9.35"],
        ["Nuñez, Ana", "999999999999.99", "0", "", "33.33"],
    ]


def test_csv_opens_as_unicode_in_excel_unless_told_otherwise():
    assert next(write_csv(COLUMNS, [])).startswith("\ufeffCase")
    assert next(write_csv(COLUMNS, [], byte_order_mark=False)).startswith("Case")


def test_csv_streams_without_end():
    endless = write_csv([Column("Number", Kind.INTEGER)], ([number] for number in itertools.count()))

    assert list(itertools.islice(endless, 1, 4)) == ["0\r\n", "1\r\n", "2\r\n"]


def test_xlsx_holds_numbers_as_numbers():
    heading, first, second = _xlsx(COLUMNS, ROWS)

    assert heading == ["Case", "Open", "Bills", "Settled", "Share"]
    assert first == ["'=HYPERLINK(1)", -1234.5, 3, date(2026, 11, 20), 0.0935]
    assert second[:4] == ["Nuñez, Ana", 999999999999.99, 0, ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0+", "＝"])
def test_text_that_could_be_a_formula_gets_an_apostrophe(start):
    assert defused(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "Ana", "a=b", "3-4", "'=1", "(555) 010-0199"])
def test_other_text_stays_as_it_is(text):
    assert defused(text) == text


@given(st.text())
def test_no_text_cell_starts_a_formula(text):
    (_, (cell,)) = _csv([Column("Note")], [[text]]) if text else ([], [""])

    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_a_heading_is_defused_as_well():
    assert _csv([Column("=1+1")], [])[0] == ["'=1+1"]
    assert _xlsx([Column("=1+1")], [])[0] == ["'=1+1"]


def test_text_that_does_not_fit_a_cell_is_cut_visibly():
    (_, (cell,)) = _xlsx([Column("Note")], [["x" * (XLSX_TEXT_MAX + 1)]])

    assert len(cell) == XLSX_TEXT_MAX
    assert cell.endswith("…")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("money", Decimal(1)),
        ("money", 1.5),
        ("integer", "1"),
        ("integer", True),
        ("date", "2026-01-01"),
        ("percent", 9.35),
    ],
)
def test_a_cell_of_another_kind_is_refused(kind, value):
    with pytest.raises(TypeError):
        list(write_csv([Column("A", kind)], [[value]]))


@pytest.mark.parametrize("row", [[], ["a", "b"]])
def test_a_row_of_another_width_is_refused(row):
    with pytest.raises(ValueError, match="zip"):
        list(write_csv([Column("A")], [row]))


def test_a_column_of_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="furlongs"):
        Column("A", "furlongs")


def test_too_many_rows_for_a_sheet_are_refused(monkeypatch):
    monkeypatch.setattr("openlien.kit.tables.XLSX_ROWS_MAX", 3)
    rows = [["a"], ["b"], ["c"]]

    with pytest.raises(TooManyRows):
        write_xlsx(io.BytesIO(), [Column("A")], rows)
    write_xlsx(io.BytesIO(), [Column("A")], rows[:2])
