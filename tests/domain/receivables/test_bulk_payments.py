"""Many payments in one statement: no bill of any case is forgotten."""

from __future__ import annotations

import pytest

from openlien.kit.money import Money
from openlien.payments.models import Allocation, Receipt
from openlien.receivables.checks import broken_invariants
from openlien.receivables.models import BillBalance
from tests import cast

CASES = 30


@pytest.mark.django_db
@pytest.mark.parametrize("amount", ["10.00", "50.00", "120.00"])
def test_two_bills_of_each_of_many_cases_are_paid_in_one_statement(amount: str) -> None:
    paid, parts = Money(amount), []
    for number in range(CASES):
        case = cast.make_case(f"Patient {number}")
        bills = [
            cast.make_bill(case, "100.00", payoff_status="cap", settled_on=cast.AS_OF),
            cast.make_bill(case, "50.00"),
        ]
        receipts = [Receipt.objects.create(case=case, amount=paid, deposited_on=cast.AS_OF) for _ in bills]
        parts += [
            Allocation(receipt=receipt, bill=bill, amount=paid)
            for receipt, bill in zip(receipts, bills, strict=True)
        ]
    Allocation.objects.bulk_create(parts)
    assert BillBalance.objects.filter(collected=paid).count() == 2 * CASES
    assert broken_invariants() == []
