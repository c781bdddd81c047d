"""The log: a line of JSON for each request and job, and never a name."""

from __future__ import annotations

import ast
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from openlien.project.environment import REPOSITORY
from openlien.project.logs import FieldsFormatter

from .faults import PATIENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(FieldsFormatter())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("place", ["code", "database", "careless"])
@override_settings(ROOT_URLCONF="tests.project.faults")
def test_an_error_about_a_patient_leaves_no_name(log: io.StringIO, place: str) -> None:
    client = Client(raise_request_exception=False)
    address = f"/{place}/{PATIENT}?q={PATIENT}"
    client.post(address, {"patient": PATIENT}, headers={"referer": f"http://x/{PATIENT}"})
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    requests = [line for line in lines if line["logger"] == "openlien.requests"]
    assert [line["route"] for line in requests] == [f"{place}/<str:name>"]
    assert requests[0].keys() == {
        "at", "level", "logger", "event", "request_id", "method", "route", "status_code", "duration_ms"
    }  # fmt: skip
    assert all(line["request_id"] == requests[0]["request_id"] for line in lines)
    assert any("error" in line and line["frames"] for line in lines)
    for part in PATIENT.split():
        assert part not in log.getvalue()


def test_a_job_is_logged_by_name_and_duration_without_its_arguments(log: io.StringIO) -> None:
    arguments = {"patient": PATIENT}
    job = {"id": 7, "task_name": "cases.write_letter", "task_kwargs": arguments, "call_string": PATIENT}
    logging.getLogger("procrastinate.worker").warning(
        f"Job cases.write_letter(patient={PATIENT}) ended",
        extra={"action": "job_success", "job": job, "duration": 1.25, "result": PATIENT},
    )
    line = json.loads(log.getvalue())
    assert PATIENT not in log.getvalue()
    assert (line["event"], line["task"], line["job_id"], line["duration_ms"]) == (
        "job_success", "cases.write_letter", 7, 1250
    )  # fmt: skip


def test_our_own_messages_are_constants() -> None:
    """A message that is put together could carry a name past the formatter."""
    calls = [
        (path, call)
        for path in sorted((REPOSITORY / "openlien").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and _logs(call)
    ]
    assert calls
    offenders = [
        f"{_short(path)}:{call.lineno}"
        for path, call in calls
        if not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert offenders == []


def _logs(call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in {"debug", "info", "warning", "error", "exception", "critical"}
        and ast.unparse(function.value).startswith(("log", "logging"))
        and bool(call.args)
    )


def _short(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))
