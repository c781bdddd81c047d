"""A settlement as one action: divided, our lien paid, the rest of it given up, and the account closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.cases.actions import lock_case
from openlien.cases.models import Case
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.errors import AmountNotPositive
from openlien.ledger.events import Event, SettlementDistributed, TrustPaid
from openlien.ledger.models import CaseAccount
from openlien.ledger.recording import Recorded, record_events
from openlien.ledger.vocabulary import AccountRole
from openlien.payments.actions import AdjustmentKind, record_adjustment, record_receipt
from openlien.payments.queries import bill_positions

from .closures import close_case_account

REASON_LETTERS_MAX = 300


class SettlementDoesNotSum(DomainError):
    """Not saved. The shares sum to {shares}, the settlement is {amount}; they differ by {difference}."""


class ShareNegative(DomainError):
    """Not saved. No share of a settlement can be less than 0.00."""


class SettledInFuture(DomainError):
    """Not saved. A settlement is recorded when it has come in; {settled_on} is still to come."""


@dataclass(frozen=True, kw_only=True)
class Shares:
    """How a settlement held in trust is divided; the four parts are the whole of it."""

    attorney_fees: Money = Money.zero
    own_lien: Money = Money.zero
    other_liens: Money = Money.zero
    patient_portion: Money = Money.zero

    @property
    def by_account(self) -> dict[AccountRole, Money]:
        """What each trust account is owed, in the order in which it is paid."""
        return {
            AccountRole.TRUST_ATTORNEY_FEES: self.attorney_fees,
            AccountRole.TRUST_OTHER_LIENS: self.other_liens,
            AccountRole.TRUST_OWN_LIEN: self.own_lien,
            AccountRole.TRUST_PATIENT: self.patient_portion,
        }


@dataclass(frozen=True)
class Settled:
    """What a settlement did: the numbers of its journals, what was given up, and the account after it."""

    journals: tuple[str, ...]
    reduced: Money
    account: CaseAccount
    is_new: bool


@ledger_action
def settle_case(
    actor: Actor,
    *,
    case_number: str,
    amount: Money,
    shares: Shares,
    settled_on: date,
    today: date,
    idempotency_key: str,
    reduce_rest_because: str = "",
    close_because: str = "",
    posting_on: date | None = None,
) -> Settled:
    """The settlement in the books: divided in trust, each share paid out, our own lien received as a payment.

    With a reason, what our share leaves open is given up as a reduction; with a second one the account is
    closed. All of it, or nothing.
    *Raises*: Forbidden, NotFound, AmountNotPositive, ShareNegative, SettlementDoesNotSum, SettledInFuture,
    IdempotencyKeyReused, ZeroBalanceRequired where it cannot be closed; of the books
    PeriodClosed, PeriodLocked, CaseAccountClosed.
    """
    actor.require(Permission.JOURNALS_POST)
    case = lock_case(actor, case_number, Permission.PAYMENTS_RECORD)
    _check(amount, shares, settled_on=settled_on, today=today)
    recorded = _divide(
        actor, case, shares, idempotency_key, on=settled_on, today=today, posting_on=posting_on
    )
    numbers = tuple(entry.number for entry in recorded if entry.number)
    if not recorded[0].is_new:
        return Settled(numbers, Money.zero, CaseAccount.objects.get(case=case), is_new=False)
    _receive(actor, case, shares.own_lien, idempotency_key, on=settled_on, today=today, posting_on=posting_on)
    account = CaseAccount.objects.select_for_update().get(case=case)
    account.settlement_amount, account.settled_on, account.version = amount, settled_on, account.version + 1
    account.save(update_fields=["settlement_amount", "settled_on", "version"])
    reason = plain_text(reduce_rest_because, letters_max=REASON_LETTERS_MAX)
    reduced = _give_up_rest(actor, case, reason, on=settled_on, today=today) if reason else Money.zero
    if close_because:
        account = close_case_account(
            actor,
            case_number=case_number,
            reason=close_because,
            closed_on=settled_on,
            today=today,
            posting_on=posting_on,
        )
    return Settled(numbers, reduced, account, is_new=True)


def _check(amount: Money, shares: Shares, *, settled_on: date, today: date) -> None:
    if amount <= Money.zero:
        raise AmountNotPositive()
    parts = shares.by_account.values()
    if any(part < Money.zero for part in parts):
        raise ShareNegative()
    together = sum(parts, Money.zero)
    if together != amount:
        raise SettlementDoesNotSum(shares=together, amount=amount, difference=amount - together)
    if settled_on > today:
        raise SettledInFuture(settled_on=settled_on)


def _divide(
    actor: Actor,
    case: Case,
    shares: Shares,
    key: str,
    *,
    on: date,
    today: date,
    posting_on: date | None,
) -> list[Recorded]:
    said = {"on": on, "posting_on": posting_on, "case_id": case.id}
    events: list[tuple[str, Event]] = [(key, SettlementDistributed(**vars(shares), **said))]
    events += [
        (f"{key}:{role.value}", TrustPaid(share=role, amount=share, **said))
        for role, share in shares.by_account.items()
        if share
    ]
    return record_events(actor, events, today=today)


def _receive(
    actor: Actor, case: Case, own_lien: Money, key: str, *, on: date, today: date, posting_on: date | None
) -> None:
    if own_lien:
        record_receipt(
            actor,
            case_number=case.number,
            amount=own_lien,
            deposited_on=on,
            today=today,
            payer="Settlement",
            idempotency_key=f"settlement:{key}"[:120],
            posting_on=posting_on,
        )


def _give_up_rest(actor: Actor, case: Case, reason: str, *, on: date, today: date) -> Money:
    """Reduces every bill by what is still open on it, and says how much that was."""
    reduced = Money.zero
    for position in bill_positions(case.id):
        if position.open:
            record_adjustment(
                actor,
                bill_id=position.bill_id,
                kind=AdjustmentKind.REDUCTION,
                amount=position.open,
                effective_on=on,
                reason=reason,
                today=today,
            )
            reduced += position.open
    return reduced
