"""What bills and cases cost and return: site cost, interest, allocated, and the rates of the rulings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.actions.movements import draw
from openlien.funding.actions.reversals import reverse_site_cost
from openlien.funding.actions.site_costs import pay_site_cost
from openlien.funding.calculations.time_out import CareLevel
from openlien.funding.care import RANGES, care_level, care_levels
from openlien.funding.errors import (
    AlreadyTakenBack,
    AmountNotPositive,
    BeyondAvailability,
    BeyondContracted,
    CostUnknown,
    DayInFuture,
)
from openlien.funding.models import Movement, SiteCost
from openlien.funding.queries.costs import Cost, cost_of_case, cost_of_firm, costs_of_bills, costs_of_cases
from openlien.identity.permissions import Role
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.ledger.models import GLAccount
from openlien.ledger.queries.balances import balance_of
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.vocabulary import AccountRole
from openlien.payments.actions import record_receipt
from tests import cast

from .lines import TODAY, make_bill, make_line, manager

pytestmark = pytest.mark.django_db
PAID_ON = date(2026, 1, 11)


def pay(bill, amount: str, **given) -> SiteCost:
    said = {"paid_on": PAID_ON, "today": TODAY, **given}
    return pay_site_cost(manager(), bill.id, amount=Money(amount), **said)


def cost_of(bill, as_of: date = TODAY):
    return costs_of_bills(manager(), [bill.id], as_of=as_of)[bill.id]


def balance(role: AccountRole) -> Money:
    return balance_of(manager(), GLAccount.objects.get(role=role).number).balance


def test_the_returns_of_vector_34() -> None:
    cost, offer = Cost(site_cost=Money("300.00"), interest=Money("24.34")), Money("780.00")
    assert (cost.allocated, cost.percent_of_cost(offer), cost.rate_of_return(offer)) == (
        Money("324.34"),
        Decimal("240.49"),
        Decimal("140.49"),
    )
    assert cost.percent_of_site_cost(offer) == Decimal("260.00")
    assert cost.rate_of_return_ex_interest(offer) == Decimal("160.00")
    assert cost.multiple(offer) == Decimal("2.40")


def test_without_cost_there_is_no_rate() -> None:
    cost = Cost(site_cost=Money.zero, interest=Money.zero)
    assert cost.rate_of_return(Money("1.00")) is cost.percent_of_site_cost(Money("1.00")) is None


def test_our_own_money_pays_a_provider() -> None:
    bill = make_bill("1000.00")
    pay(bill, "300.00")
    assert (cost_of(bill).allocated, cost_of(bill).financed) == (Money("300.00"), Money.zero)
    assert balance(AccountRole.PROVIDER_PAYABLE) == Money("700.00")
    assert broken_invariants() == []


def test_a_line_pays_a_provider_and_its_interest_is_part_of_the_cost() -> None:
    line, bill = make_line(), make_bill("1000.00")
    cost = pay(bill, "300.00", line_id=line.id)
    assert (cost.draw.drawn, balance(AccountRole.WAREHOUSE_PAYABLE)) == (Money("300.00"), Money("300.00"))
    accrue_interest(manager(), line.id, month=PAID_ON, today=TODAY)
    # 300.00 x 9.3 % x 21 / 360.
    assert (cost_of(bill).interest, cost_of(bill).allocated) == (Money("1.63"), Money("301.63"))
    assert cost_of(bill, date(2026, 1, 30)).interest == Money.zero


@pytest.mark.parametrize(
    ("contracted", "amount", "paid_on", "error"),
    [
        ("1000.00", "1000.01", PAID_ON, BeyondContracted),
        (None, "1.00", PAID_ON, CostUnknown),
        ("1000.00", "0.00", PAID_ON, AmountNotPositive),
        ("1000.00", "1.00", date(2026, 11, 21), DayInFuture),
    ],
)
def test_refuses_a_site_cost(
    contracted: str | None, amount: str, paid_on: date, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        pay(make_bill(contracted), amount, paid_on=paid_on)


def test_a_line_pays_no_more_than_is_available() -> None:
    line, bill = make_line(), make_bill("1000.00")
    with pytest.raises(BeyondAvailability):
        pay(bill, "900.00", line_id=line.id)
    assert not SiteCost.objects.exists()
    assert not Movement.objects.exists()


def test_a_repeated_payment_is_one_payment() -> None:
    line, bill = make_line(), make_bill("1000.00")
    first = pay(bill, "300.00", line_id=line.id, idempotency_key="p-1")
    assert pay(bill, "300.00", line_id=line.id, idempotency_key="p-1") == first
    with pytest.raises(IdempotencyKeyReused):
        pay(bill, "301.00", line_id=line.id, idempotency_key="p-1")
    assert cost_of(bill).site_cost == Money("300.00")


def test_a_payment_is_taken_back_whole_and_once() -> None:
    bill = make_bill("1000.00")
    cost = pay(bill, "300.00")
    said = {"on": TODAY, "reason": "Check returned", "today": TODAY}
    reverse_site_cost(manager(), cost.id, **said)
    assert (cost_of(bill).site_cost, balance(AccountRole.PROVIDER_PAYABLE)) == (
        Money.zero,
        Money("1000.00"),
    )
    assert cost_of(bill, date(2026, 6, 1)).site_cost == Money("300.00")
    with pytest.raises(AlreadyTakenBack):
        reverse_site_cost(manager(), cost.id, **said)
    with pytest.raises(NotFound):
        reverse_site_cost(manager(), bill.id, **said)


def returned_case(name: str, site_cost: str, received: str, code: str = "97110", **facts):
    case = cast.make_case(name, **facts)
    pay(make_bill(site_cost, case=case, billed="9000.00", code=code), site_cost)
    if received != "0.00":
        record_receipt(
            manager(), case_number=case.number, amount=Money(received), deposited_on=TODAY, today=TODAY
        )
    return case


def test_a_firms_returns_are_those_of_vector_37() -> None:
    for name, cost, received in (
        ("Zoe Marlow", "1000.00", "1800.00"),
        ("Kai Calder", "4000.00", "4400.00"),
        ("Bo Orford", "500.00", "0.00"),
    ):
        returned_case(name, cost, received)
    found = cost_of_firm(manager(), cast.firm().id, as_of=TODAY)
    assert (found.returns.weighted, found.returns.simple, found.returns.median) == (
        Decimal("12.73"),
        Decimal("-3.33"),
        Decimal("10.00"),
    )
    assert (found.allocated, found.collected, found.returned) == (
        Money("5500.00"),
        Money("6200.00"),
        Money("700.00"),
    )


def test_a_case_has_its_returns_and_its_months_out() -> None:
    case = returned_case("Zoe Marlow", "1000.00", "1800.00")
    found = costs_of_cases(manager(), [case.id], as_of=TODAY)[case.id]
    assert (found.ror, found.ror_ex_interest, found.returned) == (
        Decimal("80.00"),
        Decimal("80.00"),
        Money("800.00"),
    )
    assert (found.months_out(TODAY), found.levels) == (Decimal("10.3"), (CareLevel.CHIROPRACTIC,))


def test_a_case_that_is_not_there_has_no_cost() -> None:
    with pytest.raises(NotFound):
        cost_of_case(manager(), "CASE-2026-99999", as_of=TODAY)


def test_money_that_is_owed_back_is_no_return() -> None:
    case = returned_case("Zoe Marlow", "1000.00", "9500.00")
    assert costs_of_cases(manager(), [case.id], as_of=TODAY)[case.id].collected == Money("9000.00")


def test_time_out_goes_by_the_most_intensive_care() -> None:
    returned_case("Zoe Marlow", "1000.00", "1800.00", code="63030")
    returned_case("Kai Calder", "1000.00", "0.00", code="62323")
    found = cost_of_firm(manager(), cast.firm().id, as_of=TODAY)
    assert found.months_out == {
        CareLevel.PAIN_MANAGEMENT: Decimal("10.3"),
        CareLevel.SURGICAL: Decimal("10.3"),
    }


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("97110", CareLevel.CHIROPRACTIC),
        ("98941", CareLevel.CHIROPRACTIC),
        ("62323", CareLevel.PAIN_MANAGEMENT),
        ("20610", CareLevel.PAIN_MANAGEMENT),
        ("64635", CareLevel.PAIN_MANAGEMENT),
        ("63030", CareLevel.SURGICAL),
        ("00670", CareLevel.SURGICAL),
        ("72148", None),
        ("99213", None),
        ("J1030", None),
        ("", None),
    ],
)
def test_codes_say_what_care_they_are(code: str, level: CareLevel | None) -> None:
    assert care_level(code) is level


def test_ranges_of_codes_do_not_overlap() -> None:
    ordered = sorted(RANGES)
    assert all(one[1] < two[0] for one, two in pairwise(ordered))
    assert care_levels(["63030", "97110", "97140"]) == (CareLevel.CHIROPRACTIC, CareLevel.SURGICAL)


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.LEGAL_TEAM])
def test_a_provider_and_legal_see_no_cost(role: Role) -> None:
    with pytest.raises(Forbidden):
        costs_of_bills(cast.actor_with(role), [], as_of=TODAY)
    with pytest.raises(Forbidden):
        costs_of_cases(cast.actor_with(role), [], as_of=TODAY)


def test_the_costs_of_300_bills_are_one_quick_query() -> None:
    case, line = cast.make_case(), make_line()
    bills = [make_bill("1000.00", case=case) for _ in range(300)]
    draw(manager(), line.id, amount=Money("90000.00"), case_number=case.number, on=PAID_ON, today=TODAY)
    for month in range(1, 11):
        accrue_interest(manager(), line.id, month=date(2026, month, 1), today=TODAY)
    actor, ids = manager(), [bill.id for bill in bills]
    costs_of_bills(actor, ids, as_of=TODAY)
    with CaptureQueriesContext(connection) as queries:
        began = perf_counter()
        found = costs_of_bills(actor, ids, as_of=TODAY)
        took = perf_counter() - began
    assert len(queries) == 1
    assert len(found) == 300
    assert all(cost.interest for cost in found.values())
    assert took < 0.1, f"{took * 1000:.1f} ms"
