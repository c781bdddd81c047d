"""A check of the books names what somebody changed behind the doors, part by part."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from openlien.accounting.actions.books_check import run_check, start_check
from openlien.accounting.queries.books_check import CheckView, books_check
from openlien.identity.actor import Actor, system_actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.ledger.events import WarehouseDrawn
from openlien.ledger.recording import record_events
from tests import cast

from .conftest import TODAY

TAMPERED = {
    "Numbers without a gap": "DELETE FROM ledger_posting WHERE key = 'WarehouseDrawn:1'",
    "Chain unbroken": "UPDATE ledger_posting SET description = 'x' WHERE key = 'WarehouseDrawn:1'",
    "Balances are their lines": "UPDATE ledger_accountbalance SET debit = debit + 1 WHERE debit > 0",
}


def _draw() -> None:
    events = [(str(place), WarehouseDrawn(on=TODAY, amount=Money("10.00"))) for place in range(3)]
    record_events(system_actor("job"), events, today=TODAY)


def _checked(actor: Actor) -> CheckView:
    check = start_check(actor)
    run_check(system_actor("job"), check.id)
    return books_check(actor, check.id)


def _behind_the_doors(owner: psycopg.Connection, statement: str) -> None:
    """What somebody does who may switch triggers off."""
    for table in ("posting", "glentry", "accountbalance"):
        owner.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER".encode())
    owner.execute(statement.encode())


@pytest.mark.parametrize("part", TAMPERED)
def test_names_what_was_changed_in_its_part(own_database: Any, owner: psycopg.Connection, part: str) -> None:
    auditor = cast.acting_person(Role.AUDITOR)
    _draw()
    assert _checked(auditor).is_sound
    _behind_the_doors(owner, TAMPERED[part])
    found = _checked(auditor)
    assert not found.is_sound
    findings = {each.name: each.findings for each in found.parts}
    assert findings[part]
    sentences = [sentence for each in findings.values() for sentence in each]
    assert len(sentences) == len(set(sentences)) == found.findings


@pytest.mark.django_db
def test_only_an_auditor_asks_for_a_check() -> None:
    with pytest.raises(Forbidden):
        start_check(cast.acting_person(Role.ACCOUNTING_MANAGER))
