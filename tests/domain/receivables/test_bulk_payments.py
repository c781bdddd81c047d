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
def test_two_bills_of_each_of_many_cases_are_paid_in_one_statement() -> None:
    parts = []
    for number in range(CASES):
        case = cast.make_case(f"Patient {number}")
        bills = [cast.make_bill(case, "100.00"), cast.make_bill(case, "50.00")]
        receipts = [
            Receipt.objects.create(case=case, amount=Money("10.00"), deposited_on=cast.AS_OF) for _ in bills
        ]
        parts += [
            Allocation(receipt=receipt, bill=bill, amount=Money("10.00"))
            for receipt, bill in zip(receipts, bills, strict=True)
        ]
    Allocation.objects.bulk_create(parts)
    assert BillBalance.objects.filter(collected=Money("10.00")).count() == 2 * CASES
    assert broken_invariants() == []
