"""Ageing: buckets by the oldest uncovered charge; totals tie to case accounts and control account."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Sum

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.kit.money import Money, total
from openlien.ledger.events import ReductionAgreed
from openlien.ledger.models import CaseAccount, CaseBalance, LedgerPolicy
from openlien.ledger.queries.case_balances import standings_of
from tests import cast

from .conftest import TODAY, ask, cell, charge, lines_of, paid, summed, tell

pytestmark = pytest.mark.django_db
BUCKETS = [f"bucket{place}" for place in range(1, 6)]


def account(case: Case) -> str:
    return CaseAccount.objects.get(case=case).number


def buckets(report, case: Case) -> list[str]:
    return [str(cell(report, account(case), key)) for key in BUCKETS]


def test_the_oldest_charge_that_nothing_covers_decides(books: None, analyst: Actor, owing: Case) -> None:
    report = ask(analyst, "ageing")
    assert cell(report, account(owing), "oldestUnpaidOn") == date(2026, 3, 1)
    assert buckets(report, owing) == ["0.00", "0.00", "0.00", "0.00", "1400.00"]


def test_money_covers_the_oldest_charges_first(books: None, analyst: Actor, owing: Case) -> None:
    tell(analyst, paid(owing, date(2026, 11, 10), "900.00"))
    report = ask(analyst, "ageing")
    assert cell(report, account(owing), "oldestUnpaidOn") == date(2026, 11, 1)
    assert buckets(report, owing) == ["500.00", "0.00", "0.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("days", "bucket"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (120, 3), (121, 4)]
)
def test_a_limit_is_the_last_day_of_its_bucket(analyst: Actor, days: int, bucket: int) -> None:
    case = cast.make_case("Ana Ruiz", opened_on=date(2026, 1, 5))
    tell(analyst, charge(case, TODAY - timedelta(days=days), "70.00", "20.00"))
    held = buckets(ask(analyst, "ageing"), case)
    assert held.index("70.00") == bucket


def test_the_limits_are_those_of_the_policy(books: None, analyst: Actor, owing: Case) -> None:
    LedgerPolicy.objects.update(ageing_days=[100, 200, 300, 400])
    report = ask(analyst, "ageing")
    assert buckets(report, owing) == ["0.00", "0.00", "1400.00", "0.00", "0.00"]
    assert [column.label for column in report.columns][5:8] == [
        "Up to 100 days, $", "101 to 200, $", "201 to 300, $"
    ]  # fmt: skip


def test_totals_are_those_of_the_case_accounts(books: None, analyst: Actor) -> None:
    report = ask(analyst, "ageing")
    kept = CaseBalance.objects.aggregate(lien=Sum("lien_balance"), cost=Sum("cost_balance"))
    assert summed(report, "lienBalance") == kept["lien"] == total(summed(report, key) for key in BUCKETS)
    assert summed(report, "costBalance") == kept["cost"]


@pytest.mark.parametrize("as_of", [date(2026, 2, 28), date(2026, 9, 1), TODAY])
def test_cost_ties_to_the_control_account_on_any_day(books: None, analyst: Actor, as_of: date) -> None:
    report = ask(analyst, "ageing", as_of=as_of, basis="cost")
    assert summed(report, "costBalance") == lines_of("lien_receivable", as_of=as_of)
    assert next(each.value for each in report.figures if each.key == "control") == Money.zero


def test_agrees_with_the_account_page_today(
    books: None, analyst: Actor, earning: Case, owing: Case, losing: Case
) -> None:
    standings = standings_of(analyst, [earning.id, owing.id, losing.id], as_of=TODAY)
    report = ask(analyst, "ageing")
    own = standings[owing.id]
    assert cell(report, account(owing), "lienBalance") == own.position.lien_balance
    assert cell(report, account(owing), "costBalance") == own.position.cost_balance
    assert own.ageing_bucket == "120+"
    assert [each.position.lien_balance for each in standings.values()].count(Money.zero) == 2
    assert len(report.lines) == 1


def test_an_earlier_day_does_not_know_later_money(books: None, analyst: Actor, owing: Case) -> None:
    report = ask(analyst, "ageing", as_of=date(2026, 4, 1))
    assert buckets(report, owing) == ["0.00", "2000.00", "0.00", "0.00", "0.00"]
    assert report.takeaway.startswith("$4,400.00 is owed on liens at retail on Apr 1, 2026, on 3 case")


def test_says_so_when_nothing_is_open(analyst: Actor) -> None:
    assert ask(analyst, "ageing").takeaway == "Nothing is open on Nov 20, 2026."


def test_says_which_cost_the_list_of_liens_leaves_out(analyst: Actor) -> None:
    case = cast.make_case("Ana Ruiz", opened_on=date(2026, 1, 5))
    on = date(2026, 3, 1)
    given_up = ReductionAgreed(case_id=case.id, on=on, amount=Money("60.00"))
    tell(analyst, charge(case, date(2026, 2, 1), "100.00", "60.00"), paid(case, on, "40.00"), given_up)
    notes = " ".join(ask(analyst, "ageing").notes)
    assert "Left out: 1 case account with $20.00 of cost not recovered and nothing owed on liens" in notes
    assert "Left out" not in " ".join(ask(analyst, "ageing", basis="cost").notes)
