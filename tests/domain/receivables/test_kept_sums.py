"""The sums kept of the whole book say what counting its cases says, on any day and however often folded."""

from __future__ import annotations

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import Max
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor, system_actor
from openlien.kit.money import Money
from openlien.kit.sql import fetch_one
from openlien.project.environment import DatabaseAddress
from openlien.receivables import queries
from openlien.receivables.checks import broken_invariants
from openlien.receivables.models import CaseSummary
from openlien.receivables.queries import Filters
from openlien.receivables.tasks import fold_moves

from .books import DAYS, BillFacts, CaseFacts, books, cents, day, pay, settled_case, write
from .rolled_back import rolled_back

READER = system_actor("cli")
# Every case is in one of these, so that the filter leaves nothing out and yet has every case read.
COUNTED = Filters(states=("CA", "NV"))
SLOW = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
# The days before and after which a limit of the at-risk policy, a year or a quarter passes.
steps = st.sampled_from([0, 1, 89, 90, 91, 189, 190, 191, 364, 365, 366, 540, 541, 730, 731, 1095, 1096])


def _fold() -> None:
    fetch_one("SELECT fold_moves()")


def _count(table: str) -> int:
    found: int = fetch_one(f"SELECT count(*) AS rows FROM {table}").rows
    return found


@SLOW
@pytest.mark.django_db
@given(books, steps, st.booleans(), st.data())
def test_kept_sums_equal_a_count_of_the_cases(
    book: list[CaseFacts], days: int, is_folded: bool, data: st.DataObject
) -> None:
    with rolled_back():
        write(book)
        if is_folded:
            _fold()
            pay(book[0], book[0].bills[0], data.draw(day), data.draw(cents))
        as_of = CaseSummary.objects.aggregate(last=Max("last_fact_on"))["last"] + timedelta(days=days)
        assert queries.summary(READER, as_of) == queries.summary(READER, as_of, COUNTED)
        assert queries.pipeline(READER, as_of) == queries.pipeline(READER, as_of, COUNTED)
        assert queries.at_risk(READER, as_of) == queries.at_risk(READER, as_of, COUNTED)
        assert broken_invariants() == []


@pytest.mark.django_db
def test_folding_leaves_a_row_for_each_key_and_the_same_figures(reader: Actor) -> None:
    write([settled_case() for _ in range(5)])
    before = queries.summary(reader, DAYS[8])
    _fold()
    _fold()
    assert queries.summary(reader, DAYS[8]) == before
    # One stage and day at risk, one last movement, one settlement; two invoice days.
    assert _count("receivables_move") == 3 + 2


@pytest.mark.django_db
def test_a_case_paid_in_full_leaves_its_invoice_day_alone(reader: Actor) -> None:
    facts = CaseFacts(DAYS[0], [(DAYS[0], Stage.NEGOTIATION, False)], [BillFacts(DAYS[0])])
    write([facts])
    pay(facts, facts.bills[0], DAYS[1], 100_000)
    _fold()
    assert _count("receivables_move") == 1
    assert queries.pipeline(reader, DAYS[2]).totals == queries.Part(Money.zero, 0, 0)


@pytest.mark.django_db
def test_the_job_folds_only_what_is_worth_it() -> None:
    write([settled_case()])
    before = _count("receivables_move")
    fold_moves(0)
    assert _count("receivables_move") == before


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["receivables_move"])
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET open = 0", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"]
)
def test_the_app_cannot_write_kept_sums(table: str, verb: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(table))


def test_finds_sums_that_were_tampered_with(own_database: object, owner: psycopg.Connection) -> None:
    write([settled_case()])
    owner.execute("UPDATE receivables_move SET billed = billed + 1 WHERE billed > 0")
    assert any("sums that are kept" in sentence for sentence in broken_invariants())


def test_a_big_statement_folds_what_it_added(own_database: object, owner: psycopg.Connection) -> None:
    write([CaseFacts(DAYS[0], state="CA")])
    owner.execute("""
        INSERT INTO cases_case (number, external_id, mrn, patient_id, opened_on, state, accident_type,
            incident_facts, injuries_summary, insurance_limits, stage, version)
        SELECT 'CASE-2025-' || lpad(n::text, 5, '0'), '', '', patient_id, opened_on, 'CA', '', '', '', '',
            'unknown', 1
        FROM cases_case, generate_series(1, 1200) AS n
    """)
    owner.execute("""
        INSERT INTO cases_bill (case_id, number, external_id, is_in_network, code, description, quantity,
            invoice_on, billed, payoff_status, funding_stage, ar_type, tranche, ar_book, version)
        SELECT id, '', '', true, '', '', 1, '2026-01-01', 100, 'unknown', '', '', '', '', 1
        FROM cases_case
    """)
    # One stage and day at risk, one invoice day.
    assert _count("receivables_move") == 2
    assert broken_invariants() == []


def test_payments_and_folding_do_not_wait_for_each_other(own_database: DatabaseAddress) -> None:
    facts = settled_case()
    write([facts])
    with psycopg.connect(**own_database.dsn()) as folding, psycopg.connect(**own_database.dsn()) as paying:
        for connection_ in (folding, paying):
            connection_.execute("SET lock_timeout = 500")
        folding.execute("SELECT fold_moves()")
        _receive(paying, facts)
        paying.commit()
        folding.commit()
    assert broken_invariants() == []


def test_racing_payments_and_folds_lose_nothing(own_database: DatabaseAddress) -> None:
    book = [settled_case() for _ in range(3)]
    write(book)
    is_over = threading.Event()

    def fold() -> None:
        with psycopg.connect(**own_database.dsn(), autocommit=True) as connection_:
            while not is_over.is_set():
                connection_.execute("SELECT fold_moves()")

    folding = [threading.Thread(target=fold) for _ in range(2)]
    for thread in folding:
        thread.start()
    with psycopg.connect(**own_database.dsn()) as paying:
        for facts in book * 15:
            _receive(paying, facts)
            paying.commit()
    is_over.set()
    for thread in folding:
        thread.join()
    assert broken_invariants() == []


def _receive(connection_: psycopg.Connection, facts: CaseFacts) -> None:
    receipt = connection_.execute(
        "INSERT INTO payments_receipt (case_id, deposited_on, amount, payer, reference)"
        " VALUES (%s, %s, 100, '', '') RETURNING id",
        [facts.id, DAYS[5]],
    ).fetchone()
    connection_.execute(
        "INSERT INTO payments_allocation (receipt_id, bill_id, amount) VALUES (%s, %s, 100)",
        [receipt and receipt[0], facts.bills[0].id],
    )
