"""What the scripts do in a real browser: keys, grid, palette, dates, files, theme; nothing breaks the policy.

Pages and static files come straight from the code, without a server, so only the looks are tested here.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Browser, Page, Route, expect

from openlien.web.assets import STYLESHEET, stylesheet
from openlien.web.gallery.samples import PALETTE
from openlien.web.middleware import CONTENT_SECURITY_POLICY
from tests.web.rendering import page as rendered

SITE = "http://localhost"
DATES = {
    "t": "11/20/2026",
    "+7": "11/27/2026",
    "-1m": "10/20/2026",
    "+2w": "12/04/2026",
    "-1y": "11/20/2025",
    "+3m": "02/20/2027",
    "12/24/2026": "12/24/2026",
    "soon": "soon",
}
AMOUNTS = {
    "4500": "4,500.00",
    "$4,500.5": "4,500.50",
    "-1234567.89": "-1,234,567.89",
    "1.234": "1.234",
    "45%": "45%",
    "99999999999999.99": "99,999,999,999,999.99",
}


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.route("**/*", answer)
    yield tab
    tab.close()
    assert complaints == []


def answer(route: Route) -> None:
    """Stand in for the server: static files from disk, pages from their views, choices as a redirect."""
    parts = urlsplit(route.request.url)
    policy = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    if parts.path.startswith("/static/"):
        name = parts.path.removeprefix("/static/")
        body = stylesheet().encode() if name == STYLESHEET else Path(finders.find(name)).read_bytes()
        route.fulfill(body=body, content_type=mimetypes.guess_type(name)[0])
    elif route.request.method == "POST":
        route.fulfill(status=204)
    elif parts.path == "/search/palette":
        source = "{% from 'components/palette.jinja' import palette_options %}{{ palette_options(groups) }}"
        route.fulfill(body=engines["jinja2"].env.from_string(source).render(groups=PALETTE))
    else:
        html = rendered(parts.path + (f"?{parts.query}" if parts.query else ""))
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/case", "/gallery/plain", "/gallery/?open=drawer"])
@pytest.mark.parametrize("width", [320, 390, 1180, 1440])
def test_a_page_fits_its_width_and_keeps_the_policy(tab, address, width):
    tab.set_viewport_size({"width": width, "height": 844})
    tab.goto(SITE + address)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_touch_screen_has_large_targets(browser):
    phone = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.route("**/*", answer)
    phone.goto(f"{SITE}/gallery/case")
    low = phone.evaluate(
        "[...document.querySelectorAll('.button, .input, .rail-item, .tabs a, .segmented a')]"
        ".filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().height)"
        ".filter((height) => height < 44)"
    )
    phone.close()
    assert low == []


class TestGrid:
    @pytest.fixture
    def grid(self, tab: Page) -> Page:
        tab.goto(f"{SITE}/gallery/case")
        tab.locator("#row-bill-1 .pick").focus()
        return tab

    def test_is_one_tab_stop(self, grid):
        inside = grid.locator("table.grid :is(td, th, a, input, button)[tabindex='0']")
        assert inside.count() == 1
        grid.keyboard.press("Tab")
        assert not grid.evaluate("document.activeElement.closest('table.grid')")

    @pytest.mark.parametrize(
        ("keys", "expected"),
        [
            (["ArrowDown", "ArrowRight"], "Coastal MRI & Imaging"),
            (["ArrowRight", "End"], "—"),
            (["Control+End"], "—"),
            (["Control+End", "Control+Home", "ArrowRight"], "Bayview Chiropractic"),
            (["ArrowRight", "PageDown"], "Bayview Chiropractic"),
            (["ArrowRight", "ArrowUp"], "Facility"),
        ],
    )
    def test_moves_by_keys(self, grid, keys, expected):
        for key in keys:
            grid.keyboard.press(key)
        assert grid.evaluate("document.activeElement.textContent").strip() == expected

    def test_selects_rows_by_keys_and_says_how_many(self, grid):
        grid.keyboard.press("Space")
        grid.keyboard.press("Shift+ArrowDown")
        expect(grid.locator("[data-grid-count]")).to_have_text("2 selected")
        expect(grid.locator("#announcer")).to_have_text("2 of 26 rows selected")
        assert grid.locator("[data-grid-all]").evaluate("(box) => box.indeterminate")

    def test_copies_the_selected_rows_for_a_spreadsheet(self, grid):
        grid.context.grant_permissions(["clipboard-read", "clipboard-write"])
        grid.keyboard.press("Space")
        grid.keyboard.press("Control+c")
        expect(grid.locator("#toasts")).to_contain_text("1 row copied")
        cells = grid.evaluate("navigator.clipboard.readText()").split("\t")
        assert cells[:2] == ["Bayview Chiropractic", "In"]
        assert cells[3:5] == ["2024-05-14", "157.90"]

    def test_hides_a_column_and_remembers_it(self, grid):
        grid.get_by_role("button", name="Columns").click()
        grid.locator("label", has_text="Reduction").click()
        grid.reload()
        expect(grid.get_by_role("columnheader", name="Reduction")).to_be_hidden()
        assert grid.locator(".grid .group th").nth(1).evaluate("(head) => head.colSpan") == 4

    def test_changes_its_density_and_keeps_the_selection(self, grid):
        grid.keyboard.press("Space")
        grid.get_by_role("button", name="Density").click()
        grid.get_by_role("button", name="Compact").click()
        assert grid.locator("#row-bill-1").bounding_box()["height"] == 28
        expect(grid.locator("#row-bill-1")).to_have_attribute("aria-selected", "true")


class TestPalette:
    def test_finds_by_typing_and_opens_by_enter(self, tab):
        tab.goto(f"{SITE}/gallery/case")
        tab.keyboard.press("Control+k")
        # At once: slow letters are each looked up, and every answer takes the choice back to the first.
        tab.locator("#palette input").fill("port")
        expect(tab.locator("#palette [role=option]").last).to_have_attribute("data-href", "#keys")
        tab.keyboard.press("ArrowUp")
        expect(tab.locator("#palette [aria-selected=true]")).to_contain_text("Portfolio")
        tab.keyboard.press("Enter")
        expect(tab).to_have_url(f"{SITE}/gallery/case#keys")

    def test_shows_what_the_page_can_do_with_its_keys(self, tab):
        tab.goto(f"{SITE}/gallery/case")
        tab.keyboard.press("Control+k")
        expect(tab.locator("#palette [role=option]", has_text="Record offer").locator("kbd")).to_have_text(
            "O"
        )

    def test_returns_to_the_place_it_was_opened_from_at_the_first_escape(self, tab):
        tab.goto(f"{SITE}/gallery/case")
        tab.locator("[name=q]").focus()
        tab.keyboard.press("Control+k")
        tab.keyboard.type("x")
        tab.keyboard.press("Escape")
        expect(tab.locator("#palette")).to_be_hidden()
        expect(tab.locator("[name=q]")).to_be_focused()


class TestKeys:
    def test_slash_goes_to_the_filter(self, tab):
        tab.goto(f"{SITE}/gallery/case")
        tab.keyboard.press("/")
        expect(tab.locator("[name=q]")).to_be_focused()
        tab.keyboard.type("?")
        expect(tab.locator("[name=q]")).to_have_value("?")

    def test_question_mark_lists_the_keys_of_the_page(self, tab):
        tab.goto(f"{SITE}/gallery/case")
        tab.keyboard.press("?")
        expect(tab.locator("#key-sheet")).to_be_visible()
        expect(tab.locator("#key-sheet [data-page-keys]")).to_contain_text("Record offer")

    def test_keys_of_a_grid_are_listed_where_there_is_one(self, tab):
        tab.goto(f"{SITE}/gallery/case")
        group = tab.locator("#key-sheet [data-keys-of=ol-grid]")
        tab.keyboard.press("?")
        expect(group).to_be_visible()
        tab.keyboard.press("Escape")
        tab.evaluate("document.querySelectorAll('ol-grid').forEach((grid) => grid.remove())")
        tab.keyboard.press("?")
        expect(tab.locator("#key-sheet")).to_be_visible()
        expect(group).to_be_hidden()

    def test_a_key_opens_the_menu_that_carries_it(self, tab):
        tab.goto(f"{SITE}/gallery/")
        tab.evaluate("document.querySelector('[popovertarget=theme-menu]').dataset.key = 'e'")
        tab.keyboard.press("e")
        expect(tab.locator("#theme-menu")).to_be_visible()

    def test_single_letters_can_be_switched_off(self, tab):
        tab.goto(f"{SITE}/gallery/case")
        tab.keyboard.press("?")
        tab.get_by_role("button", name="Switch them off").click()
        expect(tab.get_by_role("button", name="Switch them on")).to_be_visible()
        tab.keyboard.press("Escape")
        tab.keyboard.press("?")
        expect(tab.locator("#key-sheet")).to_be_hidden()


class TestFields:
    def test_a_date_takes_shorthand(self, tab):
        tab.goto(f"{SITE}/gallery/")
        assert {typed: left(tab, "#f-entry", typed) for typed in DATES} == DATES

    def test_an_amount_is_written_out_and_never_rounded(self, tab):
        tab.goto(f"{SITE}/gallery/")
        assert {typed: left(tab, "#f-settled_amount", typed) for typed in AMOUNTS} == AMOUNTS

    def test_a_combobox_fills_in_what_was_chosen(self, tab):
        tab.goto(f"{SITE}/gallery/")
        tab.locator("#f-firm").fill("har")
        expect(tab.locator("#f-firm-options [role=option]")).to_have_count(1)
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
        expect(tab.locator("#f-firm")).to_have_value("Harbor Legal")
        assert tab.locator("input[name=firm]").input_value() == "2"

    def test_typing_on_takes_the_choice_back(self, tab):
        tab.goto(f"{SITE}/gallery/")
        tab.locator("#f-firm").press_sequentially("x")
        assert tab.locator("input[name=firm]").input_value() == ""

    def test_chosen_files_are_listed_with_their_sizes(self, tab):
        tab.goto(f"{SITE}/gallery/")
        tab.locator("#f-exports").set_input_files(
            [{"name": "invoices.csv", "mimeType": "text/csv", "buffer": b"x" * 123_456}]
        )
        expect(tab.locator(".drop-files li")).to_have_text("invoices.csv123.5 KB")


class TestLayers:
    def test_the_drawer_of_the_address_takes_the_focus_and_escape_leaves_it(self, tab):
        tab.goto(f"{SITE}/gallery/?open=drawer")
        expect(tab.locator("#f-d_settled")).to_be_focused()
        tab.keyboard.press("Escape")
        expect(tab).to_have_url(f"{SITE}/gallery/")

    def test_a_confirm_dialog_opens_and_is_left_without_harm(self, tab):
        tab.goto(f"{SITE}/gallery/")
        tab.get_by_role("button", name="Undo this import").click()
        tab.get_by_role("button", name="Keep the import").click()
        expect(tab.locator("#sample-confirm")).to_be_hidden()

    def test_a_working_opens_beside_its_figure(self, tab):
        tab.goto(f"{SITE}/gallery/case")
        tab.get_by_role("button", name="How is this worked out? Balance").click()
        expect(tab.locator("#x-balance")).to_be_in_viewport()

    def test_the_theme_changes_at_once(self, tab):
        tab.goto(f"{SITE}/gallery/")
        tab.get_by_role("button", name="Theme").click()
        tab.locator("#theme-menu").get_by_role("button", name="Dark").click()
        expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
        assert tab.evaluate("getComputedStyle(document.body).colorScheme") == "dark"

    def test_a_message_of_the_server_is_shown_in_the_header(self, tab):
        tab.goto(f"{SITE}/gallery/")
        detail = json.dumps({"text": "Offer set to $130.66"})
        tab.evaluate(
            f"document.body.dispatchEvent(new CustomEvent('toast', {{bubbles: true, detail: {detail}}}))"
        )
        expect(tab.locator("#toasts .toast")).to_have_count(1)
        tab.get_by_role("button", name="Close message").first.click()


def test_a_live_part_asks_until_the_work_is_done(tab):
    tab.goto(f"{SITE}/gallery/")
    tab.get_by_role("link", name="Run a live one").click()
    expect(tab.locator("#live-progress")).to_contain_text("8,000 of 40,000", timeout=5000)


def test_a_live_part_rests_while_nobody_looks_and_goes_on_afterwards(tab):
    tab.goto(f"{SITE}/gallery/")
    tab.evaluate("Object.defineProperty(document, 'hidden', {configurable: true, value: true})")
    with tab.expect_response("**/gallery/progress"):
        tab.get_by_role("link", name="Run a live one").click()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.evaluate("new Promise((rested) => document.addEventListener('htmx:beforeRequest', rested))")
    assert asked == []
    tab.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    expect(tab.locator("#live-progress")).to_contain_text("8,000 of 40,000", timeout=5000)


def test_motion_stops_for_people_who_ask_for_that(tab):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{SITE}/gallery/")
    assert tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--slow')") == "0s"


def left(tab: Page, field: str, typed: str) -> str:
    """What stands in a field after somebody typed this and went on."""
    tab.locator(field).fill(typed)
    tab.keyboard.press("Tab")
    return tab.locator(field).input_value()
