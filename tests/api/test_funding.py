"""Funding as programs see it: lines, draws, repayments, rates, interest, site costs, cost of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from openlien.identity.permissions import Role
from openlien.kit.clock import business_today
from openlien.kit.dates import add_months, month_start
from tests import cast
from tests.domain.funding.lines import make_bill

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(caller: Callable[..., Any]) -> Any:
    return caller(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def first() -> date:
    """The first day of the month before last."""
    return add_months(month_start(business_today(settings.BUSINESS_TIME_ZONE)), -2)


def opened(manager: Any, first: date, **given: Any) -> str:
    terms = {
        "name": "Northgate line",
        "lender": "Northgate Capital",
        "commitment": "1000000.00",
        "advanceRate": "80",
        "spread": "5",
        "openedOn": str(first),
        **given,
    }
    answer = manager.post("/funding/lines", terms, key=f"open-{terms['name']}")
    assert answer.status_code == 201, answer.json()
    line = answer.json()["id"]
    rate = {"effectiveOn": str(first), "reference": "4.3"}
    assert manager.post(f"/funding/lines/{line}/rates", rate).status_code == 201
    return line


def test_a_line_is_opened_once_and_read(manager: Any, first: date) -> None:
    line = opened(manager, first)
    assert opened(manager, first) == line
    found = manager.get(f"/funding/lines/{line}").json()
    assert (found["rate"], found["commitment"], found["available"]) == ("9.3000", "1000000.00", "0.00")
    assert [each["id"] for each in manager.get("/funding/lines").json()["items"]] == [line]


def test_a_draw_its_interest_and_its_repayment(manager: Any, first: date) -> None:
    line, bill = opened(manager, first), make_bill("1000.00")
    part = {"billId": str(bill.id), "amount": "300.00"}
    drawn = manager.post(
        f"/funding/lines/{line}/draws", {"amount": "300.00", "on": str(first), "parts": [part]}, key="d-1"
    )
    assert (drawn.status_code, drawn.json()["drawn"], drawn.json()["bills"]) == (201, "300.00", 1)
    accrued = manager.post(f"/funding/lines/{line}/accruals", {"month": f"{first:%Y-%m}"}).json()
    paid = {"principal": "100.00", "interest": accrued["interest"], "on": str(add_months(first, 1))}
    repaid = manager.post(f"/funding/lines/{line}/repayments", paid, key="r-1").json()
    assert (repaid["drawn"], repaid["interestPaid"]) == ("-100.00", accrued["interest"])
    now = manager.get(f"/funding/lines/{line}").json()
    assert (now["drawn"], now["interestOwed"]) == ("200.00", "0.00")
    before = manager.get(f"/funding/lines/{line}", asOf=str(first)).json()
    assert (before["drawn"], before["interest"]) == ("300.00", "0.00")
    assert [each["balance"] for each in manager.get(f"/funding/lines/{line}/movements").json()["items"]] == [
        "200.00",
        "300.00",
    ]
    assert manager.get(f"/funding/lines/{line}/accruals").json()["items"][0]["drawn"] == "300.00"


def test_a_draw_beyond_what_is_available_is_refused_with_its_figures(manager: Any, first: date) -> None:
    line, bill = opened(manager, first), make_bill("1000.00")
    draw = {"amount": "800.01", "on": str(first), "caseNumber": bill.case.number}
    answer = manager.post(f"/funding/lines/{line}/draws", draw)
    assert (answer.status_code, answer.json()["code"]) == (422, "beyond_availability")
    assert (answer.json()["available"], answer.json()["drawn"]) == ("800.00", "0.00")


def test_a_site_cost_is_paid_from_a_line_and_taken_back(manager: Any, first: date) -> None:
    line, bill = opened(manager, first), make_bill("1000.00")
    paid = {"amount": "300.00", "paidOn": str(first), "lineId": line}
    answers = [manager.post(f"/funding/bills/{bill.id}/site-costs", paid, key="p-1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["drawId"] is not None
    cost = manager.get(f"/funding/cases/{bill.case.number}/cost").json()
    assert (cost["siteCost"], cost["ror"], cost["returned"]) == ("300.00", "-100.00", "-300.00")
    assert (cost["annualised"]["rate"], cost["annualised"]["asOf"]) == (None, cost["asOf"])
    back = {"on": str(first), "reason": "Wrong bill"}
    assert manager.post(f"/funding/site-costs/{answers[0]['id']}/reversal", back).status_code == 201
    assert manager.post(f"/funding/movements/{answers[0]['drawId']}/reversal", back).status_code == 201
    assert manager.get(f"/funding/cases/{bill.case.number}/cost").json()["ror"] is None
    assert manager.get(f"/funding/lines/{line}").json()["drawn"] == "0.00"


def test_a_month_is_taken_back(manager: Any, first: date) -> None:
    line = opened(manager, first, unusedFee="0.5")
    accrued = manager.post(f"/funding/lines/{line}/accruals", {"month": f"{first:%Y-%m}"}).json()
    back = manager.post(f"/funding/accruals/{accrued['id']}/reversal", {"reason": "Too early"}).json()
    assert back["unusedFee"] == f"-{accrued['unusedFee']}"
    assert manager.get(f"/funding/lines/{line}/accruals").json()["items"] == []


def test_a_rate_is_replaced_with_a_reason(manager: Any, first: date) -> None:
    line = opened(manager, first)
    rate = {"effectiveOn": str(first), "reference": "4.4"}
    assert manager.post(f"/funding/lines/{line}/rates", rate).json()["code"] == "rate_is_set"
    manager.post(f"/funding/lines/{line}/rates", {**rate, "reason": "Misread"})
    found = manager.get(f"/funding/lines/{line}/rates").json()["items"]
    assert [(each["reference"], each["isReplaced"]) for each in found] == [
        ("4.4000", False),
        ("4.3000", True),
    ]


def test_a_line_is_closed(manager: Any, first: date) -> None:
    line = opened(manager, first)
    closing = {"closedOn": str(add_months(first, 1)), "version": 1}
    assert manager.post(f"/funding/lines/{line}/closure", closing).json()["closedOn"] == closing["closedOn"]


@pytest.mark.parametrize("role", [Role.LEGAL_TEAM, Role.CUSTOMER_SERVICE])
def test_others_see_no_cost(caller: Callable[..., Any], role: Role) -> None:
    case = cast.make_case()
    assert caller(role).get(f"/funding/cases/{case.number}/cost").status_code == 403
