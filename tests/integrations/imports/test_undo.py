"""An import can be taken back while nothing was built on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from openlien.accounting.actions.closures import close_case_account
from openlien.cases.models import Activity, Batch, Case, Task
from openlien.funding.models import InterestAccrual, InterestShare, Movement, MovementPart, SiteCost
from openlien.identity.permissions import Role
from openlien.integrations.imports.undoing import (
    AlreadyUndone,
    BuiltUpon,
    run_undo,
    start_undo,
    undo_batch,
)
from openlien.integrations.models import PortfolioImport
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.money import Money
from openlien.project.demo import load_demo
from openlien.receivables.checks import broken_invariants
from tests import cast
from tests.domain.funding.lines import make_line
from tests.integrations.imports import books
from tests.integrations.imports.books import bill, deposit

OCTOBER, NOVEMBER = date(2026, 10, 20), date(2026, 11, 20)


def last_batch() -> Batch:
    return Batch.objects.order_by("-created_at", "-id")[0]


@pytest.mark.django_db
def test_undo_empties_the_book_of_the_sample() -> None:
    books.import_sample()
    undo_batch(books.JANITOR, last_batch().id)
    assert left_of_cases() == {"cases_case": 0}
    record = PortfolioImport.objects.get()
    assert (record.state, record.batch.undone_at is not None) == ("undone", True)


@pytest.mark.django_db
def test_the_sample_can_be_imported_again_after_undo() -> None:
    first = books.import_sample()
    undo_batch(books.JANITOR, last_batch().id)
    assert books.import_sample() == first


def test_undo_of_a_newer_export_puts_back_what_it_overwrote(own_database: object, tmp_path: Path) -> None:
    books.import_rows(
        tmp_path,
        [bill("a0F1", Stage="Negotiation", accountid="", **{"Total Invoice": "$100.00"})],
        [deposit(amount="$10.00")],
        as_of=OCTOBER,
    )
    before = without_versions()
    books.import_rows(
        tmp_path,
        [
            bill("a0F1", Stage="Pending", **{"Total Invoice": "$120.00", "Law Firm Name": "OSPREY LEGAL"}),
            bill("a0F2", "0061"),
            bill("a0F3", "0077"),
        ],
        [deposit(amount="$30.00", insurance_limits__c="15/30")],
        as_of=NOVEMBER,
    )
    assert without_versions() != before
    undo_batch(books.JANITOR, last_batch().id)
    assert without_versions() == before
    assert broken_invariants() == []


def left_of_cases() -> dict[str, int]:
    """How many rows of each kind there are, but for withdrawn cases and the nobody who is their patient."""
    counted = {name: count for name, count in books.facts().items() if count}
    withdrawn = Case.with_withdrawn.filter(withdrawn_at__isnull=False).count()
    counted["cases_case"] = counted.get("cases_case", 0) - withdrawn
    counted["cases_party"] = counted.get("cases_party", 0) - bool(withdrawn)
    return {name: count for name, count in counted.items() if count or name == "cases_case"}


HIDDEN = {"cases_case": "withdrawn_at IS NOT NULL", "cases_party": "external_id = 'withdrawn'"}


def without_versions() -> dict[str, str]:
    """What the facts say, without the counters that only ever grow and without withdrawn cases."""
    books.rows("SELECT 1")
    return {
        name: books.value(
            f"SELECT coalesce(string_agg(t::text, ' ' ORDER BY t::text), '') FROM ("
            f"SELECT to_jsonb(f) - 'version' AS t FROM {name} AS f WHERE NOT ({HIDDEN.get(name, 'false')}))"
            " AS told"
        )
        for name in books.FACTS
    }


def test_imports_are_undone_from_the_last_to_the_first(own_database: object, tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(**{"Total Invoice": "$100.00"})], as_of=OCTOBER)
    first = last_batch()
    books.import_rows(tmp_path, [bill(**{"Total Invoice": "$120.00"})], as_of=NOVEMBER)
    second = last_batch()
    with pytest.raises(BuiltUpon, match="1 change by a later import"):
        undo_batch(books.JANITOR, first.id)
    undo_batch(books.JANITOR, second.id)
    undo_batch(books.JANITOR, first.id)
    assert books.facts()["cases_bill"] == 0


OBSTACLES: dict[str, Callable[[Case], object]] = {
    "1 payment": lambda case: cast.pay(case, "5.00", NOVEMBER),
    "1 adjustment": lambda case: cast.reduce(case.bills.get(), "5.00", NOVEMBER),
    "1 stage change": lambda case: cast.move(case, "pending", NOVEMBER),
    "1 activity": lambda case: Activity.objects.create(case=case, kind="call", summary="Called"),
    "1 task": lambda case: Task.objects.create(case=case, title="Call", due_on=NOVEMBER),
    "1 bill": lambda case: cast.make_bill(case),
    "1 site cost": lambda case: SiteCost.objects.create(
        bill=case.bills.get(), amount=Money("5.00"), paid_on=NOVEMBER
    ),
    "1 draw on a warehouse line": lambda case: lend(case),
    "1 share of interest": lambda case: charge_interest(case),
}


def lend(case: Case) -> Movement:
    movement = Movement.objects.create(line=make_line(), kind="draw", moved_on=NOVEMBER, drawn=Money("5.00"))
    MovementPart.objects.create(movement=movement, bill=case.bills.get(), drawn=movement.drawn)
    return movement


def charge_interest(case: Case) -> None:
    accrual = InterestAccrual.objects.create(
        line=make_line(),
        month=OCTOBER.replace(day=1),
        begins_on=OCTOBER.replace(day=1),
        ends_on=NOVEMBER.replace(day=1),
        accrued_on=OCTOBER.replace(day=31),
        interest=Money("5.00"),
    )
    InterestShare.objects.create(accrual=accrual, bill=case.bills.get(), amount=accrual.interest)


@pytest.mark.parametrize("things", OBSTACLES)
def test_refuses_to_undo_what_people_built_upon(things: str, own_database: object, tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill()], as_of=OCTOBER)
    OBSTACLES[things](Case.objects.get())
    counted = books.facts()
    with pytest.raises(BuiltUpon, match=things):
        undo_batch(books.JANITOR, last_batch().id)
    assert books.facts() == counted


@pytest.mark.django_db
def test_the_database_itself_refuses_to_undo_what_was_built_upon(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill()], as_of=OCTOBER)
    cast.pay(Case.objects.get(), "5.00", NOVEMBER)
    with pytest.raises(Exception, match="something was built on this batch"), connection.cursor() as cursor:
        cursor.execute("SELECT undo_batch(%s, NULL)", [last_batch().id])


@pytest.mark.django_db
def test_refuses_to_undo_twice_and_what_is_not_there() -> None:
    books.import_sample()
    batch = last_batch()
    undo_batch(books.JANITOR, batch.id)
    with pytest.raises(AlreadyUndone):
        undo_batch(books.JANITOR, batch.id)
    with pytest.raises(NotFound):
        undo_batch(books.JANITOR, PortfolioImport.objects.get().id)


@pytest.mark.django_db
def test_refuses_an_undo_by_somebody_who_only_looks() -> None:
    books.import_sample()
    with pytest.raises(Forbidden):
        undo_batch(cast.actor_with(Role.AUDITOR), last_batch().id)


def test_the_demo_portfolio_can_be_removed(own_database: object) -> None:
    load_demo(books.JANITOR, cases=40, seed=3, as_of=NOVEMBER)
    undo_batch(books.JANITOR, last_batch().id)
    # The demo's provider still names its group as the scope of its role, and the books whom they owed.
    left = left_of_cases()
    groups = books.value("SELECT count(*) FROM cases_party WHERE kind = 'provider_group'")
    assert left == {"cases_case": 0, "cases_party": groups}
    assert broken_invariants() == []


def test_a_firm_that_another_import_names_stays(own_database: object, tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill("a0F1", "0061")], as_of=OCTOBER)
    first = last_batch()
    books.import_rows(tmp_path, [bill("a0F2", "0062")], as_of=OCTOBER)
    undo_batch(books.JANITOR, first.id)
    assert list(Case.objects.values_list("external_id", flat=True)) == ["0062"]
    assert books.value("SELECT count(*) FROM cases_party WHERE kind = 'law_firm'") == 1


def test_a_large_import_is_undone_by_a_job(own_database: object, tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill("a0F1", "0061"), bill("a0F2", "0062")], [deposit()], as_of=OCTOBER)
    record = PortfolioImport.objects.get()
    assert start_undo(books.JANITOR, record.batch_id, bills_at_once_max=1) is False
    record.refresh_from_db()
    assert (record.state, Case.objects.count()) == ("undoing", 2)
    for _ in range(2):
        run_undo(books.JANITOR, record.id)
        record.refresh_from_db()
        assert (record.state, Case.objects.count()) == ("undone", 0)


def test_a_job_that_may_not_undo_says_why(own_database: object, tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill("a0F1", "0061"), bill("a0F2", "0062")], as_of=OCTOBER)
    record = PortfolioImport.objects.get()
    start_undo(books.JANITOR, record.batch_id, bills_at_once_max=1)
    cast.pay(Case.objects.first(), "5.00", NOVEMBER)
    run_undo(books.JANITOR, record.id)
    record.refresh_from_db()
    assert (record.state, record.error_code) == ("done", "built_upon")
    assert "1 payment" in record.error_sentence


@pytest.mark.django_db
def test_an_account_that_was_closed_is_opened_to_take_the_import_back(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(**{"Total Invoice": "$100.00"})], [deposit()], as_of=OCTOBER)
    close_case_account(
        cast.acting_person(Role.ACCOUNTING_MANAGER),
        case_number=Case.objects.get().number,
        reason="Paid",
        closed_on=NOVEMBER,
        today=NOVEMBER,
    )
    with pytest.raises(BuiltUpon, match="1 activity"):
        undo_batch(books.JANITOR, last_batch().id)
    Activity.objects.all().delete()
    undo_batch(books.JANITOR, last_batch().id)
    assert not Case.objects.exists()
