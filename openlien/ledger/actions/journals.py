"""The way of a journal into the books: submitted, approved or rejected, posted, reversed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Now

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError, Forbidden
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money

from ..door import post_entry
from ..entries import Posted
from ..errors import (
    AlreadyReversed,
    JournalNotApproved,
    JournalNotDraft,
    JournalNotPending,
    OneLineEntry,
    OutOfBalance,
    PeriodClosed,
    PeriodLocked,
    ReasonRequired,
    ReversalOfReversal,
    ReversalTooEarly,
    SelfApproval,
    TemplateInactive,
    UnknownJournal,
)
from ..models import JournalEntry, JournalLine, JournalTemplate, LedgerPolicy, Posting
from ..papers import entry_of_paper, entry_that_reverses, mirrored_lines
from ..queries.posting_days import period_of
from ..vocabulary import EntryType, JournalStatus, PeriodStatus, Policy
from .drafts import Draft, change_journal, checked_posting_day, create_journal, locked_paper, write_lines
from .unit import ledger_action

REASON_LETTERS_MAX = 500


class ChangedBySomebodyElse(Conflict):
    """Not submitted. {editor} was the last to change this draft; open it, check it, save it and then
    submit."""


@dataclass(frozen=True)
class NotDone:
    """A journal that was left as it was, and why."""

    journal_id: UUID
    sentence: str


@ledger_action
def write_and_submit(
    actor: Actor,
    draft: Draft,
    *,
    today: date,
    journal_id: UUID | None = None,
    version: int = 0,
    idempotency_key: str | None = None,
) -> JournalEntry:
    """The new or changed draft, submitted in the same transaction: refused, nothing is written.

    *Raises*: as `create_journal`, `change_journal` and `submit_journal`.
    """
    if journal_id is None:
        paper = create_journal(actor, draft, today=today, idempotency_key=idempotency_key)
    else:
        paper = change_journal(actor, journal_id, draft, version=version, today=today)
    if paper.status != JournalStatus.DRAFT:
        return paper
    return submit_journal(actor, paper.id, version=paper.version, today=today)


@ledger_action
def submit_journal(actor: Actor, journal_id: UUID, *, version: int, today: date) -> JournalEntry:
    """The journal: waiting for approval, approved by policy, or posted where its template posts by itself.

    *Raises*: Forbidden, NotFound, StaleVersion, JournalNotDraft, ChangedBySomebodyElse, OneLineEntry,
    OutOfBalance, PeriodClosed, PeriodLocked, TemplateInactive, and what the door refuses when it is posted
    at once.
    """
    actor.require(Permission.JOURNALS_WRITE)
    paper = locked_paper(journal_id, version=version)
    if paper.status != JournalStatus.DRAFT:
        raise JournalNotDraft(status=paper.get_status_display().lower())
    # Who changed it last stands for its content: otherwise that person could approve what they wrote.
    if paper.updated_by_id != actor.user_id:
        raise ChangedBySomebodyElse(editor=paper.updated_by.name if paper.updated_by else "The product")
    return _submit(actor, paper, today=today)


@ledger_action
def withdraw_journal(actor: Actor, journal_id: UUID, *, version: int) -> JournalEntry:
    """The journal as a draft again, before anybody approved it.

    *Raises*: Forbidden, NotFound, StaleVersion, JournalNotPending.
    """
    actor.require(Permission.JOURNALS_WRITE)
    paper = _pending(journal_id, version=version)
    return _moved(actor, paper, status=JournalStatus.DRAFT, submitted_at=None, submitted_by_id=None)


@ledger_action
def approve_journal(actor: Actor, journal_id: UUID, *, version: int, today: date) -> JournalEntry:
    """The approved journal, posted at once where its template says so.

    *Raises*: Forbidden, NotFound, StaleVersion, JournalNotPending, SelfApproval.
    """
    actor.require(Permission.JOURNALS_APPROVE)
    paper = _pending(journal_id, version=version)
    if actor.user_id is None:
        raise Forbidden(permission=Permission.JOURNALS_APPROVE.value, roles="")
    if actor.user_id in {paper.created_by_id, paper.submitted_by_id}:
        raise SelfApproval()
    approved = _moved(
        actor, paper, status=JournalStatus.APPROVED, approved_by_id=actor.user_id, approved_at=Now()
    )
    return _auto_posted(actor, approved, today=today)


def approve_journals(
    actor: Actor, wanted: Sequence[tuple[UUID, int]], *, today: date
) -> tuple[int, list[NotDone]]:
    """How many of these journals (id, version) were approved, and those that were not.

    Each is a transaction of its own: one that changed meanwhile does not keep the others waiting.
    *Raises*: Forbidden.
    """
    actor.require(Permission.JOURNALS_APPROVE)
    refused = []
    for journal_id, version in wanted:
        try:
            approve_journal(actor, journal_id, version=version, today=today)
        except DomainError as error:
            refused.append(NotDone(journal_id, error.sentence))
    return len(wanted) - len(refused), refused


@ledger_action
def reject_journal(actor: Actor, journal_id: UUID, *, version: int, reason: str) -> JournalEntry:
    """The rejected journal; its writer may change it and submit it again.

    *Raises*: Forbidden, NotFound, StaleVersion, JournalNotPending, ReasonRequired.
    """
    actor.require(Permission.JOURNALS_APPROVE)
    paper = locked_paper(journal_id, version=version)
    if paper.status not in {JournalStatus.PENDING, JournalStatus.APPROVED}:
        raise JournalNotPending(status=paper.get_status_display().lower())
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not stated:
        raise ReasonRequired()
    return _moved(
        actor,
        paper,
        status=JournalStatus.REJECTED,
        rejected_at=Now(),
        rejected_by_id=actor.user_id,
        rejection_reason=stated,
        approved_by_id=None,
        policy=Policy.NONE,
    )


@ledger_action
def post_journal(actor: Actor, journal_id: UUID, *, today: date) -> Posted:
    """The journal in the books; posting it again gives the same answer.

    *Raises*: Forbidden, NotFound, JournalNotApproved, PosterIsApprover, PosterIsCreator, PeriodClosed,
    PeriodLocked, CaseAccountClosed and what else the door refuses.
    """
    actor.require(Permission.JOURNALS_POST)
    paper = locked_paper(journal_id)
    if paper.status not in {JournalStatus.APPROVED, JournalStatus.POSTED, JournalStatus.REVERSED}:
        raise JournalNotApproved(status=paper.get_status_display().lower())
    return post_entry(actor, entry_of_paper(actor, paper, poster_id=actor.user_id), today=today)


@ledger_action
def reverse_journal(
    actor: Actor,
    journal_id: UUID,
    *,
    entry_on: date,
    reason: str,
    today: date,
    posting_on: date | None = None,
    idempotency_key: str | None = None,
) -> JournalEntry:
    """The reversal as a journal of its own: posted where policy lets it through, else waiting for approval.

    *Raises*: Forbidden, UnknownJournal, ReversalOfReversal, AlreadyReversed, ReversalTooEarly,
    FutureEntryDate, PostingDayNotOffered, ReasonRequired, IdempotencyKeyReused.
    """
    actor.require(Permission.JOURNALS_POST)
    content = content_hash(journal=journal_id, on=entry_on, posting_on=posting_on, reason=reason)
    if earlier := earlier_result(JournalEntry, idempotency_key, content):
        return earlier
    posting = _reversible(journal_id, on=entry_on)
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not stated:
        raise ReasonRequired()
    paper = JournalEntry.objects.create(
        template=JournalTemplate.objects.get(code="reversal"),
        type=EntryType.REVERSAL,
        reverses=posting,
        case_account_id=posting.case_account_id,
        entry_on=entry_on,
        posting_on=checked_posting_day(entry_on, posting_on, today=today),
        description=stated,
        reference=posting.reference,
        idempotency_key=idempotency_key,
        content_hash=content,
        created_by_id=actor.user_id,
        updated_by_id=actor.user_id,
    )
    write_lines(paper, mirrored_lines(posting.id))
    return _submit(actor, locked_paper(paper.id), today=today)


@ledger_action
def reverse_event(
    actor: Actor, event: str, key: str, *, on: date, today: date, posting_on: date | None = None
) -> Posted:
    """The reversal of what an event posted, such as an accrual on the first day of the next month.

    *Shapes*: the event's name and the key it was recorded with.
    *Raises*: UnknownJournal, ReversalOfReversal, AlreadyReversed, ReversalTooEarly and what the door refuses.
    """
    posting = Posting.objects.filter(key=f"{event}:{key}").first()
    if posting is None:
        raise UnknownJournal()
    number = number_of(posting)
    return post_entry(
        actor, entry_that_reverses(actor, posting, number=number, on=on, posting_on=posting_on), today=today
    )


def number_of(posting: Posting) -> str:
    """The journal's number, as people read it."""
    return f"JE-{posting.seal.year}-{posting.seal.first_serial + posting.place:07d}"


