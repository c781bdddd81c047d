"""Rules about the lien statutes of the states."""

from __future__ import annotations

from openlien.calculator.inputs import (
    amount,
    amounts,
    may_amount,
    may_share,
    may_truth,
    outputs,
    settled_on,
)
from openlien.calculator.kinds import AMOUNT, TEXT, Column, choice, objects
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.kit.money import Money, Rate
from openlien.settlement.reductions import california, illinois, north_carolina, texas, washington

LIENS = amounts("liens", "Liens", "4000.00\n3000.00\n5000.00")


def _hospital_gross(given: Given) -> Answer:
    found = california.hospital_lien(settlement=given["S"], lien=given["lien"], settled_on=given["date"])
    return Answer({"cap": found.ceiling, "pay": found.pay}, found.working)


def _hospital_net(given: Given) -> Answer:
    found = california.hospital_lien(
        settlement=given["S"],
        lien=given["lien"],
        fee=given["fee"],
        costs=given["costs"] or Money.zero,
        prior_liens=given["prior_liens"] or Money.zero,
        settled_on=given["date"],
    )
    return Answer({"cap": found.ceiling, "pay": found.pay}, found.working)


def _health_plan(given: Given, order: california.Order) -> Answer:
    found = california.health_plan_lien(
        paid=given["paid"],
        settlement=given["S"],
        fault=given["fault"] or Rate.zero,
        fee_ratio=given["fee_ratio"] or Rate.zero,
        order=order,
        has_attorney=given["attorney"] is not False,
        usual_charge=given["usual_charge"],
        settled_on=given["date"],
    )
    return Answer({"cap": found.ceiling, "pay": found.pay}, found.working)


def _texas(given: Given) -> Answer:
    found = texas.hospital_lien(
        charges=given["charges_100d"],
        recovered=given["recovered"],
        awarded=given["awarded_hospital"],
        fee_expense_ratio=given["fee_expense_ratio"] or Rate.zero,
        served_on=given["date"],
    )
    return Answer({"lien": found.lien}, found.working)


def _illinois(given: Given) -> Answer:
    liens = [
        illinois.HealthCareLien(
            each["category"].casefold(),
            each["amount"],
            None if each["kind"] is None else illinois.Group(each["kind"]),
        )
        for each in given["liens"]
    ]
    found = illinois.health_care_liens(settlement=given["S"], liens=liens, settled_on=given["date"])
    result = {
        "pay": found.pay,
        "total_cap": found.total_max,
        "category_cap": found.category_max,
        "attorney_lien_cap": found.attorney_lien_max,
    }
    return Answer(result, found.working)


def _north_carolina(given: Given) -> Answer:
    found = north_carolina.medical_liens(
        settlement=given["S"],
        fee=given["fee"],
        liens=given["liens"],
        costs=given["costs"] or Money.zero,
        settled_on=given["date"],
    )
    certified = north_carolina.certification(
        settlement=given["S"], fee=given["fee"], liens=given["liens"], shares=found.shares
    )
    result = {
        "fund": found.fund,
        "shares": found.shares,
        "paid": certified.paid_to_lienholders,
        "percent_paid": [line.percent_paid for line in certified.liens],
        "client_before_costs": given["S"] - given["fee"] - certified.paid_to_lienholders,
    }
    return Answer(result, found.working)


def _washington(given: Given) -> Answer:
    found = washington.medical_liens(settlement=given["S"], liens=given["liens"], settled_on=given["date"])
    return Answer({"fund": found.fund, "pay": found.shares}, found.working)


def _health_plan_rule(name: str, title: str, order: california.Order) -> Rule:
    return Rule(
        name=name,
        title=title,
        group=Group.STATE,
        inputs=(
            amount("paid", "Plan paid", "12000.00"),
            amount("S", "Settlement", "30000.00"),
            may_share("fault", "Patient's fault", "0.20"),
            may_share("fee_ratio", "Share of fees and costs", "1/3"),
            may_truth("attorney", "Patient has an attorney", hint="Blank counts as yes"),
            may_amount("usual_charge", "Usual charge", hint="For capitated care, instead of what was paid"),
            settled_on(),
        ),
        outputs=outputs(("cap", "Ceiling"), ("pay", "Plan is paid")),
        run=lambda given: _health_plan(given, order),
        page="ca-health-plan-lien",
        source="Cal. Civ. Code 3040",
        law="ca_health_plan_lien",
    )


