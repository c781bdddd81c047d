"""Every constraint and trigger of the payments' tables refuses what it stands against."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError

from openlien.payments.models import Adjustment, Allocation, Receipt
from tests import cast
from tests.domain.constraints import assert_fires, declared, raised_by_triggers, run

pytestmark = pytest.mark.django_db

RECEIPT = """
    INSERT INTO payments_receipt (case_id, deposited_on, amount, payer, reference, idempotency_key)
    VALUES (%(case)s, '2026-11-20', {amount}, '', '', {key})
"""
ADJUSTMENT = """
    INSERT INTO payments_adjustment (bill_id, kind, amount, effective_on, reason, idempotency_key)
    VALUES (%(bill)s, '{kind}', {amount}, '2026-11-20', '', {key})
"""
PART = "INSERT INTO payments_allocation (receipt_id, bill_id, amount) VALUES (%(receipt)s, {bill}, {amount})"

# By its name, a statement that breaks the constraint.
BREAKING = {
    "receipt_is_positive": RECEIPT.format(amount="-1.00", key="NULL"),
    "receipt_key_belongs_to_a_content": RECEIPT.format(amount="1.00", key="'k'"),
    "allocation_pays_a_bill_once": PART.format(bill="%(bill)s", amount="50.00")
    + ", (%(receipt)s, %(bill)s, 50.00)",
    "allocation_is_not_zero": PART.format(bill="%(bill)s", amount="0.00"),
    "adjustment_is_positive": ADJUSTMENT.format(kind="reduction", amount="-1.00", key="NULL"),
    "adjustment_kind_is_known": ADJUSTMENT.format(kind="gift", amount="1.00", key="NULL"),
    "adjustment_key_belongs_to_a_content": ADJUSTMENT.format(kind="reduction", amount="1.00", key="'k'"),
    "allocations_sum_to_their_receipt": PART.format(bill="%(bill)s", amount="99.99"),
    "allocation_pays_a_bill_of_its_case": PART.format(bill="%(foreign_bill)s", amount="100.00"),
}
OWNER_ONLY = {"money_received_is_append_only"}


@pytest.fixture
def scene() -> dict[str, Any]:
    """A receipt of 100.00 that pays nothing yet, on a case with a bill, and a bill of another case."""
    case = cast.make_case("Zoe Marlow")
    return {
        "case": case.id,
        "bill": cast.make_bill(case, "500.00").id,
        "foreign_bill": cast.make_bill(cast.make_case("Kai Calder"), "500.00").id,
        "receipt": Receipt.objects.create(case=case, amount="100.00", deposited_on=cast.AS_OF).id,
    }


@pytest.mark.parametrize("name", BREAKING)
def test_the_constraint_fires(scene: dict[str, Any], name: str) -> None:
    assert_fires(name, lambda: run(BREAKING[name], **scene))


def test_every_named_constraint_and_trigger_is_made_to_fire() -> None:
    triggers = raised_by_triggers(["check_allocations", "refuse_money_rewrite"])
    assert set(BREAKING) | OWNER_ONLY == declared("payments") | triggers


def test_an_import_may_correct_an_earlier_one(scene: dict[str, Any]) -> None:
    from openlien.cases.models import Batch

    batch = Batch.objects.create(kind="portfolio", as_of=cast.AS_OF)
    Receipt.objects.create(case_id=scene["case"], amount="-1.00", deposited_on=cast.AS_OF, batch=batch)
    Adjustment.objects.create(
        bill_id=scene["bill"], kind="reduction", amount="-1.00", effective_on=cast.AS_OF, batch=batch
    )


@pytest.mark.parametrize("model", [Receipt, Allocation, Adjustment])
def test_the_app_may_not_rewrite_money(model: Any) -> None:
    cast.ready_cases()
    with pytest.raises(DatabaseError, match="permission denied"):
        model.objects.update(amount="1.00")


@pytest.mark.parametrize("model", [Receipt, Allocation, Adjustment])
def test_the_app_may_not_remove_money(model: Any) -> None:
    cast.ready_cases()
    with pytest.raises(DatabaseError, match="permission denied"):
        model.objects.all()._raw_delete("default")
