"""The database and the plain-Python oracle agree on small exports with random defects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integrations.imports import books
from tests.integrations.portfolio_files.exports import AS_OF, cash, invoice, table, write_csv
from tests.integrations.portfolio_files.oracle import Portfolio, totals

pytestmark = pytest.mark.django_db(transaction=False)

AMOUNTS = st.sampled_from(["$100.00", "250.50", "$1,000.", "", "(5.00)", "abc", "$99.99"])
INVOICES = st.builds(
    lambda fid, opid, changes: invoice({"fid": fid, "opid": opid, "Open Balance": "", **changes}),
    st.sampled_from(["a0F1", "a0F2", "a0F3", "a0F4", ""]),
    st.sampled_from(["0061", "0062"]),
    st.fixed_dictionaries(
        {
            "Total Invoice": AMOUNTS,
            "Write Off": st.sampled_from(["", "$10.00", "$400.00"]),
            "Open Balance": st.sampled_from(["", "$90.00", "$100.00"]),
            "Stage": st.sampled_from(["", "Negotiation", "Pending", "Nonsense"]),
            "payoff_status__c": st.sampled_from(["", "Cap", "Written Off G/L"]),
            "Invoice Date": st.sampled_from(["7/9/2026", "2026-07-09", "13/45/2026"]),
            "settlement_date__c": st.sampled_from(["", "9/1/2026", "soon"]),
            "accountid": st.sampled_from(["", "0011", "0012"]),
            "Law Firm Name": st.sampled_from(["Osprey Legal", "OSPREY LEGAL LLP", "Harbor Legal", ""]),
        }
    ),
)
COLLECTIONS = st.builds(
    lambda fid, amount, day: cash({"fid": fid, "Total Amount Collected": amount, "Deposit Date": day}),
    st.sampled_from(["a0F1", "a0F2", "a0F3", "a0F9"]),
    st.sampled_from(["$50.00", "$120.00", "", "0"]),
    st.sampled_from(["8/9/2026", "nonsense"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    invoices=st.lists(INVOICES, min_size=1, max_size=8),
    collections=st.lists(COLLECTIONS, min_size=1, max_size=5, unique_by=lambda row: row["fid"]),
)
def test_the_book_is_what_the_oracle_says(
    invoices: list[dict[str, str]], collections: list[dict[str, str]], tmp_path: Path
) -> None:
    paths = (
        write_csv(tmp_path / "invoices.csv", table(*invoices)),
        write_csv(tmp_path / "collections.csv", table(*collections)),
    )
    oracle = Portfolio(*paths, as_of=AS_OF)
    with transaction.atomic():
        report = books.import_files(*paths)
        assert _summary(report) == _expected(oracle)
        assert dict(books.rows("SELECT external_id, stage FROM cases_case")) == {
            case_id: case.stage for case_id, case in oracle.cases.items()
        }
        assert books.value("SELECT count(*) FROM cases_party WHERE kind = 'law_firm'") == len(
            oracle.law_firms() - {""}
        )
        again = books.import_files(*paths)
        assert again["totals"]["after"] == report["totals"]["after"]
        assert again["changes"]["bills"]["updated"] == again["changes"]["bills"]["created"] == 0
        transaction.set_rollback(True)


def _summary(report: dict[str, Any]) -> dict[str, Any]:
    after = report["totals"]["after"]
    refused = books.refused(report) | {
        f"cash_{reason}": rows for reason, rows in books.refused(report, "collections").items()
    }
    return {
        "totals": {
            name: after[name]
            for name in ("invoiced", "collected", "reduction", "badDebt", "open", "refundDue")
        },
        "bills": after["bills"],
        "refused": sum(refused.values()),
        "orphans": refused.get("cash_orphan", 0),
        "duplicates": (refused.get("duplicate", 0), refused.get("conflicting_duplicate", 0)),
        "warnings": books.warned(report),
    }


def _expected(oracle: Portfolio) -> dict[str, Any]:
    figures = (
        totals(list(oracle.bills.values()))
        if oracle.bills
        else dict.fromkeys(("invoiced", "collected", "reduction", "bad_debt", "open", "refund_due"), "0.00")
    )
    names = {"bad_debt": "badDebt", "refund_due": "refundDue"}
    return {
        "totals": {
            names.get(name, name): figure for name, figure in figures.items() if name != "portfolio_rate_pct"
        },
        "bills": len(oracle.bills),
        "refused": sum(oracle.refused.values()),
        "orphans": oracle.refused["orphan_collections"],
        "duplicates": (oracle.refused["duplicate"], oracle.refused["conflicting_duplicate"]),
        "warnings": {name: rows for name, rows in oracle.warnings.items() if rows},
    }
