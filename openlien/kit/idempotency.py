"""The same request twice has one effect: a key belongs to one content for ever."""

from __future__ import annotations

import hashlib
import json
from typing import TypeVar

from django.db import connection, models

from .errors import Conflict

M = TypeVar("M", bound=models.Model)


class IdempotencyKeyReused(Conflict):
    """Not saved. This idempotency key already belongs to a request with other content."""


def content_hash(**content: object) -> bytes:
    """The fingerprint of a request's content, the same for the same fields in any order."""
    canonical = json.dumps({name: str(value) for name, value in content.items()}, sort_keys=True)
    return hashlib.sha256(canonical.encode()).digest()


def earlier_result(model: type[M], key: str | None, content: bytes) -> M | None:
    """The row an earlier request with this key and content made; None when this request is the first.

    Holds a lock on the key until the transaction ends, so that of two requests at once one waits.
    Raises: IdempotencyKeyReused when the key came with other content.
    """
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    row = model._default_manager.filter(idempotency_key=key).first()
    if row is not None and bytes(row.content_hash) != content:  # type: ignore[attr-defined]
        raise IdempotencyKeyReused()
    return row
