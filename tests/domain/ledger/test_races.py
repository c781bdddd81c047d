"""Postings that commit at the same time, on the same accounts, while months are closed."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from openlien.identity.actor import Actor, system_actor
from openlien.identity.permissions import Role
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.actions.journals import approve_journal, post_journal
from openlien.ledger.actions.periods import close_period
from openlien.ledger.door import post_entries, post_entry
from openlien.ledger.entries import Posted
from openlien.ledger.events import PaymentReceived
from openlien.ledger.models import CaseBalance, GLAccount, Period, Posting, Seal
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.recording import record_event
from tests import cast

from .conftest import TODAY, credit, debit, entry, pending, people, person

WRITERS = 8
HOT = ("1000", "1200", "2000")
pytestmark = pytest.mark.usefixtures("own_database")


def at_once(*works: object) -> list[object]:
    """What each function gave, all started at the same moment, each on a connection of its own."""
    gate = threading.Barrier(len(works))

    def run(work: object) -> object:
        try:
            gate.wait()
            return work()  # type: ignore[operator]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def _hot_entries(seed: int, count: int, on: date = TODAY) -> list[object]:
    chance = random.Random(seed)
    entries = []
    for _ in range(count):
        first, second, third = chance.sample(HOT, 3)
        lines = [debit(first, "2.00"), credit(second, "1.25"), credit(third, "0.75")]
        entries.append(entry(lines, on=on))
    return entries


@pytest.mark.parametrize("slots", [1, 8])
def test_eight_writers_on_three_hot_accounts_neither_deadlock_nor_leave_a_gap(slots: int) -> None:
    GLAccount.objects.filter(number__in=HOT).update(slots=slots)
    actor = system_actor("job")

    def write(seed: int) -> object:
        def work() -> list[Posted]:
            singles = _hot_entries(seed, 25)
            posted = [post_entry(actor, one, today=TODAY) for one in singles]
            return [*posted, *post_entries(actor, _hot_entries(-seed, 25), today=TODAY)]

        return work

    outcomes = at_once(*[write(seed) for seed in range(1, WRITERS + 1)])
    numbers = sorted(one.number for posted in outcomes for one in posted)
    assert numbers == [f"JE-2026-{serial:07d}" for serial in range(1, WRITERS * 50 + 1)]
    assert broken_invariants() == []


def test_nothing_enters_a_month_that_is_being_closed() -> None:
    analyst, _, controller = people()
    months = [date(2026, month, 1) for month in range(1, 9)]

    def write(seed: int) -> object:
        def work() -> Counter[str]:
            chance, seen = random.Random(seed), Counter()
            for _ in range(60):
                day = chance.choice(months).replace(day=chance.randrange(1, 28))
                try:
                    post_entry(analyst, entry(on=day), today=TODAY)
                    seen["posted"] += 1
                except DomainError as refused:
                    seen[refused.code] += 1
            return seen

        return work

    def close() -> Counter[str]:
        return Counter(close_period(controller, month, today=TODAY).status for month in months)

    outcomes = at_once(*[write(seed) for seed in range(WRITERS - 1)], close)
    seen = sum(outcomes, Counter())
    assert set(seen) <= {"posted", "period_closed", "closed"}
    assert seen["closed"] == len(months)
    closed_at = dict(Period.objects.values_list("month", "closed_at"))
    late = [
        posting.id
        for posting in Posting.objects.select_related("seal")
        if posting.seal.sealed_at > closed_at[posting.posting_on.replace(day=1)]
    ]
    assert late == []
    assert broken_invariants() == []


def test_one_event_told_by_eight_at_once_is_one_payment() -> None:
    case = cast.make_case("Zoe Marlow")
    actor = people()[0]
    payment = PaymentReceived(case_id=case.id, on=TODAY, amount=Money("10.00"))

    outcomes = at_once(*[lambda: record_event(actor, payment, key="r-1", today=TODAY)] * WRITERS)
    assert Counter(one.is_new for one in outcomes) == {True: 1, False: WRITERS - 1}
    assert len({one.number for one in outcomes}) == 1
    assert CaseBalance.objects.get().payments == Money("10.00")
    assert broken_invariants() == []


def test_one_large_request_sent_twice_at_once_is_written_once() -> None:
    actor = system_actor("job")
    entries = [entry(key=f"Test:bulk {turn}") for turn in range(100)]

    def work() -> object:
        try:
            return Counter(one.is_new for one in post_entries(actor, entries, today=TODAY))
        except DomainError as refused:
            return refused.code

    outcomes = at_once(work, work)
    assert Counter({True: 100}) in outcomes
    assert all(other in (Counter({True: 100}), Counter({False: 100}), "books_busy") for other in outcomes)
    assert Posting.objects.count() == 100
    assert broken_invariants() == []


def test_payments_on_one_case_at_once_each_see_the_cost_that_is_left() -> None:
    from openlien.ledger.events import ChargeApproved

    case = cast.make_case("Zoe Marlow")
    actor = people()[0]
    charge = ChargeApproved(case_id=case.id, on=TODAY, retail=Money("1000.00"), contracted=Money("300.00"))
    record_event(actor, charge, key="c", today=TODAY)

    def pay(turn: int) -> object:
        payment = PaymentReceived(case_id=case.id, on=TODAY, amount=Money("100.00"))
        return lambda: record_event(actor, payment, key=str(turn), today=TODAY)

    at_once(*[pay(turn) for turn in range(WRITERS)])
    kept = CaseBalance.objects.get()
    assert (kept.cost_balance, kept.excess_recovery) == (Money("0.00"), Money("500.00"))
    assert broken_invariants() == []


def test_one_journal_posted_by_two_at_once_is_posted_once() -> None:
    analyst, manager, _ = people()
    paper = pending(analyst)
    approve_journal(manager, paper.id, version=paper.version, today=TODAY)
    posters = [person(Role.FINANCIAL_ANALYST, name) for name in ("Piet Roos", "Rita Sand")]

    def post(poster: Actor) -> object:
        return lambda: post_journal(poster, paper.id, today=TODAY)

    outcomes = at_once(*[post(poster) for poster in posters])
    assert sorted(one.is_new for one in outcomes) == [False, True]
    assert Seal.objects.count() == 1
