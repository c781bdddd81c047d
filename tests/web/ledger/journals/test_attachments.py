"""Files that support a journal: attached on its page, refused with a sentence, opened as documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.cases.models import Document
from openlien.identity.permissions import Role
from openlien.ledger.models import JournalAttachment, JournalEntry
from tests import cast
from tests.uploads import PDF
from tests.web.cases.reading import links, words

from .conftest import posted, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attach(client: Client, journal: JournalEntry, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"/ledger/entries/{journal.id}/attachments", {"files": sent})


def test_a_file_is_filed_on_the_case_of_its_journal(analyst: Client) -> None:
    case = cast.make_case("Zoe Marlow")
    journal = written(analyst, case=case.number)
    assert attach(analyst, journal, ("invoice.pdf", PDF)).status_code == 302
    document = Document.objects.get()
    assert (document.case, document.title) == (case, "invoice.pdf")
    page = analyst.get(f"/ledger/entries/{journal.id}/")
    assert f"/documents/{document.id}/" in links(page)


def test_a_journal_without_a_case_takes_files_as_well(analyst: Client) -> None:
    journal = written(analyst)
    answer = attach(analyst, journal, ("a.pdf", PDF), ("b.txt", b"Rent of November\n"))
    assert "2 files attached." in words(analyst.get(answer.headers["Location"]))
    assert set(Document.objects.values_list("case", flat=True)) == {None}
    assert analyst.get(f"/documents/{Document.objects.first().id}/").status_code == 200  # type: ignore[union-attr]


def test_a_posted_journal_takes_files_and_stays_as_it_is(
    analyst: Client, controller: Client, manager: Client
) -> None:
    journal = posted(analyst, controller, manager)
    assert attach(analyst, journal, ("check.pdf", PDF)).status_code == 302
    assert JournalAttachment.objects.get().journal_id == journal.id


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "Choose a file"),
        ([("empty.pdf", b"")], "empty.pdf"),
        ([("tool.exe", b"MZ\x90")], "tool.exe"),
        ([("page.pdf", b"<html>")], "page.pdf"),
    ],
)
def test_refuses_a_file_by_its_name_and_writes_nothing(
    analyst: Client, files: list[tuple[str, bytes]], sentence: str
) -> None:
    page = attach(analyst, written(analyst), *files)
    assert page.status_code == 422
    assert sentence in words(page)
    assert not JournalAttachment.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CFO_CONTROLLER])
def test_only_who_writes_journals_attaches(
    browser: Callable[..., Client], analyst: Client, role: Role
) -> None:
    journal = written(analyst)
    assert attach(browser(role), journal, ("a.pdf", PDF)).status_code == 403
    assert not JournalAttachment.objects.exists()
