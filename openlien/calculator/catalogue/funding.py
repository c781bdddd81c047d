"""Rules about the warehouse line."""

from __future__ import annotations

from openlien.calculator.inputs import amount, days, may_share, outputs, rate, share
from openlien.calculator.kinds import (
    AMOUNT,
    DAY,
    DAYS_PAST,
    RATE,
    SIGNED_AMOUNT,
    TEXT,
    TRUTH,
    Column,
    choice,
    rows,
)
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.funding.calculations.borrowing_base import (
    Receivable,
    borrowing_base,
    eligible_receivables,
)
from openlien.funding.calculations.day_counts import DayCount, days_between
from openlien.funding.calculations.interest import (
    LienCost,
    LineTerms,
    RateReset,
    agreed_days,
    interest_by_lien,
    interest_for_days,
    line_interest,
    simple_interest,
    unused_fee,
)
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Rate
from openlien.kit.working import Step, step

LENDING = "Domain rules 1.7: first day in, last day out; Actual/360 by default"
TWO_DAYS = rows(Column("from", DAY), Column("to", DAY))


class PeriodMissing(InvalidInput):
    """Give the first and the last day, or the number of days."""

    def __init__(self) -> None:
        super().__init__("days", "")


class NothingDrawn(InvalidInput):
    """Give at least one balance and one rate, each with its first day."""

    def __init__(self) -> None:
        super().__init__("balances", "")


def _interest(given: Given) -> Answer:
    start, end = given["from"], given["to"]
    counted = agreed_days(start=start, end=end, days=given["days"])
    if counted is None:
        raise PeriodMissing()
    principal, yearly = given["P"], given["rate"]
    if start is not None and end is not None:
        found = {
            convention: simple_interest(
                principal=principal, rate=yearly, start=start, end=end, convention=convention
            )
            for convention in DayCount
        }
    else:
        plain = (DayCount.ACT_360, DayCount.ACT_365)
        found = {
            convention: interest_for_days(
                principal=principal, rate=yearly, days=counted, convention=convention
            )
            for convention in plain
        }
    result = {convention.value: found.get(convention) for convention in DayCount}
    working = [_said(convention, found[convention], given, counted) for convention in found]
    return Answer({**result, "actual_days": counted}, working)


def _said(convention: DayCount, interest: object, given: Given, counted: int) -> Step:
    start, end = given["from"], given["to"]
    shown = counted if start is None or end is None else days_between(start, end, convention)
    formula = "principal × rate × days ÷ days of the year"
    return step(convention.label, formula, interest, principal=given["P"], rate=given["rate"], days=shown)


def _day_count(given: Given) -> Answer:
    found = [days_between(start, end, DayCount.THIRTY_360_US) for start, end in given["pairs"]]
    actual = [days_between(start, end) for start, end in given["pairs"]]
    formula = "360 × years + 30 × months + days, the 31st and the end of February counted as the 30th"
    return Answer({"days": found, "actual_days": actual}, (step("Days", formula, found),))


def _unused(given: Given) -> Answer:
    fee = unused_fee(undrawn=given["undrawn"], rate=given["rate"], days=given["days"])
    formula = "undrawn × rate × days ÷ 360"
    said = step("Fee", formula, fee, undrawn=given["undrawn"], rate=given["rate"], days=given["days"])
    return Answer({"act360": fee}, (said,))


def _borrowing_base(given: Given) -> Answer:
    found = borrowing_base(
        eligible=given["eligible"],
        advance=given["advance"],
        drawn=given["drawn"],
        commitment=given["commitment"],
    )
    result = {"base": found.base, "available": found.available, "over_advance": found.over_advance}
    return Answer(result, found.working)


def _eligible(given: Given) -> Answer:
    found = eligible_receivables(
        receivables=[Receivable(*each) for each in given["receivables"]],
        age_days_max=given["age_days_max"],
        debtor_share_max=given["debtor_share_max"] or Rate.whole,
    )
    result = {
        "eligible": found.eligible,
        "too_old": found.too_old,
        "over_concentration": found.over_concentration,
    }
    return Answer(result, found.working)


def _line_interest(given: Given) -> Answer:
    terms = LineTerms(
        resets=tuple(RateReset(*each) for each in given["rates"]),
        spread=given["spread"] or Rate.zero,
        floor=given["floor"] or Rate.zero,
        convention=DayCount(given["convention"] or DayCount.ACT_360.value),
        capitalises=given["capitalises"] is True,
    )
    if not given["balances"] or not terms.resets:
        raise NothingDrawn()
    balances = sorted(given["balances"], key=lambda each: each[0])
    found = line_interest(balances=balances, terms=terms, start=balances[0][0], end=given["to"])
    return Answer({"interest": found.interest, "stretches": len(found.periods)}, found.working)


def _by_lien(given: Given) -> Answer:
    liens = [LienCost(*each) for each in given["liens"]]
    shares = interest_by_lien(interest=given["interest"], liens=liens)
    formula = "interest × cost × days ÷ all cost × days, whole cents by largest remainder"
    return Answer({"shares": shares}, (step("Shares", formula, shares, interest=given["interest"]),))


