"""One table, four forms: the page, CSV, XLSX and PDF of a report hold the same rows and figures."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from openlien.cases.models import Case
from openlien.web import papers
from openlien.web.sheets import Head, Line, Sheet
from tests import cast

pytestmark = pytest.mark.django_db
PERIOD = "from=2026-01-01&to=2026-11-20"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def csv_rows(reader: Client, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(reader.get(address)).decode("utf-8-sig"))))


def pdf_text(reader: Client, address: str) -> str:
    pages = PdfReader(io.BytesIO(body(reader.get(address)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_csv_holds_the_rows_of_the_page(reader: Client, case: Case) -> None:
    heads, *rows = csv_rows(reader, "/ledger/reports/trial-balance.csv?asOf=2026-11-20")
    assert heads[:3] == ["Account", "Name", "Kind"]
    assert ["1000", "Cash - operating", "Asset", "780.00", "300.00", "480.00", ""] in rows
    assert len(rows) == 6


def test_the_spreadsheet_holds_the_rows_of_the_csv(reader: Client, case: Case) -> None:
    rows = csv_rows(reader, f"/ledger/reports/journal-register.csv?{PERIOD}&detail=lines")
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(body(reader.get(f"/ledger/reports/journal-register.xlsx?{PERIOD}&detail=lines")))
    )
    sheet = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet] == [row[0] for row in rows]
    assert [row[10] for row in sheet[1:]] == [float(row[10]) if row[10] else "" for row in rows[1:]]


def test_the_pdf_holds_the_rows_totals_and_who_printed_it(reader: Client, case: Case) -> None:
    said = pdf_text(reader, "/ledger/reports/trial-balance.pdf?asOf=2026-11-20")
    assert "Trial balance As of Nov 20, 2026" in said
    assert "Lakeview Lien Funding" in said
    assert "1000 Cash - operating Asset 780.00 300.00 480.00" in said
    assert "Total 2,204.34 2,204.34 1,304.34 1,304.34" in said
    assert "Printed by Cast CFO/Controller" in said
    assert "Page 1 of 1" in said


def test_the_pdf_of_a_report_on_cases_says_that_it_holds_health_information(
    reader: Client, case: Case
) -> None:
    said = pdf_text(reader, "/ledger/reports/ageing.pdf")
    assert "Contains health information" in said
    assert "Osprey =Legal & <Co>" in said
    assert "Confidential" in pdf_text(reader, "/ledger/reports/trial-balance.pdf")


def test_text_that_could_start_a_formula_is_defused_in_files(reader: Client, case: Case) -> None:
    case.law_firm.name = "=HYPERLINK(1)"
    case.law_firm.save()
    rows = csv_rows(reader, "/ledger/reports/ageing.csv")
    assert rows[1][2] == "'=HYPERLINK(1)"


def test_files_carry_the_filters_and_the_day(reader: Client, case: Case) -> None:
    answer = reader.get(f"/ledger/reports/journal-register.csv?{PERIOD}&type=interest")
    assert answer.headers["Content-Disposition"] == ('attachment; filename="journal-register-2026-11-20.csv"')
    rows = csv_rows(reader, f"/ledger/reports/journal-register.csv?{PERIOD}&type=interest")
    assert [row[3] for row in rows[1:]] == ["Interest"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_file_of_an_empty_report_is_a_file(reader: Client, form: str) -> None:
    answer = reader.get(f"/ledger/reports/ageing.{form}")
    assert answer.status_code == 200
    assert len(body(answer)) > 20


def test_a_wrong_day_in_the_address_of_a_file_is_refused(reader: Client) -> None:
    answer = reader.get("/ledger/reports/ageing.pdf?asOf=banana")
    assert (answer.status_code, b"is not a date" in answer.content) == (422, True)


def test_a_table_too_long_for_paper_says_what_to_do(
    reader: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "ROWS_MAX", 4)
    answer = reader.get(f"/ledger/reports/journal-register.pdf?{PERIOD}")
    assert answer.status_code == 422
    assert "take the CSV, which has no limit" in answer.content.decode()
    assert len(csv_rows(reader, f"/ledger/reports/journal-register.csv?{PERIOD}")) == 6


def test_every_sheet_can_be_printed_however_wide_its_words(db: None) -> None:
    heads = tuple(Head(f"A rather long heading {place}") for place in range(14))
    sheet = Sheet("Wide", heads, (Line(tuple("word " * 30 for _ in heads)),))
    answer = papers.printed(papers.Paper(title="Wide"), sheet, reader=cast.actor_with(), name="wide")
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
