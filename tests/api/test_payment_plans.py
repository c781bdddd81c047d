"""Payment plans over the interface: once for one key, refused when stale, for the roles that keep them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from openlien.api.payment_plans import today
from openlien.cases.models import Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.payments.plans.models import PaymentPlan, Reminder
from tests import cast

pytestmark = pytest.mark.django_db
SERVICE, LEGAL = Role.CUSTOMER_SERVICE, Role.LEGAL_TEAM


@pytest.fixture
def case() -> Case:
    case = cast.make_case()
    cast.make_bill(case, "1000.00")
    return case


def body(**other: Any) -> dict[str, Any]:
    return {"amount": "1000.00", "firstDueOn": today().isoformat(), "count": 3, **other}


def test_a_plan_is_made_once_however_often_it_is_sent(caller: Callable[..., Any], case: Case) -> None:
    address = f"/cases/{case.number}/payment-plans"
    sent = [caller(SERVICE).post(address, body(), key="k") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert (sent[0].json()["id"] == sent[1].json()["id"], PaymentPlan.objects.count()) == (True, 1)
    plan = caller(LEGAL).get(address).json()["items"][0]
    assert [each["amount"] for each in plan["instalments"]] == ["333.34", "333.33", "333.33"]
    assert (plan["state"], plan["open"], plan["compliance"]["percent"]) == ("on_track", "1000.00", None)
    assert AccessEntry.objects.filter(case_number=case.number, what="Payment plans").exists()


def test_a_plan_follows_the_money_that_comes_in(caller: Callable[..., Any], case: Case) -> None:
    api = caller(SERVICE)
    plan = api.post(f"/cases/{case.number}/payment-plans", body()).json()
    paid = {"amount": "400.00", "depositedOn": today().isoformat()}
    assert api.post(f"/cases/{case.number}/receipts", paid).status_code == 201
    found = api.get(f"/payment-plans/{plan['id']}").json()
    assert [each["state"] for each in found["instalments"]] == ["paid", "partly", "due"]
    assert (found["received"], found["compliance"]["percent"]) == ("400.00", "100.00")
    history = api.get(f"/cases/{case.number}/payment-history").json()
    assert (history["balance"], history["items"][0]["change"]) == ("600.00", "-400.00")


def test_a_stale_change_names_the_version_to_read(caller: Callable[..., Any], case: Case) -> None:
    api = caller(SERVICE)
    plan = api.post(f"/cases/{case.number}/payment-plans", body()).json()
    address = f"/payment-plans/{plan['id']}"
    changed = api.send("put", address, body(count=None, each="500.00", version=1)).json()
    assert ([each["amount"] for each in changed["instalments"]], changed["version"]) == (["500.00"] * 2, 2)
    stale = api.send("put", address, body(version=1))
    assert (stale.status_code, stale.json()["code"], stale.json()["version"]) == (409, "plan_stale", 2)
    ended = api.post(f"{address}/cancellation", {"version": 2, "reason": "Paid at once"}).json()
    assert (ended["state"], ended["endingReason"]) == ("cancelled", "Paid at once")


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"amount": "1000.01"}, "plan_beyond_balance"),
        ({"each": "1.00"}, "split_unclear"),
        ({"firstDueOn": "2020-01-01"}, "first_day_over"),
    ],
)
def test_a_refusal_names_its_rule(
    caller: Callable[..., Any], case: Case, other: dict[str, Any], code: str
) -> None:
    answer = caller(SERVICE).post(f"/cases/{case.number}/payment-plans", body(**other))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_reminder_is_noted_once(caller: Callable[..., Any], case: Case) -> None:
    api = caller(SERVICE)
    api.post(
        f"/cases/{case.number}/payment-plans",
        body(firstDueOn=(today() + timedelta(days=7)).isoformat()),
    )
    address = f"/cases/{case.number}/payment-reminders"
    sent = [api.post(address, {"channel": "call", "note": "Paralegal"}, key="r") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert Reminder.objects.count() == 1
    found = caller(LEGAL).get(address).json()["items"]
    assert [(each["number"], each["amount"], each["channel"]) for each in found] == [(1, "333.34", "call")]


def test_a_role_that_only_reads_keeps_no_plan(caller: Callable[..., Any], case: Case) -> None:
    for role in (LEGAL, Role.FINANCIAL_ANALYST, Role.SYSTEM_ADMINISTRATOR):
        assert caller(role).post(f"/cases/{case.number}/payment-plans", body()).status_code == 403
    group = cast.provider_group()
    provider = caller(Role.PROVIDER, scope_kind="provider_group", scope_id=group.id)
    assert provider.get(f"/cases/{case.number}/payment-plans").status_code == 403
