"""Periods: the months of the books, their checklists, accruals, closing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field

from openlien.accounting.actions.accruals import (
    create_accruals,
    decide_accrual,
    find_services,
    take_back_accruals,
)
from openlien.accounting.actions.month_end import close_month, confirm_step
from openlien.accounting.month_end import State, Step
from openlien.accounting.queries.accruals import LIMIT_MAX, accrual, accruals
from openlien.accounting.queries.month_end import MonthLine, MonthView, month_view, months
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.ledger.actions.periods import lock_period, reopen_period
from openlien.ledger.vocabulary import PeriodStatus

from .authentication import actor_of_call
from .books import ID_PATTERN
from .operations import operation
from .schemas import Answer, MoneyText, Request

router = Router(tags=["periods"])
_P = Permission
MonthCode = Annotated[str, Path(pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$")]


class PeriodLine(Answer):
    """One month of the books; `month` is written 2026-11."""

    month: str
    status: PeriodStatus
    is_over: bool
    closed_at: datetime | None
    closed_by: str | None
    locked_at: datetime | None
    locked_by: str | None
    reopening_reason: str
    journals: int
    lines: int
    debits: MoneyText
    is_history: bool


class PeriodList(Answer):
    """Every month, the newest first."""

    items: list[PeriodLine]
    total: int
    next_cursor: str | None


class PeriodStepAnswer(Answer):
    """One step of the checklist: done, stale (to be done again, `why` says why), ready, or waiting."""

    step: Step
    state: State
    why: str
    confirmed_at: datetime | None
    confirmed_by: str
    note: str


class AccrualTotalsAnswer(Answer):
    """How far the accruals of a month are."""

    services: int
    billed: MoneyText
    amount: MoneyText
    undecided: int
    left_out: int
    to_post: int
    posted: int
    posted_amount: MoneyText
    reversed: int


class PeriodAnswer(PeriodLine):
    """One month with its checklist; a confirmation states `linesSeen`, as this answer gives it."""

    steps: list[PeriodStepAnswer]
    accruals: AccrualTotalsAnswer
    lines_seen: int
    services_not_listed: int
    is_connected: bool


class AccrualAnswer(Answer):
    """One unbilled service: 0.00 leaves it out, null has no amount yet."""

    id: UUID
    bill_id: UUID
    served_on: date
    case_number: str | None
    facility: str | None
    code: str | None
    billed: MoneyText
    proposed: MoneyText | None
    working: str
    amount: MoneyText | None
    reason: str
    journal_number: str | None
    reversal_number: str | None
    reversed_on: date | None
    version: int


class AccrualList(Answer):
    """The accrual list of a month."""

    items: list[AccrualAnswer]
    total: int
    next_cursor: str | None
    totals: AccrualTotalsAnswer


class AccrualChange(Request):
    """What is accrued, why it differs from the proposal, and the version that was read."""

    amount: MoneyText
    reason: str = Field("", max_length=300)
    version: int = Field(ge=1, le=2_147_483_647)


class ConfirmationRequest(Request):
    """What was found, and how many lines stood up to the month's end when it was looked at."""

    note: str = Field(min_length=1, max_length=500)
    lines_seen: int = Field(ge=0, le=10**15)


class PeriodClosureRequest(Request):
    """How many lines stood up to the month's end when it was decided to close it."""

    lines_seen: int = Field(ge=0, le=10**15)


class ReopeningRequest(Request):
    """Why the month is opened again."""

    reason: str = Field(min_length=1, max_length=500)


class TakenBack(Answer):
    """How many accruals were reversed."""

    accruals: int


@operation(router, "GET", "/periods", permission=_P.LEDGER_VIEW, response=PeriodList)
def list_periods(request: HttpRequest):
    """Every month of the books with its state."""
    rows = months(actor_of_call(request), today=_today())
    return {"items": [_line(row) for row in rows], "total": len(rows), "next_cursor": None}


@operation(router, "GET", "/periods/{month}", permission=_P.LEDGER_VIEW, response=PeriodAnswer)
def get_period(request: HttpRequest, month: MonthCode):
    """One month with its checklist as it stands now."""
    return _view(request, month)


@operation(router, "POST", "/periods/{month}/services", permission=_P.JOURNALS_WRITE, response=PeriodAnswer)
def post_services(request: HttpRequest, month: MonthCode):
    """Lists the unbilled services of the month with what they are expected to cost; can be repeated."""
    find_services(actor_of_call(request), _day(month), today=_today())
    return _view(request, month)


