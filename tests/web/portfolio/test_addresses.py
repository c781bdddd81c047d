"""An address that asks for what does not exist is answered with a sentence; one book serves all of it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client

from .conftest import DAY, filled_book
from .reading import read

PAGES = [
    "/",
    "/portfolio/stages/pending/",
    "/portfolio/groups/open/",
    "/portfolio/settled-pending/",
    "/portfolio/at-risk/",
    "/portfolio/firms/",
    "/portfolio/trends/",
    "/portfolio/tranches/",
    "/portfolio/at-risk.csv",
    "/portfolio/tables/law-firms.xlsx",
]
HOSTILE = [
    "garbage",
    "\x00",
    "9" * 5000,
    "東京 🏥 \u202e",
    "2026-13-45",
    "02/30/2026",
    "1/1/0001",
    "+99999y",
    "<b>",
]


@pytest.fixture(scope="module")
def kept_book(kept: None) -> None:
    filled_book()
    connection.check_constraints()


@pytest.fixture
def book(kept_book: None, db: None) -> None:
    """The book that no test of this file changes."""


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
def test_a_day_that_cannot_be_read_is_answered_with_a_sentence(
    reader: Client, book: None, address: str, typed: str
) -> None:
    page = read(reader, f"{address}?asOf={quote(typed)}", status=422)
    assert "That day could not be read" in page.text
    assert "Show today" in page.text
    assert "exactly $" not in page.text
    assert len(page.html) < 100_000


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", ["firm", "providerGroup"])
@pytest.mark.parametrize(
    "typed", ["nobody", "9" * 5000, "東京", "'; --", "0199c0de-0000-7000-8000-000000000000"], ids=ascii
)
def test_a_filter_that_fits_nothing_is_answered_with_a_sentence(
    reader: Client, book: None, address: str, name: str, typed: str
) -> None:
    page = read(reader, f"{address}?{name}={quote(typed)}", status=422)
    assert "That filter fits nothing" in page.text
    assert "Clear filters" in page.text


@pytest.mark.parametrize(
    "query", ["state=ZZ", "tranche=none", "state=%00", "tranche=%F0%9F%8F%A5", "q=%00%27", "firm="]
)
@pytest.mark.parametrize("address", PAGES[:8])
def test_a_filter_that_fits_no_case_gives_an_empty_page(
    reader: Client, book: None, address: str, query: str
) -> None:
    assert reader.get(f"{address}?{DAY}&{query}").status_code == 200


@pytest.mark.parametrize("cursor", ["garbage", "%00", "x" * 4000, "eyJ9", "%F0%9F%8F%A5"])
@pytest.mark.parametrize("address", PAGES[1:5])
def test_a_page_of_a_list_that_does_not_exist_leads_to_the_first(
    reader: Client, book: None, address: str, cursor: str
) -> None:
    page = read(reader, f"{address}?{DAY}&cursor={cursor}", status=422)
    assert "Start again from the first page." in page.text


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "9" * 400, "%00"])
def test_a_page_of_tranches_that_does_not_exist_leads_to_the_first(
    reader: Client, book: None, number: str
) -> None:
    assert "First page" in read(reader, f"/portfolio/tranches/?{DAY}&page={number}", status=422).text


@pytest.mark.parametrize(
    "address",
    [
        "/portfolio/stages/nowhere/",
        "/portfolio/groups/nobody/",
        "/portfolio/at-risk/?category=bad",
        "/portfolio/at-risk.csv?category=bad",
        "/portfolio/settled-pending/?payoff=bad",
        "/portfolio/settled-pending/?payoff=%00",
        "/portfolio/settled-pending.csv?payoff=bad",
        "/portfolio/tranches/?standing=bad",
    ],
)
def test_a_code_that_does_not_exist_is_not_found(reader: Client, book: None, address: str) -> None:
    page = read(reader, address, status=404)
    assert "There is nothing here, or you may not see it." in page.text
