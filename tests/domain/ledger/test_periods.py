"""Months of the books: closed in order, locked for good, opened again only as the last one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.actions.periods import close_period, lock_period, reopen_period
from openlien.ledger.door import post_entries
from openlien.ledger.errors import LockedForGood
from openlien.ledger.models import ClosingBalance, Period
from openlien.ledger.queries.balances import balance_of, trial_balance
from openlien.ledger.queries.checks import broken_invariants

from .conftest import TODAY, entry, pair

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)


@pytest.fixture
def three_months(analyst: Actor) -> None:
    """100.00 on the middle of each month from July to September, 1.00 on its first and last days."""
    days = [(1, "1.00"), (15, "100.00"), (30, "1.00")]
    entries = [entry(pair(amount), on=date(2026, month, day)) for month in (7, 8, 9) for day, amount in days]
    post_entries(analyst, entries, today=TODAY)


@pytest.mark.parametrize("closed", [0, 1, 2, 3])
def test_the_balance_of_any_day_is_the_same_however_many_months_are_closed(
    three_months: None, analyst: Actor, controller: Actor, closed: int
) -> None:
    for month in (JULY, AUGUST, SEPTEMBER)[:closed]:
        close_period(controller, month, today=TODAY)
    seen = {
        day: str(balance_of(analyst, "1200", as_of=day).balance)
        for day in (
            date(2026, 6, 30),
            date(2026, 7, 1),
            date(2026, 7, 29),
            date(2026, 7, 31),
            date(2026, 8, 15),
            date(2026, 8, 31),
            date(2026, 9, 14),
            date(2026, 9, 30),
        )
    }
    assert list(seen.values()) == ["0.00", "1.00", "101.00", "102.00", "203.00", "204.00", "205.00", "306.00"]
    for day, balance in seen.items():
        tried = trial_balance(analyst, as_of=day)
        assert tried.debits == tried.credits == Money(balance)
    assert trial_balance(analyst).debits == balance_of(analyst, "1200").balance == Money("306.00")
    assert broken_invariants() == []


def test_a_closed_month_says_who_closed_it(three_months: None, controller: Actor) -> None:
    period = close_period(controller, date(2026, 7, 17), today=TODAY)
    assert (period.month, period.status, period.closed_by_id) == (JULY, "closed", controller.user_id)
    locked = lock_period(controller, JULY)
    assert (locked.status, locked.locked_by_id) == ("locked", controller.user_id)


def test_the_last_closed_month_opens_again_and_takes_postings(
    three_months: None, analyst: Actor, controller: Actor
) -> None:
    close_period(controller, JULY, today=TODAY)
    period = reopen_period(controller, JULY, reason="A bill came late")
    assert (period.status, period.closed_at, period.reopening_reason) == ("open", None, "A bill came late")
    assert not ClosingBalance.objects.exists()
    post_entries(analyst, [entry(on=date(2026, 7, 2))], today=TODAY)
    close_period(controller, JULY, today=TODAY)
    assert broken_invariants() == []


def test_a_month_without_postings_is_closed_like_any_other(controller: Actor) -> None:
    close_period(controller, JULY, today=TODAY)
    assert Period.objects.get().status == "closed"


Breaking = Callable[[Actor], object]
BREAKING: dict[str, list[Breaking]] = {
    "period_not_over": [
        lambda actor: close_period(actor, TODAY, today=TODAY),
        lambda actor: close_period(actor, date(2026, 9, 30), today=date(2026, 9, 30)),
    ],
    "earlier_period_open": [lambda actor: close_period(actor, AUGUST, today=TODAY)],
    "period_not_open": [
        lambda actor: (close_period(actor, JULY, today=TODAY), close_period(actor, JULY, today=TODAY)),
        lambda actor: (
            close_period(actor, JULY, today=TODAY),
            close_period(actor, date(2026, 5, 1), today=TODAY),
        ),
    ],
    "period_not_closed": [
        lambda actor: lock_period(actor, JULY),
        lambda actor: lock_period(actor, date(2020, 1, 1)),
        lambda actor: reopen_period(actor, JULY, reason="x"),
    ],
    "period_locked": [
        lambda actor: (
            close_period(actor, JULY, today=TODAY),
            lock_period(actor, JULY),
            reopen_period(actor, JULY, reason="x"),
        )
    ],
    "later_period_closed": [
        lambda actor: (
            close_period(actor, JULY, today=TODAY),
            close_period(actor, AUGUST, today=TODAY),
            reopen_period(actor, JULY, reason="x"),
        )
    ],
    "reason_required": [lambda actor: reopen_period(actor, JULY, reason=" ")],
}


@pytest.mark.parametrize(
    ("code", "broken"), [(code, broken) for code, many in BREAKING.items() for broken in many]
)
def test_refuses_by_a_stable_code(three_months: None, controller: Actor, code: str, broken: Breaking) -> None:
    with pytest.raises(DomainError) as refusal:
        broken(controller)
    assert refusal.value.code == code
    assert "{" not in refusal.value.sentence


def test_only_who_answers_for_the_books_closes_them(analyst: Actor) -> None:
    with pytest.raises(DomainError) as refusal:
        close_period(analyst, JULY, today=TODAY)
    assert refusal.value.code == "forbidden"


def test_says_that_a_locked_month_stays_locked(three_months: None, controller: Actor) -> None:
    close_period(controller, JULY, today=TODAY)
    lock_period(controller, JULY)
    with pytest.raises(LockedForGood, match="July 2026 is locked for good"):
        reopen_period(controller, JULY, reason="A bill came late")