HOSPITAL = (amount("S", "Settlement", "100000.00"), amount("lien", "Hospital lien", "58521.70"))

RULES = (
    Rule(
        name="ca_hla_gross",
        title="California hospital lien, half of the gross",
        group=Group.STATE,
        inputs=(*HOSPITAL, settled_on()),
        outputs=outputs(("cap", "Ceiling"), ("pay", "Hospital is paid")),
        run=_hospital_gross,
        page="ca-hospital-lien",
        source="Cal. Civ. Code 3045.4",
        law="ca_hospital_lien",
    ),
    Rule(
        name="ca_hla_net",
        title="California hospital lien, half of the net",
        group=Group.STATE,
        inputs=(
            *HOSPITAL,
            amount("fee", "Attorney fee", "33333.33"),
            may_amount("costs", "Case costs", "2000.00"),
            may_amount("prior_liens", "Prior liens"),
            settled_on(),
        ),
        outputs=outputs(("cap", "Ceiling"), ("pay", "Hospital is paid")),
        run=_hospital_net,
        page="ca-hospital-lien",
        source="Cal. Civ. Code 3045.4",
        law="ca_hospital_lien",
    ),
    _health_plan_rule(
        "ca_3040_cap_fault_share",
        "California health plan, ceiling first",
        california.Order.CAP_FIRST,
    ),
    _health_plan_rule(
        "ca_3040_fault_share_cap",
        "California health plan, ceiling last",
        california.Order.CAP_LAST,
    ),
    Rule(
        name="tx_55_004",
        title="Texas hospital lien",
        group=Group.STATE,
        inputs=(
            amount("charges_100d", "Charges of the first 100 days", "60000.00"),
            amount("recovered", "All amounts recovered", "80000.00"),
            may_amount("awarded_hospital", "Awarded for the hospital", "45000.00"),
            may_share("fee_expense_ratio", "Share of fees and expenses", "0.40"),
            settled_on("Day of service"),
        ),
        outputs=outputs(("lien", "Lien")),
        run=_texas,
        page="tx-hospital-lien",
        source="Tex. Prop. Code 55.004(b)",
        law="tx_hospital_lien",
    ),
    Rule(
        name="il_770_23",
        title="Illinois health-care liens",
        group=Group.STATE,
        inputs=(
            amount("S", "Settlement", "100000.00"),
            Input(
                "liens",
                "Liens",
                objects(
                    Column("category", TEXT),
                    Column("amount", AMOUNT),
                    Column("kind", choice(*illinois.Group), optional=True),
                ),
                example="hospital, 60000.00\nphysician, 10000.00\nphysician, 20000.00",
                hint="One a line: category, amount, and professional or provider where the Act does not say",
            ),
            settled_on(),
        ),
        outputs=outputs(
            ("pay", "Paid on each lien"),
            ("total_cap", "Ceiling on all liens"),
            ("category_cap", "Ceiling on a category"),
            ("attorney_lien_cap", "Ceiling on the attorney's lien"),
        ),
        run=_illinois,
        page="il-health-care-liens",
        source="770 ILCS 23/10",
        law="il_health_care_liens",
    ),
    Rule(
        name="nc_44_50",
        title="North Carolina medical liens and certification",
        group=Group.STATE,
        inputs=(
            amount("S", "Settlement", "25000.00"),
            amount("fee", "Attorney fee", "8333.33"),
            LIENS,
            may_amount("costs", "Costs deducted first", hint="Blank by the statute"),
            settled_on(),
        ),
        outputs=outputs(
            ("fund", "Most for all liens"),
            ("shares", "Paid on each lien"),
            ("paid", "Paid to lienholders"),
            ("percent_paid", "Percentage paid of each"),
            ("client_before_costs", "Left for the client before costs"),
        ),
        run=_north_carolina,
        page="nc-medical-liens",
        source="N.C. Gen. Stat. 44-50, 44-50.1",
        law="nc_medical_liens",
    ),
    Rule(
        name="wa_60_44",
        title="Washington medical liens",
        group=Group.STATE,
        inputs=(
            amount("S", "Award", "40000.00"),
            amounts("liens", "Liens", "9000.00\n6000.00"),
            settled_on(),
        ),
        outputs=outputs(("fund", "Most for all liens"), ("pay", "Paid on each lien")),
        run=_washington,
        page="wa-medical-liens",
        source="RCW 60.44.010",
        law="wa_medical_liens",
    ),
)
