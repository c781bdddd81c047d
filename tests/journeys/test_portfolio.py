"""A CFO asks where the money stands and follows a figure down to a case."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.journeys.pressing import press


def _total_open(page: Page) -> Decimal:
    """The last cell of the list's totals row."""
    return Decimal(page.locator("tfoot tr").last.locator("td, th").last.inner_text().replace(",", ""))


def test_a_stage_opens_its_cases_and_the_export_ties(open_page: Callable[..., Page]) -> None:
    page = open_page("cfo_controller")
    row = page.locator("a[href*='/portfolio/stages/negotiation/']").first
    row.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Negotiation")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).first.click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    heading = next(name for name in rows[0] if name.startswith("Open"))
    amounts = [Decimal(row[heading].replace(",", "")) for row in rows if row["Case"].startswith("CASE-")]
    assert amounts
    shown = page.locator("main").inner_text()
    assert f"{sum(amounts):,.2f}" in shown


def test_a_case_of_the_list_opens_and_leads_back(open_page: Callable[..., Page]) -> None:
    page = open_page("cfo_controller", "/portfolio/at-risk/")
    number = page.locator("a[href^='/cases/CASE-']").first
    case = number.inner_text()
    number.click()
    expect(page.locator("main")).to_contain_text(case)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("risk", re.I))


def test_a_payment_shows_in_the_next_view(open_page: Callable[..., Page]) -> None:
    page = open_page("financial_analyst", "/portfolio/stages/negotiation/")
    before = _total_open(page)
    page.locator("a[href^='/cases/CASE-']").first.click()
    page.get_by_role("link", name=re.compile("Record payment")).first.click()
    page.get_by_label("Amount").first.fill("1.25")
    page.get_by_role("button", name=re.compile("Record payment")).last.click()
    expect(page.locator("body")).to_contain_text("1.25")
    page.goto("/portfolio/stages/negotiation/")
    assert _total_open(page) == before - Decimal("1.25")


def test_the_palette_finds_a_case_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("cfo_controller", "/cases/")
    number = page.locator("a[href^='/cases/CASE-']").first.inner_text()
    press(page, "Control+k")
    page.keyboard.type(number)
    expect(page.get_by_role("option").filter(has_text=number).first).to_be_visible()
    press(page, "Enter")
    page.wait_for_url(re.compile(number))
