"""The demo can be taken back, whatever it told, and loaded again."""

from __future__ import annotations

from openlien.funding import checks as funding
from openlien.identity.actor import system_actor
from openlien.integrations.imports.undoing import undo_batch
from openlien.ledger.queries import checks as books
from openlien.payments import checks as money
from openlien.project.demo import load_demo
from openlien.receivables import checks as receivables

from .figures import AS_OF
from .test_story import TOLD

INSTALLATION = system_actor("cli")


def test_a_removed_demo_leaves_nothing_and_can_be_loaded_again(own_database: object) -> None:
    for _ in range(2):
        loaded = load_demo(INSTALLATION, cases=40, as_of=AS_OF)
        assert loaded.showcase
        undo_batch(INSTALLATION, loaded.batch_id)
        assert {table.__name__ for table in TOLD if table._default_manager.exists()} == set()
        for checks in (receivables, books, money, funding):
            assert checks.broken_invariants() == []
