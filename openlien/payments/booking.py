"""Facts of money become business events of the books, in the transaction that writes them.

An event carries the id of its fact as key, so that each fact is in the books exactly once. What a receipt or
the end of a reduction changes in what is owed back carries the key of that fact too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.kit.money import Money, total
from openlien.ledger.events import Event, PaymentReceived, ReductionAgreed, RefundDue, WriteOffApproved
from openlien.ledger.models import CaseTransaction
from openlien.ledger.recording import record_event, record_events

from .models import Adjustment, Receipt
from .queries import BillPosition, bill_positions

# The books keep fewer letters of a reference than a receipt does.
REFERENCE_LETTERS_MAX = 35


def book_receipt(
    actor: Actor,
    receipt: Receipt,
    positions: Sequence[BillPosition],
    shares: Mapping[UUID, Money],
    *,
    today: date,
    posting_on: date | None = None,
) -> None:
    """Puts a receipt or its reversal in the books, with what it changes in what is owed back.

    *Shapes*: `positions` of its bills before it, `shares` the parts by bill.
    Raises: what the books refuse.
    """
    said = {
        "on": receipt.deposited_on,
        "posting_on": posting_on,
        "case_id": receipt.case_id,
        "reference": receipt.reference[:REFERENCE_LETTERS_MAX],
        "description": receipt.reason and f"Payment reversed: {receipt.reason}",
    }
    key = str(receipt.id)
    paid = [
        replace(position, collected=position.collected + shares.get(position.bill_id, Money.zero))
        for position in positions
    ]
    events: list[tuple[str, Event]] = [(key, PaymentReceived(amount=receipt.amount, **said))]
    if owed_back := refunds_due(paid) - refunds_due(positions):
        events.append((key, RefundDue(amount=owed_back, **said)))
    record_events(actor, events, today=today)


def refunds_due(positions: Sequence[BillPosition]) -> Money:
    """What is owed back on these bills together."""
    return total(position.refund_due for position in positions)


def book_reductions(actor: Actor, reductions: Sequence[Adjustment], *, case_id: UUID, today: date) -> None:
    """Puts reductions of a case in the books together, or the rows that take them back.

    Raises: what the books refuse.
    """
    events = [(str(reduction.id), _reduction(reduction, case_id)) for reduction in reductions]
    if events:
        record_events(actor, events, today=today)


def book_adjustment(
    actor: Actor, adjustment: Adjustment, *, case_id: UUID, today: date, posting_on: date | None = None
) -> None:
    """Puts a reduction, or bad debt that was approved, in the books.

    Raises: what the books refuse.
    """
    event: Event
    if adjustment.kind == Adjustment.Kind.REDUCTION:
        event = _reduction(adjustment, case_id)
    else:
        event = WriteOffApproved(
            on=adjustment.effective_on,
            posting_on=posting_on,
            case_id=case_id,
            lien=adjustment.amount,
            requested_by_id=adjustment.recorded_by_id,
            approved_by_id=adjustment.approved_by_id,
            description=_words(adjustment),
        )
    record_event(actor, event, key=str(adjustment.id), today=today)


def book_reversed_adjustment(
    actor: Actor,
    reversal: Adjustment,
    original: Adjustment,
    *,
    case_id: UUID,
    today: date,
    posting_on: date | None = None,
) -> None:
    """Puts the reversal of an adjustment in the books: of bad debt with the cost that was written off then.

    Raises: what the books refuse.
    """
    if reversal.kind == Adjustment.Kind.REDUCTION:
        book_adjustment(actor, reversal, case_id=case_id, today=today)
        return
    event = WriteOffApproved(
        on=reversal.effective_on,
        posting_on=posting_on,
        case_id=case_id,
        lien=reversal.amount,
        cost=-_cost_written_off(original),
        requested_by_id=reversal.recorded_by_id,
        approved_by_id=reversal.approved_by_id,
        description=_words(reversal),
    )
    record_event(actor, event, key=str(reversal.id), today=today)


def book_change_of_refunds(
    actor: Actor,
    key: UUID,
    before: Sequence[BillPosition],
    *,
    case_id: UUID,
    on: date,
    description: str,
    today: date,
    posting_on: date | None = None,
) -> None:
    """Puts in the books what the end of reductions changes in what is owed back: less, because more is owed.

    *Shapes*: `key` the id of the row that ended them, `before` the bills of the case as they stood.
    Raises: what the books refuse.
    """
    changed = refunds_due(bill_positions(case_id)) - refunds_due(before)
    if not changed:
        return
    event = RefundDue(on=on, posting_on=posting_on, case_id=case_id, amount=changed, description=description)
    record_event(actor, event, key=str(key), today=today)


def _reduction(adjustment: Adjustment, case_id: UUID) -> ReductionAgreed:
    return ReductionAgreed(
        on=adjustment.effective_on,
        case_id=case_id,
        amount=adjustment.amount,
        description=_words(adjustment),
    )


def _cost_written_off(original: Adjustment) -> Money:
    key = f"{WriteOffApproved.__name__}:{original.id}"
    return total(CaseTransaction.objects.filter(key=key).values_list("cost_written_off", flat=True))


def _words(adjustment: Adjustment) -> str:
    what = "Reduction" if adjustment.kind == Adjustment.Kind.REDUCTION else "Write-off"
    done = f"{what} reversed" if adjustment.reverses_id else what
    return f"{done}: {adjustment.reason}" if adjustment.reason else ""
