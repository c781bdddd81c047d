"""A negotiation without the mouse: twenty offers, one of them taken back, then offer, counter, agreement.

Nothing here clicks, fills or focuses: what a key cannot reach fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.new_cases import new_case
from tests.journeys.pressing import press

BILLS = 20
OFFER = re.compile(r"/offers/[0-9a-f-]{36}/$")


def tab_to(page: Page, name: str) -> None:
    """Goes on by Tab until what has that name or label has the focus."""
    for _ in range(12):
        focused = page.locator(":focus")
        if focused.count() and name in (focused.get_attribute("value") or "") + focused.inner_text():
            return
        press(page, "Tab")
    raise AssertionError(f"Tab does not reach {name}")


def test_a_negotiator_works_twenty_bills_and_comes_to_an_agreement_by_keys_alone(
    open_page: Callable[..., Page],
) -> None:
    clerk = open_page("accounting_manager", "/account/")
    case = new_case(clerk, "Nora Keys", [("1000.00", "250.00")] * BILLS)
    page = open_page("collections_specialist", f"/cases/{case}/negotiation")
    offers = page.locator("tbody td.worked")

    press(page, "/", "Enter")
    expect(offers.nth(0)).to_be_focused()
    for place in range(BILLS):
        page.keyboard.type(f"{810 + place}")
        press(page, "Enter")
    expect(page.locator(".saving")).to_have_count(0)
    expect(offers).to_have_text([f"{810 + place}.00" for place in range(BILLS)])
    press(page, "Control+z")
    expect(page.get_by_text("Undone. 1 offer set back.")).to_be_visible()
    expect(offers.nth(BILLS - 1)).to_have_text("—")
    page.keyboard.type("85%")
    press(page, "Enter")
    expect(page.locator(".saving")).to_have_count(0)
    expect(page.locator("tfoot td[data-col=offer]")).to_have_text("16,411.00")

    press(page, "o")
    expect(page.get_by_role("dialog", name="Record offer")).to_be_visible()
    tab_to(page, "retail")
    press(page, "ArrowDown")
    expect(page.get_by_role("radio", name="As the bills grid has it")).to_be_checked()
    press(page, "Enter")
    expect(page).to_have_url(OFFER)
    expect(page.get_by_role("region", name="The offer")).to_contain_text("$16,411.00")
    press(page, "s")
    expect(page.get_by_text("is within the limits and approved").first).to_be_visible()
    press(page, "s")
    tab_to(page, "Send offer")
    press(page, "Enter")
    expect(page.get_by_text("is noted as sent, and its letter is filed").first).to_be_visible()

    press(page, "c")
    expect(page.get_by_role("dialog", name="Firm’s counter-offer")).to_be_visible()
    page.keyboard.type("82%")
    press(page, "Enter")
    expect(page.get_by_text("Accept, counter or reject it.")).to_be_visible()
    press(page, "a")
    expect(page.get_by_role("table", name="What becomes of each bill")).to_be_visible()
    tab_to(page, "Accept firm")
    press(page, "Enter")
    expect(page.get_by_text("Payoff agreement", exact=True)).to_be_visible()
