"""Month end in the database: services accrued and taken back, steps confirmed by name, the month closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from openlien.accounting.actions.accruals import (
    AccrualIsPosted,
    AccrualsUndecided,
    create_accruals,
    decide_accrual,
    find_services,
    take_back_accruals,
)
from openlien.accounting.actions.charges import adjust_charge
from openlien.accounting.actions.month_end import (
    HistoryHasChecklists,
    MonthNotOpen,
    close_history,
    close_month,
    confirm_step,
)
from openlien.accounting.models import Accrual, MonthEndStep
from openlien.accounting.month_end import BooksMoved, MonthEndIncomplete, State, Step, StepOutOfOrder
from openlien.accounting.queries.accruals import accruals
from openlien.accounting.queries.month_end import month_view
from openlien.cases.models import Bill, Case
from openlien.identity.actor import Actor, system_actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, InvalidInput, StaleVersion
from openlien.kit.money import Money
from openlien.ledger.actions.periods import lock_period, reopen_period
from openlien.ledger.errors import PeriodNotOver
from openlien.ledger.events import WarehouseDrawn
from openlien.ledger.models import Posting
from openlien.ledger.queries.balances import balance_of
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.recording import record_event
from openlien.payments.checks import broken_invariants as broken_money
from tests import cast

from .conftest import FIRST_OF_NOVEMBER, OCTOBER, OCTOBER_END, TODAY, charged, served, uncharged

pytestmark = pytest.mark.django_db


def draw(amount: str, on: date, key: str = "draw") -> None:
    event = WarehouseDrawn(on=on, amount=Money(amount))
    record_event(system_actor("job"), event, key=f"{key}-{on}", today=TODAY)


def found(actor: Actor) -> dict[str, Accrual]:
    """The October list by billed amount."""
    find_services(actor, OCTOBER, today=TODAY)
    return {str(row.billed): row for row in Accrual.objects.filter(month=OCTOBER)}


def know_cost(actor: Actor, bill: Bill, contracted: str, *, on: date) -> None:
    """The cost of a charge becomes known on that day."""
    adjust_charge(
        actor,
        bill_id=bill.id,
        retail=bill.billed,
        contracted=Money(contracted),
        version=1,
        reason="Contract found",
        on=on,
        today=TODAY,
    )


def confirm(actor: Actor, step: Step, note: str = "Looked at it.") -> None:
    seen = month_view(actor, OCTOBER, today=TODAY).lines
    confirm_step(actor, OCTOBER, step, note=note, lines_seen=seen, today=TODAY)


def work_through(actor: Actor) -> int:
    """Every step before closing; how many lines were seen."""
    find_services(actor, OCTOBER, today=TODAY)
    create_accruals(actor, OCTOBER, today=TODAY)
    for step in (Step.COMPARED, Step.EXPLAINED, Step.REVIEWED):
        confirm(actor, step)
    return month_view(actor, OCTOBER, today=TODAY).lines


def test_finds_services_without_a_charge_in_the_books(analyst: Actor, case: Case) -> None:
    served(case, "100.00")
    charged(uncharged(case, "200.00"))
    charged(uncharged(case, "300.00"), contracted=None)
    charged(uncharged(case, "400.00"), contracted="90.00", on=date(2026, 11, 3))
    served(case, "500.00", on=date(2026, 9, 30))
    served(case, "600.00", on=date(2026, 11, 1))
    assert set(found(analyst)) == {"100.00", "300.00", "400.00"}


def test_a_charge_that_came_later_is_known_to_the_cent(analyst: Actor, case: Case) -> None:
    charged(uncharged(case, "400.00"), contracted="90.00", on=date(2026, 11, 3))
    row = found(analyst)["400.00"]
    assert (row.amount, row.working) == (Money("90.00"), "Contracted amount of the bill")


def test_proposes_by_what_the_same_facility_and_code_cost(analyst: Actor, case: Case) -> None:
    for billed, contracted in (("1000.00", "200.00"), ("1000.00", "300.00"), ("2000.00", "500.00")):
        cast_bill = uncharged(case, billed, on=date(2026, 8, 1), code="72148", contracted=Money(contracted))
        charged(cast_bill, contracted, on=date(2026, 8, 2))
    served(case, "1200.00", code="72148")
    row = found(analyst)["1200.00"]
    assert row.amount == Money("300.00")
    assert row.working == "25.00% of 1,200.00: 3 bills of this facility with this code"


def test_asks_for_an_amount_where_nothing_is_known(analyst: Actor, case: Case) -> None:
    served(case)
    assert found(analyst)["1200.00"].amount is None
    with pytest.raises(AccrualsUndecided, match="1 services have no amount"):
        create_accruals(analyst, OCTOBER, today=TODAY)


def test_a_person_changes_an_amount_and_says_why(analyst: Actor, case: Case) -> None:
    served(case)
    row = found(analyst)["1200.00"]
    with pytest.raises(InvalidInput, match="Say why"):
        decide_accrual(analyst, row.id, amount=Money("250.00"), reason=" ", version=1, today=TODAY)
    decide_accrual(analyst, row.id, amount=Money("250.00"), reason="Quoted", version=1, today=TODAY)
    with pytest.raises(StaleVersion):
        decide_accrual(analyst, row.id, amount=Money("1.00"), reason="Late", version=1, today=TODAY)
    assert found(analyst)["1200.00"].amount == Money("250.00"), "finding again keeps what was decided"


def test_a_service_billed_meanwhile_leaves_the_list(analyst: Actor, case: Case) -> None:
    bill = served(case, "100.00")
    served(case, "200.00", contracted=Money("50.00"))
    assert len(found(analyst)) == 2
    know_cost(analyst, bill, "40.00", on=date(2026, 10, 28))
    assert set(found(analyst)) == {"200.00"}


def test_posts_on_the_last_day_and_takes_back_on_the_first(analyst: Actor, case: Case) -> None:
    served(case, contracted=Money("300.00"))
    found(analyst)
    assert create_accruals(analyst, OCTOBER, today=TODAY) == 1
    assert balance_of(analyst, "2050", as_of=OCTOBER_END).balance == Money("300.00")
    assert balance_of(analyst, "2050", as_of=FIRST_OF_NOVEMBER).balance == Money.zero
    line = accruals(analyst, OCTOBER).items[0]
    assert line.journal_number
    assert line.reversal_number
    assert line.reversed_on == FIRST_OF_NOVEMBER
    assert broken_invariants() == []


def test_creating_accruals_again_posts_nothing_twice(analyst: Actor, case: Case) -> None:
    served(case, contracted=Money("300.00"))
    found(analyst)
    create_accruals(analyst, OCTOBER, today=TODAY)
    assert create_accruals(analyst, OCTOBER, today=TODAY) == 0
    assert Posting.objects.filter(event="AccrualMade").count() == 1


def test_what_is_left_out_is_not_posted(analyst: Actor, case: Case) -> None:
    served(case, contracted=Money("300.00"))
    row = found(analyst)["1200.00"]
    decide_accrual(analyst, row.id, amount=Money.zero, reason="Withdrawn", version=1, today=TODAY)
    assert create_accruals(analyst, OCTOBER, today=TODAY) == 0
    assert month_view(analyst, OCTOBER, today=TODAY).steps[1].state is State.DONE


def test_a_posted_accrual_does_not_change(analyst: Actor, case: Case) -> None:
    served(case, contracted=Money("300.00"))
    row = found(analyst)["1200.00"]
    create_accruals(analyst, OCTOBER, today=TODAY)
    with pytest.raises(AccrualIsPosted):
        decide_accrual(analyst, row.id, amount=Money("1.00"), reason="Late", version=1, today=TODAY)
    with pytest.raises(DatabaseError, match="accrual_is_posted"), transaction.atomic():
        Accrual.objects.filter(id=row.id).update(amount=Money("1.00"))


def test_accruals_of_a_month_wait_for_the_first_of_the_next(analyst: Actor, case: Case) -> None:
    served(case, contracted=Money("300.00"))
    find_services(analyst, OCTOBER, today=OCTOBER_END)
    create_accruals(analyst, OCTOBER, today=OCTOBER_END)
    assert take_back_accruals(system_actor("job"), today=OCTOBER_END) == 0
    assert balance_of(analyst, "2050").balance == Money("300.00")
    assert take_back_accruals(system_actor("job"), today=FIRST_OF_NOVEMBER) == 1
    assert take_back_accruals(system_actor("job"), today=TODAY) == 0
    assert balance_of(analyst, "2050").balance == Money.zero


def test_a_service_still_unbilled_is_accrued_again_the_next_month(analyst: Actor, case: Case) -> None:
    served(case, on=date(2026, 9, 12), contracted=Money("300.00"))
    find_services(analyst, date(2026, 9, 1), today=TODAY)
    create_accruals(analyst, date(2026, 9, 1), today=TODAY)
    assert len(found(analyst)) == 1
    create_accruals(analyst, OCTOBER, today=TODAY)
    days = (date(2026, 9, 30), date(2026, 10, 1), OCTOBER_END, FIRST_OF_NOVEMBER)
    standing = [str(balance_of(analyst, "2050", as_of=day).balance) for day in days]
    assert standing == ["300.00", "0.00", "300.00", "0.00"]


def test_steps_are_confirmed_in_order_by_name(analyst: Actor, manager: Actor, case: Case) -> None:
    with pytest.raises(StepOutOfOrder):
        confirm(manager, Step.REVIEWED)
    find_services(analyst, OCTOBER, today=TODAY)
    create_accruals(analyst, OCTOBER, today=TODAY)
    confirm(analyst, Step.COMPARED, "No connection is configured.")
    confirm(analyst, Step.EXPLAINED)
    with pytest.raises(Forbidden):
        confirm(analyst, Step.REVIEWED)
    confirm(manager, Step.REVIEWED)
    reviewed = month_view(manager, OCTOBER, today=TODAY).steps[4]
    assert reviewed.confirmation
    assert reviewed.confirmation.by == "Cast Accounting Manager"


def test_a_step_says_what_was_found(analyst: Actor, case: Case) -> None:
    find_services(analyst, OCTOBER, today=TODAY)
    create_accruals(analyst, OCTOBER, today=TODAY)
    with pytest.raises(InvalidInput, match="Write down"):
        confirm(analyst, Step.COMPARED, "  ")


def test_a_posting_after_the_review_asks_for_another(manager: Actor, case: Case) -> None:
    seen = work_through(manager)
    draw("5.00", date(2026, 10, 15))
    steps = month_view(manager, OCTOBER, today=TODAY).steps
    assert [step.state for step in steps[2:]] == [State.STALE] * 3
    with pytest.raises(MonthEndIncomplete, match="Compared with Business Central"):
        close_month(manager, OCTOBER, lines_seen=seen, today=TODAY)
    assert month_view(manager, OCTOBER, today=TODAY).line.status == "open"


def test_a_posting_in_a_later_month_leaves_the_review(manager: Actor, case: Case) -> None:
    seen = work_through(manager)
    draw("5.00", date(2026, 11, 15))
    assert close_month(manager, OCTOBER, lines_seen=seen, today=TODAY).status == "closed"


def test_a_page_read_before_a_posting_confirms_nothing(manager: Actor, case: Case) -> None:
    find_services(manager, OCTOBER, today=TODAY)
    create_accruals(manager, OCTOBER, today=TODAY)
    seen = month_view(manager, OCTOBER, today=TODAY).lines
    draw("5.00", date(2026, 10, 15))
    with pytest.raises(BooksMoved, match="since this page was read: 2"):
        confirm_step(manager, OCTOBER, Step.COMPARED, note="Fine", lines_seen=seen, today=TODAY)
    with pytest.raises(InvalidInput, match=f"The books hold {seen + 2} lines"):
        confirm_step(manager, OCTOBER, Step.COMPARED, note="Fine", lines_seen=seen + 3, today=TODAY)


def test_closes_locks_and_opens_again_with_a_reason(manager: Actor, case: Case) -> None:
    draw("5.00", date(2026, 10, 15))
    close_month(manager, OCTOBER, lines_seen=work_through(manager), today=TODAY)
    view = month_view(manager, OCTOBER, today=TODAY)
    assert (view.line.status, view.line.closed_by) == ("closed", "Cast Accounting Manager")
    with pytest.raises(MonthNotOpen):
        find_services(manager, OCTOBER, today=TODAY)
    reopen_period(manager, OCTOBER, reason="A receipt was forgotten.")
    assert month_view(manager, OCTOBER, today=TODAY).line.reopening_reason == "A receipt was forgotten."
    close_month(manager, OCTOBER, lines_seen=month_view(manager, OCTOBER, today=TODAY).lines, today=TODAY)
    lock_period(manager, OCTOBER)
    assert month_view(manager, OCTOBER, today=TODAY).line.locked_by == "Cast Accounting Manager"
    assert broken_invariants() == []


def test_the_current_month_is_not_over(manager: Actor) -> None:
    for call in (find_services, create_accruals):
        with pytest.raises(PeriodNotOver, match="November 2026"):
            call(manager, TODAY, today=TODAY)


def test_books_taken_over_are_closed_without_checklists(manager: Actor, case: Case) -> None:
    for month in (8, 9, 10):
        draw("5.00", date(2026, month, 15))
    closed = close_history(manager, date(2026, 9, 1), reason="Kept in the old books.", today=TODAY)
    assert closed == [date(2026, 8, 1), date(2026, 9, 1)]
    assert month_view(manager, date(2026, 8, 1), today=TODAY).history_note == "Kept in the old books."
    assert month_view(manager, OCTOBER, today=TODAY).line.status == "open"


def test_months_after_a_checklist_are_closed_one_by_one(manager: Actor, case: Case) -> None:
    draw("5.00", date(2026, 10, 15))
    close_month(manager, OCTOBER, lines_seen=work_through(manager), today=TODAY)
    with pytest.raises(HistoryHasChecklists, match="October 2026"):
        close_history(manager, date(2026, 11, 1), reason="Quick", today=date(2026, 12, 5))


def test_who_confirmed_a_step_is_never_rewritten(manager: Actor, case: Case) -> None:
    work_through(manager)
    for statement in (
        lambda: MonthEndStep.objects.update(note="x"),
        lambda: MonthEndStep.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            statement()


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR])
def test_who_may_not_keep_books_changes_nothing(role: Role, case: Case) -> None:
    actor = cast.acting_person(role)
    calls: list[Any] = [
        lambda: find_services(actor, OCTOBER, today=TODAY),
        lambda: create_accruals(actor, OCTOBER, today=TODAY),
        lambda: close_month(actor, OCTOBER, lines_seen=0, today=TODAY),
        lambda: close_history(actor, OCTOBER, reason="x", today=TODAY),
    ]
    for call in calls:
        with pytest.raises(Forbidden):
            call()


def test_a_bill_without_a_charge_is_an_error_and_no_unbilled_service(analyst: Actor, case: Case) -> None:
    uncharged(case, "100.00")
    assert found(analyst) == {}
    assert any("not in the books once" in sentence for sentence in broken_money())


def test_a_cost_that_became_known_after_the_month_is_accrued_to_the_cent(analyst: Actor, case: Case) -> None:
    know_cost(analyst, served(case), "250.00", on=date(2026, 11, 3))
    assert found(analyst)["1200.00"].amount == Money("250.00")


def test_a_cost_that_became_known_within_the_month_needs_no_accrual(analyst: Actor, case: Case) -> None:
    know_cost(analyst, served(case), "250.00", on=date(2026, 10, 28))
    assert found(analyst) == {}
