"""Days are read as the tool means them or stay unknown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.integrations.portfolio_files.dates import (
    EARLIEST,
    MONTH_NAMES,
    latest_plausible,
    parse_date,
    parse_date_columns,
)
from openlien.integrations.portfolio_files.unreadable import Unreadable

LATEST = latest_plausible(date(2026, 11, 20))
DAYS = st.dates(min_value=EARLIEST, max_value=LATEST)


@pytest.mark.parametrize(
    "text",
    [
        "7/9/2026",
        "07/09/2026",
        " 7/9/2026 ",
        "7/9/2026 12:00:00 AM",
        "7/9/2026 0:00",
        "2026-07-09",
        "2026-07-09T00:00:00",
        "2026-07-09 13:05:00.123",
        "2026-07-09T23:59:59Z",
        "2026-07-09T23:59:59-07:00",
    ],
)
def test_reads_the_ninth_of_july(text):
    assert parse_date(text, latest=LATEST) == date(2026, 7, 9)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("7/9/26", "a year of two digits"),
        ("13/2/2026", "no such day"),
        ("2/30/2026", "no such day"),
        ("2026-02-29", "no such day"),
        ("7/9/1889", "an implausible year"),
        ("12/31/1989", "an implausible year"),
        ("7/9/2036", None),
        ("7/9/2037", "an implausible year"),
        ("9999-12-31", "an implausible year"),
        ("9.7.2026", "not a date"),
        ("7-9-2026", "not a date"),
        ("Law Firm", "not a date"),
        ("46212", "not a date"),
        ("2026", "not a date"),
        ("٧/٩/٢٠٢٦", "not a date"),
        ("7/9/2026 and more", "not a date"),
    ],
)
def test_refuses_what_is_no_certain_day(text, reason):
    if reason is None:
        assert parse_date(text, latest=LATEST)
        return
    with pytest.raises(Unreadable) as refusal:
        parse_date(text, latest=LATEST)
    assert refusal.value.reason == reason


def test_a_blank_is_no_day():
    assert parse_date("", latest=LATEST) is None
    assert parse_date("  ", latest=LATEST) is None
    assert parse_date_columns("", " ", "", "", latest=LATEST) is None


def test_a_day_number_counts_only_in_a_numeric_cell_of_a_spreadsheet():
    assert parse_date("46212", latest=LATEST, day_numbers=True) == date(2026, 7, 9)
    assert parse_date("46212.75", latest=LATEST, day_numbers=True) == date(2026, 7, 9)
    with pytest.raises(Unreadable):
        parse_date("\x1f46212", latest=LATEST, day_numbers=True)
    with pytest.raises(Unreadable):
        parse_date("20260709", latest=LATEST, day_numbers=True)


@pytest.mark.parametrize(
    "cells",
    [
        ("2026", "Qtr 3", "July", "9"),
        ("2026", "", "july", "09"),
        (" 2026 ", "Q3", "Jul", "9"),
        ("2026", "3", "7", "9"),
        ("2026", "Quarter 3", "JULY", "9"),
    ],
)
def test_four_columns_name_one_day(cells):
    assert parse_date_columns(*cells, latest=LATEST) == date(2026, 7, 9)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("2026", "Qtr 9", "Smarch", "13"), "no such month"),
        (("2026", "Qtr 1", "July", "9"), "the quarter contradicts the month"),
        (("2026", "Qtr 9", "July", "9"), "the quarter contradicts the month"),
        (("26", "Qtr 3", "July", "9"), "not a date"),
        (("2026", "Qtr 3", "July", ""), "not a date"),
        (("2026", "Qtr 3", "", "9"), "no such month"),
        (("", "Qtr 3", "July", "9"), "not a date"),
        (("2026", "Qtr 1", "February", "29"), "no such day"),
        (("1926", "Qtr 3", "July", "9"), "an implausible year"),
    ],
)
def test_four_columns_that_name_no_day_are_unreadable(cells, reason):
    with pytest.raises(Unreadable) as refusal:
        parse_date_columns(*cells, latest=LATEST)
    assert refusal.value.reason == reason


@given(DAYS)
def test_reads_back_every_day_however_it_is_written(day):
    month = MONTH_NAMES[day.month - 1].capitalize()
    quarter = f"Qtr {(day.month + 2) // 3}"
    assert parse_date(f"{day.month}/{day.day}/{day.year}", latest=LATEST) == day
    assert parse_date(day.isoformat(), latest=LATEST) == day
    assert parse_date_columns(str(day.year), quarter, month, str(day.day), latest=LATEST) == day
    number = (day - date(1899, 12, 30)).days
    assert parse_date(str(number), latest=LATEST, day_numbers=True) == day


@given(st.text(max_size=25), st.booleans())
def test_any_text_is_a_plausible_day_or_unreadable(text, day_numbers):
    try:
        day = parse_date(text, latest=LATEST, day_numbers=day_numbers)
    except Unreadable:
        return
    assert day is None or EARLIEST <= day <= LATEST


@given(st.tuples(*[st.text(max_size=8)] * 4))
def test_any_four_texts_are_a_plausible_day_or_unreadable(cells):
    try:
        day = parse_date_columns(*cells, latest=LATEST)
    except Unreadable:
        return
    assert day is None or EARLIEST <= day <= LATEST


def test_ten_years_ahead_is_the_last_plausible_day():
    assert parse_date(LATEST.isoformat(), latest=LATEST) == LATEST
    with pytest.raises(Unreadable):
        parse_date((LATEST + timedelta(days=1)).isoformat(), latest=LATEST)
