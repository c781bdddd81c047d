"""A settlement in one action: divided, paid, the rest given up, the account closed; and closing alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openlien.accounting.actions.charges import Claim, approve_claim
from openlien.accounting.actions.closures import (
    ClosingDayInFuture,
    ClosingDayTooEarly,
    WriteOffsWaiting,
    close_case_account,
)
from openlien.accounting.actions.settlements import Settled, SettlementDoesNotSum, Shares, settle_case
from openlien.cases.models import Bill, Case
from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.ledger.errors import CaseAccountClosed, ReasonRequired, ZeroBalanceRequired
from openlien.ledger.models import CaseAccount, CaseBalance, LedgerPolicy, Posting
from openlien.ledger.queries.balances import balance_of
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.payments.actions import record_receipt, request_write_off
from openlien.payments.checks import broken_invariants as broken_money
from openlien.payments.models import Receipt
from tests import cast

TODAY = cast.AS_OF
SHARES = Shares(
    attorney_fees=Money("3333.33"),
    own_lien=Money("780.00"),
    other_liens=Money("1500.00"),
    patient_portion=Money("4386.67"),
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def bill(manager: Actor, case: Case) -> Bill:
    """A claim of 1,200.00 that costs 300.00."""
    wanted = Claim(retail=Money("1200.00"), contracted=Money("300.00"), invoice_on=date(2026, 9, 14))
    approved = approve_claim(
        manager, case_number=case.number, claim=wanted, today=TODAY, idempotency_key="c1"
    )
    return approved.bill


def settle(actor: Actor, case: Case, **given: object) -> Settled:
    options = {"amount": Money("10000.00"), "shares": SHARES, "settled_on": TODAY, "today": TODAY, **given}
    return settle_case(actor, case_number=case.number, idempotency_key="s1", **options)


def close(actor: Actor, case: Case, **given: object) -> CaseAccount:
    options = {"reason": "Paid out", "closed_on": TODAY, "today": TODAY, **given}
    return close_case_account(actor, case_number=case.number, **options)


def balance(actor: Actor, number: str) -> str:
    return str(balance_of(actor, number).balance)


def everything_ties() -> bool:
    return [*broken_books(), *broken_money()] == []


def test_a_settlement_ends_at_zero_and_closes_the_account(manager: Actor, case: Case, bill: Bill) -> None:
    settled = settle(manager, case, reduce_rest_because="Agreed payoff", close_because="Paid out")
    assert (settled.reduced, settled.account.status, settled.account.closed_on) == (
        Money("420.00"),
        "closed",
        TODAY,
    )
    assert (settled.account.settlement_amount, settled.account.settled_on) == (Money("10000.00"), TODAY)
    trust = [balance(manager, number) for number in ("1050", "2310", "2320", "2330", "2340")]
    assert trust == ["0.00"] * 5
    assert (balance(manager, "1000"), balance(manager, "1200"), balance(manager, "4000")) == (
        "780.00",
        "0.00",
        "480.00",
    )
    assert everything_ties()


def test_the_same_key_settles_once(manager: Actor, case: Case, bill: Bill) -> None:
    first, second = settle(manager, case), settle(manager, case)
    assert (first.journals, second.is_new) == (second.journals, False)
    assert Receipt.objects.count() == 1


def test_refuses_shares_that_are_not_the_settlement(manager: Actor, case: Case, bill: Bill) -> None:
    with pytest.raises(SettlementDoesNotSum, match=r"differ by 0\.01"):
        settle(manager, case, amount=Money("10000.01"))
    assert Posting.objects.count() == 1


def test_what_cannot_be_closed_is_not_settled_either(manager: Actor, case: Case, bill: Bill) -> None:
    with pytest.raises(ZeroBalanceRequired, match=r"lien 420\.00"):
        settle(manager, case, close_because="Paid out")
    assert not Receipt.objects.exists()
    assert CaseAccount.objects.get().settlement_amount is None


def test_closes_at_zero_only_and_takes_nothing_after(manager: Actor, case: Case, bill: Bill) -> None:
    said = {"case_number": case.number, "deposited_on": TODAY, "today": TODAY}
    record_receipt(manager, amount=Money("1000.00"), **said)
    with pytest.raises(ZeroBalanceRequired):
        close(manager, case)
    record_receipt(manager, amount=Money("200.00"), **said)
    closed = close(manager, case)
    assert close(manager, case).version == closed.version
    with pytest.raises(CaseAccountClosed):
        record_receipt(manager, amount=Money("1.00"), **said)
    assert everything_ties()


def test_refuses_to_close_without_reason_or_on_a_wrong_day(manager: Actor, case: Case, bill: Bill) -> None:
    with pytest.raises(ReasonRequired):
        close(manager, case, reason=" ")
    with pytest.raises(ClosingDayInFuture):
        close(manager, case, closed_on=TODAY + timedelta(days=1))
    with pytest.raises(ClosingDayTooEarly, match="Sep 14, 2026"):
        close(manager, case, closed_on=date(2026, 9, 13))


def test_a_write_off_that_waits_keeps_the_account_open(manager: Actor, case: Case, bill: Bill) -> None:
    request_write_off(
        manager, bill_id=bill.id, amount=Money("1.00"), effective_on=TODAY, reason="Lost", today=TODAY
    )
    with pytest.raises(WriteOffsWaiting):
        close(manager, case)


def test_in_the_expense_pack_the_gain_becomes_revenue_at_closing(
    manager: Actor, case: Case, bill: Bill
) -> None:
    LedgerPolicy.objects.update(pack="expense")
    other = cast.make_case("Kai Calder", opened_on=date(2026, 1, 5))
    wanted = Claim(retail=Money("1200.00"), contracted=Money("300.00"), invoice_on=date(2026, 9, 14))
    approve_claim(manager, case_number=other.number, claim=wanted, today=TODAY, idempotency_key="c2")
    settle(manager, other, reduce_rest_because="Agreed payoff", close_because="Paid out")
    assert (balance(manager, "5000"), balance(manager, "4000")) == ("0.00", "480.00")
    assert CaseBalance.objects.get(case_account__case=other).excess_recovery == Money("480.00")
