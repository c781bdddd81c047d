"""Business events in the books: exactly once, in any order, one by one or in bulk, for both packs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.models import CaseTransaction, GLEntry, Posting
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.recording import record_event, record_events
from openlien.ledger.vocabulary import AccountRole
from tests import cast

from .conftest import TODAY, balance_of, choose_pack

pytestmark = pytest.mark.django_db


def one_of_each(case: Case) -> list[events.Event]:
    """Every event there is, each with an amount that leaves cents."""
    own = {"case_id": case.id, "on": TODAY}
    return [
        events.CaseOpened(**own, cost=Money("10.01"), retail=Money("40.04")),
        events.ChargeApproved(**own, retail=Money("1200.00"), contracted=Money("300.00")),
        events.ChargeApproved(**own, retail=Money("70.00"), contracted=None),
        events.ChargeAdjusted(**own, retail_change=Money("-5.00"), contracted_change=Money("-2.50")),
        events.ProviderPaid(**own, amount=Money("120.00")),
        events.PaymentReceived(**own, amount=Money("780.07")),
        events.PaymentReceived(**own, amount=Money("-0.07")),
        events.RefundDue(**own, amount=Money("33.00")),
        events.RefundPaid(**own, amount=Money("33.00")),
        events.ReductionAgreed(**own, amount=Money("100.00")),
        events.WriteOffApproved(**own, lien=Money("5.00")),
        events.WarehouseDrawn(on=TODAY, amount=Money("300.00")),
        events.InterestAccrued(on=TODAY, amount=Money("24.34"), shares={case.id: Money("24.34")}),
        events.InterestAccrued(on=TODAY, amount=Money("1.00")),
        events.WarehouseRepaid(on=TODAY, principal=Money("300.00"), interest=Money("25.34")),
        events.SettlementDistributed(
            **own,
            attorney_fees=Money("30.00"),
            own_lien=Money("20.00"),
            other_liens=Money("10.00"),
            patient_portion=Money("40.00"),
        ),
        events.TrustShareMoved(
            **own,
            from_share=AccountRole.TRUST_PATIENT,
            to_share=AccountRole.TRUST_OTHER_LIENS,
            amount=Money("5.00"),
        ),
        events.TrustPaid(**own, share=AccountRole.TRUST_PATIENT, amount=Money("35.00")),
        events.FeeRecorded(**own, amount=Money("3.00")),
        events.AccrualMade(**own, amount=Money("8.00")),
        events.ExcessRecognised(**own, amount=Money("1.00")),
    ]


def told(case: Case, pack: str) -> list[tuple[str, events.Event]]:
    given = one_of_each(case)
    if pack == "cost_recovery":
        given = given[:-1]
    return [(str(turn), event) for turn, event in enumerate(given)]


@pytest.mark.parametrize("pack", ["cost_recovery", "expense"])
def test_every_event_ties_in_both_packs(case: Case, analyst: Actor, pack: str) -> None:
    choose_pack(pack)
    for key, event in told(case, pack):
        record_event(analyst, event, key=key, today=TODAY)
    assert broken_invariants() == []


@pytest.mark.parametrize("pack", ["cost_recovery", "expense"])
def test_in_bulk_the_books_are_the_same_as_one_by_one(case: Case, analyst: Actor, pack: str) -> None:
    choose_pack(pack)
    other = cast.make_case("Kai Calder")
    for key, event in told(case, pack):
        record_event(analyst, event, key=f"single {key}", today=TODAY)
    record_events(analyst, [(f"bulk {key}", event) for key, event in told(other, pack)], today=TODAY)
    assert _totals(case) == _totals(other)
    assert _lines("single") == _lines("bulk")
    assert broken_invariants() == []


def test_an_event_is_recorded_once_however_it_comes_again(case: Case, analyst: Actor) -> None:
    everything = told(case, "cost_recovery")
    first = record_events(analyst, everything, today=TODAY)
    before = (Posting.objects.count(), CaseTransaction.objects.count(), _totals(case))
    again = record_events(analyst, everything, today=TODAY)
    single = [record_event(analyst, event, key=key, today=TODAY) for key, event in everything]
    assert [one.number for one in again] == [one.number for one in first] == [one.number for one in single]
    assert not any(one.is_new for one in [*again, *single])
    assert (Posting.objects.count(), CaseTransaction.objects.count(), _totals(case)) == before


def test_a_bulk_that_repeats_some_events_splits_the_new_ones_rightly(case: Case, analyst: Actor) -> None:
    own = {"case_id": case.id, "on": TODAY}
    charge = events.ChargeApproved(**own, retail=Money("1200.00"), contracted=Money("300.00"))
    payment = events.PaymentReceived(**own, amount=Money("780.00"))
    record_event(analyst, charge, key="c", today=TODAY)
    record_events(analyst, [("c", charge), ("p", payment)], today=TODAY)
    kept = balance_of(case)
    assert (kept.contracted, kept.cost_balance, kept.excess_recovery) == (
        Money("300.00"),
        Money("0.00"),
        Money("480.00"),
    )
    assert broken_invariants() == []


@pytest.mark.parametrize("memo", [False, True], ids=["posting", "memo"])
def test_refuses_a_key_that_belongs_to_another_event(case: Case, analyst: Actor, memo: bool) -> None:
    kind = events.ReductionAgreed if memo else events.PaymentReceived
    record_event(analyst, kind(case_id=case.id, on=TODAY, amount=Money("1.00")), key="k", today=TODAY)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        record_event(analyst, kind(case_id=case.id, on=TODAY, amount=Money("2.00")), key="k", today=TODAY)
    assert refusal.value.code == "idempotency_key_reused"


def test_one_key_may_serve_two_kinds_of_event(case: Case, analyst: Actor) -> None:
    for kind in (events.PaymentReceived, events.RefundDue):
        event = kind(case_id=case.id, on=TODAY, amount=Money("1.00"))
        assert record_event(analyst, event, key="k", today=TODAY).is_new


def test_an_unknown_contracted_amount_counts_as_no_cost_and_is_flagged(case: Case, analyst: Actor) -> None:
    event = events.ChargeApproved(case_id=case.id, on=TODAY, retail=Money("70.00"), contracted=None)
    recorded = record_event(analyst, event, key="1", today=TODAY)
    kept = balance_of(case)
    assert (recorded.number, recorded.is_cost_unknown) == (None, True)
    assert (kept.charges_of_unknown_cost, kept.contracted, kept.lien_balance) == (
        1,
        Money("0.00"),
        Money("70.00"),
    )


def test_a_late_charge_takes_back_revenue_that_was_recognised_too_soon(case: Case, analyst: Actor) -> None:
    own = {"case_id": case.id, "on": TODAY}
    for key, event in enumerate(
        [
            events.ChargeApproved(**own, retail=Money("1200.00"), contracted=Money("300.00")),
            events.PaymentReceived(**own, amount=Money("780.00")),
            events.ChargeApproved(**own, retail=Money("100.00"), contracted=Money("50.00")),
        ]
    ):
        record_event(analyst, event, key=str(key), today=TODAY)
    kept = balance_of(case)
    assert (kept.cost_balance, kept.excess_recovery) == (Money("0.00"), Money("430.00"))
    assert broken_invariants() == []


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (events.WarehouseDrawn(on=TODAY, amount=Money("0.00")), "nothing_to_post"),
        (events.WarehouseDrawn(on=TODAY, amount=Money("-1.00")), "amount_below_zero"),
        (events.WarehouseDrawn(on=date(2026, 11, 21), amount=Money("1.00")), "future_entry_date"),
        (
            events.WarehouseDrawn(on=TODAY, posting_on=date(2026, 1, 1), amount=Money("1.00")),
            "posting_before_entry",
        ),
        (events.PaymentReceived(case_id=cast.AS_OF, on=TODAY, amount=Money("1.00")), "unknown_case_account"),
    ],
)
def test_refuses_an_event_that_cannot_be(analyst: Actor, event: Any, code: str) -> None:
    from uuid import uuid4

    if isinstance(event, events.CaseEvent):
        event = events.PaymentReceived(case_id=uuid4(), on=TODAY, amount=Money("1.00"))
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        record_event(analyst, event, key="1", today=TODAY)
    assert refusal.value.code == code


def test_refuses_shares_of_interest_that_miss_a_cent(case: Case, analyst: Actor) -> None:
    event = events.InterestAccrued(on=TODAY, amount=Money("24.34"), shares={case.id: Money("24.33")})
    with pytest.raises(DomainError) as refusal:
        record_event(analyst, event, key="1", today=TODAY)
    assert refusal.value.code == "shares_do_not_sum"


def test_refuses_to_write_off_more_cost_than_is_open(case: Case, analyst: Actor, manager: Actor) -> None:
    loss = events.WriteOffApproved(
        case_id=case.id,
        on=TODAY,
        lien=Money("1.00"),
        cost=Money("1.00"),
        requested_by_id=analyst.user_id,
        approved_by_id=manager.user_id,
    )
    with pytest.raises(DomainError) as refusal:
        record_event(analyst, loss, key="1", today=TODAY)
    assert refusal.value.code == "write_off_too_large"


def test_refuses_a_trust_payment_from_another_account(case: Case, analyst: Actor) -> None:
    event = events.TrustPaid(case_id=case.id, on=TODAY, share=AccountRole.CASH, amount=Money("1.00"))
    with pytest.raises(DomainError) as refusal:
        record_event(analyst, event, key="1", today=TODAY)
    assert refusal.value.code == "not_a_trust_share"


def test_the_posting_rules_run_without_django() -> None:
    modules = "posting_rules, openlien.ledger.paper_effects"
    check = f"import sys, openlien.ledger.{modules}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def _totals(case: Case) -> dict[str, Any]:
    kept = balance_of(case)
    return {
        field.name: getattr(kept, field.name)
        for field in kept._meta.fields
        if field.name not in {"case_account"}
    }


def _lines(first_word: str) -> list[tuple[Any, ...]]:
    rows = GLEntry.objects.filter(posting__key__contains=f":{first_word} ")
    return sorted(rows.values_list("posting__event", "posting__type", "account__number", "debit", "credit"))
