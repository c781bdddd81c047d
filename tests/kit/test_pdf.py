"""PDFs: words stay as they are, heads repeat, pages are counted, a fault is an error and no blank page."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import openlien
from openlien.kit import pdf

PRINTED_AT = datetime(2026, 11, 20, 15, 4, tzinfo=UTC)
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20"/></svg>'


def table(rows: list[list[str]], **more: Any) -> dict[str, Any]:
    return {
        "caption": "",
        "empty": "Nothing was posted.",
        "letter_size": 9,
        "columns": [
            {"label": "Number", "is_number": False, "weight": None},
            {"label": "Description", "is_number": False, "weight": 20},
            {"label": "Debit, $", "is_number": True, "weight": None},
        ],
        "rows": [{"kind": "row", "cells": cells} for cells in rows],
        "totals": None,
        **more,
    }


def content(**more: Any) -> dict[str, Any]:
    return {
        "company": "Lakeview Lien Funding",
        "logo": None,
        "title": "Journal register",
        "subtitle": "As of Nov 20, 2026",
        "orientation": "landscape",
        "notice": "Contains health information",
        "printed_by": "Marc Osei",
        "printed_at": "Nov 20, 2026, 15:04",
        "parameters": [["Type", "All types"]],
        "takeaway": "Numbers run without a gap.",
        "figures": [["Journals", "2"], ["Debits", "$12.00"]],
        "notes": ["Reversed journals stay."],
        "tables": [table([["JE-1", "Charge", "12.00"]])],
        **more,
    }


def pages(document: bytes) -> list[str]:
    """The words of each page in one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(document)).pages]


def made(**more: Any) -> list[str]:
    return pages(pdf.render(pdf.REPORT, content(**more), made_at=PRINTED_AT))


def test_says_what_it_is_about_who_printed_it_and_when() -> None:
    (page,) = made()
    for words in ("Lakeview Lien Funding", "Journal register", "As of Nov 20, 2026", "Type: All types",
                  "Numbers run without a gap.", "Debits $12.00", "Reversed journals stay.",
                  "Contains health information", "Printed by Marc Osei, Nov 20, 2026, 15:04",
                  "Page 1 of 1"):  # fmt: skip
        assert words in page


def test_heads_repeat_and_pages_are_counted() -> None:
    long = [[f"JE-{number}", "Charge approved", "12.00"] for number in range(120)]
    found = made(tables=[table(long, totals=["Total", "", "1,440.00"])])
    assert len(found) > 2
    for number, page in enumerate(found, start=1):
        assert "Number Description Debit, $" in page
        assert f"Page {number} of {len(found)}" in page
    assert "Total 1,440.00" in found[-1]
    assert "Total" not in found[0]


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x")', "#read(\"/etc/passwd\")", "$x^2$", "*bold* _thin_ `code`", "[ ] { } \\ \\u{41}",
        "@someone <label>", "// no comment /* here */", "= Heading", "- 12 + 13", "O'Brien & Söhne <Co>",
        "100 % ~ tilde", '"quoted"',
    ],
)  # fmt: skip
def test_words_of_people_are_never_commands(words: str) -> None:
    (page,) = made(title=words, takeaway=words, notes=[words], tables=[table([["JE-1", words, "12.00"]])])
    plain = " ".join(words.split())
    assert page.replace("’", "'").count(plain) >= 3


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (pdf.render(pdf.REPORT, content(), made_at=PRINTED_AT) for _ in range(2))
    assert first == second
    assert PdfReader(io.BytesIO(first)).metadata.title == "Journal register"


def test_a_table_without_rows_says_so() -> None:
    (page,) = made(tables=[table([])])
    assert "Nothing was posted." in page


def test_an_amount_below_zero_keeps_its_sign() -> None:
    (page,) = made(tables=[table([["JE-1", "Correction", "−12.00"]])])
    assert "−12.00" in page


def test_the_company_mark_is_drawn_in_place_of_its_name() -> None:
    with_mark = pdf.render(
        pdf.REPORT, content(logo="logo.svg"), made_at=PRINTED_AT, attached={"logo.svg": LOGO}
    )
    assert "Lakeview Lien Funding" not in pages(with_mark)[0]


def test_a_broken_mark_is_an_error_and_no_blank_page() -> None:
    with pytest.raises(pdf.PdfNotMade, match="tell your administrator"):
        pdf.render(
            pdf.REPORT, content(logo="logo.svg"), made_at=PRINTED_AT, attached={"logo.svg": b"no picture"}
        )


def test_content_that_lacks_a_part_is_an_error() -> None:
    lacking = {name: value for name, value in content().items() if name != "title"}
    with pytest.raises(pdf.PdfNotMade, match="title"):
        pdf.render(pdf.REPORT, lacking, made_at=PRINTED_AT)


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "WALL_SECONDS_MAX", 0.001)
    with pytest.raises(pdf.PdfTooLong):
        pdf.render(pdf.REPORT, content(), made_at=PRINTED_AT)


def test_attached_files_stay_inside_their_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.svg"
    pdf.render(pdf.REPORT, content(), made_at=PRINTED_AT, attached={str(outside): LOGO})
    assert not outside.exists()


def test_templates_import_nothing_from_the_network() -> None:
    sources = sorted(Path(openlien.__file__).parent.glob("**/*.typ"))
    assert {source.name for source in sources} >= {"paper.typ", "report.typ"}
    for source in sources:
        assert not re.search(r'(#?import|include)\s+"@', source.read_text(encoding="utf-8")), source
