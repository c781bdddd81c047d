"""Even the owner of the cases' tables cannot rewrite a stage; the stage follows what the owner takes away."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
import pytest

from tests import cast


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("stage_history_is_append_only", "UPDATE cases_stagechange SET note = 'x'"),
        ("case_stage_is_known", "UPDATE cases_case SET stage = 'limbo'"),
    ],
)
def test_the_owner_is_refused_as_well(
    own_database: Any, owner: psycopg.Connection, name: str, statement: str
) -> None:
    cast.make_case()
    if name == "case_stage_is_known":
        owner.execute("ALTER TABLE cases_case DISABLE TRIGGER stage_is_not_written")
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        owner.execute(statement)
    assert refusal.value.diag.constraint_name == name


def test_the_stage_falls_back_when_the_last_change_is_taken_away(
    own_database: Any, owner: psycopg.Connection
) -> None:
    case = cast.make_case(stage="negotiation", stage_on=date(2026, 1, 5))
    last = cast.move(case, "pending", date(2026, 2, 5))
    owner.execute("DELETE FROM cases_stagechange WHERE id = %s", [last.id])
    case.refresh_from_db()
    assert (case.stage, case.stage_on) == ("negotiation", date(2026, 1, 5))
    owner.execute("DELETE FROM cases_stagechange")
    case.refresh_from_db()
    assert (case.stage, case.stage_on) == ("unknown", None)
