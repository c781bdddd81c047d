"""An analyst, a manager and a controller, and bills that were never charged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from openlien.cases.models import Bill, Case
from openlien.identity.actor import Actor, system_actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.ledger.events import ChargeApproved
from openlien.ledger.recording import record_event
from tests import cast

TODAY = cast.AS_OF
OCTOBER, OCTOBER_END = date(2026, 10, 1), date(2026, 10, 31)
FIRST_OF_NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def analyst(db: None) -> Actor:
    return cast.acting_person(Role.FINANCIAL_ANALYST)


@pytest.fixture
def manager(db: None) -> Actor:
    return cast.acting_person(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def case(db: None) -> Case:
    return cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))


def served(case: Case, billed: str = "1200.00", on: date = date(2026, 10, 12), **facts: Any) -> Bill:
    """A bill of a service on that day, whose cost is not in the books yet."""
    bill = uncharged(case, billed, on, **facts)
    charged(bill, contracted=None, on=on)
    return bill


def uncharged(case: Case, billed: str = "1200.00", on: date = date(2026, 10, 12), **facts: Any) -> Bill:
    """A bill of a service on that day, to be charged by the test."""
    return cast.make_bill(case, billed, invoice_on=on, service_on=on, **facts)


def charged(bill: Bill, contracted: str | None = "300.00", on: date = date(2026, 10, 20)) -> None:
    """The bill's charge is in the books; without an amount its cost is not known."""
    event = ChargeApproved(
        case_id=bill.case_id,
        retail=bill.billed,
        contracted=Money(contracted) if contracted else None,
        on=on,
    )
    record_event(system_actor("job"), event, key=str(bill.id), today=TODAY)
