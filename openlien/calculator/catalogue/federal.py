"""Rules about Medicare and Medicaid."""

from __future__ import annotations

from openlien.calculator.inputs import amount, day, may_amount, may_share, outputs, settled_on
from openlien.calculator.rules import Answer, Given, Group, Rule
from openlien.calculator.words import plain_share
from openlien.kit.money import Money
from openlien.settlement.law import rule_called
from openlien.settlement.reductions import medicaid, medicare

REGULATION = "42 CFR 411.37"


def _paragraph_c(given: Given) -> Answer:
    found = medicare.recovery_below_settlement(
        settlement=given["S"], fee=given["fee"], costs=given["costs"] or Money.zero, paid=given["M"]
    )
    return Answer({"share": found.share, "recovery": found.recovery}, found.working)


def _paragraph_d(given: Given) -> Answer:
    found = medicare.recovery_from_settlement(
        settlement=given["S"], procurement=given["procurement"], paid=given["M"]
    )
    return Answer({"recovery": found.recovery}, found.working)


def _paragraph_e(given: Given) -> Answer:
    found = medicare.recovery_when_sued(
        settlement=given["S"], procurement=given["procurement"], paid=given["M"]
    )
    return Answer({"recovery": found.recovery}, found.working)


def _fixed(given: Given) -> Answer:
    law = rule_called("us_medicare_fixed_percentage").on(given["date"])
    fee = given["fee"] if given["fee"] is not None else given["S"].times(law.share("compared_fee_share"))
    costs = given["costs"] if given["costs"] is not None else law.money("compared_costs")
    found = medicare.fixed_percentage(
        settlement=given["S"], paid=given["M"], settled_on=given["date"], fee=fee, costs=costs
    )
    compared = f"ordinary_fee_{_short(fee)}_costs_{_short(costs)}"
    result = {"eligible": found.is_eligible, "recovery": found.recovery, compared: found.ordinary}
    return Answer(result, found.working)


def _short(amount_named: Money) -> str:
    return str(amount_named).removesuffix(".00")


def _threshold(given: Given) -> Answer:
    found = medicare.recovery_threshold(settlement=given["S"], settled_on=given["date"])
    return Answer({"exempt": found.is_exempt, "threshold": found.settlement_max}, found.working)


def _ahlborn(given: Given) -> Answer:
    found = medicaid.medical_share(
        paid=given["paid"],
        settlement=given["S"],
        full_value=given["full_value"],
        stipulated=given["stipulated"],
    )
    agreed = f"stipulated_{plain_share(found.stipulated_share)}"
    return Answer({"exact": found.exact, agreed: found.stipulated}, found.working)


def _medi_cal(given: Given) -> Answer:
    part = None
    steps = ()
    if given["full_value"] is not None:
        share = medicaid.medical_share(
            paid=given["lien"], settlement=given["S"], full_value=given["full_value"]
        )
        part, steps = share.exact, share.working[:2]
    found = medicaid.medi_cal(
        lien=given["lien"],
        settlement=given["S"],
        fee=given["fee"],
        costs=given["costs"] or Money.zero,
        medical_part=part,
        settled_on=given["date"],
    )
    result = {"after_72d": found.after_reduction, "cap_78": found.ceiling, "pay": found.pay}
    return Answer(result, (*steps, *found.working))


def _procurement_rule(name: str, title: str, run: object, example: tuple[str, str, str]) -> Rule:
    settlement, procurement, paid = example
    return Rule(
        name=name,
        title=title,
        group=Group.FEDERAL,
        inputs=(
            amount("S", "Settlement", settlement),
            amount("procurement", "Fees and costs", procurement),
            amount("M", "Medicare paid", paid),
        ),
        outputs=outputs(("recovery", "Medicare recovers")),
        run=run,
        page="medicare",
        source=REGULATION,
        law="us_medicare_procurement",
    )


RULES = (
    Rule(
        name="medicare_411_37_c",
        title="Medicare, payments below the settlement (c)",
        group=Group.FEDERAL,
        inputs=(
            amount("S", "Settlement", "100000.00"),
            amount("fee", "Attorney fee", "40000.00"),
            may_amount("costs", "Case costs", "5000.00"),
            amount("M", "Medicare paid", "10000.00"),
        ),
        outputs=outputs(("share", "Medicare's share of the costs"), ("recovery", "Medicare recovers")),
        run=_paragraph_c,
        page="medicare",
        source=REGULATION,
        law="us_medicare_procurement",
    ),
    _procurement_rule(
        "medicare_411_37_d",
        "Medicare, payments that reach the settlement (d)",
        _paragraph_d,
        ("10000.00", "4500.00", "12000.00"),
    ),
    _procurement_rule(
        "medicare_411_37_e",
        "Medicare, recovered by a suit (e)",
        _paragraph_e,
        ("12000.00", "4800.00", "10000.00"),
    ),
    Rule(
        name="medicare_fixed_pct",
        title="Medicare, fixed-percentage option",
        group=Group.FEDERAL,
        inputs=(
            amount("S", "Settlement", "10000.00"),
            day("date", "Day of settlement", "2023-10-02", hint="Decides the ceiling"),
            amount("M", "Medicare paid", "8000.00"),
            may_amount("fee", "Attorney fee", hint="For the comparison; blank assumes a third"),
            may_amount("costs", "Case costs", hint="For the comparison; blank assumes 500.00"),
        ),
        outputs=outputs(
            ("eligible", "Option is open"),
            ("recovery", "Medicare takes"),
            ("ordinary_fee_<fee>_costs_<costs>", "The ordinary way takes"),
        ),
        run=_fixed,
        page="medicare",
        source="CMS fixed-percentage option",
        law="us_medicare_fixed_percentage",
    ),
    Rule(
        name="medicare_threshold",
        title="Medicare, settlements too small to recover from",
        group=Group.FEDERAL,
        inputs=(amount("S", "Settlement", "750.00"), settled_on()),
        outputs=outputs(("exempt", "Nothing is recovered"), ("threshold", "Threshold")),
        run=_threshold,
        page="medicare",
        source="CMS recovery thresholds",
        law="us_medicare_threshold",
    ),
    Rule(
        name="ahlborn",
        title="Medicaid, medical part of the settlement",
        group=Group.FEDERAL,
        inputs=(
            amount("paid", "Medicaid paid", "215645.30"),
            amount("S", "Settlement", "550000.00"),
            amount("full_value", "Full value of the claim", "3040708.12"),
            may_share("stipulated", "Stipulated share", hint="Blank compares with that of the case itself"),
        ),
        outputs=outputs(("exact", "By full value"), ("stipulated_<share>", "By the stipulated share")),
        run=_ahlborn,
        page="medicaid",
        source="Ahlborn, 547 U.S. 268 (2006)",
        law="us_medicaid_ahlborn",
    ),
    Rule(
        name="medi_cal",
        title="Medi-Cal, reduction and ceiling",
        group=Group.FEDERAL,
        inputs=(
            amount("lien", "Lien", "20000.00"),
            amount("S", "Settlement", "100000.00"),
            may_amount("costs", "Case costs", "6000.00"),
            amount("fee", "Attorney fee", "33333.33"),
            may_amount("full_value", "Full value of the claim", hint="Takes the medical part first"),
            settled_on(),
        ),
        outputs=outputs(
            ("after_72d", "After fees and costs"), ("cap_78", "Ceiling"), ("pay", "Medi-Cal is paid")
        ),
        run=_medi_cal,
        page="medicaid",
        source="W&I 14124.72(d), 14124.78",
        law="ca_medi_cal",
    ),
)
