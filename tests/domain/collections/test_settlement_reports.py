"""Reports of settlements: what is to come, which fees are open, what cases settle for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from openlien.accounting.reports import Report
from openlien.collections.reports import BY_SLUG
from openlien.identity.permissions import Role
from openlien.kit.dates import month_range
from openlien.kit.money import Money
from openlien.settlement.actions.settlements import record_fee
from openlien.settlement.check_rules import CheckStatus, CheckType
from tests import cast
from tests.domain.settlement.calls import (
    DAY,
    TODAY,
    Cast,
    calculate,
    cleared,
    make_cast,
    money_in,
    money_out,
    move,
    settle,
    usd,
)

from .test_casework_reports import totals

pytestmark = pytest.mark.django_db
READER = cast.actor_with(Role.AUDITOR)


@pytest.fixture
def of(db: None) -> Cast:
    return make_cast()


def ask(slug: str, *, as_of: date = TODAY, **choices: str) -> Report:
    definition = BY_SLUG[slug]
    asked = definition.asked(today=TODAY, as_of=as_of, since=date(2026, 1, 1), choices=choices)
    return definition.build(READER, asked)


def rows(report: Report) -> list[dict[str, Any]]:
    keys = [column.key for column in report.columns]
    return [dict(zip(keys, each.values, strict=True)) for each in report.lines]


def figures(report: Report) -> dict[str, Any]:
    return {each.key: each.value for each in report.figures}


def test_the_forecast_says_what_is_to_come_late_and_without_a_date(of: Cast) -> None:
    late = settle(of, "90000.00", check_expected_on=TODAY - timedelta(days=3))
    settle(of, "5000.00", check_expected_on=TODAY + timedelta(days=3))
    settle(of, "700.00")
    whole = settle(of, "800.00")
    money_in(of, late, "30000.00")
    cleared(of, whole, "800.00", number="9002")
    report = ask("settlement-forecast")
    assert [(each["toCome"], each["daysLate"]) for each in rows(report)] == [
        (usd("60000.00"), 3),
        (usd("5000.00"), None),
        (usd("700.00"), None),
    ]
    said = figures(report)
    assert (said["toCome"], said["thisMonth"]) == (usd("65700.00"), usd("5000.00"))
    assert (said["late"], said["undated"]) == (usd("60000.00"), usd("700.00"))
    assert report.takeaway == (
        "$65,700.00 of 3 settlements is to come; $60,000.00 of it is late; for $700.00 nobody entered when."
    )
    assert [each["toCome"] for each in rows(ask("settlement-forecast", when="undated"))] == [usd("700.00")]
    # Before the check came in, all of it was to come.
    assert figures(ask("settlement-forecast", as_of=DAY - timedelta(days=1)))["toCome"] == Money.zero


def test_the_chart_of_the_forecast_has_every_month_and_says_what_lies_outside(of: Cast) -> None:
    settle(of, "1000.00", check_expected_on=date(1993, 1, 5))
    settle(of, "90000.00", check_expected_on=TODAY - timedelta(days=100))
    settle(of, "5000.00", check_expected_on=TODAY + timedelta(days=3))
    report = ask("settlement-forecast")
    assert report.picture is not None
    months = [month for month, _ in report.picture.points]
    assert months == month_range(months[0], months[-1])
    assert sum(amounts[0].cents for _, amounts in report.picture.points) == usd("95000.00").cents
    assert "$1,000.00 expected outside" in report.notes[0]


def test_a_check_that_is_only_expected_or_void_brings_nothing(of: Cast) -> None:
    settlement = settle(of, "1000.00")
    move(of, CheckStatus.VOID, money_in(of, settlement, "1000.00"))
    assert [each["toCome"] for each in rows(ask("settlement-forecast"))] == [usd("1000.00")]


def test_what_was_distributed_has_come_in(of: Cast) -> None:
    settle(of, "1000.00", distributed_on=DAY)
    assert ask("settlement-forecast").takeaway.startswith("No settlement money")


def test_fees_outstanding_are_what_nobody_recorded_of_a_known_fee(of: Cast) -> None:
    first, second = settle(of, "90000.00"), settle(of, "3000.00")
    settle(of, "500.00")
    calculate(of, first)
    calculate(of, second)
    cleared(of, second, "3000.00")
    record_fee(of.accountant, first.id, amount=usd("10000.00"), recorded_on=DAY, today=TODAY)
    report = ask("fees-outstanding")
    assert [(each["firmFee"], each["recorded"], each["outstanding"]) for each in rows(report)] == [
        (usd("30000.00"), usd("10000.00"), usd("20000.00")),
        (usd("1000.00"), usd("0.00"), usd("1000.00")),
    ]
    said = figures(report)
    assert (said["outstanding"], said["ready"], said["unknown"]) == (usd("21000.00"), usd("1000.00"), 1)
    assert "Without a saved calculation, and so without a known fee: 1 settlement." in report.notes
    assert len(ask("fees-outstanding", money="cleared").lines) == 1


@pytest.mark.parametrize(("by", "first"), [("firm", "Pacific Crest Law Firm"), ("month", "November 2026")])
def test_case_settlement_values_agree_however_they_are_put_together(of: Cast, by: str, first: str) -> None:
    large, small = settle(of, "90000.00"), settle(of, "3000.01", plaintiff_id=of.finn.id)
    calculate(of, large)
    cleared(of, large, "90000.00")
    paid = money_out(of, large, "4000.00", number="1", type=CheckType.LIEN)
    client = money_out(of, large, "5000.00", number="2", type=CheckType.CLIENT)
    held = money_out(of, large, "6000.00", type=CheckType.CLIENT)
    move(of, CheckStatus.PRINT, paid, client)
    assert held.status == "hold"
    assert small.firm_fee is None
    cases, grouped = ask("case-settlement-values"), ask("case-settlement-values", by=by)
    assert [each["case"] for each in rows(cases)] == [of.case.number]
    assert rows(grouped)[0][by] == first
    sums = totals(cases)
    assert totals(grouped) | {by: ""} == {by: ""} | {
        key: value for key, value in sums.items() if key != "case"
    }
    assert (sums["settlements"], sums["settlement"]) == (2, usd("93000.01"))
    assert (sums["mean"], sums["median"]) == (usd("46500.01"), usd("46500.01"))
    assert (sums["firmFee"], str(sums["feePercent"])) == (usd("30000.00"), "33.33")
    assert (sums["lienHolders"], sums["client"]) == (usd("4000.00"), usd("5000.00"))
