"""What came in for a case and what was given up, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openlien.cases.models import Bill
from openlien.cases.queries import CaseHead
from openlien.cases.scope import visible_bills
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total

from ..models import Adjustment, Allocation, Receipt, WriteOffRequest


@dataclass(frozen=True, slots=True)
class PartLine:
    """The part of a receipt that paid one bill."""

    bill_id: UUID
    facility: str
    bill: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Money that came in, or was taken back; `amount` is what of it paid the bills that the actor sees.

    `can_reverse`: it is no reversal and was not reversed. `recorded_by` names the person, or what brought
    it, such as "Portfolio export".
    """

    id: UUID
    deposited_on: date
    amount: Money
    payer: str
    reference: str
    recorded_by: str
    recorded_at: datetime
    parts: tuple[PartLine, ...]
    reason: str
    can_reverse: bool


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """What was given up of one bill, or taken back of that, when and why."""

    id: UUID
    effective_on: date
    kind: str
    facility: str
    bill: str
    amount: Money
    reason: str
    recorded_by: str
    recorded_at: datetime
    approved_by: str
    is_bad_debt: bool
    can_reverse: bool


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A write-off that waits for somebody's approval."""

    id: UUID
    effective_on: date
    facility: str
    bill: str
    amount: Money
    reason: str
    requested_by: str
    requested_by_id: UUID | None


@dataclass(frozen=True, slots=True)
class CaseMoney:
    """Receipts, adjustments and waiting write-offs, newest first, on the bills that the actor sees."""

    receipts: tuple[ReceiptLine, ...]
    received: Money
    adjustments: tuple[AdjustmentLine, ...]
    reduction: Money
    bad_debt: Money
    requests: tuple[RequestLine, ...]

    @property
    def given_up(self) -> Money:
        """Reductions and bad debt together."""
        return self.reduction + self.bad_debt


def is_receipt_recorded(actor: Actor, idempotency_key: str) -> bool:
    """Whether a payment was recorded with that key before, so that sending its form again changes nothing.

    Raises: Forbidden.
    """
    actor.require(Permission.PAYMENTS_RECORD)
    return Receipt.objects.filter(idempotency_key=idempotency_key).exists()


def money_of(actor: Actor, case: CaseHead) -> CaseMoney:
    """What came in and was given up on a case that the actor has read.

    Raises: Forbidden.
    """
    bills = visible_bills(actor).filter(case_id=case.id).values("id")
    receipts = _receipts(bills)
    adjustments = list(
        Adjustment.objects.filter(bill__in=bills)
        .select_related("bill__facility", "recorded_by", "approved_by", "batch")
        .prefetch_related("reversals")
        .order_by("-effective_on", "-id")
    )
    return CaseMoney(
        receipts=receipts,
        received=total(line.amount for line in receipts),
        adjustments=tuple(_adjustment(row) for row in adjustments),
        reduction=total(row.amount for row in adjustments if row.kind == Adjustment.Kind.REDUCTION),
        bad_debt=total(row.amount for row in adjustments if row.kind == Adjustment.Kind.BAD_DEBT),
        requests=_requests(bills),
    )


def bill_name(bill: Bill) -> str:
    """What people call a bill: its number, or its code and day."""
    day = bill.service_on or bill.invoice_on
    return bill.number or " ".join(filter(None, [bill.code, day.isoformat()]))


def _receipts(bills: object) -> tuple[ReceiptLine, ...]:
    parts = (
        Allocation.objects.filter(bill__in=bills)
        .select_related("receipt__recorded_by", "receipt__batch", "bill__facility")
        .prefetch_related("receipt__reversals")
        .order_by("-receipt__deposited_on", "-receipt_id", "bill__invoice_on", "bill_id")
    )
    by_receipt: dict[UUID, list[Allocation]] = {}
    for part in parts:
        by_receipt.setdefault(part.receipt_id, []).append(part)
    return tuple(_receipt(found[0].receipt, found) for found in by_receipt.values())


def _receipt(receipt: Receipt, parts: list[Allocation]) -> ReceiptLine:
    return ReceiptLine(
        id=receipt.id,
        deposited_on=receipt.deposited_on,
        amount=total(part.amount for part in parts),
        payer=receipt.payer,
        reference=receipt.reference,
        recorded_by=_origin(receipt),
        recorded_at=receipt.recorded_at,
        parts=tuple(
            PartLine(part.bill_id, _facility(part.bill), bill_name(part.bill), part.amount) for part in parts
        ),
        reason=receipt.reason,
        can_reverse=_can_reverse(receipt),
    )


def _adjustment(row: Adjustment) -> AdjustmentLine:
    return AdjustmentLine(
        id=row.id,
        effective_on=row.effective_on,
        kind=row.get_kind_display(),
        facility=_facility(row.bill),
        bill=bill_name(row.bill),
        amount=row.amount,
        reason=row.reason,
        recorded_by=_origin(row),
        recorded_at=row.recorded_at,
        approved_by=row.approved_by.name if row.approved_by else "",
        is_bad_debt=row.kind == Adjustment.Kind.BAD_DEBT,
        can_reverse=_can_reverse(row),
    )


def _can_reverse(entry: Receipt | Adjustment) -> bool:
    return entry.reverses_id is None and entry.amount > Money.zero and not entry.reversals.all()


def _requests(bills: object) -> tuple[RequestLine, ...]:
    waiting = WriteOffRequest.objects.filter(bill__in=bills, status=WriteOffRequest.Status.PENDING)
    return tuple(
        RequestLine(
            id=row.id,
            effective_on=row.effective_on,
            facility=_facility(row.bill),
            bill=bill_name(row.bill),
            amount=row.amount,
            reason=row.reason,
            requested_by=row.requested_by.name if row.requested_by else "",
            requested_by_id=row.requested_by_id,
        )
        for row in waiting.select_related("bill__facility", "requested_by").order_by("-requested_at")
    )


def _origin(entry: Receipt | Adjustment) -> str:
    if entry.recorded_by:
        return entry.recorded_by.name
    return entry.batch.get_kind_display() if entry.batch else ""


def _facility(bill: Bill) -> str:
    return bill.facility.name if bill.facility else ""
