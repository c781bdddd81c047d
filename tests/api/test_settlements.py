"""Rounds, settlements, calculations, reductions and checks over the interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.settlement.calls import Cast, lien, make_cast

pytestmark = pytest.mark.django_db
DAY = "2026-11-02"


@pytest.fixture
def of(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def coordinator(caller: Callable[..., Any]) -> Any:
    return caller(Role.SETTLEMENT_COORDINATOR)


def _settlement(coordinator: Any, of: Cast, **facts: Any) -> dict[str, Any]:
    body = {
        "settledOn": DAY,
        "gross": "90000.00",
        "plaintiffId": str(of.zoe.id),
        "escrowAccountId": str(of.escrow.id),
        "coverageId": str(of.coverage.id),
        **facts,
    }
    answer = coordinator.post(f"/cases/{of.case.number}/settlements", body, key="s1")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def test_a_round_makes_and_follows_its_settlement(coordinator: Any, of: Cast) -> None:
    body = {"heldOn": DAY, "plaintiffId": str(of.zoe.id), "demand": "120000.00", "settlement": "90000.00"}
    row = coordinator.post(f"/cases/{of.case.number}/rounds", body).json()
    settled = coordinator.get(f"/cases/{of.case.number}/settlements").json()
    assert (settled["gross"], settled["firmFee"], settled["items"][0]["id"]) == (
        "90000.00",
        "0.00",
        row["settlementId"],
    )
    blank = coordinator.send("put", f"/rounds/{row['id']}", {"heldOn": DAY, "version": 1})
    assert (blank.status_code, blank.json()["code"]) == (409, "linked_amount_needed")
    kept = coordinator.send("delete", f"/rounds/{row['id']}?version=1", {})
    assert (kept.status_code, kept.json()["code"]) == (409, "round_is_linked")
    gone = coordinator.send("delete", f"/settlements/{row['settlementId']}?version=1", {})
    assert gone.status_code == 204
    assert coordinator.get(f"/cases/{of.case.number}/rounds").json()["items"][0]["settlement"] is None


def test_an_outdated_version_is_refused(coordinator: Any, of: Cast) -> None:
    row = _settlement(coordinator, of)
    body = {"settledOn": DAY, "gross": "91000.00", "version": 1, "comments": "Signed"}
    changed = coordinator.send("put", f"/settlements/{row['id']}", body)
    assert (changed.status_code, changed.json()["gross"]) == (200, "91000.00")
    again = coordinator.send("put", f"/settlements/{row['id']}", body)
    assert (again.status_code, again.json()["code"]) == (409, "stale_version")


def test_calculates_distributes_and_clears(coordinator: Any, caller: Callable[..., Any], of: Cast) -> None:
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    one = f"/settlements/{_settlement(coordinator, of)['id']}"
    saved = coordinator.send("put", f"{one}/calculation", {"terms": {"feeShare": "1/3"}}).json()
    assert (saved["firmFee"], saved["client"], saved["isBlocked"]) == ("30000.00", "59100.00", False)
    assert saved["lines"][-1] == {
        "name": "Medicare",
        "tier": "Statutory lien",
        "amount": "900.00",
        "left": "59100.00",
    }
    accountant = caller(Role.FINANCIAL_ANALYST)
    made = accountant.post(f"{one}/distribution-checks", {})
    assert made.json() == {"changed": 3}
    assert accountant.post(f"{one}/distribution-checks", {}).json() == {"changed": 0}
    held = [row["id"] for row in accountant.get(f"{one}/checks").json()["items"]]
    early = accountant.post("/checks/statuses", {"checks": held, "status": "print", "on": DAY})
    assert (early.status_code, early.json()["code"]) == (409, "cleared_money_missing")
    deposit = {
        "direction": "in",
        "drawnOn": DAY,
        "amount": "90000.00",
        "status": "deposited",
        "type": "recovery",
    }
    check = accountant.post(f"{one}/checks", deposit, key="c1").json()
    cleared = {"checks": [check["id"]], "status": "cleared", "on": DAY}
    assert accountant.post("/checks/statuses", cleared).json() == {"changed": 1}
    paid = accountant.post("/checks/statuses", {"checks": held, "status": "print", "on": DAY})
    assert paid.json() == {"changed": 3}
    assert accountant.get(f"{one}/checks").json()["available"] == "0.00"
    assert coordinator.post(f"{one}/checks", deposit).status_code == 403


def test_what_ifs_and_refreshes(coordinator: Any, of: Cast) -> None:
    one = f"/settlements/{_settlement(coordinator, of)['id']}/calculation"
    body = {"name": "At 60,000", "terms": {"feeShare": "1/3"}, "values": {"gross": "60000.00"}}
    assert coordinator.send("put", one, body).json()["client"] == "40000.00"
    assert coordinator.get(one).json()["isSaved"] is False
    back = coordinator.post(f"{one}/refresh", {"name": "At 60,000", "inputs": ["gross"]}).json()
    assert back["client"] == "60000.00"
    assert coordinator.send("delete", f"{one}?name=At%2060,000", {}).status_code == 204


def test_a_reduction_takes_two_people(coordinator: Any, caller: Callable[..., Any], of: Cast) -> None:
    owed = lien(of, "Medicare", "medicare", "9000.00", plaintiff=of.zoe)
    body = {"rule": "medicare_411_37_c", "inputs": {"S": "90000.00", "fee": "30000.00", "M": "9000.00"}}
    wrong = coordinator.post(f"/liens/{owed.id}/reductions", {**body, "output": "nothing"})
    assert wrong.status_code == 422
    proposed = coordinator.post(f"/liens/{owed.id}/reductions", body)
    assert (proposed.status_code, proposed.json()["amount"]) == (201, "6000.00"), proposed.json()
    path = f"/reductions/{proposed.json()['id']}/approval"
    assert coordinator.post(path, {}).status_code == 403
    assert caller(Role.NEGOTIATIONS_MANAGER).post(path, {}).json()["status"] == "approved"
    owed.refresh_from_db()
    assert str(owed.negotiated) == "6000.00"


def test_the_view_is_noted_in_the_access_log(coordinator: Any, of: Cast) -> None:
    view = coordinator.get(f"/cases/{of.case.number}/settlement-view").json()
    assert (view["plaintiff"], view["coverage"][0]["contact"]) == ("Zoe Marlow", "Ivy Stone")
    assert (
        coordinator.get(f"/cases/{of.case.number}/counterparties").json()["items"][0]["phone"] == "555-0142"
    )
    assert AccessEntry.objects.filter(case_number=of.case.number).count() == 2


def test_a_fee_is_recorded_once(coordinator: Any, caller: Callable[..., Any], of: Cast) -> None:
    row = _settlement(coordinator, of)
    analyst = caller(Role.FINANCIAL_ANALYST)
    for _ in range(2):
        body = {"amount": "10.00", "recordedOn": DAY}
        assert analyst.post(f"/settlements/{row['id']}/fees", body, key="f1").status_code == 201
    table = analyst.get(f"/cases/{of.case.number}/settlements").json()
    assert (table["feeRecorded"], table["items"][0]["feeRecorded"]["on"]) == ("10.00", DAY)
    assert cast.AS_OF.isoformat() > DAY


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"heldOn": "2199-01-01"}, "is still to come"),
        ({"heldOn": "9999-12-31"}, "a day between 1900 and 2199"),
        ({"heldOn": "0001-01-01"}, "a day between 1900 and 2199"),
        ({"offer": "\ud800"}, ""),
    ],
)
def test_a_round_on_an_impossible_day_or_of_no_amount_is_refused(
    coordinator: Any, of: Cast, facts: dict[str, str], sentence: str
) -> None:
    answer = coordinator.post(f"/cases/{of.case.number}/rounds", {"heldOn": DAY, **facts})
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


def test_an_offer_for_a_plaintiff_of_another_case_is_refused(coordinator: Any, of: Cast) -> None:
    other = cast.make_case("Ana Ashford").plaintiffs.get()
    body = {"gross": "100.00", "plaintiffId": str(other.id)}
    answer = coordinator.post(f"/cases/{of.case.number}/offer-calculation", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_of_this_case")


def test_a_name_that_no_calculation_can_have_is_not_found(coordinator: Any, of: Cast) -> None:
    settled = _settlement(coordinator, of)
    where = f"/settlements/{settled['id']}/calculation"
    assert coordinator.post(f"{where}/refresh", {"name": "\x00"}).status_code == 404
    assert coordinator.get(f"{where}?name=%00").status_code < 500
