"""The register holds every journal of its period by number, and says when a number is missing."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db.models import Sum

from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.ledger.models import GLEntry, Posting
from tests import cast
from tests.domain.ledger.conftest import person

from .conftest import TODAY, ask, charge, summed, tell, usd

YEAR = date(2026, 1, 1)


@pytest.mark.django_db
def test_holds_every_journal_by_number(books: None, analyst: Actor) -> None:
    report = ask(analyst, "journal-register", since=YEAR)
    numbers = [row.values[0] for row in report.lines]
    assert numbers == [f"JE-2026-{serial:07}" for serial in range(1, Posting.objects.count() + 1)]
    assert summed(report, "debits") == GLEntry.objects.aggregate(sum=Sum("debit"))["sum"]
    assert report.is_sound


@pytest.mark.django_db
def test_lines_add_up_to_the_journals(books: None, analyst: Actor) -> None:
    journals = ask(analyst, "journal-register", since=YEAR)
    lines = ask(analyst, "journal-register", since=YEAR, detail="lines")
    assert len(lines.lines) == GLEntry.objects.count() == summed(journals, "lines")
    shown = [row.values for row in lines.lines]
    assert sum((values[-2] for values in shown), Money.zero) == summed(lines, "debits")
    assert summed(lines, "debits") == summed(journals, "debits") == summed(lines, "credits")


@pytest.mark.django_db
def test_a_part_is_a_part_of_the_whole(books: None, analyst: Actor) -> None:
    lines = ask(analyst, "journal-register", since=YEAR, detail="lines").lines
    assert list(lines.part(5, 4)) == list(lines)[5:9]
    assert list(lines.part(100, 5)) == []


@pytest.mark.django_db
def test_filters_by_type_and_account_and_period(books: None, analyst: Actor) -> None:
    charges = ask(analyst, "journal-register", since=YEAR, type="charge")
    assert {row.values[3] for row in charges.lines} == {"Charge"}
    interest = ask(analyst, "journal-register", since=YEAR, account="5100")
    assert [row.values[4] for row in interest.lines] == ["Interest accrued"]
    assert len(ask(analyst, "journal-register", as_of=date(2026, 10, 31)).lines) == 2


@pytest.mark.django_db
def test_says_so_when_nothing_was_posted(analyst: Actor) -> None:
    report = ask(analyst, "journal-register")
    assert report.takeaway.startswith("No journal was posted from Nov 1, 2026 to Nov 20, 2026.")
    assert list(report.lines) == []


@pytest.mark.django_db
def test_the_check_of_the_books_is_for_those_who_may_audit(
    books: None, analyst: Actor, auditor: Actor
) -> None:
    report = ask(auditor, "gap-and-chain-check")
    assert report.is_sound
    assert (
        report.takeaway == "Nothing is missing: 10 journals, no number skipped, no link of the chain broken."
    )
    with pytest.raises(Forbidden):
        ask(analyst, "gap-and-chain-check")


def test_a_journal_that_was_taken_out_is_missed(own_database: object, owner: psycopg.Connection) -> None:
    auditor = _three_charges()
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        for table in ("ledger_glentry", "ledger_posting"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        taken = Posting.objects.order_by("seal_id")[1].id
        owner.execute("DELETE FROM ledger_glentry WHERE posting_id = %s", [taken])
        owner.execute("DELETE FROM ledger_posting WHERE id = %s", [taken])
    report = ask(auditor, "gap-and-chain-check")
    assert report.is_sound is False
    assert [row.values[4] for row in report.lines] == [1]
    assert report.takeaway.startswith("Something is wrong: 1 number is missing, ")
    assert any(note.startswith("JE-2026-0000002") for note in report.notes)
    register = ask(auditor, "journal-register", since=YEAR)
    assert (register.is_sound, "1 number is missing" in register.takeaway) == (False, True)


def _three_charges() -> Actor:
    case = cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))
    analyst, auditor = person(Role.FINANCIAL_ANALYST, "Anna Lind"), person(Role.AUDITOR, "Tess Vane")
    for month in (2, 3, 4):
        tell(analyst, charge(case, date(2026, month, 1), "100.00", "30.00"))
    return auditor


@pytest.mark.django_db
def test_case_accounts_are_summed_by_status(books: None, analyst: Actor) -> None:
    report = ask(analyst, "case-accounts")
    assert [row.values[:2] for row in report.lines] == [("Active", 3)]
    assert summed(report, "lienBalance") == usd("1400.00")
    assert report.as_of == TODAY
