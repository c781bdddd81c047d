"""People, policies and expenses leave a case file only while nothing rests on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.cases.case_file.errors import (
    ExpensePaidBack,
    FileChangedMeanwhile,
    PatientStays,
    SharedBySettlement,
    StillNamed,
)
from openlien.cases.models import CaseExpense, Coverage, Injury, Plaintiff
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.settlement.actions import case_file
from openlien.settlement.models import Check
from tests import cast

from .calls import Cast, expense, lien, make_cast, negotiate, settle, usd

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(db: None) -> Cast:
    return make_cast()


def test_a_plaintiff_leaves_with_the_injuries_and_the_timeline_says_so(of: Cast) -> None:
    injury = Injury.objects.create(plaintiff=of.finn, name="Broken wrist")
    assert case_file.remove_plaintiff(of.coordinator, of.finn.id, version=1) == "Finn Marlow"
    assert not Plaintiff.objects.filter(id=of.finn.id).exists()
    assert not Injury.objects.filter(id=injury.id).exists()
    assert of.case.activities.get(summary="Plaintiff Finn Marlow removed").actor_id == of.coordinator.user_id
    assert AuditEntry.objects.filter(table_name="cases_plaintiff", action="delete").count() == 1


def test_the_patient_stays_a_plaintiff(of: Cast) -> None:
    with pytest.raises(PatientStays, match="Zoe Marlow is the patient"):
        case_file.remove_plaintiff(of.coordinator, of.zoe.id, version=1)


def test_a_plaintiff_whom_something_names_stays(of: Cast) -> None:
    lien(of, "County Hospital", "hospital", "900.00", plaintiff=of.finn)
    negotiate(of, plaintiff_id=of.finn.id, offer=usd("100.00"))
    with pytest.raises(StillNamed) as refused:
        case_file.remove_plaintiff(of.coordinator, of.finn.id, version=1)
    assert "1 lien" in refused.value.sentence
    assert "1 round" in refused.value.sentence


def test_a_settlement_of_all_plaintiffs_keeps_them_all(of: Cast) -> None:
    settle(of, plaintiff_id=None)
    with pytest.raises(SharedBySettlement):
        case_file.remove_plaintiff(of.coordinator, of.finn.id, version=1)


def test_a_policy_that_a_round_names_stays_and_an_unused_one_leaves(of: Cast) -> None:
    unused = Coverage.objects.create(case=of.case, insurer=cast.party("insurer", "Copper Mutual"))
    negotiate(of, offer=usd("100.00"))
    with pytest.raises(StillNamed, match="1 round"):
        case_file.remove_coverage(of.coordinator, of.coverage.id, version=1)
    assert case_file.remove_coverage(of.coordinator, unused.id, version=1) == "Copper Mutual"
    assert list(Coverage.objects.filter(case=of.case)) == [of.coverage]


@pytest.mark.parametrize("is_own", [True, False])
def test_an_expense_that_a_check_pays_back_stays_until_the_check_is_void(of: Cast, is_own: bool) -> None:
    spent = expense(of, "120.00", plaintiff=of.zoe if is_own else None)
    settlement = settle(of)
    check = Check.objects.create(
        settlement=settlement,
        escrow_account=of.escrow,
        direction="out",
        drawn_on=cast.AS_OF,
        amount=usd("120.00"),
        status="hold",
        type="case_expense",
        source="case_expenses",
        lines=[{"key": str(spent.id) if is_own else "common", "amount": "120.00"}],
    )
    with pytest.raises(ExpensePaidBack):
        case_file.remove_expense(of.coordinator, spent.id, version=1)
    Check.objects.filter(id=check.id).update(status="void")
    assert case_file.remove_expense(of.coordinator, spent.id, version=1) == "Expert"
    assert not CaseExpense.objects.filter(id=spent.id).exists()


def _rows(of: Cast) -> list[tuple[Callable[..., str], Any]]:
    injury = Injury.objects.create(plaintiff=of.finn, name="Broken wrist")
    return [
        (case_file.remove_injury, injury),
        (case_file.remove_expense, expense(of, "5.00")),
        (case_file.remove_coverage, of.coverage),
        (case_file.remove_plaintiff, of.finn),
    ]


def test_nothing_leaves_at_another_version_for_a_reader_or_from_afar(of: Cast) -> None:
    far = cast.actor_with(Role.SETTLEMENT_COORDINATOR, law_firm=cast.firm("Osprey Legal"))
    provider = cast.actor_with(Role.SETTLEMENT_COORDINATOR, group=cast.provider_group())
    cast.make_bill(of.case)
    for remove, row in _rows(of):
        with pytest.raises(FileChangedMeanwhile):
            remove(of.coordinator, row.id, version=2)
        with pytest.raises(Forbidden):
            remove(cast.actor_with(Role.LEGAL_TEAM), row.id, version=1)
        for stranger in (far, provider):
            with pytest.raises(NotFound):
                remove(stranger, row.id, version=1)
        assert remove(of.coordinator, row.id, version=1)
