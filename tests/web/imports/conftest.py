"""Browsers of people who may and may not import, and small exports to upload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.identity.permissions import Role
from openlien.integrations.imports.actions import check_import, run_import
from openlien.integrations.models import PortfolioImport
from tests import cast
from tests.integrations.imports import books
from tests.integrations.portfolio_files.exports import table, write_csv


@pytest.fixture
def browser(db: None, settings: Any, tmp_path: Path) -> Callable[..., Client]:
    """Makes a browser in which somebody with this role is signed in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "files"

    def sign_in(role: Role = Role.FINANCIAL_ANALYST) -> Client:
        client = Client()
        client.force_login(cast.make_user(role))
        return client

    return sign_in


@pytest.fixture
def analyst(browser: Callable[..., Client]) -> Client:
    """The browser of somebody who imports."""
    return browser()


@pytest.fixture
def upload(analyst: Client, tmp_path: Path) -> Callable[..., Any]:
    """Uploads exports of these rows and returns the answer; the last import is `the_import()`."""

    def send(*exports: list[dict[str, str]] | bytes, as_of: str = "11/20/2026") -> Any:
        files = []
        for place, export in enumerate(exports):
            content = export
            if isinstance(export, list):
                content = write_csv(tmp_path / "export.csv", table(*export)).read_bytes()
            files.append(SimpleUploadedFile(f"export-{place}.csv", content))
        return analyst.post("/imports/new", {"files": files, "as_of": as_of})

    return send


def the_import() -> PortfolioImport:
    """The one import there is."""
    return PortfolioImport.objects.get()


def worked_off(what: str) -> PortfolioImport:
    """The import after its waiting job has run: check or run."""
    record = the_import()
    job = check_import if what == "check" else run_import
    return job(books.JANITOR, record.id)
