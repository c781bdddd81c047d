"""Money and Rate are exact, closed among themselves, and refuse what is not exact."""

import copy
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.money import (
    Money,
    MoneyError,
    Rate,
    RateError,
    Rounding,
    share_percent,
    share_percents,
    total,
)

cents = st.integers(-(10**12), 10**12)
moneys = cents.map(Money.from_cents)
rates = st.fractions(-2, 2, max_denominator=10_000).map(Rate)


@pytest.mark.parametrize(
    ("given_amount", "shown"),
    [
        ("12.30", "12.30"),
        ("12.3", "12.30"),
        ("-0.05", "-0.05"),
        ("+7", "7.00"),
        (5, "5.00"),
        (Decimal("1.230"), "1.23"),
        (Decimal("1E+2"), "100.00"),
        (Decimal("-0.00"), "0.00"),
        ("999999999999.99", "999999999999.99"),
        ("-999999999999.99", "-999999999999.99"),
    ],
)
def test_takes_exact_amounts(given_amount, shown):
    money = Money(given_amount)

    assert str(money) == shown
    assert money.amount == Decimal(shown)
    assert money.amount.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "amount",
    [
        "1.234",
        "0.001",
        Decimal("0.005"),
        Decimal("1E-99999"),
        "NaN",
        Decimal("NaN"),
        Decimal("sNaN"),
        "Infinity",
        Decimal("-Infinity"),
        "1e308",
        Decimal("1E308"),
        "1000000000000",
        10**12,
        -(10**12),
        Decimal("999999999999.999"),
        "",
        " 1",
        "1,000.00",
        "$5",
        "1_000",
        "١٢",
        "0x10",
        ".",
    ],
)
def test_refuses_what_is_no_amount_and_names_it(amount):
    with pytest.raises(MoneyError) as refused:
        Money(amount)

    assert str(amount) in refused.value.sentence


@pytest.mark.parametrize("amount", [1.5, True, None, Fraction(1, 2), Money("1")])
def test_refuses_a_type_that_is_not_exact_dollars(amount):
    with pytest.raises(TypeError):
        Money(amount)


@pytest.mark.parametrize("whole", [1.0, True, "5", Decimal(5)])
def test_refuses_cents_that_are_no_whole_number(whole):
    with pytest.raises(TypeError):
        Money.from_cents(whole)


def test_refuses_a_sum_beyond_the_bounds():
    largest = Money("999999999999.99")

    with pytest.raises(MoneyError):
        largest + Money("0.01")


@given(cents)
def test_text_and_decimal_lead_back_to_the_same_money(number):
    money = Money.from_cents(number)

    assert Money(str(money)) == Money(money.amount) == money
    assert money.cents == number
    assert hash(Money(str(money))) == hash(money)


@given(moneys, moneys, moneys)
def test_sums_do_not_depend_on_order(one, two, three):
    assert (one + two) + three == three + (two + one) == total([three, one, two])


@given(moneys, moneys)
def test_subtraction_undoes_addition(one, two):
    assert one + two - two == one
    assert one - two == -(two - one)
    assert abs(one) == max(one, -one)
    assert bool(one) == (one != Money.zero)


@given(moneys, moneys)
def test_order_is_that_of_the_cents(one, two):
    assert (one < two, one <= two, one == two) == (
        one.cents < two.cents,
        one.cents <= two.cents,
        one.cents == two.cents,
    )


@pytest.mark.parametrize("other", [1, 1.0, Decimal(1), "1", Rate(1)])
def test_does_not_mix_with_other_types(other):
    money = Money(1)

    with pytest.raises(TypeError):
        money + other
    with pytest.raises(TypeError):
        money - other
    with pytest.raises(TypeError):
        money < other  # noqa: B015 the comparison itself is what has to fail
    with pytest.raises(TypeError):
        money * other
    with pytest.raises(TypeError):
        money.times(other if not isinstance(other, Rate) else 1)
    assert money != other


def test_does_not_change():
    money, rate = Money("1.00"), Rate("0.5")

    with pytest.raises(AttributeError):
        money.cents = 5
    with pytest.raises(AttributeError):
        rate.value = Fraction(1)
    assert pickle.loads(pickle.dumps(money)) == copy.deepcopy(money) == money
    assert pickle.loads(pickle.dumps(rate)) == copy.deepcopy(rate) == rate


@given(moneys, rates)
def test_rounding_is_at_most_half_a_cent_and_mirrors(money, rate):
    exact = money.cents * rate.value

    rounded = money.times(rate)
    cut = money.times(rate, Rounding.DOWN)

    assert abs(rounded.cents - exact) <= Fraction(1, 2)
    assert abs(cut.cents) <= abs(exact) < abs(cut.cents) + 1
    assert (-money).times(rate) == -rounded
    assert (-money).times(rate, Rounding.DOWN) == -cut


def test_a_half_cent_goes_away_from_zero():
    half = Rate("0.5")

    assert Money("0.01").times(half) == Money("0.01")
    assert Money("-0.01").times(half) == Money("-0.01")


@given(moneys, moneys.filter(bool))
def test_a_ratio_times_its_whole_is_the_part(part, whole):
    assert whole.times(part.ratio_to(whole)) == part


def test_there_is_no_ratio_to_zero():
    assert Money("1.00").ratio_to(Money.zero) is None
    assert Rate.of(1, 0) is None
    assert share_percent(Money("1.00"), Money.zero) is None


def test_rates_are_exact_fractions():
    assert Rate("0.3333") == Rate.percent("33.33") != Rate.fraction(1, 3) == Rate("1/3")
    assert Rate.of(Money("1.00"), Money("3.00")) == Rate.of(1, 3) == Rate("1/3")
    assert Rate("1/3") + Rate("2/3") == Rate.whole
    assert Rate.whole - Rate("1/3") == Rate("2/3")
    assert Rate("1/3") * Rate(3) == Rate.whole
    assert Rate("0.0935").as_percent() == Decimal("9.35")
    assert str(Rate("1/3").as_percent(4)) == "33.3333"
    assert Rate.zero < Rate("0.5") < Rate.whole


@pytest.mark.parametrize("share", ["", "NaN", "1/0", "33%", "1e9", Decimal("Infinity"), Decimal("1E+99999")])
def test_refuses_what_is_no_rate(share):
    with pytest.raises(RateError):
        Rate(share)


def test_refuses_a_rate_made_of_a_float():
    with pytest.raises(TypeError):
        Rate(0.0935)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any), st.integers(0, 4))
def test_printed_percentages_add_up_to_one_hundred(parts, places):
    percents = share_percents(parts, places)

    assert sum(percents) == 100
    assert all(percent.as_tuple().exponent == -places for percent in percents)
    for part, percent in zip(parts, percents, strict=True):
        assert abs(Fraction(percent) - Fraction(100 * part, sum(parts))) < Fraction(1, 10**places)


def test_percentages_of_nothing_are_zero():
    assert share_percents([]) == []
    assert [str(percent) for percent in share_percents([Money.zero, Money.zero])] == ["0.00", "0.00"]


def test_a_text_without_end_is_not_said_back_whole() -> None:
    with pytest.raises(MoneyError) as refused:
        Money("x" * 100_000)
    assert refused.value.sentence == f'"{"x" * 40}…" is not an amount of money.'
    assert pickle.loads(pickle.dumps(refused.value)).sentence == refused.value.sentence
