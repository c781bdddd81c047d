"""Concludes a negotiation; payments.actions.accept_offer does so and books the reductions with it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models.functions import Now

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..access import agreement_in_force, lock_offer
from ..errors import ApprovalNeeded, CaseAgreed, OfferHasExpired
from ..models import Offer, PayoffAgreement
from ..vocabulary import OPEN_STATUSES, Direction, OfferStatus, Source
from .approval import fairness_of_offer, needs_approval, require_another
from .bill_offers import RowOutcome, present_offers, write_changes
from .offers import note_offer, require_status
from .steps import end


def conclude(
    actor: Actor, offer_id: UUID, *, version: int, today: date, justification: str = ""
) -> PayoffAgreement:
    """The payoff agreement that the accepted offer is; joins a transaction that books its reductions too.

    The offers of its bills are what was agreed for them from now on, and the other open offers of the case
    are withdrawn with it.
    *Raises*: Forbidden, NotFound, CaseAgreed, OfferNotThere, OfferStale, OfferHasExpired; for the firm's
    offer JustificationMissing, and beyond the limits ApprovalNeeded and ApprovedByCreator.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    if offer.status != OfferStatus.ACCEPTED and agreement_in_force(offer.case_id):
        raise CaseAgreed()
    require_status(offer, version, OfferStatus.SENT)
    if offer.expires_on is not None and offer.expires_on < today:
        raise OfferHasExpired(expires_on=offer.expires_on)
    more = _checked_now(actor, offer, justification) if offer.direction == Direction.THEIRS else {}
    accepted = end(actor, offer, OfferStatus.ACCEPTED, today=today, **more)
    note_offer(actor, accepted, "accepted", body=accepted.justification)
    _offer_what_was_agreed(actor, accepted)
    for other in Offer.objects.select_for_update().filter(case=offer.case, status__in=_OPEN).order_by("id"):
        other.case = offer.case
        end(actor, other, OfferStatus.WITHDRAWN, today=today, reason=f"Offer no. {offer.number} was accepted")
    return PayoffAgreement.objects.select_related("case").get(offer=accepted)


def _offer_what_was_agreed(actor: Actor, offer: Offer) -> None:
    """The bills grid says of each bill what the agreement says, whatever was offered in it before."""
    present, rows = present_offers(offer.case_id), []
    for bill_id, agreed in offer.lines.order_by("bill_id").values_list("bill_id", "amount"):
        known = present.get(bill_id)
        before, version = (known.amount, known.version) if known else (None, 0)
        if before != agreed:
            rows.append(RowOutcome(bill_id, "", before, agreed, version))
    if rows:
        write_changes(actor, offer.case, rows, source=Source.ACCEPTED)


_OPEN = [status.value for status in OPEN_STATUSES]


def _checked_now(actor: Actor, offer: Offer, justification: str) -> dict[str, object]:
    """What was not asked of an offer that came from the firm: fairness, and approval beyond the limits."""
    columns = fairness_of_offer(offer, justification)
    if not needs_approval(offer):
        return columns
    if not actor.may(Permission.OFFERS_APPROVE):
        raise ApprovalNeeded()
    require_another(actor, offer)
    return {**columns, "needs_approval": True, "approved_by_id": actor.user_id, "approved_at": Now()}
