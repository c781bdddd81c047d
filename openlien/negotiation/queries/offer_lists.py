"""Offers across cases: which wait, which expire, which were accepted; counted and page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from openlien.cases.scope import visible_cases
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, share_percent

from ..calculations.limits import Limit, broken_limits
from ..models import Offer
from ..vocabulary import EXPIRING_STATUSES, OPEN_STATUSES, Direction, OfferStatus
from .offers import Expiring, Policy, policy

PAGE_OFFERS = 50
EXPIRING_DAYS = 7
WORDS_LETTERS_MAX = 80


class OfferView(StrEnum):
    """Which offers a list shows."""

    OPEN = "open"
    EXPIRING = "expiring"
    APPROVAL = "approval"
    DRAFTS = "drafts"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ListedOffer(Expiring):
    """One offer in a list of many cases. *Units*: percent of retail."""

    id: UUID
    case_number: str
    patient: str
    law_firm: str
    number: int
    direction: Direction
    status: OfferStatus
    amount: Money
    retail: Money
    percent: Decimal | None
    expires_on: date | None
    created_by_id: UUID | None
    created_by: str
    created_at: datetime
    submitted_by_id: UUID | None
    submitted_by: str
    submitted_at: datetime | None
    approved_by: str
    needs_approval: bool
    ended_on: date | None
    breaks: tuple[Limit, ...]
    version: int


@dataclass(frozen=True, slots=True)
class OfferPage:
    """A page of a list, and how many offers of what amount the whole list has."""

    items: tuple[ListedOffer, ...]
    total: int
    amount: Money
    page: int
    pages: int


def offer_page(actor: Actor, view: OfferView, *, as_of: date, words: str = "", page: int = 1) -> OfferPage:
    """The offers of a view, the nearest to expire first or else the newest; a page past the last is the last.

    *Raises*: Forbidden.
    """
    found = _found(actor, view, as_of, words)
    summed = found.aggregate(total=Count("id"), amount=Sum("amount"))
    pages = max(1, -(-summed["total"] // PAGE_OFFERS))
    page = min(max(1, page), pages)
    shown = _ordered(found, view)[(page - 1) * PAGE_OFFERS : page * PAGE_OFFERS]
    limits = policy(actor)
    items = tuple(_listed(offer, limits) for offer in shown)
    return OfferPage(items, summed["total"], summed["amount"] or Money.zero, page, pages)


def every_offer(actor: Actor, view: OfferView, *, as_of: date, words: str = "") -> Iterator[ListedOffer]:
    """All offers of a view in the order of its pages, read as they are asked for.

    *Raises*: Forbidden.
    """
    limits = policy(actor)
    found = _ordered(_found(actor, view, as_of, words), view)
    return (_listed(offer, limits) for offer in found.iterator(chunk_size=500))


def offer_counts(actor: Actor, *, as_of: date) -> dict[OfferView, int]:
    """How many offers each view has, in one query.

    *Raises*: Forbidden.
    """
    counted = {view.value: Count("id", filter=_condition(view, as_of)) for view in OfferView}
    found = Offer.objects.filter(case__in=visible_cases(actor, Permission.OFFERS_VIEW)).aggregate(**counted)
    return {view: found[view.value] for view in OfferView}


def waiting_offers(actor: Actor) -> tuple[ListedOffer, ...]:
    """Every offer that waits for approval, the longest waiting first.

    *Raises*: Forbidden.
    """
    limits = policy(actor)
    reach = visible_cases(actor, Permission.OFFERS_VIEW)
    found = _with_names(Offer.objects.filter(case__in=reach, status=OfferStatus.SUBMITTED))
    return tuple(_listed(offer, limits) for offer in found.order_by("submitted_at", "id")[:200])


def waiting_count(actor: Actor) -> int:
    """How many offers wait for approval.

    *Raises*: Forbidden.
    """
    reach = visible_cases(actor, Permission.OFFERS_VIEW)
    return Offer.objects.filter(case__in=reach, status=OfferStatus.SUBMITTED).count()


def _found(actor: Actor, view: OfferView, as_of: date, words: str) -> QuerySet[Offer]:
    reach = visible_cases(actor, Permission.OFFERS_VIEW)
    found = _with_names(Offer.objects.filter(_condition(view, as_of), case__in=reach))
    for word in words[:WORDS_LETTERS_MAX].split():
        found = found.filter(
            Q(case__number__icontains=word)
            | Q(case__patient__name__icontains=word)
            | Q(case__law_firm__name__icontains=word)
        )
    return found


def _condition(view: OfferView, as_of: date) -> Q:
    return {
        OfferView.OPEN: Q(status__in=[status.value for status in OPEN_STATUSES]),
        OfferView.EXPIRING: Q(
            status__in=[status.value for status in EXPIRING_STATUSES],
            expires_on__lte=as_of + timedelta(days=EXPIRING_DAYS),
        ),
        OfferView.APPROVAL: Q(status=OfferStatus.SUBMITTED),
        OfferView.DRAFTS: Q(status=OfferStatus.DRAFT),
        OfferView.SENT: Q(status=OfferStatus.SENT, direction=Direction.OURS),
        OfferView.RECEIVED: Q(status=OfferStatus.SENT, direction=Direction.THEIRS),
        OfferView.ACCEPTED: Q(status=OfferStatus.ACCEPTED),
        OfferView.ENDED: Q(ended_on__isnull=False),
        OfferView.ALL: Q(id__isnull=False),
    }[view]


def _ordered(found: QuerySet[Offer], view: OfferView) -> QuerySet[Offer]:
    if view in {OfferView.OPEN, OfferView.EXPIRING, OfferView.SENT, OfferView.RECEIVED}:
        return found.order_by(F("expires_on").asc(nulls_last=True), "id")
    return found.order_by("-id")


def _with_names(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return offers.select_related(
        "case__patient", "case__law_firm", "created_by", "submitted_by", "approved_by"
    )


def _listed(offer: Offer, limits: Policy) -> ListedOffer:
    return ListedOffer(
        id=offer.id,
        case_number=offer.case.number,
        patient=offer.case.patient.name,
        law_firm=offer.case.law_firm.name if offer.case.law_firm else "",
        number=offer.number,
        direction=Direction(offer.direction),
        status=OfferStatus(offer.status),
        amount=offer.amount,
        retail=offer.retail,
        percent=share_percent(offer.amount, offer.retail),
        expires_on=offer.expires_on,
        created_by_id=offer.created_by_id,
        created_by=offer.created_by.name if offer.created_by else "",
        created_at=offer.created_at,
        submitted_by_id=offer.submitted_by_id,
        submitted_by=offer.submitted_by.name if offer.submitted_by else "",
        submitted_at=offer.submitted_at,
        approved_by=offer.approved_by.name if offer.approved_by else "",
        needs_approval=offer.needs_approval,
        ended_on=offer.ended_on,
        breaks=limits_broken(limits, amount=offer.amount, retail=offer.retail),
        version=offer.version,
    )


def limits_broken(limits: Policy, *, amount: Money, retail: Money) -> tuple[Limit, ...]:
    """The limits of the policy that an offer of this amount for bills of this retail breaks."""
    return broken_limits(
        amount=amount,
        retail=retail,
        percent_below=limits.approval_percent_below,
        amount_above=limits.approval_amount_above,
    )
