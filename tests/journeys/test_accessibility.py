"""axe finds nothing on any page: light and dark, desktop and phone.

A page is opened once and looked at in each of them, which takes a third of opening it for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.axe import findings

# A group of its own: it takes about as long as all other journeys.

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
    "/collections/?view=mine",
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
    "/ledger/accounts/new/",
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
    "/ledger/escrow-accounts/",
    "/ledger/escrow-accounts/new",
    "/ledger/settlement-types/",
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
    "/trust/",
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
ACCOUNT_PAGES = (
    "",
    "charges",
    "charges/new",
    "settlement",
    "refund",
    "closing",
    "entries",
    "transactions",
    "history",
    "settings",
    "status",
    "override",
)
AS_AUDITOR = (
    "/ledger/audit/",
    "/ledger/reports/gap-and-chain-check/",
    "/admin/audit/?object=CA-2026-0000001",
    "/admin/access/",
)
CASE_PAGES = (
    "",
    "outside",
    "outside/new",
    "outside/evidence",
    "distribution",
    "financial-information",
    "negotiation",
    "negotiation/bill-offers/edit",
    "bills",
    "money",
    "payment-plan/new",
    "payment-reminders/new",
    "activity",
    "calls/new",
    "stage-changes/new",
    "plaintiffs/new",
    "injuries/new",
    "policies/new",
    "expenses/new",
    "facts",
    "patient",
    "receipts/new",
    "settlement",
    "settlement/view",
    "settlement/rounds/new",
    "settlement/settlements/new",
    "settlement/calculation",
    "liens",
    "liens/new",
    "offers",
    "offers/new",
    "closing-statements/",
    "mail/",
    "mail/new",
)
CASEWORK_REPORTS = (
    "/reports/",
    "/reports/settlement-success/",
    "/reports/settlement-success/?by=month&from=01/01/2024",
    "/reports/communication-activity/?by=week",
    "/reports/plan-compliance/",
    "/reports/negotiator-results/",
    "/reports/settlement-forecast/",
)
OFFER_PAGES = (
    "/offers/",
    "/offers/?q=nobody-is-called-so",
    "/offers/approvals/",
    "/offers/policy/",
    "/offers/letter/",
)
MAIL_PAGES = ("/admin/templates/", "/admin/templates/new?form=note", "/admin/outbox/")
WITHOUT_SIGN_IN = ("/account/sign-in/", "/account/forgotten-password/")


def test_axe_finds_nothing_on_the_pages_of_the_portfolio_and_of_the_books(
    open_page: Callable[..., Page],
) -> None:
    found = [
        *findings(open_page("system_administrator"), AS_ADMINISTRATOR),
        *findings(open_page(None, "/account/sign-in/"), WITHOUT_SIGN_IN),
        *findings(open_page("auditor"), AS_AUDITOR),
    ]
    accountant = open_page("accounting_manager")
    found += findings(accountant, AS_ACCOUNTANT)
    accountant.goto("/ledger/accounts/?sort=-lien")
    account = accountant.locator("a[href^='/ledger/accounts/CA-']").first.get_attribute("href") or ""
    found += findings(accountant, [account.split("?")[0] + page for page in ACCOUNT_PAGES])
    for view, pages in JOURNAL_PAGES.items():
        accountant.goto(f"/ledger/entries/?view={view}")
        table = accountant.get_by_role("table", name="Journals")
        journal = table.locator("tbody a").first.get_attribute("href") or ""
        found += findings(accountant, [journal + page for page in pages])
    accountant.goto("/ledger/periods/")
    month = accountant.get_by_role("link", name=re.compile("^Work on ")).get_attribute("href") or ""
    found += findings(accountant, [month + page for page in MONTH_PAGES])
    assert found == []


def test_axe_finds_nothing_on_the_pages_of_casework(open_page: Callable[..., Page]) -> None:
    manager = open_page("negotiations_manager", "/cases/")
    case = manager.locator("a[href^='/cases/CASE-']").first.get_attribute("href") or ""
    found = findings(manager, [case.split("?")[0] + page for page in CASE_PAGES])
    manager.goto("/collections/?view=all&open=all")
    peeked = manager.locator(".tree-peek").first.get_attribute("href") or ""
    found += findings(manager, ("/collections/?view=all&open=none", peeked))
    found += findings(manager, (*OFFER_PAGES, *CASEWORK_REPORTS, *MAIL_PAGES))
    manager.goto(MAIL_PAGES[0])
    template = manager.get_by_role("link", name="[Negotiation]").get_attribute("href") or ""
    found += findings(manager, [template])
    manager.goto("/firms/")
    firm = manager.locator("#firm-list tbody a").first.get_attribute("href") or ""
    found += findings(manager, ("/firms/", "/firms/new", firm, f"{firm}?q=nobody", f"{firm}contacts"))
    manager.goto("/admin/fees/")
    fees = manager.get_by_role("table", name="Fee schedules").locator("a").first.get_attribute("href") or ""
    looked_up = "/admin/fees/?code=97110&quantity=2&on=2026-11-20&facility="
    found += findings(
        manager, ("/admin/fees/new", looked_up, fees, f"{fees}versions/new?by=hand", f"{fees}deletion")
    )
    found += findings(manager, ("/tasks/?whose=all", "/tasks/?view=done", "/reductions/"))
    assert found == []
