"""What an action would put into the books, shown before it is done; and done only as it was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from openlien.identity.actor import Actor
from openlien.kit.errors import Conflict
from openlien.kit.money import Money
from openlien.ledger.actions.journals import number_of
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.models import CaseBalance, CaseTransaction, GLEntry, Posting, Seal
from openlien.ledger.position import Position

R = TypeVar("R")
# A digest is hexadecimal, so it is never one of these.
NOTHING_POSTED, ANYTHING = "nothing", "anything"


@dataclass(frozen=True, slots=True)
class RehearsedLine:
    """One line of a journal: an account and an amount on one side."""

    account: str
    account_name: str
    debit: Money
    credit: Money


@dataclass(frozen=True, slots=True)
class RehearsedJournal:
    """One journal as it enters the books; its number is only certain once it is in them."""

    number: str
    event: str
    description: str
    entry_on: date
    posting_on: date
    lines: tuple[RehearsedLine, ...]


@dataclass(frozen=True, slots=True)
class RehearsedChange:
    """What one event changes of the case's totals; those without a journal are memos."""

    event: str
    is_memo: bool
    changes: tuple[tuple[str, Money], ...]


@dataclass(frozen=True)
class Rehearsal(Generic[R]):
    """An action's outcome: its journals, its changes of the totals, the position after it.

    `is_kept` is false where all of it was taken back again; `digest` names exactly these journals and
    changes.
    """

    result: R
    journals: tuple[RehearsedJournal, ...]
    changes: tuple[RehearsedChange, ...]
    after: Position
    digest: str
    is_kept: bool
    is_repeated: bool = False


class PreviewOutdated(Conflict):
    """Not posted. The account changed since this was looked at; look at it again, then post."""


class _TakenBack(Exception):
    """Carries a rehearsal out of the savepoint that it undoes."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__()
        self.rehearsal = rehearsal


@ledger_action
def rehearse(
    actor: Actor,
    write: Callable[[], R],
    *,
    account_of: Callable[[R], UUID],
    confirmed: str = "",
    is_repeated: Callable[[R], bool] | None = None,
) -> Rehearsal[R]:
    """What the write does to its case account, kept only where `confirmed` is the digest of just that.

    A write that was done before, by the same idempotency key, is neither repeated nor taken back; without
    `is_repeated` it is one that nothing came of.
    *Raises*: whatever the write raises; so a rehearsal refuses what the posting would refuse.
    """
    try:
        with transaction.atomic():
            found = _observed(write, account_of)
            came_of_nothing = found.digest == NOTHING_POSTED
            if came_of_nothing if is_repeated is None else is_repeated(found.result):
                return replace(found, is_repeated=True)
            if confirmed not in (found.digest, ANYTHING):
                with connection.cursor() as cursor:
                    # What is checked at the end of the transaction is checked for a rehearsal too.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                raise _TakenBack(found)
            return found
    except _TakenBack as taken:
        return replace(taken.rehearsal, is_kept=False)


@ledger_action
def carry_out(
    actor: Actor,
    write: Callable[[], R],
    *,
    account_of: Callable[[R], UUID],
    is_repeated: Callable[[R], bool],
    is_preview: bool,
    confirmed: str,
) -> Rehearsal[R]:
    """For programs: the rehearsal of the write, or the write itself, without a preview where none is named.

    *Raises*: PreviewOutdated where `confirmed` is the digest of something else; whatever the write raises.
    """
    wanted = "" if is_preview else confirmed or ANYTHING
    found = rehearse(actor, write, account_of=account_of, confirmed=wanted, is_repeated=is_repeated)
    if not found.is_kept and not is_preview:
        raise PreviewOutdated()
    return found


def _observed(write: Callable[[], R], account_of: Callable[[R], UUID]) -> Rehearsal[R]:
    seal = Seal.objects.aggregate(last=Max("id"))["last"] or 0
    moved = CaseTransaction.objects.aggregate(last=Max("id"))["last"] or 0
    result = write()
    account_id = account_of(result)
    journals = _journals(account_id, after=seal)
    changes = _changes(account_id, after=moved)
    return Rehearsal(result, journals, changes, _position(account_id), _digest(journals, changes), True)


def _journals(account_id: UUID, *, after: int) -> tuple[RehearsedJournal, ...]:
    postings = list(
        Posting.objects.filter(case_account_id=account_id, seal_id__gt=after)
        .select_related("seal")
        .order_by("seal_id", "place")
    )
    lines: dict[UUID, list[RehearsedLine]] = {posting.id: [] for posting in postings}
    booked = GLEntry.objects.filter(posting_id__in=lines).select_related("account")
    for line in booked.order_by("posting_id", "line_number"):
        lines[line.posting_id].append(
            RehearsedLine(line.account.number, line.account.name, line.debit, line.credit)
        )
    return tuple(
        RehearsedJournal(
            number=number_of(posting),
            event=posting.event,
            description=posting.description,
            entry_on=posting.entry_on,
            posting_on=posting.posting_on,
            lines=tuple(lines[posting.id]),
        )
        for posting in postings
    )


def _changes(account_id: UUID, *, after: int) -> tuple[RehearsedChange, ...]:
    rows = CaseTransaction.objects.filter(case_account_id=account_id, id__gt=after).order_by("id")
    return tuple(
        RehearsedChange(
            event=row.event,
            is_memo=row.posting_id is None,
            changes=tuple((name, amount) for name in _AMOUNTS if (amount := getattr(row, name))),
        )
        for row in rows
    )


def _position(account_id: UUID) -> Position:
    kept = CaseBalance.objects.get(case_account_id=account_id)
    return Position(**{field.name: getattr(kept, field.name) for field in fields(Position)})


def _digest(journals: tuple[RehearsedJournal, ...], changes: tuple[RehearsedChange, ...]) -> str:
    if not journals and not changes:
        return NOTHING_POSTED
    # Which number a journal gets is only certain once it is in the books.
    unnumbered = [replace(journal, number="") for journal in journals]
    return hashlib.sha256(repr((unnumbered, changes)).encode()).hexdigest()[:32]


_AMOUNTS = (
    "retail",
    "contracted",
    "reduction",
    "payment",
    "refund_due",
    "refund_paid",
    "cost_written_off",
    "lien_written_off",
)
