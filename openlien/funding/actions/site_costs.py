"""What providers are paid for bills in advance, drawn on a line or from our own money."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.cases.models import Bill
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.events import ProviderPaid
from openlien.ledger.recording import record_event

from ..errors import AmountNotPositive, DayInFuture
from ..models import Movement, SiteCost
from .lines import locked_line
from .movements import (
    REFERENCE_LETTERS_MAX,
    bills_to_finance,
    book_draw,
    refuse_pledged_elsewhere,
    refuse_too_much,
)

NO_LINE = UUID(int=0)


@ledger_action
def pay_site_cost(
    actor: Actor,
    bill_id: UUID,
    *,
    amount: Money,
    paid_on: date,
    today: date,
    line_id: UUID | None = None,
    reference: str = "",
    idempotency_key: str | None = None,
    posting_on: date | None = None,
) -> SiteCost:
    """What the provider of a bill was paid, in the books; with a line, the same amount is drawn for the bill.

    *Raises*: Forbidden, NotFound, AmountNotPositive, DayInFuture, CostUnknown, BeyondContracted,
    FinancedElsewhere, BeyondAvailability, LineNotOpen, MonthAccrued, IdempotencyKeyReused, and what the books
    refuse.
    """
    actor.require(Permission.FUNDING_MANAGE)
    line = locked_line(actor, line_id) if line_id else None
    if not Bill.objects.select_for_update(of=("self",)).filter(id=bill_id).exists():
        raise NotFound()
    stated = {"bill": bill_id, "amount": amount, "on": paid_on, "line": line_id, "reference": reference}
    content = content_hash(**stated)
    if earlier := earlier_result(SiteCost, idempotency_key, content):
        return earlier
    if amount <= Money.zero:
        raise AmountNotPositive()
    if paid_on > today:
        raise DayInFuture(day=paid_on)
    bills = bills_to_finance(line_id or NO_LINE, bill_ids=[bill_id])
    refuse_too_much(bills[0], amount, used=Money(bills[0].site_cost))
    reference = plain_text(reference, letters_max=REFERENCE_LETTERS_MAX)
    movement: Movement | None = None
    if line:
        refuse_pledged_elsewhere(bills)
        refuse_too_much(bills[0], amount, used=Money(bills[0].financed))
        movement = book_draw(
            actor,
            line,
            shares={bill_id: amount},
            amount=amount,
            on=paid_on,
            today=today,
            posting_on=posting_on,
            reference=reference,
        )
    cost = SiteCost.objects.create(
        bill_id=bill_id,
        amount=amount,
        paid_on=paid_on,
        draw=movement,
        reference=reference,
        idempotency_key=idempotency_key,
        content_hash=content,
        recorded_by_id=actor.user_id,
    )
    event = ProviderPaid(
        on=paid_on,
        posting_on=posting_on,
        amount=amount,
        case_id=bills[0].case_id,
        vendor_id=bills[0].vendor_id,
        reference=reference,
    )
    record_event(actor, event, key=str(cost.id), today=today)
    return cost
