"""From two dropped files to a reconciled import, as pages without JavaScript."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from openlien.integrations.models import ColumnMapping, PortfolioImport
from tests.integrations.imports import books
from tests.integrations.imports.books import bill, deposit
from tests.web.cases.reading import links, words
from tests.web.imports.conftest import the_import, worked_off

pytestmark = pytest.mark.django_db
FOREIGN = [
    {"Key": "a0F1", "Matter": "0061", "Charge": "$100.00", "Bill date": "7/9/2026", "Person": "Zoe Marlow"}
]


def test_an_upload_shows_what_was_recognised_and_changes_nothing(
    upload: Callable[..., Any], analyst: Client
) -> None:
    answer = upload([bill()], [deposit()])
    assert answer.status_code == 302
    page = analyst.get(answer.headers["Location"])
    text = words(page)
    assert "Checking every row" in text
    assert "export-0.csv Invoices" in text
    assert "Text with commas" in text
    assert books.facts()["cases_bill"] == 0


def test_uploads_are_kept_under_random_names_for_the_product_alone(
    upload: Callable[..., Any], tmp_path: Path
) -> None:
    upload([bill()])
    (kept,) = (tmp_path / "files" / "imports").iterdir()
    assert "export" not in kept.name
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_check_says_what_importing_would_do(upload: Callable[..., Any], analyst: Client) -> None:
    upload([bill(), bill()], [deposit("a0F9")])
    record = worked_off("check")
    assert record.state == "previewed"
    text = words(analyst.get(f"/imports/{record.id}/"))
    assert "Nothing has been changed yet" in text
    assert "Duplicate" in text
    assert books.facts()["cases_bill"] == 0


def test_an_import_is_started_run_and_reconciled(
    upload: Callable[..., Any], analyst: Client, tmp_path: Path
) -> None:
    upload([bill(), bill()], [deposit()])
    address = f"/imports/{the_import().id}/"
    assert analyst.post(f"{address}start").status_code == 302
    assert "Waiting for the worker" in words(analyst.get(address))
    record = worked_off("run")
    page = analyst.get(address)
    assert record.state == "done"
    assert "Rows read = accepted + refused + skipped" in words(page)
    assert f"{address}refused-invoices.csv" in links(page)
    assert list((tmp_path / "files" / "imports").iterdir()) == []


def test_progress_ends_with_the_page_read_anew(upload: Callable[..., Any], analyst: Client) -> None:
    upload([bill()])
    address = f"/imports/{the_import().id}/progress"
    waiting = analyst.get(address)
    worked_off("check")
    done = analyst.get(address)
    assert ("hx-get" in waiting.content.decode(), "HX-Refresh" in waiting.headers) == (True, False)
    assert ("hx-get" in done.content.decode(), done.headers["HX-Refresh"]) == (False, "true")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file “export-0.csv” is empty."),
        (b"PK\x03\x04 broken", "export-0.csv"),
        (b"%PDF-1.7", "not a table"),
        (b"\x00\x01\x02\x03" * 50, "export-0.csv"),
    ],
)
def test_a_hostile_file_gets_one_sentence_and_changes_nothing(
    content: bytes, sentence: str, upload: Callable[..., Any], tmp_path: Path
) -> None:
    answer = upload(content)
    assert answer.status_code == 422
    assert sentence.replace("“", '"').replace("”", '"') in words(answer)
    assert not PortfolioImport.objects.exists()
    assert list((tmp_path / "files" / "imports").iterdir()) == []


def test_an_upload_above_the_limit_is_refused(upload: Callable[..., Any], settings: Any) -> None:
    settings.UPLOAD_BYTES_MAX = 20
    answer = upload([bill()])
    assert answer.status_code == 413
    assert "is larger than" in words(answer)


@pytest.mark.parametrize("as_of", ["", "yesterday-ish", "11/20/2087"])
def test_a_day_that_cannot_be_meant_is_refused_at_its_field(as_of: str, upload: Callable[..., Any]) -> None:
    answer = upload([bill()], as_of=as_of)
    assert answer.status_code == 422
    assert 'href="#f-as_of"' in answer.content.decode()


def test_unknown_headings_are_mapped_by_hand_and_the_mapping_is_kept(
    upload: Callable[..., Any], analyst: Client
) -> None:
    upload(FOREIGN)
    record = the_import()
    address = f"/imports/{record.id}/"
    assert "Map columns" in words(analyst.get(address))
    assert analyst.post(f"{address}start").status_code in (409, 422)
    form = f"{address}columns/{record.files.get().id}"
    assert "Not in the file" in words(analyst.get(form))
    lacking = {"kind": "invoices", "map-funding_id": "Key"}
    assert "has no column for" in words(analyst.get(analyst.post(form, lacking).headers["Location"]))
    chosen = {
        "map-case_id": "Matter",
        "map-billed": "Charge",
        "map-invoiced_on": "Bill date",
        "map-patient_name": "Person",
        "save": "on",
        "name": "Lakeview export",
    }
    assert analyst.post(form, {**lacking, **chosen}).status_code == 302
    analyst.post(f"{address}start")
    assert worked_off("run").state == "done"
    assert books.value("SELECT billed FROM cases_bill") == 100
    assert ColumnMapping.objects.get().name == "Lakeview export"


def test_a_saved_mapping_is_used_without_asking(upload: Callable[..., Any], analyst: Client) -> None:
    headings = {"funding_id": "Key", "case_id": "Matter", "billed": "Charge", "invoiced_on": "Bill date"}
    ColumnMapping.objects.create(name="Lakeview export", kind="invoices", headings=headings)
    upload(FOREIGN)
    analyst.post(f"/imports/{the_import().id}/start")
    assert worked_off("run").state == "done"


def test_an_upload_can_be_discarded(upload: Callable[..., Any], analyst: Client, tmp_path: Path) -> None:
    upload([bill()])
    analyst.post(f"/imports/{the_import().id}/discard")
    assert not PortfolioImport.objects.exists()


def test_the_sentence_of_a_failed_import_stands_on_its_page(
    upload: Callable[..., Any], analyst: Client
) -> None:
    rows = b"".join(b"%d,2,$3.00,7/9/2026\r\n" % number for number in range(60))
    upload(b"fid,opid,Total Invoice,Invoice Date\r\n" + rows + b'99,2,"$3.00,7/9/2026\r\n')
    analyst.post(f"/imports/{the_import().id}/start")
    record = worked_off("run")
    assert record.state == "failed"
    assert record.error_sentence in words(analyst.get(f"/imports/{record.id}/"))
    assert books.facts()["cases_bill"] == 0


def test_who_only_looks_cannot_upload(browser: Callable[..., Client]) -> None:
    auditor = browser(Role.AUDITOR)
    assert auditor.get("/imports/new").status_code == 403
    assert "/imports/new" not in links(auditor.get("/imports/"))
