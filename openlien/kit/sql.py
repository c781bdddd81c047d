"""SQL kept in files of its own, and its rows as named tuples; over Django's connection."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.migrations import RunSQL

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

Params = Sequence[Any] | Mapping[str, Any]


@cache
def load(package: str, name: str) -> str:
    """Return the text of `sql/<name>.sql` in the package: load("openlien.cases", "open_bills").

    *Raises*: FileNotFoundError when the package has no such file.
    """
    return files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def run_sql(package: str, name: str, *, undo: str = RunSQL.noop) -> RunSQL:
    """Return the migration operation that runs the frozen copy `migrations/sql/<name>.sql`.

    Migrations never read `sql/`, where today's definition changes with the code.
    """
    frozen = files(package).joinpath("migrations", "sql", f"{name}.sql")
    return RunSQL(frozen.read_text(encoding="utf-8"), undo)


def fetch_all(sql: str, params: Params = ()) -> list[Any]:
    """Return every row of the query as a named tuple."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return named_rows(cursor)


def fetch_tuples(sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
    """Return every row of the query as it comes, for a reader that takes each apart by position."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def fetch_one(sql: str, params: Params = ()) -> Any | None:
    """Return the first row of the query as a named tuple; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        row = cursor.fetchone()
        return None if row is None else _row_type(_columns(cursor))._make(row)


def named_rows(cursor: CursorWrapper) -> list[Any]:
    """Return the rows that are left in the cursor as named tuples.

    *Raises*: ValueError for a column whose name is no plain word: give it an alias.
    """
    make = _row_type(_columns(cursor))._make
    return [make(row) for row in cursor.fetchall()]


def _columns(cursor: CursorWrapper) -> tuple[bytes, ...]:
    # The names alone: a description would look up the type of each column as well.
    result = cursor.pgresult
    return tuple(map(result.fname, range(result.nfields)))


@cache
def _row_type(columns: tuple[bytes, ...]) -> Any:
    return namedtuple("Row", [column.decode() for column in columns])
