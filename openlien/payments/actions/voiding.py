"""Voids a payoff agreement: what it gave up of each bill is open again, in one transaction.

The agreement is taken back in `openlien.negotiation`, below this package; each reduction that it made is
reversed by a row that mirrors it, so bills, receivables and case account follow to the cent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from openlien.cases.codes import PayoffStatus
from openlien.cases.models import Bill
from openlien.identity.actor import Actor
from openlien.kit.errors import Conflict
from openlien.ledger.actions.unit import ledger_action
from openlien.negotiation.actions.voiding import annul
from openlien.negotiation.models import AgreementVoid, PayoffAgreement

from ..booking import book_change_of_refunds
from ..models import AgreedBill
from ..queries import BillPosition, bill_positions
from ..queries.voiding import Voiding, standing_reductions, voiding_of
from .adjustments import write_reductions
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
    agreed = list(agreement.agreed_bills.select_related("bill").order_by("bill_id"))
    positions = _positions_under(agreement, {before.bill_id for before in agreed})
    reversals = [
        mirrored(each, reason=void.reason, on=today, recorded_by_id=actor.user_id)
        for each in standing_reductions(agreement)
    ]
    write_reductions(actor, reversals, case_id=agreement.case_id, today=today)
    _open_bills(agreement, agreed)
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


def _positions_under(agreement: PayoffAgreement, agreed: Collection[UUID]) -> list[BillPosition]:
    """The bills of the case as they stood under the agreement, which is void by now."""
    return [
        replace(position, is_agreed=position.is_agreed or position.bill_id in agreed)
        for position in bill_positions(agreement.case_id)
    ]


def _open_bills(agreement: PayoffAgreement, agreed: Sequence[AgreedBill]) -> None:
    """The bills of the agreement say again what they said before it, as far as it made them say otherwise."""
    for before in agreed:
        bill = before.bill
        bill.payoff_agreed, bill.payoff_on = before.payoff_agreed, before.payoff_on
        bill.version += 1
        if bill.settled_on == agreement.agreed_on:
            bill.settled_on = before.settled_on
        if bill.payoff_status == PayoffStatus.REDUCTION:
            bill.payoff_status = before.payoff_status
    columns = ["payoff_agreed", "payoff_on", "settled_on", "payoff_status", "version"]
    Bill.objects.bulk_update([before.bill for before in agreed], columns)
