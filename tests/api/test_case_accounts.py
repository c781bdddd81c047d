"""Case accounts over the interface: list, fields, settings, status, override, entries, balances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from openlien.api.case_account_shapes import CaseAccountAnswer
from openlien.cases.models import Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.kit.clock import business_today
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.models import CaseAccount, CaseAccountStatusChange
from openlien.ledger.recording import record_event
from tests import cast
from tests.domain.ledger.conftest import person

pytestmark = pytest.mark.django_db
ANALYST, MANAGER, AUDITOR, LEGAL = (
    Role.FINANCIAL_ANALYST,
    Role.ACCOUNTING_MANAGER,
    Role.AUDITOR,
    Role.LEGAL_TEAM,
)
PATH = "/ledger/case-accounts"


@pytest.fixture
def cases() -> list[Case]:
    """Zoe owes 300.00 of cost, Kai is at zero, Bo has nothing."""
    made = [
        cast.make_case(name, opened_on=date(2026, 1, 5)) for name in ("Zoe Marlow", "Kai Calder", "Bo Orford")
    ]
    tell(charge(made[0], "1200.00", "300.00"), charge(made[1], "90.00", "40.00"), paid(made[1], "90.00"))
    return made


def charge(case: Case, retail: str, contracted: str) -> events.Event:
    return events.ChargeApproved(
        case_id=case.id, on=cast.AS_OF, retail=Money(retail), contracted=Money(contracted)
    )


def paid(case: Case, amount: str) -> events.Event:
    return events.PaymentReceived(case_id=case.id, on=cast.AS_OF, amount=Money(amount))


def tell(*told: events.Event) -> None:
    actor = person(Role.FINANCIAL_ANALYST, "Anna Lind")
    for event in told:
        record_event(actor, event, key=event.fingerprint(), today=business_today("America/Los_Angeles"))


def account_of(case: Case) -> CaseAccount:
    return CaseAccount.objects.get(case=case)


def one(case: Case, part: str = "") -> str:
    return f"{PATH}/{account_of(case).number}{part}"


def test_lists_accounts_with_totals_over_the_whole_filter(
    caller: Callable[..., Any], cases: list[Case]
) -> None:
    answer = caller(AUDITOR).get(PATH, limit=1, sort="lien").json()
    assert [item["patient"] for item in answer["items"]] == ["Zoe Marlow"]
    assert (answer["total"], answer["totals"]["lienBalance"]) == (3, "1200.00")
    assert (answer["items"][0]["costBalance"], answer["items"][0]["ageingBucket"]) == ("300.00", "Current")
    second = caller(AUDITOR).get(PATH, limit=1, sort="lien", cursor=answer["nextCursor"]).json()
    assert second["items"][0]["number"] != answer["items"][0]["number"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"view": "zero_open"}, 1),
        ({"q": "marl"}, 1),
        ({"status": "hold"}, 0),
        ({"ageingBucket": "120+"}, 0),
        ({"collectionStatus": "none"}, 3),
    ],
)
def test_filters_the_list(
    caller: Callable[..., Any], cases: list[Case], query: dict[str, str], found: int
) -> None:
    assert caller(AUDITOR).get(PATH, **query).json()["total"] == found


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"view": "lost"}, "invalid_input"),
        ({"sort": "name; DROP"}, "invalid_input"),
        ({"ageingBucket": "45"}, "unknown_bucket"),
        ({"limit": 0}, "invalid_input"),
        ({"limit": 201}, "invalid_input"),
        ({"cursor": "CA-2026-9999999"}, "bad_cursor"),
        ({"cursor": "\x00"}, "invalid_input"),
        ({"page": 2}, "invalid_input"),
    ],
)
def test_refuses_questions_it_cannot_answer(
    caller: Callable[..., Any], cases: list[Case], query: dict[str, Any], code: str
) -> None:
    answer = caller(AUDITOR).get(PATH, **query)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_reads_every_field_of_an_account(caller: Callable[..., Any], cases: list[Case]) -> None:
    answer = caller(AUDITOR).get(one(cases[0])).json()
    expected = {field.alias or name for name, field in CaseAccountAnswer.model_fields.items()}
    assert set(answer) == expected
    assert (answer["retail"], answer["adjustments"], answer["rawBalance"]) == ("1200.00", "900.00", "300.00")
    assert (answer["legalCasePortion"], answer["medicalLienAmount"]) == ("300.00", "1200.00")
    assert (answer["status"], answer["bcSyncStatus"], answer["version"]) == ("active", "pending", 1)
    assert caller(AUDITOR).get(f"{PATH}/{cases[0].number}").json() == answer


@pytest.mark.parametrize("number", ["CA-2026-9999999", "x", "%00", "..%2f..%2fetc"])
def test_an_unknown_account_is_not_found(caller: Callable[..., Any], number: str) -> None:
    answer = caller(AUDITOR).get(f"{PATH}/{number}")
    assert answer.status_code == 404


def test_sets_the_settings_of_the_present_version(caller: Callable[..., Any], cases: list[Case]) -> None:
    body = {
        "version": 1,
        "creditLimit": "250.00",
        "patientPercent": 33.3333,
        "insurancePercent": "33.3333",
        "attorneyFeePercent": "33.33",
        "settlementAmount": "1000.00",
        "settledOn": "2026-11-02",
        "collectionStatus": "pending",
        "glAccountNumbers": ["1200"],
        "costCenter": "MED",
        "department": "COLL",
        "notes": "Line one\nLine two",
    }
    answer = caller(ANALYST).send("put", one(cases[0], "/settings"), body)
    assert answer.status_code == 200
    given = answer.json()
    assert (given["isOverLimit"], given["attorneyFees"], given["version"]) == (True, "333.30", 2)
    assert (given["patientPortion"], given["insurancePortion"], given["legalCasePortion"]) == (
        "100.00",
        "100.00",
        "100.00",
    )
    assert (given["updatedBy"], given["notes"]) == ("Financial Analyst", "Line one\nLine two")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"creditLimit": "-0.01"}, "invalid_input"),
        ({"creditLimit": "1.001"}, "amount_not_exact"),
        ({"creditLimit": "NaN"}, "amount_not_exact"),
        ({"creditLimit": "1e308"}, "amount_not_exact"),
        ({"creditLimit": 5}, "invalid_input"),
        ({"patientPercent": "60", "insurancePercent": "40.01"}, "portions_above_whole"),
        ({"patientPercent": "NaN"}, "invalid_input"),
        ({"patientPercent": "1e999999999"}, "invalid_input"),
        ({"patientPercent": "33.33333"}, "invalid_input"),
        ({"attorneyFeePercent": "100.01"}, "invalid_input"),
        ({"glAccountNumbers": ["77"]}, "unknown_account"),
        ({"glAccountNumbers": ["\x00"]}, "invalid_input"),
        ({"costCenter": "NONE"}, "unknown_dimension"),
        ({"department": "\x00"}, "unknown_dimension"),
        ({"collectionStatus": "maybe"}, "invalid_input"),
        ({"bcCustomerNumber": "a\x00"}, "text_not_plain"),
        ({"notes": "x" * 5001}, "invalid_input"),
        ({"notes": "a\x00b"}, "text_not_plain"),
        ({"settledOn": "2026-02-30"}, "invalid_input"),
        ({"version": 0}, "invalid_input"),
        ({"retail": "1.00"}, "invalid_input"),
    ],
)
def test_refuses_settings_that_cannot_be(
    caller: Callable[..., Any], cases: list[Case], change: dict[str, Any], code: str
) -> None:
    answer = caller(ANALYST).send("put", one(cases[0], "/settings"), {"version": 1, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert account_of(cases[0]).version == 1


def test_an_old_version_overwrites_nothing(caller: Callable[..., Any], cases: list[Case]) -> None:
    for part, body in (
        ("/settings", {}),
        ("/status", {"status": "hold", "reason": "x"}),
        ("/credit-limit-override", {"reason": "x"}),
    ):
        answer = caller(MANAGER).send("put", one(cases[0], part), {"version": 7, **body})
        assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")


def test_changes_the_status_with_a_reason(caller: Callable[..., Any], cases: list[Case]) -> None:
    body = {"version": 1, "status": "hold", "reason": "Firm disputes the bills"}
    answer = caller(ANALYST).send("put", one(cases[0], "/status"), body).json()
    assert (answer["status"], answer["statusReason"]) == ("hold", "Firm disputes the bills")
    again = caller(ANALYST).send("put", one(cases[0], "/status"), body)
    assert again.json()["code"] == "stale_version"
    items = caller(AUDITOR).get(one(cases[0], "/status-changes")).json()["items"]
    assert [(item["previous"], item["status"], item["actorName"]) for item in items] == [
        ("active", "hold", "Financial Analyst")
    ]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"status": "hold", "reason": " "}, 422, "reason_required"),
        ({"status": "active", "reason": "x"}, 409, "status_unchanged"),
        ({"status": "closed", "reason": "x"}, 422, "zero_balance_required"),
        ({"status": "written_off", "reason": "x"}, 422, "write_off_required"),
        ({"status": "lost", "reason": "x"}, 422, "invalid_input"),
        ({"status": "hold"}, 422, "invalid_input"),
        ({"status": "hold", "reason": "x" * 501}, 422, "invalid_input"),
    ],
)
def test_refuses_a_status_that_cannot_be(
    caller: Callable[..., Any], cases: list[Case], body: dict[str, str], status: int, code: str
) -> None:
    answer = caller(ANALYST).send("put", one(cases[0], "/status"), {"version": 1, **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not CaseAccountStatusChange.objects.exists()


def test_says_which_balances_keep_an_account_open(caller: Callable[..., Any], cases: list[Case]) -> None:
    body = {"version": 1, "status": "closed", "reason": "x"}
    answer = caller(ANALYST).send("put", one(cases[0], "/status"), body).json()
    assert (answer["costBalance"], answer["lienBalance"], answer["refundLiability"]) == (
        "300.00",
        "1200.00",
        "0.00",
    )
    closed = caller(ANALYST).send("put", one(cases[1], "/status"), body)
    assert (closed.status_code, closed.json()["closedOn"]) == (200, closed.json()["asOf"])


def test_overrides_a_limit_and_takes_it_back(caller: Callable[..., Any], cases: list[Case]) -> None:
    path = one(cases[0], "/credit-limit-override")
    assert caller(ANALYST).send("put", path, {"version": 1, "reason": "x"}).status_code == 403
    refused = caller(MANAGER).send("put", path, {"version": 1, "reason": "Surgery agreed"})
    assert (refused.status_code, refused.json()["code"]) == (422, "no_credit_limit")
    CaseAccount.objects.filter(case=cases[0]).update(credit_limit=Money("100.00"))
    answer = caller(MANAGER).send("put", path, {"version": 1, "reason": "Surgery agreed"}).json()
    assert (answer["creditOverrideReason"], answer["creditOverrideBy"]) == (
        "Surgery agreed",
        "Accounting Manager",
    )
    answer = caller(MANAGER).send("put", path, {"version": 2, "reason": ""}).json()
    assert (answer["creditOverrideReason"], answer["creditOverrideAt"]) == ("", None)


def test_entries_and_transactions_come_in_pages(caller: Callable[..., Any], cases: list[Case]) -> None:
    reader = caller(AUDITOR)
    for part, total in (("/entries", 5), ("/transactions", 2)):
        first = reader.get(one(cases[1], part), limit=1).json()
        second = reader.get(one(cases[1], part), limit=1, cursor=first["nextCursor"]).json()
        assert (first["total"], second["total"], len(second["items"])) == (total, total, 1)
        assert first["items"] != second["items"]
        refused = reader.get(one(cases[1], part), cursor="nonsense")
        assert (refused.status_code, refused.json()["code"]) == (422, "bad_cursor")
    narrowed = reader.get(one(cases[1], "/entries"), account="1200").json()
    assert [item["balance"] for item in narrowed["items"]] == ["0.00", "40.00"]
    latest = reader.get(one(cases[1], "/transactions")).json()["items"][0]
    assert (latest["payment"], latest["lienBalance"], latest["journalNumber"][:8]) == (
        "90.00",
        "0.00",
        "JE-2026-",
    )


def test_the_t_account_balances(caller: Callable[..., Any], cases: list[Case]) -> None:
    items = caller(AUDITOR).get(one(cases[1], "/balances")).json()["items"]
    receivable = next(item for item in items if item["number"] == "1200")
    assert receivable["debits"] == [{"type": "charge", "amount": "40.00"}]
    assert receivable["credits"] == [{"type": "payment", "amount": "40.00"}]
    assert sum(Money(item["balance"]).cents for item in items) == 0


def test_the_summary_divides_all_accounts(caller: Callable[..., Any], cases: list[Case]) -> None:
    answer = caller(AUDITOR).get(f"{PATH}/balances").json()
    assert answer["totals"]["accounts"] == 3
    for division in ("byStatus", "byAgeingBucket", "byCollectionStatus"):
        assert sum(group["accounts"] for group in answer[division]) == 3


def test_every_look_leaves_one_row_in_the_access_log(caller: Callable[..., Any], cases: list[Case]) -> None:
    reader = caller(AUDITOR)
    reader.get(PATH)
    reader.get(one(cases[0]))
    reader.get(one(cases[0], "/entries"))
    noted = AccessEntry.objects.order_by("id").values_list("what", "case_number", "rows")
    assert list(noted) == [
        ("Case accounts", "", 3),
        ("Case account", cases[0].number, 1),
        ("Case account entries", cases[0].number, 1),
    ]


def test_other_roles_see_no_accounts(caller: Callable[..., Any], cases: list[Case]) -> None:
    for path in (PATH, one(cases[0]), one(cases[0], "/entries"), f"{PATH}/balances"):
        assert caller(LEGAL).get(path).json()["code"] == "forbidden"
    refused = caller(AUDITOR).send(
        "put", one(cases[0], "/status"), {"version": 1, "status": "hold", "reason": "x"}
    )
    assert refused.status_code == 403
