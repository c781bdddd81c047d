"""Revenue by month ties to the lines of lien revenue, in both posting packs, after reversals and refunds."""

from __future__ import annotations

from datetime import date

import pytest

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.actions.journals import reverse_event
from openlien.ledger.models import LedgerPolicy
from openlien.ledger.recording import record_event

from .conftest import TODAY, ask, cell, charge, earned, lines_of, lost, owed, paid, summed, tell, usd

pytestmark = pytest.mark.django_db
YEAR = date(2026, 1, 1)


def test_a_collection_is_cost_first_and_revenue_above_it(books: None, analyst: Actor) -> None:
    report = ask(analyst, "revenue-recognition")
    assert cell(report, "2026-10", "collected") == usd("780.00")
    assert cell(report, "2026-10", "costRecovered") == usd("300.00")
    assert cell(report, "2026-10", "revenueCollected") == usd("480.00")
    assert cell(report, "2026-09", "revenue") == Money.zero


def test_every_month_of_the_period_has_a_row(books: None, analyst: Actor) -> None:
    report = ask(analyst, "revenue-recognition", since=date(2025, 11, 15), as_of=date(2026, 2, 10))
    assert [row.values[0] for row in report.lines] == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_totals_tie_to_the_lines(books: None, analyst: Actor) -> None:
    report = ask(analyst, "revenue-recognition")
    assert summed(report, "revenue") == -lines_of("lien_revenue", since=YEAR)
    assert summed(report, "writtenOff") == lines_of("write_off_expense", since=YEAR)
    assert summed(report, "interest") == lines_of("interest_expense", since=YEAR)
    assert summed(report, "collected") == usd("2060.00")
    assert summed(report, "collected") == summed(report, "costRecovered") + summed(report, "revenueCollected")


def test_refunds_and_later_charges_are_told_apart(books: None, analyst: Actor, earning: Case) -> None:
    tell(
        analyst,
        events.RefundDue(case_id=earning.id, on=date(2026, 11, 3), amount=usd("80.00")),
        charge(earning, date(2026, 11, 4), "200.00", "50.00"),
    )
    report = ask(analyst, "revenue-recognition")
    assert cell(report, "2026-11", "collected") == Money.zero
    assert cell(report, "2026-11", "revenueRefunded") == usd("-80.00")
    assert cell(report, "2026-11", "revenueAdjusted") == usd("-50.00")
    assert summed(report, "revenue") == -lines_of("lien_revenue", since=YEAR)


def test_a_correction_downwards_takes_the_collection_back(books: None, analyst: Actor, owing: Case) -> None:
    tell(analyst, paid(owing, date(2026, 11, 5), "-150.00"))
    report = ask(analyst, "revenue-recognition")
    november = [cell(report, "2026-11", key) for key in ("collected", "costRecovered", "revenueCollected")]
    assert november[0] == usd("-150.00") == november[1] + november[2]


def test_a_reversed_accrual_leaves_no_trace_in_the_year(books: None, analyst: Actor) -> None:
    LedgerPolicy.objects.update(pack="expense")
    accrual = events.AccrualMade(on=date(2026, 9, 30), amount=usd("90.00"))
    record_event(analyst, accrual, key="september", today=TODAY)
    reverse_event(analyst, "AccrualMade", "september", on=date(2026, 10, 1), today=TODAY)
    report = ask(analyst, "revenue-recognition")
    assert cell(report, "2026-09", "charged") == usd("90.00")
    assert cell(report, "2026-10", "charged") == usd("-90.00")


def test_the_literal_pack_shows_medical_expense_and_what_was_moved_to_revenue(
    analyst: Actor, manager: Actor, earning: Case, owing: Case, losing: Case
) -> None:
    LedgerPolicy.objects.update(pack="expense")
    tell(analyst, *earned(earning), *owed(owing), *lost(losing, analyst, manager))
    tell(analyst, events.ExcessRecognised(case_id=earning.id, on=date(2026, 11, 1), amount=usd("480.00")))
    report = ask(analyst, "revenue-recognition")
    assert summed(report, "credited") == usd("2060.00")
    assert summed(report, "revenue") == usd("480.00") == -lines_of("lien_revenue", since=YEAR)
    assert summed(report, "medicalExpense") == lines_of("medical_expense", since=YEAR)
    assert summed(report, "result") == usd("435.66")


def test_says_what_is_not_recognised_yet(books: None, analyst: Actor) -> None:
    deferred = next(each for each in ask(analyst, "revenue-recognition").figures if each.key == "deferred")
    assert deferred.value == usd("1400.00")


def test_paying_a_provider_is_no_collection(books: None, analyst: Actor) -> None:
    assert cell(ask(analyst, "revenue-recognition"), "2026-02", "collected") == Money.zero


def test_a_change_of_the_pack_splits_each_month_by_pack(books: None, analyst: Actor, owing: Case) -> None:
    plain = ask(analyst, "revenue-recognition")
    LedgerPolicy.objects.update(pack="expense")
    tell(
        analyst, charge(owing, date(2026, 11, 4), "200.00", "50.00"), paid(owing, date(2026, 11, 6), "20.00")
    )
    report = ask(analyst, "revenue-recognition")
    assert [column.key for column in report.columns][:2] == ["month", "pack"]
    october = [row.values for row in report.lines if row.values[0] == "2026-10"]
    assert [row[1] for row in october] == ["Expense", "Cost recovery"]
    assert october[1][2:4] == (usd("780.00"), usd("300.00"))
    november = next(row.values for row in report.lines if row.values[0] == "2026-11")
    assert november[1:4] == ("Expense", usd("20.00"), usd("20.00"))
    assert summed(report, "revenue") == summed(plain, "revenue") == -lines_of("lien_revenue", since=YEAR)
    assert any("split by pack" in note for note in report.notes)
