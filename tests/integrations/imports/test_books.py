"""What an import brings is in the books: once, to the cent, and taken back when the import is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openlien.cases.models import Batch, Case
from openlien.identity.permissions import Role
from openlien.integrations.imports.books import MonthsClosed
from openlien.integrations.imports.undoing import undo_batch
from openlien.kit.errors import NotFound
from openlien.ledger.actions.periods import close_period
from openlien.ledger.models import CaseAccount, CaseBalance, Posting
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.payments.actions import reverse_receipt
from openlien.payments.checks import broken_invariants as broken_money
from openlien.payments.models import Receipt
from openlien.receivables.checks import broken_invariants as broken_receivables
from tests import cast
from tests.integrations.imports import books
from tests.integrations.imports.books import bill, deposit
from tests.integrations.portfolio_files.exports import AS_OF

OCTOBER, NOVEMBER = date(2026, 10, 20), date(2026, 11, 20)
pytestmark = pytest.mark.django_db
TOTALS = """
    SELECT sum(payments), sum(reductions), sum(lien_written_off), sum(refund_due), sum(retail)
    FROM ledger_casebalance
"""
DIFFERENT_CASES = """
    SELECT count(*)
    FROM receivables_casesummary AS summary
    JOIN ledger_caseaccount AS account ON account.case_id = summary.case_id
    JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
    WHERE balance.lien_balance <> summary.open - (
        summary.collected + summary.reduction + summary.bad_debt + summary.open
        - summary.billed - summary.refund_due
    )
        OR balance.payments <> summary.collected
"""


def everything_ties() -> bool:
    return [*broken_books(), *broken_money(), *broken_receivables()] == []


def test_the_sample_in_the_books_is_what_the_report_says() -> None:
    totals = books.import_sample()["totals"]["after"]
    (booked,) = books.rows(TOTALS)
    said = [totals[name] for name in ("collected", "reduction", "badDebt", "refundDue", "invoiced")]
    assert [str(amount) for amount in booked] == said
    cash = "SELECT sum(debit - credit) FROM ledger_accountbalance JOIN ledger_glaccount AS account"
    assert str(books.value(f"{cash} ON account.id = account_id WHERE role = 'cash'")) == totals["collected"]
    assert books.value(DIFFERENT_CASES) == 0
    assert everything_ties()


def test_a_trial_posts_nothing() -> None:
    books.import_sample(dry_run=True)
    assert not Posting.objects.exists()


def test_the_same_file_again_posts_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        books.import_rows(tmp_path, [bill()], [deposit()], as_of=NOVEMBER)
        count = Posting.objects.count(), CaseBalance.objects.get().transactions
    assert count == (1, 2)


def test_a_newer_export_posts_the_difference(tmp_path: Path) -> None:
    first = bill(**{"Total Invoice": "$100.00"})
    books.import_rows(tmp_path, [first], [deposit(amount="$90.00")], as_of=OCTOBER)
    second = bill(**{"Total Invoice": "$120.00"})
    books.import_rows(tmp_path, [second], [deposit(amount="$150.00")], as_of=NOVEMBER)
    balance = CaseBalance.objects.get()
    assert [str(getattr(balance, name)) for name in ("retail", "payments", "refund_due", "lien_balance")] == [
        "120.00",
        "150.00",
        "30.00",
        "0.00",
    ]
    assert everything_ties()
    undo_batch(books.JANITOR, Batch.objects.latest("created_at").id)
    balance.refresh_from_db()
    assert (str(balance.retail), str(balance.payments), str(balance.lien_balance)) == (
        "100.00",
        "90.00",
        "10.00",
    )
    assert everything_ties()


def test_a_payment_that_a_person_reversed_does_not_come_back(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill()], [deposit(amount="$90.00")], as_of=OCTOBER)
    teller = cast.acting_person(Role.ACCOUNTING_MANAGER)
    reverse_receipt(teller, Receipt.objects.get().id, reason="Bounced", on=NOVEMBER, today=NOVEMBER)
    books.import_rows(tmp_path, [bill()], [deposit(amount="$90.00")], as_of=NOVEMBER)
    assert str(CaseBalance.objects.get().payments) == "0.00"
    assert everything_ties()


def test_refuses_money_of_a_closed_month_before_anything_is_written(tmp_path: Path) -> None:
    close_period(cast.acting_person(Role.ACCOUNTING_MANAGER), date(2026, 9, 1), today=NOVEMBER)
    before = books.facts()
    with pytest.raises(MonthsClosed, match="open the months"):
        books.import_rows(tmp_path, [bill()], [deposit()], as_of=NOVEMBER)
    assert books.facts() == before


def test_undo_leaves_an_empty_case_that_nobody_finds() -> None:
    books.import_sample()
    undo_batch(books.JANITOR, Batch.objects.latest("created_at").id)
    assert not Case.objects.exists()
    assert {str(amount) for amount in books.rows(TOTALS)[0]} == {"0.00"}
    accounts = CaseAccount.objects.values_list("status", "status_reason").distinct()
    assert list(accounts) == [("closed", "Its import was undone")]
    assert everything_ties()


def test_the_same_file_brings_undone_cases_back_under_their_numbers() -> None:
    report = books.import_sample()
    numbers = set(Case.objects.values_list("number", "external_id"))
    figures = books.rows(TOTALS)
    undo_batch(books.JANITOR, Batch.objects.latest("created_at").id)
    assert books.import_sample() == report
    assert set(Case.objects.values_list("number", "external_id")) == numbers
    assert books.rows(TOTALS) == figures
    assert everything_ties()


def test_a_withdrawn_case_looks_missing(tmp_path: Path) -> None:
    from openlien.cases.queries import read_case
    from openlien.cases.search import search_cases

    books.import_rows(tmp_path, [bill()], [deposit()], as_of=AS_OF)
    number = Case.objects.get().number
    undo_batch(books.JANITOR, Batch.objects.get().id)
    auditor = cast.actor_with(Role.AUDITOR)
    with pytest.raises(NotFound):
        read_case(auditor, number)
    assert list(search_cases(auditor, number, limit=10)) == []
