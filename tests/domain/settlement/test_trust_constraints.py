"""Every constraint and trigger of trust accounts and closing statements refuses what it stands against."""

from __future__ import annotations

from typing import Any

import pytest

from openlien.cases.models import Document
from openlien.settlement.models import (
    BankLine,
    BankStatement,
    ClosingStatement,
    ShareTransfer,
    TrustReconciliation,
)
from tests.domain.constraints import assert_fires, declared, raised_by_triggers, run

from .test_closing import MADE_AT
from .trust_cast import STATEMENT, clear, complete, day, make_trust, prepare, read_statement

pytestmark = pytest.mark.django_db

LINE = """
    INSERT INTO settlement_bankline (account_id, statement_id, place, booked_on, amount, description, number,
        bank_reference, line_key, bank_error, explained_at)
    VALUES (%(account)s, %(file)s, 1, '2026-10-20', {amount}, '', '', '', '{key}', '{error}', {at})
"""
MATCH = """
    INSERT INTO settlement_bankmatch (line_id, check_paid_id, is_automatic)
    VALUES (%({line})s, %({check})s, false)
"""
TRANSFER = """
    INSERT INTO settlement_sharetransfer (case_id, moved_on, from_share, to_share, amount, reason,
        idempotency_key)
    VALUES (%(case)s, '2026-10-20', '{source}', '{target}', {amount}, '{reason}', {key})
"""
MONTH = """
    INSERT INTO settlement_trustreconciliation (account_id, month, version, bank_balance, adjusted_bank, book,
        clients, facts, digest, reason, prepared_by_id, completed_by_id, completed_at, document_id)
    VALUES (%(account)s, '{month}', {version}, 1, {adjusted}, 1, 1, '{{}}', '', '{reason}', %(clerk)s,
        {completed})
"""
STATEMENT_ROW = """
    INSERT INTO settlement_closingstatement (settlement_id, version, facts, digest, document_id,
        superseded_at, approved_on, approved_how, approved_words)
    VALUES (%({settlement})s, {version}, '{{}}', '', %(paper)s, {superseded}, {on}, '', '')
"""
DONE = "%(boss)s, now(), %(paper)s"


def line(**parts: str) -> str:
    return LINE.format(**{"amount": "1", "key": "new", "error": "", "at": "NULL", **parts})


def match(line: str, check: str) -> str:
    return MATCH.format(line=line, check=check)


def transfer(**parts: str) -> str:
    plain = {
        "source": "trust_patient",
        "target": "trust_own_lien",
        "amount": "1",
        "reason": "r",
        "key": "NULL",
    }
    return TRANSFER.format(**{**plain, **parts})


def month(**parts: str) -> str:
    plain = {
        "month": "2026-11-01",
        "version": "1",
        "adjusted": "1",
        "reason": "",
        "completed": "NULL, NULL, NULL",
    }
    return MONTH.format(**{**plain, **parts})


def statement(**parts: str) -> str:
    plain = {"settlement": "other", "version": "1", "superseded": "NULL", "on": "NULL"}
    return STATEMENT_ROW.format(**{**plain, **parts})


