"""Browsers of the people who keep the books."""

from __future__ import annotations

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from tests import cast


def signed_in(role: Role) -> Client:
    """A browser in which somebody with that role is signed in."""
    client = Client()
    client.force_login(cast.make_user(role))
    return client


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def manager(db: None) -> Client:
    return signed_in(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def analyst(db: None) -> Client:
    return signed_in(Role.FINANCIAL_ANALYST)