def _submit(actor: Actor, paper: JournalEntry, *, today: date) -> JournalEntry:
    amount = _checked_total(paper)
    _refuse_closed_period(paper.posting_on)
    policy = _policy_for(paper.template, amount)
    changes = {"submitted_at": Now(), "submitted_by_id": actor.user_id, "rejection_reason": ""}
    if policy is Policy.NONE:
        return _moved(actor, paper, status=JournalStatus.PENDING, **changes)
    approved = _moved(
        actor, paper, status=JournalStatus.APPROVED, policy=policy, approved_at=Now(), **changes
    )
    if paper.reverses_id:
        post_entry(actor, entry_of_paper(actor, approved, poster_id=actor.user_id), today=today)
        return JournalEntry.objects.get(id=paper.id)
    return _auto_posted(actor, approved, today=today)


def _checked_total(paper: JournalEntry) -> Money:
    if not paper.template.is_active:
        raise TemplateInactive(template=paper.template.name)
    lines = JournalLine.objects.filter(journal=paper)
    if lines.count() < 2:
        raise OneLineEntry()
    sums = lines.aggregate(debits=Sum("debit"), credits=Sum("credit"))
    debits, credits = sums["debits"], sums["credits"]
    if debits != credits:
        raise OutOfBalance(debits=debits, credits=credits, difference=debits - credits)
    return debits


