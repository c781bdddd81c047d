"""Rules about attorney fees and case expenses."""

from __future__ import annotations

from openlien.calculator.inputs import (
    amount,
    day,
    may_amount,
    may_share,
    outputs,
    rate,
    settled_on,
    share,
)
from openlien.calculator.kinds import AMOUNT, SHARE, WEIGHT, Column, listed, rows
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.kit.money import Money, Rate
from openlien.settlement.calculations.expenses import expense_interest, shares_by_plaintiff
from openlien.settlement.calculations.fee_division import divide_fee
from openlien.settlement.calculations.fees import (
    FeeBasis,
    FeeTerms,
    Recovery,
    attorney_fee,
    fees_of_recoveries,
    new_york_fee,
)
from openlien.settlement.calculations.settlement import simple_settlement
from openlien.settlement.calculations.waterfall import Deduction, Tier

AGREEMENT = "ABA Model Rule 1.5(c): the agreement states the basis of the fee"
GROSS = amount("S", "Gross settlement", "100000.00")
FRACTION = share("fraction", "Fee share", "1/3")
COSTS = amount("costs", "Case costs", "5000.00")


def _gross_percent(given: Given) -> Answer:
    liens = Deduction("Liens", given["liens"] or Money.zero, Tier.STATUTORY_LIEN)
    found = simple_settlement(
        gross=given["S"], share=given["pct"], costs=given["costs"] or Money.zero, deductions=(liens,)
    )
    return Answer({"fee": found.division.reduced_fee, "client": found.client}, found.working)


def _fraction(given: Given) -> Answer:
    found = attorney_fee(gross=given["S"], terms=FeeTerms(share=given["fraction"]))
    return Answer({"fee": found.fee}, found.working)


def _fixed(given: Given) -> Answer:
    found = attorney_fee(gross=given["S"], terms=FeeTerms(fixed=given["fixed"]))
    return Answer({"fee": found.fee, "left": given["S"] - found.fee}, found.working)


def _on_basis(given: Given, basis: FeeBasis) -> Answer:
    costs, liens = given["costs"] or Money.zero, given.get("liens") or Money.zero
    terms = FeeTerms(basis=basis, share=given["fraction"])
    found = attorney_fee(gross=given["S"], terms=terms, costs=costs, liens=liens)
    return Answer({"fee": found.fee, "left": given["S"] - costs - liens - found.fee}, found.working)


def _new_york(given: Given) -> Answer:
    found = new_york_fee(net=given["net"], settled_on=given["date"])
    return Answer({"fee": found.fee}, found.working)


def _reduction_and_referral(given: Given) -> Answer:
    gross_fee = attorney_fee(gross=given["S"], terms=FeeTerms(share=given["fraction"]))
    found = divide_fee(
        gross_fee=gross_fee.fee,
        reduced_to=given["reduced_to"],
        reduce_by=given["reduce_by"],
        referral=given["referral"] or Rate.zero,
        co_counsel=given["co_counsel"] or Rate.zero,
    )
    result = {
        "gross_fee": found.gross_fee,
        "reduction": found.reduction,
        "reduced_fee": found.reduced_fee,
        "referral": found.referral,
        "co_counsel": found.co_counsel,
        "firm": found.firm,
    }
    return Answer(result, (*gross_fee.working, *found.working))


def _several(given: Given) -> Answer:
    recoveries = [
        Recovery(f"recovery {place}", gross, FeeTerms(share=fee_share))
        for place, (gross, fee_share) in enumerate(given["rows"], start=1)
    ]
    found = fees_of_recoveries(recoveries)
    return Answer({"fees": found.fees, "fee": found.fee}, found.working)


def _expense_interest(given: Given) -> Answer:
    interest = expense_interest(
        amount=given["amount"], rate=given["rate"], start=given["from"], end=given["to"]
    )
    return Answer({"interest": interest, "total": given["amount"] + interest})


def _expense_shares(given: Given) -> Answer:
    found = shares_by_plaintiff(amount=given["amount"], weights=[Rate(each) for each in given["weights"]])
    return Answer({"shares": found.shares}, found.working)


def _basis_rule(name: str, basis: FeeBasis, *, with_liens: bool = False) -> Rule:
    liens = (amount("liens", "Liens", "20000.00"),) if with_liens else ()
    return Rule(
        name=name,
        title=f"Fee on {basis.label}",
        group=Group.FEES,
        inputs=(GROSS, FRACTION, COSTS, *liens),
        outputs=outputs(("fee", "Attorney fee"), ("left", "Left for the client")),
        run=lambda given: _on_basis(given, basis),
        page="attorney-fees",
        source=AGREEMENT,
    )


