"""A claim approved: its bill, its charge, the credit limit; and what changes of it later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openlien.accounting.actions.charges import (
    ChargeUnchanged,
    Claim,
    ContractedAboveRetail,
    InvoiceInFuture,
    RetailNotPositive,
    adjust_charge,
    approve_claim,
)
from openlien.cases.models import Bill, Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, StaleVersion
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.ledger.actions.periods import close_period
from openlien.ledger.errors import CreditLimit, PeriodClosed
from openlien.ledger.models import CaseAccount, CaseBalance, LedgerPolicy, Posting
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.payments.checks import broken_invariants as broken_money
from tests import cast

TODAY = cast.AS_OF
pytestmark = pytest.mark.django_db


def claim(retail: str = "1200.00", contracted: str | None = "300.00", **facts: object) -> Claim:
    cost = None if contracted is None else Money(contracted)
    return Claim(retail=Money(retail), contracted=cost, **{"invoice_on": date(2026, 10, 12), **facts})


def approve(actor: Actor, case: Case, key: str = "c1", wanted: Claim | None = None):
    return approve_claim(
        actor, case_number=case.number, claim=wanted or claim(), today=TODAY, idempotency_key=key
    )


def everything_ties() -> bool:
    return [*broken_books(), *broken_money()] == []


def test_an_approved_claim_is_a_bill_and_a_charge(analyst: Actor, case: Case) -> None:
    place = cast.facility()
    approved = approve(analyst, case, wanted=claim(facility_id=place.id, code="72148"))
    assert (approved.adjustment, approved.is_over_credit_limit) == (Money("900.00"), False)
    assert (approved.bill.billed, approved.bill.provider_group_id) == (Money("1200.00"), place.belongs_to_id)
    assert approved.number == "JE-2026-0000001"
    balance = CaseBalance.objects.get()
    assert (balance.retail, balance.contracted) == (Money("1200.00"), Money("300.00"))
    assert everything_ties()


def test_an_unknown_cost_is_a_memo(analyst: Actor, case: Case) -> None:
    approved = approve(analyst, case, wanted=claim(contracted=None))
    assert (approved.number, approved.adjustment) == (None, None)
    assert CaseBalance.objects.get().charges_of_unknown_cost == 1


def test_the_same_key_approves_once(analyst: Actor, case: Case) -> None:
    first, second = approve(analyst, case), approve(analyst, case)
    assert (first.bill.id, second.is_new) == (second.bill.id, False)
    assert (Bill.objects.count(), Posting.objects.count()) == (1, 1)
    with pytest.raises(IdempotencyKeyReused):
        approve(analyst, case, wanted=claim("1200.01"))


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (claim("0.00", "0.00"), RetailNotPositive),
        (claim("100.00", "100.01"), ContractedAboveRetail),
        (claim(invoice_on=TODAY + timedelta(days=1)), InvoiceInFuture),
    ],
)
def test_refuses_amounts_and_days_that_cannot_be(
    analyst: Actor, case: Case, wanted: Claim, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        approve(analyst, case, wanted=wanted)
    assert not Bill.objects.exists()


@pytest.mark.parametrize("mode", ["warn", "block"])
def test_the_credit_limit_warns_or_blocks(analyst: Actor, case: Case, mode: str) -> None:
    LedgerPolicy.objects.update(credit_limit_mode=mode)
    CaseAccount.objects.update(credit_limit="299.99")
    if mode == "warn":
        assert approve(analyst, case).is_over_credit_limit
        return
    with pytest.raises(CreditLimit, match=r"credit limit of 299\.99"):
        approve(analyst, case)
    assert not Bill.objects.exists()


def test_a_closed_month_refuses_the_claim(analyst: Actor, manager: Actor, case: Case) -> None:
    close_period(manager, date(2026, 10, 1), today=TODAY)
    with pytest.raises(PeriodClosed):
        approve(analyst, case)
    assert not Bill.objects.exists()


def test_refuses_a_role_that_does_not_keep_books(case: Case) -> None:
    with pytest.raises(Forbidden):
        approve(cast.acting_person(Role.NEGOTIATIONS_MANAGER), case)


def change(actor: Actor, bill: Bill, retail: str, contracted: str, version: int = 1) -> Bill:
    return adjust_charge(
        actor,
        bill_id=bill.id,
        retail=Money(retail),
        contracted=Money(contracted),
        version=version,
        reason="Rate of the new contract",
        on=TODAY,
        today=TODAY,
    )


def test_a_changed_claim_books_the_difference(analyst: Actor, case: Case) -> None:
    bill = approve(analyst, case).bill
    cast.pay(case, "1150.00", TODAY)
    changed = change(analyst, bill, "1100.00", "250.00")
    assert (changed.billed, changed.version) == (Money("1100.00"), 2)
    balance = CaseBalance.objects.get()
    assert (balance.retail, balance.contracted, balance.refund_due) == (
        Money("1100.00"),
        Money("250.00"),
        Money("50.00"),
    )
    assert change(analyst, bill, "1100.00", "250.00").version == 2
    with pytest.raises(StaleVersion):
        change(analyst, bill, "1000.00", "250.00")
    with pytest.raises(ChargeUnchanged):
        change(analyst, bill, "1100.00", "250.00", version=2)
    assert broken_books() == []