def _refuse_closed_period(posting_on: date) -> None:
    """Early, because the posting date is frozen once the journal is submitted; the door asks again."""
    period = period_of(posting_on)
    if not period.is_open:
        refusal = PeriodLocked if period.status is PeriodStatus.LOCKED else PeriodClosed
        raise refusal(month=period.month_name, next_open_on=period.next_open_on)


def _policy_for(template: JournalTemplate, amount: Money) -> Policy:
    """Which policy lets the journal through; none when a person has to approve it (ruling C8)."""
    if not template.requires_approval:
        return Policy.TEMPLATE
    threshold = LedgerPolicy.objects.get().approval_threshold
    return Policy.THRESHOLD if amount < threshold else Policy.NONE


def _auto_posted(actor: Actor, paper: JournalEntry, *, today: date) -> JournalEntry:
    if not paper.template.auto_post:
        return paper
    # The system posts, so that approving a journal does not make its approver the poster.
    post_entry(actor, entry_of_paper(actor, paper, poster_id=None), today=today)
    return JournalEntry.objects.get(id=paper.id)


def _pending(journal_id: UUID, *, version: int) -> JournalEntry:
    paper = locked_paper(journal_id, version=version)
    if paper.status != JournalStatus.PENDING:
        raise JournalNotPending(status=paper.get_status_display().lower())
    return paper


def _moved(actor: Actor, paper: JournalEntry, **changes: object) -> JournalEntry:
    JournalEntry.objects.filter(id=paper.id).update(
        **changes, updated_by_id=actor.user_id, updated_at=Now(), version=paper.version + 1
    )
    return locked_paper(paper.id)


def _reversible(journal_id: UUID, *, on: date) -> Posting:
    posting = Posting.objects.filter(id=journal_id).select_related("seal").first()
    if posting is None:
        raise UnknownJournal()
    if posting.type == EntryType.REVERSAL:
        raise ReversalOfReversal(number=number_of(posting))
    waiting = JournalEntry.objects.filter(reverses=posting).exclude(status=JournalStatus.REJECTED)
    if waiting.exists() or Posting.objects.filter(reverses=posting).exists():
        raise AlreadyReversed()
    if on < posting.entry_on:
        raise ReversalTooEarly(entry_on=posting.entry_on)
    return posting


__all__ = [
    "Draft",
    "approve_journal",
    "approve_journals",
    "number_of",
    "post_journal",
    "reject_journal",
    "reverse_event",
    "reverse_journal",
    "submit_journal",
    "withdraw_journal",
    "write_and_submit",
]
