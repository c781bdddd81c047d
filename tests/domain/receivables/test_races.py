"""Payments that commit at the same time: no update is lost and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from openlien.cases.stages import Stage
from openlien.kit.money import Money
from openlien.project.environment import DatabaseAddress
from openlien.receivables.checks import broken_invariants
from openlien.receivables.models import CaseSummary

from .books import DAYS, BillFacts, CaseFacts, write

ROUNDS = 15


@pytest.fixture
def facts(own_database: DatabaseAddress) -> CaseFacts:
    return _case()


def _case() -> CaseFacts:
    bills = [BillFacts(DAYS[0], 100_000, settled_on=DAYS[step]) for step in range(4)]
    facts = CaseFacts(DAYS[0], [(DAYS[0], Stage.NEGOTIATION, False)], bills)
    write([facts])
    return facts


def _pay(connection: psycopg.Connection, facts: CaseFacts, bill: BillFacts, dollars: int) -> None:
    receipt = connection.execute(
        "INSERT INTO payments_receipt (case_id, deposited_on, amount, payer, reference)"
        " VALUES (%s, %s, %s, '', '') RETURNING id",
        [facts.id, DAYS[5], dollars],
    ).fetchone()
    connection.execute(
        "INSERT INTO payments_allocation (receipt_id, bill_id, amount) VALUES (%s, %s, %s)",
        [receipt and receipt[0], bill.id, dollars],
    )


def _give_up(connection: psycopg.Connection, bill: BillFacts, dollars: int) -> None:
    connection.execute(
        "INSERT INTO payments_adjustment (bill_id, kind, amount, effective_on, reason)"
        " VALUES (%s, 'reduction', %s, %s, '')",
        [bill.id, dollars, DAYS[5]],
    )


def _is_waiting(address: DatabaseAddress, backend: int) -> bool:
    with psycopg.connect(**address.dsn(), autocommit=True) as watcher:
        return bool(watcher.execute("SELECT cardinality(pg_blocking_pids(%s))", [backend]).fetchone()[0])


def _change_stage(connection: psycopg.Connection, facts: CaseFacts) -> None:
    connection.execute(
        "INSERT INTO cases_stagechange (case_id, stage, began_on, is_sighting, source, note)"
        " VALUES (%s, 'in_litigation', %s, false, 'demo', '')",
        [facts.id, DAYS[6]],
    )


def _add_bill(connection: psycopg.Connection, facts: CaseFacts) -> None:
    connection.execute(
        "INSERT INTO cases_bill (case_id, number, external_id, is_in_network, code, description, quantity,"
        " invoice_on, billed, payoff_status, funding_stage, ar_type, tranche, ar_book, version)"
        " VALUES (%s, '', '', true, '', '', 1, %s, 500, 'unknown', '', '', '', '', 1)",
        [facts.id, DAYS[0]],
    )


# What two people may do to one case at the same time; the number is the bill that each of them touches.
WORKS: dict[str, Callable[[psycopg.Connection, CaseFacts, int], None]] = {
    "a payment": lambda connection, facts, bill: _pay(connection, facts, facts.bills[bill], 10),
    "a last payment": lambda connection, facts, bill: _pay(connection, facts, facts.bills[bill], 1000),
    "a reduction": lambda connection, facts, bill: _give_up(connection, facts.bills[bill], 20),
    "a stage change": lambda connection, facts, bill: _change_stage(connection, facts),
    "a new bill": lambda connection, facts, bill: _add_bill(connection, facts),
}


@pytest.mark.parametrize("first_work", WORKS)
def test_whoever_comes_second_counts_with_the_first(own_database: DatabaseAddress, first_work: str) -> None:
    for second_work in WORKS:
        facts = _case()
        with psycopg.connect(**own_database.dsn()) as first, psycopg.connect(**own_database.dsn()) as second:
            WORKS[first_work](first, facts, 0)
            waiting = threading.Thread(target=WORKS[second_work], args=(second, facts, 1))
            waiting.start()
            while not _is_waiting(own_database, second.info.backend_pid):
                assert waiting.is_alive(), second_work
            first.commit()
            waiting.join()
            second.commit()
        assert broken_invariants() == [], second_work


def test_two_payments_of_one_bill_both_count(own_database: DatabaseAddress, facts: CaseFacts) -> None:
    with psycopg.connect(**own_database.dsn()) as first, psycopg.connect(**own_database.dsn()) as second:
        _pay(first, facts, facts.bills[0], 1000)
        waiting = threading.Thread(target=_pay, args=(second, facts, facts.bills[0], 10))
        waiting.start()
        while not _is_waiting(own_database, second.info.backend_pid):
            assert waiting.is_alive()
        first.commit()
        waiting.join()
        second.commit()
    summary = CaseSummary.objects.get(case_id=facts.id)
    assert (summary.collected, summary.refund_due, summary.open_bills) == (Money(1010), Money(10), 3)
    assert broken_invariants() == []


def test_racing_payments_reductions_and_stages_all_count(
    own_database: DatabaseAddress, facts: CaseFacts
) -> None:
    def work(worker: int) -> None:
        bill = facts.bills[worker]
        with psycopg.connect(**own_database.dsn()) as connection:
            for round_ in range(ROUNDS):
                _pay(connection, facts, bill, 10)
                _give_up(connection, facts.bills[(worker + 1) % 4], 60)
                if round_ % 5 == 0:
                    _change_stage(connection, facts)
                connection.commit()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    summary = CaseSummary.objects.get(case_id=facts.id)
    assert (summary.collected, summary.reduction) == (Money(4 * ROUNDS * 10), Money(4 * ROUNDS * 60))
    assert broken_invariants() == []


def test_payments_of_different_cases_do_not_wait_for_each_other(
    own_database: DatabaseAddress, facts: CaseFacts
) -> None:
    other = CaseFacts(DAYS[0], [], [BillFacts(DAYS[0])])
    write([other])
    with psycopg.connect(**own_database.dsn()) as first, psycopg.connect(**own_database.dsn()) as second:
        second.execute("SET lock_timeout = 500")
        _pay(first, facts, facts.bills[0], 10)
        _pay(second, other, other.bills[0], 10)
        second.commit()
        first.commit()
    assert broken_invariants() == []
