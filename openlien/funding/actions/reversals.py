"""Takes back what was booked by mistake: a row that mirrors it, in the books too; both stay on file."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.ledger.actions.journals import reverse_event
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.events import InterestAccrued, ProviderPaid, WarehouseDrawn, WarehouseRepaid

from ..errors import (
    AlreadyTakenBack,
    DayInFuture,
    LaterMonthAccrued,
    ReasonMissing,
    TakenBackTooEarly,
)
from ..models import InterestAccrual, InterestShare, Movement, MovementPart, SiteCost
from .interest import fee_key, interest_key
from .lines import REASON_LETTERS_MAX, locked_line

EVENTS = {Movement.Kind.DRAW: WarehouseDrawn.__name__, Movement.Kind.REPAYMENT: WarehouseRepaid.__name__}


@ledger_action
def reverse_movement(
    actor: Actor, movement_id: UUID, *, on: date, reason: str, today: date, posting_on: date | None = None
) -> Movement:
    """The row that takes a draw or a repayment back; interest of the days in between stays as it was.

    *Raises*: Forbidden, NotFound, ReasonMissing, AlreadyTakenBack, TakenBackTooEarly, DayInFuture,
    MonthAccrued, RepaidTooMuch, BeyondCommitment, and what the books refuse.
    """
    actor.require(Permission.FUNDING_MANAGE)
    movement = Movement.objects.filter(id=movement_id).first()
    if movement is None:
        raise NotFound()
    locked_line(actor, movement.line_id)
    reason = _checked(movement, on=on, since=movement.moved_on, reason=reason, today=today)
    back = Movement.objects.create(
        line_id=movement.line_id,
        kind=movement.kind,
        moved_on=on,
        drawn=-movement.drawn,
        interest_paid=-movement.interest_paid,
        reference=movement.reference,
        reverses=movement,
        reason=reason,
        recorded_by_id=actor.user_id,
    )
    MovementPart.objects.bulk_create(
        MovementPart(movement=back, bill_id=part.bill_id, drawn=-part.drawn) for part in movement.parts.all()
    )
    event = EVENTS[Movement.Kind(movement.kind)]
    reverse_event(actor, event, str(movement.id), on=on, today=today, posting_on=posting_on)
    return back


@ledger_action
def reverse_site_cost(
    actor: Actor, cost_id: UUID, *, on: date, reason: str, today: date, posting_on: date | None = None
) -> SiteCost:
    """The row that takes a payment to a provider back; a draw that paid for it is taken back by itself.

    *Raises*: Forbidden, NotFound, ReasonMissing, AlreadyTakenBack, TakenBackTooEarly, DayInFuture, and what
    the books refuse.
    """
    actor.require(Permission.FUNDING_MANAGE)
    cost = SiteCost.objects.filter(id=cost_id).first()
    if cost is None:
        raise NotFound()
    reason = _checked(cost, on=on, since=cost.paid_on, reason=reason, today=today)
    back = SiteCost.objects.create(
        bill_id=cost.bill_id,
        amount=-cost.amount,
        paid_on=on,
        reference=cost.reference,
        reverses=cost,
        reason=reason,
        recorded_by_id=actor.user_id,
    )
    reverse_event(actor, ProviderPaid.__name__, str(cost.id), on=on, today=today, posting_on=posting_on)
    return back


@ledger_action
def reverse_accrual(
    actor: Actor, accrual_id: UUID, *, reason: str, today: date, posting_on: date | None = None
) -> InterestAccrual:
    """The row that takes the last accrued month of a line back, on the day on which it was booked.

    *Raises*: Forbidden, NotFound, ReasonMissing, AlreadyTakenBack, LaterMonthAccrued, and what the books
    refuse, such as PeriodClosed until `posting_on` names an open day.
    """
    actor.require(Permission.FUNDING_MANAGE)
    accrual = InterestAccrual.objects.filter(id=accrual_id).first()
    if accrual is None:
        raise NotFound()
    locked_line(actor, accrual.line_id)
    day = accrual.accrued_on
    reason = _checked(accrual, on=day, since=day, reason=reason, today=today)
    _refuse_later(accrual)
    back = InterestAccrual.objects.create(
        line_id=accrual.line_id,
        month=accrual.month,
        begins_on=accrual.begins_on,
        ends_on=accrual.ends_on,
        accrued_on=day,
        interest=-accrual.interest,
        unused_fee=-accrual.unused_fee,
        reverses=accrual,
        reason=reason,
        recorded_by_id=actor.user_id,
    )
    InterestShare.objects.bulk_create(
        InterestShare(accrual=back, bill_id=share.bill_id, amount=-share.amount)
        for share in accrual.shares.all()
    )
    said = {"on": day, "today": today, "posting_on": posting_on}
    if accrual.interest:
        reverse_event(actor, InterestAccrued.__name__, interest_key(accrual), **said)
    if accrual.unused_fee:
        reverse_event(actor, InterestAccrued.__name__, fee_key(accrual), **said)
    return back


def _refuse_later(accrual: InterestAccrual) -> None:
    live = InterestAccrual.objects.filter(
        line_id=accrual.line_id, reverses__isnull=True, reversals__isnull=True
    )
    last = live.order_by("-ends_on").first()
    if last and last.id != accrual.id:
        raise LaterMonthAccrued(month=f"{last.month:%B %Y}")


def _checked(
    row: Movement | SiteCost | InterestAccrual, *, on: date, since: date, reason: str, today: date
) -> str:
    """The reason, once nothing stands against taking the row back."""
    reason = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not reason:
        raise ReasonMissing()
    if row.reverses_id or row.reversals.exists():
        raise AlreadyTakenBack()
    if on < since:
        raise TakenBackTooEarly(day=since)
    if on > today:
        raise DayInFuture(day=on)
    return reason
