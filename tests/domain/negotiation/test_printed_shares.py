"""Printed percentages add up: parts to their portion, portions to 100, for any settlement."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openlien.kit.money import Money
from openlien.negotiation.calculations.distribution import distribution
from openlien.negotiation.calculations.fairness import is_below_trigger, least_at_trigger
from openlien.negotiation.calculations.printed_shares import PrintedShares, printed_shares
from openlien.negotiation.evidence.exhibits import Copy, exhibits, letter

cents = st.integers(0, 10**9).map(Money.from_cents)
NAMES = ("fee", "costs", "in_network", "out_of_network", "outside", "client_funding")


def shares(settled: str, **parts: str) -> PrintedShares:
    amounts = {"fee": "0", "costs": "0", **parts}
    return printed_shares(
        distribution(settled=Money(settled), **{name: Money(text) for name, text in amounts.items()})
    )


def test_the_summary_of_requirement_1_put_right() -> None:
    found = shares("50000.00", fee="2500.00", costs="20.00", outside="2000.00")
    assert (found.fee, found.costs, found.attorney) == (Decimal("5.00"), Decimal("0.04"), Decimal("5.04"))
    assert (found.medical, found.remainder) == (Decimal("4.00"), Decimal("90.96"))


def test_a_settlement_of_nothing_has_no_percentages() -> None:
    assert shares("0.00").remainder is None


def test_thirds_add_up_in_print() -> None:
    found = shares("300.00", fee="100.00", costs="0.00", outside="100.00")
    assert sorted((found.attorney, found.medical, found.client)) == [
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("33.34"),
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(cents, min_size=6, max_size=6), st.integers(1, 10**9).map(Money.from_cents))
def test_every_sum_holds_in_print(parts: list[Money], settled: Money) -> None:
    board = distribution(settled=settled, **dict(zip(NAMES, parts, strict=True)))
    found = printed_shares(board)
    assert found.attorney == found.fee + found.costs
    assert found.medical == found.in_network + found.out_of_network + found.outside
    assert found.client == found.client_funding + found.remainder
    assert found.attorney + found.medical + found.client == 100
    # Where others take more than all, what they take is rounded first: half a unit more.
    off_max = Decimal("0.015") if board.is_overdrawn else Decimal("0.01")
    for portion in ("attorney", "medical", "client_funding"):
        exact = Decimal(getattr(board, portion).amount.cents) * 100 / settled.cents
        assert abs(getattr(found, portion) - exact) <= off_max


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cents)
def test_the_least_offer_that_is_not_below_the_trigger_is_exact(retail: Money) -> None:
    least = least_at_trigger(retail)
    assert not is_below_trigger(offer=least, retail=retail)
    if least:
        assert is_below_trigger(offer=least - Money("0.01"), retail=retail)


@pytest.mark.parametrize(("place", "said"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_exhibits_are_lettered(place: int, said: str) -> None:
    assert letter(place) == said


def test_a_copy_that_would_make_the_pack_too_long_is_kept_apart() -> None:
    copies = [Copy("a", "A", 3), Copy("b", "B", 300), Copy("c", "C", None, "a Word file"), Copy("d", "D", 2)]
    found = exhibits(copies, pages_max=20)
    assert [each.sheet for each in found] == [1, None, None, 5]
    assert found[1].copy.why_not == "300 pages, too long for the pack"
    assert [each.letter for each in found] == ["A", "B", "C", "D"]
