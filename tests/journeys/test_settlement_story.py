"""Two plaintiffs from the first demand to a closed account; screen, PDF, JSON and books agree to the cent."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.new_cases import new_case

from .conftest import Site

ROOT = Path(__file__).resolve().parents[2]
# What no page enters yet: the case file that a firm brings with its case.
CASE_FILE = """
import json, sys
from openlien.project.runtime import configure_django, database_running
with database_running():
    configure_django()
    from datetime import date
    from openlien.cases.models import Case, CaseExpense, Coverage, Party, Plaintiff
    from openlien.kit.money import Money
    from openlien.settlement.models import EscrowAccount
    number, spent_on = sys.argv[1:]
    case = Case.objects.get(number=number)
    Case.objects.filter(id=case.id).update(state="CA")
    twin = Party.objects.create(kind="patient", name="Theo Twinstory", name_key="theotwinstory")
    finn = Plaintiff.objects.create(case=case, party=twin)
    insurer = Party.objects.create(kind="insurer", name="Storyland Mutual", name_key="storylandmutual")
    policy = Coverage.objects.create(case=case, insurer=insurer, limit_per_person=Money("250000"))
    CaseExpense.objects.create(
        case=case, incurred_on=date.fromisoformat(spent_on), description="Expert", amount=Money("3000.00")
    )
    account = EscrowAccount.objects.create(name=f"IOLTA of {number}", bank="First Harbor Bank")
    one = case.plaintiffs.get(party=case.patient)
    found = {"one": one.id, "two": finn.id, "policy": policy.id, "insurer": insurer.id, "account": account.id}
    print(json.dumps({name: str(key) for name, key in found.items()}))
