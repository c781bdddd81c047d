"""A file holds what the page shows: the same columns, the same order, the same cells."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from openlien.web.portfolio.exports import TABLES
from tests import cast

from .conftest import DAY, Browser
from .conftest import TestBook as Book
from .reading import csv_rows, plain, read, xlsx_rows

# The page that shows a table, the table's name on it, and the address of its file.
SHOWN = [
    ("/portfolio/stages/pending/", "Pending", "/portfolio/stages/pending"),
    ("/portfolio/groups/open/", "Open cases", "/portfolio/groups/open"),
    ("/portfolio/settled-pending/", "Settled cases", "/portfolio/settled-pending"),
    ("/portfolio/settled-pending/", "Settled, by payoff status", "/portfolio/tables/payoff-status"),
    ("/portfolio/at-risk/", "Cases at risk", "/portfolio/at-risk"),
    ("/portfolio/at-risk/", "At risk, by reason", "/portfolio/tables/at-risk-reasons"),
    ("/portfolio/firms/", "Law firms by open balance", "/portfolio/tables/law-firms"),
    ("/portfolio/trends/", "Time in current stage", "/portfolio/tables/time-in-stage"),
    ("/portfolio/trends/", "Stage mix by month", "/portfolio/tables/stage-mix"),
    ("/portfolio/trends/", "Collections by month", "/portfolio/tables/collections"),
    ("/portfolio/trends/", "Collection velocity", "/portfolio/tables/velocity"),
    ("/portfolio/tranches/", "Tranches", "/portfolio/tables/tranches"),
]
FILTERS = ["", "&state=CA", "&firm=Osprey+Legal"]


@pytest.mark.parametrize("more", FILTERS)
@pytest.mark.parametrize(("page", "caption", "file"), SHOWN, ids=[file for _, _, file in SHOWN])
def test_the_csv_equals_the_screen_cell_by_cell(
    reader: Client, book: Book, page: str, caption: str, file: str, more: str
) -> None:
    shown = read(reader, f"{page}?{DAY}{more}").tables[caption]
    heads, *rows = csv_rows(reader.get(f"{file}.csv?{DAY}{more}"))
    assert heads == shown.heads
    assert rows == [[plain(cell) for cell in row] for row in shown.rows]


@pytest.mark.parametrize(
    "file", [file for _, _, file in SHOWN] + ["/portfolio/tables/key-figures", "/portfolio/tables/stages"]
)
def test_the_workbook_holds_the_same_cells_as_the_csv(reader: Client, book: Book, file: str) -> None:
    as_text = csv_rows(reader.get(f"{file}.csv?{DAY}"))
    as_book = xlsx_rows(reader.get(f"{file}.xlsx?{DAY}"))
    assert as_book[0] == as_text[0]
    assert len(as_book) == len(as_text) > 1
    for text_row, book_row in zip(as_text[1:], as_book[1:], strict=True):
        assert [_comparable(cell) for cell in text_row] == [
            _comparable(cell, percent=isinstance(cell, float) and "." in text and not _same(text, cell))
            for text, cell in zip(text_row, book_row, strict=True)
        ]


def _same(text: str, cell: object) -> bool:
    return isinstance(cell, float) and abs(float(text) - cell) < 1e-9


def _comparable(cell: object, *, percent: bool = False) -> object:
    """A cell without the difference between a text, a number, a day and a percentage of the two formats."""
    if isinstance(cell, datetime.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        return round(cell * 100 if percent else cell, 6)
    try:
        return round(float(str(cell)), 6)
    except ValueError:
        return str(cell)


def test_a_list_longer_than_a_page_is_exported_whole(reader: Client, long_list: list) -> None:
    _, *rows = csv_rows(reader.get(f"/portfolio/stages/negotiation.csv?{DAY}"))
    assert len({row[0] for row in rows}) == 60


def test_the_file_follows_the_search_and_the_payoff_status(reader: Client, book: Book) -> None:
    _, *found = csv_rows(reader.get(f"/portfolio/groups/open.csv?{DAY}&q=Ana"))
    assert [row[1] for row in found] == ["Ana Ruiz"]
    _, *capped = csv_rows(reader.get(f"/portfolio/settled-pending.csv?{DAY}&payoff=cap"))
    assert [row[0] for row in capped] == [book.undated.number]


def test_the_name_of_the_file_says_of_which_day_it_is(reader: Client, book: Book) -> None:
    answer = reader.get(f"/portfolio/at-risk.csv?{DAY}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="at-risk-2026-11-20.csv"'


def test_a_name_that_looks_like_a_formula_is_defused(reader: Client, db: None) -> None:
    case = cast.make_case("=HYPERLINK(1)", stage="pending")
    cast.make_bill(case, "10.00")
    _, row = csv_rows(reader.get(f"/portfolio/stages/pending.csv?{DAY}"))
    assert row[1] == "'=HYPERLINK(1)"


def test_every_table_of_the_menu_leads_to_a_file(reader: Client, book: Book) -> None:
    files = [link for link in read(reader, f"/?{DAY}").links if "/portfolio/tables/" in link]
    assert {link.split("?")[0].rsplit("/", 1)[1] for link in files} == {
        f"{name}.{form}" for name in TABLES for form in ("csv", "xlsx")
    }
    for link in set(files):
        assert reader.get(link).status_code == 200


@pytest.mark.parametrize(
    "address", ["/portfolio/tables/nothing.csv", "/portfolio/stages/nowhere.csv", "/portfolio/at-risk.pdf"]
)
def test_a_table_that_does_not_exist_is_not_found(reader: Client, db: None, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.CASE_MANAGER])
@pytest.mark.parametrize(
    "address", ["/portfolio/tables/law-firms.csv", "/portfolio/at-risk.xlsx", "/portfolio/groups/open.csv"]
)
def test_refuses_files_to_roles_that_may_not_export(
    browser: Browser, book: Book, role: Role, address: str
) -> None:
    assert browser(role).get(address).status_code == 403
