from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.money import Money
from openlien.web.charts import (
    BarRow,
    Tone,
    WaterfallStep,
    grouped_bars,
    pipeline,
    stacked_bars,
    waterfall,
)
from tests.web.charts.pictures import SERIES, amounts, number, signed_amounts, stage


@given(st.lists(signed_amounts, min_size=1))
def test_every_bar_of_the_pipeline_lies_inside_its_track(values):
    chart = pipeline([stage(str(n), value) for n, value in enumerate(values)])
    for bar, value in zip(chart.bars, values, strict=True):
        assert (bar.width is None) == (value <= 0)
        assert bar.width is None or 0 < number(bar.width) <= 100


@given(st.lists(amounts, min_size=1).filter(any))
def test_the_largest_stage_fills_the_track_and_longer_means_more(values):
    chart = pipeline([stage(str(n), value) for n, value in enumerate(values)])
    widths = [number(bar.width or "0") for bar in chart.bars]
    assert max(widths) == 100
    assert [width for _, width in sorted(zip(values, widths, strict=True))] == sorted(widths)


@given(
    st.lists(st.tuples(st.sampled_from(list(Tone)[:6]), amounts), min_size=1).filter(
        lambda r: any(a for _, a in r)
    )
)
def test_the_strip_of_the_pipeline_is_the_whole(rows):
    chart = pipeline([stage(str(n), value, tone=tone) for n, (tone, value) in enumerate(rows)])
    assert sum(number(part.width) for part in chart.strip) == 100
    assert sum(number(row.share) for row in chart.legend) == 100


def test_a_tiny_stage_can_still_be_seen():
    chart = pipeline([stage("Large", Decimal(5_000_000)), stage("Small", Decimal("0.01"))])
    assert number(chart.bars[1].width) == Decimal("0.4")


def test_the_pipeline_says_where_the_money_is():
    rows = [
        stage("Negotiation", Money("300.00")),
        stage("In litigation", Money("250.00")),
        stage("Settled, not disbursed", Money("450.00"), tone=Tone.SETTLED),
    ]
    assert pipeline(rows).takeaway == (
        "55.0% sits in active litigation; "
        "the largest stage is Settled, not disbursed with $450.00 in 3 cases."
    )


def test_a_row_of_the_pipeline_tells_everything_it_shows():
    (bar,) = pipeline(
        [stage("In litigation", Money("10.00"), href="/x", median_months=Decimal("14.25"))]
    ).bars
    assert bar.aria_label == (
        "In litigation, $10.00, 100.00% of open AR, 3 cases, 5 bills, median 14.3 months in stage"
    )


def test_the_pipeline_prints_the_shares_it_was_given():
    chart = pipeline([stage("A", 1, share=Decimal("33.34")), stage("B", 2, share=Decimal("66.66"))])
    assert [bar.share for bar in chart.bars] == ["33.34%", "66.66%"]


def test_the_pipeline_shows_months_only_where_there_are_some():
    assert not pipeline([stage("A", 1)]).shows_median
    chart = pipeline([stage("A", 1, median_months=Decimal(2)), stage("B", 1)])
    assert [bar.median for bar in chart.bars] == ["2.0 mo", "—"]


def test_an_overpaid_stage_is_printed_in_the_colour_of_risk_and_not_drawn():
    chart = pipeline([stage("A", Decimal(-5)), stage("B", 20)])
    assert (chart.bars[0].width, chart.bars[0].negative, chart.bars[0].amount) == (None, True, "−$5.00")


def test_an_empty_pipeline_says_so():
    for rows in ([], [stage("A", 0), stage("B", Money("0.00"))]):
        chart = pipeline(rows)
        assert chart.is_empty
        assert chart.takeaway == "No open receivables."


