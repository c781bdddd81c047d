"""A settlement is worked out, a reduction proposed and approved, and the calculation follows."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.new_cases import new_case
from tests.journeys.pressing import press


def settle(page: Page, case: str) -> None:
    """Gives the case a Medicare lien and a settlement."""
    page.goto(f"{case}/liens/new")
    drawer = page.get_by_role("dialog", name="Add lien")
    drawer.get_by_label("Lien holder").fill("Medicare of the journey")
    drawer.get_by_label("Type").select_option("Medicare")
    drawer.get_by_label("Unconfirmed").fill("10000")
    drawer.get_by_role("button", name="Add lien").click()
    expect(page.get_by_text("Lien of Medicare of the journey added.")).to_be_visible()
    page.goto(f"{case}/settlement/settlements/new")
    panel = page.get_by_role("dialog")
    panel.get_by_label("Gross settlement amount").fill("100000")
    panel.get_by_role("button", name=re.compile("^Save")).first.click()
    expect(panel).to_have_count(0)


def test_a_settlement_is_worked_out_and_follows_an_approved_reduction(open_page: Callable[..., Page]) -> None:
    number = new_case(open_page("accounting_manager", "/account/"), "Cora Countwell", [("900.00", "300.00")])
    page, case = open_page("settlement_coordinator", "/account/"), f"/cases/{number}"
    settle(page, case)
    page.goto(f"{case}/settlement/calculation")
    before = page.locator(".calc-net-value").inner_text()
    page.get_by_label("Share of the recovery").press_sequentially("1/3")
    expect(page.locator("#calc-fees")).to_contain_text("33,333.33")
    expect(page.locator(".calc-net-value")).not_to_have_text(before)
    expect(page.get_by_label("Share of the recovery")).to_be_focused()
    page.get_by_role("button", name="How is this worked out? Firm fee").click()
    expect(page.get_by_role("dialog", name="Firm fee: how it is worked out")).to_be_visible()
    press(page, "Escape")
    page.get_by_role("button", name="Save calculation").click()
    expect(page.get_by_text("Calculation saved.")).to_be_visible()
    propose(page, case)
    approve(open_page("negotiations_manager", "/reductions/"))
    page.goto(f"{case}/settlement/calculation")
    page.get_by_role("button", name=re.compile("^Statutory liens has changed at its source")).click()
    page.get_by_role("button", name=re.compile(r"^Take \$")).click()
    expect(page.get_by_text("Changed and not saved.")).to_be_visible()
    page.get_by_role("button", name="Save calculation").click()
    expect(page.get_by_text("has changed at its source")).to_have_count(0)
    what_if(page)


def propose(page: Page, case: str) -> None:
    """Works the lien out by paragraph (c) and proposes what is left."""
    page.goto(f"{case}/liens")
    page.get_by_role("link", name="Reduce the lien of Medicare of the journey").click()
    page.get_by_role("link", name=re.compile(r"payments below the settlement \(c\)")).click()
    expect(page.get_by_label("Attorney fee")).to_have_value("33,333.33")
    page.get_by_role("button", name="Work out").click()
    expect(page.get_by_role("heading", name="What the rule leaves")).to_be_visible()
    page.get_by_role("button", name="Propose reduction").click()
    expect(page.get_by_text("1 reduction proposed.")).to_be_visible()


def approve(page: Page) -> None:
    """Opens the proposal from the queue, sees its source and approves it."""
    page.get_by_role("link", name="Medicare of the journey").click()
    expect(page.get_by_text("42 CFR 411.37").first).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Approve \$")).click()
    expect(page.get_by_text("Approved. The lien of Medicare of the journey comes to")).to_be_visible()


def what_if(page: Page) -> None:
    """Keeps a what-if, sees it beside the real one and deletes it."""
    page.get_by_label("Keep this as a what-if called").fill("Fee at a quarter")
    page.get_by_role("button", name="Keep what-if").click()
    expect(page.get_by_role("table", name="Calculations side by side")).to_contain_text("Fee at a quarter")
    page.get_by_role("button", name="Delete what-if Fee at a quarter").click()
    expect(page.get_by_text("is deleted")).to_be_visible()


def test_a_phone_shows_the_net_first_and_never_scrolls_sideways(open_page: Callable[..., Page]) -> None:
    page = open_page("settlement_coordinator", "/cases/", viewport=PHONE)
    case = (
        (page.locator("a[href^='/cases/CASE-']").first.get_attribute("href") or "").split("?")[0].rstrip("/")
    )
    for path in (f"{case}/settlement", f"{case}/settlement/calculation", f"{case}/liens", "/reductions/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
