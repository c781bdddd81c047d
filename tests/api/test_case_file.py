"""Plaintiffs, injuries, coverage and expenses over the interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.cases.models import CaseExpense, Plaintiff
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.settlement.calls import Cast, make_cast, negotiate, usd

pytestmark = pytest.mark.django_db

EXPENSE = {"incurredOn": "2026-06-01", "description": "Records", "amount": "12.50"}


@pytest.fixture
def of(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def coordinator(caller: Callable[..., Any]) -> Any:
    return caller(Role.SETTLEMENT_COORDINATOR)


def start(of: Cast, what: str) -> str:
    return f"/cases/{of.case.number}/{what}"


def test_a_plaintiff_with_an_injury_is_added_changed_and_removed(coordinator: Any, of: Cast) -> None:
    body = {"name": "Lou Marlow", "bornOn": "2012-03-04", "weight": 2}
    made = coordinator.post(start(of, "plaintiffs"), body, key="lou")
    again = coordinator.post(start(of, "plaintiffs"), body, key="lou")
    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    other = coordinator.post(start(of, "plaintiffs"), {"name": "Ida"}, key="lou")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    one = f"/plaintiffs/{made.json()['id']}"
    hurt = {"plaintiffId": made.json()["id"], "name": "Sprain"}
    injury = coordinator.post(start(of, "injuries"), hurt).json()
    changed = coordinator.send("put", f"/injuries/{injury['id']}", {**hurt, "name": "Strain", "version": 1})
    assert (changed.json()["name"], changed.json()["version"]) == ("Strain", 2)
    changed = coordinator.send("put", one, {**body, "weight": 1, "version": 1}).json()
    assert (changed["weight"], changed["version"], len(changed["injuries"])) == (1, 2, 1)
    stale = coordinator.send("delete", f"{one}?version=1", {})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert coordinator.send("delete", f"{one}?version=2", {}).status_code == 204
    assert not Plaintiff.objects.filter(id=made.json()["id"]).exists()
    gone = coordinator.post(start(of, "plaintiffs"), body, key="lou")
    assert gone.status_code == 404


def test_the_file_reads_back_what_was_entered(coordinator: Any, of: Cast) -> None:
    body = {
        "insurer": "Copper Mutual",
        "kind": "um",
        "plaintiffId": str(of.finn.id),
        "policyNumber": "CM-1",
        "claimNumber": "77-A",
        "insuredName": "Finn Marlow",
        "limitPerPerson": "15000.00",
        "limitPerAccident": None,
        "adjuster": "Bo Lind",
        "adjusterPhone": "(213) 555-0142",
        "adjusterEmail": "bo@copper.example",
        "administrator": "Claims Depot",
    }
    made = coordinator.post(start(of, "coverages"), body)
    assert made.status_code == 201
    assert {name: made.json()[name] for name in body} == body
    coordinator.post(start(of, "expenses"), EXPENSE)
    found = coordinator.get(start(of, "file")).json()
    assert [each["insurer"] for each in found["coverages"]] == ["Northfield Mutual", "Copper Mutual"]
    assert [(each["name"], each["isPatient"]) for each in found["plaintiffs"]] == [
        ("Zoe Marlow", True),
        ("Finn Marlow", False),
    ]
    assert (found["expenses"][0]["description"], found["expensesTotal"]) == ("Records", "12.50")
    assert AccessEntry.objects.filter(what="Case file", case_number=of.case.number).count() == 1


def test_what_something_rests_on_stays(coordinator: Any, of: Cast) -> None:
    negotiate(of, offer=usd("100.00"))
    kept = coordinator.send("delete", f"/coverages/{of.coverage.id}?version=1", {})
    assert (kept.status_code, kept.json()["code"]) == (409, "still_named")
    patient = coordinator.send("delete", f"/plaintiffs/{of.zoe.id}?version=1", {})
    assert patient.json()["code"] == "patient_stays"


def test_an_expense_is_corrected_and_removed(coordinator: Any, of: Cast) -> None:
    one = f"/case-expenses/{coordinator.post(start(of, 'expenses'), EXPENSE).json()['id']}"
    changed = coordinator.send("put", one, {**EXPENSE, "amount": "10.00", "version": 1}).json()
    assert (changed["amount"], changed["isRecoverable"]) == ("10.00", True)
    nothing = coordinator.send("put", one, {**EXPENSE, "amount": "0.00", "version": 2})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "expense_not_positive")
    assert coordinator.send("delete", f"{one}?version=2", {}).status_code == 204
    assert not CaseExpense.objects.exists()


def test_a_provider_reads_an_empty_file_and_a_stranger_none(caller: Callable[..., Any], of: Cast) -> None:
    cast.make_bill(of.case)
    group = cast.provider_group("Bayline Care Partners")
    provider = caller(Role.PROVIDER, scope_kind="provider_group", scope_id=group.id)
    assert provider.get(start(of, "file")).json()["plaintiffs"] == []
    legal = caller(Role.LEGAL_TEAM)
    assert legal.get(start(of, "file")).status_code == 200
    assert legal.post(start(of, "plaintiffs"), {"name": "Lou"}).status_code == 403


def test_the_patient_is_set_at_the_version_that_was_seen(
    coordinator: Any, caller: Callable[..., Any], of: Cast
) -> None:
    seen = coordinator.get(start(of, "patient")).json()
    body = {"language": "Spanish", "gender": "female", "work": "4 Pier Street", "version": seen["version"]}
    changed = coordinator.send("put", start(of, "patient"), body).json()
    assert (changed["work"], changed["language"], changed["version"]) == (
        "4 Pier Street",
        "Spanish",
        seen["version"] + 1,
    )
    assert coordinator.send("put", start(of, "patient"), body).json()["code"] == "stale_version"
    cleared = coordinator.send("put", start(of, "patient"), {"version": changed["version"]}).json()
    assert (cleared["work"], cleared["gender"]) == ("", "")
    wrong = coordinator.send("put", start(of, "patient"), {"mobile": "soon", "version": cleared["version"]})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "contact_not_a_number")
    cast.make_bill(of.case)
    provider = caller(Role.PROVIDER, scope_kind="provider_group", scope_id=cast.provider_group().id)
    assert provider.get(start(of, "patient")).status_code == 404
    assert caller(Role.LEGAL_TEAM).send("put", start(of, "patient"), body).status_code == 403


def test_what_happened_is_set_at_the_version_that_was_seen(coordinator: Any, of: Cast) -> None:
    seen = coordinator.get(start(of, "facts")).json()
    assert (seen["incidentFacts"], seen["version"]) == ("Rear-ended at a light.", 1)
    body = {"incidentFacts": "Struck on green.", "injuriesSummary": "Neck.", "version": 1}
    changed = coordinator.send("put", start(of, "facts"), body).json()
    assert (changed["incidentFacts"], changed["version"]) == ("Struck on green.", 2)
    assert coordinator.send("put", start(of, "facts"), body).status_code == 409
