"""What a negotiator types is read as meant, or refused with a sentence that says how."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.errors import DomainError
from openlien.kit.money import Money, Rate
from openlien.negotiation.calculations.amount_input import (
    NoFairShareYet,
    OfferAboveRetail,
    OfferBelowCent,
    OfferNotRead,
    offer_of,
    read_amount,
)

RETAIL = Money("10000.00")
FAIR = Rate("0.65")
CENTS = st.integers(0, RETAIL.cents)


def offered(text: str, retail: Money = RETAIL, fair: Rate | None = FAIR) -> Money | None:
    return offer_of(read_amount(text), retail=retail, fair_share=fair)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4500", "4500.00"),
        ("4,500.00", "4500.00"),
        ("$4,500", "4500.00"),
        (" 4500.5 ", "4500.50"),
        ("4.5k", "4500.00"),
        ("4.12345K", "4123.45"),
        ("45%", "4500.00"),
        ("33.3333%", "3333.33"),
        ("=80%", "8000.00"),
        ("= 80 %", "8000.00"),
        ("=pro", "6500.00"),
        ("=PRO", "6500.00"),
        ("0", "0.00"),
        ("100%", "10000.00"),
        ("10,000.000", "10000.00"),
    ],
)
def test_reads_amounts_shares_and_formulas(text: str, amount: str) -> None:
    assert offered(text) == Money(amount)


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_nothing_clears_the_offer(text: str) -> None:
    assert read_amount(text).clears
    assert offered(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "4,50",
        "4.500,00",
        "1e3",
        "NaN",
        "=",
        "=half",
        "k",
        "%",
        "12 34",
        "٤٥",
        "45%%",
        "1,0000",
        "9" * 41,
    ],
)
def test_refuses_what_it_cannot_read(text: str) -> None:
    with pytest.raises(OfferNotRead, match=r"4\.5k"):
        read_amount(text)


@pytest.mark.parametrize("text", ["1.005", "0.0000051k", "4500.999"])
def test_refuses_an_amount_that_does_not_end_at_a_cent(text: str) -> None:
    with pytest.raises((OfferBelowCent, OfferNotRead)):
        read_amount(text)


@pytest.mark.parametrize("text", ["10000.01", "100.01%", "11k", "999,999,999,999"])
def test_refuses_more_than_the_bill_retails_for(text: str) -> None:
    with pytest.raises(OfferAboveRetail, match=r"10,000\.00"):
        offered(text)


def test_refuses_pro_rata_while_nobody_knows_what_is_fair() -> None:
    with pytest.raises(NoFairShareYet):
        offered("=pro", fair=None)


def test_only_what_begins_with_an_equals_sign_is_a_formula() -> None:
    assert [read_amount(text).is_formula for text in ("=80%", "=pro", "80%", "80")] == [
        True,
        True,
        False,
        False,
    ]


@given(CENTS)
def test_every_amount_written_in_any_way_is_that_amount(cents: int) -> None:
    amount = Money.from_cents(cents)
    for text in (str(amount), f"{amount.amount:,}", f"${amount.amount:,}", f"{cents / 100000:.5f}k"):
        assert offered(text) == amount


@given(st.integers(0, 10**6), CENTS)
def test_a_share_is_never_beyond_retail_and_off_by_half_a_cent_at_most(hundredths: int, cents: int) -> None:
    retail = Money.from_cents(cents)
    found = offered(f"{hundredths // 10000}.{hundredths % 10000:04d}%", retail)
    assert found is not None
    assert Money.zero <= found <= retail
    assert abs(found.cents * 10**6 - cents * hundredths) * 2 <= 10**6


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    said = ""
    try:
        found = offered(text)
    except DomainError as refusal:
        found, said = None, refusal.sentence
    assert said == "" or said.endswith(".")
    assert found is None or Money.zero <= found <= RETAIL
