"""How a case was negotiated: offers for its bills, rounds of offers for the whole case, notes on bills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from openlien.cases.stages import Stage
from openlien.kit.allocation import allocate_cents

from .chance import Dice, working_day
from .facts import CaseFacts
from .lengthy import is_lengthy

NEGOTIATING_SHARE = {
    Stage.NEGOTIATION: 0.95,
    Stage.IN_LITIGATION: 0.4,
    Stage.DEMAND_SENT: 0.35,
    Stage.SETTLED_NOT_DISBURSED: 0.85,
    Stage.CLOSED_DISBURSED: 0.6,
}
CLOSED_DAYS = 240
APPROVED_BELOW = 600
# How the last offer of a running negotiation stands, in percent of them.
ENDINGS = {
    "expiring": 24, "sent": 18, "received": 22, "submitted": 13, "rejected": 8, "expired": 7, "draft": 8,
}  # fmt: skip
TERMS = (
    "Payment within 30 days of this letter.",
    "Each bill is released once its payment has cleared.",
    "This offer is for all bills of the file and is not divided.",
)
FIRM_WORDS = (
    "The limits are low; the client has other liens.",
    "Please consider the fee and costs in the attached breakdown.",
    "This is what the client can accept.",
)
NOTES = (
    "Firm disputes this bill; operative report was sent again.",
    "Retail confirmed against the fee schedule of the day of service.",
    "Provider agreed to hold this bill until the case is paid.",
    "Keep at contracted cost or above.",
    "Firm asks for the itemised bill.",
)


@dataclass(slots=True)
class Step:
    """Where an offer went next; `by` is `owner`, `manager` or `specialist`."""

    status: str
    on: date
    by: str = "owner"
    reason: str = ""


@dataclass(slots=True)
class OfferFacts:
    """One offer of a case. *Units*: cents, one for each bill."""

    is_ours: bool
    made_on: date
    parts: list[int]
    expires_on: date | None
    terms: str
    answers: bool
    steps: list[Step] = field(default_factory=list)
    is_limited: bool = False


@dataclass(slots=True)
class Negotiation:
    """All offers of a case, what was typed for its bills round by round, and notes by place of the bill."""

    offers: list[OfferFacts]
    bill_rounds: list[tuple[date, list[int]]]
    notes: list[tuple[int, date, str]]


def negotiation_of(dice: Dice, facts: CaseFacts, *, as_of: date) -> Negotiation | None:
    """What was offered on a case; None where nobody has offered anything yet."""
    if is_lengthy(facts):
        return _running(dice, facts, as_of, ending="expiring", rounds=3)
    if not dice.happens(NEGOTIATING_SHARE.get(facts.stage, 0)) or not facts.bills:
        return None
    if facts.stage in (Stage.SETTLED_NOT_DISBURSED, Stage.CLOSED_DISBURSED):
        return _concluded(dice, facts, as_of)
    if any(bill.collected or bill.given_up for bill in facts.bills):
        return None
    ending = dice.pick(tuple(ENDINGS), tuple(ENDINGS.values()))
    return _running(dice, facts, as_of, ending=ending, rounds=dice.pick((1, 2, 3), (30, 45, 25)))


def _running(dice: Dice, facts: CaseFacts, as_of: date, *, ending: str, rounds: int) -> Negotiation | None:
    began_on = max(facts.steps[-1][0], as_of - timedelta(days=120))
    days = _days(dice, began_on, as_of - timedelta(days=1), 2 * rounds - 1)
    if days is None:
        return None
    billed = [bill.treatment.billed for bill in facts.bills]
    target = dice.randint(640, 760)
    made = _rounds(dice, billed, days, high=dice.randint(880, 1000), low=target)
    last = made[-1]
    _end(dice, made, ending, as_of)
    typed = [(offer.made_on, offer.parts) for offer in made if offer.is_ours]
    if ending == "submitted":
        last.parts = _shares(dice, billed, dice.randint(430, 560))
        last.is_limited = True
        typed[-1] = (last.made_on, last.parts)
    return Negotiation(made, typed, list(_notes(dice, facts, days)))


def _rounds(dice: Dice, billed: list[int], days: list[date], *, high: int, low: int) -> list[OfferFacts]:
    """Ours, theirs, ours ...: we come down, they come up, each with what it means for each bill."""
    made = []
    theirs = dice.randint(180, 340)
    count = len(days)
    for place, day in enumerate(days):
        is_ours = place % 2 == 0
        walked = place / max(1, count - 1)
        share = high - round((high - low) * walked) if is_ours else theirs
        if not is_ours:
            theirs += round((low - theirs) * 0.45)
        parts = _shares(dice, billed, max(share, APPROVED_BELOW + 10) if is_ours else share)
        terms = dice.pick(TERMS if is_ours else FIRM_WORDS)
        expires_on = day + timedelta(days=14) if is_ours else None
        offer = OfferFacts(is_ours, day, parts, expires_on, terms, answers=place > 0)
        offer.steps = _sent(offer)
        if place + 1 < count:
            offer.steps.append(Step("countered", days[place + 1]))
            offer.expires_on = max(offer.expires_on, days[place + 1]) if offer.expires_on else None
        made.append(offer)
    return made


def _sent(offer: OfferFacts) -> list[Step]:
    if not offer.is_ours:
        return [Step("sent", offer.made_on)]
    return [Step(status, offer.made_on) for status in ("submitted", "approved", "sent")]


def _end(dice: Dice, made: list[OfferFacts], ending: str, as_of: date) -> None:
    """Lets the last offer stand as the ending says."""
    last = made[-1]
    if ending == "received":
        last.steps.append(Step("countered", as_of - timedelta(days=1)))
        last.expires_on = max(last.expires_on or as_of, as_of)
        answer = [round(part * dice.uniform(0.5, 0.75)) for part in last.parts]
        words = dice.pick(FIRM_WORDS)
        made.append(OfferFacts(False, as_of - timedelta(days=1), answer, None, words, answers=True))
        made[-1].steps = _sent(made[-1])
    elif ending == "expired":
        last.expires_on = max(last.made_on, as_of - timedelta(days=dice.randint(2, 9)))
        last.steps.append(Step("expired", last.expires_on + timedelta(days=1), by="manager"))
    elif ending == "rejected":
        last.expires_on = max(last.expires_on or as_of, as_of)
        reason = "The firm wants the bills at the network rate"
        last.steps.append(Step("rejected", as_of - timedelta(days=1), reason=reason))
    elif ending in ("draft", "submitted"):
        last.steps = [] if ending == "draft" else [Step("submitted", last.made_on, by="specialist")]
        last.expires_on = as_of + timedelta(days=dice.randint(6, 20))
    else:
        ahead = dice.randint(1, 6) if ending == "expiring" else dice.randint(8, 25)
        last.expires_on = as_of + timedelta(days=ahead)


def _concluded(dice: Dice, facts: CaseFacts, as_of: date) -> Negotiation | None:
    """The rounds that led to the payoffs which are known of every bill of a settled case."""
    agreed = [bill.payoff_agreed for bill in facts.bills]
    known = [bill.payoff_on for bill in facts.bills if bill.payoff_on]
    if None in agreed or len(known) < len(agreed) or facts.steps[-1][0] < as_of - timedelta(days=CLOSED_DAYS):
        return None
    accepted_on = max(known)
    billed = [bill.treatment.billed for bill in facts.bills]
    last_bill_on = max(bill.treatment.invoice_on for bill in facts.bills)
    first = max(last_bill_on, accepted_on - timedelta(days=60))
    days = _days(dice, first, accepted_on - _thought_over(first, accepted_on), 3)
    if days is None or not all(0 < part <= whole for part, whole in zip(agreed, billed, strict=True)):
        return None
    share = 1000 * sum(agreed) // sum(billed)  # type: ignore[arg-type]
    made = _rounds(dice, billed, days, high=min(1000, max(dice.randint(860, 980), share + 40)), low=share)
    last = made[-1]
    last.parts = [int(part) for part in agreed]  # type: ignore[arg-type]
    last.is_limited = 1000 * sum(last.parts) < APPROVED_BELOW * sum(billed)
    for step in last.steps:
        if last.is_limited and step.status in ("submitted", "approved"):
            step.by = "specialist" if step.status == "submitted" else "manager"
    last.expires_on = accepted_on + timedelta(days=7)
    last.steps.append(Step("accepted", accepted_on))
    typed = [(offer.made_on, offer.parts) for offer in made if offer.is_ours]
    return Negotiation(made, typed, [])


def _thought_over(first: date, accepted_on: date) -> timedelta:
    """How long an accepted offer lay: up to nine days, as far as the rounds before it leave room."""
    return timedelta(days=max(0, min(1 + accepted_on.toordinal() % 9, (accepted_on - first).days - 3)))


def _shares(dice: Dice, billed: list[int], share: int) -> list[int]:
    """A round sum for the case, shared by what each bill retails for; now and then bill by bill."""
    if dice.happens(0.4):
        return [max(1, whole * min(1000, share + dice.randint(0, 40)) // 1000) for whole in billed]
    wanted = max(1, sum(billed) * share // 1000)
    step = 10_000 if wanted > 200_000 else 1_000
    return allocate_cents(-(-wanted // step) * step if wanted + step <= sum(billed) else wanted, billed)


def _days(dice: Dice, first: date, last: date, count: int) -> list[date] | None:
    """So many working days of the span, in order; None when it is too short."""
    if (last - first).days < count:
        return None
    steps = sorted(dice.sample(range((last - first).days), count - 1)) if count > 1 else []
    return [*(max(first, working_day(first + timedelta(days=step))) for step in steps), last]


def _notes(dice: Dice, facts: CaseFacts, days: list[date]) -> Iterator[tuple[int, date, str]]:
    for place in range(len(facts.bills)):
        if dice.happens(0.12):
            yield place, dice.pick(days), dice.pick(NOTES)
