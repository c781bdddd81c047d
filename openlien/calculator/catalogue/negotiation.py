"""Rules about bills, fair offers and rounds of a negotiation."""

from __future__ import annotations

from openlien.calculator.inputs import amount, may_amount, may_share, outputs
from openlien.calculator.kinds import AMOUNT, DAY, SIGNED_AMOUNT, Column, choice, listed, rows
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.calculator.words import plain_share
from openlien.kit.money import Money
from openlien.kit.working import step
from openlien.negotiation.calculations import fairness
from openlien.negotiation.calculations.bill_lines import bill_line
from openlien.settlement.calculations.rounds import Round, last_demand, last_offer


def _bill_line(given: Given) -> Answer:
    found = bill_line(
        retail=given["retail"],
        offer=given["offer"],
        received=given["received"] or Money.zero,
        site_cost=given["site_cost"],
        interest=given["interest"] or Money.zero,
    )
    result = {
        "pct_billed": found.percent_billed,
        "reduction": found.reduction,
        "balance": found.balance,
        "refund_due": found.refund_due,
        "cost": found.cost,
        "pct_cost": found.percent_cost,
        "ror": found.ror,
        "ror_ex_interest": found.ror_without_interest,
    }
    return Answer(result, found.working)


def _outside_ratio(given: Given) -> Answer:
    found = fairness.fair_offer(
        bills=[fairness.OutsideBill(bill, promise) for bill, promise in given["bills"]],
        own_retail=given["own_retail"],
        offer=given["offer"],
        variant=fairness.Variant(given["variant"] or fairness.Variant.WEIGHTED.value),
        fund=given["fund"],
        claims=given["claims"],
    )
    result = {"ratio": plain_share(found.ratio), "fair": found.fair, "gap": found.gap}
    return Answer(result, found.working)


def _trigger(given: Given) -> Answer:
    trigger = given["trigger"] or fairness.TRIGGER
    fires = [
        fairness.is_below_trigger(offer=offer, retail=given["retail"], trigger=trigger)
        for offer in given["offers"]
    ]
    limit = given["retail"].times(trigger)
    said = step("Fires", "offer < retail × trigger", fires, retail=given["retail"], limit=limit)
    return Answer({"fires": fires}, (said,))


def _last_demand(given: Given) -> Answer:
    rounds = [Round(on, order, demand=amount) for order, (on, amount) in enumerate(given["rows"])]
    found = last_demand(rounds)
    formula = "the latest round with a demand above 0.00; of one day, the one entered last"
    return Answer({"last_demand": _as_entered(found)}, (step("Last demand", formula, found),))


def _last_offer(given: Given) -> Answer:
    rounds = [Round(on, order, offer=amount) for order, (on, amount) in enumerate(given["rows"])]
    found = last_offer(rounds)
    formula = "the latest round with an offer above 0.00; of one day, the one entered last"
    return Answer({"last_offer": _as_entered(found)}, (step("Last offer", formula, found),))


def _as_entered(found: Money | None) -> str | None:
    """The amount as a round states it: this rule picks an entry, it works nothing out."""
    return None if found is None else str(found).removesuffix(".00")


def _rounds_rule(name: str, title: str, run: object) -> Rule:
    return Rule(
        name=name,
        title=title,
        group=Group.NEGOTIATION,
        inputs=(
            Input(
                "rows",
                "Rounds",
                rows(Column("day", DAY), Column("amount", SIGNED_AMOUNT, optional=True)),
                example="2025-01-03, 90000\n2025-01-04,\n2025-01-05, 0.00",
                hint="One a line: day, amount or nothing",
            ),
        ),
        outputs=outputs((name, title)),
        run=run,
        page="negotiation-rounds",
        source="Requirement 2; ruling B5",
    )


RULES = (
    Rule(
        name="bill_line",
        title="Line of the bills grid",
        group=Group.NEGOTIATION,
        inputs=(
            amount("retail", "Retail", "1200.00"),
            may_amount("offer", "Offer", "780.00"),
            may_amount("received", "Received", "300.00"),
            amount("site_cost", "Site cost", "300.00"),
            may_amount("interest", "Interest", "24.34"),
        ),
        outputs=outputs(
            ("pct_billed", "% billed"),
            ("reduction", "Reduction"),
            ("balance", "Balance"),
            ("refund_due", "Refund due"),
            ("cost", "Cost with interest"),
            ("pct_cost", "% of cost"),
            ("ror", "ROR, %"),
            ("ror_ex_interest", "ROR without interest, %"),
        ),
        run=_bill_line,
        page="bill-lines",
        source="Requirement 1; rulings A5, A9",
    ),
    Rule(
        name="outside_ratio",
        title="Fair offer beside outside providers",
        group=Group.NEGOTIATION,
        inputs=(
            Input(
                "bills",
                "Outside bills",
                rows(Column("bill", AMOUNT), Column("promise", AMOUNT)),
                example="6000, 3900\n4000, 2600",
                hint="One a line: bill, written promise to pay",
            ),
            amount("own_retail", "Our retail", "1200.00"),
            may_amount("offer", "Offer made to us", hint="Shows the gap"),
            Input("variant", "Variant", choice(*fairness.Variant), optional=True, example="weighted"),
            may_amount("fund", "Medical fund", hint="For the fund-based variant"),
            may_amount("claims", "All claims", hint="For the fund-based variant"),
        ),
        outputs=outputs(("ratio", "Ratio"), ("fair", "Fair offer"), ("gap", "Gap")),
        run=_outside_ratio,
        page="fairness",
        source="Equal shares for providers who are asked to reduce: at least what another one gets",
    ),
    Rule(
        name="trigger_80",
        title="80% trigger",
        group=Group.NEGOTIATION,
        inputs=(
            amount("retail", "Case retail", "10000.00"),
            Input("offers", "Case offers", listed(AMOUNT), example="8000.00\n7999.99", hint="One a line"),
            may_share("trigger", "Trigger", hint="Blank takes 80%"),
        ),
        outputs=outputs(("fires", "Fires")),
        run=_trigger,
        page="fairness",
        source="Ruling A8",
    ),
    _rounds_rule("last_demand", "Last demand", _last_demand),
    _rounds_rule("last_offer", "Last offer", _last_offer),
)
