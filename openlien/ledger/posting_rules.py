"""The posting rules: which accounts each business event debits and credits, for both posting packs.

An accountant can read this file alone. Pure: an event and its case's position go in, a booking comes out.
docs/posting-rules.md is generated from RULES; docs/formulas/posting.md has worked figures.

Money that moves the cost of a case is booked as one leg (cash, payable, write-off ...) against the case:

- `cost_recovery`: the case's legs are the lien receivable, which always holds the cost not yet recovered, and
  lien revenue, which always holds what was recovered above cost.
- `expense`: the case's one leg is medical expense, as requirement 3 words it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from openlien.kit.errors import DomainError
from openlien.kit.money import Money, total

from . import events
from .entries import CaseEffect
from .position import Position
from .vocabulary import AccountRole, EntryType, PostingPack

_R = AccountRole


class NothingToPost(DomainError):
    """Not posted. The amount of this event is 0.00."""


class AmountBelowZero(DomainError):
    """Not posted. The amount of this event is below 0.00."""


class SharesDoNotSum(DomainError):
    """Not posted. The shares of the cases sum to {shares}, the interest is {amount}."""


class NotATrustShare(DomainError):
    """Not posted. Choose which share of the settlement was paid: fees, our lien, other liens, the patient."""


class WriteOffTooLarge(DomainError):
    """Not posted. {amount} is more than the {open} that is still open on the case."""


class Leg(NamedTuple):
    """One line before it knows its account number: debit when positive, credit when negative."""

    role: AccountRole
    amount: Money
    case_id: UUID | None = None
    vendor_id: UUID | None = None


@dataclass(frozen=True)
class Booking:
    """What an event does: legs that sum to zero (none for a memo), and the changes of case totals."""

    template: str
    type: EntryType
    legs: tuple[Leg, ...] = ()
    effect: CaseEffect | None = None


@dataclass(frozen=True)
class Rule:
    """How one event is booked; the words are what the generated page says."""

    event: type[events.Event]
    template: str
    type: EntryType
    when: str
    debit: dict[PostingPack, str]
    credit: dict[PostingPack, str]
    amount: str
    book: Callable[[events.Event, Position, PostingPack], Booking]


def booking_of(event: events.Event, position: Position, pack: PostingPack) -> Booking:
    """What the event does to the books and to its case account, whose position it was until now.

    *Raises*: NothingToPost, AmountBelowZero, SharesDoNotSum, NotATrustShare, WriteOffTooLarge.
    *Source*: docs/posting-rules.md, domain rules 1.8.
    """
    return BY_EVENT[type(event)].book(event, position, pack)


def recovery_legs(
    before: Position, after: Position, pack: PostingPack, case_id: UUID | None
) -> tuple[Leg, ...]:
    """The legs on the case itself when its position changes so: the change of cost less recoveries."""
    if pack is PostingPack.EXPENSE:
        return _present(Leg(_R.MEDICAL_EXPENSE, _net_cost(after) - _net_cost(before), case_id))
    return _present(
        Leg(_R.LIEN_RECEIVABLE, after.cost_balance - before.cost_balance, case_id),
        Leg(_R.LIEN_REVENUE, before.excess_recovery - after.excess_recovery, case_id),
    )


def _net_cost(position: Position) -> Money:
    return position.contracted - position.cost_written_off - position.applied


def _opened(event: events.CaseOpened, position: Position, pack: PostingPack) -> Booking:
    _refuse_negative(event.cost, event.retail)
    effect = _effect(retail=event.retail, contracted=event.cost)
    return _case_booking(event, position, pack, effect, Leg(_R.OPENING_EQUITY, -event.cost, event.case_id))


def _charge(event: events.ChargeApproved, position: Position, pack: PostingPack) -> Booking:
    cost = event.contracted or Money.zero
    _refuse_negative(event.retail, cost)
    effect = _effect(retail=event.retail, contracted=cost, is_cost_unknown=event.contracted is None)
    return _case_booking(
        event, position, pack, effect, Leg(_R.PROVIDER_PAYABLE, -cost, event.case_id, event.vendor_id)
    )


def _charge_adjustment(event: events.ChargeAdjusted, position: Position, pack: PostingPack) -> Booking:
    effect = _effect(
        retail=event.retail_change,
        contracted=event.contracted_change,
        is_cost_unknown=event.is_cost_unknown,
    )
    leg = Leg(_R.PROVIDER_PAYABLE, -event.contracted_change, event.case_id, event.vendor_id)
    return _case_booking(event, position, pack, effect, leg)


def _payment(event: events.PaymentReceived, position: Position, pack: PostingPack) -> Booking:
    effect = _effect(payment=event.amount)
    return _case_booking(event, position, pack, effect, Leg(_R.CASH, event.amount, event.case_id))


def _refund_due(event: events.RefundDue, position: Position, pack: PostingPack) -> Booking:
    effect = _effect(refund_due=event.amount)
    return _case_booking(
        event, position, pack, effect, Leg(_R.REFUND_LIABILITY, -event.amount, event.case_id)
    )


def _refund_paid(event: events.RefundPaid, position: Position, pack: PostingPack) -> Booking:
    return _plain(
        event,
        Leg(_R.REFUND_LIABILITY, event.amount, event.case_id),
        Leg(_R.CASH, -event.amount, event.case_id),
        effect=_effect(refund_paid=event.amount),
    )


def _reduction(event: events.ReductionAgreed, position: Position, pack: PostingPack) -> Booking:
    return _plain(event, effect=_effect(reduction=event.amount))


def _write_off(event: events.WriteOffApproved, position: Position, pack: PostingPack) -> Booking:
    left = position.lien_balance - event.lien
    cost = (
        max(Money.zero, position.cost_balance - max(Money.zero, left)) if event.cost is None else event.cost
    )
    if event.lien < Money.zero and event.cost is None:
        cost = Money.zero
    if cost > position.cost_balance:
        raise WriteOffTooLarge(amount=cost, open=position.cost_balance)
    effect = _effect(cost_written_off=cost, lien_written_off=event.lien)
    return _case_booking(event, position, pack, effect, Leg(_R.WRITE_OFF_EXPENSE, cost, event.case_id))


def _provider_paid(event: events.ProviderPaid, position: Position, pack: PostingPack) -> Booking:
    return _transfer(event, _R.PROVIDER_PAYABLE, _R.CASH, event.amount, event.case_id, event.vendor_id)


def _drawn(event: events.WarehouseDrawn, position: Position, pack: PostingPack) -> Booking:
    return _transfer(event, _R.CASH, _R.WAREHOUSE_PAYABLE, event.amount, event.case_id)


def _interest(event: events.InterestAccrued, position: Position, pack: PostingPack) -> Booking:
    shares = event.shares or {None: event.amount}
    if (together := total(shares.values())) != event.amount:
        raise SharesDoNotSum(shares=together, amount=event.amount)
    _refuse_negative(*shares.values())
    borne = (Leg(_R.INTEREST_EXPENSE, share, case_id) for case_id, share in shares.items())
    return _plain(event, *borne, Leg(_R.ACCRUED_INTEREST, -event.amount))


def _repaid(event: events.WarehouseRepaid, position: Position, pack: PostingPack) -> Booking:
    _refuse_negative(event.principal, event.interest)
    return _plain(
        event,
        Leg(_R.WAREHOUSE_PAYABLE, event.principal, event.case_id),
        Leg(_R.ACCRUED_INTEREST, event.interest, event.case_id),
        Leg(_R.CASH, -(event.principal + event.interest), event.case_id),
    )


def _settlement(event: events.SettlementDistributed, position: Position, pack: PostingPack) -> Booking:
    shares = {
        _R.TRUST_ATTORNEY_FEES: event.attorney_fees,
        _R.TRUST_OWN_LIEN: event.own_lien,
        _R.TRUST_OTHER_LIENS: event.other_liens,
        _R.TRUST_PATIENT: event.patient_portion,
    }
    _refuse_negative(*shares.values())
    owed = (Leg(role, -share, event.case_id) for role, share in shares.items())
    return _plain(event, Leg(_R.TRUST_CASH, total(shares.values()), event.case_id), *owed)


def _trust_paid(event: events.TrustPaid, position: Position, pack: PostingPack) -> Booking:
    if event.share not in TRUST_SHARES:
        raise NotATrustShare()
    return _transfer(event, event.share, _R.TRUST_CASH, event.amount, event.case_id)


def _share_moved(event: events.TrustShareMoved, position: Position, pack: PostingPack) -> Booking:
    if event.from_share not in TRUST_SHARES or event.to_share not in TRUST_SHARES:
        raise NotATrustShare()
    if event.from_share == event.to_share:
        raise NothingToPost()
    return _transfer(event, event.from_share, event.to_share, event.amount, event.case_id)


def _fee(event: events.FeeRecorded, position: Position, pack: PostingPack) -> Booking:
    return _transfer(event, _R.ATTORNEY_FEES_EXPENSE, _R.ATTORNEY_FEES_PAYABLE, event.amount, event.case_id)


def _excess(event: events.ExcessRecognised, position: Position, pack: PostingPack) -> Booking:
    if pack is PostingPack.COST_RECOVERY:
        raise NothingToPost()
    return _transfer(event, _R.MEDICAL_EXPENSE, _R.LIEN_REVENUE, event.amount, event.case_id)


def _accrual(event: events.AccrualMade, position: Position, pack: PostingPack) -> Booking:
    cost = _R.MEDICAL_EXPENSE if pack is PostingPack.EXPENSE else _R.ACCRUED_RECEIVABLE
    return _transfer(event, cost, _R.ACCRUED_PAYABLE, event.amount, event.case_id)


def _case_booking(
    event: events.CaseEvent, position: Position, pack: PostingPack, effect: CaseEffect, leg: Leg
) -> Booking:
    """One leg against the case, whose own legs follow from how its position changes."""
    case_legs = recovery_legs(position, position.after(effect), pack, event.case_id)
    return _plain(event, leg, *case_legs, effect=effect)


def _transfer(
    event: events.Event,
    debit: AccountRole,
    credit: AccountRole,
    amount: Money,
    case_id: UUID | None,
    vendor_id: UUID | None = None,
) -> Booking:
    _refuse_negative(amount)
    return _plain(event, Leg(debit, amount, case_id, vendor_id), Leg(credit, -amount, case_id, vendor_id))


def _plain(event: events.Event, *legs: Leg, effect: CaseEffect | None = None) -> Booking:
    present = _present(*legs)
    moved = effect if effect and any(effect[1:]) else None
    if not present and moved is None:
        raise NothingToPost()
    rule = BY_EVENT[type(event)]
    debits_first = tuple(sorted(present, key=lambda leg: leg.amount < Money.zero))
    return Booking(template=rule.template, type=rule.type, legs=debits_first, effect=moved)


def _present(*legs: Leg) -> tuple[Leg, ...]:
    return tuple(leg for leg in legs if leg.amount)


def _effect(**changes: Money | bool) -> CaseEffect:
    """The effect without its account, which the recorder knows."""
    return CaseEffect(None, **changes)  # type: ignore[arg-type]


def _refuse_negative(*amounts: Money) -> None:
    if any(amount < Money.zero for amount in amounts):
        raise AmountBelowZero()


TRUST_SHARES = (_R.TRUST_ATTORNEY_FEES, _R.TRUST_OWN_LIEN, _R.TRUST_OTHER_LIENS, _R.TRUST_PATIENT)
_COST, _LETTER = PostingPack.COST_RECOVERY, PostingPack.EXPENSE


def _both(words: str) -> dict[PostingPack, str]:
    return {_COST: words, _LETTER: words}


def _each(cost_recovery: str, expense: str) -> dict[PostingPack, str]:
    return {_COST: cost_recovery, _LETTER: expense}


_CASE_DEBIT = _each("Medical lien receivable", "Medical expense")
_CASE_CREDIT = _each("Medical lien receivable up to cost, the rest Lien revenue", "Medical expense")
RULES: tuple[Rule, ...] = (
    Rule(events.CaseOpened, "opening-balance", EntryType.ADJUSTMENT, "A case comes over from earlier books",
         _CASE_DEBIT, _both("Opening balances"), "cost so far; retail is a memo; 0.00 is not posted",
         _opened),
    Rule(events.ChargeApproved, "charge", EntryType.CHARGE, "A claim is approved",
         _CASE_DEBIT, _both("Accounts payable - providers"),
         "contracted amount; retail is a memo; unknown counts as 0.00 and is flagged", _charge),
    Rule(events.ChargeAdjusted, "charge-adjustment", EntryType.ADJUSTMENT, "An approved claim changes",
         _CASE_DEBIT, _both("Accounts payable - providers"),
         "change of the contracted amount; a decrease mirrored", _charge_adjustment),
    Rule(events.ProviderPaid, "provider-payment", EntryType.PAYMENT, "A provider is paid",
         _both("Accounts payable - providers"), _both("Cash"), "amount paid", _provider_paid),
    Rule(events.PaymentReceived, "payment", EntryType.PAYMENT, "Money comes in for a case",
         _both("Cash"), _CASE_CREDIT, "amount received; a correction downwards mirrored", _payment),
    Rule(events.RefundDue, "refund-due", EntryType.REFUND, "Money received exceeds the lien",
         _each("Lien revenue, then Medical lien receivable", "Medical expense"), _both("Refunds to be paid"),
         "what is owed back", _refund_due),
    Rule(events.RefundPaid, "refund-paid", EntryType.REFUND, "An overpayment is paid back",
         _both("Refunds to be paid"), _both("Cash"), "amount paid back", _refund_paid),
    Rule(events.ReductionAgreed, "", EntryType.ADJUSTMENT, "A reduction of the lien is agreed",
         _both("none"), _both("none"), "memo: lowers the lien at retail only", _reduction),
    Rule(events.WriteOffApproved, "write-off", EntryType.ADJUSTMENT, "A shortfall is approved as lost",
         _both("Bad-debt and write-off expense"), _each("Medical lien receivable", "Medical expense"),
         "the cost that the rest of the lien cannot cover", _write_off),
    Rule(events.WarehouseDrawn, "warehouse-draw", EntryType.FUNDING, "Cash is drawn on a warehouse line",
         _both("Cash"), _both("Warehouse line payable"), "amount drawn", _drawn),
    Rule(events.InterestAccrued, "interest", EntryType.INTEREST, "Interest of a warehouse line accrues",
         _both("Interest expense"), _both("Accrued interest"), "interest of the period, by case where known",
         _interest),
    Rule(events.WarehouseRepaid, "warehouse-repayment", EntryType.FUNDING, "The lender is repaid",
         _both("Warehouse line payable, Accrued interest"), _both("Cash"), "principal and interest", _repaid),
    Rule(events.SettlementDistributed, "settlement", EntryType.SETTLEMENT, "A settlement in trust is divided",
         _both("Cash held in trust"),
         _both("Trust - attorney fees and costs, our own lien, other lien holders, patient portion"),
         "each share", _settlement),
    Rule(events.TrustPaid, "trust-payment", EntryType.SETTLEMENT, "A share of a settlement is paid out",
         _both("the share's trust account"), _both("Cash held in trust"), "amount paid", _trust_paid),
    Rule(events.TrustShareMoved, "trust-transfer", EntryType.SETTLEMENT, "Money changes its share in trust",
         _both("the trust account of the share it leaves"), _both("the trust account of the share it joins"),
         "amount moved", _share_moved),
    Rule(events.FeeRecorded, "attorney-fee", EntryType.SETTLEMENT, "We bear part of the attorney's fee",
         _both("Attorney fees expense"), _both("Attorney fees payable"), "fee", _fee),
    Rule(events.ExcessRecognised, "excess-recovery", EntryType.SETTLEMENT, "A case is closed with a gain",
         _each("not posted", "Medical expense"), _each("not posted", "Lien revenue"),
         "what was recovered above cost", _excess),
    Rule(events.AccrualMade, "accrual", EntryType.ACCRUAL, "A month ends with unbilled services",
         _each("Accrued lien receivable", "Medical expense"), _both("Accrued payable - unbilled services"),
         "estimate; reversed on the first day of the next month", _accrual),
)  # fmt: skip
BY_EVENT: dict[type[events.Event], Rule] = {rule.event: rule for rule in RULES}
