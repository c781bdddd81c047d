"""One case of the demo portfolio as it is known on a day: a pure function of the seed and its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import compress, count

from openlien.cases.codes import FundingStage, PayoffStatus
from openlien.cases.stages import Stage
from openlien.kit.dates import add_months

from .chance import Dice, working_day
from .courses import Course, course_of
from .directory import Directory, Entry, Firm
from .paperwork import Paperwork, paperwork_of
from .payoffs import Conclusion, Ending, Payment, conclude, give_up
from .persons import Person, person_of
from .treatment import CARE_DAYS, CARE_LEVELS, CARE_WEIGHTS, Treatment, treatments
from .vocabulary.happenings import ACCIDENTS, AFTERMATHS, INJURIES
from .vocabulary.places import LARGER_LIMITS, LIMIT_WEIGHTS, STATE_BY_CODE, in_force

BOOK_DAYS = 6 * 365
# The book grows: at its end so many times more cases open in a month than at its start, less one.
GROWTH = 1.3
UNKNOWN_STAGE_SHARE, UNKNOWN_SETTLEMENT_SHARE, UNTIED_SHARE = 0.007, 0.11, 0.0012
HISTORIC_DAYS, APPROVAL_DAYS = 1460, 12
# A case settles for at least so many tenths of what our bills come to: fee, costs and client live of it too.
LEAST_GROSS = 27


@dataclass(slots=True)
class BillFacts:
    """A bill as known on the day. *Units*: cents."""

    treatment: Treatment
    settled_on: date | None
    payoff_status: PayoffStatus
    payoff_on: date | None
    payoff_agreed: int | None
    capped_on: date | None
    funding_stage: FundingStage
    stated_open: int | None
    collected: int
    given_up: int

    @property
    def open(self) -> int:
        """What is still to come; zero for an overpaid bill."""
        return max(0, self.treatment.billed - self.collected - self.given_up)


@dataclass(slots=True)
class AdjustmentFacts:
    """What was given up of the bill in that place. *Units*: cents."""

    place: int
    is_bad_debt: bool
    amount: int
    effective_on: date


@dataclass(slots=True)
class CaseFacts:
    """A case and all that hangs on it, as known on a day."""

    opened_on: date
    patient: Person
    firm: Firm
    former_firm: Firm | None
    attorney: Entry
    state: str
    date_of_loss: date
    statute_on: date
    accident_type: str
    incident_facts: str
    injuries: tuple[tuple[str, str], ...]
    limits: tuple[int, int]
    steps: tuple[tuple[date, Stage], ...]
    bills: list[BillFacts]
    payments: list[Payment]
    adjustments: list[AdjustmentFacts]
    paperwork: Paperwork

    @property
    def stage(self) -> Stage:
        """The stage on the day."""
        return self.steps[-1][1] if self.steps else Stage.UNKNOWN

    @property
    def open(self) -> int:
        """The open balance of all bills, in cents."""
        return sum(bill.open for bill in self.bills)


@dataclass(slots=True)
class Life:
    """A case from its opening to its end, however far that lies ahead."""

    firm: Firm
    state: str
    course: Course
    lines: list[Treatment]
    conclusion: Conclusion


def opening_days(*, cases: int, seed: int, as_of: date) -> list[date]:
    """The days on which the cases opened, in order; more of them later, for the book grows."""
    dice = Dice.of(seed, cases, "openings")
    first = as_of - timedelta(days=BOOK_DAYS)
    shares = sorted(
        ((1 + dice.random() * (2 * GROWTH + GROWTH * GROWTH)) ** 0.5 - 1) / GROWTH for _ in range(cases)
    )
    return [working_day(first + timedelta(days=int(share * (BOOK_DAYS - 3)))) for share in shares]


def portfolio(directory: Directory, *, cases: int, seed: int, as_of: date) -> Iterator[CaseFacts]:
    """Every case of the portfolio in order of opening, one at a time."""
    for place, opened_on in zip(count(), opening_days(cases=cases, seed=seed, as_of=as_of)):
        yield case_facts(Dice.of(seed, cases, place), directory, opened_on=opened_on, as_of=as_of)


def case_facts(dice: Dice, directory: Directory, *, opened_on: date, as_of: date) -> CaseFacts:
    """One case: its whole life is drawn, then everything later than the day is left out."""
    life = _live(dice, directory, opened_on)
    loss_on = opened_on - timedelta(days=dice.days(48, 0.8))
    kind, _, beginning = dice.choices(ACCIDENTS, [share for _, share, _ in ACCIDENTS])[0]
    law = STATE_BY_CODE[life.state]
    steps = _steps_known(dice, life, as_of)
    payments = [payment for payment in life.conclusion.payments if payment.deposited_on <= as_of]
    former_firm, firm = _counsel(dice, directory, life.firm, steps)
    facts = CaseFacts(
        opened_on=opened_on,
        patient=person_of(dice, life.state, on=loss_on),
        firm=firm,
        former_firm=former_firm,
        attorney=dice.pick(firm.attorneys),
        state=life.state,
        date_of_loss=loss_on,
        statute_on=add_months(loss_on, in_force(law.statute_months, loss_on)),
        accident_type=kind,
        incident_facts=f"{beginning} {dice.pick(AFTERMATHS)}",
        injuries=_injuries(dice),
        limits=dice.pick((in_force(law.limits, loss_on), *LARGER_LIMITS), LIMIT_WEIGHTS),
        steps=steps,
        bills=_bills_known(dice, life, payments, as_of),
        payments=_on_known_bills(life.lines, payments, as_of),
        adjustments=_adjustments_known(life, as_of),
        paperwork=paperwork_of(
            dice, directory, steps, opened_on=opened_on, as_of=as_of, closed_on=life.conclusion.closed_on
        ),
    )
    facts.limits = _ample_limits(facts)
    return facts


def _ample_limits(facts: CaseFacts) -> tuple[int, int]:
    """The limits of the policy; of a settled case those that could pay it."""
    if facts.stage not in (Stage.SETTLED_NOT_DISBURSED, Stage.CLOSED_DISBURSED):
        return facts.limits
    needed = sum(bill.open + bill.collected for bill in facts.bills) * LEAST_GROSS // 10
    ample = (limits for limits in (facts.limits, *LARGER_LIMITS) if limits[0] * 100 >= needed)
    return next(ample, LARGER_LIMITS[-1])


def _live(dice: Dice, directory: Directory, opened_on: date) -> Life:
    firm = directory.pick_firm(dice)
    state = directory.pick_state(dice, firm)
    level = dice.pick(CARE_LEVELS, CARE_WEIGHTS)
    course = course_of(dice, firm.way, opened_on=opened_on, care_days=dice.days(CARE_DAYS[level], 0.4))
    lines = treatments(
        dice,
        directory,
        level=level,
        state=state,
        opened_on=opened_on,
        until=course.treated_until,
        invoiced_by=course.settled_on or course.given_up_on,
    )
    if course.settled_on:
        conclusion = conclude(dice, firm.way, lines, settled_on=course.settled_on)
    else:
        conclusion = give_up(lines, on=course.given_up_on)
    return Life(firm, state, course, lines, conclusion)


def _steps_known(dice: Dice, life: Life, as_of: date) -> tuple[tuple[date, Stage], ...]:
    steps, closed_on = list(life.course.steps), life.conclusion.closed_on
    if steps[0][0] > as_of - timedelta(days=900) and dice.happens(UNKNOWN_STAGE_SHARE):
        return ()
    if closed_on and steps[-1][1] is Stage.SETTLED_NOT_DISBURSED:
        steps.append((closed_on, Stage.CLOSED_DISBURSED))
    return tuple(step for step in steps if step[0] <= as_of)


def _counsel(
    dice: Dice, directory: Directory, firm: Firm, steps: tuple[tuple[date, Stage], ...]
) -> tuple[Firm | None, Firm]:
    """The firm that dropped the case, where another has taken it over since, and the firm of today."""
    stages = [stage for _, stage in steps]
    if Stage.NO_LONGER_REPRESENT in stages[:-1]:
        others = [other for other in directory.firms if other is not firm and other.state == firm.state]
        return firm, dice.pick(others)
    return None, firm


def _injuries(dice: Dice) -> tuple[tuple[str, str], ...]:
    found = dict.fromkeys(dice.choices(INJURIES, [share for _, share, _ in INJURIES], k=dice.randint(1, 3)))
    return tuple((name, words) for name, _, words in found)


def _bills_known(dice: Dice, life: Life, payments: list[Payment], as_of: date) -> list[BillFacts]:
    settled_on, conclusion = life.course.settled_on, life.conclusion
    if dice.happens(UNKNOWN_SETTLEMENT_SHARE) or (settled_on and settled_on > as_of):
        settled_on = None
    bills = []
    for place, line in enumerate(life.lines):
        if line.invoice_on > as_of:
            continue
        cash = [payment for payment in payments if payment.parts[place]]
        bill = _bill_known(line, conclusion.endings[place], place, cash, settled_on, as_of)
        if conclusion.overpaid_bill == place and conclusion.refund_on <= as_of:
            bill.payoff_status, bill.payoff_on = PayoffStatus.REFUND, conclusion.refund_on
        if dice.happens(UNTIED_SHARE):
            bill.stated_open = bill.open + dice.randint(100, 25_000)
        bills.append(bill)
    return bills


def _on_known_bills(lines: list[Treatment], payments: list[Payment], as_of: date) -> list[Payment]:
    """The payments with a part for each known bill; a bill still to come has none to lose."""
    known = [line.invoice_on <= as_of for line in lines]
    return [replace(payment, parts=list(compress(payment.parts, known))) for payment in payments]


def _bill_known(
    line: Treatment, ending: Ending, place: int, cash: list[Payment], settled_on: date | None, as_of: date
) -> BillFacts:
    collected = sum(payment.parts[place] for payment in cash)
    is_known = ending.known_on <= as_of
    status, payoff_on = PayoffStatus.UNKNOWN, None
    if is_known and not (ending.status is PayoffStatus.PAID_IN_FULL and collected < ending.agreed):
        status, payoff_on = ending.status, ending.known_on
    elif cash:
        status, payoff_on = PayoffStatus.PARTIAL, cash[0].deposited_on
    return BillFacts(
        treatment=line,
        settled_on=settled_on,
        payoff_status=status,
        payoff_on=payoff_on,
        payoff_agreed=ending.agreed if is_known else None,
        capped_on=payoff_on if status is PayoffStatus.CAP else None,
        funding_stage=_funding_stage(line, as_of),
        stated_open=None,
        collected=collected,
        given_up=ending.given_up if is_known else 0,
    )


def _funding_stage(line: Treatment, as_of: date) -> FundingStage:
    age = (as_of - line.invoice_on).days
    if age > HISTORIC_DAYS:
        return FundingStage.HISTORIC
    if line.ar_type == "serviced":
        return FundingStage.SERVICED
    return FundingStage.APPROVAL_NEEDED if age <= APPROVAL_DAYS else FundingStage.FUNDED


def _adjustments_known(life: Life, as_of: date) -> list[AdjustmentFacts]:
    known = [
        ending
        for line, ending in zip(life.lines, life.conclusion.endings, strict=True)
        if line.invoice_on <= as_of
    ]
    return [
        AdjustmentFacts(place, ending.is_bad_debt, ending.given_up, ending.known_on)
        for place, ending in enumerate(known)
        if ending.given_up and ending.known_on <= as_of
    ]
