"""A book with a case for every part of the portfolio page, and browsers of people who may look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.permissions import Role
from tests import cast

DAY = f"asOf={cast.AS_OF.isoformat()}"
Browser = Callable[..., Client]


@pytest.fixture
def browser(db: None, settings: Any) -> Browser:
    """Makes a browser in which somebody with this role is signed in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def sign_in(role: Role = Role.CFO_CONTROLLER) -> Client:
        scope = cast.provider_group().id if role is Role.PROVIDER else None
        client = Client()
        client.force_login(cast.make_user(role, scope_id=scope))
        return client

    return sign_in


@pytest.fixture
def reader(browser: Browser) -> Client:
    """The CFO's browser."""
    return browser()


@dataclass(frozen=True)
class TestBook:
    """The cases of the book by what they are there for."""

    ready: cast.ReadyCases
    dropped: Case
    stuck: Case
    watched: Case
    undated: Case
    unfinished: Case


@pytest.fixture
def book(db: None) -> TestBook:
    """The book of one test."""
    return filled_book()


def filled_book() -> TestBook:
    """Won, litigated, closed, dropped, pending long and short, won without a date, closed yet open."""
    return TestBook(
        ready=cast.ready_cases(),
        dropped=_case("Ana Ruiz", "no_longer_represent", "700.00", opened_on=date(2025, 5, 1)),
        stuck=_case("Ben Lowe", "pending", "2400.00", opened_on=date(2024, 1, 8)),
        watched=_case("Cleo Fox", "pending", "310.00", opened_on=date(2026, 6, 1)),
        undated=_case(
            "Dov Kern", "settled_not_disbursed", "880.00", opened_on=date(2025, 9, 1), payoff_status="cap"
        ),
        unfinished=_case(
            "Eve Holm", "closed_disbursed", "45.50", opened_on=date(2025, 2, 1), tranche="Bayline 0225"
        ),
    )


@pytest.fixture
def long_list(db: None) -> list[Case]:
    """Sixty cases in negotiation, more than one page of a list holds; no two owe the same."""
    return [
        _case(f"Patient {number:02}", "negotiation", f"{1000 + number}.00", opened_on=date(2026, 1, 1))
        for number in range(60)
    ]


def _case(patient: str, stage: str, billed: str, *, opened_on: date, **facts: object) -> Case:
    case = cast.make_case(patient, stage="still_treating", opened_on=opened_on)
    cast.move(case, stage, opened_on + timedelta(days=60))
    cast.make_bill(case, billed, **facts)
    return case
