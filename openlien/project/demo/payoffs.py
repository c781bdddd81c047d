"""How a case pays: what is agreed for each bill, what is given up, and when cash comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from openlien.cases.codes import PayoffStatus
from openlien.kit.allocation import allocate_cents

from .chance import Dice, later
from .treatment import Treatment
from .vocabulary.companies import FirmKind
from .vocabulary.happenings import PAYER_WEIGHTS, PAYERS

# How settled cases pay. Fitted, with the payoffs below, to 58 % collected on concluded bills.
OUTCOMES = (
    PayoffStatus.REDUCTION,
    PayoffStatus.CAP,
    PayoffStatus.PAID_IN_FULL,
    PayoffStatus.WRITE_OFF,
    PayoffStatus.WRITTEN_OFF_GL,
)
OUTCOME_WEIGHTS = (50, 24, 14, 7, 5)
# Least, usual and greatest payoff in thousandths of the billed amount.
PAYOFFS = {
    PayoffStatus.REDUCTION: (230, 540, 920),
    PayoffStatus.CAP: (150, 430, 800),
    PayoffStatus.PAID_IN_FULL: (1000, 1000, 1000),
    PayoffStatus.WRITE_OFF: (650, 880, 980),
    PayoffStatus.WRITTEN_OFF_GL: (0, 60, 320),
}
DISBURSEMENT_DAYS = 265
INSTALMENTS = ((1, 70), (2, 22), (3, 8))
EARLY_PAYMENT_SHARE, OVERPAID_SHARE, UNFINISHED_SHARE = 0.05, 0.045, 0.03
CAP_STEP_CENTS = 25_000


@dataclass(slots=True)
class Ending:
    """How one bill's payoff concludes. *Units*: cents; `agreed` is what we get, `given_up` the rest."""

    status: PayoffStatus
    agreed: int
    given_up: int
    is_bad_debt: bool
    known_on: date


@dataclass(slots=True)
class Payment:
    """Money that comes in on a day; `parts` are cents for each bill of the case, in order."""

    deposited_on: date
    payer: str
    reference: str
    parts: list[int]


@dataclass(slots=True)
class Conclusion:
    """The endings of a case's bills, in order, its payments, and when it was closed if it was."""

    endings: list[Ending]
    payments: list[Payment] = field(default_factory=list)
    closed_on: date | None = None
    refund_on: date | None = None
    overpaid_bill: int | None = None


def conclude(dice: Dice, way: FirmKind, bills: Sequence[Treatment], *, settled_on: date) -> Conclusion:
    """How the bills of a settled case are paid."""
    outcome = dice.pick(OUTCOMES, OUTCOME_WEIGHTS)
    early = _early_payment(dice, bills, settled_on)
    first_cash_on = later(settled_on, dice.days(DISBURSEMENT_DAYS * way.payout_pace, 0.8))
    endings = _endings(dice, way, outcome, bills, early, settled_on, first_cash_on)
    conclusion = Conclusion(endings, [early] if early else [])
    _pay_out(dice, conclusion, first_cash_on)
    _close(dice, conclusion, outcome, first_cash_on)
    return conclusion


def give_up(bills: Sequence[Treatment], *, on: date) -> Conclusion:
    """What happens to the bills of a case that nobody represents any more: they become bad debt."""
    endings = [Ending(PayoffStatus.WRITTEN_OFF_GL, 0, bill.billed, True, on) for bill in bills]
    return Conclusion(endings)


