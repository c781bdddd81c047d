"""The same rows written in another way are the same rows."""

import pytest

from openlien.integrations.portfolio_files import Accepted, Container, open_portfolio_file
from tests.integrations.portfolio_files.exports import (
    AS_OF,
    SAMPLE,
    header_moved,
    invoice,
    outcomes_of,
    reordered,
    sample_rows,
    table,
    write_csv,
    write_xlsx,
)

KINDS = ("invoices", "collections")


def read(path):
    """Return what was understood of each row, without where and how it was written."""
    return [
        (outcome.row, outcome.warnings, outcome.fingerprint)
        if isinstance(outcome, Accepted)
        else (outcome.reason, outcome.amount, outcome.funding_id, outcome.field)
        for outcome in outcomes_of(path)
    ]


@pytest.fixture(scope="module", params=KINDS)
def sample(request):
    return request.param, read(SAMPLE / f"{request.param}.csv")


def accented(rows):
    """Return the rows with a firm that cp1252 writes in one byte."""
    return [[cell.replace("Osprey Legal", "Ospréy Legal – West") for cell in cells] for cells in rows]


@pytest.mark.parametrize(
    "options",
    [
        {"encoding": "utf-8-sig"},
        {"encoding": "utf-16"},
        {"delimiter": ";"},
        {"delimiter": "\t"},
        {"end": "\n"},
        {"encoding": "utf-8-sig", "delimiter": ";"},
    ],
    ids=lambda options: " ".join(map(repr, options.values())),
)
def test_the_way_of_writing_changes_no_row(options, sample, tmp_path):
    kind, rows = sample
    assert read(write_csv(tmp_path / "export.csv", sample_rows(kind), **options)) == rows


def test_the_order_of_columns_changes_no_row(sample, tmp_path):
    kind, rows = sample
    assert read(write_csv(tmp_path / "export.csv", reordered(sample_rows(kind)))) == rows


@pytest.mark.parametrize("lines", [1, 40])
def test_a_header_further_down_changes_no_row(lines, sample, tmp_path):
    kind, rows = sample
    assert read(write_csv(tmp_path / "export.csv", header_moved(sample_rows(kind), lines=lines))) == rows


def test_headings_in_another_case_change_no_row(sample, tmp_path):
    kind, rows = sample
    cells = sample_rows(kind)
    headings = max(cells[:10], key=len)
    shouted = [[f"  {cell.upper()} " for cell in row] if row == headings else row for row in cells]
    assert read(write_csv(tmp_path / "export.csv", shouted)) == rows


def test_a_workbook_of_the_same_rows_reads_the_same(sample, tmp_path):
    kind, rows = sample
    path = write_xlsx(tmp_path / "export.xlsx", sample_rows(kind))
    assert read(path) == rows
    with open_portfolio_file(path) as export:
        assert (export.container, export.sheet) == (Container.WORKBOOK, "Export")


def test_a_workbook_numbers_rows_as_the_spreadsheet_does(tmp_path):
    path = write_xlsx(tmp_path / "export.xlsx", sample_rows("invoices"))
    assert outcomes_of(path)[0].line == outcomes_of(SAMPLE / "invoices.csv")[0].line == 6


def test_a_line_end_in_a_cell_does_not_shift_the_numbers_of_a_workbook(tmp_path):
    rows = table(invoice({"Law Firm Name": "Osprey\nLegal"}), invoice({"fid": "a0F2"}))
    assert [outcome.line for outcome in outcomes_of(write_xlsx(tmp_path / "export.xlsx", rows))] == [2, 3]


def test_cp1252_reads_as_utf_8_does(tmp_path):
    rows = accented(sample_rows("invoices"))
    in_utf_8 = read(write_csv(tmp_path / "utf8.csv", rows))
    assert read(write_csv(tmp_path / "cp1252.csv", rows, encoding="cp1252")) == in_utf_8
    assert any(
        understood[0].law_firm_name == "Ospréy Legal – West"
        for understood in in_utf_8
        if len(understood) == 3
    )


def test_the_format_found_is_told(tmp_path):
    path = write_csv(tmp_path / "export.csv", sample_rows("invoices"), encoding="utf-8-sig", delimiter=";")
    with open_portfolio_file(path) as export:
        assert (export.kind, export.encoding, export.delimiter, export.header_line) == (
            "invoices", "utf-8-sig", ";", 5,
        )  # fmt: skip


def test_progress_runs_from_nothing_to_all():
    with open_portfolio_file(SAMPLE / "invoices.csv") as export:
        rows = export.outcomes(as_of=AS_OF)
        next(rows)
        first = export.share_read
        assert sum(1 for _ in rows) == 4494
        assert 0 <= first < 0.2
        assert export.share_read == 1
