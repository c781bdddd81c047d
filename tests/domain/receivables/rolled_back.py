"""A stretch of work in a test that leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    mark = transaction.savepoint()
    try:
        yield
        # Deferred keys are checked now, because the end of the transaction never comes.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    finally:
        transaction.savepoint_rollback(mark)
