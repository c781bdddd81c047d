"""An accountant works on case accounts in a real browser: finds one, holds it, releases it, closes it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.pressing import press


@pytest.fixture
def accounts(open_page: Callable[..., Page]) -> Page:
    return open_page("accounting_manager", "/ledger/accounts/?sort=-lien")


def opened(page: Page) -> str:
    """Opens the first account of the list and returns its number."""
    first = page.get_by_role("table", name="Case accounts").locator("tbody a").first
    number = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(number)
    return number


def change_status(page: Page, status: str, reason: str) -> None:
    """Fills the drawer of the status by its labels."""
    page.get_by_role("link", name="Change status").first.click()
    drawer = page.get_by_role("dialog", name="Change status")
    drawer.get_by_role("radio", name=re.compile(f"^{status}")).check()
    drawer.get_by_label("Reason").fill(reason)
    drawer.get_by_role("button", name="Change status").click()


def test_an_account_is_held_with_a_reason_and_released(accounts: Page) -> None:
    number = opened(accounts)
    change_status(accounts, "Hold", "Firm disputes two bills")
    expect(accounts.get_by_text("On hold since")).to_be_visible()
    expect(accounts.get_by_text("Firm disputes two bills").first).to_be_visible()
    accounts.goto("/ledger/accounts/?view=hold")
    expect(accounts.get_by_role("link", name=number)).to_be_visible()
    accounts.get_by_role("link", name=number).click()
    change_status(accounts, "Active", "Dispute settled")
    expect(accounts.get_by_text("On hold since")).to_have_count(0)
    accounts.get_by_role("link", name="History", exact=True).first.click()
    expect(accounts.get_by_text("Dispute settled")).to_be_visible()


def test_a_hold_without_a_reason_is_refused_at_its_field(accounts: Page) -> None:
    opened(accounts)
    change_status(accounts, "Hold", "")
    drawer = accounts.get_by_role("dialog", name="Change status")
    expect(drawer.get_by_role("alert")).to_contain_text("Say why the status changes.")
    expect(drawer.get_by_role("radio", name=re.compile("^Hold"))).to_be_checked()


def test_only_an_account_at_zero_can_be_closed(accounts: Page) -> None:
    # The demo may have posted nothing yet: then every account is at zero, and closing one is the answer.
    number = opened(accounts)
    owes = accounts.locator(".kpis .stat-value", has_text=re.compile(r"[1-9]")).count() > 0
    change_status(accounts, "Closed", "Paid in full")
    if owes:
        drawer = accounts.get_by_role("dialog", name="Change status")
        expect(drawer.get_by_role("alert")).to_contain_text("An account is closed at zero")
        return
    expect(accounts.get_by_text(f"{number} is Closed now.")).to_be_visible()
    change_status(accounts, "Active", "Opened again")
    expect(accounts.get_by_text(f"{number} is Active now.")).to_be_visible()


def test_settings_are_saved_from_the_keyboard_alone(accounts: Page) -> None:
    opened(accounts)
    press(accounts, "e")
    drawer = accounts.get_by_role("dialog", name="Settings")
    expect(drawer.get_by_label("Credit limit")).to_be_focused()
    press(accounts, "Control+A")
    accounts.keyboard.type("12500")
    press(accounts, "Enter")
    expect(accounts.get_by_text("$12,500.00").first).to_be_visible()


def test_two_people_see_each_others_values(accounts: Page, open_page: Callable[..., Page]) -> None:
    number = opened(accounts)
    path = f"/ledger/accounts/{number}/settings"
    accounts.goto(path)
    other = open_page("financial_analyst", path)
    other.get_by_label("Credit limit").fill("88.00")
    other.get_by_role("button", name="Save settings").click()
    expect(other.get_by_role("dialog")).to_have_count(0)
    accounts.get_by_label("Credit limit").fill("95.00")
    accounts.get_by_role("button", name="Save settings").click()
    expect(accounts.get_by_role("alert")).to_contain_text("set this to 88.00 while you were editing")
    expect(accounts.get_by_label("Credit limit")).to_have_value("95.00")
    accounts.get_by_role("button", name="Save settings").click()
    expect(accounts.get_by_text("$95.00").first).to_be_visible()


def test_views_columns_and_search_stand_in_the_address(accounts: Page) -> None:
    accounts.get_by_role("navigation", name="Saved views").get_by_role("link", name="Active").click()
    expect(accounts).to_have_url(re.compile("view=active"))
    accounts.get_by_role("button", name="Columns").click()
    accounts.get_by_role("checkbox", name="Retail, $").uncheck()
    accounts.get_by_role("button", name="Show these").click()
    expect(accounts.get_by_role("columnheader", name="Retail")).to_have_count(0)
    expect(accounts).to_have_url(re.compile("view=active"))
    first = accounts.get_by_role("table", name="Case accounts").locator("tbody a").first.inner_text()
    press(accounts, "/")
    accounts.keyboard.type(first)
    press(accounts, "Enter")
    expect(accounts.get_by_text("1 of 1 account")).to_be_visible()


def test_a_phone_shows_accounts_as_cards_without_scrolling_sideways(open_page: Callable[..., Page]) -> None:
    page = open_page("accounting_manager", "/ledger/accounts/", viewport=PHONE)
    number = opened(page)
    for path in ("/ledger/accounts/", "/ledger/accounts/balances/", f"/ledger/accounts/{number}/entries"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
