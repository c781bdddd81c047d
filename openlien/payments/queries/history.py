"""Everything that moved the balance of a case, in one list with the balance after each step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from openlien.cases.queries import CaseHead
from openlien.cases.scope import visible_bills
from openlien.identity.actor import Actor
from openlien.identity.models import User
from openlien.kit.fields import usd_sum
from openlien.kit.money import Money

from .bills import refunds_of
from .money import AdjustmentLine, CaseMoney, PartLine, ReceiptLine

BILLED, PAYMENT, REDUCTION, BAD_DEBT, REFUND = "billed", "payment", "reduction", "bad_debt", "refund"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step of a case's balance.

    *Shapes*: `kind` is billed, payment, reduction, bad_debt or refund; a reversal is a step of the same kind
    the other way. `change` is what the step adds to the balance, `balance` what is owed after it: less than
    zero is owed back. `parts` are the bills that a payment pays. `source_id` is that of the receipt or
    adjustment.
    *Units*: USD.
    """

    on: date
    kind: str
    label: str
    detail: str
    change: Money
    balance: Money = Money.zero
    by: str = ""
    parts: tuple[PartLine, ...] = ()
    source_id: UUID | None = None
    can_reverse: bool = False
    recorded_at: datetime | None = None

    @property
    def order(self) -> tuple[date, bool, float]:
        """Its place: by day, bills first, then as it was recorded."""
        at = self.recorded_at.timestamp() if self.recorded_at else 0.0
        return self.on, self.kind != BILLED, at


def history_of(actor: Actor, case: CaseHead, money: CaseMoney) -> tuple[HistoryLine, ...]:
    """The steps of a case that the actor has read, the newest first; the last balance is what is owed.

    `money` is what payments.queries.money_of gives. Bills of one day are one step. Refunds, which belong to
    no bill, are shown to those who see the whole case.
    *Raises*: Forbidden.
    """
    steps = [
        *_billed(actor, case),
        *(_of_receipt(line) for line in reversed(money.receipts)),
        *(_of_adjustment(line) for line in reversed(money.adjustments)),
        *(_refunds(case) if case.is_seen_whole else ()),
    ]
    balance, told = Money.zero, []
    for step in sorted(steps, key=lambda step: step.order):
        balance += step.change
        told.append(replace(step, balance=balance))
    return tuple(reversed(told))


def _billed(actor: Actor, case: CaseHead) -> list[HistoryLine]:
    days = (
        visible_bills(actor)
        .filter(case_id=case.id)
        .values("invoice_on")
        .annotate(billed_sum=usd_sum("billed"), bill_count=Count("id"))
        .order_by("invoice_on")
    )
    return [
        HistoryLine(
            on=day["invoice_on"],
            kind=BILLED,
            label="Billed",
            detail=f"{day['bill_count']} bill{'s' if day['bill_count'] > 1 else ''}",
            change=day["billed_sum"],
        )
        for day in days
    ]


def _of_receipt(line: ReceiptLine) -> HistoryLine:
    is_reversal = bool(line.reason) or line.amount < Money.zero
    said = [line.payer, line.reference, f"reversal: {line.reason}" if line.reason else ""]
    return HistoryLine(
        on=line.deposited_on,
        kind=PAYMENT,
        label="Payment reversed" if is_reversal else "Payment",
        detail=", ".join(filter(None, said)),
        change=-line.amount,
        by=line.recorded_by,
        parts=line.parts,
        source_id=line.id,
        can_reverse=line.can_reverse,
        recorded_at=line.recorded_at,
    )


def _of_adjustment(line: AdjustmentLine) -> HistoryLine:
    approved = f", approved by {line.approved_by}" if line.approved_by else ""
    return HistoryLine(
        on=line.effective_on,
        kind=BAD_DEBT if line.is_bad_debt else REDUCTION,
        label=f"{line.kind} reversed" if line.amount < Money.zero else line.kind,
        detail=line.reason,
        change=-line.amount,
        by=line.recorded_by + approved,
        parts=(PartLine(line.id, line.facility, line.bill, line.amount),),
        source_id=line.id,
        can_reverse=line.can_reverse,
        recorded_at=line.recorded_at,
    )


def _refunds(case: CaseHead) -> list[HistoryLine]:
    rows = list(refunds_of(case).order_by("occurred_on", "id"))
    people = dict(User.objects.filter(id__in={row.recorded_by_id for row in rows}).values_list("id", "name"))
    return [
        HistoryLine(
            on=row.occurred_on,
            kind=REFUND,
            label="Refund" if row.refund_paid > Money.zero else "Refund reversed",
            detail=row.description,
            change=row.refund_paid,
            by=people.get(row.recorded_by_id, ""),
            recorded_at=row.recorded_at,
        )
        for row in rows
    ]
