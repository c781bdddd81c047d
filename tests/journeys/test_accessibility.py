"""axe finds nothing on any page: light and dark, desktop and phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, PHONE, Site

pytestmark = pytest.mark.xdist_group("journeys")

AS_ADMINISTRATOR = (
    "/portfolio/",
    "/portfolio/months/",
    "/portfolio/stages/negotiation/",
    "/portfolio/groups/at_risk/",
    "/portfolio/settled-pending/",
    "/portfolio/at-risk/",
    "/portfolio/firms/",
    "/portfolio/trends/",
    "/portfolio/tranches/",
    "/cases/",
    "/cases/?q=nobody-is-called-so",
    "/imports/",
    "/imports/new/",
    "/quality/",
    "/quality/overpaid/",
    "/formulas/",
    "/formulas/at-risk/",
    "/docs/errors",
    "/account/",
    "/account/password/",
    "/account/security/",
    "/account/tokens/",
    "/admin/users/",
    "/admin/users/new/",
    "/admin/roles/",
    "/admin/tokens/",
    "/admin/audit/",
    "/admin/access/",
    "/gallery/",
    "/gallery/case",
    "/gallery/plain",
    "/nothing-is-here/",
)
CASE_PAGES = ("", "bills", "money", "history", "stage-changes/new", "receipts/new")
WITHOUT_SIGN_IN = ("/account/sign-in/", "/account/forgotten-password/")
LOOKS = [
    pytest.param("light", DESKTOP, id="light-desktop"),
    pytest.param("dark", DESKTOP, id="dark-desktop"),
    pytest.param("light", PHONE, id="light-phone"),
    pytest.param("dark", PHONE, id="dark-phone"),
]


@pytest.mark.parametrize(("theme", "viewport"), LOOKS)
def test_axe_finds_nothing_on_any_page(
    open_page: Callable[..., Page], site: Site, theme: str, viewport: dict[str, int]
) -> None:
    found = [
        *_findings(
            open_page("system_administrator", color_scheme=theme, viewport=viewport), AS_ADMINISTRATOR
        ),
        *_findings(
            open_page(None, "/account/sign-in/", color_scheme=theme, viewport=viewport), WITHOUT_SIGN_IN
        ),
    ]
    manager = open_page("negotiations_manager", "/cases/", color_scheme=theme, viewport=viewport)
    case = manager.locator("a[href^='/cases/CASE-']").first.get_attribute("href") or ""
    found += _findings(manager, [case.split("?")[0] + page for page in CASE_PAGES])
    assert found == []


def _findings(page: Page, paths: object) -> list[str]:
    axe = Axe()
    found = []
    for path in paths:  # type: ignore[attr-defined]
        page.goto(path)
        for violation in axe.run(page).response["violations"]:
            targets = [node["target"] for node in violation["nodes"]][:3]
            found.append(f"{path}: {violation['id']} {targets}")
    return found
