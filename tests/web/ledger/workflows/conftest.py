"""A case without charges, an account that owes, browsers of each role, and the way a workflow form goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from openlien.accounting.actions.charges import Claim, approve_claim
from openlien.cases.models import Bill, Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.web import business_time
from tests import cast
from tests.web.cases.reading import hidden
from tests.web.ledger.accounts.conftest import browser

__all__ = ["browser"]


@pytest.fixture
def manager(browser: Callable[[Role], Client]) -> Client:
    return browser(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def acting(db: None) -> Actor:
    return cast.acting_person(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def case(db: None) -> Case:
    return cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))


@pytest.fixture
def bill(acting: Actor, case: Case) -> Bill:
    """A claim of 1,200.00 that costs 300.00."""
    wanted = Claim(retail=Money("1200.00"), contracted=Money("300.00"), invoice_on=date(2026, 9, 14))
    today = business_time.today()
    return approve_claim(
        acting, case_number=case.number, claim=wanted, today=today, idempotency_key="c1"
    ).bill


def looked_at(client: Client, path: str, **typed: str) -> tuple[Any, dict[str, str]]:
    """The preview of what was typed, and what posting it sends."""
    key = hidden(client.get(path), "key")
    answer = client.post(path, {**typed, "key": key, "do": "preview"})
    assert answer.status_code == 200, answer.content.decode()
    return answer, {**typed, "key": key, "do": "post", "previewed": hidden(answer, "previewed")}


def posted(client: Client, path: str, **typed: str) -> Any:
    """The answer to a form that was looked at and then posted."""
    return client.post(path, looked_at(client, path, **typed)[1], follow=True)
