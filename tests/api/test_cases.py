"""Cases over the interface: search, stage changes, receipts, adjustments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.identity.permissions import Role
from tests import cast

pytestmark = pytest.mark.django_db
MANAGER, ANALYST, LEGAL = Role.NEGOTIATIONS_MANAGER, Role.FINANCIAL_ANALYST, Role.LEGAL_TEAM


@pytest.fixture
def case() -> Any:
    case = cast.make_case("Zoe Marlow", stage="negotiation")
    cast.make_bill(case, "1000.00")
    cast.make_bill(case, "500.00")
    return case


def test_finds_a_case_by_the_beginning_of_the_patients_name(caller: Callable[..., Any], case: Any) -> None:
    answer = caller(LEGAL).get("/cases/search", q="marl")
    assert answer.json() == {
        "items": [
            {
                "number": case.number,
                "patient": "Zoe Marlow",
                "firm": "Pacific Crest Law Firm",
                "stage": "negotiation",
            }
        ]
    }


@pytest.mark.parametrize("words", ["", "  ", "'; DROP TABLE cases_case; --", "& | ! ( )", "zzz", "\\", "%"])
def test_answers_odd_searches_with_no_case(caller: Callable[..., Any], case: Any, words: str) -> None:
    answer = caller(LEGAL).get("/cases/search", q=words)
    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_records_a_stage_change_once_for_a_repeated_key(caller: Callable[..., Any], case: Any) -> None:
    body = {"stage": "in_litigation", "beganOn": "2026-11-02", "note": "Complaint filed"}
    first = caller(MANAGER).post(f"/cases/{case.number}/stage-changes", body, key="a1")
    second = caller(MANAGER).post(f"/cases/{case.number}/stage-changes", body, key="a1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    case.refresh_from_db()
    assert case.stage == "in_litigation"


def test_refuses_a_key_that_belongs_to_other_content(caller: Callable[..., Any], case: Any) -> None:
    path = f"/cases/{case.number}/receipts"
    caller(ANALYST).post(path, {"amount": "10.00", "depositedOn": "2026-11-02"}, key="k")
    answer = caller(ANALYST).post(path, {"amount": "11.00", "depositedOn": "2026-11-02"}, key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_spreads_a_receipt_over_what_is_open(caller: Callable[..., Any], case: Any) -> None:
    answer = caller(ANALYST).post(
        f"/cases/{case.number}/receipts", {"amount": "100.00", "depositedOn": "2026-11-02"}
    )
    assert answer.status_code == 201
    parts = sorted(str(part) for part in case.receipts.get().allocations.values_list("amount", flat=True))
    assert parts == ["33.33", "66.67"]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0.00", "amount_not_positive"),
        ("-5.00", "amount_not_positive"),
        ("NaN", "amount_not_exact"),
        ("1e308", "amount_not_exact"),
        ("10.001", "amount_not_exact"),
        (10.5, "invalid_input"),
        ("", "amount_not_exact"),
    ],
)
def test_refuses_an_amount_that_is_none(
    caller: Callable[..., Any], case: Any, amount: object, code: str
) -> None:
    answer = caller(ANALYST).post(
        f"/cases/{case.number}/receipts", {"amount": amount, "depositedOn": "2026-11-02"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not case.receipts.exists()


def test_refuses_to_give_up_more_than_is_open(caller: Callable[..., Any], case: Any) -> None:
    bill = case.bills.order_by("billed").first()
    body = {"kind": "reduction", "amount": "500.01", "effectiveOn": "2026-11-02", "reason": "Agreed"}
    answer = caller(MANAGER).post(f"/bills/{bill.id}/adjustments", body)
    assert answer.json()["code"] == "adjustment_too_large"


def test_refuses_fields_it_does_not_know(caller: Callable[..., Any], case: Any) -> None:
    body = {"amount": "1.00", "depositedOn": "2026-11-02", "caseId": "x"}
    answer = caller(ANALYST).post(f"/cases/{case.number}/receipts", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_refuses_a_caller_without_the_permission(caller: Callable[..., Any], case: Any) -> None:
    answer = caller(LEGAL).post(
        f"/cases/{case.number}/receipts", {"amount": "1.00", "depositedOn": "2026-11-02"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_foreign_case_looks_missing(caller: Callable[..., Any], case: Any) -> None:
    other = cast.provider_group("Ridgeway Medical Group")
    provider = caller(Role.PROVIDER, scope_kind="provider_group", scope_id=other.id)
    assert provider.get("/cases/search", q="marlow").json() == {"items": []}


def test_an_unknown_token_is_not_signed_in(db: None, client: Any) -> None:
    answer = client.get("/api/cases/search", headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["Content-Type"] == "application/problem+json"
