"""Amounts are read exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.integrations.portfolio_files.amounts import parse_amount
from openlien.integrations.portfolio_files.unreadable import Unreadable

CENTS = st.integers(min_value=0, max_value=10**14 - 1)


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("$1,234.", "1234.00"),
        ("$1,234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234.5", "1234.50"),
        ("(12.00)", "-12.00"),
        ("($1,012.00)", "-1012.00"),
        ("$(12.00)", None),
        ("-12.00", "-12.00"),
        ("-$12.00", "-12.00"),
        ("$-12.00", "-12.00"),
        ("$ 7", "7.00"),
        (".50", "0.50"),
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("  $523.33  ", "523.33"),
        ("999999999999.99", "999999999999.99"),
        ("000000000000001.00", "1.00"),
    ],
)
def test_reads_an_american_amount_exactly(text, dollars):
    if dollars is None:
        with pytest.raises(Unreadable):
            parse_amount(text)
    else:
        assert str(parse_amount(text)) == dollars


@pytest.mark.parametrize("text", ["", " ", "\t", "\x1f"])
def test_a_blank_is_no_amount(text):
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.234,56", "not an amount of money"),
        ("1234,56", "not an amount of money"),
        ("1,23.45", "not an amount of money"),
        ("12,34,567.00", "not an amount of money"),
        ("1.234", "more than two decimals"),
        ("1.500", "more than two decimals"),
        ("NaN", "not an amount of money"),
        ("inf", "not an amount of money"),
        ("-Infinity", "not an amount of money"),
        ("1e308", "not an amount of money"),
        ("1" + "0" * 308, "too large"),
        ("1,000,000,000,000.00", "too large"),
        ("(-12.00)", "the signs contradict each other"),
        ("--12.00", "the signs contradict each other"),
        ("(12.00", "the signs contradict each other"),
        ("$", "not an amount of money"),
        (".", "not an amount of money"),
        ("-", "not an amount of money"),
        ("()", "not an amount of money"),
        ("€12.00", "not an amount of money"),
        ("١٢", "not an amount of money"),
        ("12.00 USD", "not an amount of money"),
        ("=1+1", "not an amount of money"),
        ("Law Firm", "not an amount of money"),
    ],
)
def test_refuses_what_is_no_american_amount(text, reason):
    with pytest.raises(Unreadable) as refusal:
        parse_amount(text)
    assert refusal.value.reason == reason


@given(CENTS, st.booleans(), st.sampled_from(["{}", "${}", " {} "]), st.booleans())
def test_reads_back_every_amount_it_is_shown(cents, negative, frame, grouped):
    amount = Decimal(cents).scaleb(-2)
    digits = f"{amount:,.2f}" if grouped else f"{amount:.2f}"
    text = frame.format(f"-{digits}" if negative else digits)
    assert parse_amount(text) == (-amount if negative else amount)


@given(CENTS)
def test_brackets_are_a_minus(cents):
    amount = Decimal(cents).scaleb(-2)
    assert parse_amount(f"({amount:,.2f})") == -amount


@given(st.text(max_size=30))
def test_any_text_is_an_amount_of_two_places_or_unreadable(text):
    try:
        amount = parse_amount(text)
    except Unreadable:
        return
    if amount is None:
        assert not text.strip()
    else:
        assert amount.as_tuple().exponent == -2
        assert abs(amount) < 10**12


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**9))
def test_a_third_decimal_is_never_rounded_away(amount):
    with pytest.raises(Unreadable):
        parse_amount(f"{amount:.3f}")
