"""Whatever a line does: its parts of interest sum, limits hold, and returns agree with each other."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.funding.calculations.borrowing_base import (
    Receivable,
    borrowing_base,
    eligible_receivables,
)
from openlien.funding.calculations.day_counts import DayCount, days_between, year_share
from openlien.funding.calculations.interest import (
    LienCost,
    LineTerms,
    NoRateYet,
    RateReset,
    interest_by_lien,
    line_interest,
    simple_interest,
)
from openlien.funding.calculations.returns import annualised_return, internal_rate_of_return
from openlien.kit.money import Money, Rate, total

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
AMOUNTS = st.integers(0, 10**9).map(Money.from_cents)
RATES = st.fractions(0, "1/2", max_denominator=10_000).map(Rate)
LIENS = st.lists(st.builds(LienCost, st.just("lien"), AMOUNTS, st.integers(0, 4000)), min_size=1, max_size=12)
START = date(2025, 1, 15)


@given(AMOUNTS, LIENS.filter(lambda liens: any(lien.cost and lien.days for lien in liens)))
def test_the_interest_of_liens_sums_to_that_of_the_line(interest: Money, liens: list[LienCost]) -> None:
    shares = interest_by_lien(interest=interest, liens=liens)
    assert total(shares) == interest
    assert interest_by_lien(interest=-interest, liens=liens) == [-share for share in shares]


@given(DAYS, DAYS, DAYS, st.sampled_from([DayCount.ACT_360, DayCount.ACT_365, DayCount.ACT_ACT]))
def test_actual_days_add_up(one: date, two: date, three: date, convention: DayCount) -> None:
    start, middle, end = sorted((one, two, three))
    parts = year_share(start, middle, convention) + year_share(middle, end, convention)
    assert parts == year_share(start, end, convention)


@given(DAYS, DAYS, st.sampled_from([DayCount.THIRTY_360_US, DayCount.THIRTY_E_360]))
def test_months_of_thirty_days_stay_close_to_the_calendar(one: date, two: date, convention: DayCount) -> None:
    start, end = sorted((one, two))
    months = (end.year - start.year) * 12 + end.month - start.month
    assert abs(days_between(start, end, convention) - 30 * months - (end.day - start.day)) <= 3


@given(AMOUNTS, RATES, st.lists(st.integers(1, 700), max_size=5), st.integers(1, 800))
def test_cutting_a_line_into_stretches_changes_no_cent(
    balance: Money, rate: Rate, cuts: list[int], days: int
) -> None:
    end = START + timedelta(days=days)
    resets = [RateReset(START + timedelta(days=cut), rate) for cut in sorted({0, *cuts})]
    found = line_interest(balances=[(START, balance)], terms=LineTerms(tuple(resets)), start=START, end=end)
    assert found.interest == simple_interest(principal=balance, rate=rate, start=START, end=end)
    assert sum(period.exact_cents for period in found.periods) == Fraction(
        balance.cents * days * rate.value / 360
    )


@given(AMOUNTS, RATES, st.integers(1, 900))
def test_capitalised_interest_is_never_less_than_simple(balance: Money, rate: Rate, days: int) -> None:
    end, resets = START + timedelta(days=days), (RateReset(START, rate),)
    simple, capitalised = (
        line_interest(
            balances=[(START, balance)], terms=LineTerms(resets, capitalises=does), start=START, end=end
        ).interest
        for does in (False, True)
    )
    # Each month is rounded for itself, so half a cent a month may be lost.
    assert capitalised.cents >= simple.cents - days // 28 - 1


def test_a_day_before_the_first_rate_is_refused() -> None:
    terms = LineTerms((RateReset(date(2025, 2, 1), Rate("0.04")),))
    with pytest.raises(NoRateYet, match="Feb 1, 2025"):
        line_interest(balances=[(START, Money(1))], terms=terms, start=START, end=date(2025, 3, 1))


@given(AMOUNTS, st.fractions(0, 1, max_denominator=1000).map(Rate), AMOUNTS, AMOUNTS)
def test_a_base_is_a_limit(eligible: Money, advance: Rate, drawn: Money, commitment: Money) -> None:
    found = borrowing_base(eligible=eligible, advance=advance, drawn=drawn, commitment=commitment)
    assert found.base.cents <= eligible.cents * advance.value
    assert found.available - found.over_advance == min(found.base, commitment) - drawn
    assert not (found.available and found.over_advance)


@given(
    st.lists(st.builds(Receivable, st.sampled_from("ABC"), AMOUNTS, st.integers(0, 2000)), max_size=8),
    st.fractions(0, 1, max_denominator=100).map(Rate),
)
def test_what_is_eligible_and_what_is_not_sum_to_all(receivables: list[Receivable], share: Rate) -> None:
    found = eligible_receivables(receivables=receivables, age_days_max=1000, debtor_share_max=share)
    every = total(each.amount for each in receivables)
    assert found.eligible + found.too_old + found.over_concentration == every


@given(
    st.integers(10_000, 10**8).map(Money.from_cents),
    st.integers(1, 10**8).map(Money.from_cents),
    st.integers(30, 3000),
)
def test_two_flows_have_the_annualised_return_as_their_irr(cost: Money, returned: Money, days: int) -> None:
    yearly = annualised_return(cost=cost, returned=returned, days=days)
    if yearly is None or not -99 < yearly < 10_000:
        return
    irr = internal_rate_of_return([(START, -cost), (START + timedelta(days=days), returned)])
    assert abs(irr - yearly) <= Fraction(6, 100)
