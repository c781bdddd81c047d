"""The case of the mail tests, and browsers of who writes mail and of who oversees it."""

from __future__ import annotations

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from tests import cast
from tests.integrations.mail.conftest import of, postbox
from tests.web.settlement.conftest import _today, coordinator

__all__ = ["_today", "coordinator", "of", "postbox"]


@pytest.fixture
def manager(db: None) -> Client:
    """The browser of the one who oversees mail and keeps its templates."""
    client = Client()
    client.force_login(cast.make_user(Role.NEGOTIATIONS_MANAGER))
    return client
