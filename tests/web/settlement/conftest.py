"""A case with two plaintiffs, and browsers of the people who work on its settlement."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from openlien.identity.models import Membership, User
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.settlement.calls import TODAY, Cast, make_cast


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: TODAY)


@pytest.fixture
def of(db: None) -> Cast:
    """The case with its insurer, escrow account and people."""
    return make_cast()


@pytest.fixture
def browser_of() -> Callable[[Role], Client]:
    """A signed-in browser of somebody with that role."""

    def signed_in(role: Role) -> Client:
        client = Client()
        client.force_login(cast.make_user(role))
        return client

    return signed_in


@pytest.fixture
def coordinator(of: Cast) -> Client:
    """The browser of the one who negotiates and settles."""
    return _browser(of.coordinator.user_id, Role.SETTLEMENT_COORDINATOR)


@pytest.fixture
def accountant(of: Cast) -> Client:
    """The browser of the one who keeps the checks."""
    return _browser(of.accountant.user_id, Role.FINANCIAL_ANALYST)


def _browser(user_id: UUID | None, role: Role) -> Client:
    user = User.objects.get(id=user_id)
    Membership.objects.create(user=user, role=role.code)
    client = Client()
    client.force_login(user)
    return client
