"""Progress that other sessions see while the import's own transaction is still open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connections

from .running import Progress

SECONDS_BETWEEN_WRITES = 0.5
_WRITE = """
UPDATE integrations_portfolioimport
SET step = %s, steps_done = %s, steps_total = %s
WHERE id = %s
    AND state IN ('uploaded', 'running', 'undoing')
"""


@contextmanager
def progress_seen_by_others(import_id: UUID) -> Iterator[Progress]:
    """A progress function that writes over a connection of its own, at most twice a second."""
    connection = connections["default"].copy()
    last_written = 0.0

    def write(done: int, total: int, step: str) -> None:
        nonlocal last_written
        if time.monotonic() - last_written < SECONDS_BETWEEN_WRITES:
            return
        last_written = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [step[:100], done, total, import_id])

    try:
        yield write
    finally:
        connection.close()
