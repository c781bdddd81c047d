"""Funding: warehouse lines, draws, repayments, rates, interest, and what bills and cases cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Status

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.actions.lines import NewLine, close_line, open_line, set_rate
from openlien.funding.actions.movements import draw, repay
from openlien.funding.actions.reversals import reverse_accrual, reverse_movement, reverse_site_cost
from openlien.funding.actions.site_costs import pay_site_cost
from openlien.funding.queries.costs import cost_of_case
from openlien.funding.queries.history import interest_by_month, movements, rates
from openlien.funding.queries.lines import LineStanding, line_standing, lines
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.money import Money, Rate

from .authentication import actor_of_call
from .cases import Key
from .funding_shapes import (
    AccrualRequest,
    CaseCostAnswer,
    DrawRequest,
    DrawReversalRequest,
    InterestAccrualAnswer,
    LineClosureRequest,
    LineList,
    MonthList,
    MovementAnswer,
    MovementList,
    RateAnswer,
    RateList,
    RateRequest,
    RepaymentRequest,
    SiteCostAnswer,
    SiteCostRequest,
    UndoRequest,
    WarehouseLineAnswer,
    WarehouseLineRequest,
)
from .operations import operation
from .schemas import Day

router = Router(tags=["funding"])
_VIEW, _MANAGE = Permission.FUNDING_VIEW, Permission.FUNDING_MANAGE
AsOf = Annotated[Day | None, Query(alias="asOf")]


@operation(router, "GET", "/lines", permission=_VIEW, response=LineList)
def list_lines(request: HttpRequest, as_of: AsOf = None):
    """Every line as of a day, today when none is given."""
    found = lines(actor_of_call(request), as_of=_day(as_of), today=_today())
    return _listed([_line(each) for each in found])


@operation(router, "POST", "/lines", permission=_MANAGE, response=WarehouseLineAnswer, status=201)
def post_line(request: HttpRequest, body: WarehouseLineRequest, key: Key = None):
    """Opens a line."""
    given = vars(body)
    shares = {name: _rate(given[name]) for name in ("advance_rate", "floor", "spread", "unused_fee")}
    share = None if body.debtor_share_max is None else _rate(body.debtor_share_max)
    terms = NewLine(**{**given, **shares, "debtor_share_max": share})
    actor = actor_of_call(request)
    line = open_line(actor, terms, today=_today(), idempotency_key=key)
    return Status(201, _line(line_standing(actor, line.id, as_of=_today(), today=_today())))


@operation(router, "GET", "/lines/{uuid:line_id}", permission=_VIEW, response=WarehouseLineAnswer)
def get_line(request: HttpRequest, line_id: UUID, as_of: AsOf = None):
    """One line as of a day."""
    return _line(line_standing(actor_of_call(request), line_id, as_of=_day(as_of), today=_today()))


@operation(router, "POST", "/lines/{uuid:line_id}/closure", permission=_MANAGE, response=WarehouseLineAnswer)
def post_closure(request: HttpRequest, line_id: UUID, body: LineClosureRequest):
    """Closes a line on which nothing is drawn."""
    actor = actor_of_call(request)
    close_line(actor, line_id, closed_on=body.closed_on, version=body.version, today=_today())
    return _line(line_standing(actor, line_id, as_of=_today(), today=_today()))


@operation(router, "GET", "/lines/{uuid:line_id}/movements", permission=_VIEW, response=MovementList)
def list_movements(request: HttpRequest, line_id: UUID, as_of: AsOf = None):
    """The draws and repayments of a line, the newest first."""
    actor = actor_of_call(request)
    line_standing(actor, line_id, as_of=_today(), today=_today())
    return _listed([vars(each) for each in movements(actor, line_id, as_of=_day(as_of))])


@operation(
    router, "POST", "/lines/{uuid:line_id}/draws", permission=_MANAGE, response=MovementAnswer, status=201
)
def post_draw(request: HttpRequest, line_id: UUID, body: DrawRequest, key: Key = None):
    """Draws for the bills of `parts`, or over what the bills of a case have left to finance."""
    given = {**vars(body), "parts": _parts(body.parts)}
    movement = draw(actor_of_call(request), line_id, **given, today=_today(), idempotency_key=key)
    return Status(201, _movement(movement))


@operation(
    router,
    "POST",
    "/lines/{uuid:line_id}/repayments",
    permission=_MANAGE,
    response=MovementAnswer,
    status=201,
)
def post_repayment(request: HttpRequest, line_id: UUID, body: RepaymentRequest, key: Key = None):
    """Repays principal and interest; without parts it is spread over what is lent, of one case or all."""
    given = {**vars(body), "parts": _parts(body.parts)}
    movement = repay(actor_of_call(request), line_id, **given, today=_today(), idempotency_key=key)
    return Status(201, _movement(movement))


@operation(
    router,
    "POST",
    "/movements/{uuid:movement_id}/reversal",
    permission=_MANAGE,
    response=MovementAnswer,
    status=201,
)
def post_movement_reversal(request: HttpRequest, movement_id: UUID, body: DrawReversalRequest):
    """Takes a draw or a repayment back by one that mirrors it."""
    return Status(
        201, _movement(reverse_movement(actor_of_call(request), movement_id, **vars(body), today=_today()))
    )


@operation(router, "GET", "/lines/{uuid:line_id}/rates", permission=_VIEW, response=RateList)
def list_rates(request: HttpRequest, line_id: UUID):
    """The reference rates of a line, the newest day first, with those that were replaced."""
    actor = actor_of_call(request)
    line_standing(actor, line_id, as_of=_today(), today=_today())
    return _listed(
        [{**vars(each), "reference": each.reference.as_percent(4)} for each in rates(actor, line_id)]
    )


@operation(router, "POST", "/lines/{uuid:line_id}/rates", permission=_MANAGE, response=RateAnswer, status=201)
def post_rate(request: HttpRequest, line_id: UUID, body: RateRequest):
    """Sets the reference rate from a day on; replacing one takes a reason."""
    reset = set_rate(
        actor_of_call(request),
        line_id,
        effective_on=body.effective_on,
        reference=_rate(body.reference),
        reason=body.reason,
    )
    return Status(
        201,
        {
            "id": reset.id,
            "effective_on": reset.effective_on,
            "reference": Rate(reset.reference).as_percent(4),
            "reason": reset.reason,
            "is_replaced": False,
        },
    )


@operation(router, "GET", "/lines/{uuid:line_id}/accruals", permission=_VIEW, response=MonthList)
def list_accruals(request: HttpRequest, line_id: UUID, as_of: AsOf = None):
    """The accrued months of a line, the oldest first."""
    actor = actor_of_call(request)
    line_standing(actor, line_id, as_of=_today(), today=_today())
    found = interest_by_month(actor, line_id, as_of=_day(as_of))
    return _listed([{**vars(each), "month": f"{each.month:%Y-%m}", "days": each.days} for each in found])


@operation(
    router,
    "POST",
    "/lines/{uuid:line_id}/accruals",
    permission=_MANAGE,
    response=InterestAccrualAnswer,
    status=201,
)
def post_accrual(request: HttpRequest, line_id: UUID, body: AccrualRequest):
    """Accrues the interest of a month that is over; a second time it answers the same."""
    month = date.fromisoformat(f"{body.month}-01")
    accrual = accrue_interest(
        actor_of_call(request), line_id, month=month, today=_today(), posting_on=body.posting_on
    )
    return Status(201, _accrual(accrual))


@operation(
    router,
    "POST",
    "/accruals/{uuid:accrual_id}/reversal",
    permission=_MANAGE,
    response=InterestAccrualAnswer,
    status=201,
)
def post_accrual_reversal(request: HttpRequest, accrual_id: UUID, body: UndoRequest):
    """Takes the last accrued month of a line back."""
    return Status(
        201, _accrual(reverse_accrual(actor_of_call(request), accrual_id, **vars(body), today=_today()))
    )


@operation(
    router,
    "POST",
    "/bills/{uuid:bill_id}/site-costs",
    permission=_MANAGE,
    response=SiteCostAnswer,
    status=201,
)
def post_site_cost(request: HttpRequest, bill_id: UUID, body: SiteCostRequest, key: Key = None):
    """Pays the provider of a bill, from our own money or, with `lineId`, from a draw of the same amount."""
    cost = pay_site_cost(actor_of_call(request), bill_id, **vars(body), today=_today(), idempotency_key=key)
    return Status(201, cost)


@operation(
    router,
    "POST",
    "/site-costs/{uuid:cost_id}/reversal",
    permission=_MANAGE,
    response=SiteCostAnswer,
    status=201,
)
def post_site_cost_reversal(request: HttpRequest, cost_id: UUID, body: DrawReversalRequest):
    """Takes a payment to a provider back; the draw that paid for it is taken back by itself."""
    return Status(201, reverse_site_cost(actor_of_call(request), cost_id, **vars(body), today=_today()))


@operation(
    router,
    "GET",
    "/cases/{case_number}/cost",
    permission=_VIEW,
    response=CaseCostAnswer,
    shows="Cost of a case",
)
def get_case_cost(request: HttpRequest, case_number: str, as_of: AsOf = None):
    """What a case cost and returned by a day; rates in percent, null where nothing was spent."""
    day = _day(as_of)
    found = cost_of_case(actor_of_call(request), case_number, as_of=day)
    names = ("site_cost", "interest", "allocated", "collected", "returned", "ror", "ror_ex_interest")
    return {
        "as_of": day,
        "case_number": case_number,
        **{name: getattr(found, name) for name in names},
        "annualised": found.yearly(day),
        "months_out": found.months_out(day),
    }


def _listed(items: list[Any]) -> dict[str, Any]:
    return {"items": items, "total": len(items), "next_cursor": None}


def _line(standing: LineStanding) -> dict[str, Any]:
    line = standing.line
    shares = ("advance_rate", "floor", "spread", "unused_fee", "debtor_share_max")
    return {
        **vars(line),
        **{name: _percent(getattr(line, name)) for name in shares},
        "as_of": standing.as_of,
        "drawn": standing.drawn,
        "base": standing.base.base,
        "available": standing.base.available,
        "over_advance": standing.base.over_advance,
        "eligible": standing.eligible.eligible,
        "interest": standing.interest,
        "unused_fees": standing.unused_fees,
        "interest_paid": standing.interest_paid,
        "interest_owed": standing.interest_owed,
        "rate": _percent(standing.rate),
        "next_month": f"{standing.next_month:%Y-%m}" if standing.next_month else None,
    }


def _movement(movement: Any) -> dict[str, Any]:
    names = ("id", "kind", "moved_on", "drawn", "interest_paid", "reference", "reason")
    return {
        **{name: getattr(movement, name) for name in names},
        "bills": movement.parts.count(),
        "is_reversal": movement.reverses_id is not None,
    }


def _accrual(accrual: Any) -> dict[str, Any]:
    names = ("id", "begins_on", "ends_on", "interest", "unused_fee")
    return {**{name: getattr(accrual, name) for name in names}, "month": f"{accrual.month:%Y-%m}"}


def _parts(parts: list[Any] | None) -> dict[UUID, Money] | None:
    return None if parts is None else {part.bill_id: part.amount for part in parts}


def _rate(percentage: Decimal) -> Rate:
    return Rate.percent(percentage)


def _percent(rate: Rate | None) -> Decimal | None:
    return None if rate is None else rate.as_percent(4)


def _day(as_of: date | None) -> date:
    """The day asked for, never one that is still to come."""
    return min(as_of or _today(), _today())


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)
