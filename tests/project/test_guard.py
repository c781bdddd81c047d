"""Start-up refuses a database that could lose or rewrite what it holds: each reason, on a real cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from openlien.project.database import guard, roles
from openlien.project.environment import DatabaseAddress

from .conftest import administer, copy_of

AsOwner = Callable[[str], None]


def test_a_prepared_database_is_safe(book: DatabaseAddress) -> None:
    assert guard.dangers(book) == []
    guard.check(book)


@pytest.fixture
def server(book: DatabaseAddress) -> Iterator[psycopg.Connection]:
    """The server, whose settings and roles are as before afterwards."""
    with administer(book) as connection:
        yield connection
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute(f"ALTER ROLE {roles.APP} RESET ALL")
        connection.execute(f"ALTER ROLE {roles.APP} NOSUPERUSER NOCREATEROLE")
        connection.execute(f"REVOKE {roles.OWNER} FROM {roles.APP}")
        connection.execute("SELECT pg_reload_conf()")


@pytest.mark.parametrize("setting", guard.DURABILITY)
def test_refuses_a_server_that_could_lose_acknowledged_work(
    book: DatabaseAddress, server: psycopg.Connection, setting: str
) -> None:
    server.execute(f"ALTER SYSTEM SET {setting} = off")
    server.execute("SELECT pg_reload_conf()")
    _wait_for(server, setting, "off")
    with pytest.raises(guard.UnsafeDatabase, match=setting):
        guard.check(book)


def test_refuses_a_setting_that_only_the_apps_own_sessions_have(
    book: DatabaseAddress, server: psycopg.Connection
) -> None:
    server.execute(f"ALTER ROLE {roles.APP} SET synchronous_commit = off")
    with pytest.raises(guard.UnsafeDatabase, match="synchronous_commit"):
        guard.check(book)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (f"ALTER ROLE {roles.APP} SUPERUSER", "superuser"),
        (f"ALTER ROLE {roles.APP} CREATEROLE", "may make roles"),
        (f"GRANT {roles.OWNER} TO {roles.APP} WITH INHERIT FALSE", "may act as"),
    ],
)
def test_refuses_an_app_role_with_too_much_power(
    book: DatabaseAddress, server: psycopg.Connection, statement: str, reason: str
) -> None:
    server.execute(statement)
    assert any(reason in danger for danger in guard.dangers(book))


@pytest.fixture(scope="module")
def standing(demo_template: DatabaseAddress) -> Iterator[tuple[DatabaseAddress, psycopg.Connection]]:
    """A book, and its administrator, who takes back what a test grants."""
    with copy_of(demo_template) as address, psycopg.connect(**address.dsn(), autocommit=True) as connection:
        yield address, connection


@pytest.mark.parametrize("table", guard.READ_ONLY)
def test_refuses_an_app_that_could_write_what_it_only_reads(
    standing: tuple[DatabaseAddress, psycopg.Connection], table: str
) -> None:
    for privilege in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
        assert _dangers_with(standing, f"{privilege} ON {table}", roles.APP) == [_could_write(table)]


@pytest.mark.parametrize("table", guard.APPEND_ONLY)
def test_refuses_an_app_that_could_rewrite_what_it_only_adds_to(
    standing: tuple[DatabaseAddress, psycopg.Connection], table: str
) -> None:
    for privilege in ("UPDATE", "DELETE", "TRUNCATE"):
        assert _dangers_with(standing, f"{privilege} ON {table}", "PUBLIC") == [_could_write(table)]


def test_refuses_a_single_writable_column(standing: tuple[DatabaseAddress, psycopg.Connection]) -> None:
    dangers = _dangers_with(standing, "UPDATE (amount) ON payments_receipt", roles.APP)
    assert dangers == [_could_write("payments_receipt")]


def _dangers_with(
    standing: tuple[DatabaseAddress, psycopg.Connection], privilege: str, grantee: str
) -> list[str]:
    address, administrator = standing
    administrator.execute(f"GRANT {privilege} TO {grantee}")
    try:
        return guard.dangers(address)
    finally:
        administrator.execute(f"REVOKE {privilege} FROM {grantee}")


def _could_write(table: str) -> str:
    return f"the role {roles.APP} could write to {table}"


def test_refuses_a_schema_in_which_the_app_could_make_tables(
    book: DatabaseAddress, as_owner: AsOwner
) -> None:
    as_owner("GRANT CREATE ON SCHEMA public TO PUBLIC")
    assert any("tables of its own" in danger for danger in guard.dangers(book))


def test_refuses_a_database_without_its_audit_trail(book: DatabaseAddress, as_owner: AsOwner) -> None:
    as_owner("ALTER TABLE identity_auditentry RENAME TO somewhere_else")
    assert any("identity_auditentry is missing" in danger for danger in guard.dangers(book))


def test_the_lists_name_every_table_the_migrations_close_to_the_app(book: DatabaseAddress) -> None:
    with psycopg.connect(**book.dsn()) as connection:
        closed = connection.execute(
            "SELECT relname FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm')"
            f" AND NOT has_table_privilege('{roles.APP}', oid, 'UPDATE')"
        ).fetchall()
    assert {row[0] for row in closed} == {*guard.READ_ONLY, *guard.APPEND_ONLY}


def test_the_reporting_role_does_not_see_what_signs_people_in(book: DatabaseAddress) -> None:
    with psycopg.connect(**roles.dsn(book, roles.READONLY), autocommit=True) as connection:
        connection.execute("SELECT count(*) FROM cases_case")
        for table in roles.SECRET_TABLES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT count(*) FROM {table}")


def _wait_for(server: psycopg.Connection, setting: str, value: str) -> None:
    for _attempt in range(200):
        if server.execute("SELECT current_setting(%s)", [setting]).fetchone() == (value,):
            return
        server.execute("SELECT pg_sleep(0.01)")
    pytest.fail(f"{setting} did not change")
