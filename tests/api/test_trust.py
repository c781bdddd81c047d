"""Trust accounts and closing statements as programs see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from openlien.identity.permissions import Role
from openlien.kit.clock import business_today
from tests.domain.settlement.calls import Cast, make_cast
from tests.domain.settlement.test_closing import whole_case
from tests.domain.settlement.trust_cast import Trust, make_trust, read_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust(db: None) -> Trust:
    made = make_trust()
    read_statement(made)
    return made


def test_accounts_and_client_ledgers_are_read(trust: Trust, caller: Callable[..., Any]) -> None:
    auditor = caller(Role.AUDITOR)
    found = auditor.get("/trust/accounts?asOf=2026-10-31").json()
    assert (found["generalLedger"], found["difference"]) == ("61240.18", "0.00")
    (account,) = found["items"]
    assert (account["book"], account["cleared"], account["clients"]) == ("53624.68", "61240.18", 3)
    clients = auditor.get(f"/trust/accounts/{account['id']}/clients?asOf=2026-10-31").json()
    assert [each["balance"] for each in clients["items"]] == ["30500.00", "18124.68", "5000.00"]
    assert clients["book"] == "53624.68"


def test_a_month_is_prepared_by_one_and_completed_by_another(
    trust: Trust, caller: Callable[..., Any]
) -> None:
    analyst, manager = caller(Role.FINANCIAL_ANALYST), caller(Role.ACCOUNTING_MANAGER)
    path = f"/trust/accounts/{trust.of.escrow.id}/reconciliations"
    prepared = analyst.post(path, {"month": "2026-10", "bankBalance": "61240.18"})
    assert prepared.status_code == 201, prepared.json()
    made = prepared.json()
    assert (made["isCompleted"], made["facts"]["book"]) == (False, "53624.68")
    assert analyst.post(f"{path}/{made['id']}/completion", {}).status_code == 403
    done = manager.post(f"{path}/{made['id']}/completion", {}).json()
    assert (done["isCompleted"], done["documentId"] is not None) == (True, True)
    listed = manager.get(path).json()
    assert (listed["total"], listed["nextMonth"]) == (1, "2026-11")
    assert manager.post(f"{path}/{made['id']}/completion", {}).json()["code"] == "reconciliation_frozen"


def test_a_closing_statement_is_made_listed_and_approved(caller: Callable[..., Any], db: None) -> None:
    of: Cast = make_cast()
    settlement, coordinator = whole_case(of), caller(Role.SETTLEMENT_COORDINATOR)
    made = coordinator.post(f"/settlements/{settlement.id}/closing-statements", {})
    assert made.status_code == 201, made.json()
    statement = made.json()
    assert (statement["client"], statement["version"]) == ("49765.44", 1)
    again = coordinator.post(f"/settlements/{settlement.id}/closing-statements", {})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_changed")
    on = str(business_today(settings.BUSINESS_TIME_ZONE))
    approved = coordinator.post(
        f"/closing-statements/{statement['id']}/approval", {"approvedOn": on, "how": "mail"}
    )
    listed = coordinator.get(f"/cases/{of.case.number}/closing-statements").json()
    assert approved.json()["approvedHow"] == listed["items"][0]["approvedHow"] == "Signed and mailed back"
