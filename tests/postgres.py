"""A pytest plugin: real PostgreSQL for the tests, migrated once, cloned for each test process.

Loaded before Django's settings are read, because they hold the database's address. The template is named
after a hash of all migrations, so that it is made anew only when one of them changes.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

REPOSITORY = Path(__file__).resolve().parents[1]
TEST_HOME = Path(os.environ.get("OPENLIEN_TEST_HOME", REPOSITORY / "var" / "test"))
os.environ["OPENLIEN_HOME"] = str(TEST_HOME)
os.environ["SECRET_KEY"] = "only-for-tests"
# Playwright keeps an event loop running in the process, which Django would otherwise refuse to work beside.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["OPENLIEN_COMPANY"] = "Lakeview Lien Funding"
# Where Python is told to keep no compiled code, each of a hundred processes would compile the product anew.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(TEST_HOME / "compiled"))
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", tempfile.gettempdir() + "/openlien-hypothesis")

from openlien.project.database import embedded, roles  # noqa: E402
from openlien.project.environment import DatabaseAddress, parse_database_url  # noqa: E402

# A crash loses a test run, never anybody's data, so tests need not wait for the disk.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


def _server() -> DatabaseAddress:
    if inherited := os.environ.get("OPENLIEN_TEST_SERVER"):
        return parse_database_url(inherited)
    TEST_HOME.mkdir(parents=True, exist_ok=True)
    running = embedded.running(TEST_HOME / "postgres", **FAST)
    address = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    os.environ["OPENLIEN_TEST_SERVER"] = address.url()
    return address


def _template(server: DatabaseAddress) -> str:
    name = f"template_{_migrations_hash()}"
    with _administer(server) as admin:
        admin.execute("SELECT pg_advisory_lock(7001002)")
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _migrate(server, f"making_{name}")
            admin.execute(f'ALTER DATABASE "making_{name}" RENAME TO "{name}"'.encode())
    return name


def _migrations_hash() -> str:
    digest = hashlib.sha256()
    migrations = sorted(REPOSITORY.glob("openlien/**/migrations/**/*.*"))
    for path in [
        *filter(_is_source, migrations),
        REPOSITORY / "requirements" / "run.txt",
        Path(roles.__file__),
    ]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _is_source(path: Path) -> bool:
    return path.suffix in {".py", ".sql"}


def _migrate(server: DatabaseAddress, name: str) -> None:
    with _administer(server) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
    environment = {**os.environ, "DATABASE_URL": address_of(server, name).url()}
    subprocess.run([sys.executable, "-m", "openlien.project.cli", "migrate"], check=True, env=environment)


def address_of(server: DatabaseAddress, name: str) -> DatabaseAddress:
    return DatabaseAddress(server.host, server.port, name, server.user, server.password)


@contextmanager
def _administer(server: DatabaseAddress) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**server.dsn(name="postgres"), autocommit=True) as admin:
        yield admin


def make_database(template: str | None = None) -> DatabaseAddress:
    """A new database with every migration applied, or a copy of another database."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    with _administer(SERVER) as admin:
        admin.execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{template or TEMPLATE}" OWNER {roles.OWNER}'.encode()
        )
    return address_of(SERVER, name)


def drop_database(address: DatabaseAddress) -> None:
    with _administer(SERVER) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{address.name}" WITH (FORCE)'.encode())


def give_tables(address: DatabaseAddress) -> None:
    """Gives a database of another server the tables of the template, which is quicker than migrating it."""
    roles.prepare(address)
    source = make_database()
    dump = [str(embedded.program("pg_dump")), "--format=custom", f"--dbname={make_conninfo(**source.dsn())}"]
    load = [str(embedded.program("pg_restore")), "--exit-on-error"]
    try:
        content = subprocess.run(dump, check=True, stdout=subprocess.PIPE).stdout
        subprocess.run([*load, f"--dbname={make_conninfo(**address.dsn())}"], check=True, input=content)
    finally:
        drop_database(source)


SERVER = _server()
TEMPLATE = _template(SERVER)
DATABASE = make_database()
os.environ["DATABASE_URL"] = DATABASE.url()
atexit.register(drop_database, DATABASE)
