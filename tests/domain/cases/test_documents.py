"""Documents: recognised by their content, kept once, replaced and withdrawn without losing anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from openlien.cases.documents import actions, queries, storage
from openlien.cases.documents.actions import (
    FiledAlready,
    NoRoomForDocuments,
    NotWithdrawn,
    ReasonMissing,
    ReplacedAlready,
    Upload,
    WithdrawnAlready,
)
from openlien.cases.documents.content import EmptyFile, FileHoldsMacros, FileIsNotWhatItSays, FileKindRefused
from openlien.cases.documents.storage import FileMissing
from openlien.cases.models import Case, Document
from openlien.cases.queries import read_case
from openlien.identity.permissions import Permission, Role
from openlien.kit.clock import now
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.stored_files import UploadTooLarge
from tests import cast, uploads

pytestmark = pytest.mark.django_db
MANAGER = cast.actor_with(Role.NEGOTIATIONS_MANAGER)
LEGAL = cast.actor_with(Role.LEGAL_TEAM)
ANALYST = cast.actor_with(Role.FINANCIAL_ANALYST)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "documents"


@pytest.fixture
def case() -> Case:
    return cast.make_case()


def upload(name: str = "bill.pdf", content: bytes = uploads.PDF, **given: Any) -> Upload:
    return Upload(name=name, chunks=[content[:7], content[7:]], **given)


def file(case: Case, name: str = "bill.pdf", content: bytes = uploads.PDF, **given: Any) -> Document:
    return actions.file_document(MANAGER, upload(name, content, **given), case_number=case.number)


def lines(case: Case) -> list[queries.DocumentLine]:
    return queries.documents_of(LEGAL, read_case(LEGAL, case.number))


def test_a_filed_document_can_be_read_and_the_timeline_tells_of_it(case: Case, folder: Path) -> None:
    document = file(case, "C:\\scans\\bill.pdf", kind=Document.Kind.BILL, title="MRI bill")
    found = queries.open_document(LEGAL, document.id)
    assert found.path.read_bytes() == uploads.PDF
    assert (found.line.title, found.line.file_name, found.line.kind_name) == (
        "MRI bill",
        "bill.pdf",
        "Medical bill",
    )
    assert found.path.stat().st_mode & 0o777 == 0o600
    assert "bill" not in found.path.name
    entry = case.activities.get()
    assert (entry.kind, entry.summary) == ("document", "Document filed: MRI bill")


KEPT = {
    "scan.PDF": uploads.PDF,
    "id.png": uploads.PNG,
    "id.jpeg": uploads.JPEG,
    "fax.tif": uploads.TIFF,
    "letter.docx": uploads.office("word"),
    "bills.xlsx": uploads.office("xl"),
    "notes.txt": "Zoë called — no offer yet.\r\n".encode(),
    "old.csv": "r\xe9clamation;12,50\n".encode("latin-1"),
}


@pytest.mark.parametrize("name", KEPT)
def test_keeps_a_file_whose_content_and_name_agree(case: Case, name: str) -> None:
    assert file(case, name, KEPT[name]).file_name == name


REFUSED: dict[str, tuple[str, bytes, type[DomainError]]] = {
    "nothing inside": ("bill.pdf", b"", EmptyFile),
    "a program called PDF": ("bill.pdf", uploads.WINDOWS_PROGRAM, FileIsNotWhatItSays),
    "a page called picture": ("id.png", uploads.PAGE, FileIsNotWhatItSays),
    "a picture called text": ("notes.txt", uploads.PNG, FileIsNotWhatItSays),
    "bytes called text": ("notes.txt", b"ab\x00\x01cd", FileIsNotWhatItSays),
    "a workbook called letter": ("letter.docx", uploads.office("xl"), FileIsNotWhatItSays),
    "a broken archive": ("letter.docx", b"PK\x03\x04broken", FileIsNotWhatItSays),
    "a page": ("page.html", uploads.PAGE, FileKindRefused),
    "a drawing that runs scripts": ("id.svg", b"<svg onload='x()'/>", FileKindRefused),
    "a program": ("setup.exe", uploads.WINDOWS_PROGRAM, FileKindRefused),
    "no ending": ("bill", uploads.PDF, FileKindRefused),
    "macros": ("letter.docx", uploads.office("word", "word/vbaProject.bin"), FileHoldsMacros),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refuses_a_file_that_lies_and_keeps_nothing(case: Case, folder: Path, what: str) -> None:
    name, content, error = REFUSED[what]
    with pytest.raises(error):
        file(case, name, content)
    assert not Document.objects.exists()
    assert list(folder.glob("*")) == []


def test_refuses_a_file_that_is_too_large_before_it_is_on_disk(
    case: Case, folder: Path, settings: Any
) -> None:
    settings.DOCUMENT_BYTES_MAX = 1024
    pieces: Iterator[bytes] = (bytes(512) for _ in range(10_000_000))
    with pytest.raises(UploadTooLarge):
        actions.file_document(MANAGER, Upload("big.pdf", pieces), case_number=case.number)
    assert list(folder.glob("*")) == []


def test_a_case_has_room_for_so_much(case: Case, settings: Any) -> None:
    file(case)
    settings.DOCUMENT_BYTES_PER_CASE_MAX = len(uploads.PDF) + 10
    with pytest.raises(NoRoomForDocuments):
        file(case, "id.png", uploads.PNG)


def test_the_same_file_is_kept_once_a_case(case: Case) -> None:
    first = file(case, title="First")
    with pytest.raises(FiledAlready) as refusal:
        file(case, "copy.pdf")
    assert refusal.value.fields == {"title": "First", "document_id": first.id}
    other = cast.make_case()
    assert file(other).case == other


def test_a_new_version_takes_the_place_and_the_earlier_one_stays(case: Case) -> None:
    first = file(case, title="Bill", kind=Document.Kind.BILL)
    second = actions.replace_document(MANAGER, first.id, upload("bill2.pdf", uploads.PDF + b"%"))
    (line,) = lines(case)
    assert (line.id, line.version, line.title, line.kind) == (second.id, 2, "Bill", "bill")
    assert [each.version for each in queries.versions_of(LEGAL, first.id)] == [2, 1]
    assert queries.open_document(LEGAL, first.id).path.read_bytes() == uploads.PDF
    with pytest.raises(ReplacedAlready):
        actions.replace_document(MANAGER, first.id, upload("bill3.pdf", uploads.PDF + b"%%"))


def test_a_withdrawn_document_stays_on_record_and_comes_back(case: Case) -> None:
    document = file(case)
    with pytest.raises(ReasonMissing):
        actions.withdraw_document(MANAGER, document.id, reason="  ")
    actions.withdraw_document(MANAGER, document.id, reason="Filed on the wrong case")
    (line,) = lines(case)
    assert (line.withdrawn_reason, line.withdrawn_at is None) == ("Filed on the wrong case", False)
    with pytest.raises(WithdrawnAlready):
        actions.withdraw_document(MANAGER, document.id, reason="Again")
    with pytest.raises(WithdrawnAlready):
        actions.replace_document(MANAGER, document.id, upload("b.pdf", uploads.PDF + b"%"))
    actions.take_back_document(MANAGER, document.id)
    assert lines(case)[0].withdrawn_at is None
    with pytest.raises(NotWithdrawn):
        actions.take_back_document(MANAGER, document.id)


def test_withdrawn_documents_stand_last(case: Case) -> None:
    file(case, "old.png", uploads.PNG)
    newest = file(case)
    actions.withdraw_document(MANAGER, newest.id, reason="Wrong patient")
    assert [line.file_name for line in lines(case)] == ["old.png", "bill.pdf"]


def test_a_reader_files_nothing_and_a_provider_sees_nothing(case: Case) -> None:
    document = file(case)
    with pytest.raises(Forbidden):
        actions.file_document(LEGAL, upload("b.png", uploads.PNG), case_number=case.number)
    provider = cast.actor_with(Role.PROVIDER)
    with pytest.raises(Forbidden):
        queries.read_document(provider, document.id)


def test_a_foreign_document_looks_missing(case: Case) -> None:
    document = file(case)
    elsewhere = cast.firm("Osprey Legal")
    stranger = cast.actor_with(Role.NEGOTIATIONS_MANAGER, law_firm=elsewhere)
    for read in (queries.read_document, queries.open_document, queries.versions_of):
        with pytest.raises(NotFound):
            read(stranger, document.id)
    with pytest.raises(NotFound):
        actions.withdraw_document(stranger, document.id, reason="Mine")


def test_a_document_without_a_case_is_for_readers_of_the_ledger() -> None:
    document = actions.file_document(
        ANALYST, upload(), case_number=None, permission=Permission.JOURNALS_WRITE
    )
    assert queries.read_document(ANALYST, document.id).case_number is None
    with pytest.raises(NotFound):
        queries.read_document(LEGAL, document.id)


def test_says_when_the_file_is_gone(case: Case) -> None:
    document = file(case)
    storage.path_of(document).unlink()
    with pytest.raises(FileMissing):
        queries.open_document(LEGAL, document.id)


def test_removes_files_that_no_document_knows_after_a_day(case: Case, folder: Path) -> None:
    document = file(case)
    old, fresh = folder / "forgotten", folder / "arriving"
    old.write_bytes(b"x")
    fresh.write_bytes(b"x")
    two_days_ago = (now() - timedelta(days=2)).timestamp()
    os.utime(old, (two_days_ago, two_days_ago))
    os.utime(storage.path_of(document), (two_days_ago, two_days_ago))
    assert storage.remove_orphans(now=now()) == 1
    assert {path.name for path in folder.glob("*")} == {document.stored_name, "arriving"}
