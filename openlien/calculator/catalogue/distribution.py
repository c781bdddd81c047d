"""Rules about distributing a settlement."""

from __future__ import annotations

from openlien.calculator.inputs import amount, may_amount, may_share, outputs, share
from openlien.calculator.kinds import AMOUNT, SHARE, TEXT, TRUTH, Column, choice, objects, rows
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.kit.money import Money, Rate, total
from openlien.negotiation.calculations import distribution
from openlien.settlement.calculations.fees import FeeBasis, FeeTerms, Recovery
from openlien.settlement.calculations.settlement import (
    FeeAgreement,
    SettlementFields,
    SettlementResult,
    calculate_settlement,
    simple_settlement,
)
from openlien.settlement.calculations.waterfall import Deduction, Tier
from openlien.settlement.reductions.medicare import ordinary_recovery

ORDER = "Domain rules 1.1: fee, costs, statutory liens, contractual liens, balances, hold-backs, client"
TIERS = {
    "statutory lien": Tier.STATUTORY_LIEN,
    "contractual lien": Tier.CONTRACTUAL_LIEN,
    "provider balance": Tier.PROVIDER_BALANCE,
    "hold-back": Tier.HOLD_BACK,
}


def _waterfall(given: Given) -> Answer:
    deductions = (
        Deduction("Liens", given["liens"] or Money.zero, Tier.STATUTORY_LIEN),
        Deduction("Provider balances", given["balances"] or Money.zero, Tier.PROVIDER_BALANCE),
        Deduction("Hold-backs", given["hold_backs"] or Money.zero, Tier.HOLD_BACK),
    )
    found = simple_settlement(
        gross=given["S"],
        share=given["fraction"],
        costs=given["costs"] or Money.zero,
        deductions=[each for each in deductions if each.amount],
    )
    return Answer({"fee": found.division.reduced_fee, **_ending(found)}, found.working)


def _waterfall_full(given: Given) -> Answer:
    costs, fraction = given["costs"] or Money.zero, given["fraction"]
    fee = given["S"].times(fraction)
    medicare = ordinary_recovery(settlement=given["S"], fee=fee, costs=costs, paid=given["medicare"])
    deductions = (
        Deduction("Medicare", medicare.recovery, Tier.STATUTORY_LIEN),
        Deduction("Letters of protection", given["lop_fund"] or Money.zero, Tier.CONTRACTUAL_LIEN),
    )
    found = simple_settlement(gross=given["S"], share=fraction, costs=costs, deductions=deductions)
    result = {"fee": found.division.reduced_fee, "medicare": medicare.recovery, **_ending(found)}
    return Answer(result, (*medicare.working, *found.working))


def _settlement(given: Given) -> Answer:
    found = calculate_settlement(_fields(given))
    result = {
        "gross": found.gross,
        "fees": found.fees.fees,
        "fee": found.division.gross_fee,
        "reduced_fee": found.division.reduced_fee,
        "referral": found.division.referral,
        "co_counsel": found.division.co_counsel,
        "firm": found.division.firm,
        "sales_tax": found.sales_tax,
        "common_benefit": found.common_benefit,
        "not_paid": total(each.amount for each in found.distribution.not_paid),
        **_ending(found),
    }
    return Answer(result, found.working)


def _fields(given: Given) -> SettlementFields:
    basis = FeeBasis(given["basis"] or FeeBasis.GROSS.value)

    def terms(own_share: Rate | None) -> FeeTerms | None:
        return None if own_share is None else FeeTerms(basis=basis, share=own_share)

    return SettlementFields(
        recoveries=tuple(
            Recovery(f"recovery {place}", gross, terms(own))
            for place, (gross, own) in enumerate(given["recoveries"], start=1)
        ),
        agreement=FeeAgreement(
            terms=FeeTerms(basis=basis, share=given["fraction"]),
            reduced_to=given["reduced_to"],
            reduce_by=given["reduce_by"],
            referral=given["referral"] or Rate.zero,
            co_counsel=given["co_counsel"] or Rate.zero,
            sales_tax=given["sales_tax"] or Rate.zero,
            common_benefit=given["common_benefit"] or Rate.zero,
        ),
        medpay=given["medpay"] or Money.zero,
        case_expenses=given["costs"] or Money.zero,
        expense_interest=given["expense_interest"] or Money.zero,
        prior_attorney_expense=given["prior_attorney_expense"] or Money.zero,
        other_costs=given["other_costs"] or Money.zero,
        deductions=tuple(_deductions(given["deductions"] or ())),
    )


def _deductions(given: list[dict[str, object]]) -> list[Deduction]:
    return [
        Deduction(
            each["name"],
            each["amount"],
            TIERS[each["tier"]],
            order,
            is_paid_at_settlement=each["paid"] is not False,
        )
        for order, each in enumerate(given)
    ]


def _ending(found: SettlementResult) -> dict[str, object]:
    return {"client": found.client, "blocked": found.distribution.is_blocked}


