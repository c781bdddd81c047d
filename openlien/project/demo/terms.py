"""What is known of a settlement beside our bills: bills of outside providers, and the money of the firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from openlien.cases.stages import Stage
from openlien.negotiation.vocabulary import Payer

from .chance import Dice, working_day
from .facts import LEAST_GROSS, CaseFacts
from .lengthy import is_lengthy

CONCLUDED = (Stage.SETTLED_NOT_DISBURSED, Stage.CLOSED_DISBURSED)
OUTSIDE_SHARE = {Stage.NEGOTIATION: 0.55, Stage.SETTLED_NOT_DISBURSED: 0.4, Stage.IN_LITIGATION: 0.25}
PROMISED_SHARE, COPY_SHARE, REQUESTED_SHARE, COSTS_SHARE, ADVANCE_SHARE = 0.75, 0.5, 0.5, 0.8, 0.12
PROVIDERS = (
    "Bayline Emergency Physicians",
    "Tidewell Ambulance",
    "Crestmoor Radiology",
    "Silver Arch Orthopedics",
    "Northgate Chiropractic",
    "Larch Street Physical Therapy",
    "Cinder Valley Anesthesia",
    "Maple Hollow Pharmacy",
)
PAYERS = {Payer.NONE: 66, Payer.SELF: 12, Payer.COMMERCIAL: 12, Payer.MEDICAID: 7, Payer.MEDICARE: 3}
FEE_PERCENTS = {"33.3333": 60, "40.0000": 30, "35.0000": 10}
GROSS_STEP = 50_000


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """A bill of a provider outside the network. *Units*: cents."""

    provider: str
    billed: int
    promised: int | None
    payer: str
    paid: int
    entered_on: date
    requested_on: date | None
    has_copy: bool


@dataclass(frozen=True, slots=True)
class FinanceFacts:
    """What the firm told of the settlement. *Units*: cents; the fee in percent, as text."""

    settled: int
    fee_percent: str
    costs: int | None
    client_funding: int | None
    told_on: date


def outside_bills_of(dice: Dice, facts: CaseFacts, *, as_of: date) -> list[OutsideFacts]:
    """The outside bills that were entered for a case."""
    billed = sum(bill.treatment.billed for bill in facts.bills)
    if is_lengthy(facts):
        began_on = facts.steps[-1][0]
        return list(_outside_bills(dice, list(PROVIDERS[:4]), billed // 4, began_on, as_of, told=1.0))
    if not facts.bills or not dice.happens(OUTSIDE_SHARE.get(facts.stage, 0)):
        return []
    names = dice.sample(PROVIDERS, dice.pick((1, 2, 3, 4), (35, 35, 20, 10)))
    return list(_outside_bills(dice, names, billed, facts.steps[-1][0], as_of))


def _outside_bills(
    dice: Dice, names: list[str], billed: int, began_on: date, as_of: date, *, told: float = PROMISED_SHARE
) -> Iterator[OutsideFacts]:
    first = max(began_on, as_of - timedelta(days=90))
    span = (as_of - first).days - 1
    if span < 1:
        return
    for name in names:
        amount = max(20_000, billed * dice.randint(60, 420) // 1000 // 100 * 100)
        payer = dice.pick(tuple(PAYERS), tuple(PAYERS.values()))
        promised = amount * dice.randint(480, 820) // 1000 if dice.happens(told) else None
        entered_on = max(first, working_day(first + timedelta(days=dice.randrange(span))))
        has_copy = dice.happens(COPY_SHARE)
        asked = not has_copy and dice.happens(REQUESTED_SHARE)
        yield OutsideFacts(
            provider=name,
            billed=amount,
            promised=promised,
            payer=payer,
            paid=0 if payer == Payer.NONE else amount * dice.randint(100, 350) // 1000,
            entered_on=entered_on,
            requested_on=entered_on if asked else None,
            has_copy=has_copy,
        )


def finance_of(dice: Dice, facts: CaseFacts, *, gross: int, told_on: date) -> FinanceFacts:
    """What the firm told once the case was settled for so much."""
    costs = gross * dice.randint(10, 55) // 1000 // 100 * 100 if dice.happens(COSTS_SHARE) else None
    return FinanceFacts(
        settled=gross,
        fee_percent=dice.pick(tuple(FEE_PERCENTS), tuple(FEE_PERCENTS.values())),
        costs=costs,
        client_funding=dice.randint(10, 60) * 10_000 if dice.happens(ADVANCE_SHARE) else None,
        told_on=told_on,
    )


def gross_of(dice: Dice, facts: CaseFacts) -> int:
    """What the case settles for: far more than what our bills come to, mostly within the policy."""
    billed = sum(bill.treatment.billed for bill in facts.bills)
    owed = sum(bill.open + bill.collected for bill in facts.bills)
    limit = facts.limits[0] * 100
    wanted = billed * dice.randint(1300, 3200) // 1000
    gross = max(owed * LEAST_GROSS // 10, min(wanted, limit), 500_000)
    return -(-gross // GROSS_STEP) * GROSS_STEP
