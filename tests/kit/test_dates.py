"""Days, months, and the dates people type."""

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.kit import clock
from openlien.kit.dates import (
    DateError,
    add_months,
    age_days,
    month_end,
    month_range,
    month_start,
    parse_user_date,
)

TODAY = date(2026, 11, 20)
days = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11/20/2026", date(2026, 11, 20)),
        ("1/5/2026", date(2026, 1, 5)),
        ("2026-11-20", date(2026, 11, 20)),
        (" 2024-02-29 ", date(2024, 2, 29)),
        ("t", TODAY),
        ("T", TODAY),
        ("today", TODAY),
        ("+7", date(2026, 11, 27)),
        ("-7d", date(2026, 11, 13)),
        ("+2w", date(2026, 12, 4)),
        ("-1m", date(2026, 10, 20)),
        ("+1y", date(2027, 11, 20)),
    ],
)
def test_reads_what_people_type(typed, meant):
    assert parse_user_date(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "tomorrow",
        "13/01/2026",
        "02/29/2026",
        "2026-11-31",
        "11/20/26",
        "1899-12-31",
        "2200-01-01",
        "7",
        "+",
        "٢",
    ],
)
def test_refuses_what_is_no_date_and_repeats_it(typed):
    with pytest.raises(DateError) as refused:
        parse_user_date(typed, today=TODAY)

    assert typed in refused.value.sentence


def test_asks_for_a_date_where_nothing_was_typed() -> None:
    with pytest.raises(DateError, match="Enter a date like 11/20/2026"):
        parse_user_date("  ", today=TODAY)


@pytest.mark.parametrize("typed", ["+99999y", "-99999m", "+99999w", "-99999"])
def test_refuses_a_jump_out_of_the_calendar(typed):
    with pytest.raises(DateError):
        parse_user_date(typed, today=TODAY)


@given(days)
def test_both_ways_of_writing_a_day_mean_the_same(day):
    american = f"{day.month}/{day.day}/{day.year}"

    assert parse_user_date(american, today=TODAY) == parse_user_date(day.isoformat(), today=TODAY) == day


@given(days, st.integers(0, 20_000))
def test_age_counts_the_days_passed(day, passed):
    assert age_days(day, day + timedelta(days=passed)) == passed


@given(days, st.integers(-600, 600))
def test_adding_months_moves_exactly_so_many_months(day, months):
    moved = add_months(day, months)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, month_end(moved).day)


@given(days)
def test_a_month_begins_and_ends_around_its_days(day):
    assert month_start(day) <= day <= month_end(day)
    assert month_end(day) + timedelta(days=1) == add_months(month_start(day), 1)


def test_a_range_of_months_holds_both_ends():
    assert month_range(date(2026, 11, 20), date(2027, 1, 1)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert month_range(date(2027, 1, 1), date(2026, 1, 1)) == []


def test_the_business_day_is_that_of_the_time_zone():
    before = clock.now()
    furthest_ahead = clock.business_today("Pacific/Kiritimati")
    furthest_behind = clock.business_today("Pacific/Niue")

    assert before.tzinfo is UTC
    assert furthest_ahead - furthest_behind == timedelta(days=1) or furthest_ahead > furthest_behind
