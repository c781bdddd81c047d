"""Payment plans: parts that sum, money that pays the oldest first, changes, reminders raised once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from openlien.cases.models import Case, Task
from openlien.cases.queries import read_case
from openlien.identity.actor import Actor, system_actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money, total
from openlien.payments.actions import record_receipt, reverse_receipt
from openlien.payments.models import Receipt
from openlien.payments.plans.actions import (
    cancel_plan,
    change_plan,
    create_plan,
    raise_reminders,
    record_reminder,
)
from openlien.payments.plans.errors import (
    CancellationReasonMissing,
    FirstDayOver,
    NothingToPlan,
    PlanBeyondBalance,
    PlanEnded,
    PlanExists,
    PlanPaid,
    PlanStale,
    SplitUnclear,
)
from openlien.payments.plans.fulfilment import Deposit, InstalmentState, standings
from openlien.payments.plans.models import Instalment, PaymentPlan, Reminder
from openlien.payments.plans.queries import PlanRecord, all_plans, plan_of, reminders_of
from openlien.payments.plans.schedule import Interval, scheduled
from openlien.payments.plans.terms import PlanTerms
from tests import cast

pytestmark = pytest.mark.django_db

TODAY = cast.AS_OF
SERVICE = cast.actor_with(Role.CUSTOMER_SERVICE)
CASHIER = cast.actor_with(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def case() -> Case:
    case = cast.make_case()
    cast.make_bill(case, "1000.00")
    cast.make_bill(case, "500.00")
    return case


def terms(amount: str = "900.00", **given: object) -> PlanTerms:
    options = {"first_due_on": TODAY, "interval": Interval.WEEKLY, "count": 3, **given}
    return PlanTerms(amount=Money(amount), **options)  # type: ignore[arg-type]


def plan(case: Case, stated: PlanTerms | None = None, *, actor: Actor = SERVICE, **given: str) -> PaymentPlan:
    return create_plan(actor, case_number=case.number, terms=stated or terms(), today=TODAY, **given)


def receive(case: Case, amount: str, on: date = TODAY) -> Receipt:
    return record_receipt(
        CASHIER, case_number=case.number, amount=Money(amount), deposited_on=on, today=max(on, TODAY)
    )


def read(case: Case, *, as_of: date = TODAY) -> PlanRecord:
    found = plan_of(SERVICE, read_case(SERVICE, case.number), as_of=as_of)
    assert found
    return found


def states(case: Case, *, as_of: date = TODAY) -> list[str]:
    return [one.state.code for one in read(case, as_of=as_of).instalments]


def test_a_plan_splits_what_is_open_into_parts_that_sum_to_it(case: Case) -> None:
    plan(case, terms("1000.00"))
    parts = [one.amount for one in read(case).instalments]
    assert parts == [Money("333.34"), Money("333.33"), Money("333.33")]
    assert case.activities.get().summary == (
        "Payment plan made: 3 instalments of $333.34, the last $333.33, every week from Nov 20, 2026"
    )


@given(
    cents=st.integers(120, 10**9),
    count=st.integers(1, 120),
    interval=st.sampled_from(Interval),
    first=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
)
def test_parts_always_sum_and_days_always_rise(
    cents: int, count: int, interval: Interval, first: date
) -> None:
    parts = scheduled(Money.from_cents(cents), first, interval, count=count)
    days = [part.due_on for part in parts]
    assert total(part.amount for part in parts) == Money.from_cents(cents)
    assert days == sorted(set(days))
    assert (len(parts), days[0]) == (count, first)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(-30_000, 60_000)), max_size=12))
def test_what_is_paid_of_the_parts_is_the_money_within_the_plan(given: list[tuple[int, int]]) -> None:
    parts = scheduled(Money("900.00"), TODAY, Interval.WEEKLY, count=3)
    deposits = [Deposit(TODAY + timedelta(days=day), Money.from_cents(cents)) for day, cents in given]
    found = standings(parts, deposits, as_of=TODAY + timedelta(days=60))
    received = sum(cents for _, cents in given)
    assert total(one.paid for one in found).cents == min(max(received, 0), 90_000)
    assert all((one.paid_on is not None) == (one.state is InstalmentState.PAID) for one in found)


def test_money_pays_the_oldest_instalment_first(case: Case) -> None:
    plan(case)
    receive(case, "450.00")
    assert states(case) == ["paid", "partly", "due"]
    assert states(case, as_of=TODAY + timedelta(days=8)) == ["paid", "late", "due"]
    found = read(case, as_of=TODAY + timedelta(days=8))
    assert (found.state, found.late, found.open) == ("late", Money("150.00"), Money("450.00"))


def test_money_before_the_plan_does_not_pay_it(case: Case) -> None:
    earlier = receive(case, "400.00")
    plan(case)
    assert states(case) == ["due", "due", "due"]
    reverse_receipt(CASHIER, receipt_id=earlier.id, on=TODAY, reason="Bounced", today=TODAY)
    receive(case, "300.00")
    assert states(case) == ["paid", "due", "due"]


def test_a_payment_taken_back_opens_its_instalment_again(case: Case) -> None:
    plan(case)
    receipt = receive(case, "300.00")
    assert states(case) == ["paid", "due", "due"]
    reverse_receipt(CASHIER, receipt_id=receipt.id, on=TODAY, reason="Bounced", today=TODAY)
    assert states(case, as_of=TODAY + timedelta(days=1)) == ["late", "due", "due"]


def test_compliance_is_what_was_paid_on_time_of_what_fell_due(case: Case) -> None:
    plan(case)
    receive(case, "300.00")
    cast.pay(case, "300.00", TODAY + timedelta(days=9))
    found = read(case, as_of=TODAY + timedelta(days=15)).compliance
    assert (found.due, found.on_time, found.late, str(found.percent)) == (3, 1, 1, "33.33")
    assert read(case, as_of=TODAY).compliance.due == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"amount": "1500.01"}, PlanBeyondBalance),
        ({"first_due_on": TODAY - timedelta(days=1)}, FirstDayOver),
        ({"count": None}, SplitUnclear),
        ({"each": Money("10.00")}, SplitUnclear),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(
    case: Case, given: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        plan(case, terms(**given))  # type: ignore[arg-type]


def test_a_case_without_an_open_balance_has_nothing_to_plan(case: Case) -> None:
    receive(case, "1500.00")
    with pytest.raises(NothingToPlan):
        plan(case)


def test_the_same_key_makes_one_plan(case: Case) -> None:
    assert plan(case, idempotency_key="k").id == plan(case, idempotency_key="k").id
    with pytest.raises(IdempotencyKeyReused):
        plan(case, terms("800.00"), idempotency_key="k")
    assert PaymentPlan.objects.count() == 1


def test_a_second_plan_waits_until_the_first_is_paid(case: Case) -> None:
    first = plan(case)
    with pytest.raises(PlanExists):
        plan(case)
    receive(case, "900.00")
    assert read(case).state == "paid"
    plan(case, terms("600.00"))
    first.refresh_from_db()
    assert (first.status, first.ended_on) == ("completed", TODAY)
    assert states(case) == ["due", "due", "due"]


def test_a_change_keeps_what_is_paid_and_schedules_the_rest_anew(case: Case) -> None:
    made = plan(case)
    receive(case, "400.00")
    changed = change_plan(
        SERVICE, made.id, terms("600.00", count=4, interval=Interval.MONTHLY), version=1, today=TODAY
    )
    assert (changed.amount, changed.version) == (Money("900.00"), 2)
    assert [str(one.amount) for one in read(case).instalments] == ["300.00"] + ["150.00"] * 4
    assert states(case) == ["paid", "partly", "due", "due", "due"]


def test_a_stale_change_says_who_was_first(case: Case) -> None:
    made = plan(case)
    change_plan(SERVICE, made.id, terms("800.00", count=2), version=1, today=TODAY)
    with pytest.raises(PlanStale) as refused:
        change_plan(SERVICE, made.id, terms("700.00"), version=1, today=TODAY)
    assert "$800.00 in 2 instalments" in refused.value.sentence
    assert refused.value.status == 409


def test_a_change_cannot_ask_for_more_than_is_open(case: Case) -> None:
    made = plan(case)
    receive(case, "400.00")
    with pytest.raises(PlanBeyondBalance):
        change_plan(SERVICE, made.id, terms("1200.01"), version=1, today=TODAY)
    change_plan(SERVICE, made.id, terms("1200.00"), version=1, today=TODAY)
    receive(case, "1100.00")
    with pytest.raises(PlanPaid):
        change_plan(SERVICE, made.id, terms("100.00"), version=2, today=TODAY)


def test_a_cancelled_plan_says_why_and_stays_as_it_was(case: Case) -> None:
    made = plan(case)
    with pytest.raises(CancellationReasonMissing):
        cancel_plan(SERVICE, made.id, version=1, reason=" ", today=TODAY)
    cancel_plan(SERVICE, made.id, version=1, reason="The firm pays at once", today=TODAY)
    assert (read(case).state, read(case).ending_reason) == ("cancelled", "The firm pays at once")
    assert all_plans(SERVICE, as_of=TODAY) == []
    with pytest.raises(PlanEnded):
        cancel_plan(SERVICE, made.id, version=2, reason="Again", today=TODAY)


def test_reminders_are_raised_once_for_the_owner_of_the_case(case: Case) -> None:
    case.negotiator = cast.person("Dana Ortiz")
    case.save()
    made = plan(case, terms(first_due_on=TODAY + timedelta(days=3), is_reminded_on_day=False))
    job = system_actor("job")
    assert raise_reminders(job, made.id, today=TODAY - timedelta(days=1)) == []
    assert [one.kind for one in raise_reminders(job, made.id, today=TODAY)] == ["before"]
    assert raise_reminders(job, made.id, today=TODAY) == []
    late = raise_reminders(job, made.id, today=TODAY + timedelta(days=6))
    assert [(one.kind, one.number) for one in late] == [("after", 1)]
    task = Task.objects.get(done_at=None, cancelled_at=None)
    assert (task.assigned_to, task.kind) == (case.negotiator, "payment")
    assert task.title == "Payment reminder: instalment 1 of 3, $300.00 late since Nov 23, 2026"


def test_no_reminder_is_raised_for_what_is_paid_and_its_task_ends(case: Case) -> None:
    made = plan(case)
    assert len(raise_reminders(system_actor("job"), made.id, today=TODAY)) == 1
    receive(case, "300.00")
    assert raise_reminders(system_actor("job"), made.id, today=TODAY + timedelta(days=3)) == []
    assert Task.objects.get().result == "Paid in the meantime"


def test_a_reminder_sent_by_hand_ends_the_follow_up(case: Case) -> None:
    made = plan(case)
    raise_reminders(system_actor("job"), made.id, today=TODAY)
    sent = record_reminder(
        SERVICE, case_number=case.number, channel=Reminder.Channel.EMAIL, today=TODAY, idempotency_key="r"
    )
    assert (sent.number, sent.amount, sent.kind) == (1, Money("300.00"), "by_hand")
    assert Task.objects.get().done_at is not None
    again = record_reminder(
        SERVICE, case_number=case.number, channel=Reminder.Channel.EMAIL, today=TODAY, idempotency_key="r"
    )
    assert again.id == sent.id
    newest = reminders_of(SERVICE, read_case(SERVICE, case.number))[0]
    assert (newest.channel, newest.kind_name) == ("E-mail", "By hand")


def test_without_a_plan_the_reminder_is_of_all_that_is_open(case: Case) -> None:
    sent = record_reminder(SERVICE, case_number=case.number, channel=Reminder.Channel.CALL, today=TODAY)
    assert (sent.plan, sent.amount) == (None, Money("1500.00"))
    assert case.activities.get().summary == "Payment reminder sent by call: $1,500.00 open"
    receive(case, "1500.00")
    with pytest.raises(NothingToPlan):
        record_reminder(SERVICE, case_number=case.number, channel=Reminder.Channel.CALL, today=TODAY)


@pytest.mark.parametrize("role", [Role.LEGAL_TEAM, Role.FINANCIAL_ANALYST, Role.AUDITOR, Role.PROVIDER])
def test_who_only_reads_makes_no_plan(case: Case, role: Role) -> None:
    with pytest.raises(Forbidden):
        plan(case, actor=cast.actor_with(role))


def test_a_provider_sees_no_plan(case: Case) -> None:
    plan(case)
    provider = cast.actor_with(Role.PROVIDER, group=cast.provider_group())
    with pytest.raises(Forbidden):
        plan_of(provider, read_case(provider, case.number), as_of=TODAY)


def test_a_missing_case_looks_like_none(case: Case) -> None:
    with pytest.raises(NotFound):
        create_plan(SERVICE, case_number="CASE-2026-99999", terms=terms(), today=TODAY)


def test_the_database_keeps_the_parts_whole(case: Case) -> None:
    made = plan(case)
    Instalment.objects.filter(plan=made, number=1).update(amount=Money("299.00"))
    with pytest.raises(IntegrityError, match="sum to the plan"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
