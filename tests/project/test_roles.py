"""Who acts in the database: on the embedded server, on an external one, on one that will not do."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from openlien.project.database import embedded, guard, roles
from openlien.project.environment import DatabaseAddress, read

from .conftest import openlien, surroundings


def test_the_app_serves_as_the_app(book: DatabaseAddress, durable_home: Path) -> None:
    assert _acts_as(roles.APP, book, durable_home) == [roles.APP, roles.APP]


def test_migrations_run_as_the_migrator_for_the_owner(book: DatabaseAddress, durable_home: Path) -> None:
    assert _acts_as(roles.MIGRATOR, book, durable_home) == [roles.MIGRATOR, roles.OWNER]


def test_everything_belongs_to_the_owner(book: DatabaseAddress) -> None:
    with psycopg.connect(**book.dsn()) as connection:
        owners = connection.execute(
            "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'S')"
        ).fetchall()
    assert owners == [(roles.OWNER,)]


def test_a_view_knows_the_business_day_without_the_product(book: DatabaseAddress) -> None:
    # Between these two it is never the same day for more than a moment: one is 26 hours ahead of the other.
    days = {}
    for zone in ("Etc/GMT+12", "Pacific/Kiritimati", read("OPENLIEN_TIME_ZONE")):
        with psycopg.connect(**book.dsn(), autocommit=True) as server:
            roles.tell_time_zone(server, book.name, zone)
        with psycopg.connect(**book.dsn()) as reader:
            days[zone] = reader.execute("SELECT business_today()").fetchall()[0][0]
    assert days["Etc/GMT+12"] < days["Pacific/Kiritimati"]


@pytest.fixture(scope="module")
def external(free_port_of_module: int) -> Iterator[DatabaseAddress]:
    """A server of somebody else: it listens on TCP, and every account shows its password."""
    with tempfile.TemporaryDirectory(prefix="openlien-") as folder:
        cluster = Path(folder) / "postgres"
        cluster.mkdir()
        account = embedded.account_of(cluster)
        _let_in(cluster, account)
        secret = Path(folder) / "secret"
        secret.write_text("of the administrator")
        secret.chmod(0o644)
        made = ("-D", str(cluster), "--auth=scram-sha-256", "--username=admin", f"--pwfile={secret}")
        assert not embedded.run_program("initdb", *made, account=account).returncode
        options = f"-h 127.0.0.1 -p {free_port_of_module} -k ''"
        start = ("-D", str(cluster), "-l", str(cluster / "log"), "-w", "-o", options, "start")
        assert not embedded.run_program("pg_ctl", *start, account=account).returncode
        yield DatabaseAddress("127.0.0.1", str(free_port_of_module), "liens", "admin", "of the administrator")
        embedded.stop(cluster)


@pytest.fixture(scope="module")
def free_port_of_module() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_an_external_server_works_from_end_to_end(external: DatabaseAddress, tmp_path: Path) -> None:
    environment = surroundings(tmp_path, DATABASE_URL=external.url())
    for words in (("migrate",), ("demo", "--cases", "20"), ("backup", str(tmp_path / "archive"))):
        done = openlien(*words, environment=environment)
        assert done.returncode == 0, done.stderr
    done = openlien("restore", str(tmp_path / "archive"), "--replace", "--json", environment=environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["cases"] == 20
    assert openlien("check", environment=environment).returncode == 0
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**{**external.dsn(), "user": roles.APP, "password": "guess"})


def test_an_account_that_may_make_roles_and_databases_is_enough(
    external: DatabaseAddress, tmp_path: Path
) -> None:
    with psycopg.connect(**external.dsn(name="postgres"), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS liens WITH (FORCE)")
        for role in (roles.MIGRATOR, roles.APP, roles.READONLY, roles.OWNER):
            server.execute(f"DROP ROLE IF EXISTS {role}")
        server.execute("CREATE ROLE steward LOGIN CREATEROLE CREATEDB PASSWORD 'of the steward'")
    steward = DatabaseAddress(external.host, external.port, "liens", "steward", "of the steward")
    environment = surroundings(tmp_path, DATABASE_URL=steward.url())
    done = openlien("migrate", environment=environment)
    assert done.returncode == 0, done.stderr
    roles.prepare(steward)
    assert guard.dangers(steward) == []


def test_refuses_an_account_without_rights(external: DatabaseAddress, tmp_path: Path) -> None:
    with psycopg.connect(**external.dsn(name="postgres"), autocommit=True) as server:
        server.execute("CREATE ROLE visitor LOGIN PASSWORD 'of the visitor'")
    visitor = DatabaseAddress(external.host, external.port, "elsewhere", "visitor", "of the visitor")
    done = openlien("up", environment=surroundings(tmp_path, DATABASE_URL=visitor.url()))
    assert done.returncode == 2, done.stderr
    assert "visitor" in done.stderr
    assert "may not prepare" in done.stderr
    assert "Traceback" not in done.stderr


def test_refuses_a_server_that_is_too_old(tmp_path: Path, free_port_of_module: int) -> None:
    old = embedded.program("initdb").parents[2] / "pginstall" / "bin"
    if not (old / "initdb").exists():
        pytest.skip("no older PostgreSQL is at hand")
    with tempfile.TemporaryDirectory(prefix="openlien-") as folder:
        address = _start_old_server(old, Path(folder) / "old")
        done = openlien("up", environment=surroundings(tmp_path, DATABASE_URL=address.url()))
        _run_old(old, "pg_ctl", "-D", str(Path(folder) / "old"), "-m", "immediate", "stop")
    assert done.returncode == 2, done.stderr
    assert "needs PostgreSQL 18 or later" in done.stderr
    assert "Traceback" not in done.stderr


def _start_old_server(old: Path, cluster: Path) -> DatabaseAddress:
    cluster.mkdir()
    _let_in(cluster, embedded.account_of(cluster))
    assert not _run_old(old, "initdb", "-D", str(cluster), "--auth=trust", "--username=admin")
    options = f"-h '' -k {cluster}"
    assert not _run_old(
        old, "pg_ctl", "-D", str(cluster), "-l", str(cluster / "log"), "-w", "-o", options, "start"
    )
    return DatabaseAddress(str(cluster), "5432", "liens", "admin", "")


def _run_old(old: Path, name: str, *arguments: str) -> int:
    import subprocess

    account = embedded.account_of(Path("/nonexistent"))
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    command = [str(old / name), *arguments]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(command, cwd="/", check=False, **quiet, **identity).returncode


def _let_in(cluster: Path, account: object) -> None:
    if account:
        cluster.parent.chmod(0o711)
        shutil.chown(cluster, account.pw_uid, account.pw_gid)  # type: ignore[attr-defined]


def _acts_as(role: str, book: DatabaseAddress, home: Path) -> list[str]:
    import subprocess
    import sys

    program = (
        "import json, sys; from openlien.project.runtime import configure_django;"
        "configure_django(role=sys.argv[1]); from django.db import connection; cursor = connection.cursor();"
        "cursor.execute('SELECT session_user, current_user'); print(json.dumps(cursor.fetchone()))"
    )
    environment = surroundings(home, DATABASE_URL=book.url())
    done = subprocess.run(
        [sys.executable, "-c", program, role], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)
