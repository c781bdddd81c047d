from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from openlien.identity import actions
from openlien.identity.actor import Actor, Grant, system_actor
from openlien.identity.models import User
from openlien.identity.permissions import Role
from openlien.identity.queries import actor_of

PASSWORD = "plum-harbour-cradle-41"


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def installation() -> Actor:
    return system_actor("cli")


@pytest.fixture
def add_user(installation: Actor) -> Callable[..., UUID]:
    def add(email: str, *roles: Role | Grant, name: str = "Dana Ortiz", password: str | None = None) -> UUID:
        return actions.create_user(installation, email=email, name=name, roles=roles, password=password)

    return add


@pytest.fixture
def as_actor() -> Callable[[UUID], Actor]:
    return lambda user_id: actor_of(User.objects.get(pk=user_id), source="web", request_id="request-1")


@pytest.fixture
def admin(add_user: Callable[..., UUID], as_actor: Callable[[UUID], Actor]) -> Actor:
    return as_actor(add_user("ada@lakeview.example", Role.SYSTEM_ADMINISTRATOR, name="Ada Brandt"))


@pytest.fixture
def provider_group() -> UUID:
    from openlien.cases.models import Party

    return Party.objects.create(kind="provider_group", name="Coastal Imaging", name_key="coastal imaging").id
