"""Rules about the trust account and the dates of a settlement."""

from __future__ import annotations

from datetime import timedelta

from openlien.calculator.inputs import day, outputs
from openlien.calculator.kinds import AMOUNT, DAY, DAYS, SIGNED_AMOUNT, listed
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.kit.working import step
from openlien.settlement.calculations.check_dates import CheckDates, with_days, with_expected_on
from openlien.settlement.calculations.trust import reconcile

# The example beside the answer shows what the days become when the mail takes three days more.
MAIL = timedelta(days=3)


def _three_way(given: Given) -> Answer:
    found = reconcile(
        bank=given["bank"],
        in_transit=given["in_transit"],
        outstanding=given["outstanding"],
        book=given["book"],
        clients=given["clients"],
    )
    result = {
        "balanced": found.is_balanced,
        "adjusted_bank": found.adjusted_bank,
        "book": found.book,
        "clients": found.clients,
        "bank_difference": found.bank_difference,
        "ledger_difference": found.ledger_difference,
        "overdrawn": list(found.overdrawn),
    }
    return Answer(result, found.working)


def _days_from_release(given: Given) -> Answer:
    dates = with_days(CheckDates(released_on=given["release"]), given["days"])
    changed_to = given["set_to"] or dates.expected_on + MAIL
    changed = with_expected_on(dates, changed_to)
    working = (
        step("Expected", "release + days", dates.expected_on, release=given["release"], days=given["days"]),
        step("Days", "expected date − release", changed.days_from_release, expected_date=changed_to),
    )
    result = {"expected": dates.expected_on, f"days_if_{changed_to}": changed.days_from_release}
    return Answer(result, working)


RULES = (
    Rule(
        name="three_way",
        title="Three-way reconciliation",
        group=Group.TRUST,
        inputs=(
            Input("bank", "Bank statement", SIGNED_AMOUNT, example="61240.18"),
            Input("in_transit", "Deposits in transit", AMOUNT, example="15000.00"),
            Input("outstanding", "Outstanding checks", AMOUNT, example="22615.50"),
            Input("book", "Book balance", SIGNED_AMOUNT, example="53624.68"),
            Input(
                "clients",
                "Client ledgers",
                listed(SIGNED_AMOUNT),
                example="30500.00\n18124.68\n5000.00",
                hint="One a line",
            ),
        ),
        outputs=outputs(
            ("balanced", "In balance"),
            ("adjusted_bank", "Adjusted bank"),
            ("book", "Book"),
            ("clients", "Client ledgers"),
            ("bank_difference", "Adjusted bank less book"),
            ("ledger_difference", "Book less client ledgers"),
            ("overdrawn", "Client ledgers below zero"),
        ),
        run=_three_way,
        page="trust",
        source="Cal. Rule 1.15(d)(3)",
    ),
    Rule(
        name="days_from_release",
        title="Check expected date and days from release",
        group=Group.TRUST,
        inputs=(
            day("release", "Release sent", "2025-01-31"),
            Input("days", "Days from release", DAYS, example="30"),
            Input("set_to", "Expected date set to", DAY, optional=True, hint="Shows the days that follow"),
        ),
        outputs=outputs(("expected", "Check expected"), ("days_if_<day>", "Days when it is set to that day")),
        run=_days_from_release,
        page="check-expected-date",
        source="Requirement 2; ruling B9",
    ),
)
