"""Imports over the interface: upload, start, report, findings, undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.identity.permissions import Role
from openlien.integrations.imports.actions import run_import
from tests.integrations.imports import books
from tests.integrations.imports.books import bill, deposit
from tests.integrations.portfolio_files.exports import SAMPLE, table, write_csv
from tests.integrations.portfolio_files.oracle import STAGE_LABELS

pytestmark = pytest.mark.django_db
EXPECTED = json.loads((SAMPLE / "expected.json").read_text())
ANALYST, AUDITOR = Role.FINANCIAL_ANALYST, Role.AUDITOR


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def upload(caller: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Uploads files of these contents as somebody of a role."""

    def send(*contents: bytes, role: Role = ANALYST, **fields: str) -> Any:
        caller(role)
        client = Client(headers={"Authorization": f"Bearer ol_{role.code}"})
        files = [SimpleUploadedFile(f"export{place}.csv", content) for place, content in enumerate(contents)]
        return client.post("/api/imports", {"files": files, **fields})

    return send


def content(folder: Path, *rows: dict[str, str]) -> bytes:
    return write_csv(folder / "rows.csv", table(*rows)).read_bytes()


def test_uploads_starts_and_reports_an_import(
    caller: Callable[..., Any], upload: Callable[..., Any], tmp_path: Path
) -> None:
    invoices, cash = content(tmp_path, bill()), content(tmp_path, deposit(), deposit("a0F9"))
    uploaded = upload(invoices, cash, asOf="2026-11-20")
    assert (uploaded.status_code, uploaded.json()["state"]) == (201, "uploaded")
    address = f"/imports/{uploaded.json()['id']}"
    assert caller(ANALYST).post(f"{address}/start", {}).status_code == 202
    run_import(books.JANITOR, uploaded.json()["id"], progress=lambda *state: None)
    done = caller(AUDITOR).get(address).json()
    assert (done["state"], done["report"]["changes"]["bills"]["created"]) == ("done", 1)
    (finding,) = caller(AUDITOR).get(f"{address}/findings", severity="refused").json()["items"]
    assert (finding["reason"], finding["line"], finding["amount"]) == ("orphan", 3, "100.00")


def test_undoes_an_import(caller: Callable[..., Any], upload: Callable[..., Any], tmp_path: Path) -> None:
    uploaded = upload(content(tmp_path, bill())).json()
    address = f"/imports/{uploaded['id']}"
    early = caller(ANALYST).post(f"{address}/undo", {})
    assert (early.status_code, early.json()["code"]) == (409, "nothing_to_undo")
    caller(ANALYST).post(f"{address}/start", {})
    run_import(books.JANITOR, uploaded["id"], progress=lambda *state: None)
    assert caller(ANALYST).post(f"{address}/undo", {}).json()["state"] == "undone"
    assert books.facts()["cases_bill"] == 0


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ([], "no_file"),
        ([b""], "empty_file"),
        ([b"%PDF-1.7 not a table"], "not_a_table"),
        ([b"a,b\n1,2\n"] * 3, "too_many_files"),
    ],
)
def test_refuses_what_is_no_export(sent: list[bytes], code: str, upload: Callable[..., Any]) -> None:
    answer = upload(*sent)
    assert answer.status_code in (413, 422), answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert books.value("SELECT count(*) FROM integrations_portfolioimport") == 0


def test_refuses_a_day_that_is_none(upload: Callable[..., Any], tmp_path: Path) -> None:
    answer = upload(content(tmp_path, bill()), asOf="2026-02-31")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_refuses_an_upload_by_somebody_who_only_looks(upload: Callable[..., Any], tmp_path: Path) -> None:
    answer = upload(content(tmp_path, bill()), role=AUDITOR)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_lists_imports_newest_first(
    caller: Callable[..., Any], upload: Callable[..., Any], tmp_path: Path
) -> None:
    upload(content(tmp_path, bill()))
    (line,) = caller(AUDITOR).get("/imports").json()["items"]
    assert (line["state"], line["files"], line["createdBy"]) == (
        "uploaded",
        ["export0.csv"],
        "Financial Analyst",
    )


def test_the_receivables_of_the_imported_sample_are_the_expected_ones(caller: Callable[..., Any]) -> None:
    books.import_sample()
    ask = caller(AUDITOR).get
    stages = ask("/receivables/by-case-status", asOf="2026-11-20").json()
    arrived = {
        STAGE_LABELS[stage["code"]]: {
            "ar": stage["ar"],
            "cases": stage["cases"],
            "invoices": stage["invoices"],
        }
        for stage in stages["stages"]
    }
    assert arrived == EXPECTED["by_case_status"]["stages"]
    summary = ask("/receivables/summary", asOf="2026-11-20").json()
    expected = EXPECTED["totals"]
    assert (summary["totalOpen"], summary["collected"], summary["reduction"], summary["badDebt"]) == (
        expected["open"],
        expected["collected"],
        expected["reduction"],
        expected["bad_debt"],
    )
    assert (summary["refundDue"], summary["openCaseCount"]) == (
        expected["refund_due"],
        EXPECTED["by_case_status"]["total_open_cases"],
    )
    assert (summary["settledPendingAR"], summary["atRiskAR"], summary["watchAR"]) == (
        EXPECTED["settled_pending"]["ar"],
        EXPECTED["at_risk"]["ar"],
        EXPECTED["at_risk"]["watch"]["ar"],
    )
