"""Every worked row of every formula page is true of the code."""

import textwrap
from decimal import Decimal

import pytest

from openlien.kit.errors import DomainError

from .pages import PAGES, WorkedRow, worked_rows

ROWS = [row for page in PAGES for row in worked_rows(page)]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_worked_row_is_true_of_the_code(row: WorkedRow):
    if row.refusal:
        with pytest.raises(DomainError) as refused:
            row.call()
        assert refused.value.sentence == row.refusal
        return

    result = row.call()

    for column, expected in row.outputs:
        written = column.written(result)
        assert written == expected
        assert _places(written) == _places(expected), "printed with other decimals than the page"


def test_every_page_says_where_its_rule_comes_from():
    without = [page.name for page in PAGES if "**Source" not in page.read_text(encoding="utf-8")]

    assert without == []


def test_a_wrong_row_on_a_page_is_noticed(tmp_path):
    page = tmp_path / "wrong.md"
    page.write_text(_page(gives="3.5"), encoding="utf-8")

    (row,) = worked_rows(page)
    (column, expected) = row.outputs[0]

    assert column.written(row.call()) == Decimal("3.0") != expected


@pytest.mark.parametrize("heading", ["days", "days (parsecs)"])
def test_a_column_without_a_known_kind_is_refused(tmp_path, heading):
    page = tmp_path / "odd.md"
    page.write_text(_page(gives="3.0").replace("days (whole)", heading), encoding="utf-8")

    with pytest.raises(ValueError, match="a column is called"):
        worked_rows(page)


def test_a_page_without_rows_is_refused(tmp_path):
    page = tmp_path / "empty.md"
    page.write_text("# Empty\n\n## Worked rows\n\nNone yet.\n", encoding="utf-8")

    with pytest.raises(ValueError, match="no worked rows"):
        worked_rows(page)


def _page(*, gives: str) -> str:
    return textwrap.dedent(f"""\
        # A page

        ## Worked rows

        ```
        calls: openlien.kit.dates.months_shown
        ```

        | days (whole) | gives (decimal) |
        |---|---|
        | 91 | {gives} |
        """)


def _places(value: object) -> object:
    if isinstance(value, Decimal):
        return value.as_tuple().exponent
    return [_places(part) for part in value] if isinstance(value, list) else None
