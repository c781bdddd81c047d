"""Law firms as programs see them: list, figures, cases by page, contacts, a new firm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.funding.test_costs import returned_case

pytestmark = pytest.mark.django_db
COST = ("siteCost", "interest", "allocated", "returned", "ror")


@pytest.fixture
def manager(caller: Callable[..., Any]) -> Any:
    return caller(Role.NEGOTIATIONS_MANAGER)


@pytest.fixture
def address() -> str:
    returned_case("Zoe Marlow", "1000.00", "1800.00")
    returned_case("Kai Calder", "4000.00", "4400.00", code="27447")
    returned_case("Bo Orford", "500.00", "0.00")
    return f"/firms/{cast.firm().id}"


def test_lists_the_firms_found(manager: Any, address: str) -> None:
    cast.make_case("Ty Vale", firm_name="Osprey Legal")
    assert [each["name"] for each in manager.get("/firms").json()["items"]] == [
        "Osprey Legal",
        "Pacific Crest Law Firm",
    ]
    found = manager.get("/firms", q="pac").json()
    assert (found["total"], found["items"][0]["billed"], found["items"][0]["cases"]) == (1, "27000.00", 3)


def test_a_firm_has_every_figure_of_the_requirement(manager: Any, address: str) -> None:
    found = manager.get(address).json()
    totals = found["totals"]
    assert (totals["billed"], totals["collected"], totals["allocated"], totals["returned"]) == (
        "27000.00",
        "6200.00",
        "5500.00",
        "700.00",
    )
    assert (totals["ror"], totals["rorMean"], totals["rorMedian"]) == ("12.73", "-3.33", "10.00")
    assert totals["annualised"]["asOf"] == found["asOf"]
    assert (totals["annualised"]["rate"] is None) == (totals["annualised"]["days"] is None)
    assert {each["care"]: each["cases"] for each in totals["timeOut"]} == {"chiropractic": 2, "surgical": 1}
    assert len(found["collections"]) == 24
    assert sum(float(each["collected"]) for each in found["collections"]) == 6200


def test_its_cases_come_in_pages_with_the_totals_of_all(manager: Any, address: str) -> None:
    first = manager.get(f"{address}/cases", limit=2).json()
    rest = manager.get(f"{address}/cases", limit=2, cursor=first["nextCursor"]).json()
    assert [each["patient"] for each in first["items"] + rest["items"]] == [
        "Zoe Marlow",
        "Kai Calder",
        "Bo Orford",
    ]
    assert (rest["nextCursor"], rest["total"], rest["totals"]["collected"]) == (None, 3, "6200.00")
    assert [first["items"][0][name] for name in COST] == ["1000.00", "0.00", "1000.00", "800.00", "80.00"]
    assert AccessEntry.objects.filter(what="Cases of a firm", rows=2).exists()


def test_finds_its_cases_by_words(manager: Any, address: str) -> None:
    found = manager.get(f"{address}/cases", q="kai").json()
    assert ([each["patient"] for each in found["items"]], found["totals"]["billed"]) == (
        ["Kai Calder"],
        "9000.00",
    )


def test_a_cursor_of_another_list_is_refused(manager: Any, address: str) -> None:
    answer = manager.get(f"{address}/cases", cursor="bm9uc2Vuc2U")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_a_role_without_sight_of_cost_gets_none(caller: Callable[..., Any], address: str) -> None:
    legal = caller(Role.LEGAL_TEAM)
    totals = legal.get(address).json()["totals"]
    assert [totals[name] for name in COST] == [None] * 5
    assert totals["timeOut"] == []
    case = legal.get(f"{address}/cases").json()["items"][0]
    assert [case[name] for name in (*COST, "monthsOut")] == [None] * 6


def test_contacts_are_changed_over_the_version_that_was_read(manager: Any, address: str) -> None:
    body = {"version": 1, "contacts": [{"kind": "phone", "value": "213-555-0142"}]}
    changed = manager.send("put", f"{address}/contacts", body).json()
    assert (changed["version"], changed["contacts"]) == (
        2,
        [{"kind": "phone", "value": "213-555-0142", "label": ""}],
    )
    again = manager.send("put", f"{address}/contacts", body)
    assert (again.status_code, again.json()["code"]) == (409, "contacts_changed")


def test_a_firm_is_added_once(manager: Any) -> None:
    body = {"name": "Larkspur Defense LLP", "attorney": "Ines Vale", "contacts": []}
    answer = manager.post("/firms", body)
    assert (answer.status_code, answer.json()["people"][0]["name"]) == (201, "Ines Vale")
    again = manager.post("/firms", {**body, "name": "Larkspur Defense"})
    assert (again.status_code, again.json()["firmId"]) == (409, answer.json()["id"])


def test_only_those_who_change_cases_add_or_change_firms(caller: Callable[..., Any], address: str) -> None:
    legal = caller(Role.LEGAL_TEAM)
    assert legal.post("/firms", {"name": "Larkspur Defense"}).status_code == 403
    body = {"version": 1, "contacts": []}
    assert legal.send("put", f"{address}/contacts", body).status_code == 403


def test_what_is_no_firm_is_missing(manager: Any) -> None:
    for missing in (uuid4(), cast.patient().id):
        assert manager.get(f"/firms/{missing}").status_code == 404
        assert manager.get(f"/firms/{missing}/cases").status_code == 404