"""
GROSS_ONE, GROSS_TWO = "200000.00", "30000.00"
MEDICARE_CLAIM, HOSPITAL_CLAIM, LETTER, OUR_BILLS = "18907.21", "120000.00", "2400.00", "4000.00"
# 411.37(c): 18,907.21 less its share of 66,666.67 and 1,500.00 in 200,000.00; half of the gross.
MEDICARE_LEFT, HOSPITAL_LEFT = "12463.00", "100000.00"
NET_ONE, NET_TWO = Decimal("15370.33"), Decimal("16100.00")


@dataclass(frozen=True)
class Person:
    """Somebody with a browser, who also asks the JSON interface."""

    page: Page

    def ask(self, path: str) -> Any:
        answer = self.page.request.get(f"/api/{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def send(self, method: str, path: str, body: Any) -> Any:
        token = next(each["value"] for each in self.page.context.cookies() if each["name"] == "csrftoken")
        headers = {"X-CSRFToken": token, "Referer": self.page.url, "Idempotency-Key": str(uuid.uuid4())}
        answer = self.page.request.fetch(f"/api/{path}", method=method, data=body, headers=headers)
        assert answer.ok, f"{path}: {answer.text()}"
        return answer.json() if answer.body() else None


@dataclass(frozen=True)
class Told:
    """The case of the story with its ids, and the month before this one, in which its money moves."""

    number: str
    ids: dict[str, str]
    today: str
    month: date

    def on(self, day: int) -> str:
        return self.month.replace(day=day).isoformat()


def begin(accountant: Person, site: Site) -> Told:
    """A case with our bills, two plaintiffs, a policy, an expense and a trust account of its own."""
    number = new_case(accountant.page, "Vera Twinstory", [(OUR_BILLS, "1100.00")])
    today = date.fromisoformat(accountant.ask("receivables/settled-pending")["asOf"])
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    made = subprocess.run(
        [sys.executable, "-c", CASE_FILE, number, month.isoformat()],
        env=site.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return Told(number, json.loads(made.stdout.splitlines()[-1]), today.isoformat(), month)


def negotiate(coordinator: Person, told: Told) -> list[str]:
    """First demand, then an offer that is taken; the amount agreed makes each settlement."""
    settlements = []
    for who, gross in (("one", GROSS_ONE), ("two", GROSS_TWO)):
        given = {
            "plaintiffId": told.ids[who],
            "coverageId": told.ids["policy"],
            "partyId": told.ids["insurer"],
        }
        first = {**given, "heldOn": told.on(1), "demand": "250000.00"}
        coordinator.send("post", f"cases/{told.number}/rounds", first)
        last = {**given, "heldOn": told.on(3), "offer": gross, "settlement": gross}
        row = coordinator.send("post", f"cases/{told.number}/rounds", last)
        settlements.append(row["settlementId"])
    listed = coordinator.ask(f"cases/{told.number}/settlements")["items"]
    for row in listed:
        sent = {
            name: row[name]
            for name in ("settledOn", "gross", "plaintiffId", "typeId", "version", "settledById")
        }
        account = {"escrowAccountId": told.ids["account"]}
        policy = {"coverageId": told.ids["policy"], "partyId": told.ids["insurer"]}
        days = {"releasedToPayerOn": told.on(4), "daysFromRelease": 20}
        changed = coordinator.send("put", f"settlements/{row['id']}", {**sent, **account, **policy, **days})
        assert changed["checkExpectedOn"] == told.on(24)
    return settlements


def reduce_liens(coordinator: Person, manager: Person, told: Told) -> None:
    """Medicare and the hospital are reduced by their rules, each approved by a second person."""
    claims = (
        ("Medicare", "medicare", MEDICARE_CLAIM, "one"),
        ("Storyland Hospital", "hospital", HOSPITAL_CLAIM, "one"),
        ("Bright Imaging", "letter_of_protection", LETTER, "two"),
    )
    liens = {}
    for holder, kind, asserted, who in claims:
        body = {"holder": holder, "kind": kind, "asserted": asserted, "plaintiffId": told.ids[who]}
        liens[kind] = coordinator.send("post", f"cases/{told.number}/liens", body)["id"]
    third = {"S": GROSS_ONE, "fee": "66666.67", "costs": "1500.00", "M": MEDICARE_CLAIM}
    half = {"S": GROSS_ONE, "lien": HOSPITAL_CLAIM}
    for kind, rule, inputs, output, left in (
        ("medicare", "medicare_411_37_c", third, "recovery", MEDICARE_LEFT),
        ("hospital", "ca_hla_gross", half, "pay", HOSPITAL_LEFT),
    ):
        body = {"rule": rule, "inputs": inputs, "output": output}
        proposal = coordinator.send("post", f"liens/{liens[kind]}/reductions", body)
        assert proposal["amount"] == left
        manager.page.goto(f"/reductions/{proposal['id']}/")
        manager.page.get_by_role("button", name=re.compile(r"^Approve \$")).click()
        expect(manager.page.get_by_text("Approved. The lien of").first).to_be_visible()


def calculate(coordinator: Person, told: Told, settlements: list[str]) -> None:
    """What each plaintiff gets; the page shows what the interface answers."""
    for settlement, net in zip(settlements, (NET_ONE, NET_TWO), strict=True):
        body = {"terms": {"feeBasis": "gross", "feeShare": "1/3"}, "values": {}}
        answer = coordinator.send("put", f"settlements/{settlement}/calculation", body)
        gross = sum((Decimal(line["amount"]) for line in answer["lines"]), Decimal(answer["client"]))
        assert (Decimal(answer["client"]), f"{gross}") in ((NET_ONE, GROSS_ONE), (NET_TWO, GROSS_TWO))
        coordinator.page.goto(f"/cases/{told.number}/settlement/calculation?settlement={settlement}")
        expect(coordinator.page.locator(".calc-net-value")).to_have_text(f"${net:,}")


def pay_out(analyst: Person, told: Told, settlements: list[str]) -> str:
    """Money comes in and clears, every distribution check is printed; the bank's statement of that month."""
    lines = ["Date,Description,Check Number,Amount,Balance"]
    balance = Decimal(0)
    number = 5000
    for settlement, gross in zip(settlements, (GROSS_ONE, GROSS_TWO), strict=True):
        number += 1
        body = {"direction": "in", "drawnOn": told.on(5), "amount": gross, "number": str(number)}
        known = {"type": "recovery", "status": "deposited", "receivedOn": told.on(5)}
        check = analyst.send("post", f"settlements/{settlement}/checks", {**body, **known})
        clear = {"checks": [check["id"]], "status": "cleared", "on": told.on(6)}
        analyst.send("post", "checks/statuses", clear)
        balance += Decimal(gross)
        lines.append(f"{told.on(6)},DEPOSIT,{number},{gross},{balance}")
        analyst.send("post", f"settlements/{settlement}/distribution-checks", {})
        made = [row for row in analyst.ask(f"settlements/{settlement}/checks")["items"] if row["credit"]]
        assert sum(Decimal(row["amount"]) for row in made) == Decimal(gross)
        for row in made:
            number += 1
            kept = ("version", "direction", "amount", "type", "payeeId", "customPayee", "comments")
            sent = {name: row[name] for name in kept}
            dated = {"drawnOn": told.on(10), "number": str(number)}
            analyst.send("put", f"checks/{row['id']}", {**sent, **dated})
            balance -= Decimal(row["amount"])
            lines.append(f"{told.on(20)},CHECK,{number},-{row['amount']},{balance}")
        for status in ("print", "printed"):
            ids = [row["id"] for row in made]
            analyst.send("post", "checks/statuses", {"checks": ids, "status": status, "on": told.on(10)})
    assert balance == 0
    return "\n".join(lines) + "\n"


