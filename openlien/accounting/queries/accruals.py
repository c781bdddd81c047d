"""Unbilled services of a month, and what is accrued for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import month_end, month_start
from openlien.kit.errors import NotFound
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load

from ..month_end import Estimate, Experience, estimated_cost

PAGE_ACCRUALS = 50
LIMIT_MAX = 200


@dataclass(frozen=True)
class AccrualTotals:
    """How far the accruals of a month are."""

    services: int
    billed: Money
    amount: Money
    undecided: int
    left_out: int
    to_post: int
    to_post_amount: Money
    posted: int
    posted_amount: Money
    reversed: int

    @property
    def open(self) -> int:
        """Services that wait for a decision or for their posting."""
        return self.undecided + self.to_post


@dataclass(frozen=True)
class AccrualLine:
    """One unbilled service with what is accrued for it, and the journals that did and undid it."""

    id: UUID
    bill_id: UUID
    served_on: date
    case_number: str | None
    facility: str | None
    code: str | None
    billed: Money
    proposed: Money | None
    working: str
    amount: Money | None
    reason: str
    journal_number: str | None
    reversal_number: str | None
    reversed_on: date | None
    version: int


@dataclass(frozen=True)
class AccrualPage:
    """One page of a month's accruals."""

    items: list[AccrualLine]
    totals: AccrualTotals
    next_cursor: str | None


@dataclass(frozen=True)
class UnbilledService:
    """A service whose cost was not in the books by the month's end, with what it is expected to cost."""

    bill_id: UUID
    served_on: date
    billed: Money
    estimate: Estimate


def accruals(actor: Actor, month: date, *, cursor: str = "", limit: int = PAGE_ACCRUALS) -> AccrualPage:
    """One page of a month's accrual list.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = _accrual_rows(month, after=_uuid(cursor), limit=limit + 1)
    items = [_accrual(row) for row in rows[:limit]]
    return AccrualPage(
        items=items,
        totals=accrual_totals(month),
        next_cursor=str(items[-1].id) if len(rows) > limit else None,
    )


def accrual(actor: Actor, month: date, accrual_id: UUID) -> AccrualLine:
    """One service of the list.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = _accrual_rows(month, id_=accrual_id, limit=1)
    if not rows:
        raise NotFound()
    return _accrual(rows[0])


def accrual_totals(month: date) -> AccrualTotals:
    """How far the accruals of a month are."""
    row: Any = fetch_one(load("openlien.accounting", "accrual_totals"), {"month": month_start(month)})
    return AccrualTotals(
        services=row.services,
        billed=Money.from_cents(row.billed_cents),
        amount=Money.from_cents(row.amount_cents),
        undecided=row.undecided,
        left_out=row.left_out,
        to_post=row.to_post,
        to_post_amount=Money.from_cents(row.to_post_cents),
        posted=row.posted,
        posted_amount=Money.from_cents(row.posted_cents),
        reversed=row.reversed,
    )


def unbilled_services(month: date) -> list[UnbilledService]:
    """The services of a month whose cost was not in the books by its end, by day.

    *Source*: docs/formulas/accruals.md.
    """
    span = {"month": month_start(month), "month_end": month_end(month)}
    return [_service(row) for row in fetch_all(load("openlien.accounting", "unbilled_services"), span)]


def _service(row: Any) -> UnbilledService:
    def experience(name: str) -> Experience:
        billed, contracted = getattr(row, f"{name}_billed"), getattr(row, f"{name}_contracted")
        return Experience(getattr(row, f"{name}_bills"), Money(billed), Money(contracted))

    estimate = estimated_cost(
        Money(row.billed),
        known=None if row.known is None else Money(row.known),
        same_facility_and_code=experience("both"),
        same_facility=experience("facility"),
        same_code=experience("code"),
        every_bill=experience("every"),
    )
    return UnbilledService(row.bill_id, row.served_on, Money(row.billed), estimate)


def _accrual_rows(
    month: date, *, after: UUID | None = None, id_: UUID | None = None, limit: int
) -> list[Any]:
    values = {"month": month_start(month), "after": after, "id": id_, "limit": limit}
    return fetch_all(load("openlien.accounting", "accrual_list"), values)


def _accrual(row: Any) -> AccrualLine:
    return AccrualLine(
        id=row.id,
        bill_id=row.bill_id,
        served_on=row.served_on,
        case_number=row.case_number,
        facility=row.facility,
        code=row.code,
        billed=Money(row.billed),
        proposed=None if row.proposed is None else Money(row.proposed),
        working=row.working,
        amount=None if row.amount is None else Money(row.amount),
        reason=row.reason,
        journal_number=row.journal_number,
        reversal_number=row.reversal_number,
        reversed_on=row.reversed_on,
        version=row.version,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
