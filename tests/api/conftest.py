"""A client that calls the interface as a program does, with a bearer token."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.identity.models import ApiToken, Membership, User
from openlien.identity.permissions import Role
from openlien.identity.queries import token_hash


class Caller:
    """Calls the interface in one role."""

    def __init__(self, secret: str) -> None:
        self._client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **query: Any) -> Any:
        return self._client.get(f"/api{path}", query)

    def post(self, path: str, body: Any, *, key: str | None = None) -> Any:
        return self.send("post", path, body, key=key)

    def send(self, method: str, path: str, body: Any, *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        call = getattr(self._client, method)
        return call(f"/api{path}", json.dumps(body), content_type="application/json", headers=headers)

    def upload(self, path: str, form: dict[str, Any]) -> Any:
        """Sends files and fields as multipart form data."""
        return self._client.post(f"/api{path}", form)


@pytest.fixture
def caller(db: None) -> Callable[..., Caller]:
    """Makes a caller of a role, everywhere or in the scope of one party."""

    def make(role: Role, *, scope_kind: str = "everything", scope_id: Any = None) -> Caller:
        user, _ = User.objects.get_or_create(email=f"{role.code}@office.example", name=role.value)
        Membership.objects.get_or_create(user=user, role=role.code, scope_kind=scope_kind, scope_id=scope_id)
        secret = f"ol_{role.code}"
        ApiToken.objects.get_or_create(
            user=user, name="test", role=role.code, secret_start="ol_", secret_hash=token_hash(secret)
        )
        return Caller(secret)

    return make
