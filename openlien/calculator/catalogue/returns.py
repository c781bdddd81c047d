"""Rules about what money came back for what was spent, and how long it was out."""

from __future__ import annotations

from openlien.calculator.inputs import amount, day, days, may_day, outputs
from openlien.calculator.kinds import AMOUNT, DAY, DAYS_PAST, SIGNED_AMOUNT, Column, rows
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.funding.calculations.returns import (
    annualised_return,
    internal_rate_of_return,
    multiple,
    portfolio_return,
    rate_of_return,
)
from openlien.funding.calculations.time_out import months_out
from openlien.kit.working import step


def _portfolio(given: Given) -> Answer:
    found = portfolio_return(given["cases"])
    result = {"weighted": found.weighted, "simple": found.simple, "median": found.median}
    return Answer(result, found.working)


def _annualised(given: Given) -> Answer:
    cost, returned, out = given["cost"], given["returned"], given["days"]
    yearly = annualised_return(cost=cost, returned=returned, days=out)
    plain, moic = rate_of_return(returned=returned, cost=cost), multiple(returned=returned, cost=cost)
    formula = "(returned ÷ cost) to the power of 365 ÷ days, less 1"
    working = (
        step("ROR", "(returned − cost) ÷ cost", plain, returned=returned, cost=cost),
        step("MOIC", "returned ÷ cost", moic, returned=returned, cost=cost),
        step("Annualised", formula, yearly, returned=returned, cost=cost, days=out),
    )
    return Answer({"ror": plain, "moic": moic, "annualised": yearly}, working)


def _irr(given: Given) -> Answer:
    rate = internal_rate_of_return(given["flows"])
    formula = "the yearly rate at which all flows, discounted by actual days ÷ 365, sum to 0"
    return Answer({"irr": rate}, (step("IRR", formula, rate, flows=len(given["flows"])),))


def _months_out(given: Given) -> Answer:
    months = months_out(began_on=given["from"], last_cash_on=given["last_cash"], as_of=given["as_of"])
    formula = "days from the beginning to the last cash, else to the day of the view, ÷ 30.4375"
    return Answer({"months": months}, (step("Time out", formula, months),))


RULES = (
    Rule(
        name="portfolio_ror",
        title="ROR of a portfolio",
        group=Group.FUNDING,
        inputs=(
            Input(
                "cases",
                "Cases",
                rows(Column("allocated", AMOUNT), Column("collected", AMOUNT)),
                example="1000, 1800\n4000, 4400\n500, 0",
                hint="One a line: allocated, collected",
            ),
        ),
        outputs=outputs(
            ("weighted", "Weighted, %"), ("simple", "Simple average, %"), ("median", "Median, %")
        ),
        run=_portfolio,
        page="returns",
        source="Ruling A4",
    ),
    Rule(
        name="annualised_ror",
        title="ROR, MOIC and annualised ROR",
        group=Group.FUNDING,
        inputs=(
            amount("cost", "Cost with interest", "324.34"),
            amount("returned", "Returned", "780.00"),
            days("days", "Days out", "547", kind=DAYS_PAST),
        ),
        outputs=outputs(("ror", "ROR, %"), ("moic", "MOIC"), ("annualised", "Annualised, %")),
        run=_annualised,
        page="returns",
        source="Return on what was put in; the annual rate compounds over days by 365",
    ),
    Rule(
        name="irr",
        title="Internal rate of return",
        group=Group.FUNDING,
        inputs=(
            Input(
                "flows",
                "Flows",
                rows(Column("day", DAY), Column("amount", SIGNED_AMOUNT)),
                example="2025-01-01, -324.34\n2026-07-02, 780.00",
                hint="One a line: day, amount; money out is negative",
            ),
        ),
        outputs=outputs(("irr", "IRR, % a year")),
        run=_irr,
        page="returns",
        source="Internal rate of return: the rate at which all flows are worth nothing today",
    ),
    Rule(
        name="time_out",
        title="Time out",
        group=Group.FUNDING,
        inputs=(
            day("from", "First day", "2025-01-15", hint="First day of service, or of funding"),
            may_day("last_cash", "Last cash", hint="Blank while none came"),
            day("as_of", "Day of the view", "2026-11-20"),
        ),
        outputs=outputs(("months", "Months out")),
        run=_months_out,
        page="time-out",
        source="Ruling A14",
    ),
)
