"""Books with two cases, and browsers of people who read reports about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.accounting.reports.conftest import charge, earned, person, tell

Browser = Callable[..., Client]


@pytest.fixture
def browser(db: None, settings: Any) -> Browser:
    """Makes a browser in which somebody with this role is signed in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def sign_in(role: Role = Role.CFO_CONTROLLER) -> Client:
        client = Client()
        client.force_login(cast.make_user(role))
        return client

    return sign_in


@pytest.fixture
def reader(browser: Browser) -> Client:
    """The CFO's browser."""
    return browser()


@pytest.fixture
def case(db: None) -> Case:
    """The worked example of domain rules 1.8 in the books, and beside it an open case."""
    earning = cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))
    owing = cast.make_case("Kai Calder", firm_name="Osprey =Legal & <Co>", opened_on=date(2026, 1, 6))
    analyst = person(Role.FINANCIAL_ANALYST, "Anna Lind")
    tell(analyst, *earned(earning), charge(owing, date(2026, 9, 1), "2000.00", "800.00"))
    return owing
