"""Stage history: append-only, and the case follows its last row."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection

from openlien.cases.models import Case, Party, StageChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    patient = Party.objects.create(kind="patient", name="Zoe Marlow", name_key="zoe marlow")
    return Case.objects.create(number="CASE-2026-00123", patient=patient, opened_on=date(2026, 1, 5))


def test_the_case_stands_at_its_last_stage(case: Case) -> None:
    StageChange.objects.create(case=case, stage="negotiation", began_on=date(2026, 5, 1), source="person")
    StageChange.objects.create(case=case, stage="still_treating", began_on=date(2026, 1, 5), source="person")
    case.refresh_from_db()
    assert (case.stage, case.stage_on) == ("negotiation", date(2026, 5, 1))


def test_refuses_a_stage_written_directly(case: Case) -> None:
    with pytest.raises(IntegrityError, match="a stage is changed by a new stage change"):
        Case.objects.filter(id=case.id).update(stage="pending")


def test_refuses_a_rewritten_stage_change(case: Case) -> None:
    change = StageChange.objects.create(
        case=case, stage="pending", began_on=date(2026, 5, 1), source="person"
    )
    with pytest.raises(Exception, match="permission denied"):
        StageChange.objects.filter(id=change.id).update(stage="negotiation")


@pytest.mark.parametrize("words", ["00123", "123", "CASE-2026-00123", "zoe", "marl"])
def test_finds_the_case_by_number_and_patient(case: Case, words: str) -> None:
    prefix = " & ".join(f"{word}:*" for word in words.replace("-", " ").split())
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM cases_case WHERE search @@ to_tsquery('simple', %s)", [prefix])
        assert cursor.fetchall() == [(case.number,)]
