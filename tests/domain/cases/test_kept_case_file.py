"""Plaintiffs, policies and expenses as people keep them: found by name, once for a key, within reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from openlien.cases.case_file.coverages import CoverageDraft, add_coverage, change_coverage
from openlien.cases.case_file.errors import (
    AdjusterOfOthers,
    ChoiceUnknown,
    DayToCome,
    ExpenseNotPositive,
    FileChangedMeanwhile,
    PersonOfOtherCases,
    PlaintiffListed,
    PlaintiffOfAnotherCase,
    WeightOutOfRange,
    WordsMissing,
)
from openlien.cases.case_file.expenses import ExpenseDraft, add_expense, change_expense
from openlien.cases.case_file.plaintiffs import (
    InjuryDraft,
    PlaintiffDraft,
    add_injury,
    add_plaintiff,
    change_injury,
    change_plaintiff,
)
from openlien.cases.models import Activity, Case, Coverage, Party, Plaintiff
from openlien.cases.queries import claims_of, read_case
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Role
from openlien.kit.amounts import NegativeAmount
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from tests import cast

pytestmark = pytest.mark.django_db

TODAY = cast.AS_OF
MANAGER = cast.actor_with(Role.NEGOTIATIONS_MANAGER)
POLICY = CoverageDraft(
    insurer="Copper Mutual", kind="bi", adjuster="Ivy Stone", adjuster_phone="213-555-0142"
)
SPENT = ExpenseDraft(incurred_on=date(2026, 6, 1), description="Records", amount=Money("12.50"))


@pytest.fixture
def case(db: None) -> Case:
    return cast.make_case()


def plaintiff(case: Case, name: str = "Finn Marlow", **given: Any) -> Plaintiff:
    born_on, weight = given.pop("born_on", None), given.pop("weight", 1)
    draft = PlaintiffDraft(name=name, born_on=born_on, weight=weight)
    actor = given.pop("actor", MANAGER)
    return add_plaintiff(actor, case_number=case.number, draft=draft, today=TODAY, **given)


def test_a_key_adds_one_plaintiff_and_belongs_to_it(case: Case) -> None:
    first, again = plaintiff(case, idempotency_key="a"), plaintiff(case, idempotency_key="a")
    assert first == again
    with pytest.raises(IdempotencyKeyReused):
        plaintiff(case, "Ida Marlow", idempotency_key="a")
    entry = Activity.objects.get(case=case)
    assert (entry.summary, entry.object_id) == ("Plaintiff Finn Marlow added", str(first.id))


def test_two_people_of_one_name_are_told_apart_by_birth(case: Case) -> None:
    plaintiff(case, born_on=date(2001, 2, 3))
    plaintiff(case, born_on=date(2011, 2, 3))
    with pytest.raises(PlaintiffListed, match="finn marlow is a plaintiff of this case already"):
        plaintiff(case, "finn  marlow", born_on=date(2001, 2, 3))


def test_a_name_that_grows_when_written_out_is_kept(case: Case) -> None:
    added = plaintiff(case, "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 200)
    assert len(added.party.name) == 200
    assert policy(case, insurer="\N{LATIN SMALL LETTER SHARP S}" * 200).insurer.kind == "insurer"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name": " "}, WordsMissing),
        ({"born_on": date(2199, 1, 1)}, DayToCome),
        ({"weight": 0}, WeightOutOfRange),
        ({"weight": 1001}, WeightOutOfRange),
    ],
)
def test_refuses_a_plaintiff_that_cannot_be(
    case: Case, given: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        plaintiff(case, **given)


def test_the_name_of_a_person_of_two_cases_needs_reach_to_both(case: Case) -> None:
    own = case.plaintiffs.get()
    other = cast.make_case(firm_name="Osprey Legal")
    assert other.patient == case.patient
    near = cast.actor_with(Role.NEGOTIATIONS_MANAGER, law_firm=cast.firm())
    draft = PlaintiffDraft(name="Zoe Marlowe")
    with pytest.raises(PersonOfOtherCases):
        change_plaintiff(near, own.id, draft, version=1, today=TODAY)
    same = PlaintiffDraft(name="Zoe Marlow", weight=3)
    assert change_plaintiff(near, own.id, same, version=1, today=TODAY).weight == 3
    changed = change_plaintiff(MANAGER, own.id, draft, version=2, today=TODAY)
    assert (changed.version, changed.weight) == (3, 1)
    assert read_case(MANAGER, other.number).patient == "Zoe Marlowe"
    assert AuditEntry.objects.filter(table_name="cases_party", row_id=str(case.patient_id)).exists()


def test_an_injury_is_of_a_plaintiff_of_its_case(case: Case) -> None:
    own, foreign = case.plaintiffs.get(), cast.make_case("Kai Calder").plaintiffs.get()
    draft = InjuryDraft(plaintiff_id=own.id, name="Sprain", description=" C5\r\nto C7 ")
    injury = add_injury(MANAGER, case_number=case.number, draft=draft)
    assert injury.description == "C5\nto C7"
    with pytest.raises(PlaintiffOfAnotherCase):
        change_injury(MANAGER, injury.id, InjuryDraft(plaintiff_id=foreign.id, name="Sprain"), version=1)


def policy(case: Case, **given: Any) -> Coverage:
    facts = {name: getattr(POLICY, name) for name in CoverageDraft.__dataclass_fields__}
    actor = given.pop("actor", MANAGER)
    return add_coverage(actor, case_number=case.number, draft=CoverageDraft(**{**facts, **given}))


def test_insurer_and_adjuster_on_file_are_taken_however_they_are_spelled(case: Case) -> None:
    first, second = policy(case), policy(case, insurer="COPPER MUTUAL, Inc.", adjuster_phone="")
    assert (second.insurer, second.adjuster) == (first.insurer, first.adjuster)
    other = policy(case, insurer="Northfield Mutual")
    assert other.adjuster != first.adjuster
    lines = claims_of(read_case(MANAGER, case.number)).coverages
    assert [line.adjuster_phone for line in lines] == ["213-555-0142"] * 3
    assert Party.objects.filter(kind="insurer").count() == 2


def test_a_policy_is_changed_at_the_version_that_was_seen(case: Case) -> None:
    made = policy(case, administrator="Claims Depot")
    draft = CoverageDraft(insurer="Copper Mutual", kind="um", adjuster="Ivy Stone")
    changed = change_coverage(MANAGER, made.id, draft, version=1)
    assert (changed.kind, changed.administrator, changed.version) == ("um", None, 2)
    assert changed.adjuster == made.adjuster
    assert not changed.adjuster.contact_points.exists()
    with pytest.raises(FileChangedMeanwhile):
        change_coverage(MANAGER, made.id, draft, version=1)


def test_how_an_adjuster_of_other_cases_is_reached_needs_reach_to_them(case: Case) -> None:
    policy(case)
    own = cast.make_case("Kai Calder", firm_name="Osprey Legal")
    near = cast.actor_with(Role.NEGOTIATIONS_MANAGER, law_firm=cast.firm("Osprey Legal"))
    with pytest.raises(AdjusterOfOthers):
        policy(own, actor=near, adjuster_phone="213-555-0199")
    assert policy(own, actor=near, adjuster_phone="").adjuster.name == "Ivy Stone"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"insurer": " "}, WordsMissing),
        ({"kind": "hull"}, ChoiceUnknown),
        ({"limit_per_person": Money("-1.00")}, NegativeAmount),
    ],
)
def test_refuses_a_policy_that_cannot_be(case: Case, given: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        policy(case, **given)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"amount": Money("0.00")}, ExpenseNotPositive),
        ({"incurred_on": date(2199, 1, 1)}, DayToCome),
        ({"description": ""}, WordsMissing),
    ],
)
def test_an_expense_is_corrected_and_one_that_cannot_be_refused(
    case: Case, given: dict[str, Any], refusal: type[Exception]
) -> None:
    made = add_expense(MANAGER, case_number=case.number, draft=SPENT, today=TODAY)
    facts = {name: getattr(SPENT, name) for name in ExpenseDraft.__dataclass_fields__}
    with pytest.raises(refusal):
        change_expense(MANAGER, made.id, ExpenseDraft(**{**facts, **given}), version=1, today=TODAY)
    less = ExpenseDraft(**{**facts, "amount": Money("10.00")})
    assert change_expense(MANAGER, made.id, less, version=1, today=TODAY).amount == Money("10.00")
    entry = AuditEntry.objects.get(table_name="cases_caseexpense")
    assert (entry.before["amount"], entry.after["amount"]) == (12.5, 10.0)


def _adds(case: Case) -> list[Callable[[Any], Any]]:
    number, own = case.number, case.plaintiffs.get()
    hurt = InjuryDraft(plaintiff_id=own.id, name="Sprain")
    return [
        lambda actor: plaintiff(case, actor=actor),
        lambda actor: add_injury(actor, case_number=number, draft=hurt),
        lambda actor: policy(case, actor=actor),
        lambda actor: add_expense(actor, case_number=number, draft=SPENT, today=TODAY),
    ]


def test_who_only_reads_a_case_or_sees_its_bills_adds_nothing(case: Case) -> None:
    cast.make_bill(case)
    far = cast.actor_with(Role.NEGOTIATIONS_MANAGER, law_firm=cast.firm("Osprey Legal"))
    group = cast.actor_with(Role.NEGOTIATIONS_MANAGER, group=cast.provider_group())
    for add in _adds(case):
        with pytest.raises(Forbidden):
            add(cast.actor_with(Role.LEGAL_TEAM))
        for stranger in (far, group):
            with pytest.raises(NotFound):
                add(stranger)
        assert add(MANAGER).version == 1
