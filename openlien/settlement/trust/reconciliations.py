"""Months of an account: one person prepares the three numbers, another completes and freezes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openlien.cases.documents.actions import Upload, file_document
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.dates import add_months, month_end, month_start
from openlien.kit.errors import NotFound
from openlien.kit.money import Money

from ..models import EscrowAccount, TrustReconciliation
from .errors import (
    FiguresMoved,
    MonthNotOver,
    MonthsInOrder,
    NotBalanced,
    PersonMissing,
    ReconciliationFrozen,
    ReopeningReasonMissing,
    SecondPersonNeeded,
)
from .facts import Facts, digest_of, facts_of
from .months import last_completed
from .paper import reconciliation_pdf
from .queries import AccountHead, find_account, head_of, reconcile_on

REASON_LETTERS_MAX = 300


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One version of a month: prepared, or completed and frozen."""

    id: UUID
    account_id: UUID
    month: date
    version: int
    bank_balance: Money
    facts: Facts
    digest: str
    reason: str
    prepared_by_id: UUID
    prepared_by: str
    prepared_at: datetime
    completed_by: str
    completed_at: datetime | None
    document_id: UUID | None

    @property
    def is_completed(self) -> bool:
        """Whether it is frozen."""
        return self.completed_at is not None


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of an account: its versions, the figures as they stand now, whether it may be prepared."""

    account: AccountHead
    month: date
    versions: tuple[MonthRow, ...]
    now: Facts | None
    is_over: bool
    is_next: bool

    @property
    def draft(self) -> MonthRow | None:
        """The version that waits for its second person."""
        return next((each for each in self.versions if not each.is_completed), None)

    @property
    def completed(self) -> MonthRow | None:
        """The version that counts."""
        return next((each for each in self.versions if each.is_completed), None)

    @property
    def shown(self) -> MonthRow | None:
        """The version whose figures the page is about."""
        return self.draft or self.completed

    @property
    def has_moved(self) -> bool:
        """Whether the figures are others now than when they were prepared."""
        return self.shown is not None and self.now is not None and self.now != self.shown.facts


@action
def prepare_month(
    actor: Actor, account_id: UUID, month: date, *, bank_balance: Money, today: date, reason: str = ""
) -> TrustReconciliation:
    """The month with its three numbers, to be completed by another person; prepared again it says them anew.

    A month that is completed becomes another version, for a reason.
    *Raises*: Forbidden, NotFound, PersonMissing, MonthNotOver, MonthsInOrder, ReopeningReasonMissing,
    PreparedMeanwhile, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.TRUST_IMPORT)
    account = find_account(actor, account_id)
    first = month_start(month)
    if actor.user_id is None:
        raise PersonMissing()
    _check_month(account.id, first, today)
    row = _row_to_prepare(account, first, plain_text(reason, letters_max=REASON_LETTERS_MAX))
    facts = live_facts(actor, account, first, bank_balance)
    row.bank_balance, row.facts, row.digest = bank_balance, facts, digest_of(facts)
    row.adjusted_bank, row.book = Money(facts["adjusted_bank"]), Money(facts["book"])
    row.clients = Money(facts["clients_total"])
    row.prepared_by_id = actor.user_id
    row.save()
    return TrustReconciliation.objects.get(id=row.id)


@action
def complete_month(
    actor: Actor, reconciliation_id: UUID, *, made_at: datetime, company: str
) -> TrustReconciliation:
    """The month, frozen with its PDF; only balanced, in order, and by another person than prepared it.

    *Raises*: Forbidden, NotFound, PersonMissing, ReconciliationFrozen, SecondPersonNeeded, FiguresMoved,
    NotBalanced, MonthsInOrder, PdfNotMade.
    """
    actor.require(Permission.TRUST_RECONCILE)
    row = TrustReconciliation.objects.select_for_update(of=("self",)).filter(id=reconciliation_id).first()
    if row is None:
        raise NotFound()
    _check_completion(actor, row)
    title = f"Trust reconciliation {row.account.name} {row.month:%B %Y}, version {row.version}"
    pdf = reconciliation_pdf(
        row.facts,
        version=row.version,
        digest=row.digest,
        prepared_by=row.prepared_by.name,
        completed_by=actor.name,
        made_at=made_at,
        company=company,
    )
    name = f"trust-reconciliation-{row.month:%Y-%m}-v{row.version}.pdf"
    row.document = file_document(
        actor, Upload(name, [pdf], title=title[:200]), case_number=None, permission=Permission.TRUST_RECONCILE
    )
    row.completed_by_id, row.completed_at = actor.user_id, made_at
    row.save(update_fields=["document", "completed_by", "completed_at"])
    return row


