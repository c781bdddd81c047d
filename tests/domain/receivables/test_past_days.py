"""The book as of a day: the kept rows, the facts, and a book that never heard of anything later agree."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openlien.cases.models import StageChange
from openlien.cases.stages import Stage
from openlien.identity.actor import Actor, system_actor
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all
from openlien.receivables import queries
from openlien.receivables.queries import Filters

from .books import DAYS, BillFacts, CaseFacts, books, day, write
from .rolled_back import rolled_back

pytestmark = pytest.mark.django_db
READER = system_actor("cli")
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def _rows(relation: str, key: str, as_of: date, *, without: str) -> dict[Any, dict[str, Any]]:
    rows = [row._asdict() for row in fetch_all(f"SELECT * FROM {relation}", {"day": as_of})]
    for row in rows:
        row.pop(without, None)
        if row["settled_on"] and row["settled_on"] > as_of:
            row["settled_on"] = None
    return {row[key]: row for row in rows}


def _all_summaries(as_of: date) -> dict[str, Any]:
    everything = queries.summary(READER, as_of)
    return {name: getattr(everything, name) for name in (field.name for field in fields(everything))}


@SLOW
@given(books, day)
def test_a_past_day_equals_a_book_without_anything_later(book: list[CaseFacts], as_of: date) -> None:
    with rolled_back():
        write(book, up_to=as_of)
        then = _rows("receivables_casesummary", "case_id", as_of, without="existing_since")
        bills_then = _rows("receivables_billbalance", "bill_id", as_of, without="")
    with rolled_back():
        write(book)
        now = _rows("case_summaries_on(%(day)s)", "case_id", as_of, without="existing_since")
        bills_now = _rows("bill_balances_on(%(day)s)", "bill_id", as_of, without="")
    assert now == then
    assert {key: row for key, row in bills_now.items() if row["case_id"] in then} == bills_then


@SLOW
@given(books)
def test_kept_rows_and_facts_agree_after_the_last_fact(book: list[CaseFacts]) -> None:
    with rolled_back():
        write(book)
        last = DAYS[-1]
        kept = _rows("receivables_casesummary", "case_id", last, without="")
        told = _rows("case_summaries_from_bills(%(day)s)", "case_id", last, without="")
        kept_bills = _rows("receivables_billbalance", "bill_id", last, without="")
        told_bills = _rows("bill_balances_from_facts(%(day)s)", "bill_id", last, without="")
    assert told == kept
    assert told_bills == kept_bills


@SLOW
@given(
    books, day, st.sampled_from([Filters(), Filters(states=("CA",)), Filters(tranches=("Pool 1", "Pool 2"))])
)
def test_every_figure_of_a_past_day_equals_that_of_its_own_time(
    book: list[CaseFacts], as_of: date, filters: Filters
) -> None:
    with rolled_back():
        write(book, up_to=as_of)
        then = queries.summary(READER, as_of, filters)
        bars_then = queries.pipeline(READER, as_of, filters).bars
    with rolled_back():
        write(book)
        try:
            now = queries.summary(READER, as_of, filters)
        except queries.HistoryUnknown:
            assert then.total.cases == 0
            return
        bars_now = queries.pipeline(READER, as_of, filters).bars
    assert replace(now, unknown_cases=0) == then
    assert bars_now == bars_then


@pytest.fixture
def imported() -> CaseFacts:
    """A case as an import brings it: bills of the past, a stage first seen on the day of the export."""
    bill = BillFacts(invoice_on=date(2025, 3, 1), originated_on=date(2025, 3, 1), batch_on=date(2026, 11, 20))
    return CaseFacts(date(2025, 3, 1), [(date(2026, 11, 20), Stage.NEGOTIATION, True)], [bill])


def test_refuses_a_day_before_anything_is_known(reader: Actor, imported: CaseFacts) -> None:
    write([imported])
    with pytest.raises(queries.HistoryUnknown, match="Nov 20, 2026") as refusal:
        queries.pipeline(reader, date(2026, 11, 19))
    assert (refusal.value.code, refusal.value.status) == ("history_unknown", 409)


def test_shows_the_first_known_day(reader: Actor, imported: CaseFacts) -> None:
    write([imported])
    found = queries.pipeline(reader, date(2026, 11, 20))
    assert (found.totals.open, found.unknown_cases) == (Money("1000.00"), 0)


def test_counts_unknown_cases_and_leaves_out_their_amounts(reader: Actor, imported: CaseFacts) -> None:
    known = CaseFacts(
        date(2026, 1, 1), [(date(2026, 1, 1), Stage.PENDING, False)], [BillFacts(date(2026, 1, 5), 25_000)]
    )
    write([imported, known])
    found = queries.pipeline(reader, date(2026, 6, 1))
    assert (found.totals.open, found.totals.cases, found.unknown_cases) == (Money("250.00"), 1, 1)
    told = queries.history(reader, date(2026, 6, 1))
    assert (told.known_from, told.known_cases, told.unknown_cases) == (date(2026, 1, 1), 1, 1)


def test_a_blank_stage_of_an_export_is_not_known_earlier(reader: Actor, imported: CaseFacts) -> None:
    blank = CaseFacts(date(2025, 3, 1), [], [BillFacts(date(2025, 3, 1))], batch_on=date(2026, 11, 20))
    write([imported, blank])
    assert queries.history(reader, date(2026, 11, 19)).known_from == date(2026, 11, 20)
    with pytest.raises(queries.HistoryUnknown):
        queries.pipeline(reader, date(2026, 11, 19))


def test_a_day_before_the_first_case_is_empty(reader: Actor, imported: CaseFacts) -> None:
    write([imported])
    assert queries.pipeline(reader, date(2025, 2, 28)).totals.cases == 0


def test_an_empty_book_has_empty_figures(reader: Actor) -> None:
    assert queries.summary(reader, date(2026, 11, 20)).portfolio_rate is None


def test_months_before_any_stage_is_known_are_absent(reader: Actor, imported: CaseFacts) -> None:
    write([imported])
    months = queries.stage_mix_by_month(reader, date(2026, 12, 10)).months
    assert [(month.month, month.day) for month in months] == [
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 10)),
    ]


def test_a_fact_of_the_future_leaves_the_figures_of_today_alone(reader: Actor, imported: CaseFacts) -> None:
    today = date(2026, 11, 20)
    write([imported])
    before = queries.summary(reader, today)
    StageChange.objects.create(
        case_id=imported.id, stage=Stage.IN_LITIGATION, began_on=today + timedelta(days=3), source="person"
    )
    assert queries.summary(reader, today) == before
