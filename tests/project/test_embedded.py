"""The embedded server: who may enter, who stops it, what it survives, what its log keeps to itself."""

from __future__ import annotations

import os
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from openlien.project.database import embedded, roles
from openlien.project.environment import DatabaseAddress

from .conftest import administer, without_inherited_server


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="openlien-") as parent, without_inherited_server():
        yield Path(parent) / "postgres"


def test_only_the_socket_in_a_closed_folder_is_reachable(book: DatabaseAddress) -> None:
    assert stat.S_IMODE(Path(book.host).stat().st_mode) == 0o700
    with administer(book) as server:
        assert server.execute("SELECT current_setting('listen_addresses')").fetchone() == ("",)


@pytest.mark.parametrize("user", [roles.APP, roles.MIGRATOR, roles.READONLY])
def test_a_role_shows_its_password(book: DatabaseAddress, user: str) -> None:
    psycopg.connect(**roles.dsn(book, user)).close()
    for password in ("", "guess"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(**{**book.dsn(), "user": user, "password": password})


def test_nobody_else_enters(book: DatabaseAddress) -> None:
    with administer(book) as server:
        server.execute("CREATE ROLE burglar LOGIN SUPERUSER PASSWORD 'crowbar'")
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf"):
        psycopg.connect(**{**book.dsn(), "user": "burglar", "password": "crowbar"})
    with administer(book) as server:
        server.execute("DROP ROLE burglar")


def test_the_last_one_stops_the_server(folder: Path) -> None:
    with embedded.running(folder) as first:
        with embedded.running(folder) as second:
            assert second == first
        psycopg.connect(**first.dsn(name="postgres")).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(**first.dsn(name="postgres"))


def test_a_killed_server_comes_back_with_every_committed_row(folder: Path) -> None:
    with embedded.running(folder) as address:
        _write_a_row(address)
        os.kill(_postmaster(folder), signal.SIGKILL)
        embedded.ensure_running(folder, {})
        assert not embedded.has_died(folder)
        with psycopg.connect(**address.dsn(name="postgres")) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("acknowledged",)]


@pytest.mark.parametrize("left", ["", "1", "ours"])
def test_a_pid_file_left_by_a_crash_does_not_keep_it_from_starting(folder: Path, left: str) -> None:
    with embedded.running(folder):
        pass
    (folder / "postmaster.pid").write_text(str(os.getpid()) if left == "ours" else left)
    with embedded.running(folder) as address:
        psycopg.connect(**address.dsn(name="postgres")).close()


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    deep = folder.parent / ("a" * 60) / ("b" * 60) / "postgres"
    with embedded.running(deep) as address:
        psycopg.connect(**address.dsn(name="postgres")).close()
        assert stat.S_IMODE(Path(address.host).stat().st_mode) == 0o700


def test_a_data_folder_of_another_postgresql_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.OtherServerVersion, match="PostgreSQL 17"), embedded.running(folder):
        pass


def test_the_servers_log_holds_no_statement_and_no_value(book: DatabaseAddress) -> None:
    with psycopg.connect(**book.dsn(), autocommit=True) as connection:
        for statement in (
            "SELECT 'Zoe Marlow'::integer",
            "SELECT %(name)s::integer",
            "INSERT INTO identity_user (email, name) VALUES (NULL, %(name)s)",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, {"name": "Zoe Marlow"})
    assert "Marlow" not in (Path(book.host) / "log").read_text()


def _write_a_row(address: DatabaseAddress) -> None:
    with psycopg.connect(**address.dsn(name="postgres")) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('acknowledged')")


def _postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split()[0])
