from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from openlien.identity.models import User
from openlien.identity.permissions import Role
from tests import cast

SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    """The CFO of the cast, who signs in with cast.PASSWORD."""
    return cast.make_user(Role.CFO_CONTROLLER)


@pytest.fixture
def signed_in() -> SignedIn:
    """A browser in which somebody with this role is signed in; CSRF tokens are not asked for."""

    def sign_in(role: Role | None = None, user: User | None = None) -> Client:
        scope = cast.provider_group().id if role is Role.PROVIDER else None
        client = Client()
        client.force_login(user or cast.make_user(role or Role.CFO_CONTROLLER, scope_id=scope))
        return client

    return sign_in
