"""Journals on paper: written, submitted, approved or rejected, posted, reversed, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission, Role
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.actions.drafts import change_journal, create_journal, delete_journal
from openlien.ledger.actions.journals import (
    approve_journal,
    post_journal,
    reject_journal,
    reverse_event,
    reverse_journal,
    submit_journal,
    withdraw_journal,
)
from openlien.ledger.events import AccrualMade, ChargeApproved, PaymentReceived
from openlien.ledger.models import (
    CaseTransaction,
    GLAccount,
    JournalEntry,
    JournalTemplate,
    LedgerPolicy,
    Posting,
)
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.queries.sync import sync_queue
from openlien.ledger.recording import record_event
from tests import cast

from .conftest import TODAY, account_of, approved, balance_of, credit, debit, draft, pair, pending, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def poster() -> Actor:
    return person(Role.FINANCIAL_ANALYST, "Piet Roos")


def posted(analyst: Actor, manager: Actor, poster: Actor, **more: Any) -> JournalEntry:
    paper = approved(analyst, manager, **more)
    post_journal(poster, paper.id, today=TODAY)
    return JournalEntry.objects.get(id=paper.id)


def register_row(journal_id: object) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_journal WHERE id = %s", [journal_id])
        (row,) = cursor.fetchall()
        return dict(zip([column.name for column in cursor.description], row, strict=True))


def test_three_people_bring_a_journal_into_the_books(analyst: Actor, manager: Actor, poster: Actor) -> None:
    paper = posted(analyst, manager, poster)
    kept = Posting.objects.get(id=paper.id)
    assert paper.status == "posted"
    assert (kept.created_by_id, kept.approved_by_id, kept.posted_by_id, kept.policy) == (
        analyst.user_id,
        manager.user_id,
        poster.user_id,
        "",
    )
    assert kept.approved_at == paper.approved_at
    assert broken_invariants() == []


def test_posting_twice_gives_the_same_number(analyst: Actor, manager: Actor, poster: Actor) -> None:
    paper = approved(analyst, manager)
    first = post_journal(poster, paper.id, today=TODAY)
    again = post_journal(poster, paper.id, today=TODAY)
    assert (again.number, again.is_new) == (first.number, False)


def test_the_register_shows_a_paper_and_then_its_posting(
    analyst: Actor, manager: Actor, poster: Actor
) -> None:
    paper = pending(analyst)
    row = register_row(paper.id)
    assert (row["number"], row["status"], row["is_posted"], row["lines"]) == (None, "pending", False, 2)
    paper = approve_journal(manager, paper.id, version=paper.version, today=TODAY)
    post_journal(poster, paper.id, today=TODAY)
    row = register_row(paper.id)
    assert (row["number"], row["status"], row["approval_status"]) == ("JE-2026-0000001", "posted", "approved")


def test_a_draft_may_be_out_of_balance_but_is_not_submitted_so(analyst: Actor) -> None:
    paper = create_journal(analyst, draft([debit("1200", "1.00"), credit("2000", "2.00")]), today=TODAY)
    with pytest.raises(DomainError) as refusal:
        submit_journal(analyst, paper.id, version=paper.version, today=TODAY)
    assert refusal.value.code == "out_of_balance"
    assert "by -1.00" in refusal.value.sentence


def test_a_repeated_request_makes_one_draft(analyst: Actor) -> None:
    wanted = draft()
    first = create_journal(analyst, wanted, today=TODAY, idempotency_key="k-1")
    again = create_journal(analyst, wanted, today=TODAY, idempotency_key="k-1")
    assert first.id == again.id
    with pytest.raises(DomainError) as refusal:
        create_journal(analyst, draft(pair("1.00")), today=TODAY, idempotency_key="k-1")
    assert refusal.value.code == "idempotency_key_reused"


def test_a_rejected_journal_is_changed_and_submitted_again(analyst: Actor, manager: Actor) -> None:
    paper = pending(analyst)
    paper = reject_journal(manager, paper.id, version=paper.version, reason="Wrong account")
    assert (paper.status, paper.rejection_reason) == ("rejected", "Wrong account")
    paper = change_journal(analyst, paper.id, draft(pair("5.00")), version=paper.version, today=TODAY)
    assert paper.status == "draft"
    paper = submit_journal(analyst, paper.id, version=paper.version, today=TODAY)
    assert paper.status == "pending"


def test_a_withdrawn_journal_is_a_draft_that_may_be_deleted(analyst: Actor) -> None:
    paper = pending(analyst)
    paper = withdraw_journal(analyst, paper.id, version=paper.version)
    delete_journal(analyst, paper.id, version=paper.version)
    assert not JournalEntry.objects.exists()


def test_below_the_threshold_the_policy_approves_and_is_recorded(analyst: Actor) -> None:
    LedgerPolicy.objects.update(approval_threshold=Money("500.00"))
    paper = pending(analyst, pair("499.99"))
    assert (paper.status, paper.policy, paper.approved_by_id) == ("approved", "threshold", None)
    post_journal(analyst, paper.id, today=TODAY)
    assert Posting.objects.get(id=paper.id).policy == "threshold"


def test_at_the_threshold_a_person_has_to_approve(analyst: Actor) -> None:
    LedgerPolicy.objects.update(approval_threshold=Money("500.00"))
    assert pending(analyst, pair("500.00")).status == "pending"


def test_a_template_may_post_by_itself_once_a_person_approved(analyst: Actor, manager: Actor) -> None:
    JournalTemplate.objects.filter(code="manual-adjustment").update(auto_post=True)
    paper = approved(analyst, manager)
    kept = Posting.objects.get(id=paper.id)
    assert (paper.status, kept.posted_by_id, kept.approved_by_id) == ("posted", None, manager.user_id)


def test_a_payment_written_by_hand_moves_its_case(
    analyst: Actor, manager: Actor, poster: Actor, case: Case
) -> None:
    charge = ChargeApproved(case_id=case.id, on=TODAY, retail=Money("1200.00"), contracted=Money("300.00"))
    record_event(analyst, charge, key="1", today=TODAY)
    lines = [debit("1000", "780.00"), credit("1200", "300.00"), credit("4000", "480.00")]
    own = [line._replace(case_account_id=account_of(case).id) for line in lines]
    posted(analyst, manager, poster, lines=own, template="manual-payment", case_id=case.id)
    kept = balance_of(case)
    assert (kept.payments, kept.cost_balance, kept.excess_recovery) == (
        Money("780.00"),
        Money("0.00"),
        Money("480.00"),
    )
    assert broken_invariants() == []


def test_a_reversal_takes_back_lines_and_case_totals(
    analyst: Actor, manager: Actor, poster: Actor, case: Case
) -> None:
    charge = ChargeApproved(case_id=case.id, on=TODAY, retail=Money("1200.00"), contracted=Money("300.00"))
    recorded = record_event(analyst, charge, key="1", today=TODAY)
    paper = reverse_journal(analyst, recorded.journal_id, entry_on=TODAY, reason="Wrong case", today=TODAY)
    assert paper.status == "pending"
    paper = approve_journal(manager, paper.id, version=paper.version, today=TODAY)
    post_journal(poster, paper.id, today=TODAY)
    kept = balance_of(case)
    assert (kept.retail, kept.contracted, kept.transactions) == (Money("0.00"), Money("0.00"), 2)
    assert register_row(recorded.journal_id)["status"] == "reversed"
    assert register_row(recorded.journal_id)["reversal_id"] == paper.id
    assert broken_invariants() == []


def test_reversing_a_posted_paper_marks_the_paper(analyst: Actor, manager: Actor, poster: Actor) -> None:
    paper = posted(analyst, manager, poster)
    LedgerPolicy.objects.update(approval_threshold=Money("500.00"))
    reversal = reverse_journal(analyst, paper.id, entry_on=TODAY, reason="Twice", today=TODAY)
    assert reversal.status == "posted"
    assert JournalEntry.objects.get(id=paper.id).status == "reversed"


def test_an_accrual_is_taken_back_on_the_first_day_of_the_next_month(installation: Actor) -> None:
    accrual = AccrualMade(on=date(2026, 10, 31), amount=Money("75.00"))
    record_event(installation, accrual, key="2026-10", today=TODAY)
    first = reverse_event(installation, "AccrualMade", "2026-10", on=date(2026, 11, 1), today=TODAY)
    again = reverse_event(installation, "AccrualMade", "2026-10", on=date(2026, 11, 1), today=TODAY)
    assert (first.is_new, again.is_new, first.number) == (True, False, again.number)
    assert Posting.objects.get(id=first.journal_id).posting_on == date(2026, 11, 1)
    assert broken_invariants() == []


def test_a_reversal_is_never_reversed_and_a_journal_only_once(
    analyst: Actor, manager: Actor, poster: Actor
) -> None:
    paper = posted(analyst, manager, poster)
    LedgerPolicy.objects.update(approval_threshold=Money("500.00"))
    reversal = reverse_journal(analyst, paper.id, entry_on=TODAY, reason="Twice", today=TODAY)
    for wanted, code in ((reversal.id, "reversal_of_reversal"), (paper.id, "already_reversed")):
        with pytest.raises(DomainError) as refusal:
            reverse_journal(analyst, wanted, entry_on=TODAY, reason="Again", today=TODAY)
        assert refusal.value.code == code


def _stale(analyst: Actor, manager: Actor, poster: Actor) -> None:
    approve_journal(manager, pending(analyst).id, version=1, today=TODAY)


def _own_approval(analyst: Actor, manager: Actor, poster: Actor) -> None:
    both = person(Role.ACCOUNTING_MANAGER, "Marc Osei")
    paper = pending(both)
    approve_journal(both, paper.id, version=paper.version, today=TODAY)


def _approver_posts(analyst: Actor, manager: Actor, poster: Actor) -> None:
    post_journal(manager, approved(analyst, manager).id, today=TODAY)


def _creator_posts(analyst: Actor, manager: Actor, poster: Actor) -> None:
    post_journal(analyst, approved(analyst, manager).id, today=TODAY)


def _unapproved(analyst: Actor, manager: Actor, poster: Actor) -> None:
    post_journal(poster, pending(analyst).id, today=TODAY)


def _approved_twice(analyst: Actor, manager: Actor, poster: Actor) -> None:
    paper = approved(analyst, manager)
    approve_journal(manager, paper.id, version=paper.version, today=TODAY)


def _changed_when_pending(analyst: Actor, manager: Actor, poster: Actor) -> None:
    paper = pending(analyst)
    change_journal(analyst, paper.id, draft(pair("9.00")), version=paper.version, today=TODAY)


def _deleted_when_pending(analyst: Actor, manager: Actor, poster: Actor) -> None:
    paper = pending(analyst)
    delete_journal(analyst, paper.id, version=paper.version)


def _rejected_without_a_reason(analyst: Actor, manager: Actor, poster: Actor) -> None:
    paper = pending(analyst)
    reject_journal(manager, paper.id, version=paper.version, reason=" ")


def _reversed_too_early(analyst: Actor, manager: Actor, poster: Actor) -> None:
    paper = posted(analyst, manager, poster)
    reverse_journal(analyst, paper.id, entry_on=date(2026, 11, 19), reason="Early", today=TODAY)


def _unknown_reversed(analyst: Actor, manager: Actor, poster: Actor) -> None:
    reverse_journal(analyst, analyst.user_id, entry_on=TODAY, reason="None", today=TODAY)


def _write(**more: Any) -> Callable[[Actor, Actor, Actor], None]:
    def write(analyst: Actor, manager: Actor, poster: Actor) -> None:
        create_journal(analyst, draft(**more), today=TODAY)

    return write


def _wrong_patient(analyst: Actor, manager: Actor, poster: Actor) -> None:
    case = cast.make_case("Zoe Marlow")
    other = cast.patient("Kai Calder")
    create_journal(analyst, draft(case_id=case.id, patient_id=other.id), today=TODAY)


def _switched_off(analyst: Actor, manager: Actor, poster: Actor) -> None:
    GLAccount.objects.filter(number="1200").update(is_active=False)
    create_journal(analyst, draft(), today=TODAY)


def _single(analyst: Actor, manager: Actor, poster: Actor) -> None:
    pending(analyst, [debit("1200", "1.00")])


def _closed_month(analyst: Actor, manager: Actor, poster: Actor) -> None:
    from openlien.ledger.actions.periods import close_period

    paper = approved(analyst, manager, on=date(2026, 9, 1))
    close_period(manager, date(2026, 9, 1), today=TODAY)
    post_journal(poster, paper.id, today=TODAY)


BREAKING: dict[str, list[Callable[[Actor, Actor, Actor], None]]] = {
    "stale_version": [_stale],
    "self_approval": [_own_approval],
    "poster_is_approver": [_approver_posts],
    "poster_is_creator": [_creator_posts],
    "journal_not_approved": [_unapproved],
    "journal_not_pending": [_approved_twice],
    "journal_not_draft": [_changed_when_pending, _deleted_when_pending],
    "reason_required": [_rejected_without_a_reason],
    "reversal_too_early": [_reversed_too_early],
    "unknown_journal": [_unknown_reversed],
    "template_missing": [_write(template="nonsense")],
    "future_entry_date": [_write(on=date(2026, 11, 21))],
    "posting_before_entry": [_write(posting_on=date(2026, 11, 1))],
    "unknown_account": [_write(lines=pair(debited="77"))],
    "account_inactive": [_switched_off],
    "both_sides": [
        _write(lines=[*pair(), debit("1200", "0.00")]),
        _write(lines=[*pair(), debit("1200", "-1.00")]),
    ],
    "one_line_entry": [_single],
    "too_many_lines": [_write(lines=[*pair() * 501])],
    "unknown_case_account": [
        lambda analyst, manager, poster: _write(case_id=analyst.user_id)(analyst, manager, poster)
    ],
    "wrong_patient": [_wrong_patient],
    "invalid_input": [_write(description=" "), _write(lines=[debit("1200", "1.00", cost_center="NONE")])],
    "text_too_long": [_write(description="x" * 501), _write(reference="x" * 36)],
    "period_closed": [_closed_month],
}


@pytest.mark.parametrize(
    ("code", "broken"), [(code, broken) for code, many in BREAKING.items() for broken in many]
)
def test_refuses_by_a_stable_code(
    analyst: Actor, manager: Actor, poster: Actor, code: str, broken: Callable[[Actor, Actor, Actor], None]
) -> None:
    with pytest.raises(DomainError) as refusal:
        broken(analyst, manager, poster)
    assert refusal.value.code == code
    assert "{" not in refusal.value.sentence


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVIDER])
def test_a_role_that_keeps_no_books_writes_no_journal(role: Role) -> None:
    somebody = cast.actor_with(role)
    if somebody.may(Permission.JOURNALS_WRITE):
        assert create_journal(somebody, draft(), today=TODAY).status == "draft"
        return
    with pytest.raises(DomainError) as refusal:
        create_journal(somebody, draft(), today=TODAY)
    assert refusal.value.code == "forbidden"


FORGERIES = {
    "journal_status_skipped": "UPDATE ledger_journalentry SET status = 'posted' WHERE id = %(pending)s",
    "journal_is_not_in_the_books": "UPDATE ledger_journalentry SET status = 'posted' WHERE id = %(approved)s",
    "journal_is_frozen": "UPDATE ledger_journalentry SET description = 'Other' WHERE id = %(pending)s",
    "approval_required": "UPDATE ledger_journalentry SET status = 'approved', policy = 'threshold',"
    " approved_at = now() WHERE id = %(pending)s",
    "journal_approval_names_a_person_or_a_policy": "UPDATE ledger_journalentry SET status = 'approved',"
    " approved_at = now() WHERE id = %(pending)s",
    "journal_is_not_approved_by_its_creator": "UPDATE ledger_journalentry SET status = 'approved',"
    " approved_at = now(), approved_by_id = created_by_id WHERE id = %(pending)s",
    "journal_is_frozen on lines": "UPDATE ledger_journalline SET debit = 1"
    " WHERE journal_id = %(pending)s AND debit > 0",
    "journal_is_frozen on a new line": "INSERT INTO ledger_journalline (journal_id, line_number, account_id,"
    " debit, credit, description, project, customer)"
    " SELECT journal_id, 3, account_id, debit, credit, '', '', ''"
    " FROM ledger_journalline WHERE journal_id = %(approved)s AND line_number = 1",
    "journal_is_frozen on a lost line": "DELETE FROM ledger_journalline WHERE journal_id = %(approved)s",
    "journal_is_frozen on a lost paper": "DELETE FROM ledger_journalentry WHERE id = %(approved)s",
    "journal_is_frozen on its digest": "UPDATE ledger_journalentry SET approved_digest = 'x'"
    " WHERE id = %(approved)s",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_direct_sql_cannot_move_a_paper_out_of_turn(analyst: Actor, manager: Actor, name: str) -> None:
    papers = {"pending": pending(analyst).id, "approved": approved(analyst, manager).id}
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGERIES[name], papers)
    assert refusal.value.__cause__.diag.constraint_name == name.split(" on ")[0]


def test_a_payment_event_and_its_reversal_leave_no_trace_in_the_totals(analyst: Actor, case: Case) -> None:
    payment = PaymentReceived(case_id=case.id, on=TODAY, amount=Money("50.00"))
    record_event(analyst, payment, key="r-1", today=TODAY)
    reverse_event(analyst, "PaymentReceived", "r-1", on=TODAY, today=TODAY)
    assert balance_of(case).payments == Money("0.00")
    assert CaseTransaction.objects.filter(case_account__case=case).count() == 2
    assert broken_invariants() == []


def test_transfers_wait_in_the_order_of_posting_not_of_writing(
    analyst: Actor, manager: Actor, poster: Actor
) -> None:
    early, late = (approved(analyst, manager, description=text) for text in ("Written first", "Written last"))
    for paper in (late, early):
        post_journal(poster, paper.id, today=TODAY)
    first = sync_queue(manager, limit=1)
    rest = sync_queue(manager, cursor=first.next_cursor or "", limit=1)
    assert [item.id for item in (*first.items, *rest.items)] == [late.id, early.id]
