"""An offer of ours is submitted, and where it lies beyond the limits approved by somebody else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money

from ..access import lock_offer
from ..calculations.limits import broken_limits
from ..errors import (
    AmountNegative,
    ApprovedByCreator,
    ExpiryPassed,
    JustificationMissing,
    PercentOutOfRange,
    ReasonMissing,
    TermsStale,
    ValidityOutOfRange,
)
from ..fair_share import fair_amount, fair_share_of
from ..models import NegotiationPolicy, Offer
from ..vocabulary import OfferStatus
from .offers import move, note_offer, require_status

REASON_LETTERS_MAX = 300
JUSTIFICATION_LETTERS_MAX = 1000


@action
def submit_offer(
    actor: Actor, offer_id: UUID, *, version: int, today: date, justification: str = ""
) -> Offer:
    """The offer, waiting for approval, or approved at once within the limits.

    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, ExpiryPassed; JustificationMissing below what
    is fair; TextTooLong, TextNotPlain.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    require_status(offer, version, OfferStatus.DRAFT)
    refuse_expired(offer, today)
    submitted = move(
        offer,
        status=OfferStatus.SUBMITTED,
        needs_approval=needs_approval(offer),
        submitted_by_id=actor.user_id,
        submitted_at=Now(),
        **fairness_of_offer(offer, justification),
    )
    note_offer(actor, submitted, "submitted", body=submitted.justification)
    if submitted.needs_approval:
        return submitted
    approved = move(submitted, status=OfferStatus.APPROVED, approved_at=Now())
    note_offer(actor, approved, "approved by the limits")
    return approved


@action
def approve_offer(actor: Actor, offer_id: UUID, *, version: int, today: date) -> Offer:
    """The offer, approved by somebody who neither made nor submitted it.

    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, ApprovedByCreator, ExpiryPassed.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_APPROVE)
    require_status(offer, version, OfferStatus.SUBMITTED)
    refuse_expired(offer, today)
    require_another(actor, offer)
    approved = move(offer, status=OfferStatus.APPROVED, approved_by_id=actor.user_id, approved_at=Now())
    note_offer(actor, approved, "approved")
    return approved


@action
def return_offer(actor: Actor, offer_id: UUID, *, version: int, reason: str) -> Offer:
    """The offer as a draft again, because it was not approved.

    *Raises*: Forbidden, NotFound, OfferNotThere, OfferStale, ReasonMissing, TextTooLong, TextNotPlain.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_APPROVE)
    require_status(offer, version, OfferStatus.SUBMITTED)
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not stated:
        raise ReasonMissing()
    returned = move(
        offer, status=OfferStatus.DRAFT, submitted_by=None, submitted_at=None, needs_approval=False, fair=None
    )
    note_offer(actor, returned, "not approved", body=stated)
    return returned


@action
def set_policy(
    actor: Actor,
    *,
    approval_percent_below: Decimal,
    approval_amount_above: Money | None,
    validity_days: int,
    version: int,
) -> NegotiationPolicy:
    """The limits: below that percentage of retail, or above that amount, somebody else approves an offer.

    *Raises*: Forbidden, TermsStale, PercentOutOfRange, AmountNegative, ValidityOutOfRange.
    """
    actor.require(Permission.OFFERS_APPROVE)
    policy = NegotiationPolicy.objects.select_for_update().get(id=1)
    if policy.version != version:
        raise TermsStale(yours=version, theirs=policy.version, version=policy.version)
    if not 0 <= approval_percent_below <= 100:
        raise PercentOutOfRange(field="The limit")
    if approval_amount_above is not None and approval_amount_above < Money.zero:
        raise AmountNegative(field="The limit")
    if not 1 <= validity_days <= 365:
        raise ValidityOutOfRange()
    NegotiationPolicy.objects.filter(id=1).update(
        approval_percent_below=approval_percent_below,
        approval_amount_above=approval_amount_above,
        validity_days=validity_days,
        version=F("version") + 1,
    )
    return NegotiationPolicy.objects.get(id=1)


def needs_approval(offer: Offer) -> bool:
    """Whether the offer is beyond the limits: below the policy's share of retail, or above its amount."""
    policy = NegotiationPolicy.objects.get(id=1)
    return bool(
        broken_limits(
            amount=offer.amount,
            retail=offer.retail,
            percent_below=policy.approval_percent_below,
            amount_above=policy.approval_amount_above,
        )
    )


def fairness_of_offer(offer: Offer, justification: str) -> dict[str, object]:
    """What is fair for the bills of an offer, and why a lower one is right; as columns of the offer.

    *Raises*: JustificationMissing, TextTooLong, TextNotPlain.
    *Source*: ruling A7
    """
    stated = plain_text(justification, letters_max=JUSTIFICATION_LETTERS_MAX) or offer.justification
    fair = fair_amount(fair_share_of(offer.case_id), offer.lines.values_list("retail", flat=True))
    if fair is not None and offer.amount < fair and not stated:
        raise JustificationMissing(amount=offer.amount, fair=fair)
    return {"fair": fair, "justification": stated}


def refuse_expired(offer: Offer, today: date) -> None:
    """Passes while the offer holds.

    *Raises*: ExpiryPassed.
    """
    if offer.expires_on is not None and offer.expires_on < today:
        raise ExpiryPassed(expires_on=offer.expires_on)


def require_another(actor: Actor, offer: Offer) -> None:
    """Passes when the actor is a person who neither made nor submitted the offer.

    *Raises*: Forbidden, ApprovedByCreator.
    """
    if actor.user_id is None:
        raise Forbidden()
    if actor.user_id in {offer.created_by_id, offer.submitted_by_id}:
        raise ApprovedByCreator()
