"""Fee schedules as programs see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from openlien.identity.permissions import Role
from tests import cast
from tests.domain.cases.fee_schedules.test_schedules import schedule

__all__ = ["schedule"]
pytestmark = pytest.mark.django_db
ROOT = "/fee-schedules"


@pytest.fixture
def manager(caller: Callable[..., Any]) -> Any:
    return caller(Role.ACCOUNTING_MANAGER)


def version(base: str | None, **facts: Any) -> dict[str, Any]:
    return {
        "effectiveOn": "2099-01-01",
        "prices": [{"code": "97110", "retail": "125.00"}],
        "baseId": base,
        **facts,
    }


def test_schedules_their_prices_and_the_charges_of_a_day(manager: Any, schedule: UUID) -> None:
    listed = manager.get(ROOT).json()["items"]
    assert [each["name"] for each in listed] == ["Retail list"]
    assert listed[0]["versions"][1]["until"] == "2025-12-31"
    found = manager.get(f"{ROOT}/{schedule}/prices", on="2026-02-01").json()
    assert (found["effectiveOn"], found["items"][0]) == (
        "2026-01-01",
        {"code": "97110", "retail": "122.00", "before": "118.00"},
    )
    price = manager.get(f"{ROOT}/retail-price", code="97110", quantity=3, on="2025-06-01").json()
    assert (price["unitPrice"], price["charges"], price["schedule"]) == ("118.00", "354.00", "Retail list")
    none = manager.get(f"{ROOT}/retail-price", code="99999")
    assert (none.status_code, none.json()["code"]) == (404, "no_price_found")


def test_a_version_is_previewed_added_once_and_taken_back(manager: Any, schedule: UUID) -> None:
    cast.make_bill(cast.make_case(), "122.00", code="97110", service_on=date(2026, 6, 1))
    wanted = version(None, effectiveOn="2026-05-01")
    seen = manager.post(f"{ROOT}/{schedule}/versions/preview", wanted).json()
    assert (seen["counts"]["changed"], seen["openBills"], seen["difference"]) == (1, 1, "3.00")
    assert seen["changes"][0]["before"] == "122.00"
    body = version(seen["baseId"])
    answers = [manager.post(f"{ROOT}/{schedule}/versions", body) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    versions = answers[1].json()["versions"]
    assert (len(versions), versions[0]["codes"]) == (3, 2)
    coming = f"{ROOT}/{schedule}/versions/{versions[0]['id']}"
    use = manager.get(f"{coming}/use").json()
    assert (use["changed"], use["bills"], use["mayGo"], use["before"]["effectiveOn"]) == (
        1,
        0,
        True,
        "2026-01-01",
    )
    assert len(manager.send("delete", coming, None).json()["versions"]) == 2
    assert manager.send("delete", coming, None).status_code == 404


def test_prices_that_bills_were_charged_at_are_kept(manager: Any, schedule: UUID) -> None:
    bill = cast.make_bill(cast.make_case(), "122.00", code="97110", service_on=date(2026, 6, 1))
    versions = [each["id"] for each in manager.get(f"{ROOT}/{schedule}").json()["versions"]]
    held = manager.send("delete", f"{ROOT}/{schedule}/versions/{versions[0]}", None)
    assert (held.status_code, held.json()["code"]) == (409, "prices_in_use")
    use = manager.get(f"{ROOT}/{schedule}/use").json()
    assert use == {"bills": 1, "charged": 1, "chargedOnlySo": 1, "mayGo": False}
    named = "&".join(f"versionId={each}" for each in versions)
    assert manager.send("delete", f"{ROOT}/{schedule}?{named}", None).json()["code"] == "prices_in_use"
    bill.delete()
    unseen = manager.send("delete", f"{ROOT}/{schedule}?versionId={versions[0]}", None)
    assert unseen.json()["code"] == "versions_changed_meanwhile"
    assert manager.send("delete", f"{ROOT}/{schedule}?{named}", None).status_code == 204
    assert manager.get(f"{ROOT}/{schedule}").status_code == 404


@pytest.mark.parametrize(
    "prices",
    [
        [{"code": "9 9", "retail": "1.00"}],
        [{"code": "97110", "retail": "-1.00"}],
        [{"code": "97110", "retail": "1.00"}, {"code": " 97110", "retail": "2.00"}],
        [{"code": "97110", "retail": "10000000.00"}],
    ],
)
def test_a_bad_price_keeps_the_version_out(manager: Any, schedule: UUID, prices: Any) -> None:
    body = version(None, prices=prices)
    seen = manager.post(f"{ROOT}/{schedule}/versions/preview", body).json()
    assert seen["counts"]["refused"] == 1
    answer = manager.post(f"{ROOT}/{schedule}/versions", {**body, "baseId": seen["baseId"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused")


def test_a_schedule_is_added_under_a_name_of_its_own(manager: Any) -> None:
    assert manager.post(ROOT, {"name": "Own list"}).status_code == 201
    assert manager.post(ROOT, {"name": "Own list"}).json()["code"] == "schedule_name_taken"


def test_a_schedule_gets_another_name(manager: Any, schedule: UUID) -> None:
    before = manager.get(f"{ROOT}/{schedule}").json()["name"]
    renamed = manager.send("patch", f"{ROOT}/{schedule}", {"name": "West list", "nameBefore": before})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "West list")
    stale = manager.send("patch", f"{ROOT}/{schedule}", {"name": "East list", "nameBefore": before})
    assert (stale.status_code, stale.json()["code"]) == (409, "schedule_renamed")


def test_others_read_and_change_nothing(caller: Callable[..., Any], schedule: UUID) -> None:
    legal = caller(Role.LEGAL_TEAM)
    assert legal.get(f"{ROOT}/{schedule}").status_code == 200
    assert legal.post(f"{ROOT}/{schedule}/versions", version(None)).status_code == 403
    assert legal.send("delete", f"{ROOT}/{schedule}", None).status_code == 403
