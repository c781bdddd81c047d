"""The id of the request at hand: what logs, the audit trail and error pages share."""

from __future__ import annotations

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
