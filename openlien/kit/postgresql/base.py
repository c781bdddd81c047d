"""The database backend that the settings name."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which asks the operating system first whether a kept connection is still good."""

    def is_usable(self) -> bool:
        """Return whether the connection can be used again.

        A server that has ended the connection says so, and what it said waits to be read. When nothing waits,
        the connection is as good as an answer to `SELECT 1` could tell; otherwise the server is asked.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0) or super().is_usable()
