"""Corrections over the interface: a payment taken back, a write-off that takes two people, a refund."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.cases.models import Bill
from openlien.identity.permissions import Role
from openlien.ledger.models import CaseBalance
from openlien.payments.models import Adjustment, Receipt
from tests import cast

pytestmark = pytest.mark.django_db
DAY = "2026-11-20"
WHY = {"on": DAY, "reason": "The check bounced"}


@pytest.fixture
def bill() -> Bill:
    return cast.make_bill(cast.make_case(), "1000.00")


def test_takes_a_payment_back_once(caller: Callable[..., Any], bill: Bill) -> None:
    manager = caller(Role.ACCOUNTING_MANAGER)
    paid = {"amount": "1200.00", "depositedOn": DAY}
    receipt = manager.post(f"/cases/{bill.case.number}/receipts", paid).json()["id"]
    answer = manager.post(f"/receipts/{receipt}/reversal", WHY)
    assert (answer.status_code, answer.json()["amount"]) == (201, "-1200.00")
    again = manager.post(f"/receipts/{receipt}/reversal", WHY)
    assert (again.status_code, again.json()["code"]) == (409, "already_taken_back")
    assert Receipt.objects.count() == 2


def test_bad_debt_is_asked_for_and_approved_by_another(caller: Callable[..., Any], bill: Bill) -> None:
    analyst, controller = caller(Role.FINANCIAL_ANALYST), caller(Role.CFO_CONTROLLER)
    lost = {"amount": "400.00", "effectiveOn": DAY, "reason": "No cover"}
    direct = analyst.post(f"/bills/{bill.id}/adjustments", {**lost, "kind": "bad_debt"})
    assert direct.json()["code"] == "write_off_needs_approval"
    asked = analyst.post(f"/bills/{bill.id}/write-offs", lost).json()
    assert asked["status"] == "pending"
    approved = controller.post(f"/write-offs/{asked['id']}/approval", {})
    assert (approved.status_code, approved.json()["kind"]) == (201, "bad_debt")
    refused = controller.post(f"/write-offs/{asked['id']}/refusal", {"reason": "Too late"})
    assert (refused.status_code, refused.json()["code"]) == (409, "write_off_decided")
    back = controller.post(f"/adjustments/{approved.json()['id']}/reversal", WHY)
    assert Adjustment.objects.count() == (2 if back.status_code == 201 else 1)


def test_pays_a_refund_once(caller: Callable[..., Any], bill: Bill) -> None:
    manager, case = caller(Role.ACCOUNTING_MANAGER), bill.case.number
    manager.post(f"/cases/{case}/receipts", {"amount": "1200.00", "depositedOn": DAY})
    refund = {"amount": "200.00", "paidOn": DAY}
    for _ in range(2):
        answer = manager.post(f"/cases/{case}/refunds", refund, key="r1")
        assert answer.status_code == 201, answer.json()
    assert str(CaseBalance.objects.get().refund_liability) == "0.00"
