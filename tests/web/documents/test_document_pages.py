"""The documents of a case in the browser: drop, read, replace, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.cases.models import Case, Document
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast, uploads
from tests.web.cases.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case() -> Case:
    return cast.make_case()


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def address(case: Case) -> str:
    return f"/cases/{case.number}/documents"


def send(client: Client, where: str, *files: tuple[str, bytes], **fields: str) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(where, {"files": sent, **fields}, follow=True)


def test_files_several_documents_at_once_and_lists_them(manager: Client, case: Case) -> None:
    page = send(manager, address(case), ("a.pdf", uploads.PDF), ("id.png", uploads.PNG), kind="photo_id")
    text = page.content.decode()
    assert "2 documents filed." in text
    assert "a.pdf" in text
    assert "Photo identification" in text


def test_one_lying_file_does_not_keep_the_other_out(manager: Client, case: Case) -> None:
    page = send(manager, address(case), ("a.pdf", uploads.PAGE), ("id.png", uploads.PNG))
    assert page.status_code == 422
    text = page.content.decode()
    assert "says it is PDF, but its content is not" in text
    assert "The other 1 of 2 are filed." in text
    assert Document.objects.get().file_name == "id.png"


def test_an_empty_form_says_what_to_do(manager: Client, case: Case) -> None:
    page = send(manager, address(case))
    assert (page.status_code, "Choose a file, or drop one here." in page.content.decode()) == (422, True)


def test_the_file_comes_back_as_it_was_and_can_run_nothing(manager: Client, case: Case) -> None:
    send(manager, address(case), ("bill.pdf", uploads.PDF))
    document = Document.objects.get()
    saved = manager.get(f"/documents/{document.id}/file")
    assert b"".join(saved.streaming_content) == uploads.PDF
    assert saved.headers["Content-Disposition"] == 'attachment; filename="bill.pdf"'
    shown = manager.get(f"/documents/{document.id}/view")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Type"] == "application/pdf"
    for answer in (saved, shown):
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_shows_in_the_browser_only_what_is_safe_there(manager: Client, case: Case) -> None:
    send(manager, address(case), ("notes.txt", b"<script>alert(1)</script>"))
    document = Document.objects.get()
    assert manager.get(f"/documents/{document.id}/view").status_code == 404
    assert manager.get(f"/documents/{document.id}/file").status_code == 200


def test_replaces_withdraws_and_takes_back(manager: Client, case: Case) -> None:
    send(manager, address(case), ("bill.pdf", uploads.PDF), title="Bill")
    first = Document.objects.get()
    page = send(manager, f"/documents/{first.id}/versions/new", ("bill2.pdf", uploads.PDF + b"%"))
    assert "Version 2 is filed." in page.content.decode()
    latest = Document.objects.get(version=2)
    assert "A newer version" in manager.get(f"/documents/{first.id}/").content.decode()
    refused = manager.post(f"/documents/{latest.id}/withdrawal", {"reason": " "})
    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    gone = manager.post(f"/documents/{latest.id}/withdrawal", {"reason": "Other patient"}, follow=True)
    assert "Other patient" in gone.content.decode()
    back = manager.post(f"/documents/{latest.id}/return", follow=True)
    assert "is back among the documents" in back.content.decode()


def test_a_reader_sees_documents_and_no_form(
    browser: Callable[..., Client], manager: Client, case: Case
) -> None:
    send(manager, address(case), ("bill.pdf", uploads.PDF))
    legal = browser(Role.LEGAL_TEAM)
    text = legal.get(address(case)).content.decode()
    assert "bill.pdf" in text
    assert "File documents" not in text
    assert send(legal, address(case), ("b.png", uploads.PNG)).status_code == 403
    group = cast.provider_group()
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=group)
    assert provider.get(address(case)).status_code == 403


def test_each_look_at_a_document_leaves_one_row_in_the_access_log(manager: Client, case: Case) -> None:
    send(manager, address(case), ("bill.pdf", uploads.PDF))
    document = Document.objects.get()
    before = AccessEntry.objects.count()
    manager.get(f"/documents/{document.id}/file")
    row = AccessEntry.objects.latest("id")
    assert (AccessEntry.objects.count() - before, row.case_number) == (1, case.number)
