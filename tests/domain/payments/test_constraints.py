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
REVERSAL = """
    INSERT INTO payments_receipt (case_id, deposited_on, amount, payer, reference, reverses_id, reason)
    VALUES (%(case)s, '2026-11-20', {amount}, '', '', %(receipt)s, {reason})
"""
REVERSED_ADJUSTMENT = """
    INSERT INTO payments_adjustment (bill_id, kind, amount, effective_on, reason, reverses_id)
    VALUES (%(bill)s, 'reduction', {amount}, '2026-11-20', {reason}, %(adjustment)s)
"""
REQUEST = """
    INSERT INTO payments_writeoffrequest (bill_id, amount, effective_on, reason, status, refusal_reason,
        requested_by_id, decided_by_id, decided_at, adjustment_id, idempotency_key)
    VALUES (%(bill)s, {amount}, '2026-11-20', {reason}, {status}, '', %(clerk)s, {decided}, {adjustment},
        {key})
"""
OPEN = {"status": "'pending'", "decided": "NULL, NULL", "adjustment": "NULL", "key": "NULL"}
BAD_DEBT = """
    INSERT INTO payments_adjustment (bill_id, kind, amount, effective_on, reason, recorded_by_id,
        approved_by_id)
    VALUES (%(bill)s, 'bad_debt', 5.00, '2026-11-20', '', %(clerk)s, {approved_by})
"""
PART = "INSERT INTO payments_allocation (receipt_id, bill_id, amount) VALUES (%(receipt)s, {bill}, {amount})"


def twice(statement: str) -> str:
    return f"{statement}; {statement}"


# By its name, a statement that breaks the constraint.
AGREED_BILL = """
    INSERT INTO payments_agreedbill (agreement_id, bill_id, payoff_status)
    SELECT '00000000-0000-7000-8000-000000000001', %(bill)s, 'unknown'
    FROM generate_series(1, 2)
"""
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
    "receipt_is_reversed_once": twice(REVERSAL.format(amount="-100.00", reason="'Bounced'")),
    "receipt_reversal_has_a_reason": REVERSAL.format(amount="-100.00", reason="''"),
    "receipt_reversal_mirrors_its_original": REVERSAL.format(amount="-99.00", reason="'Bounced'"),
    "adjustment_is_reversed_once": twice(REVERSED_ADJUSTMENT.format(amount="-10.00", reason="'Wrong bill'")),
    "adjustment_reversal_has_a_reason": REVERSED_ADJUSTMENT.format(amount="-10.00", reason="''"),
    "adjustment_reversal_mirrors_its_original": REVERSED_ADJUSTMENT.format(amount="-9.00", reason="'No'"),
    "bad_debt_is_approved": BAD_DEBT.format(approved_by="NULL"),
    "bad_debt_is_approved_by_another": BAD_DEBT.format(approved_by="%(clerk)s"),
    "reversed_parts_mirror_their_original": PART.format(bill="%(bill)s", amount="100.00")
    + ";"
    + REVERSAL.format(amount="-100.00", reason="'Bounced'")
    + "; INSERT INTO payments_allocation (receipt_id, bill_id, amount) SELECT id, %(other_bill)s, -100.00"
    " FROM payments_receipt WHERE reverses_id = %(receipt)s",
    "write_off_request_is_positive": REQUEST.format(**{**OPEN, "amount": "0.00", "reason": "'Lost'"}),
    "write_off_request_has_a_reason": REQUEST.format(**{**OPEN, "amount": "5.00", "reason": "''"}),
    "write_off_request_says_what_became_of_it": REQUEST.format(
        **{**OPEN, "amount": "5.00", "reason": "'Lost'", "status": "'refused'"}
    ),
    "write_off_request_is_approved_by_another": REQUEST.format(
        **{
            **OPEN,
            "amount": "5.00",
            "reason": "'Lost'",
            "status": "'approved'",
            "decided": "%(clerk)s, now()",
            "adjustment": "%(adjustment)s",
        }
    ),
    "write_off_request_key_belongs_to_a_content": REQUEST.format(
        **{**OPEN, "amount": "5.00", "reason": "'Lost'", "key": "'k'"}
    ),
    "write_off_request_is_decided_once": REQUEST.format(**{**OPEN, "amount": "5.00", "reason": "'Lost'"})
    + "; UPDATE payments_writeoffrequest SET amount = 6.00",
    "allocation_pays_a_bill_of_its_case": PART.format(bill="%(foreign_bill)s", amount="100.00"),
    "agreed_bill_is_one_an_agreement": AGREED_BILL,
}
OWNER_ONLY = {"money_received_is_append_only"}


@pytest.fixture
def scene() -> dict[str, Any]:
    """A receipt of 100.00 that pays nothing yet, on a case with a bill, and a bill of another case."""
    case = cast.make_case("Zoe Marlow")
    bill = cast.make_bill(case, "500.00")
    return {
        "case": case.id,
        "bill": bill.id,
        "adjustment": cast.reduce(bill, "10.00", cast.AS_OF).id,
        "other_bill": cast.make_bill(case, "500.00").id,
        "clerk": cast.person("Cast Clerk").id,
        "foreign_bill": cast.make_bill(cast.make_case("Kai Calder"), "500.00").id,
        "receipt": Receipt.objects.create(case=case, amount="100.00", deposited_on=cast.AS_OF).id,
    }


@pytest.mark.parametrize("name", BREAKING)
def test_the_constraint_fires(scene: dict[str, Any], name: str) -> None:
    def break_it() -> None:
        for statement in BREAKING[name].split(";"):
            run(statement, **scene)

    assert_fires(name, break_it)


def test_every_named_constraint_and_trigger_is_made_to_fire() -> None:
    triggers = raised_by_triggers(
        [
            "check_allocations",
            "check_receipt_reversal",
            "check_adjustment_reversal",
            "check_write_off_decision",
            "refuse_money_rewrite",
        ]
    )
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
