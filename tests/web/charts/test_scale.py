import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.money import Money, Rate
from openlien.web.charts.axis import aligned_ticks, column_labels, group_labels
from openlien.web.charts.scale import coordinate, edges, exact, nice_ticks, percent
from openlien.web.charts.shares import given_or_computed, percent_shares
from openlien.web.charts.words import Unit, counted, percent_text
from tests.web.charts.pictures import amounts, signed_amounts


@pytest.mark.parametrize(
    "value", [3, Decimal("0.1"), Fraction(1, 3), Money("12.30"), Rate("0.5")], ids=lambda v: type(v).__name__
)
def test_takes_every_exact_kind_of_number(value):
    assert isinstance(exact(value), Fraction)


def test_keeps_money_to_the_cent():
    assert exact(Money("999999999999.99")) == Fraction("999999999999.99")


@pytest.mark.parametrize("value", [0.1, True, "12", None])
def test_refuses_floats_and_words(value):
    with pytest.raises(TypeError):
        exact(value)


def test_refuses_a_decimal_that_is_no_number():
    with pytest.raises(ValueError, match="finite"):
        exact(Decimal("NaN"))


@given(signed_amounts, signed_amounts, st.integers(2, 8), st.booleans())
def test_ticks_cover_the_values_in_even_round_steps(low, high, about, whole):
    ticks = nice_ticks(Fraction(low), Fraction(high), about=about, whole=whole)
    assert ticks[0] <= min(low, high) <= max(low, high) <= ticks[-1]
    assert len({after - before for before, after in itertools.pairwise(ticks)}) == 1
    assert 2 <= len(ticks) <= about + 3
    assert not whole or all(tick.denominator == 1 for tick in ticks)


def test_ticks_of_nothing_are_still_an_axis():
    assert nice_ticks(Fraction(0), Fraction(0)) == (0, Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), 1)


@given(st.lists(signed_amounts, min_size=1), signed_amounts, signed_amounts)
def test_a_second_axis_covers_its_values(values, low, high):
    beside = nice_ticks(min(Fraction(low), 0), max(Fraction(high), 0))
    ticks = aligned_ticks([Fraction(value) for value in values], beside)
    assert ticks[0] <= min([*values, 0])
    assert ticks[-1] >= max([*values, 0])


def test_a_second_axis_falls_on_the_grid_of_the_first():
    beside = nice_ticks(Fraction(0), Fraction(190000))
    assert len(aligned_ticks([Fraction(3_000_000)], beside)) == len(beside)


@given(st.lists(amounts, min_size=1).filter(any))
def test_printed_shares_add_up_to_a_hundred(values):
    assert sum(percent_shares(values)) == Decimal("100.00")


@given(st.lists(st.fractions(0, 1), min_size=1).filter(any))
def test_edges_rise_to_the_whole(parts):
    places = edges(part / sum(parts) for part in parts)
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 100)


def test_has_no_share_of_nothing():
    assert percent_shares([0, 0]) == [None, None]
    assert percent_shares([]) == []


def test_shares_stay_true_beside_a_negative_amount():
    assert percent_shares([150, -50]) == [Decimal("150.00"), Decimal("-50.00")]


def test_given_shares_win_over_computed_ones():
    assert given_or_computed([Decimal("12.34"), None], [1, 1]) == [Decimal("12.34"), None]


def test_coordinates_are_short_and_never_minus_zero():
    assert [coordinate(v) for v in (Fraction(1, 3), Fraction(-1, 1000), 100)] == ["0.33", "0", "100"]
    assert percent(Fraction(2, 3)) == "66.67%"


@pytest.mark.parametrize("count", [1, 5, 12, 13, 24, 36])
def test_labels_thin_out_evenly_and_keep_the_newest(count):
    labels = column_labels([str(n) for n in range(count)])
    always = [n for n, tick in enumerate(labels) if tick.css == ""]
    on_card = [n for n, tick in enumerate(labels) if tick.css != "plot-from-wide"]
    assert always[-1] == count - 1
    assert len(always) <= 5
    assert len(on_card) <= 12
    assert set(always) <= set(on_card)
    assert len({after - before for before, after in itertools.pairwise(on_card)}) <= 1


HIDDEN = {
    "phone": {"plot-from-medium", "plot-from-wide"},
    "card": {"plot-from-wide", "plot-until-medium"},
    "page": {"plot-until-medium", "plot-until-wide"},
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("before", [0, 1, 3, 11])
@pytest.mark.parametrize("count", [1, 5, 12, 13, 24, 36])
def test_the_first_label_names_its_year_and_each_year_once(count, before, hidden):
    years = ["2024"] * min(before, count) + [str(2025 + n // 12) for n in range(count - before)]
    labels = [tick for tick in column_labels(years) if not hidden & set(tick.css.split())]
    named = [tick for tick in group_labels(years) if not hidden & set(tick.css.split())]
    first_places = {tick.text: tick.place for tick in reversed(labels)}
    assert {tick.text: tick.place for tick in named} == first_places
    assert len(named) == len(first_places)


def test_columns_without_a_group_have_none_below():
    assert group_labels(["", ""]) == ()


@pytest.mark.parametrize(
    ("value", "full", "short", "tick"),
    [
        ("5073413.58", "$5,073,413.58", "$5.1M", "$5.07M"),
        ("-6500", "−$6,500.00", "−$6.5k", "−$6.5k"),
        ("999999", "$999,999.00", "$1.0M", "$1M"),
        ("0", "$0.00", "$0", "$0"),
        ("43000", "$43,000.00", "$43.0k", "$43k"),
    ],
)
def test_prints_money_in_full_short_and_on_an_axis(value, full, short, tick):
    amount = Decimal(value)
    assert (Unit.MONEY.full(amount), Unit.MONEY.short(amount), Unit.MONEY.tick(amount)) == (full, short, tick)


def test_prints_the_other_units():
    assert Unit.COUNT.full(1284) == "1,284"
    assert Unit.PERCENT.full(Decimal("29.46")) == "29.46%"
    assert (Unit.DAYS.full(1), Unit.DAYS.full(60), Unit.DAYS.tick(60)) == ("1 day", "60 days", "60")
    assert Unit.MONTHS.full(Decimal("9.06")) == "9.1 mo"
    assert Unit.MONEY.full(None) == "—"
    assert percent_text(Decimal("14.10")) == "14.10%"
    assert counted(1, "case") == "1 case"
