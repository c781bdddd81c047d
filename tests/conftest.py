"""What every test may use: a migrated database, one of its own, facts kept for a module, and a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections, transaction
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from openlien.project.environment import DatabaseAddress
from tests import postgres
from tests.browser import ARGUMENTS, browser_path


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The plugin `tests.postgres` has made the database."""


# What shares servers or a browser stays on one worker, the longest first; every other file is a group.
GROUPS = {
    "accessibility": "tests/journeys/test_accessibility.py",
    "processes": ("tests/project/", "tests/domain/ledger/test_crashes.py"),
    "journeys": "tests/journeys/",
    "browser": "tests/web/test_gallery_in_browser.py",
}


def group_of(test: str) -> str:
    """The name of the group whose tests run one after another, in the process that shares their fixtures."""
    file = test.split("::")[0]
    return next((name for name, places in GROUPS.items() if file.startswith(places)), file)


class OneWorkerForAGroup(LoadScopeScheduling):
    """Gives each group to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> OneWorkerForAGroup:
    """Lets several workers share the tests by groups."""
    return OneWorkerForAGroup(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets the longest groups begin, so that no worker waits for one of them at the end."""
    turns = {name: turn for turn, name in enumerate(GROUPS)}
    items.sort(key=lambda item: turns.get(group_of(item.nodeid), len(turns)))


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """What fixtures of the module write after this stands for all its tests; each takes back its own.

    Only for modules in which every test wants those facts; none of them may commit.
    """
    around_tests = transaction.atomic()
    around_tests._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), around_tests:  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)


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
