"""A case moves to another stage: who may, since when, and once for a repeated key."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openlien.cases.actions import (
    StageBeginsInFuture,
    StageBeginsTooEarly,
    StageNotNamed,
    StageUnchanged,
    change_stage,
)
from openlien.cases.models import Case, StageChange
from openlien.cases.stages import Stage
from openlien.cases.wording import TextNotPlain, TextTooLong
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from tests import cast

pytestmark = pytest.mark.django_db

TODAY = cast.AS_OF
MANAGER = cast.actor_with(Role.NEGOTIATIONS_MANAGER)


def move(case: Case, stage: Stage = Stage.IN_LITIGATION, **given: object) -> StageChange:
    given = {"began_on": TODAY, "today": TODAY, "actor": MANAGER, **given}
    return change_stage(given.pop("actor"), case_number=case.number, stage=stage, **given)


def test_the_case_is_at_the_new_stage_and_the_timeline_says_so() -> None:
    case = cast.make_case(stage="negotiation")
    change = move(case, began_on=date(2026, 11, 2), note="  Complaint filed\r\nin Kern County ")
    case.refresh_from_db()
    assert (case.stage, case.stage_on) == ("in_litigation", date(2026, 11, 2))
    entry = case.activities.get()
    assert entry.summary == "Stage changed from Negotiation to In Litigation"
    assert (entry.body, entry.object_id) == ("Complaint filed\nin Kern County", str(change.id))


def test_two_changes_on_one_day_keep_their_order() -> None:
    case = cast.make_case(stage="negotiation")
    move(case, Stage.IN_LITIGATION)
    move(case, Stage.SETTLED_NOT_DISBURSED)
    case.refresh_from_db()
    assert case.stage == "settled_not_disbursed"


def test_refuses_the_stage_the_case_is_at() -> None:
    with pytest.raises(StageUnchanged, match="at Negotiation already"):
        move(cast.make_case(stage="negotiation"), Stage.NEGOTIATION)


def test_refuses_to_make_a_stage_unknown() -> None:
    with pytest.raises(StageNotNamed):
        move(cast.make_case(stage="negotiation"), Stage.UNKNOWN)


def test_refuses_a_day_that_is_still_to_come() -> None:
    with pytest.raises(StageBeginsInFuture):
        move(cast.make_case(), began_on=TODAY + timedelta(days=1))


def test_refuses_a_day_before_the_last_change() -> None:
    case = cast.make_case(stage="negotiation", stage_on=date(2026, 5, 5))
    with pytest.raises(StageBeginsTooEarly, match="at Negotiation on May 5, 2026"):
        move(case, began_on=date(2026, 5, 4))
    assert move(case, began_on=date(2026, 5, 5)).began_on == date(2026, 5, 5)


@pytest.mark.parametrize(("note", "refusal"), [("n" * 501, TextTooLong), ("a\x00b", TextNotPlain)])
def test_refuses_a_note_that_cannot_be_kept(note: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        move(cast.make_case(), note=note)


def test_the_same_key_again_changes_nothing() -> None:
    case = cast.make_case(stage="negotiation")
    first, second = (move(case, idempotency_key="k1") for _ in range(2))
    assert first.id == second.id
    assert case.stage_changes.count() == 2
    assert case.activities.count() == 1


def test_refuses_a_key_that_belongs_to_another_change() -> None:
    case = cast.make_case(stage="negotiation")
    move(case, idempotency_key="k1")
    with pytest.raises(IdempotencyKeyReused):
        move(case, Stage.PENDING, idempotency_key="k1")


def test_refuses_a_role_without_the_permission() -> None:
    with pytest.raises(Forbidden):
        move(cast.make_case(), actor=cast.actor_with(Role.LEGAL_TEAM))


def test_a_case_of_another_firm_looks_missing() -> None:
    case = cast.make_case(firm_name="Osprey Legal")
    other = cast.actor_with(Role.NEGOTIATIONS_MANAGER, law_firm=cast.firm("Pacific Crest Law Firm"))
    with pytest.raises(NotFound):
        move(case, actor=other)
    with pytest.raises(NotFound):
        change_stage(MANAGER, case_number="CASE-2026-99999", stage=Stage.PENDING, began_on=TODAY, today=TODAY)


def test_a_change_from_the_interface_says_where_it_came_from() -> None:
    from dataclasses import replace

    assert move(cast.make_case(), actor=replace(MANAGER, source="api")).source == "api"
