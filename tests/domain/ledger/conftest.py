"""The people of the ledger's tests, and short words for what they do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

import pytest

from openlien.cases.models import Case
from openlien.identity.actor import Actor, Grant, system_actor
from openlien.identity.models import User
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.ledger.actions.drafts import Draft, create_journal
from openlien.ledger.actions.journals import approve_journal, submit_journal
from openlien.ledger.entries import Entry, Line
from openlien.ledger.models import CaseAccount, CaseBalance, JournalEntry, LedgerPolicy
from openlien.ledger.vocabulary import EntryType, Policy
from tests import cast

TODAY = cast.AS_OF
_KEYS = count(1)


def person(role: Role, name: str) -> Actor:
    """Somebody who is a row and holds that role."""
    email = f"{name.split()[0].lower()}@lakeview.example"
    user = User.objects.filter(email=email).first() or User.objects.create(email=email, name=name)
    return Actor(name=name, email=email, user_id=user.id, grants=(Grant(role),))


def people() -> tuple[Actor, Actor, Actor]:
    """An analyst, an accounting manager and a controller."""
    return (
        person(Role.FINANCIAL_ANALYST, "Anna Lind"),
        person(Role.ACCOUNTING_MANAGER, "Marc Osei"),
        person(Role.CFO_CONTROLLER, "Clara Bonn"),
    )


@pytest.fixture
def analyst(db: None) -> Actor:
    return people()[0]


@pytest.fixture
def manager(db: None) -> Actor:
    return people()[1]


@pytest.fixture
def controller(db: None) -> Actor:
    return people()[2]


@pytest.fixture
def installation() -> Actor:
    return system_actor("job")


@pytest.fixture
def case(db: None) -> Case:
    return cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))


def balance_of(case: Case) -> CaseBalance:
    return CaseBalance.objects.get(case_account__case=case)


def account_of(case: Case) -> CaseAccount:
    return CaseAccount.objects.get(case=case)


def choose_pack(pack: str) -> None:
    LedgerPolicy.objects.update(pack=pack)


def debit(account: str, amount: str, **more: Any) -> Line:
    return Line(account, debit=Money(amount), **more)


def credit(account: str, amount: str, **more: Any) -> Line:
    return Line(account, credit=Money(amount), **more)


def pair(amount: str = "300.00", debited: str = "1200", credited: str = "2000") -> tuple[Line, ...]:
    """Two lines that balance."""
    return debit(debited, amount), credit(credited, amount)


def entry(
    lines: Sequence[Line] | None = None, *, on: date = TODAY, key: str | None = None, **more: Any
) -> Entry:
    """An entry that goes straight to the door, let through by its template."""
    key = key or f"Test:{next(_KEYS)}"
    stated: dict[str, Any] = {
        "type": EntryType.CHARGE,
        "template": "charge",
        "entry_on": on,
        "posting_on": on,
        "description": "Claim approved",
        "policy": Policy.TEMPLATE,
        "content": hashlib.sha256(key.encode()).hexdigest(),
    }
    return Entry(key=key, lines=tuple(pair() if lines is None else lines), **{**stated, **more})


def draft(lines: Sequence[Line] | None = None, *, on: date = TODAY, **more: Any) -> Draft:
    """A journal as a person enters it."""
    stated: dict[str, Any] = {"template": "manual-adjustment", "entry_on": on, "description": "Correction"}
    return Draft(lines=pair() if lines is None else lines, **{**stated, **more})


def pending(author: Actor, lines: Sequence[Line] | None = None, **more: Any) -> JournalEntry:
    """A journal that waits for approval."""
    paper = create_journal(author, draft(lines, **more), today=TODAY)
    return submit_journal(author, paper.id, version=paper.version, today=TODAY)


def approved(
    author: Actor, approver: Actor, lines: Sequence[Line] | None = None, **more: Any
) -> JournalEntry:
    """A journal that may be posted."""
    paper = pending(author, lines, **more)
    return approve_journal(approver, paper.id, version=paper.version, today=TODAY)
