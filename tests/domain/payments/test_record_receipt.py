"""Money that came in: spread or by bill, to the cent, once for a repeated key."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.cases.models import Bill, Case
from openlien.cases.wording import TextTooLong
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money, total
from openlien.payments.actions import (
    AmountNotPositive,
    DepositInFuture,
    NoBillToPay,
    PartNegative,
    PartsDoNotSum,
    record_receipt,
)
from openlien.payments.models import Receipt
from openlien.payments.queries import BillPosition
from openlien.payments.spreading import spread_over_bills
from tests import cast

pytestmark = pytest.mark.django_db

TODAY = cast.AS_OF
CASHIER = cast.actor_with(Role.ACCOUNTING_MANAGER)


def receive(case: Case, amount: str = "100.00", **given: object) -> Receipt:
    options = {"deposited_on": TODAY, "today": TODAY, **given}
    actor = options.pop("actor", CASHIER)
    return record_receipt(actor, case_number=case.number, amount=Money(amount), **options)


def parts_of(receipt: Receipt) -> dict[str, Money]:
    return {str(part.bill_id): part.amount for part in receipt.allocations.all()}


@pytest.fixture
def case() -> Case:
    case = cast.make_case()
    cast.make_bill(case, "1000.00")
    cast.make_bill(case, "500.00")
    return case


def test_spreads_over_what_is_open(case: Case) -> None:
    receipt = receive(case, "100.00", payer="Pacific Crest", reference="Check 4471")
    assert sorted(parts_of(receipt).values()) == [Money("33.33"), Money("66.67")]
    assert case.activities.get().summary == "Payment of $100.00 received"


def test_a_bill_that_is_paid_gets_nothing(case: Case) -> None:
    large, small = case.bills.order_by("-billed")
    cast.pay(case, "1000.00", date(2026, 5, 5), bills=[large])
    assert parts_of(receive(case, "100.00")) == {str(small.id): Money("100.00")}


def test_what_exceeds_all_bills_lands_on_the_largest(case: Case) -> None:
    large, small = case.bills.order_by("-billed")
    assert parts_of(receive(case, "1600.00")) == {
        str(large.id): Money("1100.00"),
        str(small.id): Money("500.00"),
    }


def test_pays_the_parts_given(case: Case) -> None:
    large, small = case.bills.order_by("-billed")
    receipt = receive(case, "100.00", parts={large.id: Money("0.00"), small.id: Money("100.00")})
    assert parts_of(receipt) == {str(small.id): Money("100.00")}


@pytest.mark.parametrize("amount", ["0.00", "-0.01"])
def test_refuses_an_amount_that_is_not_positive(case: Case, amount: str) -> None:
    with pytest.raises(AmountNotPositive):
        receive(case, amount)


def test_refuses_a_deposit_that_is_still_to_come(case: Case) -> None:
    with pytest.raises(DepositInFuture):
        receive(case, deposited_on=TODAY + timedelta(days=1))


def test_refuses_parts_that_do_not_sum(case: Case) -> None:
    bill = case.bills.first()
    with pytest.raises(
        PartsDoNotSum, match=r"sum to \$99.99, the payment is \$100.00; they differ by \$0.01"
    ):
        receive(case, parts={bill.id: Money("99.99")})
    assert not case.receipts.exists()


def test_refuses_a_part_below_zero(case: Case) -> None:
    large, small = case.bills.order_by("-billed")
    with pytest.raises(PartNegative):
        receive(case, parts={large.id: Money("101.00"), small.id: Money("-1.00")})


def test_a_bill_of_another_case_looks_missing(case: Case) -> None:
    foreign = cast.make_bill(cast.make_case("Kai Calder"), "100.00")
    for bill in (foreign.id, uuid4()):
        with pytest.raises(NotFound):
            receive(case, parts={bill: Money("100.00")})


def test_refuses_a_case_without_bills() -> None:
    with pytest.raises(NoBillToPay):
        receive(cast.make_case())


def test_refuses_a_payer_without_room(case: Case) -> None:
    with pytest.raises(TextTooLong):
        receive(case, payer="p" * 121)


def test_the_same_key_again_receives_nothing(case: Case) -> None:
    first, second = (receive(case, idempotency_key="k1") for _ in range(2))
    assert first.id == second.id
    assert (case.receipts.count(), case.activities.count()) == (1, 1)


def test_refuses_a_key_that_belongs_to_another_receipt(case: Case) -> None:
    receive(case, idempotency_key="k1")
    with pytest.raises(IdempotencyKeyReused):
        receive(case, "101.00", idempotency_key="k1")


def test_refuses_a_role_without_the_permission(case: Case) -> None:
    with pytest.raises(Forbidden):
        receive(case, actor=cast.actor_with(Role.SYSTEM_ADMINISTRATOR))


def test_somebody_limited_to_a_group_pays_that_groups_bills_only(case: Case) -> None:
    other = cast.make_bill(case, "9000.00", facility_name="Summit Pain Institute")
    limited = cast.actor_with(Role.CUSTOMER_SERVICE, group=cast.provider_group("Bayline Care Partners"))
    assert str(other.id) not in parts_of(receive(case, actor=limited))
    with pytest.raises(NotFound):
        receive(case, actor=limited, parts={other.id: Money("100.00")})


@given(
    amount=st.integers(1, 10_000_000),
    bills=st.lists(st.tuples(st.integers(0, 1_000_000), st.integers(0, 1_000_000)), min_size=1, max_size=12),
)
def test_shares_sum_to_the_amount_and_none_exceeds_its_bill_before_all_are_paid(
    amount: int, bills: list[tuple[int, int]]
) -> None:
    positions = [
        BillPosition(
            uuid4(),
            Money.from_cents(billed),
            Money.from_cents(min(paid, billed)),
            Money.zero,
            Money.zero,
            is_agreed=False,
        )
        for billed, paid in bills
    ]
    shares = spread_over_bills(Money.from_cents(amount), positions)
    assert total(shares.values()) == Money.from_cents(amount)
    assert min(shares.values()) >= Money.zero
    if Money.from_cents(amount) <= total(position.open for position in positions):
        assert all(shares[position.bill_id] <= position.open for position in positions)


def test_the_bills_stand_as_the_receipt_says(case: Case) -> None:
    receive(case, "1500.00")
    assert all(bill.balance.open == Money.zero for bill in Bill.objects.filter(case=case))
