"""The bills grid by keyboard: edits, conflicts, bulk, undo, filter; and one case for two people at once."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.journeys.pressing import press

BILLS_MIN = 4
CASES_TRIED = 25


def desk_of(page: Page) -> str:
    """The address of a desk with bills enough and nothing agreed yet."""
    page.goto("/cases/?stage=negotiation")
    cases = page.locator("tbody a[href^='/cases/CASE-']").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    for case in list(dict.fromkeys(cases))[:CASES_TRIED]:
        page.goto(f"{case}negotiation")
        if page.locator("tbody .pick input").count() >= BILLS_MIN:
            return f"{case}negotiation"
    raise AssertionError("the demo portfolio has no negotiation with enough bills")


def offer(page: Page, row: int) -> Locator:
    return page.locator("tbody td.worked").nth(row)


def type_offer(page: Page, row: int, *entries: str) -> None:
    """Types offers from a row on, each ended with Enter."""
    offer(page, row).focus()
    for entry in entries:
        page.keyboard.type(entry)
        press(page, "Enter")


def paste(cell: Locator, text: str) -> None:
    """Pastes a text into a cell, without the clipboard of the machine."""
    cell.evaluate(
        """(cell, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }""",
        text,
    )


def saved(page: Page) -> None:
    expect(page.locator(".saving")).to_have_count(0)


def test_a_negotiation_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("negotiations_manager", "/cases/")
    page.goto(desk_of(page))
    type_offer(page, 0, "45%", "50%", "7")
    saved(page)
    expect(page.locator("tbody td[data-col=percent_billed]").nth(0)).to_have_text("45.0%")
    expect(offer(page, 2)).to_have_text("7.00")
    expect(offer(page, 3)).to_be_focused()

    type_offer(page, 3, "-5")
    expect(page.locator(".cell-bubble")).to_contain_text("Not saved.")
    press(page, "F8")
    press(page, "Escape")
    type_offer(page, 3, "99999999")
    expect(page.locator(".cell-bubble")).to_contain_text("Not saved. An offer is at most")
    assert Axe().run(page).response["violations"] == []
    offer(page, 0).focus()
    press(page, "F8")
    press(page, "Enter")
    expect(page.locator(".cell-editor")).to_have_value("99999999")
    press(page, "Control+a")
    page.keyboard.type("8")
    press(page, "Enter")
    saved(page)
    expect(offer(page, 3)).to_have_text("8.00")
    press(page, "Control+z")
    expect(page.get_by_text("Undone. 1 offer set back.")).to_be_visible()
    expect(offer(page, 3)).not_to_have_text("8.00")

    shown = page.locator("tfoot td[data-col=offer]").inner_text()
    page.reload()
    expect(page.locator("tfoot td[data-col=offer]")).to_have_text(shown)


def test_bulk_keeps_the_selection_and_is_undone_at_once(open_page: Callable[..., Page]) -> None:
    page = open_page("negotiations_manager", "/cases/")
    page.goto(desk_of(page))
    before = page.locator("tbody td.worked").all_inner_texts()
    offer(page, 0).focus()
    press(page, "Control+a")
    press(page, "b")
    page.keyboard.type("33%")
    expect(page.locator("[data-bulk-preview]")).to_have_text(re.compile(r"^\d+ bills: .* to .*"))
    press(page, "Enter")
    expect(page.locator("tbody td[data-col=percent_billed]").nth(1)).to_have_text("33.0%")
    expect(page.locator("tbody tr[aria-selected=true]")).to_have_count(len(before))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("tbody td.worked")).to_have_text(before)
    page.reload()
    paste(offer(page, len(before) - 1), "12%\nlots\n13%\n")
    expect(page.locator("tbody td[data-col=percent_billed]").last).to_have_text("12.0%")
    expect(page.locator("#toasts")).to_contain_text("Beyond the last bill: 2 of the pasted lines.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("tbody td.worked")).to_have_text(before)


def test_two_people_edit_one_offer_and_neither_overwrites_the_other(open_page: Callable[..., Page]) -> None:
    page = open_page("negotiations_manager", "/cases/")
    desk = desk_of(page)
    other = open_page("settlement_coordinator", desk)
    type_offer(other, 0, "12.34")
    saved(other)
    expect(offer(other, 0)).to_have_text("12.34")
    with page.expect_response(re.compile("/negotiation/cards$")):
        type_offer(page, 0, "23.45")
    bubble = page.locator(".cell-bubble")
    expect(bubble).to_contain_text("set this to 12.34 while you were editing. You typed 23.45.")
    expect(offer(page, 0)).to_have_text("23.45")
    press(page, "F8")
    press(page, "Tab")
    expect(page.get_by_role("button", name="Keep mine")).to_be_focused()
    press(page, "Enter")
    saved(page)
    type_offer(other, 0, "34.56")
    other.get_by_role("button", name="Take theirs").click()
    expect(offer(other, 0)).to_have_text("23.45")


def test_filter_totals_drawer_and_note_without_leaving_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page("negotiations_manager", "/cases/")
    page.goto(desk_of(page))
    facility = page.locator("tbody th").first.inner_text()
    press(page, "/")
    page.keyboard.type(facility)
    left = page.locator("tbody tr:not([hidden])").count()
    expect(page.locator("tfoot th")).to_have_text(f"Total · {left} bill{'s' * (left != 1)}")
    shown = page.locator("tfoot td[data-col=retail]").inner_text()
    page.reload()
    expect(page.locator("tfoot td[data-col=retail]")).to_have_text(shown)
    page.locator("tbody tr:not([hidden]) th a").first.click()
    page.get_by_label("New note").fill("Called about the cap")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".drawer .timeline-note").first).to_have_text("Called about the cap")
    press(page, "Escape")
    expect(page.locator("dialog.drawer")).to_have_count(0)
    note = page.locator("tbody tr:not([hidden]) td[data-col=notes]").first
    expect(note).to_contain_text("Called about the cap")
