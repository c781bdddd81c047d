"""The door to the books: what goes in, what is refused, and that nothing is written when it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.actions.periods import close_period, lock_period
from openlien.ledger.door import post_entries, post_entry
from openlien.ledger.entries import CaseEffect, Entry, Line
from openlien.ledger.models import GLAccount, GLEntry, JournalTemplate, Posting, Seal
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.vocabulary import EntryType, Policy

from .conftest import TODAY, account_of, credit, debit, entry, pair

pytestmark = pytest.mark.django_db


def test_posts_an_entry_with_the_next_number(analyst: Actor) -> None:
    first = post_entry(analyst, entry(), today=TODAY)
    second = post_entry(analyst, entry(), today=TODAY)
    assert (first.number, second.number) == ("JE-2026-0000001", "JE-2026-0000002")
    assert Posting.objects.get(id=first.journal_id).total == Money("300.00")
    assert broken_invariants() == []


def test_posts_many_entries_in_one_call_with_numbers_in_their_order(analyst: Actor) -> None:
    days = [date(2025, 3, 1), date(2026, 2, 1), date(2025, 4, 1), date(2026, 3, 1)]
    posted = post_entries(analyst, [entry(on=day) for day in days], today=TODAY)
    assert [one.number for one in posted] == [
        "JE-2025-0000001",
        "JE-2026-0000001",
        "JE-2025-0000002",
        "JE-2026-0000002",
    ]
    assert Seal.objects.count() == 2
    assert broken_invariants() == []


def test_keeps_every_dimension_of_a_line(analyst: Actor) -> None:
    line = debit(
        "5900",
        "12.34",
        description='A "quoted" word, a \\ and a brace }',
        cost_center="ADMIN",
        department="FIN",
        project="P-1",
        customer="C-9",
    )
    for entries in (
        [entry([line, credit("1000", "12.34")])],
        [entry([line, credit("1000", "12.34")]), entry()],
    ):
        posted = post_entries(analyst, entries, today=TODAY)
        kept = GLEntry.objects.get(posting_id=posted[0].journal_id, line_number=1)
        assert (kept.description, kept.cost_center, kept.department, kept.project, kept.customer) == (
            line.description,
            "ADMIN",
            "FIN",
            "P-1",
            "C-9",
        )
    assert broken_invariants() == []


def test_the_same_key_is_posted_once(analyst: Actor) -> None:
    once = entry(key="Test:once")
    first = post_entry(analyst, once, today=TODAY)
    again = post_entry(analyst, once, today=TODAY)
    mixed = post_entries(analyst, [entry(), once, entry()], today=TODAY)
    assert (again.number, again.is_new) == (first.number, False)
    assert [one.is_new for one in mixed] == [True, False, True]
    assert [one.number for one in mixed] == ["JE-2026-0000002", "JE-2026-0000001", "JE-2026-0000003"]
    assert Posting.objects.count() == 3


def test_refuses_a_key_with_other_content(analyst: Actor) -> None:
    post_entry(analyst, entry(key="Test:once"), today=TODAY)
    with pytest.raises(DomainError) as refusal:
        post_entry(analyst, entry(key="Test:once")._replace(content="00" * 32), today=TODAY)
    assert (refusal.value.code, refusal.value.status) == ("idempotency_key_reused", 409)


def _inactive_account(**_: Any) -> Entry:
    GLAccount.objects.filter(number="5900").update(is_active=False)
    return entry(pair(debited="5900"))


def _inactive_template(**_: Any) -> Entry:
    JournalTemplate.objects.filter(code="charge").update(is_active=False)
    return entry()


def _closed(controller: Actor, **_: Any) -> Entry:
    close_period(controller, date(2026, 1, 1), today=TODAY)
    return entry(on=date(2026, 1, 15))


def _before_a_closed(controller: Actor, **_: Any) -> Entry:
    close_period(controller, date(2026, 1, 1), today=TODAY)
    return entry(on=date(2024, 1, 15))


def _locked(controller: Actor, **_: Any) -> Entry:
    close_period(controller, date(2026, 1, 1), today=TODAY)
    lock_period(controller, date(2026, 1, 1))
    return entry(on=date(2026, 1, 15))


def _approved(creator: Actor | None, approver: Actor, poster: Actor | None) -> Entry:
    return entry(
        policy=Policy.NONE,
        template="manual-adjustment",
        created_by_id=creator and creator.user_id,
        approved_by_id=approver.user_id,
        posted_by_id=poster and poster.user_id,
    )


BREAKING: dict[str, list[Callable[..., Entry]]] = {
    "out_of_balance": [lambda **_: entry([debit("1200", "300.00"), credit("2000", "299.99")])],
    "one_line_entry": [lambda **_: entry([]), lambda **_: entry([debit("1200", "1.00")])],
    "both_sides": [
        lambda **_: entry([Line("1200", Money("1.00"), Money("1.00")), *pair()]),
        lambda **_: entry([Line("1200"), *pair()]),
        lambda **_: entry([debit("1200", "-1.00"), debit("2000", "1.00")]),
    ],
    "unknown_account": [lambda **_: entry(pair(debited="9999")), lambda **_: entry(pair(debited=""))],
    "account_inactive": [_inactive_account],
    "template_missing": [lambda **_: entry(template="nonsense"), lambda **_: entry(template="")],
    "template_inactive": [_inactive_template],
    "approval_required": [
        lambda **_: entry(template="manual-adjustment"),
        lambda **_: entry(template="charge", policy=Policy.NONE),
    ],
    "future_entry_date": [lambda **_: entry(on=date(2026, 11, 21)), lambda **_: entry(on=date(2199, 1, 1))],
    "posting_before_entry": [lambda **_: entry(posting_on=date(2026, 11, 19))],
    "period_closed": [_closed, _before_a_closed],
    "period_locked": [_locked],
    "self_approval": [lambda analyst, **_: _approved(analyst, analyst, None)],
    "poster_is_approver": [lambda analyst, manager, **_: _approved(analyst, manager, manager)],
    "poster_is_creator": [lambda analyst, manager, **_: _approved(analyst, manager, analyst)],
    "unknown_case_account": [
        lambda analyst, **_: entry(effects=(CaseEffect(analyst.user_id, payment=Money("1.00")),))
    ],
    "unknown_journal": [
        lambda analyst, **_: entry(
            type=EntryType.REVERSAL, template="event-reversal", reverses_id=analyst.user_id
        ),
        lambda **_: entry(type=EntryType.REVERSAL, template="event-reversal"),
    ],
}


@pytest.mark.parametrize("company", [0, 1], ids=["alone", "among others"])
@pytest.mark.parametrize(
    ("code", "broken"), [(code, broken) for code, many in BREAKING.items() for broken in many]
)
def test_refuses_by_a_stable_code_and_writes_nothing(
    analyst: Actor, manager: Actor, controller: Actor, code: str, broken: Callable[..., Entry], company: int
) -> None:
    others = [entry() for _ in range(company)]
    bad = broken(analyst=analyst, manager=manager, controller=controller)
    before = (Posting.objects.count(), GLEntry.objects.count(), Seal.objects.count())
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        post_entries(analyst, [*others, bad], today=TODAY)
    assert refusal.value.code == code
    assert (Posting.objects.count(), GLEntry.objects.count(), Seal.objects.count()) == before
    assert "{" not in refusal.value.sentence


def test_says_by_how_much_an_entry_is_out_of_balance(analyst: Actor) -> None:
    with pytest.raises(DomainError) as refusal:
        post_entry(analyst, entry([debit("1200", "1300.00"), credit("2000", "1299.99")]), today=TODAY)
    assert refusal.value.sentence == (
        "Not posted. Debits are 1,300.00 and credits 1,299.99: the journal is out of balance by 0.01."
    )


def test_refuses_two_entries_with_one_key(analyst: Actor) -> None:
    with pytest.raises(DomainError) as refusal:
        post_entries(analyst, [entry(key="Test:twin"), entry(key="Test:twin")], today=TODAY)
    assert refusal.value.code == "duplicate_key"


def test_refuses_what_touches_a_closed_case_account(analyst: Actor, case: Any) -> None:
    from openlien.ledger.models import CaseAccount

    account = account_of(case)
    CaseAccount.objects.filter(id=account.id).update(status="closed", closed_on=TODAY)
    with pytest.raises(DomainError) as refusal:
        post_entry(analyst, entry(effects=(CaseEffect(account.id, contracted=Money("300.00")),)), today=TODAY)
    assert refusal.value.code == "case_account_closed"


def test_names_the_next_open_period(analyst: Actor, controller: Actor) -> None:
    close_period(controller, date(2026, 9, 1), today=TODAY)
    close_period(controller, date(2026, 10, 1), today=TODAY)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        post_entry(analyst, entry(on=date(2026, 9, 30)), today=TODAY)
    assert refusal.value.fields == {"month": "September 2026", "next_open_on": "2026-11-01"}
    later = post_entry(analyst, entry(on=date(2026, 9, 30), posting_on=date(2026, 11, 1)), today=TODAY)
    kept = Posting.objects.get(id=later.journal_id)
    assert (kept.entry_on, kept.posting_on) == (date(2026, 9, 30), date(2026, 11, 1))
