"""Whatever is entered: a settlement's lines and the client's net are the gross, and parts sum up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.money import Money, Rate, total
from openlien.settlement.calculations.closing_statement import LienLine, closing_statement
from openlien.settlement.calculations.expenses import shares_by_plaintiff
from openlien.settlement.calculations.fee_division import divide_fee
from openlien.settlement.calculations.fees import FeeBasis, FeeTerms, Recovery, fees_of_recoveries
from openlien.settlement.calculations.settlement import (
    FeeAgreement,
    SettlementFields,
    calculate_settlement,
)
from openlien.settlement.calculations.waterfall import Deduction, Tier, distribute

AMOUNTS = st.integers(0, 10**9).map(Money.from_cents)
SHARES = st.fractions(0, 1, max_denominator=10_000).map(Rate)
HALVES = st.fractions(0, "1/2", max_denominator=1000).map(Rate)
DEDUCTIONS = st.builds(
    Deduction,
    st.sampled_from(["Medicare", "Hospital", "Imaging"]),
    AMOUNTS,
    st.sampled_from(list(Tier)),
    st.integers(0, 3),
    st.booleans(),
)


@given(AMOUNTS, st.lists(DEDUCTIONS, max_size=8))
def test_the_lines_and_the_clients_net_are_the_gross(gross: Money, deductions: list[Deduction]) -> None:
    found = distribute(gross=gross, deductions=deductions)
    assert found.deducted + found.client == gross
    assert found.lines[-1].left == found.client if found.lines else found.client == gross
    assert found.is_blocked == (found.client < Money.zero)
    assert len(found.lines) + len(found.not_paid) == len(deductions)


@given(st.lists(DEDUCTIONS, max_size=8))
def test_the_order_of_entry_moves_no_tier_and_no_cent(deductions: list[Deduction]) -> None:
    gross = Money("1000.00")
    one, other = (
        distribute(gross=gross, deductions=deductions),
        distribute(gross=gross, deductions=deductions[::-1]),
    )
    assert one.client == other.client
    assert [line.deduction.tier for line in one.lines] == [line.deduction.tier for line in other.lines]


@given(
    st.lists(AMOUNTS, min_size=1, max_size=4),
    SHARES,
    st.sampled_from(list(FeeBasis)),
    HALVES,
    HALVES,
    SHARES,
    AMOUNTS,
    st.lists(DEDUCTIONS, max_size=5),
)
def test_a_settlement_sums_to_its_gross(
    recoveries: list[Money],
    share: Rate,
    basis: FeeBasis,
    referral: Rate,
    co_counsel: Rate,
    sales_tax: Rate,
    costs: Money,
    deductions: list[Deduction],
) -> None:
    result = calculate_settlement(
        SettlementFields(
            recoveries=tuple(Recovery("insurer", amount) for amount in recoveries),
            agreement=FeeAgreement(
                terms=FeeTerms(basis=basis, share=share),
                referral=referral,
                co_counsel=co_counsel,
                sales_tax=sales_tax,
            ),
            case_expenses=costs,
            deductions=tuple(deductions),
        )
    )
    division = result.division
    assert division.referral + division.co_counsel + division.firm == division.reduced_fee
    assert total(result.fees.fees) == division.gross_fee <= total(recoveries)
    assert result.distribution.deducted + result.client == total(recoveries)


@given(AMOUNTS, AMOUNTS, HALVES, HALVES)
def test_the_parts_of_a_reduced_fee_sum_to_it(fee: Money, less: Money, referral: Rate, other: Rate) -> None:
    found = divide_fee(gross_fee=fee, reduce_by=min(fee, less), referral=referral, co_counsel=other)
    assert found.referral + found.co_counsel + found.firm == found.reduced_fee
    assert found.reduced_fee + found.reduction == fee


@given(st.lists(st.tuples(AMOUNTS, SHARES), min_size=1, max_size=5), AMOUNTS)
def test_fees_on_a_net_basis_are_never_more_than_on_the_gross(
    rows: list[tuple[Money, Rate]], costs: Money
) -> None:
    def fees(basis: FeeBasis) -> tuple[Money, ...]:
        recoveries = [Recovery("x", amount, FeeTerms(basis=basis, share=share)) for amount, share in rows]
        return fees_of_recoveries(recoveries, costs=costs).fees

    pairs = zip(fees(FeeBasis.NET_OF_COSTS), fees(FeeBasis.GROSS), strict=True)
    assert all(net <= gross for net, gross in pairs)


@given(AMOUNTS, st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_expenses_by_plaintiff_sum_and_a_reversal_mirrors(amount: Money, weights: list[int]) -> None:
    rates = [Rate(weight) for weight in weights]
    shares = shares_by_plaintiff(amount=amount, weights=rates).shares
    mirrored = shares_by_plaintiff(amount=-amount, weights=rates).shares
    assert total(shares) == amount
    assert mirrored == tuple(-share for share in shares)


@given(AMOUNTS, st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=5))
def test_a_closing_statement_sums_to_the_gross(gross: Money, liens: list[tuple[Money, Money]]) -> None:
    lines = [LienLine(str(place), max(pair), min(pair)) for place, pair in enumerate(liens)]
    result = calculate_settlement(
        SettlementFields(
            recoveries=(Recovery("insurer", gross),),
            agreement=FeeAgreement(terms=FeeTerms(share=Rate("1/3"))),
            deductions=tuple(Deduction(line.name, line.paid, Tier.STATUTORY_LIEN) for line in lines),
        )
    )
    found = closing_statement(result, lines)
    parts = (
        found.attorney_fees,
        found.expenses,
        found.liens_paid,
        found.balances_and_hold_backs,
        found.client,
    )
    assert total(parts) == gross
    assert found.lien_savings == total(line.asserted for line in lines) - found.liens_paid
