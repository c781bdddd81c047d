"""Draws and repayments: within what is available, for named bills, in the books, once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openlien.funding.actions.lines import close_line
from openlien.funding.actions.movements import draw, repay
from openlien.funding.actions.reversals import reverse_movement
from openlien.funding.errors import (
    AlreadyTakenBack,
    AmountNotPositive,
    BeyondAvailability,
    BeyondContracted,
    CostUnknown,
    DayInFuture,
    FinancedElsewhere,
    InterestBeyondOwed,
    LineNotOpen,
    LineStillDrawn,
    MoreThanLeft,
    NothingToFinance,
    PartsDoNotSum,
    ReasonMissing,
    RepaidBeyondDrawn,
    RepaidTooMuch,
)
from openlien.funding.models import Movement
from openlien.funding.queries.history import financed_bills, movements
from openlien.funding.queries.lines import line_standing, lines
from openlien.identity.permissions import Role
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money, Rate, total
from openlien.ledger.models import GLAccount
from openlien.ledger.queries.balances import balance_of
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.vocabulary import AccountRole
from openlien.payments.actions import record_receipt
from tests import cast

from .lines import OPENED, TODAY, draw_for, make_bill, make_line, manager, repay_for

pytestmark = pytest.mark.django_db


def payable() -> Money:
    number = GLAccount.objects.get(role=AccountRole.WAREHOUSE_PAYABLE).number
    return balance_of(manager(), number).balance


def standing(line, **given):
    return line_standing(manager(), line.id, **{"as_of": TODAY, "today": TODAY, **given})


def test_a_draw_is_lent_and_in_the_books() -> None:
    line, bill = make_line(), make_bill("1000.00")
    draw_for(line, bill, "300.00")
    assert (standing(line).drawn, payable()) == (Money("300.00"), Money("300.00"))
    assert broken_invariants() == []


def test_the_base_is_the_advance_on_cost_not_recovered() -> None:
    line, bill = make_line(), make_bill("1000.00")
    draw_for(line, bill, "300.00")
    base = standing(line).base
    assert (base.base, base.available) == (Money("800.00"), Money("500.00"))


def test_refuses_a_draw_beyond_what_is_available_with_the_figures() -> None:
    line, bill = make_line(), make_bill("1000.00")
    draw_for(line, bill, "300.00")
    with pytest.raises(BeyondAvailability) as refusal:
        draw_for(line, bill, "500.01")
    assert refusal.value.sentence == (
        "Not drawn. 500.01 is more than the 500.00 that is available: the base is 800.00,"
        " the commitment 1,000,000.00, and 300.00 is drawn."
    )


def test_money_that_comes_in_lowers_the_base_and_shows_what_is_drawn_beyond_it() -> None:
    line, bill = make_line(), make_bill("1000.00")
    draw_for(line, bill, "700.00")
    record_receipt(
        manager(), case_number=bill.case.number, amount=Money("600.00"), deposited_on=TODAY, today=TODAY
    )
    base = standing(line).base
    assert (base.base, base.available, base.over_advance) == (
        Money("320.00"),
        Money.zero,
        Money("380.00"),
    )


def test_a_past_day_has_the_base_of_then() -> None:
    line, bill = make_line(), make_bill("1000.00")
    draw_for(line, bill, "300.00", on=date(2026, 2, 1))
    record_receipt(
        manager(), case_number=bill.case.number, amount=Money("600.00"), deposited_on=TODAY, today=TODAY
    )
    before = standing(line, as_of=date(2026, 1, 10))
    assert (before.drawn, before.base.base) == (Money.zero, Money("800.00"))
    assert standing(line, as_of=date(2026, 1, 4)).base.base == Money.zero
    # The same day asked for as a past one gives the same base.
    tomorrow = date(2026, 11, 21)
    assert standing(line, today=tomorrow).base == standing(line).base


def test_what_is_too_old_or_too_much_of_one_firm_does_not_count() -> None:
    old = cast.make_case("Kai Calder", firm_name="Osprey Legal", opened_on=date(2024, 1, 1))
    make_bill("500.00", case=old)
    make_bill("1000.00")
    make_bill("1000.00", case=cast.make_case("Bo Orford", firm_name="Harbor Legal Group, LLP"))
    line = make_line(age_days_max=700, debtor_share_max=Rate("0.25"))
    eligible = standing(line).eligible
    assert (eligible.too_old, eligible.over_concentration, eligible.eligible) == (
        Money("500.00"),
        Money("1000.00"),
        Money("1000.00"),
    )


def test_a_case_is_pledged_to_one_line() -> None:
    first, second, bill = make_line(), make_line("Second line"), make_bill("1000.00")
    draw_for(first, bill, "300.00")
    assert standing(second).base.base == Money.zero
    make_bill("9000.00", case=cast.make_case("Kai Calder"))
    with pytest.raises(FinancedElsewhere, match="Northgate line"):
        draw_for(second, bill, "100.00")


@pytest.mark.parametrize(
    ("contracted", "amount", "error"),
    [
        ("1000.00", "1000.01", BeyondContracted),
        (None, "1.00", CostUnknown),
        ("1000.00", "0.00", AmountNotPositive),
    ],
)
def test_refuses_what_a_bill_does_not_hold(
    contracted: str | None, amount: str, error: type[DomainError]
) -> None:
    make_bill("9000.00", case=cast.make_case("Kai Calder"))
    line, bill = make_line(), make_bill(contracted)
    with pytest.raises(error):
        draw_for(line, bill, amount)


def test_refuses_parts_that_do_not_sum_and_bills_that_are_not_there() -> None:
    line, bill = make_line(), make_bill()
    with pytest.raises(PartsDoNotSum):
        draw(manager(), line.id, amount=Money("10.00"), parts={bill.id: Money("9.00")}, on=TODAY, today=TODAY)
    with pytest.raises(NotFound):
        draw(manager(), line.id, amount=Money("9.00"), parts={line.id: Money("9.00")}, on=TODAY, today=TODAY)


def test_a_draw_for_a_case_is_spread_over_what_its_bills_have_left() -> None:
    line, case = make_line(), cast.make_case()
    make_bill("900.00", case=case), make_bill("100.00", case=case)
    movement = draw(
        manager(), line.id, amount=Money("500.00"), case_number=case.number, on=TODAY, today=TODAY
    )
    assert sorted(part.drawn for part in movement.parts.all()) == [Money("50.00"), Money("450.00")]
    found = financed_bills(manager(), line.id, as_of=TODAY)
    assert (found.total, total(bill.financed for bill in found.items)) == (2, Money("500.00"))


def test_refuses_a_draw_for_a_case_that_has_nothing_or_less_left() -> None:
    line, case = make_line(), cast.make_case()
    said = {"case_number": case.number, "on": TODAY, "today": TODAY}
    with pytest.raises(NotFound):
        draw(manager(), line.id, amount=Money("1.00"), **said)
    make_bill(None, case=case)
    with pytest.raises(NothingToFinance):
        draw(manager(), line.id, amount=Money("1.00"), **said)
    make_bill("10.00", case=case)
    with pytest.raises(MoreThanLeft):
        draw(manager(), line.id, amount=Money("11.00"), **said)


def test_a_repeated_draw_is_one_draw() -> None:
    line, bill = make_line(), make_bill()
    first = draw_for(line, bill, "10.00", idempotency_key="draw-1")
    assert draw_for(line, bill, "10.00", idempotency_key="draw-1") == first
    with pytest.raises(IdempotencyKeyReused):
        draw_for(line, bill, "11.00", idempotency_key="draw-1")
    assert payable() == Money("10.00")


def test_a_repayment_lowers_what_is_drawn_in_the_books_too() -> None:
    line, bill, other = make_line(), make_bill(), make_bill(case=cast.make_case("Kai Calder"))
    draw_for(line, bill, "300.00"), draw_for(line, other, "100.00")
    repay(manager(), line.id, principal=Money("200.00"), on=TODAY, today=TODAY)
    lent = {each.bill_id: each.financed for each in financed_bills(manager(), line.id, as_of=TODAY).items}
    assert lent == {bill.id: Money("150.00"), other.id: Money("50.00")}
    assert payable() == Money("200.00")


def test_refuses_to_repay_more_than_is_drawn_or_owed() -> None:
    line, bill, other = make_line(), make_bill(), make_bill(case=cast.make_case("Kai Calder"))
    draw_for(line, bill, "300.00"), draw_for(line, other, "100.00", on=date(2026, 3, 1))
    with pytest.raises(RepaidBeyondDrawn):
        repay_for(line, bill, "400.01", TODAY)
    with pytest.raises(RepaidBeyondDrawn):
        repay(
            manager(), line.id, principal=Money("301.00"), case_number=bill.case.number, on=TODAY, today=TODAY
        )
    with pytest.raises(RepaidTooMuch):
        repay_for(line, bill, "301.00", TODAY)
    with pytest.raises(RepaidTooMuch):
        repay_for(line, other, "50.00", date(2026, 2, 1))
    with pytest.raises(InterestBeyondOwed):
        repay_for(line, bill, "0.00", TODAY, interest=Money("0.01"))
    with pytest.raises(AmountNotPositive):
        repay_for(line, bill, "0.00", TODAY)


def test_a_reversal_takes_a_draw_back_once() -> None:
    line, bill = make_line(), make_bill()
    movement = draw_for(line, bill, "300.00")
    with pytest.raises(ReasonMissing):
        reverse_movement(manager(), movement.id, on=TODAY, reason=" ", today=TODAY)
    reverse_movement(manager(), movement.id, on=date(2026, 1, 11), reason="Wrong bill", today=TODAY)
    assert (standing(line).drawn, payable()) == (Money.zero, Money.zero)
    with pytest.raises(AlreadyTakenBack):
        reverse_movement(manager(), movement.id, on=TODAY, reason="Again", today=TODAY)
    newest, original = movements(manager(), line.id, as_of=TODAY)
    assert (newest.is_reversal, original.is_reversed, newest.balance) == (True, True, Money.zero)


def test_a_draw_that_was_repaid_is_not_taken_back() -> None:
    line, bill = make_line(), make_bill()
    movement = draw_for(line, bill, "300.00")
    repay_for(line, bill, "100.00", date(2026, 2, 1))
    with pytest.raises(RepaidTooMuch):
        reverse_movement(manager(), movement.id, on=TODAY, reason="Wrong", today=TODAY)


def test_refuses_days_outside_the_life_of_a_line() -> None:
    line, bill = make_line(), make_bill()
    with pytest.raises(LineNotOpen):
        draw_for(line, bill, "1.00", on=date(2025, 12, 31))
    with pytest.raises(DayInFuture):
        draw_for(line, bill, "1.00", on=date(2026, 11, 21))


def test_a_line_closes_once_nothing_is_drawn() -> None:
    line, bill = make_line(), make_bill()
    draw_for(line, bill, "300.00")
    with pytest.raises(LineStillDrawn):
        close_line(manager(), line.id, closed_on=TODAY, version=1, today=TODAY)
    repay_for(line, bill, "300.00", date(2026, 2, 1))
    close_line(manager(), line.id, closed_on=date(2026, 3, 1), version=1, today=TODAY)
    with pytest.raises(LineNotOpen):
        draw_for(line, bill, "1.00", on=date(2026, 3, 2))


@pytest.mark.parametrize(
    "role", [Role.PROVIDER, Role.LEGAL_TEAM, Role.CUSTOMER_SERVICE, Role.SYSTEM_ADMINISTRATOR]
)
def test_others_do_not_see_lines(role: Role) -> None:
    with pytest.raises(Forbidden):
        lines(cast.actor_with(role), as_of=TODAY, today=TODAY)


def test_a_law_firm_with_a_negotiators_role_sees_no_cost() -> None:
    with pytest.raises(Forbidden):
        lines(cast.actor_with(Role.COLLECTIONS_SPECIALIST, law_firm=cast.firm()), as_of=TODAY, today=TODAY)


def test_who_sees_lines_does_not_draw() -> None:
    line, bill = make_line(), make_bill()
    with pytest.raises(Forbidden):
        draw(
            cast.actor_with(Role.AUDITOR),
            line.id,
            amount=Money("1.00"),
            parts={bill.id: Money("1.00")},
            on=TODAY,
            today=TODAY,
        )


STEPS = st.lists(
    st.tuples(st.sampled_from(["draw", "repay"]), st.integers(1, 90_000), st.integers(0, 2)), max_size=8
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_asked_for_draws_stay_within_what_is_available(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        line = make_line(commitment=Money("1500.00"))
        bills = [
            make_bill("1000.00", case=cast.make_case(name))
            for name in ("Zoe Marlow", "Kai Calder", "Bo Orford")
        ]
        for kind, cents, place in steps:
            act = draw_for if kind == "draw" else repay_for
            try:
                act(line, bills[place], str(Money.from_cents(cents)), date(2026, 5, 5))
            except DomainError:
                continue
        now = standing(line)
        assert now.drawn <= min(now.line.commitment, now.base.base)
        assert Money.zero <= now.drawn == payable()
        parts = Movement.objects.filter(line=line).values_list("parts__drawn", flat=True)
        assert total(part for part in parts if part) == now.drawn
        transaction.set_rollback(True)


def test_the_line_opened_is_there_for_everyone_who_may_see_it() -> None:
    line = make_line()
    (found,) = lines(cast.actor_with(Role.COLLECTIONS_SPECIALIST), as_of=TODAY, today=TODAY)
    assert (found.line.id, found.line.opened_on, found.rate) == (line.id, OPENED, Rate("0.093"))
