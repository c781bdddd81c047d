"""What the interface says to a question it cannot read: our own sentence, and never another answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.identity.permissions import Role
from tests import cast

pytestmark = pytest.mark.django_db
ANALYST = Role.FINANCIAL_ANALYST
DAY = "asOf is a day such as 2026-11-20."


def refusal(answer: Any) -> tuple[int, str, str]:
    problem = answer.json()
    return answer.status_code, problem["code"], problem["detail"]


@pytest.mark.parametrize(
    ("path", "name", "known"),
    [
        ("/receivables/summary", "asof", "asOf, providerGroup, firm, state, tranche"),
        (
            "/receivables/at-risk",
            "frim",
            "asOf, providerGroup, firm, state, tranche, limit, cursor, category",
        ),
        ("/cases/search", "words", "q, limit"),
        ("/imports", "page", "limit"),
    ],
)
def test_refuses_a_parameter_it_does_not_know(
    caller: Callable[..., Any], path: str, name: str, known: str
) -> None:
    answer = caller(ANALYST).get(path, **{name: "2026-11-20"})
    sentence = f"{name} is not a parameter of this operation; it takes {known}."
    assert refusal(answer) == (422, "invalid_input", sentence)
    assert answer.json()["field"] == name


def test_refuses_a_text_that_the_database_could_not_hold(caller: Callable[..., Any]) -> None:
    answer = caller(Role.ACCOUNTING_MANAGER).get("/ledger/journals", account="1010\x00")
    assert refusal(answer)[:2] == (422, "invalid_input")
    assert answer.json()["field"] == "account"


def test_refuses_a_parameter_where_there_is_none(caller: Callable[..., Any]) -> None:
    case = cast.make_case("Zoe Marlow", stage="negotiation")
    body = {"stage": "in_litigation", "beganOn": "2026-11-02"}
    answer = caller(Role.NEGOTIATIONS_MANAGER).post(f"/cases/{case.number}/stage-changes?dryRun=1", body)
    assert answer.json()["detail"] == "dryRun is not a parameter of this operation; it takes none."
    case.refresh_from_db()
    assert case.stage == "negotiation"


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        ("/receivables/summary", {"asOf": "yesterday"}, DAY),
        ("/receivables/summary", {"asOf": "2026-02-30"}, DAY),
        ("/receivables/summary", {"asOf": "0"}, DAY),
        ("/receivables/summary", {"asOf": "2026-11-20T10:00:00"}, DAY),
        ("/receivables/summary", {"asOf": ""}, DAY),
        ("/receivables/at-risk", {"limit": "ten"}, "limit is a whole number."),
        ("/receivables/at-risk", {"limit": "1.5"}, "limit is a whole number."),
        ("/receivables/at-risk", {"limit": "0"}, "limit is at least 1."),
        ("/receivables/at-risk", {"limit": "201"}, "limit is at most 200."),
        ("/receivables/at-risk", {"cursor": "x" * 501}, "cursor has at most 500 characters."),
        (
            "/receivables/at-risk",
            {"category": "old"},
            "category is no_longer_represent, pending_24_plus, pending_18_plus or case_36_plus.",
        ),
    ],
)
def test_says_in_our_own_words_what_cannot_be_read(
    caller: Callable[..., Any], path: str, query: dict[str, str], sentence: str
) -> None:
    assert refusal(caller(ANALYST).get(path, **query)) == (422, "invalid_input", sentence)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "amount is missing."),
        ({"amount": 10.5}, 'amount is text such as "1234.50".'),
        ({"amount": "10.00", "depositedOn": 20261102}, "depositedOn is a day such as 2026-11-20."),
        ({"amount": "10.00", "depositedOn": "2026-11-02", "payer": 7}, "payer is text."),
        (
            {"amount": "10.00", "depositedOn": "2026-11-02", "caseId": "x"},
            "caseId is not a field of this operation.",
        ),
        ({"amount": "10.00", "depositedOn": "2026-11-02", "parts": "all"}, "parts is a list."),
        ({"amount": "10.00", "depositedOn": "2026-11-02", "parts": ["all"]}, "parts is a JSON object."),
        (
            {"amount": "10.00", "depositedOn": "2026-11-02", "parts": [{"billId": "7", "amount": "10.00"}]},
            "billId is an id such as 01a1fb72-6e37-7875-b6f7-90660e3fbbdb.",
        ),
    ],
)
def test_says_in_our_own_words_what_is_wrong_with_a_body(
    caller: Callable[..., Any], body: dict[str, Any], sentence: str
) -> None:
    answer = caller(ANALYST).post("/cases/CASE-2026-00001/receipts", body)
    assert refusal(answer) == (422, "invalid_input", sentence)


def test_refuses_two_parts_for_one_bill(caller: Callable[..., Any]) -> None:
    case = cast.make_case("Zoe Marlow", stage="negotiation")
    bill = cast.make_bill(case, "1000.00")
    parts = [{"billId": str(bill.id), "amount": "60.00"}, {"billId": str(bill.id), "amount": "40.00"}]
    body = {"amount": "40.00", "depositedOn": "2026-11-02", "parts": parts}
    answer = caller(ANALYST).post(f"/cases/{case.number}/receipts", body)
    sentence = f"Not saved. The parts name the bill {bill.id} more than once; give each bill one part."
    assert refusal(answer) == (422, "bill_named_twice", sentence)
    assert not case.receipts.exists()
