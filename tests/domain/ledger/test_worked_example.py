"""The worked example of domain rules 1.8 and vectors V-53 to V-55, event by event, in both posting packs."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.recording import record_event

from .conftest import TODAY, balance_of, choose_pack

pytestmark = pytest.mark.django_db


def balances() -> dict[str, str]:
    """The balance of each account that moved, debit positive."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, sum(balance.debit - balance.credit)::text FROM ledger_accountbalance AS balance"
            " JOIN ledger_glaccount AS account ON account.id = account_id GROUP BY role"
        )
        return dict(cursor.fetchall())


def tell(actor: Actor, *told: events.Event) -> None:
    for place, event in enumerate(told):
        record_event(actor, event, key=f"step-{place}-{event.on}", today=TODAY)


def whole_story(case: Case) -> tuple[events.Event, ...]:
    def on(month: int) -> date:
        return date(2026, month, 10)

    return (
        events.ChargeApproved(case_id=case.id, on=on(1), retail=Money("1200.00"), contracted=Money("300.00")),
        events.WarehouseDrawn(on=on(1), amount=Money("300.00")),
        events.ProviderPaid(on=on(2), amount=Money("300.00"), case_id=case.id),
        events.InterestAccrued(on=on(3), amount=Money("24.34"), shares={case.id: Money("24.34")}),
        events.ReductionAgreed(case_id=case.id, on=on(9), amount=Money("420.00")),
        events.PaymentReceived(case_id=case.id, on=on(10), amount=Money("780.00")),
        events.WarehouseRepaid(on=on(11), principal=Money("300.00"), interest=Money("24.34")),
    )


def test_cost_recovery_ends_with_cash_equal_to_what_was_returned(case: Case, analyst: Actor) -> None:
    tell(analyst, *whole_story(case))
    left = balances()
    assert left.pop("cash") == "455.66"
    assert left.pop("lien_revenue") == "-480.00"
    assert left.pop("interest_expense") == "24.34"
    assert set(left.values()) == {"0.00"}


def test_the_expense_pack_leaves_a_credit_that_a_closing_entry_moves_to_revenue(
    case: Case, analyst: Actor
) -> None:
    choose_pack("expense")
    tell(analyst, *whole_story(case))
    assert balances()["medical_expense"] == "-480.00"
    tell(analyst, events.ExcessRecognised(case_id=case.id, on=date(2026, 11, 11), amount=Money("480.00")))
    left = balances()
    assert (left["cash"], left["medical_expense"], left["lien_revenue"]) == ("455.66", "0.00", "-480.00")


@pytest.mark.parametrize("pack", ["cost_recovery", "expense"])
def test_a_case_with_gain_is_closable_though_its_literal_balance_is_negative(
    case: Case, analyst: Actor, pack: str
) -> None:
    choose_pack(pack)
    tell(analyst, *whole_story(case))
    kept = balance_of(case)
    assert (kept.raw_balance, kept.cost_balance, kept.excess_recovery) == (
        Money("-480.00"),
        Money("0.00"),
        Money("480.00"),
    )
    assert (kept.lien_balance, kept.refund_liability) == (Money("0.00"), Money("0.00"))


@pytest.mark.parametrize("pack", ["cost_recovery", "expense"])
def test_a_case_with_loss_is_closable_only_after_an_approved_write_off(
    case: Case, analyst: Actor, manager: Actor, pack: str
) -> None:
    choose_pack(pack)
    tell(
        analyst,
        events.ChargeApproved(
            case_id=case.id, on=date(2026, 1, 10), retail=Money("1200.00"), contracted=Money("300.00")
        ),
        events.PaymentReceived(case_id=case.id, on=date(2026, 9, 10), amount=Money("180.00")),
    )
    before = balance_of(case)
    assert (before.cost_balance, before.lien_balance) == (Money("120.00"), Money("1020.00"))
    tell(
        analyst,
        events.WriteOffApproved(
            case_id=case.id,
            on=date(2026, 10, 1),
            lien=Money("1020.00"),
            requested_by_id=analyst.user_id,
            approved_by_id=manager.user_id,
        ),
    )
    after = balance_of(case)
    assert (after.cost_balance, after.lien_balance, after.cost_written_off) == (
        Money("0.00"),
        Money("0.00"),
        Money("120.00"),
    )
    assert balances()["write_off_expense"] == "120.00"
