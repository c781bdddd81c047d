"""An offer by keys alone: recorded, approved by somebody else, sent with its letter, countered, accepted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("journeys")
OFFER = re.compile(r"/offers/[0-9a-f-]{36}/$")


def test_an_offer_goes_from_the_first_key_to_the_agreement(open_page: Callable[..., Page]) -> None:
    collector = open_page("collections_specialist", "/collections/?view=mine&stage=negotiation&open=all")
    case = collector.locator("a[href^='/cases/CASE-']").first.get_attribute("href") or ""
    collector.goto(case.split("?")[0])
    collector.keyboard.press("o")
    expect(collector.get_by_role("heading", name="Record offer")).to_be_visible()
    collector.get_by_label("Offer", exact=True).fill("45%")
    collector.keyboard.press("Tab")
    expect(collector.get_by_text("It is below 60% of retail: somebody else approves it.")).to_be_visible()
    collector.get_by_role("textbox", name="Holds until").fill("+7")
    collector.keyboard.press("Enter")
    expect(collector).to_have_url(OFFER)
    address = collector.url
    collector.keyboard.press("s")
    expect(
        collector.get_by_text("A Negotiations Manager other than who made it approves it.")
    ).to_be_visible()

    manager = open_page("negotiations_manager", "/offers/approvals/")
    expect(manager.get_by_role("heading", level=2).first).to_contain_text("Our offer no.")
    manager.keyboard.press("a")
    expect(manager.get_by_text("is approved and can be sent.")).to_be_visible()

    collector.goto(address)
    collector.keyboard.press("s")
    expect(collector.get_by_label("File its letter with the documents of the case")).to_be_checked()
    collector.keyboard.press("Enter")
    expect(collector.get_by_text("its letter is filed with the case")).to_be_visible()
    collector.keyboard.press("c")
    collector.get_by_label("Offer", exact=True).fill("82%")
    collector.keyboard.press("Enter")
    expect(collector.get_by_text("Accept, counter or reject it.")).to_be_visible()
    collector.keyboard.press("a")
    expect(collector.get_by_role("table", name="What becomes of each bill")).to_be_visible()
    collector.get_by_role("dialog").get_by_role("button", name="Accept firm’s offer").press("Enter")
    expect(collector.get_by_text("Payoff agreement", exact=True)).to_be_visible()
    collector.keyboard.press("b")
    expect(collector.get_by_text("The payoff is agreed", exact=True)).to_be_visible()
