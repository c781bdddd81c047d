"""The sample exports, imported by the product, arrive at every figure that is expected of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from openlien.receivables import queries
from tests.integrations.imports import books
from tests.integrations.portfolio_files.exports import AS_OF, SAMPLE
from tests.integrations.portfolio_files.oracle import STAGE_LABELS

EXPECTED = json.loads((SAMPLE / "expected.json").read_text())


@pytest.fixture(scope="module")
def sample(kept: None) -> dict[str, Any]:
    """The report of the sample, whose facts stand in the book while this module runs."""
    return books.import_sample()


@pytest.fixture
def book(sample: dict[str, Any], django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with django_db_blocker.unblock():
        yield sample


def test_every_row_read_is_accepted_refused_or_skipped(book: dict[str, Any]) -> None:
    for file in book["files"]:
        expected = EXPECTED["files"][file["kind"]]
        skipped = {each["reason"]: each["lines"] for each in file["skippedByReason"]}
        assert file["read"] == file["accepted"] + file["refused"] + file["skipped"]
        assert file["accepted"] + file["refused"] == file["rows"] == expected["data_rows"]
        assert skipped["repeated_header"] == expected["repeated_headers"]
        assert skipped["total"] == expected["total_rows"]


def test_refuses_the_expected_rows(book: dict[str, Any]) -> None:
    orphans = next(each for each in book["files"][1]["refusedByReason"] if each["reason"] == "orphan")
    arrived = {
        **books.refused(book),
        "orphan_collections": orphans["rows"],
        "orphan_amount": orphans["amount"],
    }
    assert arrived == EXPECTED["refused"]


def test_warns_of_the_expected_rows(book: dict[str, Any]) -> None:
    assert books.warned(book) == EXPECTED["warnings"]


def test_makes_the_expected_facts(book: dict[str, Any]) -> None:
    assert book["changes"]["bills"]["created"] == EXPECTED["accepted_bills"]
    assert book["changes"]["cases"]["created"] == EXPECTED["cases"]
    assert book["changes"]["lawFirms"]["created"] == EXPECTED["law_firms"]
    assert books.value("SELECT count(*) FROM cases_party WHERE kind = 'law_firm'") == EXPECTED["law_firms"]


def test_arrives_at_the_expected_totals(book: dict[str, Any]) -> None:
    names = {"badDebt": "bad_debt", "refundDue": "refund_due", "portfolioRatePercent": "portfolio_rate_pct"}
    for totals in (book["totals"]["after"], book["totals"]["files"]):
        arrived = {names.get(name, name): figure for name, figure in totals.items() if name != "bills"}
        assert arrived == EXPECTED["totals"]


def test_the_receivables_show_the_expected_stages(book: dict[str, Any]) -> None:
    pipeline = queries.pipeline(books.JANITOR, AS_OF)
    arrived = {
        STAGE_LABELS[bar.stage.value]: {"ar": str(bar.open), "cases": bar.cases, "invoices": bar.bills}
        for bar in pipeline.bars
    }
    assert arrived == EXPECTED["by_case_status"]["stages"]
    assert str(pipeline.totals.open) == EXPECTED["by_case_status"]["total_open_ar"]
    assert pipeline.totals.cases == EXPECTED["by_case_status"]["total_open_cases"]


def test_the_receivables_show_the_expected_settled_cases(book: dict[str, Any]) -> None:
    settled, expected = queries.settled_pending(books.JANITOR, AS_OF), EXPECTED["settled_pending"]
    assert (str(settled.totals.open), settled.totals.cases, settled.totals.bills) == (
        expected["ar"],
        expected["cases"],
        expected["invoices"],
    )
    arrived = {
        card.status: {"cases": card.cases, "ar": str(card.open)}
        for card in settled.by_payoff_status
        if card.cases
    }
    assert arrived == expected["by_payoff_status"]
    delay = settled.delay
    assert (str(delay.average), delay.least, delay.most) == (
        expected["avg_days"],
        expected["min_days"],
        expected["max_days"],
    )
    assert (delay.known, delay.unknown) == (
        expected["with_settlement_date"],
        expected["without_settlement_date"],
    )


def test_the_receivables_show_the_expected_cases_at_risk(book: dict[str, Any]) -> None:
    at_risk, expected = queries.at_risk(books.JANITOR, AS_OF), EXPECTED["at_risk"]
    assert (at_risk.totals.cases, str(at_risk.totals.open)) == (expected["cases"], expected["ar"])
    assert (at_risk.watch.cases, str(at_risk.watch.open)) == (
        expected["watch"]["cases"],
        expected["watch"]["ar"],
    )
    arrived = sorted((group.cases, str(group.open), group.bills) for group in at_risk.groups if group.cases)
    assert arrived == sorted(
        (each["cases"], each["ar"], each["invoices"]) for each in expected["by_category"].values()
    )
