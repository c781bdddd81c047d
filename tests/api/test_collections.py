"""Collections over the interface: firms, cases, views; the same figures as on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.identity.permissions import Role
from tests.domain.collections.book import DAY, Book, ready_book

pytestmark = pytest.mark.django_db
MANAGER, COORDINATOR = Role.NEGOTIATIONS_MANAGER, Role.SETTLEMENT_COORDINATOR


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Book:
    monkeypatch.setattr("openlien.api.collections._today", lambda: DAY)
    return ready_book()


def test_firms_come_with_sums_over_the_whole_filter(caller: Callable[..., Any], book: Book) -> None:
    found = caller(MANAGER).get("/collections").json()
    assert (found["firms"], found["cases"], found["pages"]) == (3, 6, 1)
    assert found["totals"] == {
        "billed": "7200.00",
        "offer": "600.00",
        "percent": "50.00",
        "collected": "0.00",
        "balance": "6600.00",
        "ror": "100.00",
    }
    first, *_, last = found["items"]
    assert (first["lawFirm"], first["cases"]) == ("Pacific Crest Law Firm", 4)
    assert {each["stage"]: each["cases"] for each in first["stages"]}["negotiation"] == 3
    assert last["lawFirmId"] is None


def test_returns_are_for_those_who_see_what_bills_cost(caller: Callable[..., Any], book: Book) -> None:
    found = caller(Role.LEGAL_TEAM).get("/collections").json()
    assert (found["totals"]["offer"], found["totals"]["ror"]) == ("600.00", None)


def test_cases_come_in_the_order_of_the_list_a_page_at_a_time(caller: Callable[..., Any], book: Book) -> None:
    api = caller(MANAGER)
    whole = api.get("/collections/cases").json()
    order = [each["number"] for each in whole["items"]]
    assert (len(order), whole["cases"]) == (6, 6)
    second = api.get("/collections/cases", limit=4, page=2).json()
    assert [each["number"] for each in second["items"]] == order[4:]
    assert second["totals"]["billed"] == "7200.00"


def test_filters_narrow_both(caller: Callable[..., Any], book: Book) -> None:
    api = caller(MANAGER)
    asked = {"view": "expiring", "q": "osprey", "owner": "nobody"}
    assert api.get("/collections", **asked).json()["cases"] == 1
    (only,) = api.get("/collections/cases", **asked).json()["items"]
    assert (only["number"], only["nextOn"], only["nextStep"]) == (book.expiring.number, "2026-11-27", "")
    assert api.get("/collections", firm="none").json()["cases"] == 1
    assert api.get("/collections", owner=str(book.dana.user_id)).json()["cases"] == 2
    refused = api.get("/collections", owner="somebody")
    assert (refused.status_code, refused.json()["field"]) == (422, "owner")


def test_views_are_counted_saved_renamed_and_deleted(caller: Callable[..., Any], book: Book) -> None:
    api = caller(COORDINATOR)
    assert [each["cases"] for each in api.get("/collections/views").json()["items"]][1:] == [0, 1, 1, 6]
    made = api.post("/collections/views", {"name": "Big", "query": "view=all&sort=-billed"})
    assert (made.status_code, made.json()["name"]) == (201, "Big")
    path = f"/collections/views/{made.json()['id']}"
    assert api.post("/collections/views", {"name": "big"}).status_code == 409
    assert api.send("put", path, {"name": "Large"}).json()["name"] == "Large"
    assert [each["name"] for each in api.get("/collections/views").json()["own"]] == ["Large"]
    assert caller(MANAGER).send("put", path, {"name": "Mine"}).status_code == 404
    assert [api.send("delete", path, {}).status_code for _ in range(2)] == [204, 404]
