"""axe finds nothing on any page: light and dark, desktop and phone."""

from __future__ import annotations

import re
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
    "/rules/",
    "/rules/?q=moonshine",
    "/rules/il_770_23/",
    "/rules/settlement/",
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
# The pages of the books, as those who keep them see them.
MONTH_PAGES = ("", "accruals/", "steps/compared", "steps/reviewed", "closure")
AS_ACCOUNTANT: tuple[str, ...] = (
    "/ledger/accounts/",
    "/ledger/accounts/?view=written_off",
    "/ledger/accounts/?rows=all&q=CA-2026",
    "/ledger/accounts/balances/",
    "/ledger/entries/",
    "/ledger/entries/?view=posted&q=nothing-is-called-so",
    "/ledger/entries/new/",
    "/ledger/entries/new/?template=manual-payment",
    "/ledger/queue/",
    "/ledger/templates/",
    "/ledger/templates/new/",
    "/ledger/templates/manual-payment/",
    "/ledger/chart/",
    "/ledger/chart/1000/",
    "/ledger/chart/1000/edit",
    "/ledger/chart/new",
    "/ledger/chart/import",
    "/ledger/cost-centers/",
    "/ledger/cost-centers/new",
    "/ledger/departments/OPS",
    "/ledger/policy/",
    "/ledger/policy/edit",
    "/ledger/periods/",
    "/ledger/sync/",
    "/ledger/sync/?status=error",
    "/ledger/reports/",
    "/ledger/reports/trial-balance/",
    "/ledger/reports/trial-balance/?asOf=banana",
    "/ledger/reports/account-summary/",
    "/ledger/reports/ageing/",
    "/ledger/reports/case-accounts/",
    "/ledger/reports/case-profitability/?cases=all",
    "/ledger/reports/revenue-recognition/",
    "/ledger/reports/journal-register/?from=01/01/2020&detail=lines",
    "/funding/",
    "/funding/new",
)
# The first journal of each of these views, with the drawer that opens over it.
JOURNAL_PAGES = {
    "drafts": ("", "edit/"),
    "pending": ("", "rejection"),
    "to-post": ("",),
    "rejected": ("",),
    "posted": ("", "reversal"),
    "reversed": ("",),
}
ACCOUNT_PAGES = ("", "entries", "transactions", "history", "settings", "status", "override")
AS_AUDITOR = (
    "/ledger/audit/",
    "/ledger/reports/gap-and-chain-check/",
    "/admin/audit/?object=CA-2026-0000001",
    "/admin/access/",
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
    accountant = open_page("accounting_manager", color_scheme=theme, viewport=viewport)
    found += _findings(accountant, AS_ACCOUNTANT)
    accountant.goto("/ledger/accounts/?sort=-lien")
    account = accountant.locator("a[href^='/ledger/accounts/CA-']").first.get_attribute("href") or ""
    found += _findings(accountant, [account.split("?")[0] + page for page in ACCOUNT_PAGES])
    for view, pages in JOURNAL_PAGES.items():
        accountant.goto(f"/ledger/entries/?view={view}")
        table = accountant.get_by_role("table", name="Journals")
        journal = table.locator("tbody a").first.get_attribute("href") or ""
        found += _findings(accountant, [journal + page for page in pages])
    accountant.goto("/ledger/periods/")
    month = accountant.get_by_role("link", name=re.compile("^Work on ")).get_attribute("href") or ""
    found += _findings(accountant, [month + page for page in MONTH_PAGES])
    found += _findings(open_page("auditor", color_scheme=theme, viewport=viewport), AS_AUDITOR)
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
