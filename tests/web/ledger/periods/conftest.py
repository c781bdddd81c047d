"""Browsers of the people who end a month, and a month with an unbilled service."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.web import business_time
from tests import cast
from tests.domain.accounting.conftest import served
from tests.web.ledger.setup.conftest import signed_in


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def manager(db: None) -> Client:
    return signed_in(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def analyst(db: None) -> Client:
    return signed_in(Role.FINANCIAL_ANALYST)


@pytest.fixture
def controller(db: None) -> Client:
    return signed_in(Role.CFO_CONTROLLER)


@pytest.fixture
def last_month() -> date:
    """The first day of the month before the one the company's clock is in."""
    today = business_time.today()
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


@pytest.fixture
def unbilled(last_month: date) -> Any:
    """A service of last month whose bill says what it costs and whose charge does not yet."""
    case = cast.make_case("Zoe Marlow")
    on = last_month.replace(day=12)
    return served(case, "1200.00", on, contracted=Money("300.00"))


def words_of(answer: Any) -> str:
    """What a reader sees, without the markup."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>", " ", answer.content.decode())
    return " ".join(body.split())


def seen_of(answer: Any) -> str:
    """How many lines the form says it has seen."""
    found = re.search(r'name="seen" value="(\d+)"', answer.content.decode())
    assert found
    return found[1]
