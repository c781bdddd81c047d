"""A negotiation over the interface: versions, keys, stable codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.cases.models import Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.negotiation.conftest import bills, copy_of_bill, negotiated_case

pytestmark = pytest.mark.django_db
MANAGER, COORDINATOR, LEGAL = Role.NEGOTIATIONS_MANAGER, Role.SETTLEMENT_COORDINATOR, Role.LEGAL_TEAM


@pytest.fixture
def case(db: None) -> Case:
    return negotiated_case()


@pytest.fixture
def desk(caller: Callable[..., Any]) -> Any:
    return caller(COORDINATOR)


def test_a_bill_is_offered_and_the_grid_shows_it(desk: Any, case: Case) -> None:
    bill = bills(case)[0]
    address = f"/cases/{case.number}/bills/{bill.id}/offer"
    answer = desk.send("put", address, {"entry": "65%", "version": 0})
    assert answer.status_code == 200
    assert (answer.json()["after"], answer.json()["items"][0]["version"]) == ("780.00", 1)
    grid = desk.get(f"/cases/{case.number}/bills-grid").json()
    line = grid["items"][0]
    assert (line["offer"], line["percentBilled"], line["reduction"], line["ror"]) == (
        "780.00",
        "65.00",
        "420.00",
        "160.00",
    )
    assert grid["totals"]["balance"] == "4580.00"
    assert grid["totals"]["annualised"] == {
        "rate": None,
        "days": None,
        "asOf": grid["asOf"],
        "note": "Part of the cost is not paid to its provider yet, so its time is not known.",
    }
    stale = desk.send("put", address, {"entry": "500", "version": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "bill_offer_stale")
    assert (stale.json()["yourAmount"], stale.json()["theirAmount"], stale.json()["version"]) == (
        "500.00",
        "780.00",
        1,
    )


def test_a_bulk_edit_is_previewed_set_repeated_and_undone(desk: Any, case: Case) -> None:
    edits = {"edits": [{"billId": str(bill.id), "entry": "=80%", "version": 0} for bill in bills(case)]}
    address = f"/cases/{case.number}/bill-offers"
    preview = desk.post(f"{address}/preview", edits).json()
    assert (preview["changed"], preview["before"], preview["after"], preview["changeSetId"]) == (
        3,
        "0.00",
        "4000.00",
        None,
    )
    first, again = (desk.post(address, edits, key="k").json() for _ in range(2))
    assert first["changeSetId"] == again["changeSetId"]
    refused = desk.post(address, edits | {"edits": [edits["edits"][0] | {"entry": "1"}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "edits_stale")
    assert refused.json()["rows"][0]["theirs"] == "960.00"
    assert desk.post(f"{address}/undo", {}).json()["changed"] == 3
    nothing = desk.post(f"{address}/undo", {})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_undo")
    history = desk.get(f"/bills/{bills(case)[0].id}/offer-changes").json()["items"]
    assert [(line["after"], line["wasUndone"]) for line in history] == [(None, False), ("960.00", True)]


def test_an_offer_goes_from_draft_to_agreement(desk: Any, case: Case) -> None:
    made = desk.post(f"/cases/{case.number}/offers", {"amount": "4000.00"}, key="k")
    assert made.status_code == 201
    offer = made.json()
    for step, status in (("submission", "approved"), ("sending", "sent"), ("acceptance", "accepted")):
        answer = desk.post(f"/offers/{offer['id']}/{step}", {"version": offer["version"]})
        assert answer.status_code == 200, answer.content
        offer = answer.json()
        assert offer["status"] == status
    listed = desk.get(f"/cases/{case.number}/offers").json()
    assert listed["agreement"]["amount"] == "4000.00"
    late = desk.post(f"/cases/{case.number}/offers", {"amount": "1.00"})
    assert (late.status_code, late.json()["code"]) == (409, "case_agreed")


def test_an_agreement_is_voided_by_a_manager_with_a_reason(
    desk: Any, caller: Callable[..., Any], case: Case
) -> None:
    offer = desk.post(f"/cases/{case.number}/offers", {"amount": "4000.00"}).json()
    for step in ("submission", "sending", "acceptance"):
        offer = desk.post(f"/offers/{offer['id']}/{step}", {"version": offer["version"]}).json()
    address, body = f"/offers/{offer['id']}/voiding", {"version": offer["version"], "reason": "Wrong firm"}
    assert desk.post(address, body).status_code == 403
    manager = caller(MANAGER)
    unsaid = manager.post(address, {"version": offer["version"]})
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "reason_missing")
    voided = manager.post(address, body).json()
    assert (voided["status"], voided["endingReason"]) == ("voided", "Wrong firm")
    assert (voided["agreedOn"], bool(voided["agreedBy"])) == (voided["endedOn"], True)
    assert desk.get(f"/cases/{case.number}/offers").json()["agreement"] is None
    again = manager.post(address, body)
    assert (again.status_code, again.json()["code"]) == (409, "offer_not_there")


def test_an_offer_beyond_the_limits_is_approved_by_a_manager(
    desk: Any, caller: Callable[..., Any], case: Case
) -> None:
    offer = desk.post(f"/cases/{case.number}/offers", {"amount": "1000.00"}).json()
    offer = desk.post(f"/offers/{offer['id']}/submission", {"version": offer["version"]}).json()
    assert offer["status"] == "submitted"
    step = {"version": offer["version"]}
    assert desk.post(f"/offers/{offer['id']}/approval", step).status_code == 403
    assert caller(MANAGER).post(f"/offers/{offer['id']}/approval", step).json()["status"] == "approved"


def test_the_firms_offer_is_countered(desk: Any, case: Case) -> None:
    theirs = desk.post(
        f"/cases/{case.number}/offers",
        {"direction": "theirs", "amount": "3000.00", "expiresOn": "2199-01-01"},
    ).json()
    assert (theirs["status"], theirs["expiresOn"]) == ("sent", "2199-01-01")
    body = {"version": theirs["version"], "amount": "4000.00"}
    ours = desk.post(f"/offers/{theirs['id']}/counter", body).json()
    assert (ours["status"], ours["counterOfId"]) == ("draft", theirs["id"])
    again = desk.post(f"/offers/{theirs['id']}/rejection", {"version": theirs["version"] + 1})
    assert (again.status_code, again.json()["code"]) == (409, "offer_not_there")
    withdrawn = desk.post(
        f"/offers/{ours['id']}/withdrawal", {"version": ours["version"], "reason": "New records"}
    )
    assert withdrawn.json()["endingReason"] == "New records"


def test_outside_bills_make_the_fair_share(desk: Any, case: Case) -> None:
    copy = str(copy_of_bill(case))
    body = {"provider": "Cedar Clinic", "billed": "6000.00", "promised": "3900.00", "copyId": copy}
    made = desk.post(f"/cases/{case.number}/outside-bills", body, key="k").json()
    assert (made["isEligible"], made["version"], made["paid"]) == (True, 1, "0.00")
    found = desk.get(f"/cases/{case.number}/outside-bills").json()
    assert (found["proRataPercent"], found["promised"]) == ("65.00", "3900.00")
    fairness = desk.get(f"/cases/{case.number}/fairness").json()
    assert (fairness["ratioPercent"], fairness["triggerPercent"]) == ("65.00", "80.00")
    fund = desk.get(f"/cases/{case.number}/fairness", variant="fund-based", fund="5500.00").json()
    assert fund["ratioPercent"] == "50.00"
    address = f"/outside-bills/{made['id']}"
    changed = desk.send("put", address, body | {"payer": "medicare", "paid": "900.00", "version": 1}).json()
    assert changed["whyNot"] == "Paid by Medicare"
    assert desk.send("delete", f"{address}?version=1", {}).json()["code"] == "terms_stale"
    assert desk.send("delete", f"{address}?version=2", {}).status_code == 200


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"copyRequestedOn": 0}, "invalid_input"),
        ({"copyRequestedOn": "2199-01-01"}, "copy_requested_later"),
        ({"payer": "medicare", "paid": "6000.01"}, "paid_above_bill"),
    ],
)
def test_an_outside_bill_that_cannot_be_is_refused(
    desk: Any, case: Case, facts: dict[str, Any], code: str
) -> None:
    body = {"provider": "Cedar Clinic", "billed": "6000.00", **facts}
    answer = desk.post(f"/cases/{case.number}/outside-bills", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_distribution_follows_the_financial_information(desk: Any, case: Case) -> None:
    address = f"/cases/{case.number}/financial-information"
    assert desk.get(address).json()["version"] == 0
    body = {"settled": "50000.00", "fee": "2500.00", "costs": "20.00", "version": 0}
    assert desk.send("put", address, body).json()["feePercent"] == "5.00"
    assert desk.send("put", address, body).json()["code"] == "terms_stale"
    found = desk.get(f"/cases/{case.number}/distribution").json()
    assert [(part["name"], part["percent"]) for part in found["items"][:3]] == [
        ("Attorney portion", "5.04"),
        ("Attorney fee", "5.00"),
        ("Cost", "0.04"),
    ]
    assert found["items"][-1]["amount"] == "47480.00"


def test_a_note_stays_with_its_bill(desk: Any, case: Case) -> None:
    address = f"/bills/{bills(case)[0].id}/notes"
    assert desk.post(address, {"body": "Called the adjuster"}).status_code == 201
    assert [note["body"] for note in desk.get(address).json()["items"]] == ["Called the adjuster"]


def test_the_limits_are_a_managers(desk: Any, caller: Callable[..., Any]) -> None:
    present = desk.get("/negotiation/policy").json()
    body = {**present, "approvalPercentBelow": "70", "approvalAmountAbove": None}
    assert desk.send("put", "/negotiation/policy", body).status_code == 403
    changed = caller(MANAGER).send("put", "/negotiation/policy", body).json()
    assert (changed["approvalPercentBelow"], changed["version"]) == ("70.00", present["version"] + 1)


@pytest.mark.parametrize("entry", ["lots", "-5", "1200.01", "=pro"])
def test_what_cannot_be_offered_is_refused_in_words(desk: Any, case: Case, entry: str) -> None:
    address = f"/cases/{case.number}/bills/{bills(case)[0].id}/offer"
    answer = desk.send("put", address, {"entry": entry, "version": 0})
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")


def test_legal_reads_and_leaves_a_trace_and_a_provider_reads_nothing(
    caller: Callable[..., Any], case: Case
) -> None:
    legal = caller(LEGAL)
    grid = legal.get(f"/cases/{case.number}/bills-grid")
    assert (grid.status_code, {each["cost"] for each in grid.json()["items"]}) == (200, {None})
    assert AccessEntry.objects.get().what == "Bills grid"
    assert legal.post(f"/cases/{case.number}/bill-offers/undo", {}).status_code == 403
    provider = caller(Role.PROVIDER, scope_kind="provider_group", scope_id=cast.provider_group().id)
    for path in ("bills-grid", "offers", "outside-bills", "fairness", "distribution"):
        assert provider.get(f"/cases/{case.number}/{path}").status_code == 403
