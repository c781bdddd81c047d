"""What the demo paid to providers for each bill: advanced by a line, or from our own money."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from openlien.funding.models import Movement, SiteCost
from openlien.identity.actor import Actor
from openlien.kit.idempotency import content_hash
from openlien.kit.money import Money
from openlien.ledger.columns import new_ids
from openlien.ledger.events import Event, ProviderPaid
from openlien.ledger.recording import record_events

from .copying import Sheet

DEMO = "demo"


def pay_for_bills(
    actor: Actor,
    batch_id: UUID,
    bills: Sequence[Any],
    *,
    opens_on: date,
    today: date,
    drawn: Movement | None = None,
    financed: Collection[UUID] = (),
) -> None:
    """Pays the providers of these bills, of which a draw advanced the financed ones, in the books too."""
    ids = new_ids(None for _ in bills)
    _write(actor, batch_id, bills, ids, drawn, financed)
    events: list[tuple[str, Event]] = [
        (str(cost_id), _paid(bill, opens_on)) for bill, cost_id in zip(bills, ids, strict=True)
    ]
    record_events(actor, events, today=today)


def _write(
    actor: Actor,
    batch_id: UUID,
    bills: Sequence[Any],
    ids: Sequence[UUID],
    drawn: Movement | None,
    financed: Collection[UUID],
) -> None:
    costs = Sheet(
        SiteCost, "id", "bill_id", "amount", "paid_on", "draw_id", "reference", "idempotency_key",
        "content_hash", "recorded_by_id",
    )  # fmt: skip
    for bill, cost_id in zip(bills, ids, strict=True):
        key = f"{DEMO}:{batch_id}:cost:{bill.id}"
        draw_id = drawn.id if drawn and bill.id in financed else None
        costs.add(
            cost_id, bill.id, bill.contracted, bill.paid_on, draw_id, _reference(bill), key,
            content_hash(key=key), actor.user_id,
        )  # fmt: skip
    costs.copy()


def _paid(bill: Any, opens_on: date) -> ProviderPaid:
    paid = ProviderPaid(
        on=bill.paid_on,
        amount=Money(bill.contracted),
        vendor_id=bill.vendor_id,
        reference=_reference(bill),
        description=f"Provider paid for {bill.paid_on:%B %Y}",
    )
    return replace(paid, posting_on=opens_on) if bill.paid_on < opens_on else paid


def _reference(bill: Any) -> str:
    return f"Advance {bill.paid_on:%m/%Y}"
