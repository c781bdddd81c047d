"""`openlien check` finds what does not sum or is not in the books."""

from __future__ import annotations

from datetime import date

import pytest

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.actions.movements import repay
from openlien.funding.checks import broken_invariants
from openlien.funding.models import InterestAccrual, Movement, MovementPart, SiteCost
from openlien.kit.money import Money

from .lines import TODAY, draw_for, make_bill, make_line, manager

pytestmark = pytest.mark.django_db


def test_finds_nothing_where_people_drew_repaid_and_accrued() -> None:
    line, bill = make_line(), make_bill()
    draw_for(line, bill, "500.00")
    accrue_interest(manager(), line.id, month=date(2026, 1, 1), today=TODAY)
    repay(manager(), line.id, principal=Money("100.00"), on=date(2026, 2, 3), today=TODAY)
    assert broken_invariants() == []


def test_finds_what_is_not_in_the_books() -> None:
    line, bill = make_line(), make_bill()
    SiteCost.objects.create(bill=bill, amount=Money("5.00"), paid_on=TODAY)
    drawn = Movement.objects.create(line=line, kind="draw", moved_on=TODAY, drawn=Money("5.00"))
    MovementPart.objects.create(movement=drawn, bill=bill, drawn=drawn.drawn)
    found = " ".join(broken_invariants())
    assert "Payments to providers that are not in the books once: 1" in found
    assert "Draws that are not in the books once: 1" in found


def test_finds_sums_that_do_not_hold() -> None:
    line = make_line()
    Movement.objects.create(line=line, kind="draw", moved_on=TODAY, drawn=Money("5.00"))
    InterestAccrual.objects.create(
        line=line,
        month=date(2026, 10, 1),
        begins_on=date(2026, 10, 1),
        ends_on=date(2026, 11, 1),
        accrued_on=date(2026, 10, 31),
        interest=Money("5.00"),
    )
    found = " ".join(broken_invariants())
    assert "Draws and repayments beside their bills: 1 differ" in found
    assert "Interest of a month beside its shares: 1 differ" in found
