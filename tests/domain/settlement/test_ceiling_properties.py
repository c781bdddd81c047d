"""Whatever is claimed: no ceiling is exceeded by a cent, no claimant gets more than it asks for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.money import Money, Rate, allocate, total
from openlien.settlement.reductions import (
    california,
    doctrines,
    illinois,
    medicaid,
    medicare,
    north_carolina,
    texas,
    washington,
)
from openlien.settlement.reductions.ceilings import share_fund

AMOUNTS = st.integers(0, 10**9).map(Money.from_cents)
CLAIMS = st.lists(AMOUNTS, min_size=1, max_size=8)
SHARES = st.fractions(0, 1, max_denominator=1000).map(Rate)
CATEGORIES = ("hospital", "physician", "dentist", "home health agency", "physical therapist")
LIENS = st.lists(
    st.builds(illinois.HealthCareLien, st.sampled_from(CATEGORIES), AMOUNTS), min_size=1, max_size=8
)


@given(AMOUNTS, CLAIMS)
def test_a_fund_pays_all_it_can_and_nobody_too_much(fund: Money, claims: list[Money]) -> None:
    found = share_fund(fund=fund, claims=claims)
    assert found.paid == min(fund, total(claims))
    assert all(share <= claim for share, claim in zip(found.shares, claims, strict=True))


@given(AMOUNTS, CLAIMS.filter(any))
def test_a_reversal_takes_back_exactly_what_was_given(amount: Money, claims: list[Money]) -> None:
    fund = min(amount, total(claims))
    given_out = allocate(fund, claims, claims=claims)
    assert allocate(-fund, claims, claims=claims) == [-share for share in given_out]


@given(AMOUNTS, AMOUNTS, CLAIMS)
def test_north_carolina_stays_within_half_after_the_fee(gross: Money, fee: Money, liens: list[Money]) -> None:
    found = north_carolina.medical_liens(settlement=gross, fee=min(fee, gross), liens=liens)
    assert 2 * found.paid.cents <= gross.cents - min(fee, gross).cents
    assert all(share <= lien for share, lien in zip(found.shares, liens, strict=True))


@given(AMOUNTS, CLAIMS)
def test_washington_stays_within_a_quarter(award: Money, liens: list[Money]) -> None:
    found = washington.medical_liens(settlement=award, liens=liens)
    assert 4 * found.paid.cents <= award.cents
    assert found.paid == min(found.fund, total(liens))


@given(AMOUNTS, LIENS)
def test_illinois_keeps_every_ceiling_to_the_cent(gross: Money, liens: list[illinois.HealthCareLien]) -> None:
    found = illinois.health_care_liens(settlement=gross, liens=liens)
    paid = list(zip(liens, found.pay, strict=True))
    assert all(share <= lien.amount for lien, share in paid)
    assert 5 * total(found.pay).cents <= 2 * gross.cents
    for category in CATEGORIES:
        of_category = total(share for lien, share in paid if lien.category == category)
        assert 3 * of_category.cents <= gross.cents


@given(AMOUNTS, LIENS)
def test_illinois_leaves_nothing_unpaid_that_a_ceiling_allows(
    gross: Money, liens: list[illinois.HealthCareLien]
) -> None:
    found = illinois.health_care_liens(settlement=gross, liens=liens)
    claims: dict[str, Money] = {}
    for lien in liens:
        claims[lien.category] = claims.get(lien.category, Money.zero) + lien.amount
    possible = min(found.total_max, total(min(claim, found.category_max) for claim in claims.values()))
    # Two groups of a fifth each, rounded down, can be a cent short of two fifths.
    assert possible.cents - total(found.pay).cents in (0, 1)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_california_stays_within_half_in_both_readings(
    gross: Money, lien: Money, fee: Money, costs: Money
) -> None:
    by_gross = california.hospital_lien(settlement=gross, lien=lien)
    by_net = california.hospital_lien(settlement=gross, lien=lien, fee=fee, costs=costs)
    assert 2 * by_gross.pay.cents <= gross.cents
    assert Money.zero <= by_net.pay <= by_gross.pay <= lien


@given(AMOUNTS, AMOUNTS, SHARES, SHARES, st.sampled_from(list(california.Order)), st.booleans())
def test_a_health_plan_stays_within_its_part(
    paid: Money, gross: Money, fault: Rate, ratio: Rate, order: california.Order, has_attorney: bool
) -> None:
    found = california.health_plan_lien(
        paid=paid, settlement=gross, fault=fault, fee_ratio=ratio, order=order, has_attorney=has_attorney
    )
    assert (3 if has_attorney else 2) * found.pay.cents <= gross.cents
    assert Money.zero <= found.pay <= paid


@given(AMOUNTS, AMOUNTS, AMOUNTS, SHARES)
def test_texas_stays_within_charges_half_and_award(
    charges: Money, recovered: Money, awarded: Money, ratio: Rate
) -> None:
    found = texas.hospital_lien(
        charges=charges, recovered=recovered, awarded=awarded, fee_expense_ratio=ratio
    )
    assert found.lien <= charges
    assert 2 * found.lien.cents <= recovered.cents
    assert found.lien.cents <= awarded.cents * (1 - ratio.value)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_medicare_and_its_share_of_the_costs_sum_to_what_it_paid(
    gross: Money, fee: Money, costs: Money, paid: Money
) -> None:
    found = medicare.ordinary_recovery(settlement=gross, fee=fee, costs=costs, paid=paid)
    assert found.share + found.recovery == paid
    assert Money.zero <= found.recovery <= paid


@given(AMOUNTS, st.integers(1, 10**9).map(Money.from_cents), AMOUNTS, AMOUNTS)
def test_medi_cal_takes_no_more_than_the_beneficiary_keeps(
    lien: Money, gross: Money, fee: Money, costs: Money
) -> None:
    found = medicaid.medi_cal(lien=lien, settlement=gross, fee=fee, costs=costs)
    left = max(Fraction(0), Fraction(gross.cents - fee.cents - costs.cents))
    assert found.pay.cents <= left / 2
    assert Money.zero <= found.pay <= lien


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_doctrines_never_pay_more_than_the_lien(lien: Money, gross: Money, full: Money) -> None:
    whole = doctrines.made_whole(lien=lien, settlement=gross, full_value=full)
    shared = doctrines.common_fund(lien=lien, settlement=gross, fee=gross)
    assert Money.zero <= whole.pay <= lien
    assert Money.zero <= shared.pay <= lien


def test_nothing_is_worked_out_before_the_funding_of_a_plan_is_known() -> None:
    with pytest.raises(doctrines.FundingUnknown, match="self-funded or insured"):
        doctrines.governing_limits(plan_funding=doctrines.PlanFunding.UNKNOWN)


def test_a_category_in_both_groups_is_refused() -> None:
    liens = [
        illinois.HealthCareLien("clinic", Money(50), illinois.Group.PROVIDER),
        illinois.HealthCareLien("clinic", Money(50), illinois.Group.PROFESSIONAL),
    ]
    with pytest.raises(illinois.CategoryInBothGroups):
        illinois.health_care_liens(settlement=Money(100), liens=liens)


def test_the_certification_states_what_each_lien_got() -> None:
    liens = [Money(4000), Money(3000), Money(0)]
    found = north_carolina.medical_liens(settlement=Money(10_000), fee=Money(3000), liens=liens)
    certified = north_carolina.certification(
        settlement=Money(10_000), fee=Money(3000), liens=liens, shares=found.shares
    )
    assert certified.paid_to_lienholders == Money(3500)
    assert [str(line.percent_paid) for line in certified.liens] == ["50.00", "50.00", "None"]
