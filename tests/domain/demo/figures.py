"""Figures of a portfolio, counted from its facts without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from openlien.cases.stages import Stage
from openlien.project.demo.directory import Directory
from openlien.project.demo.facts import CaseFacts, portfolio
from openlien.project.demo.lengthy import with_a_lengthy_case
from openlien.receivables.policies.at_risk import at_risk_category

AS_OF = date(2026, 11, 20)


@dataclass
class Figures:
    """Sums over a portfolio. *Units*: cents, and cents x days for `cash_days`."""

    cases: int = 0
    bills: int = 0
    billed: int = 0
    open: int = 0
    collected: int = 0
    concluded_billed: int = 0
    concluded_collected: int = 0
    cash_days: int = 0
    at_risk: int = 0
    overpaid_bills: int = 0
    open_by_stage: Counter[Stage] = field(default_factory=Counter)
    cases_by_firm: Counter[str] = field(default_factory=Counter)

    def share_open(self, stage: Stage) -> float:
        """The stage's percentage of the open balance."""
        return 100 * self.open_by_stage[stage] / self.open

    @property
    def realised_rate(self) -> float:
        """Collected of billed over concluded bills, in percent."""
        return 100 * self.concluded_collected / self.concluded_billed

    @property
    def months_to_cash(self) -> float:
        """From invoice to deposit, weighted by the money."""
        return self.cash_days / self.collected / 30.4375

    @property
    def at_risk_share(self) -> float:
        """Open balance of cases at risk, in percent of all."""
        return 100 * self.at_risk / self.open


def make_portfolio(*, cases: int, seed: int = 1, as_of: date = AS_OF) -> list[CaseFacts]:
    """The facts of a portfolio."""
    directory = Directory(seed, first_year=as_of.year - 7, last_year=as_of.year)
    known = portfolio(directory, cases=cases, seed=seed, as_of=as_of)
    return list(with_a_lengthy_case(known, directory, seed=seed, as_of=as_of))


def figures(facts: Iterable[CaseFacts], *, as_of: date = AS_OF) -> Figures:
    """The figures of these cases."""
    counted = Figures()
    for case in facts:
        _count_case(counted, case, as_of)
        for bill in case.bills:
            counted.bills += 1
            counted.billed += bill.treatment.billed
            counted.collected += bill.collected
            counted.overpaid_bills += bill.collected > bill.treatment.billed
            if not bill.open:
                counted.concluded_billed += bill.treatment.billed
                counted.concluded_collected += bill.collected
    return counted


def _count_case(counted: Figures, case: CaseFacts, as_of: date) -> None:
    counted.cases += 1
    counted.open += case.open
    counted.open_by_stage[case.stage] += case.open
    counted.cases_by_firm[case.firm.name] += 1
    if case.open and at_risk_category(case.stage, **_ages(case, as_of)):
        counted.at_risk += case.open
    for payment in case.payments:
        for bill, part in zip(case.bills, payment.parts, strict=True):
            counted.cash_days += part * (payment.deposited_on - bill.treatment.invoice_on).days


def _ages(case: CaseFacts, as_of: date) -> dict[str, int | None]:
    moves = [day for day, _ in case.steps[1:]] + [payment.deposited_on for payment in case.payments]
    return {
        "age_days": (as_of - case.opened_on).days,
        "quiet_days": (as_of - max(moves)).days if moves else None,
    }
