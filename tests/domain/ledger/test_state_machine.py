"""Drafts, approvals, postings, reversals, events and closings in any order: the books follow the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.actions.drafts import create_journal
from openlien.ledger.actions.journals import (
    approve_journal,
    number_of,
    post_journal,
    reject_journal,
    reverse_journal,
    submit_journal,
)
from openlien.ledger.actions.periods import close_period, reopen_period
from openlien.ledger.entries import Line
from openlien.ledger.models import CaseBalance, JournalEntry, LedgerPolicy, Posting
from openlien.ledger.queries.balances import trial_balance
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.recording import record_event
from tests import cast

from .conftest import TODAY, draft, person
from .plain_books import THRESHOLD, Lines, PlainBooks, PlainCase, PlainPaper, PlainPosting

pytestmark = pytest.mark.django_db
PEOPLE = ("Anna Lind", "Marc Osei", "Piet Roos")
LEAST = {
    "drafts": 60,
    "approvals": 10,
    "postings": 30,
    "reversals": 8,
    "closings": 8,
    "events": 10,
    "refusals": 30,
}
SEEN: Counter[str] = Counter()

accounts = st.sampled_from(["1000", "1250", "2050", "5900", "3000"])
cents = st.integers(1, 40_00)
days = st.builds(date, st.sampled_from([2025, 2026]), st.integers(1, 10), st.integers(1, 28))
months = st.builds(date, st.sampled_from([2025, 2026]), st.integers(1, 10), st.just(1))
people = st.sampled_from(PEOPLE)


large_pairs = st.integers(THRESHOLD, 2 * THRESHOLD).map(lambda part: (("1000", part), ("3000", -part)))
small_pairs = st.integers(1, THRESHOLD - 1).map(lambda part: (("5900", part), ("1000", -part)))


@st.composite
def lines(draw: Callable[..., Any]) -> Lines:
    parts = draw(st.lists(st.tuples(accounts, cents), min_size=1, max_size=3))
    off = draw(st.sampled_from([0, 0, 0, 0, 0, 1]))
    return (*parts, (draw(accounts), -sum(part for _, part in parts) - off))


class Ledger(RuleBasedStateMachine):
    """Drives the product and the model side by side."""

    papers = Bundle("papers")
    waiting = Bundle("waiting")
    ready = Bundle("ready")
    journals = Bundle("journals")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.books = PlainBooks()

    @initialize()
    def open(self) -> None:
        LedgerPolicy.objects.update(approval_threshold=Money.from_cents(THRESHOLD))
        self.actors = {name: person(Role.ACCOUNTING_MANAGER, name) for name in PEOPLE}
        self.cases = [cast.make_case("Zoe Marlow"), cast.make_case("Kai Calder")]
        self.plain_cases = [PlainCase(), PlainCase()]
        self.papers_by_id: dict[object, PlainPaper] = {}

    @rule(target=papers, lines=lines(), day=days, by=people)
    def write(self, lines: Lines, day: date, by: str) -> object:
        wanted = draft([_line(*part) for part in lines], on=day)
        paper = create_journal(self.actors[by], wanted, today=TODAY)
        self.papers_by_id[paper.id] = PlainPaper(lines, day, by)
        self._saw("drafts")
        return paper.id

    @rule(target=waiting, paper=papers)
    def submit(self, paper: object) -> object:
        plain = self.papers_by_id[paper]
        refused = self.books.submit(plain)
        self._same(refused, submit_journal, plain.creator, paper)
        return multiple() if refused else paper

    @rule(target=ready, paper=waiting, by=people)
    def approve(self, paper: object, by: str) -> object:
        refused = self.books.approve(self.papers_by_id[paper], by)
        self._same(refused, approve_journal, by, paper)
        self._saw("approvals", when=not refused)
        return multiple() if refused else paper

    @rule(paper=st.one_of(waiting, ready), by=people)
    def reject(self, paper: object, by: str) -> None:
        plain = self.papers_by_id[paper]
        if plain.status not in {"pending", "approved"}:
            return
        row = JournalEntry.objects.get(id=paper)
        reject_journal(self.actors[by], paper, version=row.version, reason="Not so")
        plain.status = "rejected"

    @rule(target=journals, paper=st.one_of(waiting, ready), by=people)
    def post(self, paper: object, by: str) -> object:
        plain = self.papers_by_id[paper]
        refused = self.books.refusal_to_post(plain, by)
        if refused:
            self._refused(refused, lambda: post_journal(self.actors[by], paper, today=TODAY))
            return multiple()
        posted = post_journal(self.actors[by], paper, today=TODAY)
        assert posted.is_new == (plain.status == "approved")
        if plain.status == "approved":
            plain.status = "posted"
            assert posted.number == self.books.post(paper, PlainPosting(plain.lines, plain.day))
            self._saw("postings")
        return paper

    @rule(target=journals, large=large_pairs, day=days, order=st.permutations(PEOPLE))
    def bring_with_approval(self, large: Lines, day: date, order: list[str]) -> object:
        """The whole way at once, because a walk seldom takes four steps in the one order that leads on."""
        return self._bring(large, day, order)

    @rule(
        target=journals, small=small_pairs, day=days, order=st.permutations(PEOPLE), later=st.integers(0, 60)
    )
    def bring_by_policy_and_reverse(self, small: Lines, day: date, order: list[str], later: int) -> object:
        """Below the threshold a journal and its reversal need nobody's approval."""
        journal = self._bring(small, day, order)
        return self.reverse(journal, order[0], later) if journal in self.books.postings else multiple()

    def _bring(self, lines: Lines, day: date, order: list[str]) -> object:
        writer, approver, poster = order
        paper = self.write(lines, day, writer)
        self.submit(paper)
        self.approve(paper, approver)
        return self.post(paper, poster)

    @rule(target=journals, journal=journals, by=people, later=st.integers(0, 60))
    def reverse(self, journal: object, by: str, later: int) -> object:
        original = self.books.postings[journal]
        day = min(TODAY, date.fromordinal(original.day.toordinal() + later))
        total = sum(part for _, part in original.lines if part > 0)
        if original.is_reversal:
            refused = "reversal_of_reversal"
        elif original.is_reversed:
            refused = "already_reversed"
        elif self.books.is_closed(day):
            refused = "period_closed"
        else:
            refused = None

        def attempt() -> JournalEntry:
            return reverse_journal(self.actors[by], journal, entry_on=day, reason="Back", today=TODAY)

        if refused:
            self._refused(refused, attempt)
            return multiple()
        paper = attempt()
        original.is_reversed = True
        mirrored = tuple((account, -part) for account, part in original.lines)
        plain = PlainPaper(mirrored, day, by, status=paper.status, is_by_policy=total < THRESHOLD)
        self.papers_by_id[paper.id] = plain
        if paper.status == "posted":
            self.books.post(paper.id, PlainPosting(mirrored, day, is_reversal=True))
            self._saw("reversals")
            return paper.id
        return multiple()

    @rule(which=st.integers(0, 1), amount=cents, day=days, by=people, is_payment=st.booleans())
    def tell(self, which: int, amount: int, day: date, by: str, is_payment: bool) -> None:
        plain, case = self.plain_cases[which], self.cases[which]
        money = {"case_id": case.id, "on": day}
        event: events.Event = (
            events.PaymentReceived(**money, amount=Money.from_cents(amount))
            if is_payment
            else events.ChargeApproved(
                **money, retail=Money.from_cents(2 * amount), contracted=Money.from_cents(amount)
            )
        )
        key = f"event-{self.books.seen['keys']}"
        self.books.seen["keys"] += 1

        def attempt() -> Any:
            return record_event(self.actors[by], event, key=key, today=TODAY)

        if self.books.is_closed(day):
            self._refused("period_closed", attempt)
            return
        before = (plain.receivable, plain.revenue)
        if is_payment:
            plain.payments += amount
        else:
            plain.contracted += amount
            plain.retail += 2 * amount
        legs = (
            ("1000" if is_payment else "2000", amount if is_payment else -amount),
            ("1200", plain.receivable - before[0]),
            ("4000", before[1] - plain.revenue),
        )
        recorded = attempt()
        posting = PlainPosting(tuple(leg for leg in legs if leg[1]), day)
        assert recorded.number == self.books.post(recorded.journal_id, posting)
        self._saw("events")

    @rule(month=months)
    def close(self, month: date) -> None:
        refused = self.books.refusal_to_close(month)

        def attempt() -> Any:
            return close_period(self.actors[PEOPLE[0]], month, today=TODAY)

        if refused:
            self._refused(refused, attempt)
            return
        attempt()
        self.books.closed.add(month)
        self.books.touched.add(month)
        self._saw("closings")

    @rule()
    def reopen(self) -> None:
        if self.books.closed:
            last = max(self.books.closed)
            reopen_period(self.actors[PEOPLE[0]], last, reason="Late bill")
            self.books.closed.remove(last)

    @invariant()
    def balances_are_those_of_the_model(self) -> None:
        if not hasattr(self, "actors"):
            return
        assert _balances(self.actors[PEOPLE[0]]) == self.books.balances()

    def teardown(self) -> None:
        try:
            self._compare_at_the_end()
        finally:
            transaction.set_rollback(True)
            with suppress(transaction.TransactionManagementError):
                self.savepoint.__exit__(None, None, None)

    def _compare_at_the_end(self) -> None:
        if not hasattr(self, "actors"):
            return
        reader = self.actors[PEOPLE[0]]
        for month in range(1, 11):
            until = date(2026, month, 15)
            assert _balances(reader, until) == self.books.balances(until)
        for case, plain in zip(self.cases, self.plain_cases, strict=True):
            kept = CaseBalance.objects.get(case_account__case=case)
            assert (kept.cost_balance.cents, kept.excess_recovery.cents) == (plain.receivable, plain.revenue)
        numbers = Counter(int(number_of(posting)[3:7]) for posting in Posting.objects.select_related("seal"))
        assert numbers == self.books.numbers
        statuses = dict(JournalEntry.objects.values_list("id", "status"))
        for id_, plain in self.papers_by_id.items():
            is_reversed = id_ in self.books.postings and self._is_taken_back(id_)
            assert statuses[id_] == ("reversed" if is_reversed else plain.status)
        assert broken_invariants() == []

    def _is_taken_back(self, id_: object) -> bool:
        return Posting.objects.filter(reverses_id=id_).exists()

    def _same(self, refused: str | None, action: Callable[..., Any], by: str, paper: object) -> None:
        version = JournalEntry.objects.get(id=paper).version

        def attempt() -> Any:
            return action(self.actors[by], paper, version=version, today=TODAY)

        self._refused(refused, attempt) if refused else attempt()

    def _refused(self, code: str, attempt: Callable[[], Any]) -> None:
        with pytest.raises(DomainError) as refusal:
            attempt()
        assert refusal.value.code == code
        self._saw("refusals")

    def _saw(self, what: str, *, when: bool = True) -> None:
        SEEN[what] += when


def _line(account: str, part: int) -> Line:
    amount = Money.from_cents(abs(part))
    return Line(account, debit=amount) if part > 0 else Line(account, credit=amount)


def _balances(reader: Actor, until: date | None = None) -> dict[str, int]:
    rows = trial_balance(reader, as_of=until).rows
    return {
        row.number: row.debit_cents - row.credit_cents for row in rows if row.debit_cents != row.credit_cents
    }


def test_the_books_follow_the_model() -> None:
    SEEN.clear()
    chosen = settings(
        max_examples=40,
        stateful_step_count=50,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Ledger, settings=chosen)
    too_few = {what: SEEN[what] for what, least in LEAST.items() if SEEN[what] < least}
    assert too_few == {}, SEEN
