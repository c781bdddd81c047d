"""An accountant asks whether the books balance, follows a figure to its lines, and takes the report along."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.pressing import press

Opening = Callable[..., Page]


def test_a_question_leads_to_its_report_and_the_report_to_paper(open_page: Opening) -> None:
    page = open_page("accounting_manager", "/ledger/reports/")
    page.get_by_role("link", name="Trial balance").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trial balance")
    expect(page.locator(".report-finding")).to_contain_text(
        re.compile("The books balance|Nothing was posted")
    )
    with page.expect_download() as download:
        press(page, "p")
    document = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert "Trial balance" in document.pages[0].extract_text()
    assert f"Page 1 of {len(document.pages)}" in document.pages[0].extract_text()


def test_a_day_and_a_choice_stay_in_the_address_and_go_along_into_files(open_page: Opening) -> None:
    page = open_page("accounting_manager", "/ledger/reports/ageing/")
    page.get_by_role("textbox", name="As of").fill("-1m")
    page.get_by_label("Balance", exact=True).select_option("cost")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("basis=cost"))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert re.fullmatch(r"ageing-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)


def test_a_figure_shows_how_it_was_worked_out(open_page: Opening) -> None:
    page = open_page("accounting_manager", "/ledger/reports/trial-balance/")
    page.get_by_role("button", name="How is this worked out? Difference").click()
    expect(page.get_by_text("debit balances − credit balances, over all accounts")).to_be_visible()


def test_the_auditor_checks_the_books_and_follows_an_object_through_the_trail(open_page: Opening) -> None:
    page = open_page("auditor", "/ledger/reports/gap-and-chain-check/")
    expect(page.locator(".report-finding")).to_contain_text(re.compile("Nothing is (missing|in the books)"))
    page.goto("/admin/audit/")
    page.get_by_label("Object").fill("CA-2026-0000001")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("object=CA-2026-0000001"))
