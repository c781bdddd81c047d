"""Documents over the interface: file, list, replace, withdraw, download."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.permissions import Role
from tests import cast, uploads

pytestmark = pytest.mark.django_db
MANAGER, LEGAL = Role.NEGOTIATIONS_MANAGER, Role.LEGAL_TEAM


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case() -> Case:
    return cast.make_case()


@pytest.fixture
def send(caller: Callable[..., Any]) -> Callable[..., Any]:
    """Sends a file as somebody of a role."""

    def post(address: str, name: str, content: bytes, *, role: Role = MANAGER, **fields: str) -> Any:
        caller(role)
        client = Client(headers={"Authorization": f"Bearer ol_{role.code}"})
        return client.post(f"/api{address}", {"file": SimpleUploadedFile(name, content), **fields})

    return post


def test_files_lists_and_downloads(caller: Callable[..., Any], send: Callable[..., Any], case: Case) -> None:
    filed = send(f"/cases/{case.number}/documents", "id.png", uploads.PNG, kind="photo_id", title="License")
    assert filed.status_code == 201
    document = filed.json()
    assert (document["kind"], document["title"], document["contentType"]) == (
        "photo_id",
        "License",
        "image/png",
    )
    listed = caller(LEGAL).get(f"/cases/{case.number}/documents").json()
    assert [item["id"] for item in listed["items"]] == [document["id"]]
    file = caller(LEGAL).get(f"/documents/{document['id']}/file")
    assert b"".join(file.streaming_content) == uploads.PNG


def test_refuses_a_lie_with_a_stable_code(send: Callable[..., Any], case: Case) -> None:
    refused = send(f"/cases/{case.number}/documents", "id.png", uploads.PAGE)
    assert (refused.status_code, refused.json()["code"]) == (415, "file_is_not_what_it_says")
    again = send(f"/cases/{case.number}/documents", "id.png", uploads.PNG, kind="selfie")
    assert again.status_code == 422


def test_replaces_and_withdraws(caller: Callable[..., Any], send: Callable[..., Any], case: Case) -> None:
    first = send(f"/cases/{case.number}/documents", "a.pdf", uploads.PDF).json()
    newer = send(f"/documents/{first['id']}/versions", "b.pdf", uploads.PDF + b"%")
    assert (newer.status_code, newer.json()["version"]) == (201, 2)
    versions = caller(LEGAL).get(f"/documents/{first['id']}/versions").json()
    assert [item["version"] for item in versions["items"]] == [2, 1]
    address = f"/documents/{newer.json()['id']}"
    gone = caller(MANAGER).post(f"{address}/withdrawal", {"reason": "Other patient"})
    assert gone.json()["withdrawnReason"] == "Other patient"
    twice = caller(MANAGER).post(f"{address}/withdrawal", {"reason": "Other patient"})
    assert (twice.status_code, twice.json()["code"]) == (409, "withdrawn_already")
    assert caller(MANAGER).post(f"{address}/return", {}).json()["withdrawnAt"] is None


def test_a_reader_files_nothing(send: Callable[..., Any], case: Case) -> None:
    assert send(f"/cases/{case.number}/documents", "a.pdf", uploads.PDF, role=LEGAL).status_code == 403
