"""An analyst begins with an empty book: a broken file, a good export, its figures, and taking it back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site

SAMPLE = Path(__file__).parents[1] / "integrations" / "portfolio_files" / "sample"
READ_MS_MAX = 60_000


def _upload(page: Page, *files: Path) -> None:
    page.goto("/imports/new")
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    page.get_by_role("textbox", name="As of").fill("11/20/2026")
    page.get_by_role("button", name="Upload and check").click()


def test_a_broken_file_is_refused_in_a_sentence(
    open_page: Callable[..., Page], empty_site: Site, tmp_path: Path
) -> None:
    broken = tmp_path / "export.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    page = open_page("financial_analyst", "/imports/", on=empty_site)
    _upload(page, broken)
    expect(page.locator("main")).to_contain_text("export.xlsx")
    page.goto("/cases/")
    expect(page.locator("main")).to_contain_text("No cases yet")


def test_the_sample_becomes_the_dashboard_and_can_be_taken_back(
    open_page: Callable[..., Page], empty_site: Site
) -> None:
    page = open_page("financial_analyst", "/imports/", on=empty_site)
    _upload(page, SAMPLE / "invoices.csv", SAMPLE / "collections.csv")
    page.get_by_role("button", name=re.compile("^Import")).click()
    expect(page.locator("main")).to_contain_text("4,395", timeout=READ_MS_MAX)

    page.goto("/")
    main = page.locator("main")
    expect(main).to_contain_text("$5,073,413.58")
    expect(main).to_contain_text("1,307 cases")

    page.goto("/?asOf=2020-01-01")
    expect(main).to_contain_text(re.compile("not known", re.I))
    expect(main).not_to_contain_text("$")

    _take_back(page)
    page.goto("/cases/")
    expect(page.locator("main")).to_contain_text("No cases yet")


def _take_back(page: Page) -> None:
    page.goto("/imports/")
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    with page.expect_download() as download:
        page.locator("a[href*='/refused-invoices.csv']").first.click()
    refused = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert len(refused) == 1 + 13 + 19 + 54 + 14
    page.goto("/imports/")
    page.locator("a[href$='/undo']").first.click()
    page.get_by_role("button", name=re.compile("Undo|Remove|Take back", re.I)).last.click()
    expect(page.locator("main")).to_contain_text(re.compile("undone|taken back", re.I))
