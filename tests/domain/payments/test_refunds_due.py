"""What came in above what a bill comes to goes back: on bill, receivables and books alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openlien.accounting.actions.charges import Claim, adjust_charge, approve_claim
from openlien.cases.models import Batch, Bill, Case
from openlien.identity.actor import system_actor
from openlien.identity.permissions import Role
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.models import CaseBalance
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.negotiation.models import PayoffAgreement
from openlien.payments import bulk
from openlien.payments.actions import (
    AdjustmentKind,
    accept_offer,
    approve_write_off,
    pay_refund,
    record_adjustment,
    record_receipt,
    request_write_off,
    reverse_adjustment,
    reverse_receipt,
    void_agreement,
)
from openlien.payments.checks import broken_invariants as broken_money
from openlien.payments.models import Adjustment, Receipt
from openlien.payments.queries import BillPosition, bill_positions
from openlien.receivables.checks import broken_invariants as broken_receivables
from openlien.receivables.models import BillBalance
from tests import cast
from tests.domain.negotiation.conftest import coordinator, sent
from tests.domain.receivables.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
TODAY = cast.AS_OF


def accountant():
    return cast.acting_person(Role.ACCOUNTING_MANAGER)


def controller():
    return cast.acting_person(Role.CFO_CONTROLLER)


def manager():
    return cast.acting_person(Role.NEGOTIATIONS_MANAGER)


def claimed(retail: str = "1000.00") -> Bill:
    """A bill of a case of its own, charged in the books at a quarter of its retail."""
    claim = Claim(
        retail=Money(retail),
        contracted=Money.from_cents(Money(retail).cents // 4),
        invoice_on=date(2026, 9, 2),
    )
    case = cast.make_case()
    said = {"case_number": case.number, "claim": claim, "today": TODAY, "idempotency_key": case.number}
    return approve_claim(accountant(), **said).bill


@pytest.fixture
def bill() -> Bill:
    return claimed()


def agree(case: Case, amount: str) -> PayoffAgreement:
    offer = sent(case, amount)
    return accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)


def pay(bill: Bill, amount: str) -> Receipt:
    return record_receipt(
        accountant(), case_number=bill.case.number, amount=Money(amount), deposited_on=TODAY, today=TODAY
    )


def reduce(bill: Bill, amount: str) -> Adjustment:
    return record_adjustment(
        manager(),
        bill_id=bill.id,
        kind=AdjustmentKind.REDUCTION,
        amount=Money(amount),
        effective_on=TODAY,
        reason="Agreed by phone",
        today=TODAY,
    )


def import_says(bill: Bill, *, reduced: str) -> Batch:
    """An import tells of a reduction of the bill, and the books take it."""
    batch = Batch.objects.create(kind="portfolio", as_of=TODAY)
    Adjustment.objects.create(
        bill=bill, kind="reduction", amount=Money(reduced), effective_on=TODAY, batch=batch
    )
    bulk.begin_events()
    bulk.gather_facts(batch.id)
    bulk.post_events(system_actor("cli"), today=TODAY)
    return batch


def take_back(adjustment: Adjustment) -> Adjustment:
    said = {"reason": "Not agreed after all", "on": TODAY, "today": TODAY}
    return reverse_adjustment(manager(), adjustment.id, **said)


def owed_back(bill: Bill) -> Money:
    """What goes back on the only bill of a case, which its position, its kept row and the books say alike."""
    (position,) = bill_positions(bill.case_id)
    kept = BillBalance.objects.get(bill=bill)
    books = CaseBalance.objects.get(case_account__case=bill.case_id)
    assert position.refund_due == kept.refund_due == books.refund_due
    assert (position.open, position.collected) == (kept.open, kept.collected)
    assert [*broken_books(), *broken_money(), *broken_receivables()] == []
    return position.refund_due


def test_cash_above_an_agreed_payoff_goes_back_and_the_account_comes_to_zero(bill: Bill) -> None:
    agree(bill.case, "600.00")
    pay(bill, "700.00")
    assert owed_back(bill) == Money("100.00")
    books = CaseBalance.objects.get()
    assert (books.lien_balance, books.cost_balance, books.refund_liability) == (
        Money.zero,
        Money.zero,
        Money("100.00"),
    )
    said = {"case_number": bill.case.number, "paid_on": TODAY, "today": TODAY, "idempotency_key": "back"}
    pay_refund(accountant(), amount=Money("100.00"), **said)
    books.refresh_from_db()
    assert (books.lien_balance, books.cost_balance, books.refund_liability) == (Money.zero,) * 3
    assert owed_back(bill) == Money("100.00")


def test_an_agreement_at_retail_leaves_it_at_what_was_billed(bill: Bill) -> None:
    agree(bill.case, "1000.00")
    pay(bill, "1020.00")
    assert owed_back(bill) == Money("20.00")


def test_a_payment_taken_back_is_owed_back_no_more(bill: Bill) -> None:
    agree(bill.case, "600.00")
    receipt = pay(bill, "700.00")
    reverse_receipt(accountant(), receipt.id, reason="The check bounced", on=TODAY, today=TODAY)
    assert owed_back(bill) == Money.zero
    assert CaseBalance.objects.get().lien_balance == Money("600.00")


def test_the_end_of_a_reduction_ends_what_was_owed_back_for_it(bill: Bill) -> None:
    reduction = reduce(bill, "400.00")
    pay(bill, "700.00")
    assert owed_back(bill) == Money("100.00")
    take_back(reduction)
    assert owed_back(bill) == Money.zero
    assert CaseBalance.objects.get().lien_balance == Money("300.00")


def test_each_reduction_counts_as_long_as_it_stands(bill: Bill) -> None:
    first, _ = reduce(bill, "300.00"), reduce(bill, "100.00")
    pay(bill, "800.00")
    assert owed_back(bill) == Money("200.00")
    take_back(first)
    assert owed_back(bill) == Money.zero


def test_a_reduction_of_an_import_names_no_agreement(bill: Bill) -> None:
    import_says(bill, reduced="400.00")
    pay(bill, "700.00")
    assert owed_back(bill) == Money.zero
    pay(bill, "310.00")
    assert owed_back(bill) == Money("10.00")


def test_who_agrees_to_what_an_import_left_owes_back_what_is_above(bill: Bill) -> None:
    import_says(bill, reduced="400.00")
    agreement = agree(bill.case, "600.00")
    assert not agreement.reductions.exists()
    pay(bill, "700.00")
    assert owed_back(bill) == Money("100.00")


def test_an_import_that_reduces_an_agreed_and_paid_bill_makes_more_owed_back(bill: Bill) -> None:
    reduce(bill, "100.00")
    pay(bill, "900.00")
    batch = import_says(bill, reduced="50.00")
    assert owed_back(bill) == Money("50.00")
    keys = [
        f"{event}:{row.id}" for row in batch.adjustments.all() for event in ("ReductionAgreed", "RefundDue")
    ]
    assert bulk.mirror_booked(system_actor("cli"), keys, today=TODAY) == 3
    assert CaseBalance.objects.get().refund_due == Money.zero


def test_a_voided_agreement_leaves_nothing_owed_back(bill: Bill) -> None:
    agreement = agree(bill.case, "600.00")
    receipt = pay(bill, "700.00")
    reverse_receipt(accountant(), receipt.id, reason="Sent to the wrong case", on=TODAY, today=TODAY)
    void(agreement)
    assert owed_back(bill) == Money.zero
    assert CaseBalance.objects.get().lien_balance == Money("1000.00")


def test_an_import_that_reduced_beyond_the_agreement_owes_nothing_back_once_it_is_voided(bill: Bill) -> None:
    pay(bill, "600.00")
    agreement = agree(bill.case, "600.00")
    import_says(bill, reduced="50.00")
    assert owed_back(bill) == Money("50.00")
    void(agreement)
    assert owed_back(bill) == Money.zero


def void(agreement: PayoffAgreement) -> None:
    offer = agreement.offer
    offer.refresh_from_db()
    void_agreement(manager(), offer.id, version=offer.version, reason="Signed for another case", today=TODAY)


def test_a_bill_that_changes_its_amount_changes_what_goes_back(bill: Bill) -> None:
    reduce(bill, "400.00")
    pay(bill, "700.00")
    change(bill, "950.00")
    assert owed_back(bill) == Money("150.00")
    change(bill, "1100.00")
    assert owed_back(bill) == Money.zero


def change(bill: Bill, retail: str) -> None:
    bill.refresh_from_db()
    adjust_charge(
        accountant(),
        bill_id=bill.id,
        retail=Money(retail),
        contracted=bill.contracted,
        version=bill.version,
        reason="The provider corrected it",
        on=TODAY,
        today=TODAY,
    )


def test_cash_after_a_write_off_is_recovered_and_not_owed_back(bill: Bill) -> None:
    asked = request_write_off(
        manager(),
        bill_id=bill.id,
        amount=Money("500.00"),
        effective_on=TODAY,
        reason="The firm is gone",
        today=TODAY,
    )
    approve_write_off(controller(), asked.id, today=TODAY)
    pay(bill, "700.00")
    assert owed_back(bill) == Money.zero


def test_a_past_day_knows_nothing_of_a_later_agreement(bill: Bill) -> None:
    agree(bill.case, "600.00")
    pay(bill, "700.00")
    assert refund_on(bill, TODAY) == Money("100.00")
    assert refund_on(bill, TODAY - timedelta(days=1)) == Money.zero


def refund_on(bill: Bill, day: date) -> Money:
    found = BillBalance.objects.raw("SELECT * FROM bill_balances_from_facts(%s)", [day])
    return next(row.refund_due for row in found if row.bill_id == bill.id)


def test_the_position_and_the_database_define_it_alike(bill: Bill) -> None:
    position = BillPosition(
        bill.id, Money("1000.00"), Money("700.00"), Money("400.00"), Money.zero, is_agreed=True
    )
    assert position.refund_due == Money("100.00")
    assert BillPosition(**{**vars(position), "is_agreed": False}).refund_due == Money.zero


@dataclass(frozen=True)
class Step:
    """One thing that somebody does with the bill, with an amount in cents."""

    kind: str
    cents: int


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(["pay", "reduce", "import", "reverse a payment", "reverse a reduction", "change"]),
        st.sampled_from([1, 10_000, 30_000, 45_000, 70_000, 120_000]),
    ),
    min_size=3,
    max_size=7,
)


@settings(max_examples=20, deadline=None)
@given(steps)
def test_whatever_happens_to_a_bill_its_figures_and_the_books_agree(done: list[Step]) -> None:
    with rolled_back():
        bill = claimed()
        for step in done:
            try:
                _DEEDS[step.kind](bill, str(Money.from_cents(step.cents)))
            except DomainError:
                continue
            assert owed_back(bill) >= Money.zero


def reverse_payment(bill: Bill, _: str) -> None:
    standing = Receipt.objects.filter(case=bill.case, reverses__isnull=True, reversals__isnull=True).first()
    if standing:
        reverse_receipt(accountant(), standing.id, reason="Bounced", on=TODAY, today=TODAY)


def reverse_reduction(bill: Bill, _: str) -> None:
    standing = Adjustment.objects.filter(bill=bill, reverses__isnull=True, reversals__isnull=True).first()
    if standing:
        take_back(standing)


_DEEDS: dict[str, Callable[[Bill, str], Any]] = {
    "pay": pay,
    "reduce": reduce,
    "import": lambda bill, amount: import_says(bill, reduced=amount),
    "reverse a payment": reverse_payment,
    "reverse a reduction": reverse_reduction,
    "change": change,
}
