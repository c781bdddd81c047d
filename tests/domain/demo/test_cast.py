"""The cast holds what its docstrings say."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from openlien.cases.models import Bill, Party
from openlien.identity.permissions import Permission, Role
from openlien.identity.queries import actor_of
from openlien.kit.money import Money
from openlien.payments.models import Adjustment, Allocation
from tests import cast

pytestmark = pytest.mark.django_db


def _open(case: object) -> Money:
    billed = sum((bill.billed for bill in Bill.objects.filter(case=case)), Money.zero)
    paid = sum((part.amount for part in Allocation.objects.filter(bill__case=case)), Money.zero)
    given_up = sum((part.amount for part in Adjustment.objects.filter(bill__case=case)), Money.zero)
    return billed - paid - given_up


def test_ready_cases_stand_where_they_are_said_to_stand() -> None:
    ready = cast.ready_cases()
    assert [_open(case) for case in (ready.settled, ready.litigating, ready.closed)] == [
        Money("1500.00"),
        Money("9000.00"),
        Money.zero,
    ]
    assert [case.stage for case in (ready.settled, ready.litigating, ready.closed)] == [
        "settled_not_disbursed",
        "in_litigation",
        "closed_disbursed",
    ]


def test_a_name_means_one_party() -> None:
    cast.make_case("Zoe Marlow")
    cast.make_case("Zoe Marlow")
    assert Party.objects.filter(kind="patient").count() == 1
    assert Party.objects.filter(kind="law_firm").count() == 1


def test_numbers_follow_one_another_within_a_year() -> None:
    numbers = [cast.next_case_number(2024), cast.next_case_number(2025), cast.next_case_number(2024)]
    assert numbers == ["CASE-2024-00001", "CASE-2025-00001", "CASE-2024-00002"]


def test_a_payment_is_shared_to_the_cent() -> None:
    case = cast.make_case()
    for billed in ("100.00", "100.00", "100.00"):
        cast.make_bill(case, billed)
    receipt = cast.pay(case, "100.00", cast.AS_OF)
    assert receipt.allocations.aggregate(paid=Sum("amount"))["paid"] == Money("100.00")


def test_a_user_of_the_cast_acts_in_its_role() -> None:
    group = cast.provider_group()
    provider = actor_of(cast.make_user(Role.PROVIDER, scope_id=group.id), source="web")
    assert provider.scope_of(Permission.CASES_VIEW).provider_group_ids == {group.id}
    assert cast.actor_with(Role.AUDITOR).may(Permission.AUDIT_VIEW)
