"""An accountant ends a month: services, accruals, confirmations by name, closing, and opening it again."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def _confirm(page: Page, step: str, button: str, note: str | None = None) -> None:
    """Opens the drawer of a step, says what was found and confirms it."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=step))
    row.get_by_role("link", name=button).click()
    drawer = page.get_by_role("dialog")
    if note is not None:
        drawer.get_by_label("What you found").fill(note)
    drawer.get_by_role("button", name=re.compile("^Confirm as ")).click()
    expect(row).to_contain_text("Done")


def test_a_month_is_ended_closed_and_opened_again(open_page: Callable[..., Page]) -> None:
    page = open_page("accounting_manager", "/ledger/periods/")
    work = page.get_by_role("link", name=re.compile("^Work on "))
    month = work.inner_text().removeprefix("Work on ")
    work.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(month)
    path = page.url

    page.get_by_role("button", name="Find services").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Unbilled services")
    page.goto(path)
    page.get_by_role("button", name="Create accruals").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Create accruals").click()
    expect(page.locator("main")).to_contain_text(re.compile("taken back on"))

    _confirm(page, "Compared with Business Central", "Confirm")
    _confirm(page, "Differences explained", "Confirm", "No difference.")
    _confirm(page, "Trial balance reviewed", "Review", "Read against the bank statement.")
    expect(page.locator("main")).to_contain_text("Read against the bank statement.")

    page.get_by_role("link", name="Close period").click()
    typed = page.get_by_label(re.compile("^Type "))
    wanted = re.search("Type (.+) to close it", page.get_by_role("dialog").inner_text())
    assert wanted
    typed.fill("yes")
    page.get_by_role("button", name=f"Close {month}").click()
    expect(page.get_by_role("alert")).to_contain_text(wanted[1])
    page.get_by_label(re.compile("^Type ")).fill(wanted[1].lower())
    page.get_by_role("button", name=f"Close {month}").click()
    expect(page.locator("main")).to_contain_text("Closed by")

    page.get_by_role("link", name="Open again").click()
    page.get_by_label("Why it is opened").fill("The next test posts into it.")
    page.get_by_role("button", name=f"Open {month} again").click()
    expect(page.locator("main")).to_contain_text("Opened again: The next test posts into it.")


def test_a_balance_of_the_chart_opens_down_to_a_journal(open_page: Callable[..., Page]) -> None:
    page = open_page("accounting_manager", "/ledger/chart/")
    row = page.get_by_role("row").filter(has_text="Cash - operating")
    balance = row.locator("td.number").inner_text()
    row.get_by_role("link", name="1000", exact=True).click()
    expect(page.locator("tbody tr").first.locator("td.number").last).to_have_text(balance)
    journal = page.locator("tbody a[href*='/ledger/entries/']").first
    number = journal.inner_text()
    journal.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def test_the_books_are_checked_in_the_background(open_page: Callable[..., Page]) -> None:
    page = open_page("cfo_controller", "/ledger/audit/")
    page.get_by_role("button", name="Run a check").click()
    expect(page.locator("main")).to_contain_text("Balances are their lines", timeout=60_000)
    expect(page.get_by_text("Sound").first).to_be_visible()
