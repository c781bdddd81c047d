"""A month's interest: day by day, rate by rate, shared to the cent, in the books once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.actions.lines import close_line, set_rate
from openlien.funding.actions.reversals import reverse_accrual
from openlien.funding.calculations.day_counts import DayCount
from openlien.funding.errors import (
    AlreadyTakenBack,
    EarlierMonthNotAccrued,
    LaterMonthAccrued,
    MonthAccrued,
    MonthNotOver,
    NoInterestInMonth,
    RateIsSet,
    RateMissing,
    TermOutOfRange,
)
from openlien.funding.models import InterestAccrual
from openlien.funding.queries.history import interest_by_month, rates
from openlien.funding.queries.lines import line_standing, running_interest
from openlien.kit.money import Money, Rate, total
from openlien.ledger.models import GLAccount, GLEntry
from openlien.ledger.queries.balances import balance_of
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.vocabulary import AccountRole
from tests import cast

from .lines import OPENED, TODAY, draw_for, make_bill, make_line, manager, repay_for, shares_of

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def accrue(line, month: date) -> InterestAccrual:
    return accrue_interest(manager(), line.id, month=month, today=TODAY)


def balance(role: AccountRole) -> Money:
    return balance_of(manager(), GLAccount.objects.get(role=role).number).balance


def big_case(name: str = "Zoe Marlow", contracted: str = "500000.00"):
    return make_bill(contracted, case=cast.make_case(name), billed="900000.00")


def test_a_month_of_31_days_costs_what_vector_43_says() -> None:
    line, bill = make_line(), big_case()
    draw_for(line, bill, "350000.00", on=JANUARY)
    accrual = accrue(line, JANUARY)
    assert (accrual.interest, accrual.begins_on, accrual.ends_on) == (Money("2802.92"), JANUARY, FEBRUARY)
    assert accrual.accrued_on == date(2026, 1, 31)
    assert shares_of(accrual) == {bill.id: Money("2802.92")}
    assert balance(AccountRole.ACCRUED_INTEREST) == balance(AccountRole.INTEREST_EXPENSE) == Money("2802.92")
    assert broken_invariants() == []


def test_what_is_not_drawn_costs_the_unused_fee_of_vector_44() -> None:
    line = make_line(commitment=Money("400000.00"), unused_fee=Rate("0.005"), opened_on=date(2026, 4, 1))
    accrual = accrue(line, date(2026, 4, 1))
    assert (accrual.interest, accrual.unused_fee) == (Money.zero, Money("166.67"))
    assert balance(AccountRole.ACCRUED_INTEREST) == Money("166.67")


def test_the_first_day_counts_and_the_last_does_not() -> None:
    line, bill = make_line(), make_bill("36000.00", billed="90000.00")
    draw_for(line, bill, "10000.00", on=date(2026, 1, 11))
    repay_for(line, bill, "10000.00", date(2026, 1, 21))
    # Ten days: 10,000.00 x 9.3 % x 10 / 360.
    assert accrue(line, JANUARY).interest == Money("25.83")


def test_a_new_rate_splits_the_month() -> None:
    line, bill = make_line(), big_case()
    draw_for(line, bill, "360000.00", on=JANUARY)
    set_rate(manager(), line.id, effective_on=date(2026, 1, 11), reference=Rate("0.05"))
    # 10 days at 9.3 % and 21 days at 10 %: 930.00 + 2,100.00.
    assert accrue(line, JANUARY).interest == Money("3030.00")


def test_the_reference_rate_does_not_fall_below_the_floor() -> None:
    line, bill = make_line(floor=Rate("0.03"), reference="0.01"), big_case()
    draw_for(line, bill, "360000.00", on=JANUARY)
    assert accrue(line, JANUARY).interest == Money("2480.00")


def test_a_convention_of_thirty_days_counts_thirty() -> None:
    line, bill = make_line(day_count=DayCount.THIRTY_360_US), big_case()
    draw_for(line, bill, "360000.00", on=JANUARY)
    assert accrue(line, JANUARY).interest == Money("2790.00")


def test_bills_share_by_what_was_lent_times_days() -> None:
    line, one, two = make_line(), big_case(), big_case("Kai Calder")
    draw_for(line, one, "100000.00", on=JANUARY)
    draw_for(line, two, "100000.00", on=date(2026, 1, 17))
    accrual = accrue(line, JANUARY)
    shares = shares_of(accrual)
    # 31 days against 15, of 100,000.00 x 9.3 % x 46 / 360.
    assert (accrual.interest, shares[one.id], shares[two.id]) == (
        Money("1188.33"),
        Money("800.83"),
        Money("387.50"),
    )
    cases = GLEntry.objects.exclude(case_account=None).filter(account__role=AccountRole.INTEREST_EXPENSE)
    assert sorted(cases.values_list("debit", flat=True)) == [Money("387.50"), Money("800.83")]


def test_a_month_accrued_again_is_the_same_accrual() -> None:
    line, bill = make_line(), big_case()
    draw_for(line, bill, "1000.00", on=JANUARY)
    assert accrue(line, JANUARY) == accrue(line, JANUARY)
    assert balance(AccountRole.ACCRUED_INTEREST) == Money("8.01")


def test_months_follow_one_another_and_are_over() -> None:
    line = make_line()
    with pytest.raises(EarlierMonthNotAccrued, match="January 2026"):
        accrue(line, FEBRUARY)
    with pytest.raises(MonthNotOver, match="Dec 1, 2026"):
        accrue(line, TODAY)
    with pytest.raises(NoInterestInMonth):
        accrue(line, date(2025, 12, 1))
    with pytest.raises(RateMissing, match="Jan 1, 2026"):
        accrue(make_line("No rate", reference=None), JANUARY)


def test_what_is_accrued_stands_until_it_is_taken_back() -> None:
    line, bill = make_line(), big_case()
    draw_for(line, bill, "1000.00", on=JANUARY)
    accrual = accrue(line, JANUARY)
    with pytest.raises(MonthAccrued):
        draw_for(line, bill, "1.00", on=date(2026, 1, 31))
    with pytest.raises(MonthAccrued):
        set_rate(manager(), line.id, effective_on=date(2026, 1, 31), reference=Rate("0.05"))
    reverse_accrual(manager(), accrual.id, reason="A draw was missing", today=TODAY)
    draw_for(line, bill, "1000.00", on=JANUARY)
    assert accrue(line, JANUARY).interest == Money("16.02")
    assert balance(AccountRole.ACCRUED_INTEREST) == balance(AccountRole.INTEREST_EXPENSE) == Money("16.02")
    assert [each.interest for each in interest_by_month(manager(), line.id, as_of=TODAY)] == [Money("16.02")]
    with pytest.raises(AlreadyTakenBack):
        reverse_accrual(manager(), accrual.id, reason="Again", today=TODAY)
    assert broken_invariants() == []


def test_months_are_taken_back_from_the_last_one() -> None:
    line, bill = make_line(unused_fee=Rate("0.005")), big_case()
    draw_for(line, bill, "1000.00", on=JANUARY)
    january, _ = accrue(line, JANUARY), accrue(line, FEBRUARY)
    with pytest.raises(LaterMonthAccrued, match="February 2026"):
        reverse_accrual(manager(), january.id, reason="Wrong", today=TODAY)


def test_interest_that_is_accrued_can_be_paid() -> None:
    line, bill = make_line(), big_case()
    draw_for(line, bill, "1000.00", on=JANUARY)
    accrue(line, JANUARY)
    repay_for(line, bill, "400.00", FEBRUARY, interest=Money("8.01"))
    now = line_standing(manager(), line.id, as_of=TODAY, today=TODAY)
    assert (now.drawn, now.cost, now.interest_owed, now.next_month) == (
        Money("600.00"),
        Money("8.01"),
        Money.zero,
        FEBRUARY,
    )
    assert balance(AccountRole.ACCRUED_INTEREST) == Money.zero
    assert running_interest(manager(), now) == Money("45.26")  # 600.00 x 9.3 % x 292 / 360


def test_a_closed_line_is_accrued_to_its_last_day() -> None:
    line, bill = make_line(opened_on=date(2026, 1, 11)), big_case()
    draw_for(line, bill, "360000.00", on=date(2026, 1, 11))
    repay_for(line, bill, "360000.00", date(2026, 1, 21))
    close_line(manager(), line.id, closed_on=date(2026, 1, 21), version=1, today=TODAY)
    accrual = accrue(line, JANUARY)
    assert (accrual.interest, accrual.begins_on, accrual.ends_on) == (
        Money("930.00"),
        date(2026, 1, 11),
        date(2026, 1, 21),
    )
    repay_for(line, bill, "0.00", TODAY, interest=Money("930.00"))
    now = line_standing(manager(), line.id, as_of=TODAY, today=TODAY)
    assert (now.next_month, now.interest_owed) == (None, Money.zero)


def test_a_past_day_shows_what_was_accrued_by_then() -> None:
    line, bill = make_line(), big_case()
    draw_for(line, bill, "1000.00", on=JANUARY)
    accrue(line, JANUARY), accrue(line, FEBRUARY)
    costs = [line_standing(manager(), line.id, as_of=day, today=TODAY).cost for day in (FEBRUARY, MARCH)]
    assert costs == [Money("8.01"), Money("15.24")]


def test_a_rate_is_replaced_with_a_reason_and_both_stay_on_file() -> None:
    line = make_line()
    with pytest.raises(RateIsSet, match=r"4\.3000%"):
        set_rate(manager(), line.id, effective_on=OPENED, reference=Rate("0.044"))
    set_rate(manager(), line.id, effective_on=OPENED, reference=Rate("0.044"), reason="Misread")
    set_rate(manager(), line.id, effective_on=OPENED, reference=Rate("0.044"))
    assert [(each.reference, each.is_replaced) for each in rates(manager(), line.id)] == [
        (Rate("0.044"), False),
        (Rate("0.043"), True),
    ]
    assert line_standing(manager(), line.id, as_of=TODAY, today=TODAY).rate == Rate("0.094")


@pytest.mark.parametrize("reference", ["1.01", "-1.01", "0.0431234567"])
def test_refuses_a_rate_that_is_none(reference: str) -> None:
    line = make_line()
    with pytest.raises(TermOutOfRange):
        set_rate(manager(), line.id, effective_on=FEBRUARY, reference=Rate(reference))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 99_999), st.integers(1, 31)), min_size=1, max_size=5),
    st.sampled_from(list(DayCount)),
    st.integers(0, 40),
)
def test_shares_sum_to_the_interest_whatever_was_drawn(
    draws: list[tuple[int, int]], day_count: DayCount, repaid_share: int
) -> None:
    with transaction.atomic():
        line, bills = make_line(day_count=day_count), []
        for cents, day in draws:
            bill = big_case(contracted="900000.00")
            draw_for(line, bill, str(Money.from_cents(cents)), on=date(2026, 1, day))
            if cents * repaid_share // 100:
                repay_for(line, bill, str(Money.from_cents(cents * repaid_share // 100)), date(2026, 1, 31))
            bills.append(bill.id)
        accrual = accrue(line, JANUARY)
        shares = shares_of(accrual)
        assert total(shares.values()) == accrual.interest
        assert set(shares) <= set(bills)
        assert all(share > Money.zero for share in shares.values())
        transaction.set_rollback(True)
