"""How the firm negotiated and settled with the insurer: rounds, the settlement, its releases and checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from openlien.cases.stages import Stage
from openlien.kit.dates import add_months

from .chance import Dice, later, working_day
from .facts import CaseFacts
from .lengthy import is_lengthy
from .terms import CONCLUDED, GROSS_STEP, FinanceFacts, OutsideFacts, finance_of, gross_of, outside_bills_of

ROUNDS_SHARE = {
    Stage.DEMAND_SENT: 1.0,
    Stage.NEGOTIATION: 0.9,
    Stage.IN_LITIGATION: 0.5,
    Stage.SETTLED_NOT_DISBURSED: 0.95,
    Stage.CLOSED_DISBURSED: 0.7,
}
CLOSED_DAYS, TRUST_DAYS = 300, 270
ROUND_NOTES = (
    "Called the adjuster; the demand is with the supervisor.",
    "The adjuster disputes future care and asks for the operative report.",
    "The client authorized to go down to the figure on file.",
    "The adjuster asked for the itemised bills of the surgery center.",
    "Offer follows the adjuster's evaluation; we answered with the films.",
)
SETTLED_NOTES = (
    "Settled by telephone; the release follows.",
    "Agreed after the mediator's proposal.",
    "The insurer tendered what the client authorized.",
)


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round of negotiation. *Units*: cents."""

    held_on: date
    demand: int | None
    offer: int | None
    authorized: int | None
    note: str


@dataclass(frozen=True, slots=True)
class SettlementFacts:
    """The settlement with the insurer. *Units*: cents.

    `is_for_trust` is one whose money may have come in last month, into the trust account of the demo.
    """

    settled_on: date
    gross: int
    firm_fee: int | None
    sent_to_client_on: date | None
    back_from_client_on: date | None
    sent_to_payer_on: date | None
    days_from_release: int | None
    distributed_on: date | None
    is_for_trust: bool


@dataclass(frozen=True, slots=True)
class Told:
    """All that a case tells of its settlement."""

    rounds: list[RoundFacts]
    settlement: SettlementFacts | None
    outside: list[OutsideFacts]
    finance: FinanceFacts | None


def settling_of(dice: Dice, facts: CaseFacts, *, as_of: date) -> Told:
    """What is known of the settlement of a case; blank lists where nobody has told anything."""
    outside = outside_bills_of(dice, facts, as_of=as_of)
    began = _began_on(facts, as_of)
    if began is None or not dice.happens(ROUNDS_SHARE.get(facts.stage, 0)):
        return Told([], None, outside, None)
    target = gross_of(dice, facts)
    if facts.stage not in CONCLUDED:
        # What the insurer tenders to a case that long is known before it is settled.
        told_on = as_of - timedelta(days=2)
        finance = finance_of(dice, facts, gross=target, told_on=told_on) if is_lengthy(facts) else None
        return Told(list(_running(dice, facts, target, began, as_of)), None, outside, finance)
    settled_on = _settled_on(facts)
    rounds = list(_rounds(dice, target, max(facts.opened_on, settled_on - timedelta(days=70)), settled_on))
    settlement = _settlement(dice, facts, target, settled_on, as_of)
    told_on = min(as_of - timedelta(days=1), later(settled_on, 6))
    finance = finance_of(dice, facts, gross=target, told_on=told_on) if told_on >= settled_on else None
    return Told(rounds, settlement, outside, finance)


def _began_on(facts: CaseFacts, as_of: date) -> date | None:
    """When the talks began; None where they are long over, or nothing was billed yet."""
    if not facts.steps or not facts.bills:
        return None
    if facts.stage is Stage.CLOSED_DISBURSED:
        return facts.opened_on if facts.steps[-1][0] > as_of - timedelta(days=CLOSED_DAYS) else None
    return max(facts.steps[-1][0], as_of - timedelta(days=150))


def _settled_on(facts: CaseFacts) -> date:
    days = [day for day, stage in facts.steps if stage is Stage.SETTLED_NOT_DISBURSED]
    return days[-1] if days else facts.steps[-1][0]


def _running(dice: Dice, facts: CaseFacts, target: int, began: date, as_of: date) -> Iterator[RoundFacts]:
    if facts.stage is Stage.DEMAND_SENT:
        note = "Demand sent with all bills and records."
        yield RoundFacts(began, _rounded(target * 22 // 10), None, None, note)
        return
    last = working_day(as_of - timedelta(days=dice.randint(1, 12)))
    if last > began:
        # What the insurer will pay in the end is not reached yet.
        yield from list(_rounds(dice, target, began, last))[: dice.pick((1, 2, 3), (30, 40, 30))]


def _rounds(dice: Dice, target: int, first: date, last: date) -> Iterator[RoundFacts]:
    """Demands that come down and offers that come up to the target, which the last one reaches."""
    count = min(dice.pick((2, 3, 4, 5), (20, 35, 30, 15)), max(1, (last - first).days))
    authorized = _rounded(target * dice.randint(850, 980) // 1000)
    demand, offer = target * dice.randint(18, 26) // 10, target * dice.randint(25, 40) // 100
    for place in range(count):
        is_last = place == count - 1
        days = (last - first).days * place // max(1, count - 1)
        held_on = last if is_last else max(first, working_day(first + timedelta(days=days)))
        yield RoundFacts(
            held_on,
            _rounded(demand),
            target if is_last else _rounded(offer),
            authorized if place else None,
            dice.pick(SETTLED_NOTES if is_last else ROUND_NOTES),
        )
        demand = target + (demand - target) * dice.randint(400, 650) // 1000
        offer += (target - offer) * dice.randint(350, 600) // 1000


def _settlement(dice: Dice, facts: CaseFacts, gross: int, settled_on: date, as_of: date) -> SettlementFacts:
    closed = facts.stage is Stage.CLOSED_DISBURSED
    closed_on = facts.steps[-1][0] if closed else None
    sent = later(settled_on, dice.randint(3, 9))
    back = later(sent, dice.randint(4, 18))
    to_payer = later(back, dice.randint(1, 5))
    last = closed_on or as_of
    # Its money came in last month, so it was settled before.
    last_month = add_months(as_of.replace(day=1), -1)
    is_early = last_month - timedelta(days=TRUST_DAYS) < settled_on < last_month
    return SettlementFacts(
        settled_on=settled_on,
        gross=gross,
        firm_fee=gross // 3 if closed else None,
        sent_to_client_on=sent if sent <= last else None,
        back_from_client_on=back if back <= last else None,
        sent_to_payer_on=to_payer if to_payer <= last else None,
        days_from_release=30,
        distributed_on=closed_on,
        is_for_trust=not closed and is_early and facts.open > 0 and not facts.payments,
    )


def _rounded(cents: int) -> int:
    return cents // GROSS_STEP * GROSS_STEP or GROSS_STEP
