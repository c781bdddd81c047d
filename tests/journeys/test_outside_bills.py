"""An offer below 80 % asks for the bills of others; two with copies say what is fair, and a PDF proves it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter

from tests.journeys.pressing import press


def scan(folder: Path, name: str) -> Path:
    """A PDF of one page in that folder."""
    writer, path = PdfWriter(), folder / name
    writer.add_blank_page(200, 300)
    # The case keeps no file twice, so each scan differs.
    writer.add_metadata({"/Title": name})
    writer.write(path)
    return path


def open_case(page: Page) -> str:
    """The number of a case under negotiation without an offer, on its tab of outside bills."""
    page.goto("/cases/?stage=negotiation")
    first = page.locator("a[href*='/cases/CASE-']").first.get_attribute("href") or ""
    number = re.search(r"CASE-\d+-\d+", first)
    assert number
    return number[0]


def offer_half(page: Page, number: str) -> None:
    """Half of every bill, by the form that needs no script; the desk afterwards."""
    page.goto(f"/cases/{number}/negotiation/bill-offers/edit")
    for entry in page.locator("input[name=entry]").all():
        entry.fill("50%")
    page.get_by_role("button", name="Save offers").click()
    page.wait_for_url(f"**/cases/{number}/negotiation")


def enter(page: Page, provider: str, billed: str, promised: str, copy: Path) -> None:
    """Adds an outside bill with its copy from the keyboard, all but the choice of the file."""
    press(page, "n")
    expect(page.get_by_role("dialog", name="Add outside bill")).to_be_visible()
    page.keyboard.type(provider)
    for text in (billed, promised):
        press(page, "Tab")
        page.keyboard.type(text)
    page.locator("input[type=file]").set_input_files(copy)
    page.get_by_role("button", name="Add bill", exact=True).click()
    expect(page.get_by_role("link", name=provider, exact=True)).to_be_visible()


def test_outside_bills_say_what_is_fair(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page("negotiations_manager")
    number = open_case(page)
    offer_half(page, number)
    page.get_by_role("link", name="Enter outside bills").click()
    expect(page.get_by_text("Below 80% of retail", exact=True)).to_be_visible()
    enter(page, "Cedar Clinic", "6000", "3900", scan(tmp_path, "cedar.pdf"))
    enter(page, "Elm Imaging", "4000", "2600", scan(tmp_path, "elm.pdf"))
    expect(page.get_by_role("region", name="Outside bills summary")).to_contain_text("65.00%")
    expect(page.get_by_text("Below what is fair: a justification is needed.").first).to_be_visible()

    press(page, "v")
    drawer = page.get_by_role("dialog", name="Evidence pack")
    drawer.get_by_label("Justification").fill("Two providers get 65% of their bills.")
    with page.expect_download() as download:
        drawer.get_by_role("button", name="Download PDF").click()
    pack = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    said = " ".join(" ".join(sheet.extract_text() for sheet in pack.pages).split())
    assert number in said
    assert "Two providers get 65% of their bills." in said
    assert "Exhibit B" in said
    assert len(pack.pages) == 5
