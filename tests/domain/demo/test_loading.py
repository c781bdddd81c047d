"""The demo portfolio as it lies in the database."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, models, transaction

from openlien.cases import models as cases
from openlien.identity.actor import Actor, system_actor
from openlien.identity.models import AuditEntry, Membership, User
from openlien.identity.permissions import Role
from openlien.identity.queries import actor_of
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.payments import models as payments
from openlien.project.demo import BookIsNotEmpty, DemoResult, demo_sign_ins, is_book_empty, load_demo
from tests import cast

from .figures import AS_OF, figures, make_portfolio

CASES = 200
TABLES = (
    cases.Party, cases.ContactPoint, cases.NameAlias, cases.Case, cases.Injury, cases.Coverage, cases.Lien,
    cases.CaseExpense, cases.StageChange, cases.Bill, cases.Activity, cases.Task, cases.FeeScheduleLine,
    payments.Receipt, payments.Allocation, payments.Adjustment,
)  # fmt: skip
INSTALLATION = system_actor("cli")
ACTED = ("check", "settlement", "round", "document")


@pytest.fixture(scope="module")
def loaded(kept: None) -> DemoResult:
    """The portfolio, loaded once for all tests that only look at it."""
    return load_demo(INSTALLATION, cases=CASES, as_of=AS_OF)


def test_loads_what_it_says(loaded: DemoResult) -> None:
    assert loaded.cases == cases.Case.objects.count() == CASES
    assert loaded.bills == cases.Bill.objects.count()
    assert loaded.receipts == payments.Receipt.objects.count()
    assert loaded.collected == _sum("SELECT sum(amount) FROM payments_allocation")
    assert loaded.name_variants > 0


def test_kept_figures_are_those_of_the_facts(loaded: DemoResult) -> None:
    told = figures(make_portfolio(cases=CASES))
    assert loaded.open == Money.from_cents(told.open)
    assert _sum("SELECT sum(open) FROM receivables_casesummary") == loaded.open
    assert _sum("SELECT sum(collected) FROM receivables_casesummary") == Money.from_cents(told.collected)
    by_stage = _rows("SELECT stage, sum(open)::numeric FROM receivables_casesummary GROUP BY stage")
    assert dict(by_stage) == {
        stage.value: Money.from_cents(cents).amount for stage, cents in told.open_by_stage.items()
    }


def test_everything_carries_the_batch(loaded: DemoResult) -> None:
    for table in (cases.Party, cases.Case, cases.StageChange, cases.Bill, cases.NameAlias):
        assert not table.objects.exclude(batch_id=loaded.batch_id).exists()
    for table in (payments.Receipt, payments.Adjustment):
        assert not table.objects.exclude(batch_id=loaded.batch_id).exists()
    batch = cases.Batch.objects.get(id=loaded.batch_id)
    assert (batch.kind, batch.as_of) == ("demo", AS_OF)


def test_facts_of_the_batch_are_not_repeated_in_the_audit_trail(loaded: DemoResult) -> None:
    assert cases.Task.objects.exists()
    booked = set(AuditEntry.objects.values_list("table_name", flat=True))
    assert not booked & {
        "cases_party",
        "cases_case",
        "cases_bill",
        "cases_task",
        "cases_coverage",
    }
    # Three liens of the showcase were entered the way people do, and one of them was reduced.
    assert AuditEntry.objects.filter(table_name="cases_lien").count() <= 4


def test_receipts_are_allocated_to_the_cent(loaded: DemoResult) -> None:
    assert loaded.receipts > 50
    assert not _rows(
        "SELECT receipt.id FROM payments_receipt AS receipt"
        " LEFT JOIN payments_allocation AS part ON part.receipt_id = receipt.id"
        " GROUP BY receipt.id HAVING receipt.amount <> coalesce(sum(part.amount), 0)"
    )


def test_stage_history_is_of_known_days_only(loaded: DemoResult) -> None:
    assert not cases.StageChange.objects.filter(is_sighting=True).exists()
    assert not cases.StageChange.objects.filter(began_on__gt=AS_OF).exists()
    assert not cases.StageChange.objects.exclude(source="demo").exists()


def test_case_numbers_count_on_within_each_year(loaded: DemoResult) -> None:
    by_year: dict[int, list[int]] = {}
    for number, opened_on in cases.Case.objects.order_by("number").values_list("number", "opened_on"):
        year, serial = map(int, number.split("-")[1:])
        assert year == opened_on.year
        by_year.setdefault(year, []).append(serial)
    assert all(serials == list(range(1, len(serials) + 1)) for serials in by_year.values())
    assert cast.next_case_number(2026) == f"CASE-2026-{len(by_year[2026]) + 1:05d}"


def test_retail_is_the_price_of_the_fee_schedule_on_the_day_of_service(loaded: DemoResult) -> None:
    assert not _rows(
        "SELECT bill.number FROM cases_bill AS bill"
        " JOIN cases_feescheduleversion AS version"
        "     ON extract(year FROM version.effective_on) = extract(year FROM bill.service_on)"
        " JOIN cases_feescheduleline AS line ON line.version_id = version.id AND line.code = bill.code"
        " WHERE line.retail * bill.quantity <> bill.billed"
    )
    assert _rows("SELECT count(*) FROM cases_bill WHERE contracted >= billed") == [(0,)]


def test_ids_are_of_version_seven_and_follow_the_batch(loaded: DemoResult) -> None:
    ids = list(cases.Bill.objects.order_by("id").values_list("id", flat=True))
    assert {bill_id.version for bill_id in ids} == {7}
    assert ids[0] > loaded.batch_id


def test_there_is_one_sign_in_for_each_role(loaded: DemoResult) -> None:
    sign_ins = demo_sign_ins()
    assert [sign_in.role for sign_in in sign_ins] == list(Role)
    users = [User.objects.get(email=email) for _, email, _ in sign_ins]
    assert [actor_of(user, source="web").roles for user in users] == [{role} for role in Role]
    assert check_password(sign_ins[0].password, users[0].password)


def test_the_provider_sees_one_group_of_the_demo(loaded: DemoResult) -> None:
    membership = Membership.objects.get(role=Role.PROVIDER.code)
    assert membership.scope_kind == "provider_group"
    assert cases.Bill.objects.filter(provider_group_id=membership.scope_id).exists()


def test_follow_ups_are_for_users_of_the_demo(loaded: DemoResult) -> None:
    emails = {sign_in.email for sign_in in demo_sign_ins()}
    tasks = cases.Task.objects.filter(done_at__isnull=True).select_related("assigned_to")
    assert tasks
    assert {task.assigned_to.email for task in tasks} <= emails


@pytest.mark.django_db
def test_the_same_call_loads_the_same_facts_byte_for_byte() -> None:
    assert _digest_of_a_load(seed=1) == _digest_of_a_load(seed=1)
    assert _digest_of_a_load(seed=1) != _digest_of_a_load(seed=2)


@pytest.mark.django_db
def test_refuses_a_book_that_is_not_empty() -> None:
    assert is_book_empty()
    cast.make_case()
    assert not is_book_empty()
    with pytest.raises(BookIsNotEmpty) as refused:
        load_demo(INSTALLATION, cases=5, as_of=AS_OF)
    assert refused.value.code == "book_is_not_empty"
    assert not User.objects.exists()


@pytest.mark.django_db
def test_adds_to_a_book_on_purpose_and_meets_the_same_firms() -> None:
    load_demo(INSTALLATION, cases=20, as_of=AS_OF)
    firms = cases.Party.objects.filter(kind="law_firm").count()
    second = load_demo(INSTALLATION, cases=20, as_of=AS_OF, add=True)
    assert cases.Case.objects.count() == 40
    assert cases.Party.objects.filter(kind="law_firm").count() == firms
    assert second.name_variants == 0
    assert User.objects.count() == len(Role)


@pytest.mark.django_db
def test_tells_its_progress_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    load_demo(
        INSTALLATION, cases=10, as_of=AS_OF, progress=lambda done, total, step: told.append((done, total))
    )
    assert told[0] == (0, 10)
    assert told[-1] == (10, 10)


@pytest.mark.django_db
def test_refuses_somebody_who_may_not_make_users() -> None:
    analyst: Actor = cast.actor_with(Role.FINANCIAL_ANALYST)
    with pytest.raises(Forbidden):
        load_demo(analyst, cases=5, as_of=AS_OF)
    assert is_book_empty()


@pytest.mark.django_db
def test_loads_on_a_leap_day_and_at_the_turn_of_the_year() -> None:
    for day in (date(2024, 2, 29), date(2026, 1, 1)):
        assert load_demo(INSTALLATION, cases=30, as_of=day, add=True).cases == 30


def _digest_of_a_load(*, seed: int) -> str:
    """What the tables hold but ids and the time of the load; then the load is undone."""
    digest = hashlib.sha256()
    with transaction.atomic():
        load_demo(INSTALLATION, cases=40, as_of=AS_OF, seed=seed)
        for table in TABLES:
            facts = table.objects.all()
            # What the showcase does through actions stands on the timeline at the moment of the load.
            facts = facts.exclude(kind__in=ACTED) if table is cases.Activity else facts
            rows = facts.values_list(*_facts_of(table))
            digest.update("\n".join(sorted(map(repr, rows))).encode())
        transaction.set_rollback(True)
    return digest.hexdigest()


def _facts_of(table: type[models.Model]) -> list[str]:
    load_times = {"recorded_at", "object_id"} | ({"created_at"} if table is not cases.Task else set())
    return [
        field.name
        for field in table._meta.concrete_fields
        if not field.primary_key and not field.is_relation and field.name not in load_times
    ]


def _sum(query: str) -> Money:
    return Money(_rows(query)[0][0])


def _rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
