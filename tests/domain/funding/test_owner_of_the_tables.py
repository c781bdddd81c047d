"""Even the owner of the tables rewrites nothing of funding and takes nothing back twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
import pytest

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.models import SiteCost

from .lines import TODAY, draw_for, make_bill, make_line, manager
from .test_constraints import APPEND_ONLY, BREAKING


@pytest.fixture
def standing(own_database: Any, owner: psycopg.Connection) -> tuple[dict[str, Any], psycopg.Connection]:
    """The scene on a database of its own, with its owner's connection."""
    found = {}
    line, bill = make_line(), make_bill("1000.00")
    draw_for(line, bill, "300.00", on=date(2026, 1, 1))
    found["line"] = line.id
    SiteCost.objects.create(bill=bill, amount="50.00", paid_on=date(2026, 1, 1))
    accrual = accrue_interest(manager(), line.id, month=date(2026, 1, 1), today=TODAY)
    return {**found, "accrual": accrual.id}, owner


def test_even_the_owner_rewrites_nothing_and_takes_nothing_back_twice(
    standing: tuple[dict[str, Any], psycopg.Connection],
) -> None:
    scene, owner = standing
    for model in APPEND_ONLY:
        for statement in (
            f"UPDATE {model._meta.db_table} SET id = id",
            f"DELETE FROM {model._meta.db_table}",
        ):
            with pytest.raises(psycopg.errors.CheckViolation) as refusal:
                owner.execute(statement.encode())
            assert refusal.value.diag.constraint_name == "funding_is_append_only"
    first, unlocked, second = BREAKING["interest_accrual_is_reversed_once"].split(";")
    owner.execute(first.encode(), scene)
    owner.execute(unlocked.encode())
    with pytest.raises(psycopg.errors.UniqueViolation) as twice_refused:
        owner.execute(second.encode(), scene)
    assert twice_refused.value.diag.constraint_name == "interest_accrual_is_reversed_once"
