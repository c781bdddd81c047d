"""What stands around the rows is skipped and counted, and nothing else is."""

import pytest

from openlien.integrations.portfolio_files import Skip, open_portfolio_file
from tests.integrations.portfolio_files.exports import AS_OF, cash, invoice, table, write_csv


def skipped_and_rows(tmp_path, rows):
    with open_portfolio_file(write_csv(tmp_path / "export.csv", rows)) as export:
        outcomes = list(export.outcomes(as_of=AS_OF))
        assert export.records_read == len(rows) == len(outcomes) + sum(export.skipped.values())
        return {kind: count for kind, count in export.skipped.items() if kind is not Skip.HEADER}, outcomes


AROUND_THE_ROWS = [
    ([], Skip.BLANK),
    (["", " ", ""], Skip.BLANK),
    (["Total"], Skip.TOTAL),
    (["Total", *[""] * 11, "$9,999.00"], Skip.TOTAL),
    (["", "", "Grand Total", *[""] * 9, "$9,999.00"], Skip.TOTAL),
    ([*[""] * 12, "$9,999.00", "", "", "$1.00"], Skip.TOTAL),
    (["TOTAL:", "", "4495"], Skip.TOTAL),
    (["Applied filters: the parent account is Therapy Group"], Skip.NOTE),
]


@pytest.mark.parametrize(("cells", "kind"), AROUND_THE_ROWS)
def test_a_line_that_is_no_row_is_skipped_by_its_kind(cells, kind, tmp_path):
    skipped, outcomes = skipped_and_rows(tmp_path, [*table(invoice()), cells])
    assert skipped == {kind: 1}
    assert len(outcomes) == 1


def test_a_total_in_the_first_column_that_is_not_the_id_is_skipped(tmp_path):
    rows = [[row[1], row[0], *row[2:]] for row in table(cash())]
    skipped, _ = skipped_and_rows(tmp_path, [*rows, ["Total", "", "", "$100.00"]])
    assert skipped == {Skip.TOTAL: 1}


def test_the_header_again_is_skipped_in_any_case(tmp_path):
    rows = table(invoice())
    skipped, outcomes = skipped_and_rows(tmp_path, [*rows, [cell.upper() for cell in rows[0]], rows[1]])
    assert skipped == {Skip.REPEATED_HEADER: 1}
    assert len(outcomes) == 2


def test_lines_before_the_header_are_a_preface(tmp_path):
    rows = [["Applied filters:"], ["Exported 2026-11-20"], [], *table(invoice())]
    skipped, _ = skipped_and_rows(tmp_path, rows)
    assert skipped == {Skip.PREFACE: 2, Skip.BLANK: 1}


def test_a_bill_of_a_firm_called_total_is_a_row(tmp_path):
    rows = table(invoice({"Law Firm Name": "Total"}), invoice({"fid": "", "Law Firm Name": "Total"}))
    skipped, outcomes = skipped_and_rows(tmp_path, rows)
    assert skipped == {}
    assert len(outcomes) == 2


def test_a_row_without_id_whose_first_cell_says_total_is_refused_when_it_names_a_case(tmp_path):
    rows = [[row[2], *row[:2], *row[3:]] for row in table(invoice({"fid": "", "Law Firm Name": "Total"}))]
    skipped, outcomes = skipped_and_rows(tmp_path, rows)
    assert skipped == {}
    assert outcomes[0].reason == "missing_fid"


def test_a_row_with_an_id_alone_is_refused_and_not_lost(tmp_path):
    skipped, outcomes = skipped_and_rows(tmp_path, [*table(invoice()), ["a0F2"]])
    assert skipped == {}
    assert outcomes[1].funding_id == "a0F2"