RULES = (
    Rule(
        name="fee_gross_pct",
        title="Fee on gross and what the client keeps",
        group=Group.FEES,
        inputs=(
            GROSS,
            share("pct", "Fee percentage", "0.3333"),
            may_amount("costs", "Case costs", "8500.00"),
            may_amount("liens", "Liens", "45000.00"),
        ),
        outputs=outputs(("fee", "Attorney fee"), ("client", "Net to client")),
        run=_gross_percent,
        page="attorney-fees",
        source=AGREEMENT,
    ),
    Rule(
        name="fee_fraction",
        title="Fee as an exact fraction",
        group=Group.FEES,
        inputs=(GROSS, FRACTION),
        outputs=outputs(("fee", "Attorney fee")),
        run=_fraction,
        page="attorney-fees",
        source=AGREEMENT,
    ),
    Rule(
        name="fee_fixed",
        title="Fixed fee",
        group=Group.FEES,
        inputs=(GROSS, amount("fixed", "Fixed fee", "7500.00")),
        outputs=outputs(("fee", "Attorney fee"), ("left", "Left of the settlement")),
        run=_fixed,
        page="attorney-fees",
        source=AGREEMENT,
    ),
    _basis_rule("fee_basis_gross", FeeBasis.GROSS),
    _basis_rule("fee_basis_net_costs", FeeBasis.NET_OF_COSTS),
    _basis_rule("fee_basis_net_costs_liens", FeeBasis.NET_OF_COSTS_AND_LIENS, with_liens=True),
    Rule(
        name="fee_ny_806_13_b1",
        title="New York sliding fee",
        group=Group.FEES,
        inputs=(amount("net", "Recovered after expenses", "100000.00"), settled_on()),
        outputs=outputs(("fee", "Attorney fee")),
        run=_new_york,
        page="attorney-fees",
        source="22 NYCRR 806.13(b)(1)",
        law="ny_contingent_fee",
    ),
    Rule(
        name="fee_reduction_referral",
        title="Fee reduction, then referral and co-counsel",
        group=Group.FEES,
        inputs=(
            GROSS,
            FRACTION,
            may_amount("reduced_to", "Reduced to", "24000.00"),
            may_amount("reduce_by", "Reduced by", hint="Instead of reduced to"),
            may_share("referral", "Referral share", "1/3"),
            may_share("co_counsel", "Co-counsel share"),
        ),
        outputs=outputs(
            ("gross_fee", "Fee before the reduction"),
            ("reduction", "Reduction"),
            ("reduced_fee", "Fee after the reduction"),
            ("referral", "Referral fee"),
            ("co_counsel", "Co-counsel fee"),
            ("firm", "Firm fee"),
        ),
        run=_reduction_and_referral,
        page="fee-division",
        source="The agreement with referring and associated counsel, ABA Model Rule 1.5(e)",
    ),
    Rule(
        name="multi_recovery",
        title="Several recoveries, each with its own fee",
        group=Group.FEES,
        inputs=(
            Input(
                "rows",
                "Recoveries",
                rows(Column("amount", AMOUNT), Column("fee share", SHARE)),
                example="50000, 0.3333\n25000, 0.40",
                hint="One a line: amount, fee share",
            ),
        ),
        outputs=outputs(("fees", "Fee of each recovery"), ("fee", "All fees")),
        run=_several,
        page="attorney-fees",
        source=AGREEMENT,
    ),
    Rule(
        name="expense_interest",
        title="Interest on a financed expense",
        group=Group.FEES,
        inputs=(
            amount("amount", "Expense", "4000.00"),
            rate("rate", "Yearly rate", "12%"),
            day("from", "Paid on", "2025-01-31"),
            day("to", "Settled on", "2026-01-31"),
        ),
        outputs=outputs(("interest", "Interest"), ("total", "Expense with interest")),
        run=_expense_interest,
        page="case-expenses",
        source="The terms of the loan that financed the expense",
    ),
    Rule(
        name="expense_shares",
        title="Expenses by plaintiff",
        group=Group.FEES,
        inputs=(
            amount("amount", "Expenses", "4321.09"),
            Input(
                "weights",
                "Weights",
                listed(WEIGHT),
                example="2\n1",
                hint="One a line",
            ),
        ),
        outputs=outputs(("shares", "Share of each plaintiff")),
        run=_expense_shares,
        page="case-expenses",
        source="The fee agreement: which expenses the client bears, and in what parts",
    ),
)
