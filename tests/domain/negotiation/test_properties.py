"""Whatever is offered: fair follows the outside providers, portions sum, and a trigger is exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.money import Money, total
from openlien.negotiation.calculations.bill_lines import bill_line
from openlien.negotiation.calculations.distribution import distribution
from openlien.negotiation.calculations.fairness import (
    FundWithoutClaims,
    NothingEligible,
    OutsideBill,
    Variant,
    fair_offer,
    fair_shares,
    is_below_trigger,
)

AMOUNTS = st.integers(0, 10**9).map(Money.from_cents)
POSITIVE = st.integers(1, 10**9).map(Money.from_cents)
# A ratio of promises far above their bills would lead beyond the amounts that money can hold.
SMALL = st.integers(1, 10**4).map(Money.from_cents)
BILLS = st.lists(st.builds(OutsideBill, SMALL, SMALL), min_size=1, max_size=6)


@given(BILLS, AMOUNTS)
def test_the_best_provider_is_never_below_the_weighted_ratio(bills: list[OutsideBill], retail: Money) -> None:
    weighted = fair_offer(bills=bills, own_retail=retail)
    best = fair_offer(bills=bills, own_retail=retail, variant=Variant.MAX)
    assert best.ratio >= weighted.ratio
    assert best.fair >= weighted.fair


@given(BILLS, st.lists(AMOUNTS, min_size=1, max_size=8))
def test_fair_offers_of_bills_sum_to_that_of_the_case_but_for_rounding(
    bills: list[OutsideBill], retails: list[Money]
) -> None:
    case = fair_offer(bills=bills, own_retail=total(retails))
    parts = fair_shares(retails=retails, ratio=case.ratio)
    assert abs(total(parts).cents - case.fair.cents) <= len(parts)


@given(AMOUNTS, POSITIVE)
def test_the_trigger_fires_strictly_below_four_fifths(offer: Money, retail: Money) -> None:
    assert is_below_trigger(offer=offer, retail=retail) == (5 * offer.cents < 4 * retail.cents)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_the_portions_of_a_settlement_sum_to_it(
    settled: Money, fee: Money, costs: Money, outside: Money, funding: Money
) -> None:
    found = distribution(settled=settled, fee=fee, costs=costs, outside=outside, client_funding=funding)
    parts = (found.attorney, found.medical, found.client_funding, found.remainder)
    assert total(part.amount for part in parts) == settled
    if settled and not found.is_overdrawn:
        assert sum(found.printed_percents) == 100


@given(AMOUNTS, st.none() | AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_line_balances(
    retail: Money, offer: Money | None, received: Money, cost: Money, interest: Money
) -> None:
    found = bill_line(retail=retail, offer=offer, received=received, site_cost=cost, interest=interest)
    assert found.balance + received + found.reduction == retail
    assert found.refund_due == max(Money.zero, -found.balance)
    assert (found.ror is None) == (offer is None or not found.cost)


def test_without_an_outside_bill_nothing_is_fair_yet() -> None:
    with pytest.raises(NothingEligible):
        fair_offer(bills=[], own_retail=Money(1200))
    with pytest.raises(FundWithoutClaims):
        fair_offer(bills=[], own_retail=Money(1200), variant=Variant.FUND, fund=Money(1))