BREAKING = {
    "bank_line_moves_money": line(amount="0"),
    "bank_line_is_read_once": line(key="id:T1"),
    "bank_error_says_when_it_was_found": line(error="Fee."),
    "bank_line_is_kept": "UPDATE settlement_bankline SET amount = 2",
    "bank_match_fits_its_account": match("open_line", "printed"),
    "bank_match_sums_to_its_line": match("open_line", "cleared"),
    "reconciled_bank_line_is_kept": "DELETE FROM settlement_bankline",
    "reconciled_match_is_kept": "DELETE FROM settlement_bankmatch",
    "share_transfer_is_positive": transfer(amount="0"),
    "share_transfer_moves": transfer(target="trust_patient"),
    "share_transfer_names_shares": transfer(target="cash"),
    "share_transfer_has_a_reason": transfer(reason=""),
    "share_transfer_key_belongs_to_a_content": transfer(key="'k'"),
    "share_transfer_is_kept": "UPDATE settlement_sharetransfer SET amount = 2",
    "reconciliation_version_is_given_once": month(month="2026-10-01"),
    "reconciliation_is_prepared_once": month(month="2026-09-01", version="2", reason="r"),
    "reconciliation_is_of_a_month": month(month="2026-11-02"),
    "reconciliation_is_reopened_for_a_reason": month(month="2026-10-01", version="2"),
    "completed_reconciliation_says_by_whom": month(completed="NULL, now(), NULL"),
    "reconciliation_takes_two_people": month(completed="%(clerk)s, now(), %(paper)s"),
    "completed_reconciliation_is_balanced": month(adjusted="2", completed=DONE),
    "reconciliation_follows_the_month_before": month(month="2026-12-01", completed=DONE),
    "completed_reconciliation_is_frozen": "UPDATE settlement_trustreconciliation SET book = 2",
    "closing_statement_version_is_given_once": statement(settlement="first", superseded="now()"),
    "closing_statement_has_one_current_version": statement(settlement="first", version="2"),
    "closing_statement_approval_says_when_and_how": statement(on="'2026-11-20'"),
    "closing_statement_is_frozen": "UPDATE settlement_closingstatement SET digest = 'x'",
    "closing_statement_approval_is_kept": "UPDATE settlement_closingstatement SET approved_words = 'x'"
    " WHERE approved_on IS NOT NULL",
}
MODELS = (
    "bank_",
    "share_transfer",
    "reconciliation",
    "completed_reconciliation",
    "reconciled_match",
    "closing_statement",
)
TRIGGERS = (
    "keep_bank_line",
    "check_bank_matches",
    "keep_reconciled_match",
    "keep_reconciliation",
    "keep_share_transfer",
    "keep_closing_statement",
)


@pytest.fixture
def rows(db: None) -> dict[str, Any]:
    trust = make_trust()
    read_statement(trust, STATEMENT + "10/13/2026,FEE,,-9.00,,T6\n")
    BankLine.objects.filter(bank_reference="T6").update(bank_error="Fee.", explained_at=MADE_AT)
    complete(trust, prepare(trust, bank="61231.18"))
    loose = BankLine.objects.create(
        account=trust.of.escrow,
        statement=BankStatement.objects.get(),
        place=9,
        booked_on="2026-11-02",
        amount="-9.00",
        line_key="loose",
    )
    paper = Document.objects.get()
    ShareTransfer.objects.create(
        case=trust.of.case, moved_on="2026-10-20", from_share="trust_patient", to_share="trust_own_lien",
        amount="1.00", reason="r",
    )  # fmt: skip
    ClosingStatement.objects.create(
        settlement=trust.settlements[0], version=1, facts={}, digest="", document=paper,
        approved_on="2026-11-20", approved_how="mail", approval_recorded_at=MADE_AT,
    )  # fmt: skip
    TrustReconciliation.objects.create(
        account=trust.of.escrow, month="2026-09-01", bank_balance="0.00", adjusted_bank="0.00", book="0.00",
        clients="0.00", facts={}, digest="", prepared_by_id=trust.analyst.user_id,
    )  # fmt: skip
    cleared = clear(trust.of, trust.checks["1002"], day(25))
    return {
        "account": trust.of.escrow.id,
        "file": BankStatement.objects.get().id,
        "open_line": loose.id,
        "printed": trust.checks["1003"].id,
        "cleared": cleared.id,
        "case": trust.of.case.id,
        "clerk": trust.analyst.user_id,
        "boss": trust.manager.user_id,
        "paper": paper.id,
        "first": trust.settlements[0].id,
        "other": trust.settlements[1].id,
    }


def test_every_constraint_is_made_to_fire() -> None:
    own = {name for name in declared("settlement") if name.startswith(MODELS)}
    assert own | raised_by_triggers(TRIGGERS) == set(BREAKING)


@pytest.mark.parametrize("name", BREAKING)
def test_fires(name: str, rows: dict[str, Any]) -> None:
    assert_fires(name, lambda: run(BREAKING[name], **rows))


def test_what_is_not_broken_passes(rows: dict[str, Any]) -> None:
    for text in (line(), transfer(), month(completed=DONE), statement()):
        run(text, **rows)
