"""A browser signed in as somebody with one role; the conftest of an area takes its fixture from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.identity.models import Membership, User
from openlien.identity.permissions import Role


@pytest.fixture
def browser(db: None) -> Callable[..., Client]:
    """Makes a browser of a role, everywhere or in the scope of one provider group or law firm."""

    def make(role: Role, *, scope_kind: str = "everything", scope: Any = None) -> Client:
        user, _ = User.objects.get_or_create(email=f"{role.code}@office.example", name=f"Cast {role.value}")
        Membership.objects.get_or_create(
            user=user, role=role.code, scope_kind=scope_kind, scope_id=scope.id if scope else None
        )
        client = Client()
        client.force_login(user)
        return client

    return make
