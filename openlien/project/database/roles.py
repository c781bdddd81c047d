"""The database's roles and what each may do.

`openlien_owner` (no login) owns every object, `openlien_migrator` acts as the owner while it migrates,
`openlien_app` serves people, `openlien_readonly` serves reports. Architecture, section 4.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import sql

from openlien.kit.errors import DomainError

from ..environment import DatabaseAddress, read, secret_key

OWNER = "openlien_owner"
MIGRATOR = "openlien_migrator"
APP = "openlien_app"
READONLY = "openlien_readonly"
SERVER_VERSION_MIN = 18
# What signs people in is nothing to report on.
SECRET_TABLES = (
    "identity_user",
    "identity_apitoken",
    "mfa_authenticator",
    "identity_session",
    "cache_entry",
)
_LOCK = 7_001_001


class ServerTooOld(DomainError):
    """OpenLien needs PostgreSQL {needed} or later; the server of DATABASE_URL is {found}."""

    status = 500


class MayNotPrepare(DomainError):
    """{account}, the account of DATABASE_URL, may not prepare the database: {reason}."""

    status = 500


def password(role: str) -> str:
    """The role's password, derived from the signing key: every process of an installation knows it."""
    digest = hmac.new(secret_key().encode(), f"database role {role}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def dsn(address: DatabaseAddress, role: str) -> dict[str, str]:
    """Connection parameters of one of the roles."""
    return {**address.dsn(), "user": role, "password": password(role)}


def prepare(address: DatabaseAddress) -> None:
    """Makes the roles, the database and the default privileges; safe to repeat.

    Raises: ServerTooOld, MayNotPrepare, psycopg.OperationalError when the server cannot be reached.
    """
    try:
        with psycopg.connect(**address.dsn(name="postgres"), autocommit=True) as server:
            _refuse_old_server(server)
            server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            for role, attributes in _ROLE_ATTRIBUTES.items():
                _ensure_role(server, role, attributes)
            _ensure_memberships(server, address.user)
            _ensure_database(server, address.name)
            tell_time_zone(server, address.name, read("OPENLIEN_TIME_ZONE"))
        with psycopg.connect(**address.dsn(), autocommit=True) as database:
            for statement in _PRIVILEGES:
                database.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege as refused:
        reason = str(refused).splitlines()[0]
        raise MayNotPrepare(account=address.user, reason=reason) from None


@contextmanager
def migrating_alone(address: DatabaseAddress) -> Iterator[None]:
    """A block that only one process at a time is in: two migrations at once would trip over each other."""
    with psycopg.connect(**address.dsn(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield


def tell_time_zone(server: psycopg.Connection, name: str, time_zone: str) -> None:
    """Lets every later connection know the business time zone, so that a view's today is also right in psql.

    An account that is no superuser may not store a setting that PostgreSQL does not know: nothing is stored.
    """
    statement = sql.SQL("ALTER DATABASE {} SET openlien.time_zone = {}")
    with suppress(psycopg.errors.InsufficientPrivilege):
        server.execute(statement.format(sql.Identifier(name), sql.Literal(time_zone)))


def hide_secrets(address: DatabaseAddress) -> None:
    """Keeps what signs people in from the reporting role, in a migrated database."""
    with psycopg.connect(**address.dsn(), autocommit=True) as database:
        database.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
        for table in SECRET_TABLES:
            statement = sql.SQL("REVOKE ALL ON {} FROM {}")
            database.execute(statement.format(sql.Identifier(table), sql.Identifier(READONLY)))


_ROLE_ATTRIBUTES = {OWNER: "NOLOGIN", MIGRATOR: "LOGIN", APP: "LOGIN", READONLY: "LOGIN"}
_PRIVILEGES = (
    f"ALTER SCHEMA public OWNER TO {OWNER}",
    f"GRANT USAGE ON SCHEMA public TO {APP}, {READONLY}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT ON TABLES TO {READONLY}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
)


def _refuse_old_server(server: psycopg.Connection) -> None:
    if (found := server.info.server_version // 10_000) < SERVER_VERSION_MIN:
        raise ServerTooOld(needed=SERVER_VERSION_MIN, found=found)


def _ensure_role(server: psycopg.Connection, role: str, attributes: str) -> None:
    known = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "ALTER" if known else "CREATE"
    if attributes == "NOLOGIN":
        if not known:
            server.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        return
    # The server receives a verifier, never the password: statements may be logged.
    verifier = server.pgconn.encrypt_password(
        password(role).encode(), role.encode(), b"scram-sha-256"
    ).decode()
    statement = sql.SQL(f"{verb} ROLE {{}} {attributes} PASSWORD {{}}")
    server.execute(statement.format(sql.Identifier(role), sql.Literal(verifier)))


def _ensure_memberships(server: psycopg.Connection, account: str) -> None:
    server.execute(f"GRANT {OWNER} TO {MIGRATOR}".encode())
    superuser = server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if not (superuser and superuser[0]):
        server.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(OWNER), sql.Identifier(account)))


def _ensure_database(server: psycopg.Connection, name: str) -> None:
    if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    statement = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0")
    server.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))
