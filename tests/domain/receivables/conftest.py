"""What the tests of the receivables share."""

from __future__ import annotations

import pytest

from openlien.identity.actor import Actor, system_actor


@pytest.fixture
def reader() -> Actor:
    """Somebody who sees the whole book."""
    return system_actor("cli")
