"""Every operation, read out of the OpenAPI document, against every role: nothing undeclared, nothing open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from openlien.api.interface import api
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from tests import cast

pytestmark = pytest.mark.django_db
METHODS = {"get", "post", "put", "patch", "delete"}
MISSING = {"case_number": "CASE-2026-99999", "category": "no_longer_represent"}


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in api.get_openapi_schema()["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield method, path.removeprefix("/api"), operation


OPERATIONS = list(_operations())
IDS = [f"{method} {path}" for method, path, _ in OPERATIONS]


def _address(path: str) -> str:
    while "{" in path:
        name = path[path.index("{") + 1 : path.index("}")]
        path = path.replace(f"{{{name}}}", MISSING.get(name, str(uuid4())))
    return path


def _call(caller: Any, method: str, path: str) -> Any:
    return caller.get(_address(path)) if method == "get" else caller.send(method, _address(path), {})


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_the_operation_declares_its_permission(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation.get("x-permission", "").upper() in Permission.__members__


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_the_operation_needs_a_sign_in(
    method: str, path: str, operation: dict[str, Any], client: Any
) -> None:
    answer = getattr(client, method)(f"/api{_address(path)}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.PROVIDER], ids=lambda role: role.code
)
@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_only_the_listed_roles_pass(
    method: str, path: str, operation: dict[str, Any], role: Role, caller: Callable[..., Any]
) -> None:
    permission = Permission[operation["x-permission"].upper()]
    answer = _call(caller(role), method, path)
    assert answer.status_code < 500
    # A body is read before the permission is asked for, so a refused body is no answer to this question.
    if answer.status_code not in {400, 422}:
        assert (answer.status_code == 403) == (permission not in ROLE_PERMISSIONS[role])


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_a_provider_reaches_nothing_of_another_group(
    method: str,
    path: str,
    operation: dict[str, Any],
    caller: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = cast.make_case("Zoe Marlow", stage="negotiation")
    bill = cast.make_bill(case, "1000.00")
    monkeypatch.setitem(MISSING, "case_number", case.number)
    monkeypatch.setitem(MISSING, "bill_id", str(bill.id))
    other = cast.provider_group("Ridgeway Medical Group")
    provider = caller(Role.PROVIDER, scope_kind="provider_group", scope_id=other.id)
    answer = _call(provider, method, path)
    assert answer.status_code < 500
    assert "Marlow" not in answer.content.decode()
    assert case.number not in answer.content.decode()
