"""The people and the case of the settlement's tests."""

from __future__ import annotations

import pytest

from .calls import Cast, make_cast


@pytest.fixture
def of(db: None) -> Cast:
    """A case with two plaintiffs, an insurer, an escrow account and the people who work on it."""
    return make_cast()
