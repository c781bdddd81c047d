"""Months of the books and their checklists: what the pages and the JSON interface show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import month_end, month_start
from openlien.kit.errors import NotFound
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load
from openlien.ledger.sync_rules import IS_CONNECTED
from openlien.ledger.vocabulary import PeriodStatus, SyncStatus

from ..models import WITHOUT_CHECKLIST, MonthEndStep
from ..month_end import (
    Confirmation,
    MonthFacts,
    Step,
    StepState,
    checklist,
)
from .accruals import AccrualTotals, accrual_totals


@dataclass(frozen=True)
class MonthLine:
    """One month of the list: its state, and what was posted into it."""

    month: date
    status: PeriodStatus
    is_over: bool
    closed_at: datetime | None
    closed_by: str | None
    locked_at: datetime | None
    locked_by: str | None
    reopening_reason: str
    journals: int
    lines: int
    debits: Money
    steps: int
    is_history: bool


@dataclass(frozen=True)
class SyncLine:
    """How many journals of the month are in one state of transfer."""

    status: SyncStatus
    journals: int
    debits: Money


@dataclass(frozen=True)
class MonthView:
    """One month with its checklist; `lines` is what a confirmation of a step has seen."""

    line: MonthLine
    steps: list[StepState]
    accruals: AccrualTotals
    sync: list[SyncLine]
    is_connected: bool
    lines: int
    services_not_kept: int
    history_note: str
    open_before: date | None

    @property
    def next_step(self) -> Step | None:
        """The step whose turn it is; none when all are done."""
        return next((each.step for each in self.steps if not each.is_done), None)


def months(actor: Actor, *, today: date) -> list[MonthLine]:
    """Every month of the books, the newest first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = fetch_all(load("openlien.accounting", "month_list"), {"current": month_start(today)})
    closed = [row.month for row in rows if row.status != PeriodStatus.OPEN]
    last_closed = max(closed, default=None)
    return [_month(row, today=today, last_closed=last_closed) for row in rows]


def month_view(actor: Actor, month: date, *, today: date) -> MonthView:
    """One month with its checklist as it stands now.

    *Raises*: Forbidden, NotFound for a month that is still to come or was never touched.
    """
    lines = months(actor, today=today)
    line = next((each for each in lines if each.month == month_start(month)), None)
    if line is None:
        raise NotFound()
    facts, totals = facts_of(month, is_closed=line.status is not PeriodStatus.OPEN)
    confirmed, history_note = _confirmations(month)
    open_before = [
        each.month for each in lines if each.month < line.month and each.status is PeriodStatus.OPEN
    ]
    return MonthView(
        line=line,
        steps=checklist(facts, confirmed),
        accruals=totals,
        sync=_sync_of(month),
        is_connected=IS_CONNECTED,
        lines=facts.lines,
        services_not_kept=facts.services_not_kept,
        history_note=history_note,
        open_before=min(open_before, default=None),
    )


def facts_of(month: date, *, is_closed: bool = False) -> tuple[MonthFacts, AccrualTotals]:
    """What books and bills say about a month now; a closed one is not looked into for new services."""
    span = {"month": month_start(month), "month_end": month_end(month)}
    books: Any = fetch_one(load("openlien.accounting", "lines_up_to"), span)
    totals = accrual_totals(month)
    unkept = 0
    if not is_closed:
        found: Any = fetch_one(load("openlien.accounting", "services_not_kept"), span)
        unkept = found.services
    facts = MonthFacts(
        lines=books.lines, services_not_kept=unkept, accruals_open=totals.open, is_closed=is_closed
    )
    return facts, totals


def steps_of(month: date, *, is_closed: bool = False) -> tuple[list[StepState], MonthFacts]:
    """The checklist of a month and the facts it follows from."""
    facts, _ = facts_of(month, is_closed=is_closed)
    return checklist(facts, _confirmations(month)[0]), facts


def _month(row: Any, *, today: date, last_closed: date | None) -> MonthLine:
    # A month without a row of its own before a closed one takes nothing any more.
    is_shut = row.status == PeriodStatus.OPEN and last_closed is not None and row.month < last_closed
    return MonthLine(
        month=row.month,
        status=PeriodStatus.CLOSED if is_shut else PeriodStatus(row.status),
        is_over=month_end(row.month) < today,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        locked_at=row.locked_at,
        locked_by=row.locked_by,
        reopening_reason=row.reopening_reason,
        journals=row.journals,
        lines=row.lines,
        debits=Money.from_cents(row.debit_cents),
        steps=row.steps,
        is_history=row.is_history,
    )


def _confirmations(month: date) -> tuple[dict[Step, Confirmation], str]:
    """The newest confirmation of each step, and why the month was closed without the checklist."""
    rows: Sequence[MonthEndStep] = MonthEndStep.objects.filter(month=month_start(month)).order_by("id")
    found: dict[Step, Confirmation] = {}
    history = ""
    for row in rows:
        if row.step == WITHOUT_CHECKLIST:
            history = row.note
        else:
            step = Step(row.step)
            found[step] = Confirmation(
                step, row.confirmed_at, row.confirmed_by_name, row.note, row.lines_seen
            )
    return found, history


def _sync_of(month: date) -> list[SyncLine]:
    span = {"month": month_start(month), "month_end": month_end(month)}
    rows = fetch_all(load("openlien.accounting", "sync_of_month"), span)
    return [SyncLine(SyncStatus(row.status), row.journals, Money.from_cents(row.debit_cents)) for row in rows]
