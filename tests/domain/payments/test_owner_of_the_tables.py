"""Even the owner of the tables cannot rewrite money."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests import cast


@pytest.mark.parametrize("table", ["payments_receipt", "payments_allocation", "payments_adjustment"])
def test_the_owner_may_not_rewrite_money(own_database: Any, owner: psycopg.Connection, table: str) -> None:
    cast.ready_cases()
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        owner.execute(f"UPDATE {table} SET amount = amount + 1".encode())
    assert refusal.value.diag.constraint_name == "money_received_is_append_only"
