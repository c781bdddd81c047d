"""Voids a payoff agreement: what it gave up of each bill is open again, in one transaction.

The agreement is taken back in `openlien.negotiation`, below this package; each reduction that it made is
reversed by a row that mirrors it, so bills, receivables and case account follow to the cent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from openlien.cases.codes import PayoffStatus
from openlien.cases.models import Bill
from openlien.identity.actor import Actor
from openlien.kit.errors import Conflict
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.columns import new_ids
from openlien.ledger.events import ReductionAgreed
from openlien.ledger.recording import record_events
from openlien.negotiation.actions.voiding import annul
from openlien.negotiation.models import AgreementVoid, OfferLine, PayoffAgreement

from ..booking import book_change_of_refunds
from ..models import Adjustment, AgreedBill
from ..queries import BillPosition, bill_positions
from ..queries.voiding import Voiding, standing_reductions, voiding_of
from .reversals import mirrored


class PaidSinceAgreed(Conflict):
    """Not voided. ${received} was received since the payoff was agreed; reverse those payments first."""


class PlanRestsOnIt(Conflict):
    """Not voided. A payment plan rests on this agreement; cancel the plan first."""


@ledger_action
def void_agreement(actor: Actor, offer_id: UUID, *, version: int, reason: str, today: date) -> AgreementVoid:
    """The row that voids the agreement of an accepted offer; what it gave up of its bills is open again.

    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, ReasonMissing, TextTooLong, TextNotPlain,
    PaidSinceAgreed, PlanRestsOnIt; of the books CaseAccountClosed.
    """
    void = annul(actor, offer_id, version=version, reason=reason, today=today)
    agreement = void.agreement
    refuse_what_rests_on_it(voiding_of(agreement))
    positions = _positions_under(agreement)
    given_up = list(standing_reductions(agreement))
    reversals = [
        mirrored(each, reason=void.reason, on=today, recorded_by_id=actor.user_id) for each in given_up
    ]
    for reversal, new_id in zip(reversals, new_ids(None for _ in reversals), strict=True):
        reversal.id = new_id
    Adjustment.objects.bulk_create(reversals)
    _open_bills(agreement)
    _book(actor, agreement, reversals, today)
    book_change_of_refunds(
        actor,
        void.id,
        positions,
        case_id=agreement.case_id,
        on=today,
        description=f"Payoff agreement voided: {void.reason}",
        today=today,
    )
    return void


def refuse_what_rests_on_it(voiding: Voiding) -> None:
    """Passes when nobody has paid or promised instalments by the agreement.

    *Raises*: PaidSinceAgreed, PlanRestsOnIt.
    """
    if voiding.received:
        raise PaidSinceAgreed(received=voiding.received)
    if voiding.has_plan:
        raise PlanRestsOnIt()


def _positions_under(agreement: PayoffAgreement) -> list[BillPosition]:
    """The bills of the case as they stood under the agreement, which is void by now."""
    agreed = set(OfferLine.objects.filter(offer_id=agreement.offer_id).values_list("bill_id", flat=True))
    return [
        replace(position, is_agreed=position.is_agreed or position.bill_id in agreed)
        for position in bill_positions(agreement.case_id)
    ]


def _open_bills(agreement: PayoffAgreement) -> None:
    """The bills of the agreement say again what they said before it, as far as it made them say otherwise."""
    bills = []
    for before in AgreedBill.objects.filter(agreement=agreement).select_related("bill").order_by("bill_id"):
        bill = before.bill
        bill.payoff_agreed, bill.payoff_on = before.payoff_agreed, before.payoff_on
        bill.version += 1
        if bill.settled_on == agreement.agreed_on:
            bill.settled_on = before.settled_on
        if bill.payoff_status == PayoffStatus.REDUCTION:
            bill.payoff_status = before.payoff_status
        bills.append(bill)
    columns = ["payoff_agreed", "payoff_on", "settled_on", "payoff_status", "version"]
    Bill.objects.bulk_update(bills, columns)


def _book(actor: Actor, agreement: PayoffAgreement, reversals: list[Adjustment], today: date) -> None:
    events = [
        (
            str(reversal.id),
            ReductionAgreed(
                on=today,
                case_id=agreement.case_id,
                amount=reversal.amount,
                description=f"Reduction reversed: {reversal.reason}",
            ),
        )
        for reversal in reversals
    ]
    if events:
        record_events(actor, events, today=today)
