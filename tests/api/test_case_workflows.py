"""Workflows of case accounts over the interface; the worked example 1.8 and V-53 to V-55 in both packs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from openlien.cases.models import Bill, Case
from openlien.identity.permissions import Role
from openlien.ledger.models import CaseAccount, Posting
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.payments.checks import broken_invariants as broken_money
from tests import cast

pytestmark = pytest.mark.django_db
PACKS = ("cost_recovery", "expense")
CLAIM = {"retail": "1200.00", "contracted": "300.00", "invoiceOn": "2024-03-04"}
SETTLEMENT = {
    "amount": "10000.00",
    "settledOn": "2025-01-12",
    "attorneyFees": "3333.33",
    "ownLien": "780.00",
    "otherLiens": "1500.00",
    "patientPortion": "4386.67",
}
# Thirty times 9.30 % of 300.00 over 360 days, month by month: 24.34 in all (V-41).
MONTHS = [*(f"2024-{month:02d}" for month in range(3, 13)), "2025-01"]


@pytest.fixture
def manager(caller: Callable[..., Any]) -> Any:
    return caller(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def analyst(caller: Callable[..., Any]) -> Any:
    return caller(Role.FINANCIAL_ANALYST)


@pytest.fixture
def case(db: None) -> Case:
    return cast.make_case("Zoe Marlow", opened_on=date(2024, 3, 1))


@pytest.fixture
def one(case: Case) -> str:
    return f"/ledger/case-accounts/{CaseAccount.objects.get(case=case).number}"


def choose_pack(manager: Any, pack: str) -> None:
    policy = manager.get("/ledger/policy").json()
    sent = {name: policy[name] for name in ("approvalThreshold", "creditLimitMode", "ageingDays", "version")}
    assert manager.send("put", "/ledger/policy", {**sent, "pack": pack}).status_code == 200


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.json()
    return answer.json()


def balances(manager: Any) -> dict[str, str]:
    """What stands on each account that is not at zero; credits are negative."""
    rows = ok(manager.get("/ledger/trial-balance"))["items"]
    return {
        row["number"]: row["debit"] if row["debit"] != "0.00" else f"-{row['credit']}"
        for row in rows
        if (row["debit"], row["credit"]) != ("0.00", "0.00")
    }


def everything_ties() -> bool:
    return [*broken_books(), *broken_money()] == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_worked_example_ends_with_cash_equal_to_what_was_returned(
    manager: Any, analyst: Any, one: str, case: Case, pack: str
) -> None:
    choose_pack(manager, pack)
    claim = ok(manager.post(f"{one}/claims", CLAIM, key="claim"))
    assert (claim["adjustment"], claim["after"]["lienBalance"]) == ("900.00", "1200.00")
    line = _line(manager)
    ok(
        manager.post(
            f"/funding/bills/{claim['billId']}/site-costs",
            {"amount": "300.00", "paidOn": "2024-03-04", "lineId": line},
            key="cost",
        ),
        201,
    )
    reduction = {
        "kind": "reduction",
        "amount": "420.00",
        "effectiveOn": "2025-01-10",
        "reason": "Agreed payoff",
    }
    ok(analyst.post(f"/bills/{claim['billId']}/adjustments", reduction, key="reduction"), 201)
    receipt = {"amount": "780.00", "depositedOn": "2025-01-12"}
    ok(analyst.post(f"/cases/{case.number}/receipts", receipt, key="receipt"), 201)
    back = {"principal": "300.00", "interest": "0.00", "on": "2025-01-12"}
    ok(manager.post(f"/funding/lines/{line}/repayments", back, key="principal"), 201)
    for month in MONTHS:
        ok(manager.post(f"/funding/lines/{line}/accruals", {"month": month}), 201)
    owed = ok(manager.get(f"/funding/lines/{line}"))["interestOwed"]
    assert owed == "24.34"
    interest = {"principal": "0.00", "interest": owed, "on": "2025-02-01"}
    ok(manager.post(f"/funding/lines/{line}/repayments", interest, key="interest"), 201)
    # V-54: the literal balance is negative, and the account is closable all the same.
    account = ok(manager.get(one))
    assert (account["rawBalance"], account["costBalance"], account["excessRecovery"]) == (
        "-480.00",
        "0.00",
        "480.00",
    )
    closing = ok(manager.get(f"{one}/closing"))
    assert (closing["isClosable"], closing["items"]) == (True, [])
    if pack == "expense":
        assert balances(manager) == {"1000": "455.66", "5000": "-480.00", "5100": "24.34"}
    sent = {"version": account["version"], "closedOn": "2025-02-01", "reason": "Paid out"}
    closed = ok(manager.post(f"{one}/closing", sent))
    assert closed["status"] == "closed"
    assert [journal["event"] for journal in closed["journals"]] == (
        ["ExcessRecognised"] if pack == "expense" else []
    )
    # V-53.
    assert balances(manager) == {"1000": "455.66", "4000": "-480.00", "5100": "24.34"}
    assert everything_ties()


def _line(manager: Any) -> str:
    terms = {
        "name": "Northgate line",
        "lender": "Northgate Capital",
        "commitment": "1000000.00",
        "advanceRate": "100",
        "spread": "5",
        "openedOn": "2024-03-04",
    }
    line = ok(manager.post("/funding/lines", terms, key="line"), 201)["id"]
    rate = {"effectiveOn": "2024-03-04", "reference": "4.3"}
    ok(manager.post(f"/funding/lines/{line}/rates", rate), 201)
    return str(line)


@pytest.mark.parametrize("pack", PACKS)
def test_a_case_with_loss_is_closable_only_after_an_approved_write_off(
    manager: Any, analyst: Any, one: str, case: Case, pack: str
) -> None:
    choose_pack(manager, pack)
    bill = ok(manager.post(f"{one}/claims", CLAIM, key="claim"))["billId"]
    receipt = {"amount": "180.00", "depositedOn": "2024-09-10"}
    ok(analyst.post(f"/cases/{case.number}/receipts", receipt, key="receipt"), 201)
    closing = ok(manager.get(f"{one}/closing"))
    assert [(each["code"], each["amount"]) for each in closing["items"]] == [
        ("lien_open", "1020.00"),
        ("cost_open", "120.00"),
    ]
    version = ok(manager.get(one))["version"]
    sent = {"version": version, "closedOn": "2024-10-02", "reason": "Nothing more to come"}
    refused = manager.post(f"{one}/closing", sent)
    assert (refused.status_code, refused.json()["code"]) == (422, "zero_balance_required")
    asked = {"amount": "1020.00", "effectiveOn": "2024-10-01", "reason": "Recovery exhausted"}
    request = ok(analyst.post(f"/bills/{bill}/write-offs", asked, key="write-off"), 201)["id"]
    waiting = manager.post(f"{one}/closing", sent)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "write_offs_waiting")
    own = analyst.post(f"/write-offs/{request}/approval", {})
    assert own.status_code == 403
    ok(manager.post(f"/write-offs/{request}/approval", {}), 201)
    assert ok(manager.post(f"{one}/closing", sent))["status"] == "closed"
    left = balances(manager)
    assert (left["1000"], left["5200"], left["2000"]) == ("180.00", "120.00", "-300.00")
    assert everything_ties()


@pytest.mark.parametrize("pack", PACKS)
def test_a_settlement_is_previewed_confirmed_and_done_once(
    manager: Any, one: str, case: Case, pack: str
) -> None:
    choose_pack(manager, pack)
    ok(manager.post(f"{one}/claims", CLAIM, key="claim"))
    wanted = {**SETTLEMENT, "reduceRestBecause": "Agreed payoff", "closeBecause": "Paid out"}
    seen = ok(manager.post(f"{one}/settlement", {**wanted, "preview": True}, key="s-1"))
    assert (seen["isPreview"], seen["journalNumbers"]) == (True, [])
    assert Posting.objects.count() == 1
    other = manager.post(f"{one}/settlement", {**SETTLEMENT, "confirm": seen["digest"]}, key="s-1")
    assert (other.status_code, other.json()["code"]) == (409, "preview_outdated")
    done = ok(manager.post(f"{one}/settlement", {**wanted, "confirm": seen["digest"]}, key="s-1"))
    assert (done["status"], done["isNew"], done["digest"]) == ("closed", True, seen["digest"])
    again = ok(manager.post(f"{one}/settlement", wanted, key="s-1"))
    assert again["isNew"] is False
    reused = manager.post(f"{one}/settlement", {**wanted, "settledOn": "2025-01-13"}, key="s-1")
    assert (reused.status_code, reused.json()["code"]) == (409, "idempotency_key_reused")
    assert balances(manager) == {"1000": "780.00", "2000": "-300.00", "4000": "-480.00"}
    assert everything_ties()


def test_a_charge_is_adjusted_at_its_version(manager: Any, one: str) -> None:
    bill = ok(manager.post(f"{one}/claims", {**CLAIM, "contracted": None}, key="claim"))["billId"]
    (charge,) = ok(manager.get(f"{one}/charges"))["items"]
    assert (charge["version"], charge["contracted"], charge["adjustment"]) == (1, None, None)
    change = {
        "version": 1,
        "retail": "1200.00",
        "contracted": "300.00",
        "on": "2024-05-02",
        "reason": "Known",
    }
    path = f"{one}/charges/{bill}/adjustment"
    assert ok(manager.post(path, change))["after"]["costBalance"] == "300.00"
    assert ok(manager.post(path, change))["isNew"] is False
    stale = manager.post(path, {**change, "retail": "1100.00"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert ok(manager.get(one))["chargesOfUnknownCost"] == 0


def test_an_account_is_opened_with_an_opening_entry_once(manager: Any, db: None) -> None:
    wanted = {
        "patient": "Ida Vance",
        "openedOn": "2026-02-03",
        "creditLimit": "5000.00",
        "opening": {"retail": "900.00", "cost": "250.00"},
    }
    seen = ok(manager.post("/ledger/case-accounts", {**wanted, "preview": True}, key="new"))
    assert (seen["isPreview"], Case.objects.count()) == (True, 0)
    opened = ok(manager.post("/ledger/case-accounts", wanted, key="new"))
    again = ok(manager.post("/ledger/case-accounts", wanted, key="new"))
    assert (opened["isNew"], again["isNew"]) == (True, False)
    assert opened["accountNumber"] == again["accountNumber"]
    reused = manager.post("/ledger/case-accounts", {**wanted, "patient": "Bo Orford"}, key="new")
    assert (reused.status_code, reused.json()["code"]) == (409, "idempotency_key_reused")
    assert Bill.objects.get().description == "Balance brought over from earlier books"
    assert everything_ties()


@pytest.mark.parametrize(
    ("path", "changes", "status", "code"),
    [
        ("claims", {"retail": "0.00"}, 422, "retail_not_positive"),
        ("claims", {"retail": "-1.00"}, 422, "retail_not_positive"),
        ("claims", {"contracted": "1200.01"}, 422, "contracted_above_retail"),
        ("claims", {"invoiceOn": "2031-01-01"}, 422, "invoice_in_future"),
        ("claims", {"serviceOn": "2024-03-05"}, 422, "service_after_invoice"),
        ("settlement", {"patientPortion": "4386.66"}, 422, "settlement_does_not_sum"),
        ("settlement", {"settledOn": "2031-01-01"}, 422, "settled_in_future"),
        ("opening", {"retail": "0.00", "cost": "0.00"}, 422, "amount_not_positive"),
        ("opening", {"cost": "900.01"}, 422, "opening_cost_above_retail"),
    ],
)
def test_a_broken_rule_has_a_stable_code_and_writes_nothing(
    manager: Any, one: str, path: str, changes: dict[str, str], status: int, code: str
) -> None:
    facts = {
        "claims": CLAIM,
        "settlement": SETTLEMENT,
        "opening": {"retail": "900.00", "cost": "250.00", "on": "2024-03-04"},
    }[path]
    key = None if path == "opening" else "k-1"
    refused = manager.post(f"{one}/{path}", {**facts, **changes}, key=key)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (Posting.objects.count(), Bill.objects.count()) == (0, 0)


def test_the_credit_limit_blocks_a_claim_by_policy(manager: Any, one: str, case: Case) -> None:
    CaseAccount.objects.filter(case=case).update(credit_limit="299.99")
    assert ok(manager.post(f"{one}/claims", {**CLAIM, "preview": True}, key="c"))["isOverCreditLimit"] is True
    policy = manager.get("/ledger/policy").json()
    sent = {name: policy[name] for name in ("approvalThreshold", "pack", "ageingDays", "version")}
    ok(manager.send("put", "/ledger/policy", {**sent, "creditLimitMode": "block"}))
    refused = manager.post(f"{one}/claims", CLAIM, key="c")
    assert (refused.status_code, refused.json()["code"]) == (422, "credit_limit")


def test_an_unknown_account_is_not_found(manager: Any, db: None) -> None:
    missing = manager.post("/ledger/case-accounts/CA-2026-9999999/claims", CLAIM, key="c")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_case_account")
