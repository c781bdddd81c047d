"""A call logged by keys with its follow-up, read on the timeline, completed in My work."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.pressing import press

TITLE = "Ask for the file again"


def fill(page: Page, field: str, typed: str) -> None:
    """Types into a field of the drawer."""
    page.get_by_role("dialog").get_by_label(re.compile(f"^{field}")).first.focus()
    page.keyboard.type(typed)


def test_a_call_is_logged_followed_up_and_done_without_the_mouse(open_page: Callable[..., Page]) -> None:
    page = open_page("collections_specialist", "/cases/")
    case = (page.locator("a[href^='/cases/CASE-']").first.get_attribute("href") or "").split("?")[0]
    page.goto(f"{case}money")
    press(page, "l")
    expect(page.get_by_role("dialog").get_by_label("With whom")).to_be_focused()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.type("Reception of the firm")
    fill(page, "Outcome", "Left")
    fill(page, "Note", "They look for the file.")
    fill(page, "Follow-up", TITLE)
    fill(page, "Due on", "t")
    me = page.get_by_role("button", name=re.compile("^Account of ")).get_attribute("aria-label") or ""
    fill(page, "Who", me.removeprefix("Account of "))
    fill(page, "Minutes", "4")
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("Called Reception of the firm: left a message")
    expect(page).to_have_url(re.compile("/money$"))

    page.get_by_role("link", name="Activity", exact=True).focus()
    press(page, "Enter")
    entry = page.get_by_role("listitem").filter(has_text="Called Reception of the firm").first
    expect(entry).to_contain_text("They look for the file.")
    expect(entry).to_contain_text(TITLE)
    press(page, "n")
    page.keyboard.type("The file is with the second attorney.")
    page.get_by_role("button", name="Write note").focus()
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("Note written")

    page.goto("/tasks/")
    done = page.get_by_role("button", name=re.compile(f"^Done: {TITLE}")).first
    done.focus()
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text(f"Done: {TITLE}.")
    press(page, "Control+z")
    expect(page.locator("#toasts")).to_contain_text(f"Open again: {TITLE}.")
    done.focus()
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text(f"Done: {TITLE}.")
    expect(done).to_have_count(0)