def _summary(given: Given) -> Answer:
    found = distribution.distribution(
        settled=given["S"],
        fee=given["fee"],
        costs=given["cost"],
        in_network=given["in_network"] or Money.zero,
        out_of_network=given["out_of_network"] or Money.zero,
        outside=given["outside"] or Money.zero,
        client_funding=given["client_funding"] or Money.zero,
    )
    return Answer(
        {
            "fee_pct": found.fee.percent,
            "cost_pct": found.costs.percent,
            "attorney": found.attorney.amount,
            "attorney_pct": found.attorney.percent,
            "medical": found.medical.amount,
            "medical_pct": found.medical.percent,
            "remainder": found.remainder.amount,
            "remainder_pct": found.remainder.percent,
        },
        found.working,
    )


ENDING = (("client", "Net to client"), ("blocked", "Below zero, cannot be finalised"))
DEDUCTION = objects(
    Column("tier", choice(*TIERS)),
    Column("name", TEXT),
    Column("amount", AMOUNT),
    Column("paid", TRUTH, optional=True),
)

RULES = (
    Rule(
        name="waterfall",
        title="Net to client",
        group=Group.DISTRIBUTION,
        inputs=(
            amount("S", "Gross settlement", "485000.00"),
            share("fraction", "Fee share", "1/3"),
            may_amount("costs", "Case costs", "12500.00"),
            may_amount("liens", "Liens", "42380.00"),
            may_amount("balances", "Provider balances"),
            may_amount("hold_backs", "Hold-backs"),
        ),
        outputs=outputs(("fee", "Attorney fee"), *ENDING),
        run=_waterfall,
        page="waterfall",
        source=ORDER,
    ),
    Rule(
        name="waterfall_full",
        title="Net to client with Medicare and letters of protection",
        group=Group.DISTRIBUTION,
        inputs=(
            amount("S", "Gross settlement", "100000.00"),
            share("fraction", "Fee share", "1/3"),
            may_amount("costs", "Case costs", "4321.09"),
            amount("medicare", "Medicare paid", "8765.43"),
            may_amount("lop_fund", "Paid to letters of protection", "18000.00"),
        ),
        outputs=outputs(("fee", "Attorney fee"), ("medicare", "Medicare recovers"), *ENDING),
        run=_waterfall_full,
        page="waterfall",
        source=f"{ORDER}; 42 CFR 411.37",
        law="us_medicare_procurement",
    ),
    Rule(
        name="settlement",
        title="Settlement calculation with every field",
        group=Group.DISTRIBUTION,
        inputs=(
            Input(
                "recoveries",
                "Recoveries",
                rows(Column("amount", AMOUNT), Column("own fee share", SHARE, optional=True)),
                example="100000.00\n25000.00, 0.40",
                hint="One a line: amount, and its own fee share if it has one",
            ),
            share("fraction", "Fee share", "1/3"),
            Input("basis", "Fee basis", choice(*FeeBasis), optional=True, example="gross"),
            may_amount("reduced_to", "Fee reduced to"),
            may_amount("reduce_by", "Fee reduced by", hint="Instead of reduced to"),
            may_share("referral", "Referral share"),
            may_share("co_counsel", "Co-counsel share"),
            may_share("sales_tax", "Sales tax on attorney fees"),
            may_share("common_benefit", "Common benefit share of the gross"),
            may_amount("medpay", "MedPay, free of fee"),
            may_amount("costs", "Case expenses", "4321.09"),
            may_amount("expense_interest", "Interest on case expenses"),
            may_amount("prior_attorney_expense", "Prior attorney expense"),
            may_amount("other_costs", "Other case costs"),
            Input(
                "deductions",
                "Liens, balances, hold-backs",
                DEDUCTION,
                optional=True,
                example="statutory lien, Medicare, 5464.86\ncontractual lien, Imaging, 18000.00",
                hint="One a line: tier, name, amount, and no when it is not paid at settlement",
            ),
        ),
        outputs=outputs(
            ("gross", "Gross"),
            ("fees", "Fee of each recovery"),
            ("fee", "Fee before the reduction"),
            ("reduced_fee", "Fee after the reduction"),
            ("referral", "Referral fee"),
            ("co_counsel", "Co-counsel fee"),
            ("firm", "Firm fee"),
            ("sales_tax", "Sales tax"),
            ("common_benefit", "Common benefit fund"),
            ("not_paid", "Not paid at settlement"),
            *ENDING,
        ),
        run=_settlement,
        page="settlement",
        source="The usual order: fee, expenses, liens, client",
    ),
    Rule(
        name="seed_000_summary",
        title="Distribution dashboard",
        group=Group.DISTRIBUTION,
        inputs=(
            amount("S", "Settled amount", "50000.00"),
            amount("fee", "Attorney fee", "2500.00"),
            amount("cost", "Cost", "20.00"),
            may_amount("outside", "Outside medical", "2000.00"),
            may_amount("in_network", "In-network"),
            may_amount("out_of_network", "Out-of-network"),
            may_amount("client_funding", "Client funding"),
        ),
        outputs=outputs(
            ("fee_pct", "Fee, %"),
            ("cost_pct", "Cost, %"),
            ("attorney", "Attorney portion"),
            ("attorney_pct", "Attorney portion, %"),
            ("medical", "Medical portion"),
            ("medical_pct", "Medical portion, %"),
            ("remainder", "Remainder"),
            ("remainder_pct", "Remainder, %"),
        ),
        run=_summary,
        page="distribution",
        source="Requirement 1; rulings A1 to A3",
    ),
)
