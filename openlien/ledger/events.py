"""Business events: what happened, in the words of the business; posting_rules.py makes entries of it.

`on` is the entry date, a day that has come. `posting_on` is given only after a person confirmed to post to
the next open period; else an event is posted on its own day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from uuid import UUID

from openlien.kit.money import Money

from .vocabulary import AccountRole


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened on a day."""

    on: date
    posting_on: date | None = None
    description: str = ""
    reference: str = ""

    @property
    def name(self) -> str:
        """The event's name, as the books keep it."""
        return type(self).__name__

    def fingerprint(self) -> str:
        """The hash of everything the event states, in hexadecimal; the words about it do not count."""
        stated = {
            part.name: _canonical(getattr(self, part.name))
            for part in fields(self)
            if part.name not in _WORDS and getattr(self, part.name) is not False
        }
        return hashlib.sha256(json.dumps([self.name, stated], sort_keys=True).encode()).hexdigest()


_WORDS = {"description", "reference", "posting_on"}


def _canonical(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): str(part) for key, part in value.items()}
    return None if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Something that happened to one case."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case came over from earlier books with what it has cost and retails for; both zero posts nothing."""

    cost: Money = Money.zero
    retail: Money = Money.zero


@dataclass(frozen=True, kw_only=True)
class ChargeApproved(CaseEvent):
    """A claim was approved at a retail and a contracted amount; an unknown contracted amount is no cost."""

    retail: Money
    contracted: Money | None
    vendor_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ChargeAdjusted(CaseEvent):
    """An approved claim turned out to be more or less: signed changes of retail and contracted amount.

    A charge whose cost becomes known is taken back whole, with `is_cost_unknown`, and adjusted to anew.
    """

    retail_change: Money = Money.zero
    contracted_change: Money = Money.zero
    vendor_id: UUID | None = None
    is_cost_unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class ProviderPaid(Event):
    """A provider was paid for approved claims."""

    amount: Money
    case_id: UUID | None = None
    vendor_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(CaseEvent):
    """Money came in for a case; negative where an earlier receipt was too high."""

    amount: Money


@dataclass(frozen=True, kw_only=True)
class RefundDue(CaseEvent):
    """Part of the money received exceeds the lien and is owed back."""

    amount: Money


@dataclass(frozen=True, kw_only=True)
class RefundPaid(CaseEvent):
    """An overpayment was paid back."""

    amount: Money


@dataclass(frozen=True, kw_only=True)
class ReductionAgreed(CaseEvent):
    """Part of the lien at retail was given up in negotiation; a memo, no account moves."""

    amount: Money


@dataclass(frozen=True, kw_only=True)
class WriteOffApproved(CaseEvent):
    """Part of the lien at retail will not be collected, and a person agreed.

    Without `cost`, as much cost is written off as the rest of the lien can no longer cover.
    """

    lien: Money
    cost: Money | None = None
    requested_by_id: UUID | None = None
    approved_by_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class WarehouseDrawn(Event):
    """Cash was drawn on a warehouse line."""

    amount: Money
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class InterestAccrued(Event):
    """Interest of a warehouse line for a period; `shares` says how much of it each case bears."""

    amount: Money
    shares: Mapping[UUID, Money] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WarehouseRepaid(Event):
    """Principal and interest were paid to the lender."""

    principal: Money
    interest: Money = Money.zero
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SettlementDistributed(CaseEvent):
    """A settlement held in trust was divided; the four shares sum to the settlement."""

    attorney_fees: Money = Money.zero
    own_lien: Money = Money.zero
    other_liens: Money = Money.zero
    patient_portion: Money = Money.zero


@dataclass(frozen=True, kw_only=True)
class TrustPaid(CaseEvent):
    """A share of a settlement left the trust account; `share` is one of the four trust roles."""

    share: AccountRole
    amount: Money


@dataclass(frozen=True, kw_only=True)
class TrustShareMoved(CaseEvent):
    """Part of a settlement in trust moved to another share of its case; no money leaves the account."""

    from_share: AccountRole
    to_share: AccountRole
    amount: Money


@dataclass(frozen=True, kw_only=True)
class FeeRecorded(CaseEvent):
    """What we bear of the attorney's fee on a recovery."""

    amount: Money


@dataclass(frozen=True, kw_only=True)
class ExcessRecognised(CaseEvent):
    """Expense pack: what was recovered above cost moves from medical expense to revenue."""

    amount: Money


@dataclass(frozen=True, kw_only=True)
class AccrualMade(Event):
    """Services of a month that are not billed yet; `reverse_event` takes them back when the next begins."""

    amount: Money
    case_id: UUID | None = None
