"""From the first demand to the settlement: rounds by mouse, keys and menu, days that follow each other."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.new_cases import new_case
from tests.journeys.pressing import press


def open_settlement(page: Page, case: str) -> None:
    """The Settlement tab of a case without rounds."""
    page.goto(f"/cases/{case}/settlement")
    expect(page.get_by_role("heading", name="Negotiations", exact=True)).to_be_visible()


def test_two_rounds_end_in_a_settlement(open_page: Callable[..., Page]) -> None:
    case = new_case(open_page("accounting_manager", "/account/"), "Rhea Roundabout", [("900.00", "300.00")])
    page = open_page("settlement_coordinator", "/account/")
    open_settlement(page, case)
    press(page, "n")
    expect(page.get_by_role("heading", name="Add negotiation")).to_be_visible()
    page.locator("#f-demand").fill("98000")
    page.locator("#f-note_template").select_option("Demand sent")
    page.get_by_role("button", name="Use template").click()
    expect(page.locator("#f-note")).to_have_value(re.compile("Demand sent with medical"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Round added.")).to_be_visible()

    press(page, "c")
    page.locator("#f-offer").fill("64000")
    page.locator("#f-settlement").fill("64000")
    page.get_by_role("button", name="Update", exact=True).click()
    expect(page.get_by_text("Round updated.")).to_be_visible()
    row = page.get_by_role("table", name="Settlements").get_by_role("row").filter(has_text="64,000.00").first
    expect(row).to_be_visible()

    row.click(button="right")
    press(page, "ArrowDown")
    press(page, "ArrowUp")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Edit settlement")).to_be_visible()
    page.locator("#f-released_to_payer_on").fill("01/31/2025")
    page.locator("#f-days_from_release").fill("30")
    page.locator("#f-days_from_release").press("Tab")
    expect(page.locator("#f-check_expected_on")).to_have_value("03/02/2025")
    page.locator("#f-check_expected_on").fill("03/05/2025")
    page.locator("#f-comments").focus()
    expect(page.locator("#f-days_from_release")).to_have_value("33")
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == []
    page.get_by_role("button", name="Update", exact=True).click()
    expect(page.get_by_text("Settlement updated.")).to_be_visible()
    expect(page.get_by_text("Check expected, overdue")).to_be_visible()

    page.get_by_role("button", name=re.compile("^Actions for the round")).first.click()
    page.get_by_role("link", name="Delete").first.click()
    expect(page.get_by_text("delete the settlement first")).to_be_visible()
