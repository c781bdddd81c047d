"""What every test may use: a migrated database, one of its own, and the cast."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from openlien.project.environment import DatabaseAddress
from tests import postgres
from tests.browser import ARGUMENTS, browser_path


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The plugin `tests.postgres` has made the database."""


@pytest.fixture
def own_database(django_db_blocker: pytest.FixtureRequest) -> Iterator[DatabaseAddress]:
    """A database of the test's own, for work that commits; Django is connected to it as the app."""
    address = postgres.make_database()
    connection = connections["default"]
    before, url = connection.settings_dict["NAME"], os.environ["DATABASE_URL"]
    connection.close()
    connection.settings_dict["NAME"] = address.name
    os.environ["DATABASE_URL"] = address.url()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield address
    connection.close()
    connection.settings_dict["NAME"] = before
    os.environ["DATABASE_URL"] = url
    postgres.drop_database(address)


@pytest.fixture
def owner(own_database: DatabaseAddress) -> Iterator[psycopg.Connection]:
    """A connection of the database's administrator, for what the app may not do."""
    with psycopg.connect(**own_database.dsn(), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_path(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()
