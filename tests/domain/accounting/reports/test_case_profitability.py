"""What cases earned ties to the books: profit and open cost are revenue less losses, interest and fees."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.models import CaseAccount, LedgerPolicy

from .conftest import TODAY, ask, cell, charge, earned, lines_of, lost, owed, paid, summed, tell, usd

pytestmark = pytest.mark.django_db
LOSSES = ("write_off_expense", "interest_expense", "attorney_fees_expense")


def account(case: Case) -> str:
    return CaseAccount.objects.get(case=case).number


def test_the_worked_case_returned_what_domain_rules_say(books: None, analyst: Actor, earning: Case) -> None:
    report, number = ask(analyst, "case-profitability"), account(earning)
    assert cell(report, number, "profit") == usd("455.66")
    assert cell(report, number, "rateOfReturn") == Decimal("140.49")
    assert cell(report, number, "rateBeforeInterest") == Decimal("160.00")


def test_a_loss_is_counted_once_as_cost_and_not_again_as_write_off(
    books: None, analyst: Actor, losing: Case
) -> None:
    report, number = ask(analyst, "case-profitability"), account(losing)
    assert cell(report, number, "profit") == usd("-120.00")
    assert cell(report, number, "writtenOff") == usd("120.00")
    assert cell(report, number, "rateOfReturn") == Decimal("-40.00")


@pytest.mark.parametrize("as_of", [date(2026, 3, 31), date(2026, 9, 30), TODAY])
def test_what_is_recognised_ties_to_the_ledger(books: None, analyst: Actor, as_of: date) -> None:
    report = ask(analyst, "case-profitability", as_of=as_of, cases="all")
    on_cases = {"as_of": as_of, "case_account__isnull": False}
    result = -lines_of("lien_revenue", *LOSSES, **on_cases)
    assert summed(report, "recognised") == result
    assert summed(report, "recognised") == summed(report, "profit") + summed(report, "openCost")


def test_the_expense_pack_ties_to_medical_expense(
    analyst: Actor, manager: Actor, earning: Case, owing: Case, losing: Case
) -> None:
    LedgerPolicy.objects.update(pack="expense")
    tell(analyst, *earned(earning), *owed(owing), *lost(losing, analyst, manager))
    report = ask(analyst, "case-profitability", cases="all")
    assert summed(report, "openCost") == Money.zero
    assert summed(report, "recognised") == summed(report, "profit") == usd("435.66")
    assert -lines_of("medical_expense", "lien_revenue", *LOSSES, case_account__isnull=False) == usd("435.66")


def test_the_total_is_weighted_and_mean_and_median_stand_beside_it(books: None, analyst: Actor) -> None:
    report = ask(analyst, "case-profitability")
    figures = {each.key: each.value for each in report.figures}
    assert figures["weighted"] == summed(report, "rateOfReturn") == Decimal("26.82")
    assert (figures["mean"], figures["median"]) == (Decimal("36.83"), Decimal("10.00"))
    assert report.takeaway.endswith("$2,060.00 came in for $1,624.34 put in, a return of 26.82%.")


def test_cases_without_money_are_left_out_until_asked_for(books: None, analyst: Actor, earning: Case) -> None:
    day = date(2026, 8, 31)
    assert len(ask(analyst, "case-profitability", as_of=day).lines) == 1
    assert len(ask(analyst, "case-profitability", as_of=day, cases="all").lines) == 3
    concluded = ask(analyst, "case-profitability", cases="concluded")
    assert account(earning) in {row.values[0] for row in concluded.lines}
    assert len(concluded.lines) == 2


def test_a_case_nothing_was_put_into_has_no_rate(analyst: Actor, owing: Case) -> None:
    tell(analyst, charge(owing, date(2026, 3, 1), "70.00", None), paid(owing, date(2026, 4, 1), "70.00"))
    report = ask(analyst, "case-profitability")
    assert cell(report, account(owing), "rateOfReturn") is None
    assert any("contracted amount is not known" in note for note in report.notes)


def test_fees_we_bore_lower_the_profit(books: None, analyst: Actor, earning: Case) -> None:
    tell(analyst, events.FeeRecorded(case_id=earning.id, on=date(2026, 11, 2), amount=usd("55.66")))
    report = ask(analyst, "case-profitability")
    assert cell(report, account(earning), "fees") == usd("55.66")
    assert cell(report, account(earning), "profit") == usd("400.00")


def test_a_refund_is_no_money_collected(books: None, analyst: Actor, earning: Case) -> None:
    tell(analyst, events.RefundDue(case_id=earning.id, on=date(2026, 11, 3), amount=usd("80.00")))
    assert cell(ask(analyst, "case-profitability"), account(earning), "collected") == usd("700.00")
