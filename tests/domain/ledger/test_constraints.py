"""Every constraint of the ledger's tables and every rule of its functions refuses what it stands against."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

import openlien.ledger
from openlien.kit.money import Money
from openlien.ledger import errors
from openlien.ledger.actions.periods import close_period, lock_period
from openlien.ledger.events import PaymentReceived
from openlien.ledger.models import JournalAttachment, JournalSync, JournalTemplate
from openlien.ledger.recording import record_event
from tests import cast
from tests.domain.constraints import declared

from .conftest import TODAY, pending, people

NEW = {"id": "01a1fb00-0000-7000-8000-000000000001"}
OTHER_KEY = {**NEW, "key": "Test:other", "place": 9}
APPROVED = {"policy": "", "approved_by_id": NEW["id"], "approved_at": "2026-11-20T00:00:00Z"}
PAPER = {**NEW, "idempotency_key": None}
LINE = {"id": 99_999, "line_number": 9}
CHART = {"id": 99_999, "number": "9999", "role": None}
ACCOUNT = {**NEW, "number": "CA-2026-9999999", "case_id": NEW["id"]}

# By its name: the table, and what in a copy of one of its rows breaks the constraint.
BREAKING: dict[str, tuple[str, dict[str, Any]]] = {
    "department_code_is_plain": ("department", {"id": 99_999, "code": "a b"}),
    "department_has_a_name": ("department", {"id": 99_999, "code": "X", "name": ""}),
    "cost_center_code_is_plain": ("costcenter", {"id": 99_999, "code": "a b"}),
    "cost_center_has_a_name": ("costcenter", {"id": 99_999, "code": "X", "name": ""}),
    "gl_account_number_is_plain": ("glaccount", {**CHART, "number": "1 2"}),
    "gl_account_has_a_name": ("glaccount", {**CHART, "name": ""}),
    "gl_account_kind_is_known": ("glaccount", {**CHART, "kind": "gift"}),
    "gl_account_side_is_known": ("glaccount", {**CHART, "normal_side": "left"}),
    "gl_account_role_is_known": ("glaccount", {**CHART, "role": "gift"}),
    "gl_account_has_one_to_16_slots": ("glaccount", {**CHART, "slots": 17}),
    "ledger_policy_is_one_row": ("ledgerpolicy", {"id": 2}),
    "chain_is_verified_up_to_one_seal": (
        "chainverification",
        {"id": 2, "seal_id": 1, "hash": "\\x00", "verified_at": "2026-11-20"},
    ),
    "ledger_policy_pack_is_known": ("ledgerpolicy", {"pack": "gift"}),
    "ledger_policy_credit_limit_mode_is_known": ("ledgerpolicy", {"credit_limit_mode": "gift"}),
    "ledger_policy_threshold_is_not_negative": ("ledgerpolicy", {"approval_threshold": -1}),
    "ledger_policy_has_four_age_limits": ("ledgerpolicy", {"ageing_days": [30, 60]}),
    "case_account_number_is_well_formed": ("caseaccount", {**ACCOUNT, "number": "CA-26-1"}),
    "case_account_status_is_known": ("caseaccount", {**ACCOUNT, "status": "gift"}),
    "case_account_status_has_a_reason": ("caseaccount", {**ACCOUNT, "status": "hold"}),
    "case_account_closed_says_when": ("caseaccount", {**ACCOUNT, "status": "closed"}),
    "case_account_closes_after_opening": ("caseaccount", {**ACCOUNT, "closed_on": "2001-01-01"}),
    "case_account_portions_are_a_whole": ("caseaccount", {**ACCOUNT, "patient_percent": 100.0001}),
    "case_account_fee_is_a_percentage": ("caseaccount", {**ACCOUNT, "attorney_fee_percent": -1}),
    "case_account_credit_limit_is_not_negative": ("caseaccount", {**ACCOUNT, "credit_limit": -1}),
    "case_account_settlement_is_not_negative": ("caseaccount", {**ACCOUNT, "settlement_amount": -1}),
    "case_account_collection_status_is_known": ("caseaccount", {**ACCOUNT, "collection_status": "gift"}),
    "case_account_sync_status_is_known": ("caseaccount", {**ACCOUNT, "bc_sync_status": "gift"}),
    "transaction_key_is_used_once": ("casetransaction", {"id": 99_999}),
    "template_has_a_name": ("journaltemplate", {**NEW, "code": "x", "name": ""}),
    "template_has_a_description": ("journaltemplate", {**NEW, "code": "x", "name": "x", "description": ""}),
    "template_type_is_known": ("journaltemplate", {**NEW, "code": "x", "name": "x", "type": "gift"}),
    "journal_type_is_known": ("journalentry", {**PAPER, "type": "gift"}),
    "journal_status_is_known": ("journalentry", {**PAPER, "status": "gift"}),
    "journal_has_a_description": ("journalentry", {**PAPER, "description": ""}),
    "journal_is_posted_after_entry": ("journalentry", {**PAPER, "posting_on": "2001-01-01"}),
    "journal_approval_keeps_its_digest": (
        "journalentry",
        {**PAPER, "status": "approved", "policy": "template"},
    ),
    "journal_approval_names_a_person_or_a_policy": (
        "journalentry",
        {**PAPER, "status": "approved", "approved_digest": "\\x00", "approved_at": "2026-11-20T00:00:00Z"},
    ),
    "journal_is_not_approved_by_its_creator": (
        "journalentry",
        {**PAPER, "approved_by_id": NEW["id"], "created_by_id": NEW["id"], "submitted_by_id": None},
    ),
    "journal_is_not_approved_by_its_submitter": (
        "journalentry",
        {**PAPER, "approved_by_id": NEW["id"], "submitted_by_id": NEW["id"]},
    ),
    "journal_rejection_has_a_reason": ("journalentry", {**PAPER, "status": "rejected"}),
    "journal_key_belongs_to_a_content": (
        "journalentry",
        {**PAPER, "idempotency_key": "k", "content_hash": None},
    ),
    "journal_reversal_is_typed_so": ("journalentry", {**PAPER, "reverses_id": NEW["id"]}),
    "journal_line_number_is_used_once": ("journalline", {"id": 99_999}),
    "journal_line_number_starts_at_one": ("journalline", {**LINE, "line_number": 0}),
    "journal_line_has_one_positive_side": ("journalline", {**LINE, "debit": 0, "credit": 0}),
    "attachment_is_listed_once": ("journalattachment", NEW),
    "sync_status_is_known": ("journalsync", {"journal_id": NEW["id"], "status": "gift"}),
    "seal_numbers_are_given_once": ("seal", {"id": 99_999}),
    "posting_key_is_used_once": ("posting", {**NEW, "place": 9}),
    "posting_place_is_given_once": ("posting", {**NEW, "key": "Test:other"}),
    "posting_is_reversed_once": ("posting", {**OTHER_KEY, "reverses_id": "the reversed"}),
    "period_is_a_month": ("period", {"id": 99_999, "month": "2020-01-02"}),
    "period_status_is_known": ("period", {"id": 99_999, "month": "2020-01-01", "status": "gift"}),
    "period_closed_says_when": ("period", {"id": 99_999, "month": "2020-01-01", "closed_at": None}),
    "period_locked_says_when": ("period", {"id": 99_999, "month": "2020-01-01", "locked_at": None}),
}
# By its code: what in a copy of a journal of the books breaks the rule, also beside the door.
SOMEBODY = "01a1fb00-0000-7000-8000-00000000000a"
BREAKING_RULES: dict[str, list[dict[str, Any]]] = {
    "one_line_entry": [{"lines": 1}, {"total": 0}],
    "description_missing": [{"description": ""}],
    "posting_before_entry": [{"posting_on": "2001-01-01"}],
    "unknown_journal": [{"type": "reversal"}, {"reverses_id": SOMEBODY}],
    "unknown_type": [{"type": "gift"}, {"policy": "gift"}],
    "approval_required": [{"policy": ""}, {**APPROVED, "approved_at": None, "created_by_id": None}],
    "self_approval": [
        {**APPROVED, "created_by_id": NEW["id"]},
        {"approved_by_id": SOMEBODY, "created_by_id": SOMEBODY},
    ],
    "poster_is_approver": [{**APPROVED, "created_by_id": None, "posted_by_id": NEW["id"]}],
    "poster_is_creator": [{**APPROVED, "created_by_id": SOMEBODY, "posted_by_id": SOMEBODY}],
}
BREAKING_LINES: dict[str, dict[str, Any]] = {
    "both_sides": {"posting_id": SOMEBODY, "debit": 1, "credit": 1},
    "out_of_balance": {"posting_id": SOMEBODY},
}
MONEY = {
    "NaN": ("usd_check", "usd_check1"),
    "Infinity": ("usd_check",),
    "1e308": ("usd_check",),
    "1000000000000": ("usd_check",),
    "0.001": ("usd_check1",),
}
FORBIDDEN = (
    "DELETE FROM ledger_journaltemplate",
    "TRUNCATE ledger_glaccount CASCADE",
    "TRUNCATE ledger_journalline",
    "TRUNCATE ledger_journalentry CASCADE",
    "TRUNCATE ledger_caseaccount CASCADE",
    "DELETE FROM ledger_glaccount WHERE number = '1000'",
    "DELETE FROM ledger_caseaccount",
    "UPDATE ledger_caseaccount SET number = 'CA-2026-8888888'",
)
# One row of each table stands in the scene below; these need it in a certain state.
ROW_WANTED = {
    "period": "status = 'locked'",
    "posting": "type <> 'reversal'",
    "journalentry": "type <> 'reversal'",
}


@pytest.fixture
def scene(own_database: Any, owner: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """One row in every table of the ledger; what a test writes is taken back."""
    analyst, _, controller = people()
    case = cast.make_case("Zoe Marlow")
    payment = PaymentReceived(case_id=case.id, on=TODAY, amount=Money("10.00"))
    record_event(analyst, payment, key="1", today=TODAY)
    from openlien.ledger.actions.journals import reverse_event

    reverse_event(analyst, "PaymentReceived", "1", on=TODAY, today=TODAY)
    paper = pending(analyst)
    document = owner.execute(
        "INSERT INTO cases_document (case_id, kind, title, file_name, stored_name, content_type, sha256,"
        " size_bytes, withdrawn_reason) VALUES (%s, 'other', 'x', 'x', 'x', 'x', 'x', 1, '') RETURNING id",
        [case.id],
    ).fetchone()
    JournalAttachment.objects.create(journal_id=paper.id, document_id=document and document[0])
    JournalSync.objects.create(journal_id=paper.id)
    close_period(controller, date(2020, 5, 1), today=TODAY)
    lock_period(controller, date(2020, 5, 1))
    with owner.transaction(force_rollback=True):
        owner.execute(
            "INSERT INTO ledger_chainverification (id, seal_id, hash, verified_at) VALUES (1, 1, '', now())"
        )
        yield owner


def test_each_constraint_fires(scene: psycopg.Connection) -> None:
    silent = {
        name: other
        for name, (table, changes) in BREAKING.items()
        if (other := _refused_by(scene, table, _resolved(scene, changes))) != name
    }
    assert silent == {}


def test_each_rule_of_the_books_holds_beside_the_door(scene: psycopg.Connection) -> None:
    scene.execute("SELECT set_config('openlien.door', 'open', true)")
    silent = [
        (rule, other)
        for rule, many in BREAKING_RULES.items()
        for changes in many
        if (other := _refused_by(scene, "posting", {**OTHER_KEY, **changes}, keep_triggers=True)) != rule
    ]
    silent += [
        (rule, other)
        for rule, changes in BREAKING_LINES.items()
        if (other := _refused_by(scene, "glentry", changes, keep_triggers=True)) != rule
    ]
    assert silent == []


@pytest.mark.parametrize("table", ["glentry", "journalline"])
def test_an_amount_that_is_none_is_refused(scene: psycopg.Connection, table: str) -> None:
    for amount, names in MONEY.items():
        changes = {"id": 99_999, "line_number": 9, "debit": amount, "credit": "0"}
        assert _refused_by(scene, table, changes) in names, amount


def test_every_declared_constraint_is_made_to_fire() -> None:
    assert set(BREAKING) == declared("ledger")


def test_every_rule_of_the_functions_has_a_sentence() -> None:
    sql = Path(openlien.ledger.__file__).parent / "sql"
    text = "\n".join(path.read_text() for path in sql.glob("*.sql"))
    raised = set(re.findall(r"refuse\('([a-z_]+)'", text))
    for chosen in re.findall(r"refuse\(\s*CASE(.*?)END,", text, re.DOTALL):
        raised |= set(re.findall(r"(?:THEN|ELSE)\s+'([a-z_]+)'", chosen))
    assert len(raised) > 25
    assert raised - set(errors._BY_RULE) == set()


@pytest.mark.django_db
def test_a_template_is_switched_off_and_never_deleted() -> None:
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="permission denied"):
        JournalTemplate.objects.filter(code="charge").delete()


def test_even_the_owner_may_not_empty_what_the_books_stand_on(scene: psycopg.Connection) -> None:
    for statement in FORBIDDEN:
        with pytest.raises(psycopg.errors.CheckViolation), scene.transaction():
            scene.execute(statement.encode())


def _resolved(scene: psycopg.Connection, changes: dict[str, Any]) -> dict[str, Any]:
    if changes.get("reverses_id") != "the reversed":
        return changes
    row = scene.execute("SELECT reverses_id FROM ledger_posting WHERE reverses_id IS NOT NULL").fetchone()
    return {**changes, "type": "reversal", "reverses_id": str(row and row[0])}


def _refused_by(
    scene: psycopg.Connection, table: str, changes: dict[str, Any], *, keep_triggers: bool = False
) -> str:
    """The constraint, or with triggers the rule, that refuses a copy of a row with these changes."""
    with scene.transaction(force_rollback=True), pytest.raises(psycopg.errors.IntegrityError) as refusal:
        _copy(scene, table, changes, keep_triggers=keep_triggers)
    return str(refusal.value.diag.constraint_name)


def _copy(scene: psycopg.Connection, table: str, changes: dict[str, Any], *, keep_triggers: bool) -> None:
    wanted = ROW_WANTED.get(table, "true")
    if not keep_triggers:
        scene.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER ALL".encode())
    scene.execute(
        f"INSERT INTO ledger_{table} SELECT (jsonb_populate_record(one, %s::jsonb)).*"
        f" FROM ledger_{table} AS one WHERE {wanted} LIMIT 1".encode(),
        [json.dumps(changes)],
    )
