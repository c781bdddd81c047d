"""Bills and money of a case: the sums tie, and each actor sees its own part."""

from __future__ import annotations

from datetime import date

import pytest

from openlien.cases.models import Batch
from openlien.cases.queries import read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.payments.models import Adjustment
from openlien.payments.queries import bills_of, money_of
from tests import cast

pytestmark = pytest.mark.django_db

MANAGER = cast.actor_with(Role.NEGOTIATIONS_MANAGER)


def bills(actor: Actor, case: object):
    return bills_of(actor, read_case(actor, case.number))


def test_the_sums_are_those_of_the_bills() -> None:
    case = cast.ready_cases().settled
    found = bills(MANAGER, case)
    assert [(line.billed, line.reduction, line.open) for line in found.lines] == [
        (Money("2500.00"), Money("900.00"), Money("975.00")),
        (Money("1500.00"), Money("600.00"), Money("525.00")),
    ]
    assert (found.billed, found.collected, found.reduction, found.bad_debt, found.open, found.refund_due) == (
        Money("4000.00"),
        Money("1000.00"),
        Money("1500.00"),
        Money.zero,
        Money("1500.00"),
        Money.zero,
    )
    assert (found.open_bills, found.excess) == (2, Money.zero)
    assert found.age_days(cast.AS_OF) == (cast.AS_OF - date(2025, 3, 3)).days


def test_what_is_paid_beyond_a_bill_is_a_refund_due_and_ties() -> None:
    case = cast.make_case()
    large, small = cast.make_bill(case, "1000.00"), cast.make_bill(case, "100.00")
    cast.pay(case, "150.00", cast.AS_OF, bills=[small])
    cast.reduce(large, "200.00", cast.AS_OF)
    cast.write_off(large, "50.00", cast.AS_OF)
    found = bills(MANAGER, case)
    assert (found.open, found.refund_due, found.excess) == (Money("750.00"), Money("50.00"), Money("50.00"))
    assert found.billed == found.collected + found.reduction + found.bad_debt + found.open - found.excess
    assert found.line(large.id).given_up == Money("250.00")


def test_cash_after_a_write_off_is_kept_and_named_but_not_more_than_came_in() -> None:
    case = cast.make_case()
    lost, unpaid = cast.make_bill(case, "100.00"), cast.make_bill(case, "100.00")
    cast.write_off(lost, "80.00", cast.AS_OF)
    cast.pay(case, "50.00", cast.AS_OF, bills=[lost])
    batch = Batch.objects.create(kind="portfolio", as_of=cast.AS_OF)
    said = {"kind": "reduction", "amount": Money("130.00"), "effective_on": cast.AS_OF, "batch": batch}
    Adjustment.objects.create(bill=unpaid, **said)
    found = bills(MANAGER, case)
    assert (found.excess, found.refund_due, found.kept_beyond) == (Money("60.00"), Money.zero, Money("30.00"))


def test_a_case_without_bills_sums_to_nothing() -> None:
    found = bills(MANAGER, cast.make_case())
    assert (found.lines, found.billed, found.age_days(cast.AS_OF)) == ((), Money.zero, None)


@pytest.fixture
def shared() -> object:
    """A case with bills of two provider groups, and one payment for both."""
    case = cast.make_case()
    own = cast.make_bill(case, "100.00", contracted=Money("40.00"), tranche="Pool 7")
    other = cast.make_bill(case, "300.00", facility_name="Summit Pain Institute", contracted=Money("90.00"))
    cast.pay(case, "80.00", cast.AS_OF, bills=[own, other])
    cast.reduce(other, "30.00", cast.AS_OF)
    return case


def test_a_provider_sees_its_own_bills_and_its_part_of_the_money(shared: object) -> None:
    provider = cast.actor_with(Role.PROVIDER, group=cast.provider_group("Bayline Care Partners"))
    found, money = bills(provider, shared), money_of(provider, read_case(provider, shared.number))
    assert [(line.billed, line.contracted, line.tranche) for line in found.lines] == [
        (Money("100.00"), Money("40.00"), "")
    ]
    assert (money.received, [receipt.amount for receipt in money.receipts]) == (
        Money("20.00"),
        [Money("20.00")],
    )
    assert money.adjustments == ()


def test_a_law_firm_does_not_see_what_we_pay_the_providers(shared: object) -> None:
    lawyer = cast.actor_with(Role.LEGAL_TEAM, law_firm=cast.firm())
    found = bills(lawyer, shared)
    assert (len(found.lines), found.shows_cost, found.shows_tranche) == (2, False, False)
    assert {line.contracted for line in found.lines} == {None}
    assert found.contracted == Money.zero


def test_money_lists_receipts_with_their_parts_newest_first(shared: object) -> None:
    cast.pay(shared, "8.00", date(2026, 1, 31), bills=list(shared.bills.all()))
    money = money_of(MANAGER, read_case(MANAGER, shared.number))
    assert [(line.deposited_on, line.amount) for line in money.receipts] == [
        (cast.AS_OF, Money("80.00")),
        (date(2026, 1, 31), Money("8.00")),
    ]
    assert sorted(part.amount for part in money.receipts[0].parts) == [Money("20.00"), Money("60.00")]
    assert (money.received, money.given_up, money.bad_debt) == (Money("88.00"), Money("30.00"), Money.zero)
