"""From the list to a firm, to one of its cases as one types, and back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE


def open_firm(page: Page) -> None:
    """The page of the firm with the largest open balance."""
    page.goto("/firms/")
    page.get_by_role("table", name="Law firms").locator("tbody a").first.click()
    expect(page.get_by_text("Average ROR").first).to_be_visible()


def test_a_case_of_a_firm_is_found_while_typing_and_sorted(open_page: Callable[..., Page]) -> None:
    page = open_page("negotiations_manager")
    open_firm(page)
    table = page.get_by_role("table", name=re.compile("^Cases of"))
    rows = table.locator("tbody tr")
    number = rows.nth(1).locator("a").inner_text()
    search = page.get_by_label("Case number, patient, accident or stage")
    search.press_sequentially(number.removeprefix("CASE-"))
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(number)
    expect(page).to_have_url(re.compile("q="))
    table.get_by_role("link", name="Billed charges, $").click()
    expect(table.locator("[aria-sort=descending]")).to_contain_text("Billed")
    rows.first.get_by_role("link", name=number).click()
    expect(page).to_have_url(re.compile(f"/cases/{number}"))


def test_a_firm_fits_a_phone_and_is_reached_by_new_contacts(open_page: Callable[..., Page]) -> None:
    page = open_page("settlement_coordinator", viewport=PHONE)
    open_firm(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("link", name="Change contacts").first.click()
    page.get_by_role("textbox", name="Fax").fill("213-555-0177")
    page.get_by_role("button", name="Save contacts").click()
    expect(page.get_by_role("link", name=re.compile("^Fax 213-555-0177"))).to_be_visible()
