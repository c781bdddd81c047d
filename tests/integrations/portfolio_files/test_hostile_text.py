"""A text file that is no table, or made to hurt, ends in one clear sentence."""

import pytest

from openlien.integrations.portfolio_files import Limits, check_kinds_differ, open_portfolio_file
from openlien.kit.errors import DomainError
from tests.integrations.portfolio_files.exports import AS_OF, cash, invoice, outcomes_of, table, write_csv

GOOD = table(invoice())
GOOD_BYTES = b"\r\n".join(",".join(f'"{cell}"' for cell in row).encode() for row in GOOD) + b"\r\n"


def refusal_of(path, content=None, **options):
    """Return the error a file ends in, read to its last row."""
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DomainError) as refusal:
        outcomes_of(path, **options)
    assert refusal.value.sentence.count("\n") == 0
    assert refusal.value.sentence.endswith(".")
    return refusal.value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\r\n ", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\xff\xfe", "empty_file"),
        (b"\r\n" * 5_000, "no_header"),
        (b"\0" * 5_000, "holds_zero_bytes"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n...", "not_a_table"),
        (b"\xff\xd8\xff\xe0 JFIF", "not_a_table"),
        (b"GIF89a...", "not_a_table"),
        (b"<!DOCTYPE html><table>", "not_a_table"),
        (b"\xef\xbb\xbf  <html>", "not_a_table"),
        (b"\x1f\x8b\x08\x00", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old_workbook"),
        (b"PK\x03\x04 and no more", "broken_archive"),
        (GOOD_BYTES.replace(b"Osprey", b"Osp\0rey"), "holds_zero_bytes"),
        (b"\x81\x8d\x8f" + GOOD_BYTES, "undecodable_text"),
        (GOOD_BYTES + b"\x81", "undecodable_text"),
        ("fid,opid\n".encode("utf-32"), "columns_missing"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "undecodable_text"),
        (b"Dear all,\r\nthe export follows tomorrow.\r\n", "no_header"),
        (GOOD_BYTES.split(b"\r\n")[1], "no_header"),
        (GOOD_BYTES.split(b"\r\n")[0], "no_rows"),
        (GOOD_BYTES.split(b"\r\n")[0] + b"\r\n\r\nTotal,,,\r\n", "no_rows"),
        (b"fid,opid,Stage\r\n1,2,3\r\n", "columns_missing"),
        (b"a," * 600_000, "line_too_long"),
        (b"x" * 3_000_000, "line_too_long"),
        (GOOD_BYTES + b'"never closed,1,2\r\n' + GOOD_BYTES.split(b"\r\n")[1], "broken_quotes"),
        (GOOD_BYTES + b'"' + b"x" * 200_000 + b'"\r\n', "broken_quotes"),
        (GOOD_BYTES + b'"\n",' * 400_000, "record_too_long"),
    ],
)
def test_ends_in_one_sentence(content, code, tmp_path):
    assert refusal_of(tmp_path / "export.csv", content).code == code


def test_the_sentence_names_the_file_and_the_line(tmp_path):
    refusal = refusal_of(tmp_path / "export.csv", GOOD_BYTES + b'"never closed,1,2\r\n')
    assert refusal.sentence == (
        'The file "export.csv" has a quotation mark on line 3 that does not close where a cell ends.'
    )


def test_a_file_is_called_as_its_owner_calls_it(tmp_path):
    refusal = refusal_of(tmp_path / "7f3a", b"", name="July export.csv")
    assert refusal.sentence == 'The file "July export.csv" is empty.'


def test_refuses_a_file_over_the_limit_unread(tmp_path):
    refusal = refusal_of(tmp_path / "export.csv", GOOD_BYTES, limits=Limits(text_bytes_max=100))
    assert refusal.code == "file_too_large"


@pytest.mark.parametrize("path", ["/dev/zero", "/dev", "/no/such/file.csv"])
def test_refuses_what_is_no_ordinary_file(path, tmp_path):
    assert refusal_of(tmp_path / path).code == "file_missing"


def test_a_header_below_the_first_fifty_lines_is_not_found(tmp_path):
    path = write_csv(tmp_path / "export.csv", [*[["text"]] * 50, *GOOD])
    assert refusal_of(path).code == "no_header"


def test_an_unknown_header_can_still_be_mapped_by_hand(tmp_path):
    path = write_csv(
        tmp_path / "export.csv",
        [["My book"], ["Key", "Matter", "When", "Gross"], ["1", "2", "7/9/2026", "$3."]],
    )
    with open_portfolio_file(path) as export:
        assert (export.kind, export.problem.code) == (None, "no_header")
        assert export.columns.unknown == ("Key", "Matter", "When", "Gross")
        assert [record.cells for record in export.rows()] == [["1", "2", "7/9/2026", "$3."]]
    mapping = {"funding_id": "Key", "case_id": "Matter", "invoiced_on": "When", "billed": "Gross"}
    [outcome] = outcomes_of(path, mapping=mapping)
    assert outcome.row.funding_id == "1"


def test_two_files_of_one_kind_are_refused(tmp_path):
    one = write_csv(tmp_path / "one.csv", GOOD)
    two = write_csv(tmp_path / "two.csv", GOOD)
    with (
        open_portfolio_file(one) as first,
        open_portfolio_file(two) as second,
        pytest.raises(DomainError) as refusal,
    ):
        check_kinds_differ([first, second])
    assert refusal.value.sentence == (
        'Both files, "one.csv" and "two.csv", are invoices files; choose one of each kind.'
    )


def test_one_file_of_each_kind_is_a_pair(tmp_path):
    one = write_csv(tmp_path / "one.csv", GOOD)
    two = write_csv(tmp_path / "two.csv", table(cash()))
    with open_portfolio_file(one) as first, open_portfolio_file(two) as second:
        check_kinds_differ([first, second])
        assert {first.kind, second.kind} == {"invoices", "collections"}


def test_formulas_and_markup_in_a_cell_stay_text(tmp_path):
    row = invoice({"Law Firm Name": '=HYPERLINK("x")', "Stage": "<script>alert(1)</script>"})
    [outcome] = outcomes_of(write_csv(tmp_path / "export.csv", table(row)))
    assert outcome.row.law_firm_name == '=HYPERLINK("x")'
    assert outcome.row.stage == "unknown"


def test_the_same_file_has_the_same_digest(tmp_path):
    one = write_csv(tmp_path / "one.csv", GOOD)
    two = write_csv(tmp_path / "two.csv", GOOD)
    with open_portfolio_file(one) as first, open_portfolio_file(two) as second:
        assert first.content_digest == second.content_digest
        assert len(list(first.outcomes(as_of=AS_OF))) == 1
