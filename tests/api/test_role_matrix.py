"""Every operation, read out of the OpenAPI document, against every role: nothing undeclared, nothing open.

A role goes over all operations in one test, because thousands of tests of one request each take minutes.
"""

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
ADDRESSES = [(method, path) for method, path, _ in OPERATIONS]


def _address(path: str) -> str:
    while "{" in path:
        name = path[path.index("{") + 1 : path.index("}")]
        path = path.replace(f"{{{name}}}", MISSING.get(name, str(uuid4())))
    return path


def _call(caller: Any, method: str, path: str) -> Any:
    return caller.get(_address(path)) if method == "get" else caller.send(method, _address(path), {})


def test_every_operation_declares_its_permission() -> None:
    declared = {operation.get("x-permission", "").upper() for _, _, operation in OPERATIONS}
    assert declared <= set(Permission.__members__)


def test_every_operation_needs_a_sign_in(client: Any) -> None:
    wrong = []
    for method, path in ADDRESSES:
        answer = getattr(client, method)(f"/api{_address(path)}", content_type="application/json")
        if (answer.status_code, answer.json()["code"]) != (401, "not_signed_in"):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.PROVIDER], ids=lambda role: role.code
)
def test_a_role_passes_where_it_is_listed_and_nowhere_else(role: Role, caller: Callable[..., Any]) -> None:
    calling, wrong = caller(role), []
    for method, path, operation in OPERATIONS:
        answer = _call(calling, method, path)
        is_refused = Permission[operation["x-permission"].upper()] not in ROLE_PERMISSIONS[role]
        # A body is read before the permission is asked for, so a refused body is no answer to this question.
        is_body_refused = answer.status_code in {400, 422}
        if answer.status_code >= 500 or ((answer.status_code == 403) != is_refused and not is_body_refused):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_a_provider_reaches_nothing_of_another_group(
    caller: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.make_case("Zoe Marlow", stage="negotiation")
    bill = cast.make_bill(case, "1000.00")
    monkeypatch.setitem(MISSING, "case_number", case.number)
    monkeypatch.setitem(MISSING, "bill_id", str(bill.id))
    other = cast.provider_group("Ridgeway Medical Group")
    provider = caller(Role.PROVIDER, scope_kind="provider_group", scope_id=other.id)
    wrong = []
    for method, path in ADDRESSES:
        answer = _call(provider, method, path)
        said = answer.content.decode()
        if answer.status_code >= 500 or "Marlow" in said or case.number in said:
            wrong.append((method, path, answer.status_code))
    assert wrong == []
