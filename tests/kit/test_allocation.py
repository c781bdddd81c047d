"""What holds for every allocation, whatever the amounts."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from openlien.kit.allocation import AllocationError, allocate_cents
from openlien.kit.money import Money, Rate, allocate

totals = st.integers(-(10**13), 10**13)
weights = st.lists(st.fractions(0, 10**6, max_denominator=100), min_size=1, max_size=20).filter(any)


@st.composite
def limited_cases(draw):
    """A total between the floors and the claims of parties that all have a weight."""
    count = draw(st.integers(1, 12))
    sizes = st.lists(st.integers(0, 10_000), min_size=count, max_size=count)
    floors, rooms = draw(sizes), draw(sizes)
    claims = [floor + room for floor, room in zip(floors, rooms, strict=True)]
    shares = draw(st.lists(st.integers(1, 10**6), min_size=count, max_size=count))
    return draw(st.integers(sum(floors), sum(claims))), shares, floors, claims


@given(totals, weights)
def test_shares_add_up_to_the_total(total, parties):
    assert sum(allocate_cents(total, parties)) == total


@given(totals, weights)
def test_each_share_is_within_a_cent_of_the_exact_one(total, parties):
    whole = sum(parties)

    for share, weight in zip(allocate_cents(total, parties), parties, strict=True):
        assert abs(share - total * weight / whole) < 1


@given(st.integers(0, 10**13), weights)
def test_a_positive_total_gives_no_negative_share(total, parties):
    shares = allocate_cents(total, parties)

    assert min(shares) >= 0
    assert all(share == 0 for share, weight in zip(shares, parties, strict=True) if weight == 0)


@given(st.integers(0, 10**13), weights)
def test_a_larger_weight_never_gets_less(total, parties):
    by_weight = sorted(zip(parties, allocate_cents(total, parties), strict=True))

    shares = [share for _, share in by_weight]
    heavier_first_on_ties = [share for _, share in sorted(by_weight, key=lambda pair: (pair[0], pair[1]))]
    assert shares == heavier_first_on_ties == sorted(shares)


@given(totals, weights)
def test_a_reversal_mirrors_the_original(total, parties):
    assert allocate_cents(-total, parties) == [-share for share in allocate_cents(total, parties)]


@given(totals, weights, st.integers(1, 10**6))
def test_only_the_proportions_of_the_weights_count(total, parties, factor):
    assert allocate_cents(total, [weight * factor for weight in parties]) == allocate_cents(total, parties)


@given(limited_cases())
def test_no_share_is_above_its_claim_or_below_its_floor(case):
    total, parties, floors, claims = case

    shares = allocate_cents(total, parties, claims=claims, floors=floors)

    assert sum(shares) == total
    for share, floor, claim in zip(shares, floors, claims, strict=True):
        assert floor <= share <= claim


@given(limited_cases())
def test_whoever_gets_less_per_weight_is_held_by_its_claim(case):
    total, parties, _, claims = case
    assume(total <= sum(claims))

    shares = allocate_cents(total, parties, claims=claims)

    best = max(Fraction(share - 1, weight) for share, weight in zip(shares, parties, strict=True))
    for share, weight, claim in zip(shares, parties, claims, strict=True):
        assert share == claim or Fraction(share + 1, weight) >= best


@given(st.integers(0, 10**6), st.lists(st.integers(1, 1000), min_size=1, max_size=8))
def test_claims_that_hold_nobody_change_nothing(total, parties):
    assert allocate_cents(total, parties, claims=[total] * len(parties)) == allocate_cents(total, parties)


@pytest.mark.parametrize(
    ("total", "parties", "limits"),
    [
        (1, [], {}),
        (0, [], {}),
        (1, [0, 0], {}),
        (1, [1, -1], {}),
        (3, [1, 1], {"claims": [1, 1]}),
        (1, [1, 1], {"floors": [1, 1]}),
        (1, [1, 1], {"claims": [1]}),
        (1, [1, 1], {"claims": [2, -1]}),
        (1, [1, 1], {"floors": [1, 0], "claims": [0, 5]}),
        (5, [1, 0], {"claims": [1, 9]}),
    ],
)
def test_refuses_with_a_sentence(total, parties, limits):
    with pytest.raises(AllocationError) as refused:
        allocate_cents(total, parties, **limits)

    assert refused.value.sentence.endswith(".")
    assert "{" not in refused.value.sentence


def test_weighs_by_money_and_by_rate():
    by_money = allocate(Money("10.00"), [Money("1.00"), Money("3.00")])
    by_rate = allocate(Money("10.00"), [Rate("0.25"), Rate("0.75")])

    assert by_money == by_rate == [Money("2.50"), Money("7.50")]
