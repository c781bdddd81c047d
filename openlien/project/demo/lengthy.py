"""The one case of the demo with a long list of bills, so that the desk is seen as full as it gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from openlien.cases.codes import FundingStage, PayoffStatus
from openlien.cases.stages import Stage

from .chance import Dice
from .directory import Directory
from .facts import BillFacts, CaseFacts
from .treatment import CareLevel, Treatment, treatments

BILLS, LEAST_BILLS, COURSES_MAX = 26, 5, 6
RECENT_DAYS, LEAST_DAYS = 75, 14


def with_a_lengthy_case(
    cases: Iterable[CaseFacts], directory: Directory, *, seed: int, as_of: date
) -> Iterator[CaseFacts]:
    """The same cases; the first that was negotiated of late and has several bills gets many more."""
    is_found = False
    for facts in cases:
        if not is_found and _suits(facts, as_of):
            is_found = True
            _lengthen(Dice.of(seed, "lengthy"), directory, facts, as_of)
        yield facts


def _suits(facts: CaseFacts, as_of: date) -> bool:
    return (
        facts.stage is Stage.NEGOTIATION
        and len(facts.bills) >= LEAST_BILLS
        and LEAST_DAYS <= (as_of - facts.steps[-1][0]).days <= RECENT_DAYS
        and not facts.payments
        and not facts.adjustments
    )


def is_lengthy(facts: CaseFacts) -> bool:
    """Whether it is the case with the long list."""
    return len(facts.bills) >= BILLS


def _lengthen(dice: Dice, directory: Directory, facts: CaseFacts, as_of: date) -> None:
    """More of the care that the patient had, until the talks began."""
    until = facts.steps[-1][0] - timedelta(days=25)
    for _ in range(COURSES_MAX):
        more = treatments(
            dice,
            directory,
            level=CareLevel.PAIN,
            state=facts.state,
            opened_on=facts.opened_on,
            until=until,
            invoiced_by=until + timedelta(days=20),
        )
        # Every plan of care begins with the first visit, which the patient had already.
        facts.bills += [_unsettled(line) for line in more[1:] if line.invoice_on <= as_of]
        if len(facts.bills) >= BILLS:
            break
    facts.bills = sorted(facts.bills[:BILLS], key=lambda bill: bill.treatment.service_on)


def _unsettled(line: Treatment) -> BillFacts:
    return BillFacts(
        treatment=line,
        settled_on=None,
        payoff_status=PayoffStatus.UNKNOWN,
        payoff_on=None,
        payoff_agreed=None,
        capped_on=None,
        funding_stage=FundingStage.SERVICED if line.ar_type == "serviced" else FundingStage.FUNDED,
        stated_open=None,
        collected=0,
        given_up=0,
    )
