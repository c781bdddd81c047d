"""Structured logs: one JSON object a line, listed fields only, so that no name slips in."""

from __future__ import annotations

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType

from openlien.kit.correlation import request_id

ALLOWED_FIELDS = ("method", "route", "status_code", "duration_ms", "batch_id", "rows", "step")
FRAMES_MAX = 12
NOT_SHOWN = "message not shown"


class FieldsFormatter(logging.Formatter):
    """Formats a record with the allowed fields; a traceback keeps its frames and drops its values."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if current := request_id.get():
            line["request_id"] = current
        line |= {name: getattr(record, name) for name in ALLOWED_FIELDS if hasattr(record, name)}
        line |= _job(record)
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["frames"] = _frames(record.exc_info[2])
        return json.dumps(line, default=str)


def log_uncaught_errors() -> None:
    """Lets an error that ends a process or a thread be logged like any other, without its message."""
    sys.excepthook = lambda kind, error, trace: _log_uncaught(kind, error, trace)
    threading.excepthook = lambda gone: _log_uncaught(gone.exc_type, gone.exc_value, gone.exc_traceback)


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt) or error is None:
        return
    logging.getLogger("openlien.process").critical("ended by an error", exc_info=(kind, error, trace))


def _event(record: logging.LogRecord) -> str:
    """What happened, as written in the source: never with values filled in.

    Our own messages are constants (a test holds that). Others' may be filled in beforehand: procrastinate's
    hold the arguments of a job. Those show their action, or the pattern when its values come apart from it.
    """
    if action := getattr(record, "action", None):
        return str(action)
    is_pattern = record.name.split(".")[0] == "openlien" or bool(record.args)
    return record.msg if is_pattern and isinstance(record.msg, str) else NOT_SHOWN


def _job(record: logging.LogRecord) -> dict[str, object]:
    """The job's task, number and duration out of what procrastinate says about it; its arguments stay out."""
    job = getattr(record, "job", None)
    if not isinstance(job, dict):
        return {}
    fields = {"task": job.get("task_name"), "job_id": job.get("id"), "attempts": job.get("attempts")}
    if isinstance(seconds := getattr(record, "duration", None), (int, float)):
        fields["duration_ms"] = round(seconds * 1000)
    return fields


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace:
        code = trace.tb_frame.f_code
        frames.append(f"{_short(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-FRAMES_MAX:]


def _short(path: str) -> str:
    for part in ("/site-packages/", "/openlien/"):
        if part in path:
            return path.rsplit(part, 1)[-1]
    return path.rsplit("/", 1)[-1]
