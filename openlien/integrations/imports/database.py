"""The statements of an import over the connection that Django's transaction is open on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg.rows import namedtuple_row

from openlien.kit.sql import load

PACKAGE = "openlien.integrations"
# The merge of a large export takes minutes at most; a lock that people hold, seconds.
STATEMENT_MILLISECONDS_MAX = 10 * 60 * 1000
LOCK_MILLISECONDS_MAX = 30 * 1000


def run(name: str, **params: Any) -> None:
    """Runs the statements of `sql/<name>.sql` one after the other."""
    with _cursor() as cursor:
        cursor.execute(load(PACKAGE, name).encode(), params)


def one(name: str, **params: Any) -> Any:
    """Returns the row of `sql/<name>.sql`, which always gives one."""
    return rows(name, **params)[0]


def rows(name: str, **params: Any) -> list[Any]:
    """Returns the rows of `sql/<name>.sql` as named tuples."""
    with _cursor() as cursor:
        cursor.execute(load(PACKAGE, name).encode(), params)
        return cursor.fetchall()


def execute(statement: str, params: Mapping[str, Any] | None = None) -> None:
    """Runs one statement that is composed here, never of texts from outside."""
    with _cursor() as cursor:
        cursor.execute(statement.encode(), params)


@contextmanager
def copying(statement: str) -> Iterator[psycopg.Copy]:
    """A COPY into a staging table while the block lasts."""
    with _cursor() as cursor, cursor.copy(statement.encode()) as copy:
        yield copy


def allow_a_long_transaction() -> None:
    """Widens the limits of statements and locks until the transaction ends."""
    execute(f"SET LOCAL statement_timeout = {STATEMENT_MILLISECONDS_MAX}")
    execute(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS_MAX}")
    # Sorts and hashes of a whole export; the server gives it back with the transaction.
    execute("SET LOCAL work_mem = '64MB'")


@contextmanager
def _cursor() -> Iterator[psycopg.ClientCursor[Any]]:
    """A cursor that binds on this side, because a file of several statements cannot be prepared."""
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.ClientCursor(connection.connection, row_factory=namedtuple_row) as cursor,
    ):
        yield cursor
