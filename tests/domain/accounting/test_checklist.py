"""The checklist of a month end without a database: what is done, what waits, what has to be done again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.accounting.month_end import (
    Confirmation,
    MonthEndIncomplete,
    MonthFacts,
    MonthMistyped,
    State,
    Step,
    StepOutOfOrder,
    check_typed,
    checklist,
    require_complete,
    require_turn,
    reversal_day,
)

NOVEMBER = date(2026, 11, 1)
AT = datetime(2026, 12, 1, tzinfo=UTC)


def confirmed(*steps: Step, lines: int = 10) -> dict[Step, Confirmation]:
    return {step: Confirmation(step, AT, "Anna Lind", "looked at", lines) for step in steps}


def states(facts: MonthFacts, done: dict[Step, Confirmation]) -> list[str]:
    return [each.state.value for each in checklist(facts, done)]


def test_the_first_step_is_ready_and_the_others_wait() -> None:
    assert states(MonthFacts(), {}) == ["ready", "waiting", "waiting", "waiting", "waiting"]


def test_the_next_step_is_ready_when_those_before_it_are_done() -> None:
    done = confirmed(Step.UNBILLED, Step.ACCRUED)
    assert states(MonthFacts(lines=10), done) == ["done", "done", "ready", "waiting", "waiting"]


def test_a_line_posted_since_takes_back_what_was_said_about_the_books() -> None:
    steps = checklist(MonthFacts(lines=12), confirmed(*Step))
    assert [each.state for each in steps] == [State.DONE, State.DONE, *[State.STALE] * 3]
    assert steps[4].why == "2 lines were posted into the month since."


def test_a_service_that_comes_to_light_takes_back_the_list() -> None:
    steps = checklist(MonthFacts(lines=10, services_not_kept=1), confirmed(*Step))
    assert (steps[0].state, steps[0].why) == (State.STALE, "1 unbilled service came to light since.")


def test_a_service_that_is_not_accrued_takes_back_the_accruals() -> None:
    steps = checklist(MonthFacts(lines=10, accruals_open=3), confirmed(*Step))
    assert (steps[1].state, steps[1].why) == (State.STALE, "3 services of the list still to be accrued.")


def test_a_closed_month_keeps_its_checklist_as_it_was() -> None:
    facts = MonthFacts(lines=99, services_not_kept=4, accruals_open=2, is_closed=True)
    assert states(facts, confirmed(*Step)) == ["done"] * 5


def test_a_step_is_refused_before_its_turn() -> None:
    with pytest.raises(StepOutOfOrder, match="Accruals created"):
        require_turn(checklist(MonthFacts(), confirmed(Step.UNBILLED)), Step.COMPARED)


def test_a_month_closes_only_when_every_step_is_done() -> None:
    require_complete(checklist(MonthFacts(lines=10), confirmed(*Step)))
    with pytest.raises(MonthEndIncomplete, match="to be done again"):
        require_complete(checklist(MonthFacts(lines=11), confirmed(*Step)))


@given(st.sets(st.sampled_from(list(Step))), st.integers(10, 12), st.integers(0, 2), st.integers(0, 2))
def test_no_step_is_ready_before_an_unfinished_one(
    done: set[Step], lines: int, unkept: int, open_accruals: int
) -> None:
    facts = MonthFacts(lines=lines, services_not_kept=unkept, accruals_open=open_accruals)
    steps = checklist(facts, confirmed(*done))
    ready = [place for place, each in enumerate(steps) if each.state is State.READY]
    for place in ready:
        assert all(each.is_done for each in steps[:place])
    assert len(ready) <= 1


@pytest.mark.parametrize("typed", ["NOV 2026", "nov 2026", "  Nov   2026 "])
def test_takes_the_month_as_people_type_it(typed: str) -> None:
    check_typed(typed, NOVEMBER)


@pytest.mark.parametrize("typed", ["", "NOV", "OCT 2026", "yes", "NOV 26"])
def test_refuses_anything_else(typed: str) -> None:
    with pytest.raises(MonthMistyped, match="NOV 2026"):
        check_typed(typed, NOVEMBER)


def test_accruals_are_taken_back_on_the_first_of_the_next_month() -> None:
    assert reversal_day(date(2026, 12, 31)) == date(2027, 1, 1)