@operation(
    router,
    "GET",
    "/periods/{month}/accruals",
    permission=_P.LEDGER_VIEW,
    response=AccrualList,
    shows="Accruals of a month",
)
def list_accruals(
    request: HttpRequest,
    month: MonthCode,
    limit: int = Query(50, ge=1, le=LIMIT_MAX),
    cursor: str | None = Query(None, pattern=ID_PATTERN),
):
    """The accrual list of a month."""
    found = accruals(actor_of_call(request), _day(month), cursor=cursor or "", limit=limit)
    return {
        "items": found.items,
        "total": found.totals.services,
        "next_cursor": found.next_cursor,
        "totals": found.totals,
    }


@operation(
    router,
    "PUT",
    "/periods/{month}/accruals/{uuid:accrual_id}",
    permission=_P.JOURNALS_WRITE,
    response=AccrualAnswer,
)
def put_accrual(request: HttpRequest, month: MonthCode, accrual_id: UUID, body: AccrualChange):
    """Decides what is accrued for one service."""
    actor = actor_of_call(request)
    decide_accrual(
        actor,
        accrual_id,
        amount=body.amount,
        reason=body.reason,
        version=body.version,
        today=_today(),
    )
    return accrual(actor, _day(month), accrual_id)


@operation(
    router,
    "POST",
    "/periods/{month}/accruals/posting",
    permission=_P.JOURNALS_POST,
    response=PeriodAnswer,
)
def post_accruals(request: HttpRequest, month: MonthCode):
    """Posts the accruals of the list; what is posted already stays, so it can be repeated."""
    create_accruals(actor_of_call(request), _day(month), today=_today())
    return _view(request, month)


@operation(router, "POST", "/accruals/reversal", permission=_P.JOURNALS_POST, response=TakenBack)
def post_accruals_reversal(request: HttpRequest):
    """Takes back the accruals of months that are over, on the first day of the next; can be repeated."""
    return {"accruals": take_back_accruals(actor_of_call(request), today=_today())}


@operation(
    router,
    "POST",
    "/periods/{month}/steps/{step}",
    permission=_P.LEDGER_VIEW,
    response=PeriodAnswer,
)
def post_step(request: HttpRequest, month: MonthCode, step: Step, body: ConfirmationRequest):
    """Confirms a step by name: compared and explained take journals_write, reviewed takes periods_close."""
    confirm_step(
        actor_of_call(request),
        _day(month),
        step,
        note=body.note,
        lines_seen=body.lines_seen,
        today=_today(),
    )
    return _view(request, month)


@operation(router, "POST", "/periods/{month}/closure", permission=_P.PERIODS_CLOSE, response=PeriodAnswer)
def post_closure(request: HttpRequest, month: MonthCode, body: PeriodClosureRequest):
    """Closes the month; every step of its checklist is done, and nothing was posted since."""
    close_month(actor_of_call(request), _day(month), lines_seen=body.lines_seen, today=_today())
    return _view(request, month)


@operation(router, "POST", "/periods/{month}/lock", permission=_P.PERIODS_CLOSE, response=PeriodAnswer)
def post_lock(request: HttpRequest, month: MonthCode):
    """Locks a closed month for good."""
    lock_period(actor_of_call(request), _day(month))
    return _view(request, month)


@operation(router, "POST", "/periods/{month}/reopening", permission=_P.PERIODS_CLOSE, response=PeriodAnswer)
def post_reopening(request: HttpRequest, month: MonthCode, body: ReopeningRequest):
    """Opens the last closed month again."""
    reopen_period(actor_of_call(request), _day(month), reason=body.reason)
    return _view(request, month)


def _view(request: HttpRequest, month: str) -> dict[str, Any]:
    view: MonthView = month_view(actor_of_call(request), _day(month), today=_today())
    return {
        **_line(view.line),
        "steps": [
            {
                "step": each.step,
                "state": each.state,
                "why": each.why,
                "confirmed_at": each.confirmation.at if each.confirmation else None,
                "confirmed_by": each.confirmation.by if each.confirmation else "",
                "note": each.confirmation.note if each.confirmation else "",
            }
            for each in view.steps
        ],
        "accruals": view.accruals,
        "lines_seen": view.lines,
        "services_not_listed": view.services_not_kept,
        "is_connected": view.is_connected,
    }


def _line(line: MonthLine) -> dict[str, Any]:
    return {**vars(line), "month": f"{line.month:%Y-%m}"}


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)
