"""The interest of a line for one month: worked out, shared among the bills it had lent on, and booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.kit.dates import add_months, month_start
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.events import Event, InterestAccrued
from openlien.ledger.recording import record_events

from ..calculations.interest import LienCost, LineTerms, RateReset, interest_by_lien, line_interest
from ..errors import EarlierMonthNotAccrued, MonthNotOver, NoInterestInMonth, RateMissing
from ..models import InterestAccrual, InterestShare, WarehouseLine
from ..queries.lines import LineStanding, balances_of, standings, terms_of
from .lines import locked_line

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MonthCost:
    """The interest of some days, the fee on what was not drawn, and each bill's share with its case."""

    interest: Money
    unused_fee: Money
    shares: dict[UUID, Money]
    case_of: dict[UUID, UUID]


@ledger_action
def accrue_interest(
    actor: Actor, line_id: UUID, *, month: date, today: date, posting_on: date | None = None
) -> InterestAccrual:
    """The interest of a month, in the books with the share of each case; a second time the first answer.

    First day in, last day out; a rate that changes on the way splits the month. Months follow one another.
    *Raises*: Forbidden, NotFound, MonthNotOver, EarlierMonthNotAccrued, NoInterestInMonth, RateMissing, and
    what the books refuse.
    *Source*: docs/formulas/warehouse-interest.md
    """
    line = locked_line(actor, line_id)
    month = month_start(month)
    if earlier := _accrued(line, month):
        return earlier
    standing = standings([line_id], as_of=today, today=today)[0]
    begins_on, ends_on = _days(line, standing, month, today=today)
    cost = month_cost(standing, begins_on, ends_on)
    accrual = InterestAccrual.objects.create(
        line=line,
        month=month,
        begins_on=begins_on,
        ends_on=ends_on,
        accrued_on=ends_on - ONE_DAY,
        interest=cost.interest,
        unused_fee=cost.unused_fee,
        recorded_by_id=actor.user_id,
    )
    InterestShare.objects.bulk_create(
        InterestShare(accrual=accrual, bill_id=bill_id, amount=share)
        for bill_id, share in cost.shares.items()
    )
    record_events(actor, _events(line, accrual, cost, posting_on), today=today)
    return accrual


def month_cost(standing: LineStanding, begins_on: date, ends_on: date) -> MonthCost:
    """What a line costs from one day to another, first day in, last day out, and who bears it.

    *Raises*: RateMissing.
    *Source*: docs/formulas/warehouse-interest.md
    """
    line, terms, balances = standing.line, terms_of(standing.line), balances_of(standing.line.id)
    if not any(reset.begins_on <= begins_on for reset in terms.resets):
        raise RateMissing(day=begins_on)
    interest = line_interest(balances=balances, terms=terms, start=begins_on, end=ends_on).interest
    undrawn = [(date.min, line.commitment), *((day, line.commitment - drawn) for day, drawn in balances)]
    fee_terms = LineTerms((RateReset(date.min, line.unused_fee),), convention=line.day_count)
    fee = line_interest(balances=undrawn, terms=fee_terms, start=begins_on, end=ends_on).interest
    params = {"line": line.id, "begins_on": begins_on, "ends_on": ends_on}
    rows = fetch_all(load("openlien.funding", "interest_weights"), params)
    return MonthCost(interest, fee, _shares(interest, rows), {row.bill_id: row.case_id for row in rows})


def _shares(interest: Money, rows: list[Any]) -> dict[UUID, Money]:
    if not interest:
        return {}
    # What was lent times days: as a cost for one day it weighs the same.
    liens = [LienCost(str(row.bill_id), Money(row.dollar_days), 1) for row in rows]
    shares = interest_by_lien(interest=interest, liens=liens)
    return {row.bill_id: share for row, share in zip(rows, shares, strict=True) if share}


def _accrued(line: WarehouseLine, month: date) -> InterestAccrual | None:
    return InterestAccrual.objects.filter(
        line=line, month=month, reverses__isnull=True, reversals__isnull=True
    ).first()


def _days(line: WarehouseLine, standing: LineStanding, month: date, *, today: date) -> tuple[date, date]:
    next_month = add_months(month, 1)
    if today < next_month:
        raise MonthNotOver(month=f"{month:%B %Y}", day=next_month)
    begins_on = max(month, line.opened_on)
    ends_on = min(next_month, line.closed_on or next_month)
    if begins_on >= ends_on:
        raise NoInterestInMonth(month=f"{month:%B %Y}")
    if standing.next_month and standing.next_month < month:
        raise EarlierMonthNotAccrued(month=f"{standing.next_month:%B %Y}")
    return begins_on, ends_on


def _events(
    line: WarehouseLine, accrual: InterestAccrual, cost: MonthCost, posting_on: date | None
) -> list[tuple[str, Event]]:
    said = {"on": accrual.accrued_on, "posting_on": posting_on}
    words = f"of {line.name} for {accrual.month:%B %Y}"
    found: list[tuple[str, Event]] = []
    if cost.interest:
        by_case: dict[UUID, Money] = {}
        for bill_id, share in cost.shares.items():
            case_id = cost.case_of[bill_id]
            by_case[case_id] = by_case.get(case_id, Money.zero) + share
        interest = InterestAccrued(
            amount=cost.interest, shares=by_case, description=f"Interest {words}", **said
        )
        found.append((interest_key(accrual), interest))
    if cost.unused_fee:
        fee = InterestAccrued(amount=cost.unused_fee, description=f"Unused fee {words}", **said)
        found.append((fee_key(accrual), fee))
    return found


def interest_key(accrual: InterestAccrual) -> str:
    """The key under which the month's interest stands in the books."""
    return str(accrual.id)


def fee_key(accrual: InterestAccrual) -> str:
    """The key under which the month's fee on what was not drawn stands in the books."""
    return f"{accrual.id}:fee"
