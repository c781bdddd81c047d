"""A journal by keys alone: one person writes it, the next approves it, a third posts and reverses it."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.pressing import press

NEW = "/ledger/entries/new/"


def choose(page: Page, words: str, offered: str) -> None:
    """Types into the field in focus and takes the first choice with Enter."""
    page.keyboard.type(words)
    expect(page.get_by_role("option", name=re.compile(offered)).first).to_be_visible()
    press(page, "Enter")


def write(page: Page, description: str) -> None:
    """Fills the form by keys: two lines, the second with an equals sign, and submits."""
    page.get_by_role("combobox", name="Template").focus()
    choose(page, "manual adj", "Manual adjustment")
    page.get_by_label("Description", exact=True).focus()
    page.keyboard.type(description)
    page.get_by_label("GL account, line 1").focus()
    choose(page, "5900", "5900")
    page.get_by_label("Debit, line 1").focus()
    page.keyboard.type("3200")
    press(page, "Enter")
    expect(page.get_by_label("Debit, line 2")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_label("GL account, line 3")).to_be_focused()
    expect(page.get_by_text("Out of balance by 3,200.00")).to_be_visible()
    page.get_by_label("GL account, line 2").focus()
    choose(page, "cash", "1000")
    page.get_by_label("Debit, line 2").focus()
    press(page, "=")
    expect(page.get_by_label("Credit, line 2")).to_have_value("3,200.00")
    expect(page.get_by_label("Credit, line 2")).to_be_focused()
    expect(page.get_by_text("Balanced", exact=True)).to_be_visible()
    page.get_by_role("button", name="Submit for approval").focus()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(description)
    expect(
        page.get_by_text("It waits for the approval of somebody who did not write it.").or_(
            page.get_by_text("You made this entry, so somebody else approves it.")
        )
    ).to_be_visible()


def test_three_people_bring_a_journal_into_the_books_by_keys(open_page: Callable[..., Page]) -> None:
    writer = open_page("financial_analyst", "/ledger/entries/")
    press(writer, "n")
    expect(writer).to_have_url(re.compile(re.escape(NEW)))
    write(writer, "Storage of records")
    address = writer.url

    approver = open_page("cfo_controller", "/ledger/queue/")
    approver.get_by_role("link", name=re.compile("Storage of records")).focus()
    press(approver, "Enter")
    expect(approver.get_by_role("heading", level=2, name="Storage of records")).to_be_visible()
    press(approver, "a")
    expect(approver.get_by_text("Approved. Somebody else posts it.")).to_be_visible()
    expect(approver.get_by_role("link", name=re.compile("Storage of records"))).to_have_count(0)

    writer.reload()
    expect(writer.get_by_text("You made this entry, so somebody else posts it.")).to_be_visible()

    poster = open_page("accounting_manager", address)
    press(poster, "p")
    dialog = poster.get_by_role("dialog", name="Post this entry?")
    expect(dialog).to_contain_text("$3,200.00 will be debited and credited")
    dialog.get_by_role("button", name="Post entry").focus()
    press(poster, "Enter")
    expect(poster).to_have_url(re.compile(r"/ledger/entries/JE-\d{4}-\d{7}/"))

    press(poster, "v")
    drawer = poster.get_by_role("dialog", name=re.compile("^Reverse JE-"))
    drawer.get_by_label("Reason").focus()
    poster.keyboard.type("Booked on the wrong account")
    drawer.get_by_role("button", name="Reverse entry").focus()
    press(poster, "Enter")
    expect(poster.get_by_text("The reversal waits for approval.")).to_be_visible()
    expect(poster.get_by_text(re.compile("^Reverses"))).to_be_visible()


def test_an_entry_out_of_balance_is_refused_and_stays_as_it_was_typed(open_page: Callable[..., Page]) -> None:
    page = open_page("accounting_manager", f"{NEW}?template=manual-adjustment")
    page.get_by_label("Description", exact=True).fill("Half an entry")
    page.get_by_label("GL account, line 1").fill("5900")
    page.get_by_label("Debit, line 1").fill("12.50")
    page.get_by_label("GL account, line 2").fill("1000")
    page.get_by_label("Credit, line 2").fill("2.50")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("alert")).to_contain_text("10.00")
    expect(page.get_by_label("Debit, line 1")).to_have_value("12.50")
    assert Axe().run(page).response["violations"] == []


def test_rows_of_a_spreadsheet_are_pasted_into_the_cells(open_page: Callable[..., Page]) -> None:
    page = open_page("accounting_manager", NEW)
    page.get_by_label("GL account, line 1").focus()
    page.evaluate(
        """text => { const given = new DataTransfer(); given.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste",
        { clipboardData: given, bubbles: true, cancelable: true })); }""",
        "5900\t\t100\n1200\t25.50\t\n1000\t74.50\t\n",
    )
    expect(page.get_by_label("GL account, line 3")).to_have_value("1000")
    expect(page.get_by_text("Balanced", exact=True)).to_be_visible()


def test_a_rejection_says_why_and_the_writer_changes_the_entry(open_page: Callable[..., Page]) -> None:
    writer = open_page("financial_analyst", NEW)
    write(writer, "Parking of the field team")
    approver = open_page("accounting_manager", writer.url)
    press(approver, "r")
    drawer = approver.get_by_role("dialog", name="Reject this entry")
    expect(drawer.get_by_label("Reason")).to_be_focused()
    approver.keyboard.type("Belongs to travel")
    drawer.get_by_role("button", name="Reject entry").focus()
    press(approver, "Enter")
    expect(approver.get_by_text("rejected it: Belongs to travel")).to_be_visible()
    writer.reload()
    press(writer, "e")
    expect(writer.get_by_text("Belongs to travel")).to_be_visible()
    writer.get_by_label("Description", exact=True).fill("Travel of the field team")
    writer.get_by_role("button", name="Submit for approval").click()
    expect(writer.get_by_role("heading", level=1)).to_contain_text("Travel of the field team")


def test_the_worked_example_follows_the_template_as_it_is_typed(open_page: Callable[..., Page]) -> None:
    page = open_page("accounting_manager", "/ledger/templates/new/")
    page.get_by_label("Name", exact=True).fill("Bank charges")
    page.get_by_label("Debit accounts, 1").fill("5900")
    page.get_by_label("Credit accounts, 1").fill("1000")
    example = page.get_by_role("table", name="Worked example")
    expect(example).to_contain_text("1,000.00")
    expect(page.get_by_text("Bank charges, $1,000.00")).to_be_visible()


def test_the_form_works_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page("accounting_manager", f"{NEW}?template=manual-adjustment", java_script_enabled=False)
    page.get_by_role("button", name="Add line").click()
    expect(page.get_by_label("GL account, line 7")).to_be_visible()
    page.get_by_label("Description", exact=True).fill("Without scripts")
    page.get_by_label("GL account, line 1").fill("5900")
    page.get_by_label("Debit, line 1").fill("80")
    page.get_by_label("GL account, line 2").fill("1000")
    page.get_by_label("Credit, line 2").fill("=")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Without scripts")


def test_a_phone_shows_journals_without_scrolling_sideways(open_page: Callable[..., Page]) -> None:
    page = open_page("accounting_manager", "/ledger/entries/", viewport=PHONE)
    journal = page.get_by_role("table", name="Journals").locator("tbody a").first.get_attribute("href") or ""
    for path in ("/ledger/entries/", journal, NEW, "/ledger/queue/", "/ledger/templates/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path
