"""One case from the first demand to its closed account; desk, account, receivables and books agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from tests.journeys.new_cases import new_case
from tests.journeys.pressing import press

OFFER = re.compile(r"/offers/[0-9a-f-]{36}/$")
BILLS = (("4000.00", "1100.00"), ("2500.00", "700.00"), ("3500.01", "900.00"))
RETAIL, COST = Decimal("10000.01"), Decimal("2700.00")
DEMANDED, COUNTERED = Decimal("9000.01"), Decimal("5000.01")
AGREED, GIVEN_UP = Decimal("5700.01"), Decimal("4300.00")
FIRST_PAYMENT = Decimal("1000.07")
ZERO = Decimal("0.00")
COLUMNS = ("retail", "offer", "reduction", "received", "balance")


@dataclass(frozen=True)
class Figures:
    """What every place that shows the case says of it at one moment."""

    desk: dict[str, Decimal]
    account: dict[str, Any]
    portfolio: dict[str, Any]
    books: dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Somebody who sees every figure and changes none."""

    page: Page
    case: str

    def ask(self, path: str) -> Any:
        """The answer of the JSON interface."""
        answer = self.page.request.get(f"/api/{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def figures(self) -> Figures:
        """All figures as they are now; the desk shows those that the interface answers."""
        totals = self.ask(f"cases/{self.case}/bills-grid")["totals"]
        self.page.goto(f"/cases/{self.case}/negotiation")
        for name in COLUMNS:
            shown = self.page.locator(f"tfoot td[data-col={name}]").inner_text()
            assert shown == f"{Decimal(totals[name]):,}", name
        return Figures(
            desk={name: Decimal(totals[name]) for name in COLUMNS},
            account=self.ask(f"ledger/case-accounts/{self.case}"),
            portfolio=self.ask("receivables/summary"),
            books=self.ask("ledger/trial-balance"),
        )


class Story:
    """Checks after each step that all places tell the same of the case, and nothing else moved."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.before = reader, reader.figures()
        self.retail = self.before.desk["retail"]

    def now(self, *, offered: Decimal, given_up: Decimal = ZERO, received: Decimal = ZERO) -> Figures:
        """The figures of this moment, after they were compared with what must be."""
        found, before = self.reader.figures(), self.before
        account = {name: Decimal(found.account[name]) for name in ("payments", "reductions", "lienBalance")}
        open_now = self.retail - given_up - received
        assert found.desk["offer"] == offered
        assert found.desk["received"] == account["payments"] == received
        assert account["reductions"] == given_up
        assert account["lienBalance"] == open_now
        if given_up:
            assert found.desk["reduction"] == given_up
            assert found.desk["balance"] == open_now
        assert moved(before.portfolio, found.portfolio, "collected") == received
        assert moved(before.portfolio, found.portfolio, "reduction") == given_up
        assert moved(before.portfolio, found.portfolio, "totalOpen") == -(received + given_up)
        assert found.books["debits"] == found.books["credits"]
        assert cash(found.books) - cash(before.books) == received
        return found


def moved(before: dict[str, Any], after: dict[str, Any], name: str) -> Decimal:
    return Decimal(after[name]) - Decimal(before[name])


def cash(books: dict[str, Any]) -> Decimal:
    """The balance of the operating bank account."""
    return sum(
        (Decimal(row["debit"]) - Decimal(row["credit"]) for row in books["items"] if row["number"] == "1000"),
        ZERO,
    )


def offer_in_grid(page: Page, case: str, entry: str) -> None:
    page.goto(f"/cases/{case}/negotiation")
    cells = page.locator("tbody td.worked")
    cells.first.focus()
    for _ in range(cells.count()):
        page.keyboard.type(entry)
        press(page, "Enter")
    expect(page.locator(".saving")).to_have_count(0)


def record(page: Page, entry: str, *, from_grid: bool = False) -> None:
    """Fills the drawer that records an offer."""
    drawer = page.get_by_role("dialog")
    if from_grid:
        drawer.get_by_role("radio", name="As the bills grid has it").check()
    else:
        drawer.get_by_label("Offer", exact=True).fill(entry)
        press(page, "Tab")
        # What is said of the amount has to be on the page before it counts as read.
        expect(drawer.get_by_text(f"of ${RETAIL:,} retail")).to_be_visible()
    drawer.get_by_role("textbox", name="Holds until").fill("+14")
    drawer.get_by_role("button", name="Record offer").click()
    expect(page).to_have_url(OFFER)


def take(page: Page, key: str, verb: str, said: str) -> None:
    """Takes a step of the offer by its key, confirms it where a drawer asks, and reads what was said."""
    press(page, key)
    drawer = page.get_by_role("dialog")
    message = page.get_by_text(said).first
    expect(drawer.or_(message).first).to_be_visible()
    if not message.is_visible():
        drawer.get_by_role("button", name=verb).click()
    expect(message).to_be_visible()


def enter_outside_bill(page: Page, provider: str, billed: str, promised: str, copy: Path) -> None:
    press(page, "n")
    drawer = page.get_by_role("dialog", name="Add outside bill")
    expect(drawer).to_be_visible()
    page.keyboard.type(provider)
    for text in (billed, promised):
        press(page, "Tab")
        page.keyboard.type(text)
    drawer.locator("input[type=file]").set_input_files(copy)
    drawer.get_by_role("button", name="Add bill", exact=True).click()
    expect(page.get_by_role("link", name=provider, exact=True)).to_be_visible()


def scan(folder: Path, name: str) -> Path:
    """A PDF of one page; each differs, because a case keeps no file twice."""
    writer, path = PdfWriter(), folder / f"{name}.pdf"
    writer.add_blank_page(200, 300)
    writer.add_metadata({"/Title": name})
    writer.write(path)
    return path


def pay(page: Page, case: str, amount: Decimal, *, by_bill: list[str] | None = None) -> None:
    """Records money that came in: spread over what is open, or with the part of each bill."""
    page.goto(f"/cases/{case}/receipts/new")
    page.locator("[name=amount]").fill(f"{amount}")
    page.locator("[name=deposited_on]").fill("t")
    if by_bill is not None:
        page.get_by_role("radio", name="By bill").check()
        for field, part in zip(page.locator(".payment-parts input").all(), by_bill, strict=True):
            field.fill(part)
    page.get_by_role("button", name="Record payment").click()
    expect(page.get_by_text(f"Payment of ${amount:,}").first).to_be_visible()


def close_account(page: Page, case: str) -> None:
    page.goto(f"/cases/{case}/account")
    page.get_by_role("link", name="Close the account").click()
    page.locator("[name=reason]").fill("Paid as agreed")
    page.get_by_role("button", name="Preview journal").click()
    expect(page.locator("#journal-preview")).to_contain_text("Nothing is posted to the books")
    page.get_by_role("button", name="Close account").click()
    expect(page.get_by_text("is closed.").first).to_be_visible()


def test_a_case_from_the_first_demand_to_its_closed_account(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    accountant = open_page("accounting_manager", "/account/")
    case = new_case(accountant, "Vera Storyman", BILLS)
    story = Story(Reader(open_page("auditor", "/account/"), case))
    assert story.retail == RETAIL
    assert Decimal(story.before.account["costBalance"]) == COST
    collector = open_page("collections_specialist", f"/cases/{case}/negotiation")
    manager = open_page("negotiations_manager", "/account/")

    demand(collector, case)
    story.now(offered=DEMANDED)
    outside_bills_are_asked(collector, case, tmp_path)
    story.now(offered=COUNTERED)
    agree(collector, manager)
    story.now(offered=AGREED, given_up=GIVEN_UP)

    pay(manager, case, FIRST_PAYMENT)
    story.now(offered=AGREED, given_up=GIVEN_UP, received=FIRST_PAYMENT)
    pay(manager, case, AGREED - FIRST_PAYMENT)
    paid = story.now(offered=AGREED, given_up=GIVEN_UP, received=AGREED)
    assert paid.desk["balance"] == ZERO
    assert Decimal(paid.account["costBalance"]) == ZERO
    close_account(accountant, case)
    closed = story.now(offered=AGREED, given_up=GIVEN_UP, received=AGREED)
    assert closed.account["status"] == "closed"


def demand(page: Page, case: str) -> None:
    """Our demand of 90% is set in the grid, recorded, and sent with its letter."""
    offer_in_grid(page, case, "90%")
    press(page, "o")
    record(page, "", from_grid=True)
    take(page, "s", "Submit", "is within the limits and approved")
    take(page, "s", "Send offer", "is noted as sent, and its letter is filed")


def outside_bills_are_asked(page: Page, case: str, folder: Path) -> None:
    """The firm counters with half; a provider who gets 55% of its bill says that this is not fair."""
    offer = page.url
    offer_in_grid(page, case, "50%")
    page.reload()
    expect(page.get_by_text("Below 80% of retail", exact=True)).to_be_visible()
    page.goto(offer)
    press(page, "c")
    record(page, "", from_grid=True)
    offer = page.url
    page.goto(f"/cases/{case}/negotiation")
    page.get_by_role("link", name="Enter outside bills").click()
    page.wait_for_url("**/outside*")
    enter_outside_bill(page, "Cedar Clinic", "6000", "3300", scan(folder, "cedar"))
    expect(page.get_by_role("region", name="Outside bills summary")).to_contain_text("55.00%")
    expect(page.get_by_text("Below what is fair: a justification is needed.").first).to_be_visible()
    page.goto(offer)


def agree(page: Page, manager: Page) -> None:
    """Our answer is fair but beyond the limits: somebody else approves it, then the firm accepts it."""
    press(page, "c")
    record(page, "57%")
    take(page, "s", "Submit", "A Negotiations Manager other than who made it approves it.")
    manager.goto(page.url)
    take(manager, "a", "Approve", "is approved and can be sent.")
    page.reload()
    take(page, "s", "Send offer", "is noted as sent, and its letter is filed")
    take(page, "a", "accept", "Payoff agreement")
