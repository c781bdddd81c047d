"""A negotiator's morning by keys: unfold, look, open, go on to the next case; a manager gives cases away."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.pressing import press

CASE = re.compile(r"/cases/(CASE-[0-9-]+)/negotiation")


def test_a_morning_by_keys(open_page: Callable[..., Page]) -> None:
    page = open_page("collections_specialist")
    expect(page).to_have_url(re.compile("/collections/"))
    expect(page.get_by_role("link", name=re.compile("^My cases"))).to_have_attribute("aria-current", "page")
    page.goto("/collections/?view=mine&open=none")
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Owner").uncheck()
    page.get_by_role("button", name="Density").click()
    page.get_by_role("button", name="Compact").click()
    expect(page.locator("ol-tree")).to_have_attribute("data-density", "compact")
    press(page, "Escape")
    firm = page.locator("tr.tree-firm").first
    firm.focus()
    press(page, "ArrowRight")
    cases = page.locator("tr.tree-case:visible")
    expect(cases.first.locator("[data-label=Owner]")).to_be_hidden()
    expect(firm).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile("open="))
    press(page, "ArrowDown")
    expect(cases.first).to_be_focused()
    press(page, "p")
    peek = page.get_by_role("complementary", name="A look at one case")
    number = cases.first.get_attribute("data-case") or ""
    expect(peek).to_contain_text(number)
    press(page, "Escape")
    expect(peek).to_be_hidden()
    press(page, "Enter")
    expect(page).to_have_url(CASE)
    expect(page.get_by_text(re.compile(r"^My cases 1/\d+$"))).to_be_visible()
    press(page, "j")
    expect(page.get_by_text(re.compile(r"^My cases 2/\d+$"))).to_be_visible()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Collections").click()
    expect(page.locator(f"[data-case='{number}']")).to_be_visible()


def test_a_firm_of_cases_is_given_away_and_taken_back(open_page: Callable[..., Page]) -> None:
    page = open_page("negotiations_manager", "/collections/?view=all&open=none")
    firm = page.locator("tr.tree-firm").last
    cases = firm.get_attribute("data-cases") or ""
    firm.focus()
    press(page, " ")
    expect(page.locator("[data-tree-count]")).to_have_text(re.compile(rf"^{cases} cases? ticked$"))
    page.get_by_role("button", name="Assign").click()
    drawer = page.get_by_role("dialog", name="Assign cases")
    expect(drawer).to_contain_text("Now with")
    drawer.get_by_label("New negotiator").select_option(label="Nobody")
    drawer.get_by_role("button", name=re.compile("^Assign")).click()
    expect(page.get_by_text(re.compile("assigned to Nobody"))).to_be_visible()
    press(page, "Control+z")
    expect(page.get_by_text("went back to whom they were with")).to_be_visible()


def test_the_list_fits_a_phone_and_filters_while_typing(open_page: Callable[..., Page]) -> None:
    page = open_page("negotiations_manager", "/collections/?view=expiring&open=all", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    number = page.locator("tr.tree-case").first.get_attribute("data-case") or ""
    page.locator("input[name=q]").first.fill(number)
    expect(page.locator("tr.tree-case")).to_have_count(1)
    expect(page).to_have_url(re.compile(f"q={number}"))
    page.goto(f"/cases/{number}/documents")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport()
