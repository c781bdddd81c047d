"""The drawers of the money tab: a payment taken back, a write-off that a second person decides on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.permissions import Role
from openlien.payments.models import Adjustment, Receipt, WriteOffRequest
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    case = cast.make_case()
    cast.make_bill(case, "1000.00")
    cast.pay(case, "300.00", cast.AS_OF)
    return case


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(cast.make_user(role))
    return client


def sent(client: Client, address: str, **fields: str) -> Any:
    key = re.search(r'name="key" value="([0-9a-f]+)"', client.get(address).content.decode())
    assert key, address
    return client.post(address, {"key": key[1], **fields})


def test_a_payment_is_reversed_from_the_money_tab(case: Case) -> None:
    manager = client_of(Role.ACCOUNTING_MANAGER)
    receipt = Receipt.objects.get()
    address = f"/cases/{case.number}/receipts/{receipt.id}/reverse"
    assert address in manager.get(f"/cases/{case.number}/money").content.decode()
    refused = sent(manager, address, on="11/20/2026", reason="")
    assert (refused.status_code, "Say why it is taken back" in refused.content.decode()) == (422, True)
    assert sent(manager, address, on="11/20/2026", reason="Bounced").status_code == 302
    page = manager.get(f"/cases/{case.number}/money").content.decode()
    assert ("reversal: Bounced" in page, address in page) == (True, False)


def test_bad_debt_waits_until_somebody_else_approves_it(case: Case) -> None:
    analyst, controller = client_of(Role.FINANCIAL_ANALYST), client_of(Role.CFO_CONTROLLER)
    asked = sent(
        analyst,
        f"/cases/{case.number}/bills/{case.bills.get().id}/adjustments/new",
        kind="bad_debt",
        amount="500.00",
        effective_on="11/20/2026",
        reason="No cover",
    )
    assert asked.status_code == 302
    request = WriteOffRequest.objects.get()
    address = f"/cases/{case.number}/write-offs/{request.id}"
    assert address not in analyst.get(f"/cases/{case.number}/money").content.decode()
    assert analyst.get(address).status_code == 403
    refused = sent(controller, address, decision="refuse", reason="")
    assert refused.status_code == 422
    assert not Adjustment.objects.exists()
    assert sent(controller, address, decision="approve").status_code == 302
    assert Adjustment.objects.get().approved_by.email == "cfo_controller@cast.example"


def test_who_asked_is_told_that_somebody_else_decides(case: Case) -> None:
    manager = client_of(Role.ACCOUNTING_MANAGER)
    sent(
        manager,
        f"/cases/{case.number}/bills/{case.bills.get().id}/adjustments/new",
        kind="bad_debt",
        amount="500.00",
        effective_on="11/20/2026",
        reason="No cover",
    )
    address = f"/cases/{case.number}/write-offs/{WriteOffRequest.objects.get().id}"
    answer = sent(manager, address, decision="approve")
    assert (answer.status_code, "ask somebody else" in answer.content.decode()) == (403, True)


def test_a_reduction_is_reversed_by_who_may_record_one(case: Case) -> None:
    reduction = cast.reduce(case.bills.get(), "100.00", cast.AS_OF)
    address = f"/cases/{case.number}/adjustments/{reduction.id}/reverse"
    assert client_of(Role.LEGAL_TEAM).get(address).status_code == 403
    manager = client_of(Role.NEGOTIATIONS_MANAGER)
    assert sent(manager, address, on="11/20/2026", reason="Withdrawn").status_code == 302
    assert Adjustment.objects.count() == 2
