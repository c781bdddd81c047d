"""The books as programs see them: chart, policy, trial balance, month end, checks, transfers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from openlien.accounting.actions.books_check import run_check
from openlien.accounting.models import BooksCheck
from openlien.identity.actor import system_actor
from openlien.identity.permissions import Role
from openlien.kit.clock import business_today
from openlien.kit.dates import add_months
from openlien.kit.money import Money
from openlien.ledger.events import WarehouseDrawn
from openlien.ledger.models import GLAccount, JournalSync, Posting
from openlien.ledger.recording import record_events
from tests import cast
from tests.domain.accounting.conftest import served

pytestmark = pytest.mark.django_db
ACCOUNT = {"number": "1100", "name": "Savings", "kind": "asset"}
POLICY = {
    "pack": "cost_recovery",
    "approvalThreshold": "2500.00",
    "creditLimitMode": "block",
    "ageingDays": [15, 30, 45, 60],
    "version": 1,
}


@pytest.fixture
def manager(caller: Callable[..., Any]) -> Any:
    return caller(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def last_month() -> date:
    today = business_today(settings.BUSINESS_TIME_ZONE)
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


def draw(*amounts: str, on: date = cast.AS_OF) -> None:
    events = [
        (f"{on}-{place}", WarehouseDrawn(on=on, amount=Money(amount))) for place, amount in enumerate(amounts)
    ]
    record_events(system_actor("job"), events, today=business_today(settings.BUSINESS_TIME_ZONE))


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_adds_reads_and_changes_an_account(manager: Any) -> None:
    made = manager.post("/ledger/gl-accounts", ACCOUNT)
    assert (made.status_code, made.json()["normalSide"], made.json()["balance"]) == (201, "debit", "0.00")
    changed = manager.send("put", "/ledger/gl-accounts/1100", {**ACCOUNT, "isActive": False, "version": 1})
    assert (changed.json()["isActive"], changed.json()["version"]) == (False, 2)
    assert manager.get("/ledger/gl-accounts/1100").json()["isActive"] is False


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"number": "1000"}, (409, "number_taken")),
        ({"number": "10 00"}, (422, "invalid_input")),
        ({"kind": "sideways"}, (422, "invalid_input")),
        ({"role": "lien_revenue"}, (422, "invalid_input")),
        ({"colour": "red"}, (422, "invalid_input")),
    ],
)
def test_refuses_an_account_with_a_stable_code(manager: Any, change: Any, expected: Any) -> None:
    assert code_of(manager.post("/ledger/gl-accounts", {**ACCOUNT, **change})) == expected


def test_a_stale_change_is_refused(manager: Any) -> None:
    GLAccount.objects.filter(number="5900").update(version=3)
    body = {"number": "5900", "name": "Sundry", "kind": "expense", "version": 1}
    assert code_of(manager.send("put", "/ledger/gl-accounts/5900", body)) == (409, "stale_version")


def test_lines_page_by_cursor_and_tie_to_the_balance(manager: Any) -> None:
    draw(*[f"{number}.00" for number in range(1, 8)])
    seen, cursor = [], ""
    while cursor is not None:
        query = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = manager.get("/ledger/gl-accounts/1000/lines", **query).json()
        seen += page["items"]
        cursor = page["nextCursor"]
    assert (len(seen), page["total"], page["closing"]) == (7, 7, "28.00")
    assert seen[0]["balance"] == manager.get("/ledger/gl-accounts/1000").json()["balance"]


def test_the_trial_balance_of_a_day_is_in_balance(manager: Any) -> None:
    draw("100.00", on=date(2026, 10, 31))
    draw("1.00")
    found = manager.get("/ledger/trial-balance", asOf="2026-10-31").json()
    assert (found["debits"], found["credits"], found["asOf"]) == ("100.00", "100.00", "2026-10-31")


def test_cost_centers_and_departments_are_kept_alike(manager: Any) -> None:
    for path in ("cost-centers", "departments"):
        made = manager.post(f"/ledger/{path}", {"code": "west", "name": "West coast"})
        assert (made.status_code, made.json()["code"]) == (201, "WEST")
        again = manager.post(f"/ledger/{path}", {"code": "WEST", "name": "Again"})
        assert code_of(again) == (409, "code_taken")
        body = {"name": "West", "isActive": False, "version": 1}
        assert manager.send("put", f"/ledger/{path}/WEST", body).json()["isActive"] is False
        assert code_of(manager.send("put", f"/ledger/{path}/NONE", body)) == (404, "unknown_dimension")


def test_changes_the_policy_with_its_version(manager: Any) -> None:
    changed = manager.send("put", "/ledger/policy", POLICY)
    assert changed.json()["ageingDays"] == [15, 30, 45, 60]
    assert code_of(manager.send("put", "/ledger/policy", POLICY)) == (409, "stale_version")
    wrong = {**POLICY, "ageingDays": [30, 30, 45, 60], "version": 2}
    assert code_of(manager.send("put", "/ledger/policy", wrong)) == (422, "invalid_input")


def test_a_month_is_ended_through_its_checklist(manager: Any, last_month: date) -> None:
    on = last_month.replace(day=12)
    case = cast.make_case("Zoe Marlow")
    served(case, "1200.00", on, contracted=Money("300.00"))
    path = f"/ledger/periods/{last_month:%Y-%m}"
    assert manager.get(path).json()["servicesNotListed"] == 1
    manager.post(f"{path}/services", {})
    row = manager.get(f"{path}/accruals").json()["items"][0]
    assert (row["proposed"], row["caseNumber"]) == ("300.00", case.number)
    body = {"amount": "250.00", "reason": "Quoted", "version": row["version"]}
    assert manager.send("put", f"{path}/accruals/{row['id']}", body).json()["amount"] == "250.00"
    view = manager.post(f"{path}/accruals/posting", {}).json()
    assert (view["accruals"]["postedAmount"], view["accruals"]["reversed"]) == ("250.00", 1)
    for step in ("compared", "explained", "reviewed"):
        body = {"note": "Looked at it.", "linesSeen": view["linesSeen"]}
        view = manager.post(f"{path}/steps/{step}", body).json()
    assert [step["state"] for step in view["steps"]] == ["done"] * 5
    closed = manager.post(f"{path}/closure", {"linesSeen": view["linesSeen"]}).json()
    assert (closed["status"], closed["month"]) == ("closed", f"{last_month:%Y-%m}")
    assert manager.post(f"{path}/reopening", {"reason": "Late"}).json()["status"] == "open"


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("closure", {"linesSeen": 0}, (409, "month_end_incomplete")),
        ("lock", {}, (409, "period_not_closed")),
        ("reopening", {"reason": "x"}, (409, "period_not_closed")),
        ("steps/reviewed", {"note": "x", "linesSeen": 0}, (409, "step_out_of_order")),
        ("steps/unbilled", {"note": "x", "linesSeen": 0}, (409, "step_is_not_confirmed")),
        ("steps/reviewed", {"note": "", "linesSeen": 0}, (422, "invalid_input")),
        ("accruals/posting", {}, (409, "step_out_of_order")),
    ],
)
def test_each_broken_rule_has_its_code(
    manager: Any, last_month: date, path: str, body: Any, expected: Any
) -> None:
    draw("1.00", on=last_month)
    answer = manager.post(f"/ledger/periods/{last_month:%Y-%m}/{path}", body)
    assert code_of(answer) == expected


def test_a_page_read_before_a_posting_confirms_nothing(manager: Any, last_month: date) -> None:
    path = f"/ledger/periods/{last_month:%Y-%m}"
    manager.post(f"{path}/services", {})
    seen = manager.post(f"{path}/accruals/posting", {}).json()["linesSeen"]
    draw("1.00", on=last_month)
    answer = manager.post(f"{path}/steps/compared", {"note": "Fine", "linesSeen": seen})
    assert code_of(answer) == (409, "books_moved")


def test_a_month_that_is_not_over_cannot_be_ended(manager: Any) -> None:
    next_month = add_months(business_today(settings.BUSINESS_TIME_ZONE), 1)
    answer = manager.post(f"/ledger/periods/{next_month:%Y-%m}/services", {})
    assert code_of(answer) == (409, "period_not_over")


def test_accruals_that_are_due_are_taken_back_once(manager: Any) -> None:
    assert manager.post("/ledger/accruals/reversal", {}).json() == {"accruals": 0}


def test_a_check_of_the_books_is_put_in_the_queue_once(caller: Callable[..., Any]) -> None:
    draw("1.00")
    controller = caller(Role.CFO_CONTROLLER)
    first = controller.post("/ledger/books-checks", {})
    again = controller.post("/ledger/books-checks", {})
    assert (first.status_code, first.json()["id"]) == (202, again.json()["id"])
    run_check(system_actor("job"), BooksCheck.objects.get().id)
    done = controller.get(f"/ledger/books-checks/{first.json()['id']}").json()
    assert (done["state"], done["findings"], len(done["parts"])) == ("done", 0, 3)
    assert controller.get("/ledger/chain").json()["heads"][0]["lastNumber"] == "JE-2026-0000001"


def test_the_queue_says_that_nothing_is_sent(manager: Any) -> None:
    draw("1.00", "2.00")
    found = manager.get("/ledger/sync", limit=1).json()
    assert (found["isConnected"], found["total"], len(found["items"])) == (False, 2, 1)
    rest = manager.get("/ledger/sync", limit=1, cursor=found["nextCursor"]).json()
    assert rest["items"][0]["number"] == "JE-2026-0000002"


def test_a_transfer_is_left_out_and_put_back(manager: Any) -> None:
    draw("1.00")
    posting = Posting.objects.get()
    path = f"/ledger/sync/{posting.id}"
    assert code_of(manager.post(f"{path}/retry", {})) == (409, "not_to_be_retried")
    assert manager.post(f"{path}/ignoring", {"reason": "By hand"}).json()["status"] == "rejected"
    assert manager.post(f"{path}/retry", {}).json()["status"] == "pending"
    JournalSync.objects.update(status="synced")
    assert code_of(manager.post(f"{path}/ignoring", {"reason": "x"})) == (409, "not_to_be_ignored")
