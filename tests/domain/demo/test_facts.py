"""The demo's facts are possible, repeatable, and in the proportions of a real book."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from openlien.cases.codes import PayoffStatus
from openlien.cases.firm_names import firm_key
from openlien.cases.stages import Stage
from openlien.project.demo.facts import BOOK_DAYS, CaseFacts, opening_days
from openlien.project.demo.vocabulary.companies import FACILITIES, FIRM_SPELLINGS, FIRMS, GROUPS

from .figures import AS_OF, Figures, figures, make_portfolio

REPOSITORY = Path(__file__).resolve().parents[3]
DIGEST_OF_PORTFOLIO = """
import hashlib
from openlien.project.runtime import configure_django
configure_django()
from tests.domain.demo.figures import make_portfolio
told = [(c.opened_on, c.patient, c.firm.name, c.steps, c.incident_facts, c.adjustments,
         c.paperwork.activities, c.paperwork.tasks, c.injuries, c.limits,
         [(p.deposited_on, p.parts) for p in c.payments],
         [(b.treatment.service, b.treatment.billed, b.payoff_status, b.payoff_on) for b in c.bills])
        for c in make_portfolio(cases=60)]
print(hashlib.sha256(repr(told).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def book() -> list[CaseFacts]:
    return make_portfolio(cases=1500)


@pytest.fixture(scope="module")
def counted(book: list[CaseFacts]) -> Figures:
    return figures(book)


@pytest.fixture(scope="module")
def large() -> Figures:
    """So many cases that chance hardly shows."""
    return figures(make_portfolio(cases=12_000, seed=4))


def test_is_the_same_in_any_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST_OF_PORTFOLIO],
            check=True,
            capture_output=True,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_another_seed_gives_another_portfolio() -> None:
    names = [[case.patient.name for case in make_portfolio(cases=20, seed=seed)] for seed in (1, 2)]
    assert names[0] != names[1]


@pytest.mark.parametrize(
    ("stage", "percent", "tolerance"),
    [
        (Stage.SETTLED_NOT_DISBURSED, 29, 3),
        (Stage.IN_LITIGATION, 18, 3),
        (Stage.NEGOTIATION, 16, 3),
        (Stage.STILL_TREATING, 14, 2.5),
        (Stage.PENDING, 8, 2),
        (Stage.GATHERING_BILLS, 5, 1.5),
        (Stage.DEMAND_SENT, 4, 1.5),
        (Stage.NO_LONGER_REPRESENT, 3, 1.2),
    ],
)
def test_open_money_lies_in_the_stages_of_a_real_book(
    large: Figures, stage: Stage, percent: float, tolerance: float
) -> None:
    assert large.share_open(stage) == pytest.approx(percent, abs=tolerance)


def test_concluded_bills_bring_fifty_eight_percent(large: Figures, counted: Figures) -> None:
    assert large.realised_rate == pytest.approx(58, abs=1.5)
    assert counted.realised_rate == pytest.approx(58, abs=3)


def test_money_comes_after_sixteen_months(large: Figures, counted: Figures) -> None:
    assert large.months_to_cash == pytest.approx(16, abs=1)
    assert counted.months_to_cash == pytest.approx(16, abs=2)


def test_a_tenth_to_a_sixth_of_the_open_money_is_at_risk(large: Figures, counted: Figures) -> None:
    assert 10 <= large.at_risk_share <= 15
    assert 7 <= counted.at_risk_share <= 19


def test_the_default_portfolio_has_the_size_of_a_real_book(counted: Figures) -> None:
    assert counted.cases == 1500
    assert 5_000 <= counted.bills <= 8_000
    assert 0.25 <= counted.open / counted.billed <= 0.45
    assert 1 <= counted.overpaid_bills <= 20


def test_a_few_firms_have_most_cases(counted: Figures) -> None:
    shares = [cases / counted.cases for _, cases in counted.cases_by_firm.most_common()]
    assert 24 <= len(shares) <= 40
    assert 0.3 <= sum(shares[:3]) <= 0.5
    assert shares[-1] < 0.02


def test_the_directory_has_the_size_asked_for() -> None:
    assert (len(GROUPS), len(FACILITIES)) == (7, 36)


def test_every_spelling_of_a_firm_means_the_firm() -> None:
    names = {name for name, *_ in FIRMS}
    assert set(FIRM_SPELLINGS) <= names
    for name, spellings in FIRM_SPELLINGS.items():
        assert {firm_key(spelling) for spelling, _ in spellings} == {firm_key(name)}


def test_stages_follow_one_another(book: list[CaseFacts]) -> None:
    for case in book:
        days = [day for day, _ in case.steps]
        assert days == sorted(set(days))
        assert all(
            before is not after for (_, before), (_, after) in zip(case.steps, case.steps[1:], strict=False)
        )
        assert not case.steps or case.steps[0] == (case.opened_on, Stage.STILL_TREATING)


def test_every_stage_occurs(book: list[CaseFacts]) -> None:
    assert {case.stage for case in book} == set(Stage)


def test_nothing_happens_after_the_day(book: list[CaseFacts]) -> None:
    assert max(day for case in book for day in _days(case)) <= AS_OF
    assert min(case.opened_on for case in book) >= AS_OF - timedelta(days=BOOK_DAYS + 2)


def test_a_life_goes_forward(book: list[CaseFacts]) -> None:
    for case in book:
        assert case.patient.born_on < case.date_of_loss < case.opened_on
        for bill in case.bills:
            line = bill.treatment
            assert case.opened_on <= line.originated_on <= line.service_on <= line.invoice_on
            assert bill.settled_on is None or bill.settled_on >= line.invoice_on
        for payment in case.payments:
            paid = [bill.treatment for bill, part in zip(case.bills, payment.parts, strict=True) if part]
            assert all(line.invoice_on <= payment.deposited_on for line in paid)


def test_an_earlier_day_knows_less_of_the_same_lives() -> None:
    opened = opening_days(cases=50, seed=1, as_of=AS_OF)
    assert opened == sorted(opened)
    earlier = make_portfolio(cases=50, as_of=AS_OF - timedelta(days=1))
    assert max(day for case in earlier for day in _days(case)) < AS_OF


def test_a_bill_gives_no_more_than_it_has_but_for_refunds(book: list[CaseFacts]) -> None:
    for bill in (bill for case in book for bill in case.bills):
        if bill.payoff_status is PayoffStatus.REFUND:
            assert bill.collected > bill.treatment.billed
        else:
            assert bill.collected + bill.given_up <= bill.treatment.billed


def test_payments_and_adjustments_are_those_of_the_bills(book: list[CaseFacts]) -> None:
    for case in book:
        for place, bill in enumerate(case.bills):
            assert bill.collected == sum(payment.parts[place] for payment in case.payments)
            assert bill.given_up == sum(given.amount for given in case.adjustments if given.place == place)


def test_no_payment_is_empty_or_negative(book: list[CaseFacts]) -> None:
    payments = [payment for case in book for payment in case.payments]
    assert all(min(payment.parts) >= 0 and sum(payment.parts) > 0 for payment in payments)


def test_people_are_reached_only_under_numbers_and_addresses_that_are_nobodys(book: list[CaseFacts]) -> None:
    for contact in (contact for case in book for contact in case.patient.contacts):
        if contact.kind == "mobile":
            assert re.fullmatch(r"\(\d{3}\) 555-01\d\d", contact.value)
        if contact.kind == "email":
            assert contact.value.endswith(".example")


def _days(case: CaseFacts) -> list[date]:
    papers = case.paperwork
    bill_days = [
        day
        for bill in case.bills
        for day in (bill.treatment.invoice_on, bill.settled_on, bill.payoff_on, bill.capped_on)
        if day
    ]
    return [
        case.opened_on,
        *(day for day, _ in case.steps),
        *bill_days,
        *(payment.deposited_on for payment in case.payments),
        *(given.effective_on for given in case.adjustments),
        *(expense.incurred_on for expense in papers.expenses),
        *(event.happened_at.date() for event in papers.activities),
        *(task.created_at.date() for task in papers.tasks),
        *(task.done_at.date() for task in papers.tasks if task.done_at),
    ]
