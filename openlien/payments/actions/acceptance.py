"""Accepts an offer: the agreement and the reductions that it means, in one transaction.

An agreement is made in `openlien.negotiation`, below this package; what it gives up of each bill is an
adjustment like any other, so bills, receivables and case account follow it to the cent.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.cases.codes import PayoffStatus
from openlien.cases.models import Bill
from openlien.identity.actor import Actor
from openlien.kit.errors import Conflict
from openlien.kit.money import Money
from openlien.ledger.actions.unit import ledger_action
from openlien.negotiation.actions.acceptance import conclude
from openlien.negotiation.models import OfferLine, PayoffAgreement
from openlien.negotiation.naming import bill_name

from ..models import Adjustment, AgreedBill
from ..queries import BillPosition, bill_positions
from .adjustments import AdjustmentBeforeBill, write_reductions


class ReceivedBeyondOffer(Conflict):
    """Not accepted. ${received} was received on bill {bill}, more than the ${agreed} offered for it."""


class GivenUpBeyondOffer(Conflict):
    """Not accepted. Of bill {bill} only ${left} is left to collect, less than the ${agreed} offered."""


@ledger_action
def accept_offer(
    actor: Actor, offer_id: UUID, *, version: int, today: date, justification: str = ""
) -> PayoffAgreement:
    """The payoff agreement; every bill of the offer is reduced to what was agreed for it.

    *Raises*: Forbidden, NotFound, CaseAgreed, OfferNotThere, OfferStale, OfferHasExpired,
    JustificationMissing, ApprovalNeeded, ApprovedByCreator, ReceivedBeyondOffer, GivenUpBeyondOffer,
    AdjustmentBeforeBill; of the books CaseAccountClosed.
    """
    agreement = conclude(actor, offer_id, version=version, today=today, justification=justification)
    lines = list(
        OfferLine.objects.filter(offer_id=agreement.offer_id).select_related("bill").order_by("bill_id")
    )
    positions = {position.bill_id: position for position in bill_positions(agreement.case_id)}
    adjustments = [
        Adjustment(
            bill=line.bill,
            kind=Adjustment.Kind.REDUCTION,
            amount=reduction,
            effective_on=today,
            reason=f"Payoff agreement, offer no. {agreement.offer.number}",
            recorded_by_id=actor.user_id,
            agreement=agreement,
        )
        for line in lines
        if (reduction := _reduction(line, positions[line.bill_id], today))
    ]
    write_reductions(actor, adjustments, case_id=agreement.case_id, today=today)
    _keep_what_bills_said(agreement, lines)
    _settle_bills(lines, {adjustment.bill_id for adjustment in adjustments}, today)
    return agreement


def _reduction(line: OfferLine, position: BillPosition, today: date) -> Money:
    """What is still to give up of a bill, so that what was agreed is what it comes to."""
    left = position.billed - position.reduction - position.bad_debt
    said = {"bill": bill_name(line.bill), "agreed": line.amount}
    if position.collected > line.amount:
        raise ReceivedBeyondOffer(received=position.collected, **said)
    if line.amount > left:
        raise GivenUpBeyondOffer(left=left, **said)
    reduction = left - line.amount
    if reduction and line.bill.invoice_on > today:
        raise AdjustmentBeforeBill(invoice_on=line.bill.invoice_on)
    return reduction


def _keep_what_bills_said(agreement: PayoffAgreement, lines: list[OfferLine]) -> None:
    AgreedBill.objects.bulk_create(
        AgreedBill(
            agreement=agreement,
            bill=line.bill,
            payoff_status=line.bill.payoff_status,
            payoff_agreed=line.bill.payoff_agreed,
            payoff_on=line.bill.payoff_on,
            settled_on=line.bill.settled_on,
        )
        for line in lines
    )


def _settle_bills(lines: list[OfferLine], reduced: set[UUID], today: date) -> None:
    for line in lines:
        line.bill.payoff_agreed = line.amount
        line.bill.payoff_on = today
        line.bill.settled_on = line.bill.settled_on or today
        line.bill.version += 1
        if line.bill_id in reduced:
            line.bill.payoff_status = PayoffStatus.REDUCTION
    columns = ["payoff_agreed", "payoff_on", "settled_on", "payoff_status", "version"]
    Bill.objects.bulk_update([line.bill for line in lines], columns)
