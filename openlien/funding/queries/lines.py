"""Where warehouse lines stand on a day: drawn, available, interest, rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import add_months, month_start
from openlien.kit.errors import NotFound
from openlien.kit.money import Money, Rate
from openlien.kit.sql import fetch_all, load

from ..calculations.borrowing_base import BorrowingBase, Eligible
from ..calculations.day_counts import DayCount
from ..calculations.interest import LineTerms, RateReset, line_interest, rate_on
from ..models import RateReset as RateRow
from .eligibility import base_of, eligible_of_lines


@dataclass(frozen=True)
class Line:
    """The terms of a line. *Units*: rates are shares a year."""

    id: UUID
    name: str
    lender: str
    commitment: Money
    advance_rate: Rate
    day_count: DayCount
    floor: Rate
    spread: Rate
    unused_fee: Rate
    age_days_max: int | None
    debtor_share_max: Rate | None
    opened_on: date
    closed_on: date | None
    version: int


@dataclass(frozen=True)
class LineStanding:
    """A line as of a day.

    *Units*: USD; `interest` and `unused_fees` are what was accrued, `interest_owed` what of both is not paid.
    `reference` and `rate` are None before the first rate. `next_month` is the month to accrue next.
    """

    line: Line
    as_of: date
    drawn: Money
    base: BorrowingBase
    eligible: Eligible
    interest: Money
    unused_fees: Money
    interest_paid: Money
    reference: Rate | None
    rate: Rate | None
    accrued_until: date | None
    next_month: date | None

    @property
    def undrawn(self) -> Money:
        """What the lender has committed and is not drawn."""
        return self.line.commitment - self.drawn

    @property
    def cost(self) -> Money:
        """What the line has cost to date: interest and fees."""
        return self.interest + self.unused_fees

    @property
    def interest_owed(self) -> Money:
        """Interest and fees that are accrued and not paid."""
        return self.cost - self.interest_paid


def lines(actor: Actor, *, as_of: date, today: date) -> list[LineStanding]:
    """Every line as of a day, open ones first; a past day (`as_of` before `today`) with the base of then.

    *Raises*: Forbidden.
    *Source*: docs/formulas/borrowing-base.md, docs/formulas/warehouse-interest.md
    """
    actor.require(Permission.FUNDING_VIEW)
    return standings(None, as_of=as_of, today=today)


def line_standing(actor: Actor, line_id: UUID, *, as_of: date, today: date) -> LineStanding:
    """One line as of a day.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.FUNDING_VIEW)
    found = standings([line_id], as_of=as_of, today=today)
    if not found:
        raise NotFound()
    return found[0]


def standings(line_ids: Sequence[UUID] | None, *, as_of: date, today: date) -> list[LineStanding]:
    """These lines, or all, as of a day; for whoever has checked that the actor may see them."""
    wanted = None if line_ids is None else list(line_ids)
    rows = fetch_all(load("openlien.funding", "lines"), {"lines": wanted, "as_of": as_of})
    terms = {row.id: _line(row) for row in rows}
    eligible = eligible_of_lines(list(terms.values()), as_of=as_of, today=today)
    return [_standing(terms[row.id], row, eligible[row.id], as_of=as_of) for row in rows]


def live_resets(line_id: UUID) -> tuple[RateReset, ...]:
    """The rates of a line that were not replaced, in order of days."""
    rows = RateRow.objects.filter(line_id=line_id, replacements__isnull=True).order_by("effective_on")
    return tuple(RateReset(row.effective_on, Rate(row.reference)) for row in rows)


def terms_of(line: Line) -> LineTerms:
    """What the interest of a line is worked out by."""
    return LineTerms(live_resets(line.id), line.spread, line.floor, line.day_count)


def balances_of(line_id: UUID) -> list[tuple[date, Money]]:
    """What is drawn on a line from each day of a movement on."""
    rows = fetch_all(load("openlien.funding", "line_balances"), {"line": line_id})
    return [(row.moved_on, Money(row.balance)) for row in rows]


def running_interest(actor: Actor, standing: LineStanding) -> Money | None:
    """The interest since the last accrual up to the day of the standing; None while there is no rate.

    *Raises*: Forbidden.
    *Source*: docs/formulas/warehouse-interest.md
    """
    actor.require(Permission.FUNDING_VIEW)
    begins_on = max(standing.line.opened_on, standing.accrued_until or date.min)
    terms = terms_of(standing.line)
    if not terms.resets or terms.resets[0].begins_on > begins_on:
        return None
    if begins_on >= standing.as_of:
        return Money.zero
    balances = balances_of(standing.line.id)
    return line_interest(balances=balances, terms=terms, start=begins_on, end=standing.as_of).interest


def _standing(line: Line, row: Any, eligible: Eligible, *, as_of: date) -> LineStanding:
    reference = None if row.reference is None else Rate(row.reference)
    drawn = Money(row.drawn)
    return LineStanding(
        line=line,
        as_of=as_of,
        drawn=drawn,
        base=base_of(line, eligible=eligible.eligible, drawn=drawn),
        eligible=eligible,
        interest=Money(row.interest),
        unused_fees=Money(row.unused_fees),
        interest_paid=Money(row.interest_paid),
        reference=reference,
        rate=None if reference is None else _rate(line, reference, as_of),
        accrued_until=row.accrued_until,
        next_month=_next_month(line, row.accrued_until),
    )


def _rate(line: Line, reference: Rate, day: date) -> Rate:
    return rate_on(LineTerms((RateReset(day, reference),), line.spread, line.floor), day)


def _next_month(line: Line, accrued_until: date | None) -> date | None:
    """The month that is accrued next; None once a closed line is accrued to its end."""
    if accrued_until is None:
        return month_start(line.opened_on)
    if line.closed_on and accrued_until >= line.closed_on:
        return None
    return accrued_until if accrued_until.day == 1 else add_months(month_start(accrued_until), 1)


def _line(row: Any) -> Line:
    return Line(
        id=row.id,
        name=row.name,
        lender=row.lender,
        commitment=Money(row.commitment),
        advance_rate=Rate(row.advance_rate),
        day_count=DayCount(row.day_count),
        floor=Rate(row.floor),
        spread=Rate(row.spread),
        unused_fee=Rate(row.unused_fee),
        age_days_max=row.age_days_max,
        debtor_share_max=_optional(row.debtor_share_max),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        version=row.version,
    )


def _optional(share: Decimal | None) -> Rate | None:
    return None if share is None else Rate(share)
