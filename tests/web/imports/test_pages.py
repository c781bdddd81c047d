"""History, findings, downloads and undo of imports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from openlien.cases.models import Batch, Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.integrations.models import PortfolioImport
from openlien.project.demo import load_demo
from tests import cast
from tests.integrations.imports import books
from tests.integrations.imports.books import bill, deposit
from tests.web.cases.reading import links, words

pytestmark = pytest.mark.django_db


def text_of(response: object) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


@pytest.fixture
def done(tmp_path: object) -> PortfolioImport:
    """An import of two good rows, a refused one with a formula in it, and an orphan."""
    formula = bill("a0F3", **{"Total Invoice": "", "Law Firm Name": "=HYPERLINK(1)"})
    books.import_rows(tmp_path, [bill("a0F1"), bill("a0F2", Stage=""), formula], [deposit(), deposit("a0F9")])
    return PortfolioImport.objects.get()


def test_the_history_lists_imports_and_the_demo(analyst: Client, done: PortfolioImport) -> None:
    load_demo(books.JANITOR, cases=3, seed=1, as_of=cast.AS_OF, add=True)
    text = words(analyst.get("/imports/"))
    assert "invoices.csv, collections.csv" in text
    assert "Demo portfolio" in text
    assert "Remove demo portfolio" in text


def test_an_empty_history_says_what_an_import_is(analyst: Client) -> None:
    assert "No imports yet" in words(analyst.get("/imports/"))


def test_refused_rows_are_saved_as_they_were_with_the_reason(analyst: Client, done: PortfolioImport) -> None:
    answer = analyst.get(f"/imports/{done.id}/refused-invoices.csv")
    heading, row = csv.reader(io.StringIO(text_of(answer)))
    assert heading[:2] == ["fid", "opid"]
    assert heading[-3:] == ["Line", "Reason", "What it means"]
    cells = dict(zip(heading, row, strict=True))
    assert (cells["fid"], cells["Line"], cells["Reason"]) == ("a0F3", "4", "missing_amount")
    assert cells["Law Firm Name"] == "'=HYPERLINK(1)"
    assert AccessEntry.objects.filter(what="Refused rows of an import", rows=1).exists()


def test_the_report_is_saved_as_json(analyst: Client, done: PortfolioImport) -> None:
    answer = analyst.get(f"/imports/{done.id}/report.json")
    assert json.loads(answer.content) == done.report


def test_findings_are_narrowed_to_a_reason(analyst: Client, done: PortfolioImport) -> None:
    everything = words(analyst.get(f"/imports/{done.id}/findings"))
    orphans = words(analyst.get(f"/imports/{done.id}/findings?severity=refused&reason=orphan"))
    assert "Blank status" in everything
    assert ("Blank status" in orphans, "a0F9" in orphans, "1 finding" in orphans) == (False, True, True)


def test_reasons_link_to_their_rows(analyst: Client, done: PortfolioImport) -> None:
    page = analyst.get(f"/imports/{done.id}/")
    assert f"/imports/{done.id}/findings?severity=refused&reason=orphan" in links(page)


def test_undo_asks_first_and_then_takes_the_import_back(analyst: Client, done: PortfolioImport) -> None:
    address = f"/imports/batches/{done.batch_id}/undo"
    assert "Undo this import" in words(analyst.get(address))
    assert analyst.post(address).status_code == 302
    assert books.facts()["cases_bill"] == 0
    assert "Undone" in words(analyst.get(f"/imports/{done.id}/"))


def test_undo_says_what_stands_in_the_way(analyst: Client, done: PortfolioImport) -> None:
    cast.pay(Case.objects.get(), "5.00", date(2026, 11, 20))
    answer = analyst.post(f"/imports/batches/{done.batch_id}/undo")
    assert (answer.status_code, "1 payment came to its cases" in words(answer)) == (409, True)


def test_the_demo_is_removed_before_the_first_import(analyst: Client) -> None:
    load_demo(books.JANITOR, cases=3, seed=1, as_of=cast.AS_OF)
    address = f"/imports/batches/{Batch.objects.get().id}/undo"
    assert "Remove demo portfolio" in words(analyst.get(address))
    analyst.post(address)
    assert not Case.objects.exists()


def test_an_unknown_import_is_missing(analyst: Client, browser: Callable[..., Client]) -> None:
    unknown = "00000000-0000-7000-8000-000000000000"
    for address in (
        f"/imports/{unknown}/",
        f"/imports/{unknown}/report.json",
        f"/imports/batches/{unknown}/undo",
    ):
        assert analyst.get(address).status_code == 404


def test_who_only_looks_cannot_undo(browser: Callable[..., Client], done: PortfolioImport) -> None:
    auditor = browser(Role.AUDITOR)
    assert "Undo import" not in words(auditor.get(f"/imports/{done.id}/"))
    assert auditor.post(f"/imports/batches/{done.batch_id}/undo").status_code == 403