def _early_payment(dice: Dice, bills: Sequence[Treatment], settled_on: date) -> Payment | None:
    """A medical-payments coverage sometimes pays a little long before the case settles."""
    if not dice.happens(EARLY_PAYMENT_SHARE):
        return None
    on = later(bills[0].invoice_on, dice.randint(30, 90))
    if on >= settled_on:
        return None
    share = dice.randint(40, 160)
    parts = [bill.billed * share // 1000 if bill.invoice_on < on else 0 for bill in bills]
    return Payment(on, "Medical payments coverage", _check_number(dice), parts)


def _endings(
    dice: Dice,
    way: FirmKind,
    outcome: PayoffStatus,
    bills: Sequence[Treatment],
    early: Payment | None,
    settled_on: date,
    first_cash_on: date,
) -> list[Ending]:
    agreed = _agreed(dice, way, outcome, [bill.billed for bill in bills])
    known_early = _share_known_at_settlement(dice, outcome)
    endings = []
    for place, bill in enumerate(bills):
        payoff = max(agreed[place], early.parts[place] if early else 0)
        known_on = settled_on if dice.happens(known_early) else first_cash_on
        is_bad_debt = outcome is PayoffStatus.WRITTEN_OFF_GL
        endings.append(Ending(outcome, payoff, bill.billed - payoff, is_bad_debt, known_on))
    return endings


def _share_known_at_settlement(dice: Dice, outcome: PayoffStatus) -> float:
    """Most payoffs are agreed with the settlement, some bill by bill until the money comes."""
    if outcome in (PayoffStatus.PAID_IN_FULL, PayoffStatus.WRITTEN_OFF_GL):
        return 0
    return dice.pick((1, 0.6, 0), (40, 40, 20))


def _agreed(dice: Dice, way: FirmKind, outcome: PayoffStatus, billed: list[int]) -> list[int]:
    low, mode, high = PAYOFFS[outcome]
    share = dice.thousandths(low, mode, high)
    if outcome is PayoffStatus.PAID_IN_FULL:
        return billed
    if outcome is PayoffStatus.WRITTEN_OFF_GL and share < 100:
        return [0] * len(billed)
    share = min(990, max(0, share + way.payoff))
    if outcome is PayoffStatus.CAP:
        return _capped(sum(billed) * share // 1000, billed)
    return [amount * min(995, max(0, share + dice.randint(-40, 40))) // 1000 for amount in billed]


def _capped(cap: int, billed: list[int]) -> list[int]:
    """A round sum for all bills together, shared by what each was billed for."""
    rounded = cap - cap % CAP_STEP_CENTS or cap
    return allocate_cents(rounded, billed)


def _pay_out(dice: Dice, conclusion: Conclusion, first_cash_on: date) -> None:
    rest = [
        ending.agreed - sum(payment.parts[place] for payment in conclusion.payments)
        for place, ending in enumerate(conclusion.endings)
    ]
    counts, weights = zip(*INSTALMENTS, strict=True)
    on, payer = first_cash_on, dice.pick(PAYERS, PAYER_WEIGHTS)
    for left in range(dice.pick(counts, weights), 0, -1):
        if not sum(rest):
            break
        amount = sum(rest) if left == 1 else sum(rest) * dice.randint(300, 700) // 1000
        parts = allocate_cents(amount, rest)
        if any(parts):
            conclusion.payments.append(Payment(on, payer, _check_number(dice), parts))
        rest = [before - part for before, part in zip(rest, parts, strict=True)]
        on = later(on, dice.randint(25, 110))


def _close(dice: Dice, conclusion: Conclusion, outcome: PayoffStatus, first_cash_on: date) -> None:
    """Closes the case after its last cash; a few leave a rest behind, a few are paid too much."""
    payments = conclusion.payments
    leaves_rest = len(payments) > 1 and dice.happens(UNFINISHED_SHARE)
    if leaves_rest:
        payments.pop()
    last_on = payments[-1].deposited_on if payments else first_cash_on
    if outcome is PayoffStatus.PAID_IN_FULL:
        for ending in conclusion.endings:
            ending.known_on = last_on
        if not leaves_rest and dice.happens(OVERPAID_SHARE):
            last_on = _pay_too_much(dice, conclusion, last_on)
    conclusion.closed_on = later(max(last_on, first_cash_on), dice.randint(3, 15))


def _pay_too_much(dice: Dice, conclusion: Conclusion, last_on: date) -> date:
    """One bill is paid again in part, so that the excess is to be refunded."""
    place = dice.randrange(len(conclusion.endings))
    parts = [0] * len(conclusion.endings)
    parts[place] = max(100, conclusion.endings[place].agreed * dice.randint(100, 1000) // 1000)
    on = later(last_on, dice.randint(7, 40))
    conclusion.payments.append(Payment(on, "Insurance carrier", _check_number(dice), parts))
    conclusion.refund_on, conclusion.overpaid_bill = on, place
    return on


def _check_number(dice: Dice) -> str:
    return f"Check {dice.randrange(1000, 90_000)}"
