"""The list of cases: filters, order, pages and totals, within the actor's scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

import pytest

from openlien.cases.models import Case
from openlien.cases.stages import Stage
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.receivables import case_list
from openlien.receivables.case_list import (
    CaseFilter,
    CaseOrder,
    CasePage,
    CaseSort,
    ListedCase,
    all_cases,
    case_page,
    case_totals,
    neighbours,
)
from openlien.receivables.queries import BadCursor
from tests import cast

pytestmark = pytest.mark.django_db

MANAGER = cast.actor_with(Role.NEGOTIATIONS_MANAGER)
VIEW = {"as_of": cast.AS_OF, "time_zone": "America/Los_Angeles"}


def listed(chosen: CaseFilter = CaseFilter(), order: CaseOrder = CaseOrder(), **options: object) -> CasePage:
    actor = options.pop("actor", MANAGER)
    return case_page(actor, chosen, order, **VIEW, **options)


def patients(rows: Iterable[ListedCase]) -> list[str]:
    return [row.patient for row in rows]


@pytest.fixture
def ready() -> cast.ReadyCases:
    return cast.ready_cases()


def test_a_row_holds_what_the_case_is_about(ready: cast.ReadyCases) -> None:
    row = next(row for row in listed().rows if row.number == ready.settled.number)
    assert (row.patient, row.law_firm, row.state) == ("Zoe Marlow", "Pacific Crest Law Firm", "CA")
    assert (row.stage, row.stage_on, row.stage_is_sighting) == (
        Stage.SETTLED_NOT_DISBURSED,
        date(2026, 8, 10),
        False,
    )
    assert (row.billed, row.collected, row.open) == (Money("4000.00"), Money("1000.00"), Money("1500.00"))
    assert (row.age_days, row.last_activity_on) == ((cast.AS_OF - date(2025, 3, 3)).days, date(2026, 10, 1))


def test_the_last_activity_is_a_day_of_the_business_time_zone(ready: cast.ReadyCases) -> None:
    from datetime import UTC, datetime

    ready.litigating.activities.create(
        kind="call", summary="Call", happened_at=datetime(2026, 11, 20, 5, tzinfo=UTC)
    )
    row = next(row for row in listed().rows if row.number == ready.litigating.number)
    assert row.last_activity_on == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (CaseFilter(words="marl"), ["Zoe Marlow"]),
        (CaseFilter(words="osprey"), ["Kai Calder"]),
        (CaseFilter(words="?"), []),
        (CaseFilter(stages=(Stage.IN_LITIGATION, Stage.CLOSED_DISBURSED)), ["Kai Calder", "Bo Orford"]),
        (CaseFilter(state="NV"), []),
        (CaseFilter(stage_days_min=365), ["Bo Orford"]),
        (CaseFilter(stage_days_min=100), ["Zoe Marlow", "Kai Calder", "Bo Orford"]),
        (CaseFilter(law_firm_id=uuid4()), []),
        (CaseFilter(provider_group_id=uuid4()), []),
    ],
)
def test_filters_narrow_rows_and_totals_alike(
    ready: cast.ReadyCases, chosen: CaseFilter, expected: list[str]
) -> None:
    found = listed(chosen)
    assert sorted(patients(found.rows)) == sorted(expected)
    assert found.totals.cases == len(expected)
    assert found.totals == case_totals(MANAGER, chosen, as_of=cast.AS_OF)


def test_totals_are_over_the_whole_list(ready: cast.ReadyCases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_list, "PAGE_CASES", 1)
    found = listed()
    assert len(found.rows) == 1
    assert (found.totals.cases, found.totals.billed, found.totals.open) == (
        3,
        Money("16000.00"),
        Money("10500.00"),
    )


def test_a_provider_group_sees_its_own_sums(ready: cast.ReadyCases) -> None:
    cast.make_bill(ready.settled, "700.00", facility_name="Summit Pain Institute")
    ridgeway = cast.provider_group("Ridgeway Medical Group")
    for found in (
        listed(CaseFilter(provider_group_id=ridgeway.id)),
        listed(actor=cast.actor_with(Role.PROVIDER, group=ridgeway)),
    ):
        assert {row.patient: row.billed for row in found.rows} == {
            "Zoe Marlow": Money("700.00"),
            "Kai Calder": Money("9000.00"),
        }
        assert found.totals.billed == Money("9700.00")


def test_a_law_firm_sees_its_own_cases_even_by_somebody_elses_group(ready: cast.ReadyCases) -> None:
    lawyer = cast.actor_with(Role.LEGAL_TEAM, law_firm=cast.firm("Pacific Crest Law Firm"))
    bayline = cast.provider_group("Bayline Care Partners")
    assert patients(listed(actor=lawyer).rows) == ["Zoe Marlow"]
    assert patients(listed(CaseFilter(provider_group_id=bayline.id), actor=lawyer).rows) == ["Zoe Marlow"]


def test_refuses_somebody_without_a_role() -> None:
    with pytest.raises(Forbidden):
        listed(actor=Actor(name="Nobody", grants=()))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (CaseOrder(CaseSort.NUMBER, descending=True), ["Zoe Marlow", "Kai Calder", "Bo Orford"]),
        (CaseOrder(CaseSort.NUMBER, descending=False), ["Bo Orford", "Kai Calder", "Zoe Marlow"]),
        (CaseOrder(CaseSort.OPEN, descending=True), ["Kai Calder", "Zoe Marlow", "Bo Orford"]),
        (CaseOrder(CaseSort.AGE, descending=True), ["Bo Orford", "Kai Calder", "Zoe Marlow"]),
        (CaseOrder(CaseSort.SINCE, descending=True), ["Zoe Marlow", "Kai Calder", "Bo Orford"]),
    ],
)
def test_sorts_by_a_column(order: CaseOrder, expected: list[str]) -> None:
    ready = cast.ready_cases()
    for case, number in zip(
        (ready.closed, ready.litigating, ready.settled), ("00001", "00002", "00003"), strict=True
    ):
        Case.objects.filter(id=case.id).update(number=f"CASE-2030-{number}")
    assert patients(listed(order=order).rows) == expected


@pytest.fixture
def many() -> list[str]:
    """Seven cases; four of them are open with the same amount, so that ties are met at the edges of pages."""
    made = []
    for amount in ("500.00", "100.00", "100.00", "900.00", "100.00", "100.00", "0.00"):
        case = cast.make_case()
        cast.make_bill(case, amount)
        made.append(case.number)
    return made


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", list(CaseSort))
def test_pages_walk_forth_and_back_over_every_case_once(
    many: list[str], monkeypatch: pytest.MonkeyPatch, sort: CaseSort, descending: bool
) -> None:
    order = CaseOrder(sort, descending=descending)
    whole = [row.number for row in listed(order=order).rows]
    monkeypatch.setattr(case_list, "PAGE_CASES", 3)
    first = listed(order=order)
    second = listed(order=order, after=first.older)
    third = listed(order=order, after=second.older)
    walked = [row.number for page in (first, second, third) for row in page.rows]
    assert walked == whole
    assert sorted(whole) == sorted(many)
    assert (first.newer, third.older) == (None, None)
    back = listed(order=order, before=third.newer)
    assert (back.rows, back.newer is not None, back.older is not None) == (second.rows, True, True)
    assert listed(order=order, before=second.newer).newer is None


def test_a_page_beyond_the_ends_is_the_first_page(many: list[str]) -> None:
    rows = listed().rows
    assert listed(after=rows[-1].number).rows == rows
    assert listed(before=rows[0].number).rows == rows


@pytest.mark.parametrize("cursor", ["CASE-2026-99999", "x", "'; --"])
def test_refuses_a_page_after_a_case_that_is_not_there(many: list[str], cursor: str) -> None:
    with pytest.raises(BadCursor):
        listed(after=cursor)


def test_a_foreign_case_is_no_place_in_the_list(ready: cast.ReadyCases) -> None:
    provider = cast.actor_with(Role.PROVIDER, group=cast.provider_group("Ridgeway Medical Group"))
    with pytest.raises(BadCursor):
        listed(actor=provider, after=ready.closed.number)


def test_an_export_reads_every_case_in_the_order_of_the_screen(
    many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "EXPORT_STEP_CASES", 2)
    order = CaseOrder(CaseSort.OPEN)
    assert tuple(all_cases(MANAGER, CaseFilter(), order, **VIEW)) == listed(order=order).rows
    with pytest.raises(Forbidden):
        all_cases(cast.actor_with(Role.LEGAL_TEAM), CaseFilter(), order, **VIEW)


def test_neighbours_are_those_of_the_list_one_came_from(many: list[str]) -> None:
    order = CaseOrder(CaseSort.OPEN)
    whole = [row.number for row in listed(order=order).rows]
    found = [neighbours(MANAGER, number, CaseFilter(), order, as_of=cast.AS_OF) for number in whole]
    assert [before for before, _ in found] == [None, *whole[:-1]]
    assert [after for _, after in found] == [*whole[1:], None]