def months(actor: Actor, account_id: UUID, *, today: date) -> tuple[list[MonthRow], date]:
    """Every version of every month, the newest first, and the month that comes next.

    *Raises*: Forbidden, NotFound.
    """
    account = find_account(actor, account_id)
    found = TrustReconciliation.objects.filter(account=account).select_related("prepared_by", "completed_by")
    return [_month_row(each) for each in found.order_by("-month", "-version")], next_month(account_id, today)


def month_view(
    actor: Actor, account_id: UUID, month: date, *, today: date, bank_balance: Money | None = None
) -> MonthView:
    """One month with its versions and the figures as they stand now.

    *Raises*: Forbidden, NotFound.
    """
    account = find_account(actor, account_id)
    first = month_start(month)
    found = TrustReconciliation.objects.filter(account=account, month=first)
    versions = tuple(
        _month_row(each) for each in found.select_related("prepared_by", "completed_by").order_by("-version")
    )
    bank = bank_balance if bank_balance is not None else (versions[0].bank_balance if versions else None)
    return MonthView(
        account=head_of(account),
        month=first,
        versions=versions,
        now=None if bank is None else live_facts(actor, account, first, bank),
        is_over=month_end(first) < today,
        is_next=_is_next(account.id, first),
    )


def next_month(account_id: UUID, today: date) -> date:
    """The month to reconcile next: the one after the last completed, at first the last that is over."""
    last = last_completed(account_id)
    return add_months(last, 1) if last else add_months(month_start(today), -1)


def live_facts(actor: Actor, account: EscrowAccount, month: date, bank: Money) -> Facts:
    """The figures of a month as they stand now."""
    found = reconcile_on(actor, account.id, bank=bank, as_of=month_end(month))
    return facts_of(found, account=account.name, bank=head_of(account).words, month=month)


def _check_month(account_id: UUID, month: date, today: date) -> None:
    if month_end(month) >= today:
        raise MonthNotOver(month=f"{month:%B %Y}")
    last = last_completed(account_id)
    if last is not None and month > add_months(last, 1):
        raise MonthsInOrder()
    if last is not None and month < last and not _is_completed(account_id, month):
        raise MonthsInOrder()


def _is_next(account_id: UUID, month: date) -> bool:
    last = last_completed(account_id)
    return last is None or month == add_months(last, 1)


def _is_completed(account_id: UUID, month: date) -> bool:
    found = TrustReconciliation.objects.filter(account_id=account_id, month=month)
    return found.filter(completed_at__isnull=False).exists()


def _row_to_prepare(account: EscrowAccount, month: date, reason: str) -> TrustReconciliation:
    found = TrustReconciliation.objects.select_for_update().filter(account=account, month=month)
    last = found.order_by("-version").first()
    if last is None:
        return TrustReconciliation(account=account, month=month)
    if last.completed_at is None:
        last.reason = reason or last.reason
        return last
    if not reason:
        raise ReopeningReasonMissing()
    return TrustReconciliation(account=account, month=month, version=last.version + 1, reason=reason)


def _check_completion(actor: Actor, row: TrustReconciliation) -> None:
    if actor.user_id is None:
        raise PersonMissing()
    if row.completed_at is not None:
        raise ReconciliationFrozen()
    if row.prepared_by_id == actor.user_id:
        raise SecondPersonNeeded()
    if live_facts(actor, row.account, row.month, row.bank_balance) != row.facts:
        raise FiguresMoved()
    if not row.facts["is_balanced"]:
        raise NotBalanced()


def _month_row(each: TrustReconciliation) -> MonthRow:
    copied: dict[str, Any] = {
        name: getattr(each, name)
        for name in (
            "id", "account_id", "month", "version", "bank_balance", "facts", "digest", "reason",
            "prepared_by_id", "prepared_at", "completed_at", "document_id",
        )
    }  # fmt: skip
    completed_by = each.completed_by.name if each.completed_by else ""
    return MonthRow(**copied, prepared_by=each.prepared_by.name, completed_by=completed_by)
