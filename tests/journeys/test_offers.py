"""An offer by keys alone: recorded, approved by somebody else, sent with its letter, countered, accepted."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.new_cases import new_case
from tests.journeys.pressing import press

OFFER = re.compile(r"/offers/[0-9a-f-]{36}/$")


def test_an_offer_goes_from_the_first_key_to_the_agreement(open_page: Callable[..., Page]) -> None:
    bookkeeper = open_page("accounting_manager", "/ledger/accounts/")
    number = new_case(bookkeeper, "Offered Otway", [("6000.00", "1800.00"), ("4000.00", "1200.00")])
    collector = open_page("collections_specialist", f"/cases/{number}/")
    press(collector, "o")
    expect(collector.get_by_role("heading", name="Record offer")).to_be_visible()
    collector.get_by_label("Offer", exact=True).fill("45%")
    press(collector, "Tab")
    expect(collector.get_by_text("It is below 60% of retail: somebody else approves it.")).to_be_visible()
    collector.get_by_role("textbox", name="Holds until").fill("+7")
    press(collector, "Enter")
    expect(collector).to_have_url(OFFER)
    address = collector.url
    press(collector, "s")
    expect(
        collector.get_by_text("A Negotiations Manager other than who made it approves it.")
    ).to_be_visible()

    manager = open_page("negotiations_manager", "/offers/approvals/")
    expect(manager.get_by_role("heading", level=2).first).to_contain_text("Our offer no.")
    press(manager, "a")
    expect(manager.get_by_text("is approved and can be sent.")).to_be_visible()

    collector.goto(address)
    press(collector, "s")
    expect(collector.get_by_label("File its letter with the documents of the case")).to_be_checked()
    press(collector, "Enter")
    expect(collector.get_by_text("its letter is filed with the case")).to_be_visible()
    press(collector, "c")
    collector.get_by_label("Offer", exact=True).fill("82%")
    press(collector, "Enter")
    expect(collector.get_by_text("Accept, counter or reject it.")).to_be_visible()
    press(collector, "a")
    expect(collector.get_by_role("table", name="What becomes of each bill")).to_be_visible()
    collector.get_by_role("dialog").get_by_role("button", name="Accept firm’s offer").press("Enter")
    expect(collector.get_by_text("Payoff agreement", exact=True)).to_be_visible()
    press(collector, "b")
    expect(collector.get_by_text("The payoff is agreed", exact=True)).to_be_visible()
