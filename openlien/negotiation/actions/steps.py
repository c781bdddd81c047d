"""What happens to an offer after it was made: sent, countered, rejected, withdrawn, expired."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models.functions import Now

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.idempotency import content_hash, earlier_result

from ..access import lock_offer
from ..errors import OfferHoldsStill, ReasonMissing
from ..models import Offer
from ..vocabulary import EXPIRING_STATUSES, OPEN_STATUSES, Direction, OfferStatus
from .approval import REASON_LETTERS_MAX, refuse_expired
from .offers import OfferTerms, make_offer, move, note_offer, require_status
from .reminders import end_reminder


@action
def send_offer(actor: Actor, offer_id: UUID, *, version: int, today: date) -> Offer:
    """The approved offer, now noted as sent to the firm.

    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, ExpiryPassed.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    require_status(offer, version, OfferStatus.APPROVED)
    refuse_expired(offer, today)
    sent = move(offer, status=OfferStatus.SENT, sent_at=Now())
    note_offer(actor, sent, "sent")
    return sent


@action
def counter_offer(
    actor: Actor,
    offer_id: UUID,
    terms: OfferTerms,
    *,
    version: int,
    today: date,
    idempotency_key: str | None = None,
) -> Offer:
    """The answer to an offer: the firm's to ours is received, ours to theirs begins as a draft.

    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, IdempotencyKeyReused; as draft_offer.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    content = content_hash(
        counter_of=offer_id,
        amount=terms.amount,
        lines=[(str(line.bill_id), str(line.amount)) for line in terms.lines],
        expires_on=terms.expires_on,
        words=terms.words.strip(),
    )
    if earlier := earlier_result(Offer, idempotency_key, content):
        return earlier
    require_status(offer, version, OfferStatus.SENT)
    ended = end(actor, offer, OfferStatus.COUNTERED, today=today)
    note_offer(actor, ended, "countered")
    answer = Direction.THEIRS if offer.direction == Direction.OURS else Direction.OURS
    return make_offer(
        actor, offer.case, answer, terms, today=today, counter_of=ended, key=idempotency_key, content=content
    )


@action
def reject_offer(actor: Actor, offer_id: UUID, *, version: int, today: date, reason: str = "") -> Offer:
    """The offer, rejected: ours by the firm, theirs by us.

    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, TextTooLong, TextNotPlain.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    require_status(offer, version, OfferStatus.SENT)
    return _ended(actor, offer, OfferStatus.REJECTED, today=today, reason=reason)


@action
def withdraw_offer(actor: Actor, offer_id: UUID, *, version: int, today: date, reason: str) -> Offer:
    """The offer, taken back before it was answered.

    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, ReasonMissing, TextTooLong, TextNotPlain.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    require_status(offer, version, *OPEN_STATUSES)
    if not reason.strip():
        raise ReasonMissing()
    return _ended(actor, offer, OfferStatus.WITHDRAWN, today=today, reason=reason)


@action
def expire_offer(actor: Actor, offer_id: UUID, *, today: date) -> Offer:
    """The offer, expired because its last day is over; as it is where it ended otherwise meanwhile.

    *Raises*: Forbidden, NotFound, OfferHoldsStill.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    if offer.status not in EXPIRING_STATUSES:
        return offer
    if offer.expires_on is None or offer.expires_on >= today:
        raise OfferHoldsStill(expires_on=offer.expires_on or "further notice")
    return _ended(actor, offer, OfferStatus.EXPIRED, today=today)


def expire_offers(actor: Actor, *, today: date) -> int:
    """How many offers expired because their last day is over; each in a transaction of its own.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_MAKE)
    due = Offer.objects.filter(
        status__in=[status.value for status in EXPIRING_STATUSES],
        expires_on__lt=today,
        case__withdrawn_at__isnull=True,
    )
    ended = [expire_offer(actor, offer_id, today=today) for offer_id in due.values_list("id", flat=True)]
    return sum(1 for offer in ended if offer.status == OfferStatus.EXPIRED)


def end(
    actor: Actor, offer: Offer, status: OfferStatus, *, today: date, reason: str = "", **more: object
) -> Offer:
    """The locked offer in a state that nothing follows; joins the caller's transaction."""
    end_reminder(offer, f"The offer is {status.label.lower()}")
    return move(
        offer,
        status=status,
        ended_on=today,
        ended_at=Now(),
        ended_by_id=actor.user_id,
        ending_reason=plain_text(reason, letters_max=REASON_LETTERS_MAX),
        **more,
    )


def _ended(actor: Actor, offer: Offer, status: OfferStatus, *, today: date, reason: str = "") -> Offer:
    ended = end(actor, offer, status, today=today, reason=reason)
    note_offer(actor, ended, status.label.lower(), body=ended.ending_reason)
    return ended
