"""Liens, reductions and calculations of offers over the interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.cases.models import Lien
from openlien.identity.permissions import Role
from tests.domain.settlement.calls import Cast, calculate, lien, make_cast, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def coordinator(caller: Callable[..., Any]) -> Any:
    return caller(Role.SETTLEMENT_COORDINATOR)


def test_a_lien_is_added_changed_and_listed(coordinator: Any, of: Cast) -> None:
    body = {"holder": "Harbor Hospital", "kind": "hospital", "asserted": "1250.00"}
    added = coordinator.post(f"/cases/{of.case.number}/liens", body)
    assert (added.status_code, added.json()["payable"], added.json()["version"]) == (201, "1250.00", 1)
    where = f"/liens/{added.json()['id']}"
    changed = coordinator.send("put", where, {**body, "waived": "250.00", "version": 1})
    assert (changed.status_code, changed.json()["payable"]) == (200, "1000.00")
    stale = coordinator.send("put", where, {**body, "version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    items = coordinator.get(f"/cases/{of.case.number}/liens").json()["items"]
    assert [(each["holder"], each["status"]) for each in items] == [("Harbor Hospital", "asserted")]


def test_refuses_a_notice_that_is_still_to_come(coordinator: Any, of: Cast) -> None:
    body = {"holder": "Harbor Hospital", "kind": "hospital", "firstNoticeOn": "2199-12-31"}
    refused = coordinator.post(f"/cases/{of.case.number}/liens", body)
    said = refused.json()
    assert (refused.status_code, said["code"], said["day"]) == (422, "day_in_future", "2199-12-31")
    assert said["detail"].startswith("Not saved. Dec 31, 2199 is still to come")


def test_a_proposal_keeps_its_working_and_its_source(
    coordinator: Any, caller: Callable[..., Any], of: Cast
) -> None:
    owed = lien(of, "Medicare", "medicare", "10000.00", plaintiff=of.zoe)
    inputs = {"S": "100000.00", "fee": "40000.00", "costs": "5000.00", "M": "10000.00"}
    body = {"rule": "medicare_411_37_c", "inputs": inputs}
    made = coordinator.post(f"/liens/{owed.id}/reductions", body).json()
    manager = caller(Role.NEGOTIATIONS_MANAGER)
    waiting = manager.get("/reductions?status=proposed").json()
    assert (waiting["total"], waiting["items"][0]["amount"]) == (1, "5500.00")
    assert waiting["items"][0]["law"]["citation"] == "42 CFR 411.37"
    assert waiting["items"][0]["trace"]
    manager.post(f"/reductions/{made['id']}/approval", {})
    assert manager.get(f"/cases/{of.case.number}/reductions").json()["items"][0]["status"] == "approved"
    assert str(Lien.objects.get(id=owed.id).negotiated) == "5500.00"


def test_several_recoveries_are_saved_and_come_back(coordinator: Any, of: Cast) -> None:
    settlement = settle(of, "75000.00")
    parts = [
        {"payer": "A", "amount": "50000.00", "feeShare": "33.33%"},
        {"payer": "B", "amount": "25000.00", "feeShare": "40%"},
    ]
    one = f"/settlements/{settlement.id}/calculation"
    saved = coordinator.send("put", one, {"terms": {"feeShare": "1/3", "recoveries": parts}}).json()
    assert (saved["firmFee"], saved["client"]) == ("26665.00", "48335.00")
    again = coordinator.get(one).json()["terms"]
    assert (
        coordinator.send("put", one, {"terms": {"feeShare": "1/3", "recoveries": parts[:1]}}).status_code
        == 422
    )
    assert again["recoveries"][1]["payer"] == "B"


def test_an_offer_is_calculated_with_the_terms_of_the_case(coordinator: Any, of: Cast) -> None:
    calculate(of, settle(of))
    where = f"/cases/{of.case.number}/offer-calculation"
    answer = coordinator.post(where, {"gross": "60000.00"})
    assert (answer.status_code, answer.json()["client"], answer.json()["isSaved"]) == (200, "40000.00", False)
    assert coordinator.post(where, {"gross": "0.00"}).status_code == 422


def test_says_what_a_settlement_chooses_from(coordinator: Any, of: Cast) -> None:
    found = coordinator.get("/settlement-choices").json()
    assert [each["name"] for each in found["types"]] == ["Negotiation", "Arbitration", "Judgment"]
    assert [each["name"] for each in found["escrowAccounts"]] == ["IOLTA"]
