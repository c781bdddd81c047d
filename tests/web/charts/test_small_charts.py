import itertools
import math
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.web.charts import Marker, Slice, StepSeries, Tone, bullet, donut, pie, sparkline, steps
from openlien.web.charts.round import GAP, SIZE
from tests.web.charts.pictures import amounts, month, number, signed_amounts


def round_of(values, *, is_donut=True):
    slices = [Slice(label=f"Part {n}", value=value, tone=Tone.C1) for n, value in enumerate(values)]
    if is_donut:
        return donut(slices, title="Split", centre_value="$1", centre_label="settled")
    return pie(slices, title="Split")


def places_of(path: str) -> list[tuple[float, float]]:
    """The end point of every command of a slice's path."""
    numbers = [re.findall(r"-?[\d.]+", part) for part in re.split("[MLAZ]", path) if part]
    return [(float(found[-2]), float(found[-1])) for found in numbers]


@given(st.lists(amounts, min_size=1).filter(any), st.booleans())
def test_slices_follow_each_other_around_the_whole(values, is_donut):
    slices = round_of(values, is_donut=is_donut).slices
    assert slices[0].start == 0
    assert slices[-1].end == 1
    assert all(after.start == before.end for before, after in itertools.pairwise(slices))
    assert sum((part.end - part.start for part in slices), Fraction(0)) == 1


@given(st.lists(amounts, min_size=1).filter(any), st.booleans())
def test_no_slice_leaves_the_square(values, is_donut):
    for part in round_of(values, is_donut=is_donut).slices:
        assert all(0 <= x <= SIZE and 0 <= y <= SIZE for x, y in places_of(part.path))


@pytest.mark.parametrize("is_donut", [True, False])
def test_the_surface_shows_between_slices(is_donut):
    first, second = (places_of(part.path) for part in round_of([1, 1], is_donut=is_donut).slices)
    assert math.dist(first[1], second[0]) == pytest.approx(GAP, abs=0.02)


def test_one_slice_is_a_full_turn_without_a_gap():
    (part,) = round_of([5]).slices
    assert (part.start, part.end) == (0, 1)
    assert part.path.count("A78 78") == 2
    assert part.path.count("A51 51") == 2


def test_a_slice_below_zero_is_listed_and_not_drawn():
    chart = round_of([10, -3])
    assert len(chart.slices) == 1
    assert chart.legend[1].negative
    assert chart.takeaway.endswith("Part 1 is below zero and not drawn.")


@given(st.lists(amounts, min_size=1).filter(any))
def test_the_legend_of_a_donut_adds_up_to_a_hundred(values):
    assert sum(number(row.share) for row in round_of(values).legend) == 100


def test_nothing_to_split_is_an_empty_chart():
    for values in ([], [0], [Decimal(-4)]):
        chart = round_of(values)
        assert chart.is_empty
        assert chart.takeaway == "Nothing to show."


@given(st.lists(signed_amounts))
def test_a_sparkline_stays_inside_its_tile(values):
    chart = sparkline(values, title="Open AR")
    places = [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", chart.line)]
    assert len(places) == len(values)
    assert all(0 <= x <= 100 and 0 <= y <= 28 for x, y in places)


def test_the_ends_of_steps_name_their_years():
    days = [(date(2025, 11, 20), 2), (date(2026, 1, 9), 1)]
    demand = StepSeries(label="Demand", tone=Tone.NEUTRAL, points=days)
    assert [tick.text for tick in steps([demand], title="Demand").days] == ["Nov 20, 2025", "Jan 9, 2026"]


def test_a_sparkline_says_how_it_moved():
    labels = ["Aug 2026", "Nov 2026"]
    assert sparkline([100, 112], title="AR", labels=labels).takeaway == "$112.00, up 12.0% since Aug 2026."
    assert sparkline([100, 100], title="AR", labels=labels).takeaway == "$100.00, unchanged since Aug 2026."
    assert sparkline([-5, 5], title="AR", labels=labels).takeaway == "$5.00, up from −$5.00 since Aug 2026."
    assert sparkline([], title="AR").takeaway == "No history yet."


@given(signed_amounts, signed_amounts, st.lists(signed_amounts))
def test_a_bullet_and_its_marks_stay_on_the_track(value, most, marks):
    chart = bullet(value, most=most, label="Offer", markers=[Marker(label="m", value=mark) for mark in marks])
    assert all(0 <= number(place) <= 100 for place in (chart.width, *(marker.x for marker in chart.markers)))


def test_a_bullet_says_how_far_it_is_from_its_main_mark():
    pro_rata = Marker(label="pro rata", value=65, is_main=True)
    assert (
        bullet(50, most=100, label="The offer", markers=[pro_rata]).takeaway
        == "The offer is $15.00 below pro rata."
    )
    assert (
        bullet(65, most=100, label="The offer", markers=[pro_rata]).takeaway == "The offer equals pro rata."
    )
    assert bullet(120, most=100, label="The offer").is_over


moves = st.lists(st.tuples(st.integers(0, 90), signed_amounts), max_size=8).map(
    lambda found: [(month(n), value) for n, value in sorted(found)]
)


@given(moves, moves)
def test_steps_and_their_labels_stay_on_the_plot(demand, offer):
    sides = [
        StepSeries(label="Demand", tone=Tone.INK, points=demand),
        StepSeries(label="Offer", tone=Tone.ACTIVE, points=offer),
    ]
    chart = steps(sides, title="Offers")
    for line in chart.lines:
        assert 0 <= number(line.end_y) <= number(chart.plot_height)
        assert all(0 <= number(dot.x) <= 100 and 0 <= number(dot.y) <= 130 for dot in line.dots)
    ends = sorted(number(line.end_y) for line in chart.lines)
    assert all(after - before >= Decimal("15.99") for before, after in itertools.pairwise(ends))


def test_says_the_gap_between_demand_and_offer():
    demand = StepSeries(label="Demand", tone=Tone.INK, points=[(month(0), 78400), (month(2), 56000)])
    offer = StepSeries(label="Offer", tone=Tone.ACTIVE, points=[(month(1), 24000), (month(3), 43000)])
    chart = steps([demand, offer], title="Offers")
    assert chart.takeaway == "Gap $13,000.00, down 76% from $54,400.00."
    assert [row.label for row in chart.table.rows] == [
        "Jan 1, 2024",
        "Feb 1, 2024",
        "Mar 1, 2024",
        "Apr 1, 2024",
    ]
    assert steps([demand], title="Offers").gap is None
    assert steps([], title="Offers").takeaway == "No offer and no demand yet."


def test_says_when_the_sides_have_met():
    demand = StepSeries(label="Demand", tone=Tone.INK, points=[(month(0), 500)])
    offer = StepSeries(label="Offer", tone=Tone.ACTIVE, points=[(month(1), 500)])
    assert steps([demand, offer], title="Offers").takeaway == "Offer meets demand."
