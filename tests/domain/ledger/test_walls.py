"""Direct SQL on the books: the app has no right, their owner is refused, and who gets past that is found."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.ledger.actions.periods import anchor_books
from openlien.ledger.door import post_entries, post_entry
from openlien.ledger.events import PaymentReceived
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.recording import record_event
from tests import cast

from .conftest import TODAY, entry, people

BOOKS = {
    "ledger_posting": "description",
    "ledger_glentry": "description",
    "ledger_seal": "entries",
    "ledger_chainhead": "last_serial",
    "ledger_anchor": "last_serial",
    "ledger_accountbalance": "debit",
    "ledger_daybalance": "debit",
    "ledger_closingbalance": "debit",
    "ledger_casetransaction": "description",
    "ledger_casebalance": "retail",
    "ledger_caseaccountstatuschange": "reason",
    "ledger_period": "status",
}
ANOTHER_PAIR = """
    INSERT INTO ledger_glentry (posting_id, line_number, account_id, posting_on, debit, credit, description,
        cost_center, department, project, customer)
    SELECT posting_id, line_number + 2, account_id, posting_on, debit, credit, '', '', '', '', ''
    FROM ledger_glentry
    WHERE posting_id = %s
"""
STATEMENTS = {
    "INSERT": "INSERT INTO {table} DEFAULT VALUES",
    "UPDATE": "UPDATE {table} SET {column} = {column}",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table} CASCADE",
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", BOOKS)
@pytest.mark.parametrize("verb", STATEMENTS)
def test_the_app_may_only_read_the_books(table: str, verb: str) -> None:
    _set("openlien.door", "open")
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(STATEMENTS[verb].format(table=table, column=BOOKS[table]))


@pytest.mark.django_db
@pytest.mark.parametrize("function", ["seal_entries", "move_cases", "book_papers"])
def test_the_app_gains_nothing_from_the_steps_behind_the_door(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_or(prosecdef) FROM pg_proc WHERE proname = %s", [function])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("verb", STATEMENTS)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_the_owner_is_refused_by_triggers_that_always_fire(
    own_database: Any, owner: psycopg.Connection, verb: str, role: str
) -> None:
    owner.execute(f"SET session_replication_role = {role}".encode())
    for table, column in BOOKS.items():
        with pytest.raises(psycopg.errors.CheckViolation) as refusal:
            owner.execute(STATEMENTS[verb].format(table=table, column=column).encode())
        assert refusal.value.diag.constraint_name == "books_are_append_only", table


def test_the_owner_cannot_add_a_balanced_pair_to_a_posted_journal(
    own_database: Any, owner: psycopg.Connection
) -> None:
    posted = post_entry(people()[0], entry(), today=TODAY)
    with owner.transaction(force_rollback=True):
        owner.execute("SELECT set_config('openlien.door', 'open', true)")
        with pytest.raises(psycopg.errors.CheckViolation) as refusal:
            owner.execute(ANOTHER_PAIR.encode(), [posted.journal_id])
    assert refusal.value.diag.constraint_name == "books_are_append_only"


TAMPERING = {
    "an amount": "UPDATE ledger_glentry SET debit = debit * 10, credit = credit * 10"
    " WHERE posting_id = %(id)s",
    "an account": "UPDATE ledger_glentry SET account_id ="
    " (SELECT id FROM ledger_glaccount WHERE number = '5900') WHERE posting_id = %(id)s AND line_number = 1",
    "a day": "UPDATE ledger_posting SET entry_on = entry_on - 1 WHERE id = %(id)s",
    "the words": "UPDATE ledger_posting SET description = 'Other' WHERE id = %(id)s",
    "the approver": "UPDATE ledger_posting SET created_by_id = uuidv7() WHERE id = %(id)s",
    "its lines": "DELETE FROM ledger_glentry WHERE posting_id = %(id)s",
    "a journal": "DELETE FROM ledger_posting WHERE id = %(id)s",
    "its link": "UPDATE ledger_posting SET hash = sha256('x') WHERE id = %(id)s",
}


@pytest.mark.parametrize("many", [False, True], ids=["one request each", "one request"])
@pytest.mark.parametrize("what", TAMPERING)
def test_the_chain_names_the_journal_whose_owner_tampered_with(
    own_database: Any, owner: psycopg.Connection, what: str, many: bool
) -> None:
    analyst = people()[0]
    entries = [entry() for _ in range(5)]
    posted = (
        post_entries(analyst, entries, today=TODAY)
        if many
        else [post_entry(analyst, one, today=TODAY) for one in entries]
    )
    assert broken_invariants() == []
    _behind_the_wall(owner, TAMPERING[what], id=posted[2].journal_id)
    named = [sentence for sentence in broken_invariants() if posted[2].number in sentence]
    followed = [sentence for sentence in broken_invariants() if posted[3].number in sentence]
    assert named or (what == "a journal" and many and followed)


@pytest.mark.parametrize("what", TAMPERING)
def test_the_routine_check_reads_on_from_the_last_sound_one(
    own_database: Any, owner: psycopg.Connection, what: str
) -> None:
    analyst = people()[0]
    old = post_entry(analyst, entry(), today=TODAY)
    assert broken_invariants(whole_chain=False) == []
    fresh = [post_entry(analyst, entry(), today=TODAY) for _ in range(2)]
    _behind_the_wall(owner, TAMPERING[what], id=fresh[0].journal_id)
    assert any(fresh[0].number in sentence for sentence in broken_invariants(whole_chain=False))
    _behind_the_wall(owner, TAMPERING["the words"], id=old.journal_id)
    assert not any(old.number in sentence for sentence in broken_invariants(whole_chain=False))
    assert any(old.number in sentence for sentence in broken_invariants(whole_chain=True))


def test_the_app_cannot_say_that_the_chain_was_verified(db: None) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_chainverification SET seal_id = 1000000")


def test_a_rewritten_end_of_the_books_is_found(own_database: Any, owner: psycopg.Connection) -> None:
    analyst = people()[0]
    posted = [post_entry(analyst, entry(), today=TODAY) for _ in range(3)]
    last = {"id": posted[-1].journal_id}
    _behind_the_wall(
        owner,
        "DELETE FROM ledger_seal WHERE id = (SELECT seal_id FROM ledger_posting WHERE id = %(id)s)",
        **last,
    )
    assert any("do not end where the chain ends" in sentence for sentence in broken_invariants())


def test_a_whole_chain_written_anew_differs_from_its_anchor(
    own_database: Any, owner: psycopg.Connection
) -> None:
    _, _, controller = people()
    post_entry(people()[0], entry(), today=TODAY)
    anchor_books(controller)
    assert broken_invariants() == []
    _behind_the_wall(owner, "UPDATE ledger_anchor SET hash = sha256('another chain')")
    assert any("anchored" in sentence for sentence in broken_invariants())


def test_a_case_account_that_does_not_show_its_transactions_is_named(
    own_database: Any, owner: psycopg.Connection
) -> None:
    case = cast.make_case("Zoe Marlow")
    payment = PaymentReceived(case_id=case.id, on=TODAY, amount=Money("10.00"))
    record_event(people()[0], payment, key="1", today=TODAY)
    assert broken_invariants() == []
    _behind_the_wall(owner, "UPDATE ledger_casebalance SET payments = 11 WHERE transactions = 1")
    broken = broken_invariants()
    assert any("sum of its transactions" in sentence for sentence in broken)
    assert any("differs from its control accounts by -1.00" in sentence for sentence in broken)


def test_balances_that_differ_from_their_lines_are_named(
    own_database: Any, owner: psycopg.Connection
) -> None:
    post_entry(people()[0], entry(), today=TODAY)
    _behind_the_wall(owner, "UPDATE ledger_accountbalance SET debit = debit + 1 WHERE debit > 0")
    _behind_the_wall(owner, "UPDATE ledger_daybalance SET debit = debit + 1 WHERE debit > 0")
    assert broken_invariants() == [
        "The balance of account 1200 differs from its lines.",
        f"The balance of account 1200 on {TODAY} differs from its lines.",
    ]


@pytest.mark.django_db
def test_the_app_cannot_post_a_paper_around_its_approval(analyst: Actor) -> None:
    from .conftest import pending

    paper = pending(analyst)
    for stolen in ({"id": paper.id}, {"paper": paper.id}):
        with pytest.raises(DatabaseError, match="journal_not_approved"), transaction.atomic():
            _post_by_sql(**stolen)


def _post_by_sql(id: object = None, paper: object = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM post_journal(NULL, 'x', 'sql', '', %(today)s, coalesce(%(id)s::uuid, uuidv7()),"
            " %(paper)s::uuid, 'Forged:1', '00', 'charge', 'charge', %(today)s, %(today)s, 'Forged', '',"
            " NULL, NULL,"
            " NULL, NULL, 'template', NULL, '{1200,2000}', '{1,0}', '{0,1}'" + ", NULL" * 23 + ")",
            {"today": TODAY, "id": id, "paper": paper},
        )


def _behind_the_wall(owner: psycopg.Connection, statement: str, **values: Any) -> None:
    """What somebody does who may switch triggers off."""
    tables = ["posting", "glentry", "seal", "anchor", "accountbalance", "daybalance", "casebalance"]
    for table in tables:
        owner.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER".encode())
    owner.execute(statement.encode(), values)
    for table in tables:
        owner.execute(f"ALTER TABLE ledger_{table} ENABLE TRIGGER USER".encode())


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
