"""What still stands between a case account and its closing (ruling C1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.ledger.models import JournalEntry
from openlien.ledger.position import Position
from openlien.ledger.queries.account_read import CaseAccountRecord
from openlien.ledger.vocabulary import JournalStatus
from openlien.payments.models import WriteOffRequest

UNFINISHED = (JournalStatus.DRAFT, JournalStatus.PENDING, JournalStatus.APPROVED)


class Hindrance(StrEnum):
    """What can keep an account open; the last two only deserve a look."""

    COST = "cost_open"
    LIEN = "lien_open"
    OVERPAID = "lien_negative"
    REFUND = "refund_due"
    WRITE_OFF = "write_off_waiting"
    COST_UNKNOWN = "cost_unknown"
    JOURNALS = "journals_unposted"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way; `is_blocking` is false where the account could be closed anyway.

    *Shapes*: `subject_id` is the request of a write-off, which is decided one by one.
    """

    hindrance: Hindrance
    amount: Money | None = None
    count: int = 0
    is_blocking: bool = True
    subject_id: UUID | None = None


def obstacles_of(actor: Actor, account: CaseAccountRecord) -> list[Obstacle]:
    """Everything that keeps the account open, then what should be looked at; none blocking: it can be closed.

    *Raises*: Forbidden.
    *Source*: ruling C1.
    """
    actor.require(Permission.LEDGER_VIEW)
    return [
        *_balances(account.standing.position),
        *_write_offs(account.case_id),
        *_looks(account),
    ]


def _balances(position: Position) -> list[Obstacle]:
    found = []
    if position.lien_balance > Money.zero:
        found.append(Obstacle(Hindrance.LIEN, position.lien_balance))
    if position.lien_balance < Money.zero:
        found.append(Obstacle(Hindrance.OVERPAID, Money.zero - position.lien_balance))
    if position.cost_balance:
        found.append(Obstacle(Hindrance.COST, position.cost_balance))
    if position.refund_liability:
        found.append(Obstacle(Hindrance.REFUND, position.refund_liability))
    return found


def _write_offs(case_id: UUID) -> list[Obstacle]:
    waiting = WriteOffRequest.objects.filter(
        bill__case_id=case_id, status=WriteOffRequest.Status.PENDING
    ).order_by("requested_at", "id")
    return [Obstacle(Hindrance.WRITE_OFF, request.amount, 1, subject_id=request.id) for request in waiting]


def _looks(account: CaseAccountRecord) -> list[Obstacle]:
    found = []
    if unknown := account.standing.charges_of_unknown_cost:
        found.append(Obstacle(Hindrance.COST_UNKNOWN, None, unknown, is_blocking=False))
    papers = JournalEntry.objects.filter(case_account_id=account.id, status__in=UNFINISHED)
    if count := papers.count():
        found.append(Obstacle(Hindrance.JOURNALS, None, count, is_blocking=False))
    return found
