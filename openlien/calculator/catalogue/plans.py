"""Rules about health plans, doctrines, and sharing a fund."""

from __future__ import annotations

from openlien.calculator.inputs import amount, amounts, may_amount, outputs
from openlien.calculator.kinds import choice
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.kit.money import Money, total
from openlien.settlement.reductions import doctrines
from openlien.settlement.reductions.ceilings import share_fund

MCCUTCHEN = "US Airways v. McCutchen, 569 U.S. 88 (2013)"
SETTLEMENT = amount("S", "Settlement", "110000.00")
FEE = amount("fee", "Attorney fee", "44000.00")
COSTS = may_amount("costs", "Case costs")


def _mccutchen(given: Given) -> Answer:
    found = doctrines.plan_reimbursement(
        settlement=given["S"],
        fee=given["fee"],
        plan=given["plan"],
        costs=given["costs"] or Money.zero,
    )
    result = {
        "silent_terms": found.silent_terms,
        "clear_terms": found.clear_terms,
        "client_if_silent": found.client_if_silent,
        "client_if_clear": found.client_if_clear,
        "blocked": found.is_blocked,
    }
    return Answer(result, found.working)


def _common_fund(given: Given) -> Answer:
    found = doctrines.common_fund(
        lien=given["lien"],
        settlement=given["S"],
        fee=given["fee"],
        costs=given["costs"] or Money.zero,
    )
    return Answer({"ratio": found.ratio, "pay": found.pay}, found.working)


def _made_whole(given: Given) -> Answer:
    found = doctrines.made_whole(
        lien=given["lien"],
        settlement=given["S"],
        full_value=given["full_value"],
        fee=given["fee"] or Money.zero,
        costs=given["costs"] or Money.zero,
    )
    return Answer({"excess": found.excess, "pay": found.pay}, found.working)


def _funding(given: Given) -> Answer:
    found = doctrines.governing_limits(plan_funding=doctrines.PlanFunding(given["plan_funding"]))
    result = {
        "state_limits_apply": found.state_limits_apply,
        "plan_terms_prevail": found.plan_terms_prevail,
    }
    return Answer(result, found.working)


def _pro_rata(given: Given) -> Answer:
    found = share_fund(fund=given["fund"], claims=given["claims"])
    unpaid = total(given["claims"]) - found.paid
    return Answer({"shares": found.shares, "paid": found.paid, "unpaid": unpaid}, found.working)


RULES = (
    Rule(
        name="erisa_mccutchen",
        title="ERISA plan, silent and clear terms",
        group=Group.PLANS,
        inputs=(SETTLEMENT, FEE, amount("plan", "Plan paid", "66866.00"), COSTS),
        outputs=outputs(
            ("silent_terms", "Plan is paid, silent terms"),
            ("clear_terms", "Plan is paid, clear terms"),
            ("client_if_silent", "Client, silent terms"),
            ("client_if_clear", "Client, clear terms"),
            ("blocked", "Clear terms take more than there is"),
        ),
        run=_mccutchen,
        page="plan-reimbursement",
        source=MCCUTCHEN,
        law="us_plan_reimbursement",
    ),
    Rule(
        name="erisa_funding",
        title="ERISA, which limits govern",
        group=Group.PLANS,
        inputs=(Input("plan_funding", "Plan funding", choice(*doctrines.PlanFunding), example="insured"),),
        outputs=outputs(
            ("state_limits_apply", "Limits of the state apply"),
            ("plan_terms_prevail", "Terms of the plan prevail"),
        ),
        run=_funding,
        page="plan-reimbursement",
        source=MCCUTCHEN,
        law="us_plan_reimbursement",
    ),
    Rule(
        name="common_fund",
        title="Common fund",
        group=Group.PLANS,
        inputs=(amount("lien", "Lien", "66866.00"), SETTLEMENT, FEE, COSTS),
        outputs=outputs(("ratio", "Share of fees and costs"), ("pay", "Lien is paid")),
        run=_common_fund,
        page="plan-reimbursement",
        source=MCCUTCHEN,
        law="us_plan_reimbursement",
    ),
    Rule(
        name="made_whole",
        title="Made whole",
        group=Group.PLANS,
        inputs=(
            amount("lien", "Insurer paid", "30000.00"),
            amount("S", "Settlement", "100000.00"),
            amount("full_value", "Full loss", "120000.00"),
            may_amount("fee", "Attorney fee", hint="Blank where fees do not count against being whole"),
            COSTS,
        ),
        outputs=outputs(("excess", "Received above the loss"), ("pay", "Insurer is paid")),
        run=_made_whole,
        page="plan-reimbursement",
        source="The made-whole doctrine of the common law, unless the plan says otherwise",
        law="us_plan_reimbursement",
    ),
    Rule(
        name="pro_rata_fund",
        title="Pro rata of a fund",
        group=Group.PLANS,
        inputs=(
            amount("fund", "Fund", "18000.00"),
            amounts("claims", "Claims", "24000.00\n12000.00\n9000.00"),
        ),
        outputs=outputs(("shares", "Paid on each claim"), ("paid", "Paid"), ("unpaid", "Left unpaid")),
        run=_pro_rata,
        page="pro-rata",
        source="Largest remainder: each share rounded down, cents left go to the largest remainders",
    ),
)
