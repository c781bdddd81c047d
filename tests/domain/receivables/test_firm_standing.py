"""What a law firm's cases come to, and that it agrees with case accounts and the case list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openlien.funding.calculations.time_out import CareLevel
from openlien.funding.queries.costs import cost_of_firm
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.money import Money, total
from openlien.receivables.firm_standing import firm_collections, firm_standing, list_firms, totals_of
from tests import cast
from tests.domain.funding.lines import TODAY, manager
from tests.domain.funding.test_costs import returned_case

pytestmark = pytest.mark.django_db
VECTOR_37 = (
    ("Zoe Marlow", "1000.00", "1800.00"),
    ("Kai Calder", "4000.00", "4400.00"),
    ("Bo Orford", "500.00", "0.00"),
)


def test_the_averages_are_those_of_vector_37_and_of_the_case_accounts() -> None:
    for name, cost, received in VECTOR_37:
        returned_case(name, cost, received)
    found = firm_standing(manager(), cast.firm().id, as_of=TODAY).totals
    assert found.cost is not None
    returns = found.cost.returns
    assert (returns.weighted, returns.simple, returns.median) == (
        Decimal("12.73"),
        Decimal("-3.33"),
        Decimal("10.00"),
    )
    assert (found.billed, found.collected, found.returned) == (
        Money("27000.00"),
        Money("6200.00"),
        Money("700.00"),
    )
    accounts = cost_of_firm(manager(), cast.firm().id, as_of=TODAY)
    assert (accounts.allocated, accounts.collected, accounts.returns) == (
        found.cost.allocated,
        found.collected,
        returns,
    )


def test_a_day_of_a_patient_counts_once_however_many_bills_and_cases() -> None:
    first, second = cast.make_case("Zoe Marlow"), cast.make_case("Zoe Marlow")
    for case in (first, first, second):
        cast.make_bill(case, service_on=date(2026, 3, 1))
    cast.make_bill(second, service_on=date(2026, 3, 2))
    cast.make_bill(cast.make_case("Kai Calder"), service_on=date(2026, 3, 1))
    standing = firm_standing(manager(), cast.firm().id, as_of=TODAY)
    assert [case.dates for case in standing.cases] == [1, 2, 1]
    assert (standing.totals.dates, standing.totals.accounts) == (3, 5)


def test_the_totals_are_the_sums_of_the_cases() -> None:
    for name, cost, received in VECTOR_37:
        returned_case(name, cost, received)
    standing = firm_standing(manager(), cast.firm().id, as_of=TODAY)
    sums = standing.totals
    assert sums.cost is not None
    for name in ("billed", "collected", "open"):
        assert getattr(sums, name) == total(getattr(case, name) for case in standing.cases)
    for name in ("site_cost", "interest", "allocated", "returned"):
        assert getattr(sums.cost, name) == total(getattr(case.cost, name) for case in standing.cases)


def test_money_that_has_to_go_back_is_not_collected() -> None:
    case = cast.make_case()
    cast.make_bill(case, "1000.00")
    cast.pay(case, "1200.00", date(2026, 5, 5))
    assert firm_standing(manager(), cast.firm().id, as_of=TODAY).totals.collected == Money("1000.00")


def test_time_out_is_counted_by_the_most_intensive_care() -> None:
    returned_case("Zoe Marlow", "100.00", "0.00", code="97110")
    returned_case("Kai Calder", "100.00", "0.00", code="27447")
    returned_case("Bo Orford", "100.00", "0.00", code="27447")
    sums = firm_standing(manager(), cast.firm().id, as_of=TODAY).totals
    assert sums.cost is not None
    assert dict(sums.cases_by_level) == {CareLevel.CHIROPRACTIC: 1, CareLevel.SURGICAL: 2}
    assert set(sums.cost.months_out) == {CareLevel.CHIROPRACTIC, CareLevel.SURGICAL}


def test_a_case_without_cost_has_no_rate_and_is_counted_as_such() -> None:
    returned_case("Zoe Marlow", "1000.00", "1800.00")
    cast.make_bill(cast.make_case("Kai Calder"))
    standing = firm_standing(manager(), cast.firm().id, as_of=TODAY)
    assert [case.cost.ror for case in standing.cases if case.cost] == [Decimal("80.00"), None]
    assert standing.totals.without_cost == 1


def test_a_reader_without_that_right_sees_no_cost() -> None:
    returned_case("Zoe Marlow", "1000.00", "1800.00")
    standing = firm_standing(cast.actor_with(Role.LEGAL_TEAM), cast.firm().id, as_of=TODAY)
    assert [(case.cost, case.months_out) for case in standing.cases] == [(None, None)]
    assert (standing.totals.cost, standing.totals.returned) == (None, None)


def test_nothing_stands_for_no_case() -> None:
    assert totals_of([], as_of=TODAY).cost is None
    standing = firm_standing(manager(), cast.firm().id, as_of=TODAY)
    assert (standing.cases, standing.totals.billed) == ((), Money.zero)


def test_collections_by_month_hold_each_month_once() -> None:
    case = cast.make_case()
    cast.make_bill(case, "1000.00")
    cast.pay(case, "100.00", date(2026, 9, 1))
    cast.pay(case, "50.00", date(2026, 9, 30))
    cast.pay(case, "25.00", date(2026, 11, 2))
    cast.pay(case, "9.00", date(2025, 1, 1))
    found = firm_collections(manager(), cast.firm().id, as_of=TODAY, months=3)
    assert [(each.month, str(each.collected)) for each in found] == [
        (date(2026, 9, 1), "150.00"),
        (date(2026, 10, 1), "0.00"),
        (date(2026, 11, 1), "25.00"),
    ]


def test_a_firm_that_is_none_is_missing() -> None:
    case = cast.make_case()
    for missing in (uuid4(), case.patient_id):
        with pytest.raises(NotFound):
            firm_standing(manager(), missing, as_of=TODAY)


def test_a_provider_and_a_law_firm_see_no_firm() -> None:
    cast.make_case()
    for actor in (
        cast.actor_with(Role.PROVIDER, group=cast.provider_group()),
        cast.actor_with(Role.LEGAL_TEAM, law_firm=cast.firm()),
    ):
        for read in (
            lambda who: firm_standing(who, cast.firm().id, as_of=TODAY),
            lambda who: firm_collections(who, cast.firm().id, as_of=TODAY, months=1),
            list_firms,
        ):
            with pytest.raises(Forbidden):
                read(actor)


def test_reads_as_many_queries_for_many_cases_as_for_one() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert firm_standing(manager(), cast.firm().id, as_of=TODAY).totals.cases
        return len(caught)

    returned_case("Zoe Marlow", "1000.00", "1800.00")
    few = queries()
    for name, cost, received in VECTOR_37:
        returned_case(name, cost, received)
    assert queries() == few


def test_the_list_finds_firms_by_the_beginnings_of_words() -> None:
    cast.make_bill(cast.make_case("Zoe Marlow"), "1000.00")
    cast.make_case("Kai Calder", firm_name="Osprey Legal")
    assert [each.name for each in list_firms(manager())] == ["Osprey Legal", "Pacific Crest Law Firm"]
    found = list_firms(manager(), "cre paci")
    assert [(each.cases, each.open_cases, str(each.open)) for each in found] == [(1, 1, "1000.00")]
    assert list_firms(manager(), "???") == []
