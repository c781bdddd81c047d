"""A workbook that is none, or made to hurt, ends in one clear sentence and leaves nothing behind."""

import tempfile
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from openlien.integrations.portfolio_files import DEFAULT_LIMITS, Accepted, open_portfolio_file
from openlien.integrations.portfolio_files.limits import MEBIBYTE
from openlien.integrations.portfolio_files.spreadsheet import converted_sheet
from openlien.integrations.portfolio_files.spreadsheet_worker import exact_text
from openlien.kit.errors import DomainError
from tests.integrations.portfolio_files.exports import invoice, outcomes_of, table, write_xlsx
from tests.integrations.portfolio_files.hostile import good_sheet, raw_workbook, sheet_rows, text_cell


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    """Let temporary files of the conversion appear where the test can count them."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def refusal_of(path, **options):
    with pytest.raises(DomainError) as refusal:
        outcomes_of(path, **options)
    assert refusal.value.sentence.endswith(".")
    return refusal.value.code


def test_a_workbook_written_by_hand_is_read(tmp_path):
    [outcome] = outcomes_of(raw_workbook(tmp_path / "export.xlsx", good_sheet()))
    assert isinstance(outcome, Accepted)


def test_macros_are_ignored(tmp_path):
    path = raw_workbook(
        tmp_path / "export.xlsm", good_sheet(), extra={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro"}
    )
    [outcome] = outcomes_of(path)
    assert outcome.row.funding_id == "a0F1"


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1", "Z9:A1"])
def test_lying_dimensions_change_no_row_and_allocate_nothing(dimension, tmp_path):
    path = raw_workbook(tmp_path / "export.xlsx", good_sheet(), dimension=dimension)
    limits = replace(DEFAULT_LIMITS, converter_memory_bytes_max=256 * MEBIBYTE)
    assert [outcome.row.funding_id for outcome in outcomes_of(path, limits=limits)] == ["a0F1"]


def test_dimensions_that_are_none_are_broken(tmp_path):
    path = raw_workbook(tmp_path / "export.xlsx", good_sheet(), dimension="nonsense")
    assert refusal_of(path) == "broken_archive"


def test_one_cell_in_the_last_corner_is_too_heavy(tmp_path):
    corner = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    path = raw_workbook(tmp_path / "export.xlsx", good_sheet() + corner)
    assert refusal_of(path) == "workbook_too_heavy"


def test_a_sheet_of_too_many_columns_is_refused(tmp_path):
    path = raw_workbook(tmp_path / "export.xlsx", sheet_rows([["x"] * 500]))
    assert refusal_of(path) == "workbook_too_wide"


def test_a_bomb_by_ratio_is_not_opened(tmp_path):
    path = raw_workbook(
        tmp_path / "export.xlsx", good_sheet(), extra={"xl/media/x.bin": b"\0" * (8 * MEBIBYTE)}
    )
    assert refusal_of(path) == "archive_suspicious"


def test_a_bomb_by_size_is_not_opened(tmp_path):
    limits = replace(DEFAULT_LIMITS, archive_bytes_max=MEBIBYTE)
    path = raw_workbook(tmp_path / "export.xlsx", good_sheet(), extra={"x": b"\0" * (2 * MEBIBYTE)})
    assert refusal_of(path, limits=limits) == "archive_suspicious"


def test_a_bomb_by_count_is_not_opened(tmp_path):
    extra = {f"xl/{number}.xml": "" for number in range(2_100)}
    assert (
        refusal_of(raw_workbook(tmp_path / "export.xlsx", good_sheet(), extra=extra)) == "archive_suspicious"
    )


def test_a_bomb_that_hides_its_size_is_broken(tmp_path):
    path = raw_workbook(tmp_path / "export.xlsx", sheet_rows([["fid", "opid"], ["x" * 20_000_000]]))
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path.write_bytes(content.replace(size, (5_000).to_bytes(4, "little")))
    assert refusal_of(path) == "broken_archive"


def test_a_sheet_larger_than_the_memory_of_the_process_is_too_heavy(tmp_path):
    path = raw_workbook(
        tmp_path / "export.xlsx", sheet_rows([["fid", "opid"], *[["x" * 1_000] * 9] * 10_000])
    )
    limits = replace(DEFAULT_LIMITS, converter_memory_bytes_max=96 * MEBIBYTE, archive_ratio_max=10_000)
    assert refusal_of(path, limits=limits) == "workbook_too_heavy"


def test_an_encrypted_archive_is_refused(tmp_path):
    path = raw_workbook(tmp_path / "export.xlsx", good_sheet())
    content = path.read_bytes()
    marked = content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    assert marked != content
    path.write_bytes(marked)
    assert refusal_of(path) == "archive_encrypted"


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_workbook_cut_off_is_broken(share, tmp_path):
    path = raw_workbook(tmp_path / "export.xlsx", good_sheet())
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert refusal_of(path) == "broken_archive"


@pytest.mark.parametrize(
    "sheet_data",
    ["<row><c", "<row r='x'><c r='!!'/></row>", "<row r='1'><c t='s'><v>99</v></c></row>"],
)
def test_a_workbook_of_broken_markup_is_broken(sheet_data, tmp_path):
    assert refusal_of(raw_workbook(tmp_path / "export.xlsx", sheet_data)) == "broken_archive"


def test_another_archive_is_no_workbook(tmp_path):
    path = tmp_path / "export.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal_of(path) == "not_a_workbook"


def test_a_workbook_without_cells_is_refused(tmp_path):
    assert refusal_of(raw_workbook(tmp_path / "export.xlsx", "")) == "workbook_without_sheet"


def test_a_workbook_that_takes_too_long_is_refused(tmp_path):
    path = raw_workbook(tmp_path / "export.xlsx", good_sheet())
    limits = replace(DEFAULT_LIMITS, converter_wall_seconds_max=0.001)
    assert refusal_of(path, limits=limits) == "workbook_too_heavy"


def test_a_workbook_that_defines_entities_is_broken(tmp_path):
    sheet = sheet_rows(table(invoice({"Law Firm Name": "&bomb;"})))
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY bomb "&a;&a;&a;&a;">]>'
    path = raw_workbook(tmp_path / "export.xlsx", sheet)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = doctype + parts["xl/worksheets/sheet1.xml"]
    raw_workbook(path, sheet, extra=parts)
    assert refusal_of(path) == "broken_archive"


def test_the_sheet_with_the_most_known_headings_is_read(tmp_path):
    def cover(workbook):
        sheet = workbook.add_worksheet("Cover")
        sheet.write_column(0, 0, ["Stage", "This is a cover sheet"])
        hidden = workbook.add_worksheet("Hidden")
        hidden.write_row(0, 0, [*table(invoice())[0], "Tranche"])
        hidden.hide()

    path = write_xlsx(tmp_path / "export.xlsx", table(invoice()), before=cover)
    with open_portfolio_file(path) as export:
        assert export.sheet == "Export"


def test_only_numeric_cells_are_day_numbers(tmp_path):
    def sheet(cell):
        header, row = table(invoice())
        place = header.index("Invoice Date")
        cells = [*map(text_cell, row[:place]), cell, *map(text_cell, row[place + 1 :])]
        return sheet_rows([header]) + f'<row r="2">{"".join(cells)}</row>'

    number = raw_workbook(tmp_path / "number.xlsx", sheet("<c><v>46212</v></c>"))
    text = raw_workbook(tmp_path / "text.xlsx", sheet(text_cell("46212")))
    old_start = raw_workbook(
        tmp_path / "1904.xlsx", sheet("<c><v>46212</v></c>"), properties='<workbookPr date1904="1"/>'
    )
    assert outcomes_of(number)[0].row.invoiced_on == date(2026, 7, 9)
    assert outcomes_of(text)[0].reason == "bad_date"
    assert outcomes_of(old_start)[0].reason == "bad_date"


def test_the_converted_sheet_is_for_this_user_alone(tmp_path):
    path = raw_workbook(tmp_path / "export.xlsx", good_sheet())
    with converted_sheet(path, name="export.xlsx", known_headings=["fid"], limits=DEFAULT_LIMITS) as sheet:
        assert sheet.path.stat().st_mode & 0o777 == 0o600
        assert sheet.rows == 2


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3978.1, "3978.1"),
        (1234.0, "1234"),
        (0.1 + 0.2, "0.3"),
        (1e11 + 0.01, "100000000000.01"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (1e308, "1e+308"),
        (float("nan"), "NaN"),
        (7, "7"),
        (True, "TRUE"),
        (date(2026, 7, 9), "2026-07-09"),
        ("$1,234.", "$1,234."),
        ("46212", "\x1f46212"),
        ("a\0b", "a b"),
        (None, ""),
    ],
)
def test_a_cell_keeps_its_exact_text(cell, text):
    assert exact_text(cell) == text
