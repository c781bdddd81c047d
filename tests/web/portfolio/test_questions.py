"""Days and codes in the address that the page understands, and what it says of days it knows little of."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from openlien.receivables import queries
from openlien.web import business_time
from openlien.web.jinja import money
from tests import cast

from .conftest import TestBook as Book
from .reading import read


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
