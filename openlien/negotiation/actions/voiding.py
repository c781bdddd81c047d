"""Takes an agreement back; payments.actions.void_agreement does so and opens the bills again with it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import Forbidden

from ..access import lock_offer
from ..errors import ReasonMissing
from ..models import AgreementVoid, Offer, PayoffAgreement
from ..vocabulary import OfferStatus
from .approval import REASON_LETTERS_MAX
from .offers import note_offer, require_status


def annul(actor: Actor, offer_id: UUID, *, version: int, reason: str, today: date) -> AgreementVoid:
    """The row that voids the agreement of an accepted offer; joins a transaction that opens its bills.

    The offer is voided with it, and the case can be negotiated again; offers that ended stay as they ended.
    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, ReasonMissing, TextTooLong, TextNotPlain.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_APPROVE)
    require_status(offer, version, OfferStatus.ACCEPTED)
    if actor.user_id is None:
        raise Forbidden()
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not stated:
        raise ReasonMissing()
    agreement = PayoffAgreement.objects.get(offer=offer)
    void = AgreementVoid.objects.create(
        agreement=agreement, reason=stated, voided_on=today, voided_by_id=actor.user_id
    )
    note_offer(actor, Offer.objects.get(id=offer.id), "voided with its payoff agreement", body=stated)
    return void
