"""Money taken back: whole, once, mirrored on the bills and in the books."""

from __future__ import annotations

from datetime import date

import pytest

from openlien.cases.models import Bill
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.ledger.actions.periods import close_period
from openlien.ledger.errors import PeriodClosed, SelfApproval
from openlien.ledger.events import ChargeApproved
from openlien.ledger.models import CaseBalance
from openlien.ledger.queries.balances import balance_of
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.ledger.recording import record_event
from openlien.payments.actions import (
    AdjustmentKind,
    AlreadyTakenBack,
    RefundTooLarge,
    ReversalBeforeOriginal,
    ReversalInFuture,
    ReversalNotReversible,
    approve_write_off,
    pay_refund,
    record_adjustment,
    record_receipt,
    request_write_off,
    reverse_adjustment,
    reverse_receipt,
)
from openlien.payments.checks import broken_invariants as broken_money
from openlien.payments.models import Adjustment, Receipt
from openlien.payments.queries import bill_positions
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = cast.AS_OF


@pytest.fixture
def bill() -> Bill:
    """A bill of 1,200.00 that costs 300.00, in the books."""
    bill = cast.make_bill(
        cast.make_case(), "1200.00", invoice_on=date(2026, 9, 2), contracted=Money("300.00")
    )
    event = ChargeApproved(
        on=bill.invoice_on,
        case_id=bill.case_id,
        retail=bill.billed,
        contracted=bill.contracted,
        vendor_id=bill.provider_group_id,
    )
    record_event(manager(), event, key=str(bill.id), today=TODAY)
    return bill


def manager():
    return cast.acting_person(Role.ACCOUNTING_MANAGER)


def controller():
    return cast.acting_person(Role.CFO_CONTROLLER)


def receive(bill: Bill, amount: str, on: date = TODAY) -> Receipt:
    return record_receipt(
        manager(), case_number=bill.case.number, amount=Money(amount), deposited_on=on, today=TODAY
    )


def take_back(receipt: Receipt, **given: object) -> Receipt:
    options = {"reason": "The check bounced", "on": TODAY, "today": TODAY, **given}
    return reverse_receipt(options.pop("actor", manager()), receipt.id, **options)


def everything_ties() -> bool:
    return [*broken_books(), *broken_money()] == []


def test_a_reversed_payment_leaves_case_and_books_as_before(bill: Bill) -> None:
    reversal = take_back(receive(bill, "780.00"))
    assert [part.amount for part in reversal.allocations.all()] == [Money("-780.00")]
    (position,) = bill_positions(bill.case_id)
    balance = CaseBalance.objects.get()
    assert (position.collected, position.open, balance.payments) == (Money.zero, Money("1200.00"), Money.zero)
    assert balance_of(manager(), "1000").balance == balance_of(manager(), "4000").balance == Money.zero
    assert balance_of(manager(), "1200").balance == Money("300.00")
    assert everything_ties()


def test_an_overpayment_is_owed_back_until_it_is_reversed(bill: Bill) -> None:
    receipt = receive(bill, "1500.00")
    balance = CaseBalance.objects.get()
    assert (balance.refund_liability, balance.lien_balance) == (Money("300.00"), Money.zero)
    take_back(receipt)
    balance.refresh_from_db()
    assert (balance.refund_liability, balance.lien_balance) == (Money.zero, Money("1200.00"))
    assert everything_ties()


def test_a_refund_is_paid_once_and_no_cent_more_than_is_owed(bill: Bill) -> None:
    receive(bill, "1500.00")
    said = {"case_number": bill.case.number, "paid_on": TODAY, "today": TODAY}
    for _ in range(2):
        pay_refund(manager(), amount=Money("200.00"), idempotency_key="r1", **said)
    with pytest.raises(RefundTooLarge, match=r"\$100.00 is owed back"):
        pay_refund(manager(), amount=Money("100.01"), idempotency_key="r2", **said)
    assert CaseBalance.objects.get().refund_liability == Money("100.00")
    assert everything_ties()


def test_is_reversed_once(bill: Bill) -> None:
    receipt = receive(bill, "100.00")
    reversal = take_back(receipt, idempotency_key="k1")
    assert take_back(receipt, idempotency_key="k1").id == reversal.id
    with pytest.raises(IdempotencyKeyReused):
        take_back(receipt, idempotency_key="k1", reason="Another reason")
    with pytest.raises(AlreadyTakenBack):
        take_back(receipt)
    with pytest.raises(ReversalNotReversible):
        take_back(reversal)


def test_refuses_days_before_the_original_and_days_to_come(bill: Bill) -> None:
    receipt = receive(bill, "100.00", on=date(2026, 10, 5))
    with pytest.raises(ReversalBeforeOriginal):
        take_back(receipt, on=date(2026, 10, 4))
    with pytest.raises(ReversalInFuture):
        take_back(receipt, on=date(2026, 11, 21))


def test_a_closed_month_refuses_the_payment_with_a_sentence(bill: Bill) -> None:
    close_period(manager(), date(2026, 9, 1), today=TODAY)
    with pytest.raises(PeriodClosed, match="September 2026 is closed"):
        receive(bill, "100.00", on=date(2026, 9, 9))
    assert not Receipt.objects.exists()


def test_refuses_who_may_not_record_or_does_not_reach_the_case(bill: Bill) -> None:
    receipt = receive(bill, "100.00")
    with pytest.raises(Forbidden):
        take_back(receipt, actor=cast.acting_person(Role.LEGAL_TEAM))
    with pytest.raises(NotFound):
        take_back(receipt, actor=cast.actor_with(Role.CUSTOMER_SERVICE, law_firm=cast.firm("Osprey Legal")))


def test_a_reversed_reduction_is_open_again(bill: Bill) -> None:
    given = record_adjustment(
        manager(),
        bill_id=bill.id,
        kind=AdjustmentKind.REDUCTION,
        amount=Money("200.00"),
        effective_on=TODAY,
        reason="Agreed",
        today=TODAY,
    )
    reverse_adjustment(manager(), given.id, reason="The firm withdrew", on=TODAY, today=TODAY)
    (position,) = bill_positions(bill.case_id)
    assert (position.open, CaseBalance.objects.get().reductions) == (Money("1200.00"), Money.zero)
    assert everything_ties()


def test_reversed_bad_debt_restores_the_cost_and_takes_another_person(bill: Bill) -> None:
    request = request_write_off(
        manager(), bill_id=bill.id, amount=Money("1100.00"), effective_on=TODAY, reason="Lost", today=TODAY
    )
    given = approve_write_off(controller(), request.id, today=TODAY)
    assert CaseBalance.objects.get().cost_written_off == Money("200.00")
    with pytest.raises(SelfApproval):
        reverse_adjustment(manager(), given.id, reason="Paid after all", on=TODAY, today=TODAY)
    reversal = reverse_adjustment(controller(), given.id, reason="Paid after all", on=TODAY, today=TODAY)
    balance = CaseBalance.objects.get()
    assert (balance.cost_written_off, balance.lien_balance) == (Money.zero, Money("1200.00"))
    assert (Adjustment.objects.count(), reversal.amount) == (2, Money("-1100.00"))
    assert everything_ties()
