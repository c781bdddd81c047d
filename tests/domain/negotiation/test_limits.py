"""Which limits an offer breaks: at a limit none, a cent beyond it that one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from openlien.kit.money import Money
from openlien.negotiation.calculations.limits import Limit, broken_limits

SHARE, AMOUNT = Limit.SHARE, Limit.AMOUNT


@pytest.mark.parametrize(
    ("amount", "above", "broken"),
    [
        ("6000.00", "6000.00", ()),
        ("5999.99", "6000.00", (SHARE,)),
        ("6000.01", "6000.00", (AMOUNT,)),
        ("5999.99", "5000.00", (SHARE, AMOUNT)),
        ("10000.00", None, ()),
        ("0.00", None, (SHARE,)),
    ],
)
def test_an_offer_at_a_limit_breaks_none(amount: str, above: str | None, broken: tuple[Limit, ...]) -> None:
    found = broken_limits(
        amount=Money(amount),
        retail=Money("10000.00"),
        percent_below=Decimal("60"),
        amount_above=None if above is None else Money(above),
    )
    assert found == broken


def test_bills_without_retail_break_no_share() -> None:
    zero = Money.zero
    assert broken_limits(amount=zero, retail=zero, percent_below=Decimal("60"), amount_above=None) == ()
