"""Browsers of a role, and a small book of case accounts with transactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.actions.case_accounts import AccountSettings, set_case_account
from openlien.ledger.models import CaseAccount
from openlien.ledger.recording import record_event
from openlien.web import business_time
from tests import cast
from tests.domain.ledger.conftest import person
from tests.web.scoped_browser import browser as browser


@dataclass(frozen=True)
class Book:
    """Four case accounts: one owing 300.00 of cost, one over its limit, one at zero, one without anything."""

    owing: Case
    over: Case
    zero: Case
    fresh: Case


def account_of(case: Case) -> CaseAccount:
    return CaseAccount.objects.get(case=case)


def address(case: Case, page: str = "") -> str:
    """The address of a page of the case's account."""
    return f"/ledger/accounts/{account_of(case).number}/{page}"


def tell(actor: Actor, *told: events.Event) -> None:
    for event in told:
        record_event(actor, event, key=event.fingerprint(), today=business_time.today())


def charge(case: Case, retail: str, contracted: str, on: date = cast.AS_OF) -> events.Event:
    return events.ChargeApproved(case_id=case.id, on=on, retail=Money(retail), contracted=Money(contracted))


def payment(case: Case, amount: str, on: date = cast.AS_OF) -> events.Event:
    return events.PaymentReceived(case_id=case.id, on=on, amount=Money(amount))


@pytest.fixture
def analyst(db: None) -> Actor:
    return person(Role.FINANCIAL_ANALYST, "Anna Lind")


@pytest.fixture
def book(analyst: Actor) -> Book:
    opened = date(2026, 1, 5)
    names = ("Zoe Marlow", "Kai Calder", "Ida Vance", "Ned Quill")
    owing, over, zero, fresh = (cast.make_case(name, opened_on=opened) for name in names)
    tell(analyst, charge(owing, "1200.00", "300.00"), charge(over, "900.00", "400.00"))
    tell(analyst, charge(zero, "250.00", "250.00"), payment(zero, "250.00"))
    set_case_account(analyst, over.id, AccountSettings(credit_limit=Money("399.99")), version=1)
    return Book(owing, over, zero, fresh)
