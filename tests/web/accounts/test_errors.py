"""Error pages: one sentence, one way on, and nothing of the database when the database may be what failed."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory

from openlien.identity.models import User
from openlien.kit.correlation import request_id
from openlien.project.logs import FieldsFormatter
from openlien.web import errors


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda request: errors.server_error(request), 500, "Something went wrong on our side"),
        (lambda request: errors.bad_request(request, ValueError()), 400, "could not be read"),
        (lambda request: errors.csrf_failed(request), 403, "not valid any more"),
    ],
)
def test_pages_of_last_resort_need_no_database(answer: Any, status: int, words: str) -> None:
    token = request_id.set("0123456789abcdef")
    page = answer(RequestFactory().get("/cases/"))
    problem = answer(RequestFactory().get("/api/cases"))
    request_id.reset(token)
    assert (page.status_code, problem.status_code) == (status, status)
    assert words in page.content.decode()
    assert ("0123456789abcdef" in page.content.decode()) == (status == 500)
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert words in json.loads(problem.content)["detail"]


@pytest.mark.django_db
def test_a_missing_page_and_a_missing_answer_are_said_alike(client: Client, user: User) -> None:
    client.force_login(user)
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert "There is nothing here, or you may not see it." in page.content.decode()
    assert 'aria-label="Main"' in page.content.decode()
    answer = client.get("/api/nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.django_db
def test_a_failure_becomes_the_page_with_the_reference_of_its_log_line(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("Zoe Marlow")

    monkeypatch.setattr("openlien.web.accounts.sign_in.ENDED", property(fail))
    client.raise_request_exception = False
    with caplog.at_level(logging.INFO):
        answer = client.get("/account/sign-in/")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.content.decode()
    assert "Zoe" not in answer.content.decode()
    written = [FieldsFormatter().format(record) for record in caplog.records]
    assert not any("Zoe" in line for line in written)


@pytest.mark.django_db
def test_each_request_leaves_one_line_with_its_route_and_no_path(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="openlien.requests"):
        client.get("/account/sign-in/?next=/cases/CASE-2026-00007/")
        client.get("/nowhere/zoe-marlow")
    lines = [vars(record) for record in caplog.records if record.name == "openlien.requests"]
    assert [(line["method"], line["route"], line["status_code"]) for line in lines] == [
        ("GET", "account/sign-in/", 200),
        ("GET", "none", 404),
    ]
    assert not any("CASE-2026" in str(line) or "zoe" in str(line) for line in lines)


@pytest.mark.django_db
def test_the_logo_is_served_when_there_is_one(client: Client, settings: Any, tmp_path: Path) -> None:
    assert client.get("/logo").status_code == 404
    drawing = tmp_path / "mark.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.COMPANY_LOGO = str(drawing)
    answer = client.get("/logo")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert 'src="/logo"' in client.get("/account/sign-in/").content.decode()
    settings.COMPANY_LOGO = str(Path(django_settings.STATIC_ROOT).parent / "secret_key")
    assert client.get("/logo").status_code == 404
