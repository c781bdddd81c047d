"""The list of case accounts: what it shows, and that its address says all of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.ledger.queries import accounts
from tests import cast
from tests.web.cases.reading import links, words

from .conftest import Book, account_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(browser: Callable[[Role], Client]) -> Client:
    return browser(Role.AUDITOR)


def numbers(answer: Any) -> list[str]:
    """The account numbers in the order of the list."""
    return re.findall(r'<th role="rowheader"[^>]*><a[^>]*>(CA-[0-9-]+)</a>', answer.content.decode())


def heads(answer: Any) -> list[str]:
    """The labels of the columns."""
    found = re.findall(r'<th role="columnheader".*?</th>', answer.content.decode(), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", head).strip().replace("\xa0", " ") for head in found]


def test_shows_every_account_with_totals_over_all(reader: Client, book: Book) -> None:
    page = words(reader.get("/ledger/accounts/"))
    assert "4 accounts · $700.00 of cost not yet recovered · $2,100.00 owed on liens" in page
    assert "Total, 4 accounts 2,350.00 950.00 1,400.00 250.00 700.00 2,100.00" in page
    assert "4 of 4 accounts" in page


def test_saved_views_are_tabs_with_their_counts(reader: Client, book: Book) -> None:
    page = words(reader.get("/ledger/accounts/"))
    assert "All 4 Active 4 Hold 0 Over limit 1 Zero balance but open 1" in page
    assert numbers(reader.get("/ledger/accounts/?view=zero_open")) == [account_of(book.zero).number]
    assert numbers(reader.get("/ledger/accounts/?view=over_limit")) == [account_of(book.over).number]


def test_says_why_an_amount_is_marked(reader: Client, book: Book) -> None:
    page = reader.get("/ledger/accounts/?view=over_limit").content.decode()
    assert 'title="Above the credit limit of $399.99"' in page


def test_an_empty_book_says_where_accounts_come_from(reader: Client) -> None:
    page = reader.get("/ledger/accounts/")
    assert "No case accounts yet" in words(page)
    assert "<table" not in page.content.decode()


def test_a_view_without_accounts_offers_all_of_them(reader: Client, book: Book) -> None:
    page = reader.get("/ledger/accounts/?view=closed")
    assert "No case account stands here" in words(page)
    assert "/ledger/accounts/" in links(page)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=marl", 1),
        ("q=CA-2026-0000002", 1),
        ("bucket=Current", 4),
        ("bucket=120%2B", 0),
        ("collection=none", 4),
        ("collection=in_collection", 0),
        ("view=active&q=zoe&bucket=Current", 1),
    ],
)
def test_filters_by_the_address(reader: Client, book: Book, query: str, count: int) -> None:
    answer = reader.get(f"/ledger/accounts/?{query}")
    assert len(numbers(answer)) == count
    assert 'class="banner' not in answer.content.decode()


def test_sorts_by_a_column_and_turns_round(reader: Client, book: Book) -> None:
    falling = reader.get("/ledger/accounts/?sort=-lien")
    assert numbers(falling)[0] == account_of(book.owing).number
    assert "/ledger/accounts/?sort=lien" in links(falling)
    assert numbers(reader.get("/ledger/accounts/?sort=lien"))[-1] == account_of(book.owing).number


def test_shows_the_columns_that_were_chosen(reader: Client, book: Book) -> None:
    answer = reader.get("/ledger/accounts/?cols=lien&cols=patient&cols=nonsense")
    assert heads(answer) == ["Account", "Patient", "Lien balance, $"]
    assert "cols=patient%2Clien" in " ".join(links(answer))
    assert "Collection" not in heads(reader.get("/ledger/accounts/"))


def test_walks_through_pages_and_keeps_view_and_order(
    reader: Client, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(accounts.account_page.__kwdefaults__, "limit", 3)
    first = reader.get("/ledger/accounts/?sort=-lien&view=active")
    older = next(href for href in links(first) if "after=" in href)
    assert "view=active" in older
    second = reader.get(older)
    assert len(numbers(second)) == 1
    newer = next(href for href in links(second) if "before=" in href)
    assert numbers(reader.get(newer)) == numbers(first)


def test_paper_gets_every_row(reader: Client, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.account_page.__kwdefaults__, "limit", 1)
    assert len(numbers(reader.get("/ledger/accounts/"))) == 1
    paper = reader.get("/ledger/accounts/?rows=all")
    assert len(numbers(paper)) == 4
    assert "data-print-now" in paper.content.decode()


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("sort=name", "cannot be sorted by that"),
        ("sort=-lien;DROP", "cannot be sorted by that"),
        ("view=lost", "There is no such saved view"),
        ("bucket=45", "There is no such ageing bucket"),
        ("collection=maybe", "There is no such collection status"),
        ("after=CA-2026-9999999", "That page of the list does not exist"),
        ("before=garbage%27--", "That page of the list does not exist"),
        ("after=%00", None),
        ("cols=nonsense", None),
    ],
)
def test_what_the_address_gets_wrong_is_left_out_and_said(
    reader: Client, book: Book, query: str, complaint: str | None
) -> None:
    answer = reader.get(f"/ledger/accounts/?{query}")
    assert (answer.status_code, len(numbers(answer))) == (200, 4)
    if complaint:
        assert complaint in words(answer)


def test_the_export_holds_what_the_page_shows(reader: Client, book: Book) -> None:
    answer = reader.get("/ledger/accounts/export.csv?view=over_limit&cols=patient,contracted,limit")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Account", "Patient", "Contracted, $", "Credit limit, $"],
        [account_of(book.over).number, "Kai Calder", "400.00", "399.99"],
    ]
    workbook = reader.get("/ledger/accounts/export.xlsx")
    assert workbook.headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_who_looks_at_accounts_is_noted(reader: Client, book: Book) -> None:
    reader.get("/ledger/accounts/")
    reader.get("/ledger/accounts/export.csv?view=zero_open")
    noted = AccessEntry.objects.order_by("id").values_list("what", "rows")
    assert list(noted) == [("Case accounts", 4), ("Case accounts export", 1)]


@pytest.mark.parametrize("count", [2, 40])
def test_the_page_asks_as_often_for_few_accounts_as_for_many(
    reader: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        cast.make_case("Zoe Marlow")
    reader.get("/ledger/accounts/")
    with django_assert_max_num_queries(12):
        assert reader.get("/ledger/accounts/").status_code == 200


def test_the_balance_summary_opens_the_accounts_behind_each_figure(reader: Client, book: Book) -> None:
    answer = reader.get("/ledger/accounts/balances/")
    page = words(answer)
    assert "Active 4 950.00 250.00 700.00 2,100.00 0.00" in page
    assert "Status Active: $2,100.00 owed on liens of 4 accounts, 100.0% of all." in page
    assert "Current (0–30)" in page
    for href in {href for href in links(answer) if href.startswith("/ledger/accounts/?")}:
        assert 'class="banner' not in reader.get(href).content.decode()
    text = b"".join(reader.get("/ledger/accounts/balances.csv").streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Status,Active,4,950.00")


def test_an_empty_book_has_no_balances(reader: Client) -> None:
    assert "No case accounts yet" in words(reader.get("/ledger/accounts/balances/"))
