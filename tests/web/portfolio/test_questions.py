"""Whatever stands in the address, the page answers with figures or with a sentence."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from openlien.receivables import queries
from openlien.web import business_time
from openlien.web.jinja import money
from tests import cast

from .conftest import DAY
from .conftest import TestBook as Book
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


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
def test_a_day_that_cannot_be_read_is_answered_with_a_sentence(
    reader: Client, book: Book, address: str, typed: str
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
    reader: Client, book: Book, address: str, name: str, typed: str
) -> None:
    page = read(reader, f"{address}?{name}={quote(typed)}", status=422)
    assert "That filter fits nothing" in page.text
    assert "Clear filters" in page.text


@pytest.mark.parametrize(
    "query", ["state=ZZ", "tranche=none", "state=%00", "tranche=%F0%9F%8F%A5", "q=%00%27", "firm="]
)
@pytest.mark.parametrize("address", PAGES[:8])
def test_a_filter_that_fits_no_case_gives_an_empty_page(
    reader: Client, book: Book, address: str, query: str
) -> None:
    assert reader.get(f"{address}?{DAY}&{query}").status_code == 200


@pytest.mark.parametrize("cursor", ["garbage", "%00", "x" * 4000, "eyJ9", "%F0%9F%8F%A5"])
@pytest.mark.parametrize("address", PAGES[1:5])
def test_a_page_of_a_list_that_does_not_exist_leads_to_the_first(
    reader: Client, book: Book, address: str, cursor: str
) -> None:
    page = read(reader, f"{address}?{DAY}&cursor={cursor}", status=422)
    assert "Start again from the first page." in page.text


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "9" * 400, "%00"])
def test_a_page_of_tranches_that_does_not_exist_leads_to_the_first(
    reader: Client, book: Book, number: str
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
def test_a_code_that_does_not_exist_is_not_found(reader: Client, book: Book, address: str) -> None:
    page = read(reader, address, status=404)
    assert "There is nothing here, or you may not see it." in page.text


@pytest.mark.parametrize("code", ["cap", "mixed", "unknown"])
def test_a_payoff_status_that_no_case_has_gives_an_empty_list(reader: Client, code: str) -> None:
    assert reader.get(f"/portfolio/settled-pending/?payoff={code}").status_code == 200


def test_a_day_ahead_is_shown_with_the_facts_of_today_and_says_so(reader: Client, book: Book) -> None:
    tomorrow = business_time.today() + timedelta(days=1)
    page = read(reader, f"/?asOf={tomorrow:%m/%d/%Y}")
    assert "lies ahead: these are today's facts at that day's ages." in page.text
    summary = queries.summary(cast.actor_with(), tomorrow)
    assert f"exactly {money(summary.total.open)}" in page.text


def test_a_past_day_shows_the_book_of_that_day(reader: Client, book: Book) -> None:
    page = read(reader, "/?asOf=2026-08-01")
    past = queries.summary(cast.actor_with(), date(2026, 8, 1))
    assert past.total.open != queries.summary(cast.actor_with(), cast.AS_OF).total.open
    assert f"exactly {money(past.total.open)}" in page.text
    assert "As of Aug 1, 2026" in page.text
    assert all("asOf=2026-08-01" in link for link in page.links if link.startswith("/portfolio/stages/"))


@pytest.mark.parametrize("typed", ["t", "T", "today", "-0", "+0d"])
def test_short_days_are_understood_without_javascript(reader: Client, book: Book, typed: str) -> None:
    assert read(reader, f"/?asOf={quote(typed)}").text.count("As of") >= 1


@pytest.fixture
def sighted(db: None) -> None:
    """A case that an import of the day of the view saw for the first time; it is older than that."""
    case = cast.make_case(
        "Gil Moor", stage="negotiation", stage_on=cast.AS_OF, opened_on=date(2025, 1, 1), is_sighting=True
    )
    cast.make_bill(case, "500.00")


def test_a_day_before_all_history_names_the_first_known_day_and_shows_no_figure(
    reader: Client, sighted: None
) -> None:
    page = read(reader, "/?asOf=2025-06-01", status=409)
    assert "Not known for that day" in page.text
    assert "The first day that can be shown is" in page.text
    assert any("asOf=2026-11-20" in link for link in page.links) or business_time.today() == cast.AS_OF
    assert "$" not in page.text


def test_a_day_on_which_some_cases_are_unknown_says_how_many_are_left_out(
    reader: Client, book: Book, sighted: None
) -> None:
    page = read(reader, "/?asOf=2026-08-01")
    assert "1 case is left out of every figure: the stage on Aug 1, 2026 is not known." in page.text