def state_closing(coordinator: Person, told: Told, settlements: list[str]) -> None:
    """The closing statements say the net of the calculation, on the page and on paper; clients approve."""
    page = coordinator.page
    for settlement, net in zip(settlements, (NET_ONE, NET_TWO), strict=True):
        made = coordinator.send("post", f"settlements/{settlement}/closing-statements", {})
        assert Decimal(made["client"]) == net
        page.goto(f"/cases/{told.number}/closing-statements/{made['id']}/")
        expect(page.locator("main")).to_contain_text(f"${net:,}")
        with page.expect_download() as download:
            page.get_by_role("link", name="PDF", exact=True).click()
        paper = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
        assert f"{net:,}" in "".join(each.extract_text() for each in paper.pages)
        said = {"approvedOn": told.today, "how": "in_person"}
        coordinator.send("post", f"closing-statements/{made['id']}/approval", said)


def reconcile(analyst: Page, manager: Page, told: Told, statement: str) -> None:
    """The bank's statement carries every check; one person prepares the month, another completes it."""
    account, name = told.ids["account"], f"{told.month:%B %Y}"
    analyst.goto(f"/trust/{account}/bank/import")
    file = {"name": "statement.csv", "mimeType": "text/csv", "buffer": statement.encode()}
    analyst.locator("#f-file").set_input_files(file)
    analyst.get_by_role("button", name="Look at the lines").click()
    assert_accessible(analyst)
    count = len(statement.splitlines()) - 1
    analyst.get_by_role("button", name=f"Read in {count} lines").click()
    expect(analyst.get_by_text(f"{count} new lines, {count} matched.")).to_be_visible()
    analyst.goto(f"/trust/{account}/months/{told.month:%Y-%m}/")
    expect(analyst.get_by_label("Balance on the bank's statement")).to_have_value("0.00")
    assert_accessible(analyst)
    analyst.get_by_role("button", name=f"Prepare {name}").click()
    expect(analyst.get_by_text("Another person completes it.").first).to_be_visible()
    manager.goto(f"/trust/{account}/months/{told.month:%Y-%m}/")
    manager.get_by_role("button", name=f"Complete {name}").click()
    expect(manager.get_by_text(f"{name} is reconciled.")).to_be_visible()
    with manager.expect_download() as download:
        manager.get_by_role("link", name="PDF", exact=True).click()
    assert download.value.suggested_filename == f"trust-reconciliation-{told.month:%Y-%m}-v1.pdf"


def assert_accessible(page: Page) -> None:
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def in_trust(books: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """The trust accounts of the general ledger."""
    rows = (row for row in books["items"] if "trust" in row["name"].casefold())
    return {row["number"]: (row["debit"], row["credit"]) for row in rows}


def test_two_plaintiffs_from_the_first_demand_to_the_closed_account(
    open_page: Callable[..., Page], site: Site
) -> None:
    accountant = Person(open_page("accounting_manager", "/account/"))
    before = in_trust(accountant.ask("ledger/trial-balance"))
    told = begin(accountant, site)
    coordinator = Person(open_page("settlement_coordinator", "/account/"))
    manager = Person(open_page("negotiations_manager", "/account/"))
    analyst = Person(open_page("financial_analyst", "/account/"))

    settlements = negotiate(coordinator, told)
    reduce_liens(coordinator, manager, told)
    calculate(coordinator, told, settlements)
    statement = pay_out(analyst, told, settlements)
    state_closing(coordinator, told, settlements)
    reconcile(analyst.page, accountant.page, told, statement)

    coordinator.page.goto(f"/cases/{told.number}/settlement")
    table = coordinator.page.get_by_role("table", name="Settlements", exact=True)
    # Agreed, received and paid out are the same sum.
    expect(table.locator("tfoot").get_by_text("230,000.00")).to_have_count(3)
    manager.send("post", f"cases/{told.number}/receipts", {"amount": OUR_BILLS, "depositedOn": told.on(21)})
    nothing_is_left(accountant, told, before)


def nothing_is_left(accountant: Person, told: Told, before: dict[str, tuple[str, str]]) -> None:
    """Trust and account stand at zero, and the account is closed."""
    ledger = accountant.ask(f"trust/accounts/{told.ids['account']}/clients/{told.number}")
    assert ledger["balance"] == "0.00"
    assert {each["amount"] for each in ledger["shares"]} == {"0.00"}
    books = accountant.ask("ledger/trial-balance")
    assert books["debits"] == books["credits"]
    assert {number: sides for number, sides in in_trust(books).items() if sides != ("0.00", "0.00")} == {
        number: sides for number, sides in before.items() if sides != ("0.00", "0.00")
    }
    # The checks said what each lien was paid.
    assert {each["status"] for each in accountant.ask(f"cases/{told.number}/liens")["items"]} == {"paid"}
    account = accountant.ask(f"ledger/case-accounts/{told.number}")
    assert (account["costBalance"], account["lienBalance"]) == ("0.00", "0.00")
    end = {"version": account["version"], "closedOn": told.today, "reason": "Paid in full"}
    closed = accountant.send("post", f"ledger/case-accounts/{account['number']}/closing", end)
    assert closed["status"] == "closed"
