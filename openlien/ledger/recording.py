"""How other packages write to the books: they record business events, and the posting rules do the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load

from .door import post_entries
from .entries import CaseEffect, Entry, Line, Posted
from .errors import CreditLimit, UnknownCaseAccount
from .events import CaseEvent, ChargeApproved, Event, InterestAccrued, WriteOffApproved
from .position import Position
from .posting_rules import Booking, Leg, booking_of
from .vocabulary import AccountRole, CreditLimitMode, Policy, PostingPack

DESCRIPTION_LETTERS_MAX = 500


@dataclass(frozen=True)
class Recorded:
    """What became of one event.

    `journal_id` and `number` are empty for a memo; `is_new` is false when its key was recorded before.
    """

    journal_id: UUID | None
    number: str | None
    is_new: bool
    is_over_credit_limit: bool = False
    is_cost_unknown: bool = False


def record_event(actor: Actor, event: Event, *, key: str, today: date) -> Recorded:
    """What became of the event: it is in the books exactly once, whatever is repeated.

    Joins the caller's transaction. *Raises*: as `record_events`.
    """
    return record_events(actor, [(key, event)], today=today)[0]


def record_events(actor: Actor, events: Sequence[tuple[str, Event]], *, today: date) -> list[Recorded]:
    """What became of each event, in their order: all are in the books, or none.

    *Shapes*: pairs of key and event. A key is unique for its kind of event and belongs to one content for
    ever: "PaymentReceived" with key "receipt-1" twice is one payment.
    *Raises*: UnknownCaseAccount, CreditLimit, IdempotencyKeyReused, the errors of `posting_rules` and those
    of the door: FutureEntryDate, PeriodClosed, PeriodLocked, CaseAccountClosed, SelfApproval ...
    """
    with transaction.atomic():
        recorder = _Recorder(actor, events)
        entries = [recorder.entry_of(key, event) for key, event in events]
        return [
            recorder.outcome(event, posted)
            for (_, event), posted in zip(events, post_entries(actor, entries, today=today), strict=True)
        ]


@dataclass
class _Account:
    """A case account while its events are turned into entries, one after the other."""

    id: UUID
    position: Position
    credit_limit: Money | None
    may_exceed: bool
    is_over_limit: bool = False


class _Recorder:
    """Turns events into entries, following the position of each case from one event to the next."""

    def __init__(self, actor: Actor, events: Sequence[tuple[str, Event]]) -> None:
        self.actor = actor
        book = fetch_one(load("openlien.ledger", "rule_book"))
        self.pack = PostingPack(book.pack)
        self.credit_limit_mode = CreditLimitMode(book.credit_limit_mode)
        self.numbers = {AccountRole(role): number for role, number in json.loads(book.numbers).items()}
        self.accounts = _locked_accounts([event for _, event in events])
        # An event that is in the books already has moved its case's position already.
        self.known = (
            _known_keys([_full_key(event, key) for key, event in events]) if len(events) > 1 else set()
        )

    def entry_of(self, key: str, event: Event) -> Entry:
        account = self.accounts[event.case_id] if isinstance(event, CaseEvent) else None
        booking = booking_of(event, account.position if account else Position(), self.pack)
        effects = self._effects(account, booking, is_known=_full_key(event, key) in self.known)
        if isinstance(event, ChargeApproved) and account:
            self._check_credit_limit(account)
        return Entry(
            key=_full_key(event, key),
            content=event.fingerprint(),
            type=booking.type,
            template=booking.template,
            entry_on=event.on,
            posting_on=(event.posting_on or event.on) if booking.legs else None,
            description=(event.description or _wording(event))[:DESCRIPTION_LETTERS_MAX],
            lines=tuple(self._line(leg) for leg in booking.legs),
            effects=effects,
            reference=event.reference,
            case_account_id=account.id if account else self._account_of(getattr(event, "case_id", None)),
            **self._authority(event),
        )

    def outcome(self, event: Event, posted: Posted) -> Recorded:
        account = self.accounts.get(event.case_id) if isinstance(event, CaseEvent) else None
        is_charge = isinstance(event, ChargeApproved)
        return Recorded(
            journal_id=posted.journal_id,
            number=posted.number,
            is_new=posted.is_new,
            is_over_credit_limit=bool(is_charge and account and account.is_over_limit),
            is_cost_unknown=is_charge and event.contracted is None,
        )

    def _effects(
        self, account: _Account | None, booking: Booking, *, is_known: bool
    ) -> tuple[CaseEffect, ...]:
        if account is None or booking.effect is None:
            return ()
        if not is_known:
            account.position = account.position.after(booking.effect)
        return (booking.effect._replace(case_account_id=account.id),)

    def _line(self, leg: Leg) -> Line:
        debit, credit = (leg.amount, Money.zero) if leg.amount > Money.zero else (Money.zero, -leg.amount)
        return Line(
            account=self.numbers[leg.role],
            debit=debit,
            credit=credit,
            case_account_id=self._account_of(leg.case_id),
            vendor_id=leg.vendor_id,
        )

    def _account_of(self, case_id: UUID | None) -> UUID | None:
        return self.accounts[case_id].id if case_id else None

    def _authority(self, event: Event) -> dict[str, Any]:
        """Who stands for the entry: its approver for a write-off, else the policy of its template."""
        if isinstance(event, WriteOffApproved):
            return {
                "created_by_id": event.requested_by_id,
                "approved_by_id": event.approved_by_id,
                "policy": Policy.NONE,
            }
        return {
            "created_by_id": self.actor.user_id,
            "posted_by_id": self.actor.user_id,
            "policy": Policy.TEMPLATE,
        }

    def _check_credit_limit(self, account: _Account) -> None:
        limit, charges = account.credit_limit, account.position.contracted
        account.is_over_limit = limit is not None and charges > limit
        blocks = self.credit_limit_mode is CreditLimitMode.BLOCK and not account.may_exceed
        if limit is not None and account.is_over_limit and blocks:
            raise CreditLimit(charges=charges, limit=limit)


def _locked_accounts(events: Sequence[Event]) -> dict[UUID, _Account]:
    wanted = {case_id for event in events for case_id in _cases_of(event)}
    if not wanted:
        return {}
    rows = fetch_all(load("openlien.ledger", "case_positions"), {"cases": sorted(wanted)})
    if len(rows) < len(wanted):
        raise UnknownCaseAccount()
    return {
        row.case_id: _Account(
            id=row.case_account_id,
            position=Position(**{name: Money(getattr(row, name)) for name in Position.__dataclass_fields__}),
            credit_limit=None if row.credit_limit is None else Money(row.credit_limit),
            may_exceed=bool(row.credit_override_reason),
        )
        for row in rows
    }


def _cases_of(event: Event) -> list[UUID]:
    if isinstance(event, InterestAccrued):
        return list(event.shares)
    case_id = getattr(event, "case_id", None)
    return [case_id] if case_id else []


def _known_keys(keys: Sequence[str]) -> set[str]:
    return {row.key for row in fetch_all(load("openlien.ledger", "known_keys"), {"keys": list(keys)})}


def _full_key(event: Event, key: str) -> str:
    return f"{event.name}:{key}"


def _wording(event: Event) -> str:
    """The event's name as words: PaymentReceived is "Payment received"."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in event.name).strip()
    return words[:1].upper() + words[1:]
