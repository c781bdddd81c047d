"""The trial balance and the account summary, compared with plain sums of GLEntry."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.ledger.actions.periods import close_period
from openlien.ledger.models import GLEntry
from tests import cast

from .conftest import TODAY, ask, cell, charge, paid, summed, tell, usd

pytestmark = pytest.mark.django_db


def sums_of_lines(as_of: date) -> dict[str, tuple[Money, Money]]:
    """Debits and credits by account number, straight from the lines."""
    found = (
        GLEntry.objects.filter(posting_on__lte=as_of)
        .values("account__number")
        .annotate(debits=Sum("debit"), credits=Sum("credit"))
    )
    return {each["account__number"]: (each["debits"], each["credits"]) for each in found}


@pytest.mark.parametrize("as_of", [date(2026, 1, 9), date(2026, 1, 10), date(2026, 8, 31), TODAY])
def test_ties_to_the_lines_of_any_day(books: None, analyst: Actor, as_of: date) -> None:
    report = ask(analyst, "trial-balance", as_of=as_of)
    shown = {row.values[0]: (row.values[3], row.values[4]) for row in report.lines}
    assert shown == sums_of_lines(as_of)
    assert summed(report, "debitBalance") == summed(report, "creditBalance")
    assert report.is_sound


def test_ties_behind_a_closed_month_as_well(books: None, analyst: Actor, manager: Actor) -> None:
    close_period(manager, date(2026, 1, 1), today=TODAY)
    report = ask(analyst, "trial-balance", as_of=date(2026, 2, 28))
    shown = {row.values[0]: (row.values[3], row.values[4]) for row in report.lines}
    assert shown == sums_of_lines(date(2026, 2, 28))


def test_each_account_stands_on_one_side_and_opens_its_lines(books: None, analyst: Actor) -> None:
    report = ask(analyst, "trial-balance")
    cash, revenue = (
        next(row for row in report.lines if row.values[0] == number) for number in ("1000", "4000")
    )
    assert cash.values[5:] == (usd("1760.00"), usd("0.00"))
    assert revenue.values[5:] == (usd("0.00"), usd("580.00"))
    assert (cash.link.kind, cash.link.name) == ("gl_account", "1000")


def test_a_kind_narrows_the_rows_and_not_the_finding(books: None, analyst: Actor) -> None:
    whole, assets = ask(analyst, "trial-balance"), ask(analyst, "trial-balance", kind="asset")
    assert {row.values[2] for row in assets.lines} == {"Asset"}
    assert assets.takeaway == whole.takeaway
    assert assets.takeaway == "The books balance on Nov 20, 2026: $1,904.34 on each side, 7 accounts."


def test_says_so_when_nothing_was_posted(analyst: Actor) -> None:
    report = ask(analyst, "trial-balance")
    assert (len(report.lines), report.takeaway) == (0, "Nothing was posted by Nov 20, 2026.")


def test_the_summary_leads_from_opening_to_closing(books: None, analyst: Actor) -> None:
    report = ask(analyst, "account-summary", since=date(2026, 9, 1), as_of=date(2026, 10, 31))
    for row in report.lines:
        opening, debits, credits, closing = row.values[3:]
        assert opening + debits - credits == closing
    assert cell(report, "1000", "opening") == usd("800.00")
    assert cell(report, "1000", "debits") == usd("960.00")
    assert summed(report, "opening") == summed(report, "closing") == Money.zero


def test_the_summary_names_what_is_owned_and_owed(books: None, analyst: Actor) -> None:
    figures = {each.key: each.value for each in ask(analyst, "account-summary").figures}
    assert figures["asset"] == usd("1760.00")
    assert figures["liability"] == usd("1324.34")
    assert figures["asset"] - figures["liability"] == figures["revenue"] - figures["expense"]


def test_is_refused_to_somebody_without_the_books(db: None) -> None:
    with pytest.raises(Forbidden):
        ask(cast.actor_with(Role.COLLECTIONS_SPECIALIST), "trial-balance")


def test_a_later_posting_leaves_an_earlier_day_as_it_was(books: None, analyst: Actor, owing: Case) -> None:
    before = list(ask(analyst, "trial-balance", as_of=date(2026, 10, 31)).lines)
    tell(analyst, charge(owing, TODAY, "100.00", "40.00"), paid(owing, TODAY, "10.00"))
    assert list(ask(analyst, "trial-balance", as_of=date(2026, 10, 31)).lines) == before
