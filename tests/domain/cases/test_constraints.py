"""Every constraint and trigger of the cases' tables refuses what it stands against."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from openlien.cases.models import (
    Activity,
    Batch,
    CaseExpense,
    ContactPoint,
    Coverage,
    Document,
    FeeSchedule,
    FeeScheduleLine,
    FeeScheduleVersion,
    Injury,
    Lien,
    NameAlias,
    Plaintiff,
    StageChange,
    Task,
)
from openlien.kit.money import Money
from tests import cast
from tests.domain.constraints import assert_fires, declared, raised_by_triggers, run

pytestmark = pytest.mark.django_db

MONEY = Money("1.00")
LOG = """
    INSERT INTO cases_activity (body, object_id, case_id, kind, summary, direction, outcome, minutes, version)
    VALUES ('', '',
"""

# By its name, a statement that breaks the constraint; {…} are ids of the scene.
BREAKING = {
    "party_has_a_name": "UPDATE cases_party SET name = '' WHERE id = %(patient)s",
    "party_external_id_is_unique": "UPDATE cases_party SET external_id = 'X' WHERE kind = 'law_firm'",
    "party_personal_fields_are_of_people": "UPDATE cases_party SET born_on = now() WHERE id = %(firm)s",
    "party_does_not_belong_to_itself": "UPDATE cases_party SET belongs_to_id = id WHERE id = %(firm)s",
    "contact_point_has_a_value": "UPDATE cases_contactpoint SET value = ''",
    "contact_point_has_one_primary": "UPDATE cases_contactpoint SET is_primary = true",
    "name_alias_is_listed_once": "UPDATE cases_namealias SET name = 'Same'",
    "name_alias_was_seen": "UPDATE cases_namealias SET times_seen = 0",
    "batch_kind_is_known": "UPDATE cases_batch SET kind = 'magic'",
    "case_external_id_is_unique": "UPDATE cases_case SET external_id = 'X'",
    "case_number_is_well_formed": "UPDATE cases_case SET number = 'CASE-26-1' WHERE id = %(case)s",
    "numbering_is_one_per_year": "UPDATE cases_numbering SET year = 2026",
    "plaintiff_is_named_once": "UPDATE cases_plaintiff SET case_id = %(case)s, party_id = %(patient)s",
    "plaintiff_weight_is_positive": "UPDATE cases_plaintiff SET weight = 0",
    "injury_has_a_name": "UPDATE cases_injury SET name = ''",
    "bill_external_id_is_unique": "UPDATE cases_bill SET external_id = 'X'",
    "bill_is_not_negative": "UPDATE cases_bill SET billed = -0.01",
    "bill_contracted_is_not_negative": "UPDATE cases_bill SET contracted = -0.01",
    "bill_quantity_is_positive": "UPDATE cases_bill SET quantity = 0",
    "bill_payoff_status_is_known": "UPDATE cases_bill SET payoff_status = 'perhaps'",
    "fee_schedule_version_is_one_a_day": "UPDATE cases_feescheduleversion SET effective_on = '2026-01-01'",
    "fee_schedule_line_prices_a_code_once": "UPDATE cases_feescheduleline SET code = '97110'",
    "fee_schedule_line_is_not_negative": "UPDATE cases_feescheduleline SET retail = -0.01",
    "coverage_person_limit_is_not_negative": "UPDATE cases_coverage SET limit_per_person = -0.01",
    "coverage_accident_limit_is_not_negative": "UPDATE cases_coverage SET limit_per_accident = -0.01",
    **{
        f"lien_{amount}_is_not_negative": f"UPDATE cases_lien SET {amount} = -0.01"
        for amount in ("asserted", "confirmed", "waived", "current_payoff", "negotiated", "paid")
    },
    "case_expense_is_positive": "UPDATE cases_caseexpense SET amount = 0.00",
    "document_has_a_title": "UPDATE cases_document SET title = ''",
    "document_is_not_empty": """
        INSERT INTO cases_document (kind, title, file_name, stored_name, content_type, sha256, size_bytes,
            withdrawn_reason)
        VALUES ('other', 'Empty', 'empty.pdf', 'f00d', 'application/pdf', 'x', 0, '')
    """,
    "document_version_follows_another": """
        INSERT INTO cases_document (kind, title, file_name, stored_name, content_type, sha256, size_bytes,
            withdrawn_reason, version)
        VALUES ('other', 'Second', 'second.pdf', 'f00d', 'application/pdf', 'x', 7, '', 2)
    """,
    "document_is_withdrawn_for_a_reason": "UPDATE cases_document SET withdrawn_at = now()",
    "document_file_is_fixed": "UPDATE cases_document SET sha256 = 'other'",
    "activity_has_a_summary": f"{LOG} %(case)s, 'note', '', '', '', NULL, 1)",
    "activity_outcome_is_of_a_call": f"{LOG} %(case)s, 'note', 'x', '', 'busy', NULL, 1)",
    "activity_direction_is_of_a_contact": f"{LOG} %(case)s, 'note', 'x', 'out', '', NULL, 1)",
    "activity_lasts_a_day_at_most": f"{LOG} %(case)s, 'call', 'x', 'out', '', 1441, 1)",
    "activity_version_follows_another": f"{LOG} %(case)s, 'note', 'x', '', '', NULL, 2)",
    "activity_is_fixed": "UPDATE cases_activity SET summary = 'Another'",
    "task_is_done_or_cancelled": "UPDATE cases_task SET done_at = now(), cancelled_at = now()",
    "task_has_a_title": "UPDATE cases_task SET title = ''",
    "case_stage_follows_its_changes": "UPDATE cases_case SET stage = 'pending' WHERE id = %(case)s",
    "stage_change_stage_is_known": """
        INSERT INTO cases_stagechange (case_id, stage, began_on, is_sighting, source, note)
        VALUES (%(case)s, 'limbo', '2026-11-20', false, 'person', '')
    """,
    "stage_change_source_is_known": """
        INSERT INTO cases_stagechange (case_id, stage, began_on, is_sighting, source, note)
        VALUES (%(case)s, 'pending', '2026-11-20', false, 'rumour', '')
    """,
    "stage_change_key_belongs_to_a_content": """
        INSERT INTO cases_stagechange (case_id, stage, began_on, is_sighting, source, note, idempotency_key)
        VALUES (%(case)s, 'pending', '2026-11-20', false, 'person', '', 'k')
    """,
}
# Only the owner of the tables gets as far as these: the app may not rewrite history at all.
OWNER_ONLY = {"stage_history_is_append_only", "case_stage_is_known"}


@pytest.fixture
def scene() -> dict[str, Any]:
    """Two of everything that is told apart, one of everything else."""
    case, other = cast.make_case("Zoe Marlow"), cast.make_case("Kai Calder", firm_name="Osprey Legal")
    for each in (case, other):
        cast.make_bill(each)
        NameAlias.objects.create(party=case.law_firm, name=f"Alias {each.number}")
        ContactPoint.objects.create(party=case.patient, kind="phone", value=each.number)
    Plaintiff.objects.create(case=case, party=other.patient)
    Injury.objects.create(plaintiff=case.plaintiffs.first(), name="Sprain")
    Coverage.objects.create(case=case, insurer=cast.party("insurer", "Copper Mutual"))
    Lien.objects.create(case=case, holder=cast.party("lienor", "Lakeview"), kind="hospital")
    CaseExpense.objects.create(case=case, incurred_on=cast.AS_OF, description="Copies", amount=MONEY)
    Document.objects.create(
        case=case, kind="bill", title="Bill", stored_name="x", content_type="x", sha256=b"", size_bytes=1
    )
    Activity.objects.create(case=case, kind="note", summary="Note")
    Task.objects.create(case=case, title="Call", due_on=cast.AS_OF)
    Batch.objects.create(kind="demo", as_of=cast.AS_OF)
    _fees()
    cast.next_case_number(2025)
    return {"case": case.id, "patient": case.patient_id, "firm": case.law_firm_id}


def _fees() -> None:
    schedule = FeeSchedule.objects.create(name="Standard")
    for day in (date(2025, 1, 1), date(2025, 7, 1)):
        version = FeeScheduleVersion.objects.create(schedule=schedule, effective_on=day)
    for code in ("99213", "99214"):
        FeeScheduleLine.objects.create(version=version, code=code, retail=MONEY)


@pytest.mark.parametrize("name", BREAKING)
def test_the_constraint_fires(scene: dict[str, Any], name: str) -> None:
    assert_fires(name, lambda: run(BREAKING[name], **scene))


def test_every_named_constraint_and_trigger_is_made_to_fire() -> None:
    triggers = raised_by_triggers(
        [
            "refuse_direct_stage_update",
            "refuse_stage_rewrite",
            "refuse_another_file",
            "refuse_another_activity",
        ]
    )
    assert set(BREAKING) | OWNER_ONLY == declared("cases") | triggers


def test_a_membership_names_a_party_that_exists() -> None:
    statement = """
        INSERT INTO identity_membership (user_id, role, scope_kind, scope_id)
        VALUES (%(user)s, 'auditor', 'law_firm', uuidv7())
    """
    user = cast.make_user().id
    assert_fires("membership_scope_is_a_party", lambda: run(statement, user=user))


def test_the_app_may_not_take_a_stage_change_away() -> None:
    from django.db import DatabaseError

    cast.make_case()
    with pytest.raises(DatabaseError, match="permission denied"):
        StageChange.objects.all()._raw_delete("default")
