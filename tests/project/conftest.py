"""A cluster of its own with real durability, for what the hurried one of the other tests cannot show."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from openlien.project.database import embedded, roles
from openlien.project.environment import DatabaseAddress
from tests import postgres

INHERITED = (
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DATABASE_URL",
    "OPENLIEN_TEST_SERVER",
    "OPENLIEN_DATABASE_ROLE",
    "OPENLIEN_PARENT",
)
DEMO_CASES = 40


@contextmanager
def without_inherited_server() -> Iterator[None]:
    """A block in which nothing says which database server to use."""
    kept = {name: os.environ.pop(name) for name in INHERITED if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def surroundings(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a process with a data folder of its own."""
    clean = {name: value for name, value in os.environ.items() if name not in INHERITED}
    return {**clean, "OPENLIEN_HOME": str(home), **settings}


def openlien(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A command that was run to its end."""
    command = [sys.executable, "-m", "openlien.project.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="session")
def durable_home() -> Iterator[Path]:
    """A data folder; its path is short, as that of a socket must be."""
    with tempfile.TemporaryDirectory(prefix="openlien-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def durable_server(durable_home: Path) -> Iterator[DatabaseAddress]:
    """A running server with the settings that OpenLien ships."""
    with without_inherited_server():
        running = embedded.running(durable_home / "postgres")
        address = running.__enter__()
    yield address
    running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def demo_template(durable_server: DatabaseAddress, durable_home: Path) -> DatabaseAddress:
    """A migrated database with a small demo portfolio; nobody stays connected to it."""
    address = durable_server.named("demo_template")
    environment = surroundings(durable_home, DATABASE_URL=address.url())
    postgres.give_tables(address)
    done = openlien("demo", "--cases", str(DEMO_CASES), environment=environment)
    assert done.returncode == 0, done.stderr
    return address


@pytest.fixture
def book(
    demo_template: DatabaseAddress, durable_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DatabaseAddress]:
    """A copy of the demo book for one test; commands started by the test find it."""
    with copy_of(demo_template) as address:
        monkeypatch.setenv("OPENLIEN_HOME", str(durable_home))
        monkeypatch.setenv("DATABASE_URL", address.url())
        yield address


@contextmanager
def copy_of(template: DatabaseAddress) -> Iterator[DatabaseAddress]:
    """A copy of a database while the block runs."""
    address = template.named(f"book_{uuid.uuid4().hex[:12]}")
    with administer(address) as server:
        server.execute(f'CREATE DATABASE "{address.name}" TEMPLATE "{template.name}" OWNER {roles.OWNER}')
    yield address
    with administer(address) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{address.name}" WITH (FORCE)')


@contextmanager
def administer(address: DatabaseAddress) -> Iterator[psycopg.Connection]:
    """A connection of the set-up account to the server, outside any book."""
    with psycopg.connect(**address.dsn(name="postgres"), autocommit=True) as server:
        yield server


@pytest.fixture
def free_port() -> int:
    """A port nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def as_owner(book: DatabaseAddress) -> Iterator[Callable[[str], None]]:
    """Executes statements in the book as the set-up account."""
    with psycopg.connect(**book.dsn(), autocommit=True) as connection:
        yield lambda statement: connection.execute(statement) and None
