"""Browsers of the people who talk about a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.permissions import Role
from tests import cast
from tests.web.cases.conftest import browser

__all__ = ["browser"]


@pytest.fixture(autouse=True)
def _on_the_business_day(settings: Any) -> None:
    settings.BUSINESS_TIME_ZONE = "America/Los_Angeles"


@pytest.fixture
def case(db: None) -> Case:
    return cast.make_case()


@pytest.fixture
def dana(browser: Callable[..., Client]) -> Client:
    return browser(Role.COLLECTIONS_SPECIALIST)


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)