@given(st.lists(st.tuples(signed_amounts, signed_amounts, signed_amounts), min_size=1))
def test_stacked_bars_meet_without_gap_and_stay_inside(rows):
    chart = stacked_bars([BarRow(label="f", values=row) for row in rows], series=SERIES, title="Firms")
    for bar in chart.bars:
        place = Decimal(0)
        for part in sorted(bar.rects, key=lambda part: (number(part.x), number(part.x) + number(part.width))):
            assert number(part.x) == place
            place += number(part.width)
        assert 0 <= place <= 100


@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=1).filter(lambda rows: any(map(any, rows))))
def test_the_longest_row_of_stacked_bars_fills_the_track(rows):
    chart = stacked_bars([BarRow(label="f", values=row) for row in rows], series=SERIES, title="Firms")
    assert max(sum(number(part.width) for part in bar.rects) for bar in chart.bars) == 100


def test_early_parts_are_painted_last_and_leave_room_for_their_stroke():
    (bar,) = stacked_bars([BarRow(label="f", values=[5, 5, 5])], series=SERIES, title="Firms").bars
    early, other = bar.rects[-1], bar.rects[0]
    assert early.tone is Tone.EARLY
    assert number(early.height) == number(other.height) - 3


def test_firms_are_summed_into_a_sentence_about_concentration():
    rows = [BarRow(label=f"Firm {n}", values=[n, 0, 0]) for n in (10, 20, 30, 40, 100)]
    assert stacked_bars(rows, series=SERIES, title="Firms").takeaway == (
        "Firm 100 is the largest with $100.00, 50.0% of the total; the three largest hold 85.0%."
    )


def test_grouped_bars_never_add_what_cannot_be_added():
    chart = grouped_bars([BarRow(label="Firm", values=[30, 20, 10])], series=SERIES, title="Firms")
    assert chart.bars[0].values == ("$30.00", "$20.00", "$10.00")
    assert "Total" not in chart.table.heads
    assert {row.share for row in chart.legend} == {"—"}


@given(st.lists(st.tuples(signed_amounts, signed_amounts, signed_amounts), min_size=1))
def test_grouped_bars_stay_inside_their_row(rows):
    chart = grouped_bars([BarRow(label="f", values=row) for row in rows], series=SERIES, title="Firms")
    for part in (part for bar in chart.bars for part in bar.rects):
        assert 0 <= number(part.width) <= 100
        assert 0 <= number(part.y) < number(part.y) + number(part.height) <= number(chart.height)


@given(signed_amounts, st.lists(signed_amounts))
def test_the_waterfall_ends_where_the_sum_is_and_stays_inside(start, changes):
    steps = [WaterfallStep(label="s", change=change, tone=Tone.C1) for change in changes]
    chart = waterfall(start, steps, start_label="Gross", end_label="Net", title="Way")
    assert chart.table.rows[-1].cells[0].replace("−", "-").replace("$", "").replace(",", "") == (
        f"{Decimal(start) + sum(changes):.2f}".replace("-0.00", "0.00")
    )
    for row in chart.rows:
        assert -Decimal("0.01") <= number(row.x) <= number(row.x) + number(row.width) <= Decimal("100.01")


def test_each_step_of_the_waterfall_starts_where_the_one_before_ended():
    steps = [
        WaterfallStep(label="Fee", change=-30, tone=Tone.C1),
        WaterfallStep(label="Costs", change=-20, tone=Tone.C2),
    ]
    rows = waterfall(100, steps, start_label="Gross", end_label="Net", title="Way").rows
    assert [(row.x, row.width, row.joint) for row in rows] == [
        ("0%", "100%", "100%"),
        ("70%", "30%", "70%"),
        ("50%", "20%", "50%"),
        ("0%", "50%", None),
    ]


def test_a_client_below_zero_is_shown_and_never_clamped():
    steps = [WaterfallStep(label="Fee", change=-130, tone=Tone.C1)]
    chart = waterfall(100, steps, start_label="Gross", end_label="Net", title="Way")
    assert chart.takeaway == "Net is below zero by $30.00: more is owed than there is."
    assert (chart.rows[-1].tone, chart.rows[-1].negative) == (Tone.RISK, True)
    assert number(chart.zero) > 0
