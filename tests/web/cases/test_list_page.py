"""The list page: what it shows, and that its address says all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from openlien.receivables import case_list
from tests import cast

from .reading import links, rows, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def test_shows_every_case_with_totals_over_all(manager: Client) -> None:
    cast.ready_cases()
    page = words(manager.get("/cases/"))
    assert "3 cases · $10,500.00 open of $16,000.00 billed" in page
    assert "Total, 3 cases 16,000.00 2,800.00 10,500.00" in page
    assert "3 of 3 cases" in page


def test_an_empty_book_says_where_cases_come_from(manager: Client) -> None:
    assert "Cases come with an import" in words(manager.get("/cases/"))


def test_a_filter_without_a_result_offers_to_clear_it(manager: Client) -> None:
    cast.ready_cases()
    page = manager.get("/cases/?q=zzz")
    assert "No case fits all the filters" in words(page)
    assert "/cases/" in links(page)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "marl"}, 1),
        ({"stage": "in_litigation"}, 1),
        ({"stage": "open"}, 2),
        ({"stage": "closed"}, 1),
        ({"state": "ca"}, 3),
        ({"firm_text": "osprey"}, 1),
        ({"firm_text": "Harbor Legal Group, LLP"}, 1),
        ({"stage_days": "365"}, 1),
        ({"q": "zoe", "stage": "in_litigation"}, 0),
    ],
)
def test_filters_by_the_address(manager: Client, query: dict[str, str], count: int) -> None:
    cast.ready_cases()
    answer = manager.get(f"/cases/?{urlencode(query)}")
    assert len(rows(answer)) == count
    assert 'class="banner' not in answer.content.decode()


def test_filters_by_firm_and_group_and_names_them(manager: Client) -> None:
    ready = cast.ready_cases()
    group = cast.provider_group("Ridgeway Medical Group")
    page = manager.get(f"/cases/?firm={ready.litigating.law_firm_id}&group={group.id}")
    assert rows(page) == [ready.litigating.number]
    assert "Firm Osprey Legal" in words(page)
    assert "Provider group Ridgeway Medical Group" in words(page)
    without_firm = next(href for href in links(page) if href.startswith("/cases/?") and "firm=" not in href)
    assert f"group={group.id}" in without_firm


def test_sorts_by_a_column_and_turns_round(manager: Client) -> None:
    ready = cast.ready_cases()
    order = [ready.litigating.number, ready.settled.number, ready.closed.number]
    page = manager.get("/cases/?sort=-open")
    assert rows(page) == order
    assert 'aria-sort="descending"' in page.content.decode()
    assert "/cases/?sort=open" in links(page)
    assert rows(manager.get("/cases/?sort=open")) == order[::-1]


def test_walks_through_pages_and_keeps_filter_and_order(
    manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "PAGE_CASES", 2)
    ready = cast.ready_cases()
    first = manager.get("/cases/?sort=-open&state=CA")
    older = next(href for href in links(first) if "after=" in href)
    assert "state=CA" in older
    second = manager.get(older)
    assert rows(second) == [ready.closed.number]
    assert "1 of 3 cases" in words(second)
    newer = next(href for href in links(second) if "before=" in href)
    assert rows(manager.get(newer)) == rows(first)


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("sort=patient", "cannot be sorted by that"),
        ("sort=-open;DROP", "cannot be sorted by that"),
        ("stage=lost", "There is no such stage"),
        ("state=California", "There is no such state"),
        ("firm=42", "law firm of this address is not known"),
        ("firm=01a1fb47-c730-7f1b-8663-259a6f89fd6f", "not among your cases"),
        ("firm_text=nobody", "is not one law firm"),
        ("firm_text=legal", "is not one law firm"),
        ("group=x", "provider group of this address is not known"),
        ("stage_days=-5", "not one of the choices"),
        ("after=CASE-2026-99999", "That page of the list does not exist"),
        ("before=%00", None),
        ("after=garbage%27--", "That page of the list does not exist"),
    ],
)
def test_what_the_address_gets_wrong_is_left_out_and_said(
    manager: Client, query: str, complaint: str | None
) -> None:
    cast.ready_cases()
    answer = manager.get(f"/cases/?{query}")
    assert (answer.status_code, len(rows(answer))) == (200, 3)
    if complaint:
        assert complaint in words(answer)


def test_a_case_opened_from_the_list_knows_its_neighbours(manager: Client) -> None:
    ready = cast.ready_cases()
    listed = manager.get("/cases/?sort=-open&stage=open")
    opened = next(
        href for href in links(listed) if href.startswith(f"/cases/{ready.litigating.number}/?list=")
    )
    page = manager.get(opened)
    walk = [href for href in links(page) if href.startswith(f"/cases/{ready.settled.number}/?list=")]
    assert len(walk) == 1
    assert 'data-key="j"' in page.content.decode()
    assert 'data-key="k"' not in page.content.decode()
    assert any(href.startswith("/cases/?") and "stage=open" in href for href in links(page))
    money = next(href for href in links(page) if "/money?list=" in href)
    assert manager.get(money).status_code == 200


def test_a_case_opened_from_elsewhere_has_no_neighbours(manager: Client) -> None:
    ready = cast.ready_cases()
    assert "Next case of the list" not in manager.get(f"/cases/{ready.settled.number}/").content.decode()


@pytest.mark.parametrize("text", ["%00", "garbage", "sort%3Dpatient%26firm%3D7", "%F0%9F%92%A3" * 900])
def test_a_damaged_list_in_a_cases_address_does_no_harm(manager: Client, text: str) -> None:
    ready = cast.ready_cases()
    assert manager.get(f"/cases/{ready.settled.number}/?list={text}").status_code == 200


def test_firm_options_are_those_of_the_actors_cases(browser: Callable[..., Client]) -> None:
    cast.ready_cases()
    provider = browser(
        Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group("Ridgeway Medical Group")
    )
    assert "Osprey Legal" in words(provider.get("/cases/firms?q="))
    assert "No match" in words(provider.get("/cases/firms?q=pacific"))


def test_an_empty_book_shows_no_table_and_says_whom_to_ask(manager: Client) -> None:
    page = manager.get("/cases/")
    assert "No cases yet" in words(page)
    assert "Ask a Financial Analyst" in words(page)
    assert "<table" not in page.content.decode()
    assert "/imports/new" not in links(page)


def test_an_empty_book_leads_those_who_may_to_the_import(browser: Callable[..., Client]) -> None:
    page = browser(Role.FINANCIAL_ANALYST).get("/cases/")
    assert "Import an export" in words(page)
    assert "/imports/new" in links(page)


def test_the_key_of_the_export_stands_where_it_can_be_seen(browser: Callable[..., Client]) -> None:
    cast.ready_cases()
    html = browser(Role.CFO_CONTROLLER).get("/cases/").content.decode()
    assert re.search(r'<button[^>]* popovertarget="export-menu" data-key="e"', html)
    popovers = re.findall(r'<div class="pop.*?</div>', html, re.DOTALL)
    assert popovers
    assert not any("data-key=" in popover for popover in popovers)
