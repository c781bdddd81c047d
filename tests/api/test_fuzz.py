"""Requests made up from the OpenAPI document: never a server error, always an answer of the declared form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from openlien.identity.models import ApiToken, Membership, User
from openlien.identity.permissions import Role
from openlien.identity.queries import token_hash
from openlien.project.wsgi import application
from tests import cast

SECRET = "ol_fuzz"
ROLE = Role.FINANCIAL_ANALYST
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
schema.config.generation.max_examples = 8
# Schemathesis looks for Flask at each of 15,000 requests: an import said to fail does so without the disk.
sys.modules.setdefault("flask", None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def one_connection() -> Iterator[None]:
    """Keeps Django from closing, after each request, the connection whose transaction is rolled back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def book(kept: None, one_connection: None) -> None:
    """A small book and a token that may do almost everything."""
    user = User.objects.create(email="fuzz@office.example", name="Fay Zell")
    Membership.objects.create(user=user, role=ROLE.code)
    ApiToken.objects.create(
        user=user, name="fuzz", role=ROLE.code, secret_start="ol_", secret_hash=token_hash(SECRET)
    )
    cast.ready_cases()
    connection.check_constraints()


@pytest.mark.usefixtures("book", "db")
@schema.parametrize()
def test_answers_as_declared(case: Any) -> None:
    checks = (not_a_server_error, response_schema_conformance, status_code_conformance)
    case.call_and_validate(headers={"Authorization": f"Bearer {SECRET}"}, checks=checks)
