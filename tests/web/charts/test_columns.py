from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.web.charts import (
    Bucket,
    Measure,
    Tone,
    TrendLine,
    Unit,
    histogram,
    month_column,
    stacked_columns,
)
from tests.web.charts.pictures import SERIES, amounts, month, number, signed_amounts

rows_of_amounts = st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=30)
rows_of_signed = st.lists(st.tuples(signed_amounts, signed_amounts, signed_amounts), min_size=1, max_size=30)


def columns_of(rows, **options):
    options = {"series": SERIES, "title": "Mix", "measure": Measure.STOCK} | options
    return stacked_columns([month_column(month(n), row) for n, row in enumerate(rows)], **options)


@given(rows_of_signed, st.booleans())
def test_no_column_leaves_the_plot(rows, as_share):
    chart = columns_of(rows, as_share=as_share)
    bottom = number(chart.plot_height)
    for part in (part for column in chart.columns for part in column.rects):
        assert 0 <= number(part.y) <= number(part.y) + number(part.height) <= bottom
        assert 0 <= number(part.x) <= number(part.x) + number(part.width) <= Decimal("100.01")


@given(rows_of_amounts)
def test_parts_of_a_column_lie_on_each_other_from_the_baseline(rows):
    for column in columns_of(rows).columns:
        parts = sorted(
            column.rects, key=lambda part: (-number(part.y) - number(part.height), -number(part.y))
        )
        place = Decimal(200)
        for part in parts:
            assert number(part.y) + number(part.height) == place
            place = number(part.y)


@given(rows_of_amounts)
def test_columns_of_shares_all_reach_the_top(rows):
    for column, row in zip(columns_of(rows, as_share=True).columns, rows, strict=True):
        assert sum(number(part.height) for part in column.rects) == (200 if any(row) else 0)


@given(rows_of_signed, st.data())
def test_the_line_stays_inside_the_plot(rows, data):
    values = data.draw(st.lists(st.none() | signed_amounts, min_size=len(rows), max_size=len(rows)))
    chart = columns_of(rows, line=TrendLine(label="Total", values=values, unit=Unit.MONEY))
    assert len(chart.points) == sum(value is not None for value in values)
    for point in chart.points:
        assert 0 <= number(point.y) <= number(chart.plot_height)
        assert 0 <= number(point.x) <= 100


@given(rows_of_signed, st.data())
def test_every_tick_lies_on_the_plot(rows, data):
    values = data.draw(st.lists(signed_amounts, min_size=len(rows), max_size=len(rows)))
    chart = columns_of(rows, line=TrendLine(label="Total", values=values, unit=Unit.MONEY))
    for tick in (*chart.ticks, *chart.right_ticks):
        assert 0 <= number(tick.place) <= number(chart.plot_height)


def test_the_line_breaks_where_a_value_is_missing():
    line = TrendLine(label="Rate", values=[1, None, 3, 4], unit=Unit.PERCENT)
    assert columns_of([(1, 1, 1)] * 4, line=line).line.count("M") == 2


def test_refunds_hang_below_the_baseline():
    chart = columns_of([(0, 100, -20)])
    above, below = chart.columns[0].rects
    assert number(above.y) + number(above.height) == number(chart.baseline) == number(below.y)


def test_a_stock_is_never_added_over_time():
    chart = columns_of([(10, 20, 70), (20, 20, 60)])
    assert [row.value for row in chart.legend] == ["$20.00", "$20.00", "$60.00"]
    assert chart.takeaway == "Settled is 60.0% in Feb 2024, down 10.0 points since Jan 2024."


def test_a_flow_is_added_over_time():
    chart = columns_of([(10, 20, 70), (20, 20, 61)], measure=Measure.FLOW)
    assert [row.value for row in chart.legend] == ["$30.00", "$40.00", "$131.00"]
    assert chart.takeaway == "$201.00 over 2 months; the highest is Feb 2024 with $101.00."


def test_the_table_behind_the_columns_has_every_number():
    chart = columns_of([(1, 2, 3)], line=TrendLine(label="Rate", values=[Decimal("42.5")], unit=Unit.PERCENT))
    assert chart.table.heads == ("Month", "Early", "Active", "Settled", "Total", "Rate")
    assert chart.table.rows[0].cells == ("$1.00", "$2.00", "$3.00", "$6.00", "42.5%")


def test_no_columns_are_an_empty_chart():
    assert columns_of([]).is_empty
    assert columns_of([(0, 0, 0)]).is_empty
    assert not columns_of([(0, 0, 1)]).is_empty


def spans(values, *, uppers=(30, 60, 90, None)):
    return [
        Bucket(label=str(n), value=value, upper=upper)
        for n, (value, upper) in enumerate(zip(values, uppers, strict=True))
    ]


@given(st.lists(st.integers(0, 10**6), min_size=4, max_size=4))
def test_no_bucket_leaves_the_plot(values):
    chart = histogram(spans(values), title="Days")
    for bucket in chart.buckets:
        rect = bucket.rect
        assert number(bucket.value_y) - 10 >= 0
        assert number(rect.y) + number(rect.height) == number(chart.plot_height)
        assert 0 <= number(rect.x) <= number(rect.x) + number(rect.width) <= 100


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_thresholds_stand_in_order_on_the_plot(days):
    places = [
        number(line.x) for line in histogram(spans([1, 1, 1, 1]), title="Days", thresholds=days).thresholds
    ]
    assert places == sorted(places)
    assert all(0 <= place <= 75 for place in places)


def test_a_threshold_stands_on_the_border_of_its_bucket():
    chart = histogram(spans([1, 1, 1, 1]), title="Days", thresholds=(60,))
    assert (chart.thresholds[0].x, chart.edges[1].place, chart.edges[1].text) == ("50%", "50%", "60")


def test_says_how_much_lies_past_each_threshold():
    chart = histogram(spans([50, 20, 20, 10]), title="Days", thresholds=(60, 90))
    assert chart.takeaway == "30.0% past 60 days; 10.0% past 90 days."


def test_says_how_soon_half_of_it_has_come():
    assert histogram(spans([10, 30, 20, 40]), title="Velocity").takeaway == "60.0% within 90 days."
    assert histogram(spans([10, 10, 10, 70]), title="Velocity").takeaway == "70.0% past 90 days."


def test_refuses_a_bucket_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        histogram([Bucket(label="a", value=-1)], title="Days")


def test_buckets_without_days_are_named_below_their_columns():
    chart = histogram([Bucket(label="Cap", value=3), Bucket(label="Reduction", value=1)], title="Status")
    assert [tick.text for tick in chart.labels] == ["Cap", "Reduction"]
    assert chart.edges == ()
    assert chart.takeaway == "Cap is the largest with 75.0%."


def test_an_empty_spread_is_an_empty_chart():
    for buckets in ([], spans([0, 0, 0, 0])):
        assert histogram(buckets, title="Days", thresholds=(60,)).is_empty


def test_one_bucket_is_a_chart():
    chart = histogram([Bucket(label="All", value=3, tone=Tone.RISK)], title="Days", thresholds=(60,))
    assert chart.takeaway == "All is the largest with 100.0%."
