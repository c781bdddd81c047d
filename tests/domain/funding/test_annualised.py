"""The yearly rate of a return: over the mean days out by cost, or the sentence why there is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from openlien.funding.calculations.annualised import Outlay, yearly_return
from openlien.kit.money import Money

BEGAN, TODAY = date(2025, 5, 22), date(2026, 11, 20)


def spent(amount: str, began_on: date | None = BEGAN, ended_on: date = TODAY) -> Outlay:
    return Outlay(Money(amount), began_on, ended_on)


def test_one_outlay_has_the_rate_of_vector_46() -> None:
    found = yearly_return([spent("324.34")], returned=Money("780.00"), as_of=TODAY)
    assert (found.rate, found.days, found.as_of) == (Decimal("79.6"), 547, TODAY)
    assert found.note == "Over 547 days, the mean time out by cost."


def test_each_outlay_counts_by_its_cost() -> None:
    short = spent("300.00", date(2025, 11, 20))
    long = spent("100.00", date(2022, 11, 21))
    found = yearly_return([short, long, spent("0.00", None)], returned=Money("440.00"), as_of=TODAY)
    # (300 × 365 + 100 × 1,460) ÷ 400 = 638.75 days.
    assert (found.days, found.rate) == (639, Decimal("5.6"))


@pytest.mark.parametrize(
    ("outlays", "returned", "beginning"),
    [
        ([], "10.00", "Nothing was spent yet"),
        ([spent("0.00")], "10.00", "Nothing was spent yet"),
        ([spent("10.00"), spent("1.00", None)], "12.00", "Part of the cost is not paid"),
        ([spent("10.00", date(2026, 10, 22))], "12.00", "The money is out for less than 30 days"),
        ([spent("10.00", TODAY, BEGAN)], "12.00", "The money is out for less than 30 days"),
        ([spent("10.00")], "0.00", "Nothing came back yet"),
    ],
)
def test_says_why_there_is_no_rate(outlays: list[Outlay], returned: str, beginning: str) -> None:
    found = yearly_return(outlays, returned=Money(returned), as_of=TODAY)
    assert (found.rate, found.days) == (None, None)
    assert found.note.startswith(beginning)