RULES = (
    Rule(
        name="interest",
        title="Interest of a period by day count",
        group=Group.FUNDING,
        inputs=(
            amount("P", "Principal", "10000.00"),
            rate("rate", "Yearly rate", "0.093"),
            Input("from", "First day", DAY, optional=True, example="2025-01-15"),
            Input("to", "Last day", DAY, optional=True, example="2025-07-15"),
            Input("days", "Days", DAYS_PAST, optional=True, hint="Instead of the two days"),
        ),
        outputs=outputs(
            ("act360", "Actual/360"),
            ("act365", "Actual/365"),
            ("30_360", "30/360 US"),
            ("30e_360", "30E/360"),
            ("act_act", "Actual/Actual"),
            ("actual_days", "Actual days"),
        ),
        run=_interest,
        page="warehouse-interest",
        source=LENDING,
    ),
    Rule(
        name="line_interest",
        title="Interest of a line with resets",
        group=Group.FUNDING,
        inputs=(
            Input(
                "balances",
                "Balances",
                rows(Column("from", DAY), Column("balance", AMOUNT)),
                example="2025-01-15, 10000.00\n2025-03-01, 12500.00",
                hint="One a line: from this day, this balance",
            ),
            Input(
                "rates",
                "Reference rates",
                rows(Column("from", DAY), Column("rate", RATE)),
                example="2025-01-01, 4.3%\n2025-04-01, 4.1%",
                hint="One a line: from this day, this rate",
            ),
            Input("to", "Last day", DAY, example="2025-07-15"),
            Input("spread", "Spread", RATE, optional=True, example="5%"),
            Input("floor", "Floor of the reference rate", RATE, optional=True, example="1%"),
            Input("convention", "Day count", choice(*DayCount), optional=True, example="act360"),
            Input("capitalises", "Capitalised monthly", TRUTH, optional=True),
        ),
        outputs=outputs(("interest", "Interest"), ("stretches", "Stretches of one balance and rate")),
        run=_line_interest,
        page="warehouse-interest",
        source=LENDING,
    ),
    Rule(
        name="interest_by_lien",
        title="Interest by lien",
        group=Group.FUNDING,
        inputs=(
            Input("interest", "Interest of the line", SIGNED_AMOUNT, example="467.58"),
            Input(
                "liens",
                "Liens",
                rows(Column("name", TEXT), Column("cost", AMOUNT), Column("days", DAYS_PAST)),
                example="Imaging, 300.00, 181\nSurgery, 9700.00, 90",
                hint="One a line: name, cost funded, days",
            ),
        ),
        outputs=outputs(("shares", "Interest of each lien")),
        run=_by_lien,
        page="warehouse-interest",
        source=LENDING,
    ),
    Rule(
        name="day_count_30_360_us",
        title="Days by 30/360 US",
        group=Group.FUNDING,
        inputs=(
            Input(
                "pairs",
                "Periods",
                TWO_DAYS,
                example="2024-01-31, 2024-03-01\n2025-01-31, 2025-02-28",
                hint="One a line: first day, last day",
            ),
        ),
        outputs=outputs(("days", "Days"), ("actual_days", "Actual days")),
        run=_day_count,
        page="day-counts",
        source=LENDING,
    ),
    Rule(
        name="unused_fee",
        title="Fee on the undrawn part",
        group=Group.FUNDING,
        inputs=(
            amount("undrawn", "Undrawn", "400000.00"),
            rate("rate", "Yearly rate", "0.5%"),
            days("days", "Days", "30", kind=DAYS_PAST),
        ),
        outputs=outputs(("act360", "Fee, Actual/360")),
        run=_unused,
        page="warehouse-interest",
        source=LENDING,
    ),
    Rule(
        name="borrowing_base",
        title="Borrowing base and availability",
        group=Group.FUNDING,
        inputs=(
            amount("eligible", "Eligible receivables", "500000.00"),
            share("advance", "Advance rate", "0.80"),
            amount("drawn", "Drawn", "350000.00"),
            amount("commitment", "Commitment", "1000000.00"),
        ),
        outputs=outputs(("base", "Base"), ("available", "Available"), ("over_advance", "Drawn beyond it")),
        run=_borrowing_base,
        page="borrowing-base",
        source=LENDING,
    ),
    Rule(
        name="eligible_receivables",
        title="Eligible receivables",
        group=Group.FUNDING,
        inputs=(
            Input(
                "receivables",
                "Receivables",
                rows(Column("debtor", TEXT), Column("amount", AMOUNT), Column("age in days", DAYS_PAST)),
                example="Harbor Legal, 60000.00, 200\nOsprey Legal, 30000.00, 400\nOsprey Legal, 900, 1200",
                hint="One a line: who pays, amount, age in days",
            ),
            days("age_days_max", "Age limit, days", "1095", kind=DAYS_PAST),
            may_share("debtor_share_max", "Largest share of one payer", "0.50"),
        ),
        outputs=outputs(
            ("eligible", "Eligible"),
            ("too_old", "Too old"),
            ("over_concentration", "Above the share of one payer"),
        ),
        run=_eligible,
        page="borrowing-base",
        source=LENDING,
    ),
)
