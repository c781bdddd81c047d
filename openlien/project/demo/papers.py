"""Journals that the demo's people wrote by hand, in every state, and what they noted on case accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.dates import add_months, month_end, month_start
from openlien.kit.money import Money
from openlien.ledger.actions.drafts import Draft, create_journal
from openlien.ledger.actions.journals import (
    approve_journal,
    post_journal,
    reject_journal,
    reverse_journal,
    submit_journal,
)
from openlien.ledger.entries import Line
from openlien.ledger.models import CaseAccount
from openlien.ledger.vocabulary import CaseAccountStatus, CollectionStatus, JournalStatus

from .books import demo_key, first_open_day, person
from .users import Desks

CASH, EQUITY, WRITE_OFFS, OVERHEADS = "1000", "3000", "5200", "5900"
MONTHS_OF_RENT = 18
HELD, OVER_LIMIT, IN_COLLECTION = 12, 9, 25


@dataclass(frozen=True)
class Paper:
    """One journal and how far it came. *Units*: dollars."""

    name: str
    on: date
    words: str
    debit: str
    credit: str
    amount: str
    becomes: JournalStatus
    reason: str = ""


def write_papers(
    actor: Actor, batch_id: UUID, desks: Desks, *, as_of: date, first_on: date, equity: Money
) -> None:
    """Writes the journals: an analyst enters them, the controller decides, the accounting manager posts."""
    people = {
        "writer": person(desks, Role.FINANCIAL_ANALYST, actor),
        "decider": person(desks, Role.CFO_CONTROLLER, actor),
        "poster": person(desks, Role.ACCOUNTING_MANAGER, actor),
    }
    for paper in _papers(as_of=as_of, first_on=first_on, equity=equity):
        _write(people, batch_id, paper, today=as_of)


def note_accounts(batch_id: UUID, *, as_of: date) -> None:
    """Holds, credit limits that charges went beyond, and accounts in collection; settled ones are closed."""
    mine = CaseAccount.objects.filter(case__batch_id=batch_id, status=CaseAccountStatus.ACTIVE.value)
    _close_settled(mine)
    active = list(mine.order_by("-balance__contracted", "number").values_list("id", flat=True)[:400])
    CaseAccount.objects.filter(id__in=active[:OVER_LIMIT]).update(
        credit_limit="7500.00", version=F("version") + 1
    )
    CaseAccount.objects.filter(id__in=active[OVER_LIMIT:120]).update(
        credit_limit="250000.00", version=F("version") + 1
    )
    CaseAccount.objects.filter(id__in=active[150::20][:HELD]).update(
        status=CaseAccountStatus.HOLD.value,
        status_reason="Waiting for the attorney's answer on the payoff",
        version=F("version") + 1,
    )
    CaseAccount.objects.filter(id__in=active[155::9][:IN_COLLECTION]).update(
        collection_status=CollectionStatus.IN_COLLECTION.value, version=F("version") + 1
    )


def _close_settled(mine) -> None:
    """Accounts of paid cases are closed on their last day; what was given up altogether is written off."""
    at_zero = mine.filter(
        balance__cost_balance="0.00", balance__lien_balance="0.00", balance__refund_liability="0.00",
        balance__transactions__gt=0,
    )  # fmt: skip
    lost = at_zero.filter(balance__payments="0.00", balance__lien_written_off__gt="0.00")
    lost.update(
        status=CaseAccountStatus.WRITTEN_OFF.value,
        status_reason="Recovery exhausted; approved as bad debt",
        version=F("version") + 1,
    )
    for account in at_zero.filter(case__stage="closed_disbursed").select_related("balance", "case"):
        account.status, account.status_reason = CaseAccountStatus.CLOSED.value, "Paid out and settled"
        account.closed_on = max(account.opened_on, account.balance.last_activity_on, account.case.stage_on)
        account.version += 1
        account.save(update_fields=["status", "status_reason", "closed_on", "version"])


def _papers(*, as_of: date, first_on: date, equity: Money) -> Iterator[Paper]:
    yield Paper("equity", month_start(first_on), "Capital paid in by the owners", CASH, EQUITY, str(equity),
                JournalStatus.POSTED)  # fmt: skip
    for back in range(MONTHS_OF_RENT, 0, -1):
        on = month_end(add_months(month_start(as_of), -back))
        words = f"Office rent and software, {on:%B %Y}"
        yield Paper(f"rent-{on:%Y-%m}", on, words, OVERHEADS, CASH, "18450.00", JournalStatus.POSTED)
    yesterday, week = as_of - timedelta(days=1), month_start(as_of)
    yield Paper("recovery", week, "Recovery agency's fee, booked twice", OVERHEADS, CASH, "3120.00",
                JournalStatus.REVERSED, "The fee was booked twice")  # fmt: skip
    yield Paper("filing", week, "Court filing fees, third quarter", OVERHEADS, CASH, "6275.40",
                JournalStatus.APPROVED)  # fmt: skip
    yield Paper("audit", yesterday, "Fee of the yearly audit, first part", OVERHEADS, CASH, "24000.00",
                JournalStatus.PENDING)  # fmt: skip
    yield Paper("courier", yesterday, "Courier and records retrieval", OVERHEADS, CASH, "1184.65",
                JournalStatus.PENDING)  # fmt: skip
    yield Paper("reserve", yesterday, "Reserve for cases without counsel", WRITE_OFFS, CASH, "52000.00",
                JournalStatus.REJECTED, "A reserve does not touch cash")  # fmt: skip
    yield Paper("insurance", as_of, "Errors and omissions insurance", OVERHEADS, CASH, "9800.00",
                JournalStatus.DRAFT)  # fmt: skip
    yield Paper(
        "deposit", as_of, "Deposit for the new office", OVERHEADS, CASH, "7500.00", JournalStatus.DRAFT
    )


def _write(people: dict[str, Actor], batch_id: UUID, paper: Paper, *, today: date) -> None:
    cost_center = "ADMIN" if paper.debit == OVERHEADS else ""
    lines = (
        Line(paper.debit, debit=Money(paper.amount), cost_center=cost_center, department="FIN"),
        Line(paper.credit, credit=Money(paper.amount), department="FIN"),
    )
    draft = Draft(
        template="manual-adjustment",
        entry_on=paper.on,
        posting_on=max(paper.on, first_open_day()),
        description=paper.words,
        lines=lines,
    )
    key = demo_key(batch_id, "paper", paper.name)
    journal = create_journal(people["writer"], draft, today=today, idempotency_key=key)
    if paper.becomes is JournalStatus.DRAFT:
        return
    journal = submit_journal(people["writer"], journal.id, version=journal.version, today=today)
    if paper.becomes is JournalStatus.REJECTED:
        reject_journal(people["decider"], journal.id, version=journal.version, reason=paper.reason)
    elif paper.becomes is not JournalStatus.PENDING:
        if journal.status == JournalStatus.PENDING:
            journal = approve_journal(people["decider"], journal.id, version=journal.version, today=today)
        if paper.becomes is not JournalStatus.APPROVED:
            post_journal(people["poster"], journal.id, today=today)
        if paper.becomes is JournalStatus.REVERSED:
            _reverse(people, batch_id, journal.id, paper, today=today)


def _reverse(
    people: dict[str, Actor], batch_id: UUID, journal_id: UUID, paper: Paper, *, today: date
) -> None:
    reversal = reverse_journal(
        people["poster"],
        journal_id,
        entry_on=paper.on,
        reason=paper.reason,
        today=today,
        idempotency_key=demo_key(batch_id, "reversal", paper.name),
    )
    if reversal.status == JournalStatus.PENDING:
        reversal = approve_journal(people["decider"], reversal.id, version=reversal.version, today=today)
        post_journal(people["writer"], reversal.id, today=today)
