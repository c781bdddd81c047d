"""Bad debt: asked for by one person, approved or refused by another, and in the books only then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from openlien.cases.models import Bill
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.ledger.actions.periods import close_period
from openlien.ledger.errors import PeriodClosed, ReasonRequired, SelfApproval
from openlien.ledger.events import ChargeApproved
from openlien.ledger.models import CaseBalance, Posting
from openlien.ledger.recording import record_event
from openlien.payments.actions import (
    AdjustmentTooLarge,
    WriteOffDecided,
    approve_write_off,
    refuse_write_off,
    request_write_off,
)
from openlien.payments.checks import broken_invariants
from openlien.payments.models import Adjustment, WriteOffRequest
from openlien.payments.queries import bill_positions
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = cast.AS_OF


@pytest.fixture
def bill() -> Bill:
    """A bill of 1,000.00 that costs 300.00, in the books."""
    bill = cast.make_bill(
        cast.make_case(), "1000.00", invoice_on=date(2026, 9, 2), contracted=Money("300.00")
    )
    event = ChargeApproved(
        on=bill.invoice_on, case_id=bill.case_id, retail=bill.billed, contracted=bill.contracted
    )
    record_event(analyst(), event, key=str(bill.id), today=TODAY)
    return bill


def analyst():
    return cast.acting_person(Role.FINANCIAL_ANALYST)


def controller():
    return cast.acting_person(Role.CFO_CONTROLLER)


def manager():
    return cast.acting_person(Role.ACCOUNTING_MANAGER)


def ask(bill: Bill, amount: str = "1000.00", actor=None, **given: object) -> WriteOffRequest:
    options = {"effective_on": TODAY, "today": TODAY, "reason": "No cover", **given}
    return request_write_off(actor or analyst(), bill_id=bill.id, amount=Money(amount), **options)


def test_a_request_changes_no_figure(bill: Bill) -> None:
    ask(bill)
    (position,) = bill_positions(bill.case_id)
    assert position.open == Money("1000.00")
    assert CaseBalance.objects.get().lien_written_off == Money.zero


def test_approval_writes_off_the_lien_and_the_cost_it_cannot_cover(bill: Bill) -> None:
    adjustment = approve_write_off(controller(), ask(bill, "800.00").id, today=TODAY)
    balance = CaseBalance.objects.get()
    assert (balance.lien_written_off, balance.cost_written_off) == (Money("800.00"), Money("100.00"))
    posting = Posting.objects.get(key=f"WriteOffApproved:{adjustment.id}")
    assert (posting.created_by_id, posting.approved_by_id) == (analyst().user_id, controller().user_id)
    assert WriteOffRequest.objects.get().status == "approved"
    assert broken_invariants() == []


def test_who_asked_does_not_approve(bill: Bill) -> None:
    request = ask(bill, actor=manager())
    with pytest.raises(SelfApproval):
        approve_write_off(manager(), request.id, today=TODAY)
    assert not Adjustment.objects.exists()


def test_refuses_a_role_that_does_not_approve(bill: Bill) -> None:
    with pytest.raises(Forbidden):
        approve_write_off(analyst(), ask(bill).id, today=TODAY)


def test_a_refusal_needs_a_reason_and_leaves_the_bill_as_it_is(bill: Bill) -> None:
    request = ask(bill)
    with pytest.raises(ReasonRequired):
        refuse_write_off(controller(), request.id, reason=" ")
    refused = refuse_write_off(controller(), request.id, reason="Try the excess carrier first")
    assert (refused.status, refused.decided_by_id) == ("refused", controller().user_id)
    assert not Adjustment.objects.exists()


DECISIONS: dict[str, Callable[[WriteOffRequest], object]] = {
    "approve": lambda request: approve_write_off(manager(), request.id, today=TODAY),
    "refuse": lambda request: refuse_write_off(manager(), request.id, reason="Late"),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_request_is_decided_once(bill: Bill, decision: str) -> None:
    request = ask(bill, "10.00")
    approve_write_off(controller(), request.id, today=TODAY)
    with pytest.raises(WriteOffDecided, match="approved already"):
        DECISIONS[decision](request)


def test_approval_sees_what_is_open_by_now(bill: Bill) -> None:
    request = ask(bill)
    cast.pay(bill.case, "1.00", TODAY)
    with pytest.raises(AdjustmentTooLarge):
        approve_write_off(controller(), request.id, today=TODAY)
    assert WriteOffRequest.objects.get().status == "pending"


def test_the_same_key_asks_once(bill: Bill) -> None:
    first, second = (ask(bill, idempotency_key="k1") for _ in range(2))
    assert first.id == second.id


def test_a_closed_month_refuses_with_a_sentence_and_nothing_is_written(bill: Bill) -> None:
    request = ask(bill, effective_on=date(2026, 9, 30))
    close_period(manager(), date(2026, 9, 1), today=TODAY)
    with pytest.raises(PeriodClosed, match="September 2026 is closed"):
        approve_write_off(controller(), request.id, today=TODAY)
    assert not Adjustment.objects.exists()
    approve_write_off(controller(), request.id, today=TODAY, posting_on=date(2026, 10, 1))
    assert CaseBalance.objects.get().lien_balance == Money.zero
