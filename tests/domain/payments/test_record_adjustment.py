"""A part of a bill is given up: as a reduction or as bad debt, never more than is open."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from openlien.cases.models import Bill
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.ledger.models import CaseTransaction
from openlien.payments.actions import (
    AdjustmentBeforeBill,
    AdjustmentInFuture,
    AdjustmentTooLarge,
    AmountNotPositive,
    ReasonMissing,
    WriteOffNeedsApproval,
    record_adjustment,
)
from openlien.payments.models import Adjustment
from openlien.payments.queries import bill_positions
from tests import cast

pytestmark = pytest.mark.django_db

TODAY = cast.AS_OF
MANAGER = cast.actor_with(Role.NEGOTIATIONS_MANAGER)


@pytest.fixture
def bill() -> Bill:
    return cast.make_bill(cast.make_case(), "1000.00", invoice_on=date(2026, 2, 2))


def give_up(bill: Bill, amount: str = "100.00", **given: object) -> Adjustment:
    options = {"effective_on": TODAY, "today": TODAY, "reason": "Agreed", "kind": "reduction", **given}
    actor, kind = options.pop("actor", MANAGER), Adjustment.Kind(options.pop("kind"))
    return record_adjustment(actor, bill_id=bill.id, kind=kind, amount=Money(amount), **options)


def test_the_bill_is_owed_less_and_the_timeline_says_so(bill: Bill) -> None:
    given = give_up(bill, "250.50", reason="Policy limit")
    (position,) = bill_positions(bill.case_id)
    assert (position.open, position.reduction) == (Money("749.50"), Money("250.50"))
    entry = bill.case.activities.get()
    assert (entry.summary, entry.body) == ("Reduction of $250.50 recorded", "Policy limit")
    memo = CaseTransaction.objects.get(key=f"ReductionAgreed:{given.id}")
    assert (memo.reduction, memo.posting_id) == (Money("250.50"), None)


def test_bad_debt_takes_a_second_person(bill: Bill) -> None:
    with pytest.raises(WriteOffNeedsApproval, match="second person"):
        give_up(bill, kind="bad_debt")


def test_all_that_is_open_can_be_given_up_and_no_cent_more(bill: Bill) -> None:
    cast.pay(bill.case, "400.00", date(2026, 6, 6))
    with pytest.raises(AdjustmentTooLarge, match=r"Only \$600.00 is open"):
        give_up(bill, "600.01")
    give_up(bill, "600.00")
    with pytest.raises(AdjustmentTooLarge, match=r"Only \$0.00 is open"):
        give_up(bill, "0.01")


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_refuses_an_amount_that_is_not_positive(bill: Bill, amount: str) -> None:
    with pytest.raises(AmountNotPositive):
        give_up(bill, amount)


def test_refuses_a_day_that_is_still_to_come(bill: Bill) -> None:
    with pytest.raises(AdjustmentInFuture):
        give_up(bill, effective_on=TODAY + timedelta(days=1))


def test_refuses_a_day_before_the_bill(bill: Bill) -> None:
    with pytest.raises(AdjustmentBeforeBill):
        give_up(bill, effective_on=date(2026, 2, 1))


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_refuses_to_give_up_without_a_reason(bill: Bill, reason: str) -> None:
    with pytest.raises(ReasonMissing):
        give_up(bill, reason=reason)


def test_the_same_key_again_gives_up_nothing(bill: Bill) -> None:
    first, second = (give_up(bill, "600.00", idempotency_key="k1") for _ in range(2))
    assert first.id == second.id
    assert bill.adjustments.count() == 1


def test_refuses_a_key_that_belongs_to_another_adjustment(bill: Bill) -> None:
    give_up(bill, idempotency_key="k1")
    with pytest.raises(IdempotencyKeyReused):
        give_up(bill, "100.01", idempotency_key="k1")


def test_refuses_a_role_without_the_permission(bill: Bill) -> None:
    with pytest.raises(Forbidden):
        give_up(bill, actor=cast.actor_with(Role.COLLECTIONS_SPECIALIST))


def test_a_bill_of_another_firm_looks_missing(bill: Bill) -> None:
    other = cast.actor_with(Role.NEGOTIATIONS_MANAGER, law_firm=cast.firm("Osprey Legal"))
    with pytest.raises(NotFound):
        give_up(bill, actor=other)
    bill.id = uuid4()
    with pytest.raises(NotFound):
        give_up(bill)
