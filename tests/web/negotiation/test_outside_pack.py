"""The evidence pack is one PDF: the figures, the justification, and the copies behind lettered sheets."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from openlien.cases.models import Case, Document
from openlien.identity.permissions import Role
from tests import uploads
from tests.domain.negotiation.conftest import collector, negotiated_case, offer_all
from tests.web.cases.conftest import browser

from .test_outside import plain, tab

__all__ = ["browser"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def scan(pages: int) -> bytes:
    """A PDF of so many pages that would run a script when it is opened and when its first page is."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 300)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    writer.root_object[NameObject("/OpenAction")] = script
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def add(client: Client, case: Case, provider: str, name: str, content: bytes) -> None:
    fields = {"provider": provider, "billed": "1000", "promised": "650", "payer": "none"}
    answer = client.post(tab(case, "/new"), {**fields, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, plain(answer)


@pytest.fixture
def case(manager: Client) -> Case:
    """Our retail 1,200.00 offered at 700.00; three outside bills, the copies a PDF, a picture, a text."""
    case = negotiated_case("1200.00")
    offer_all(collector(), case, "700.00")
    add(manager, case, "Cedar Clinic", "cedar.pdf", scan(2))
    add(manager, case, "Elm Imaging", "elm.png", uploads.PNG)
    add(manager, case, "Maple Hospital", "maple.txt", b"One line of a bill")
    return case


def read(answer: Any) -> PdfReader:
    assert answer.status_code == 200, plain(answer)
    return PdfReader(io.BytesIO(answer.getvalue()))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_the_pack_says_the_figures_of_the_case(manager: Client, case: Case) -> None:
    said = words(read(manager.get(tab(case, "/evidence.pdf"))))
    for figure in (case.number, "Zoe Marlow", "Cedar Clinic", "1,000.00", "65.00", "$780.00", "$80.00"):
        assert figure in said
    assert "The offer falls short of it by $80.00." in said
    assert "Contains health information" in said


def test_the_copies_stand_behind_their_sheets(manager: Client, case: Case) -> None:
    pdf = read(manager.get(tab(case, "/evidence.pdf")))
    bookmarks = [each["/Title"] for each in pdf.outline if not isinstance(each, list)]
    assert [title for title in bookmarks if "Exhibit" in title] == [
        "Exhibit A: Cedar Clinic, $1,000.00",
        "Exhibit B: Elm Imaging, $1,000.00",
    ]
    sheets = [place for place, page in enumerate(pdf.pages) if "Exhibit A\n" in page.extract_text()[:400]]
    last = sheets[-1]
    assert "2 pages follow" in pdf.pages[last].extract_text()
    assert pdf.pages[last + 1].mediabox.width == 200
    assert "Exhibit B" in pdf.pages[last + 3].extract_text()
    assert len(pdf.pages) == last + 5
    assert f"Page {last + 4} of {len(pdf.pages)}" in " ".join(pdf.pages[last + 3].extract_text().split())


def test_what_cannot_be_attached_is_named_as_kept_apart(manager: Client, case: Case) -> None:
    add(manager, case, "Oak Surgery", "oak.pdf", uploads.PDF)
    add(manager, case, "Pine Rehab", "pine.jpg", uploads.JPEG)
    said = words(read(manager.get(tab(case, "/evidence.pdf"))))
    assert "Maple Hospital, $1,000.00 · a Text file, kept apart" in said
    assert "Oak Surgery, $1,000.00 · damaged or closed by a password, kept apart" in said
    assert "Pine Rehab, $1,000.00 · the picture is damaged, kept apart" in said


def test_nothing_that_acts_comes_with_a_copy(manager: Client, case: Case) -> None:
    pdf = read(manager.get(tab(case, "/evidence.pdf")))
    assert all("/AA" not in page for page in pdf.pages)
    assert "/OpenAction" not in pdf.trailer["/Root"]


def test_the_justification_can_be_worded_anew(manager: Client, case: Case) -> None:
    drawer = manager.get(tab(case, "/evidence"))
    assert "The offer falls short of it by $80.00." in plain(drawer)
    sent = {"words": 'Everybody else got more. #image("/etc/passwd")', "do": "download"}
    said = words(read(manager.post(tab(case, "/evidence"), sent)))
    assert 'Everybody else got more. #image("/etc/passwd")' in said.replace("“", '"').replace("”", '"')
    empty = manager.post(tab(case, "/evidence"), {"words": " ", "do": "download"})
    assert (empty.status_code, "Say why the offer is fair" in plain(empty)) == (422, True)


def test_a_filed_pack_gets_a_newer_version_the_second_time(manager: Client, case: Case) -> None:
    sent = {"words": "As it stands.", "do": "file"}
    page = plain(manager.post(tab(case, "/evidence"), sent, follow=True))
    assert "Evidence pack filed among the documents, version 1." in page
    page = plain(manager.post(tab(case, "/evidence"), {**sent, "words": "As it is."}, follow=True))
    assert "version 2" in page
    assert Document.objects.filter(title="Evidence pack").count() == 2


def test_who_may_not_file_takes_the_pdf_only(browser: Callable[..., Client], case: Case) -> None:
    legal = browser(Role.LEGAL_TEAM)
    assert "File among the documents" not in plain(legal.get(tab(case, "/evidence")))
    assert legal.get(tab(case, "/evidence.pdf")).status_code == 200
    assert legal.post(tab(case, "/evidence"), {"words": "x", "do": "file"}).status_code == 403


def test_a_case_without_outside_bills_has_a_pack_that_says_so(manager: Client) -> None:
    said = words(read(manager.get(tab(negotiated_case(), "/evidence.pdf"))))
    assert "No outside bill was entered." in said
    assert "No copy of an outside bill is on file." in said
