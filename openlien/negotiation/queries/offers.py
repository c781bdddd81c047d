"""The offers of a case with their lines and states, what was agreed, and the limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from openlien.cases.queries import CaseHead
from openlien.cases.scope import visible_cases
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money, share_percent

from ..models import NegotiationPolicy, Offer, OfferLine, PayoffAgreement
from ..naming import bill_name
from ..vocabulary import EXPIRING_STATUSES, FOLLOWING, Direction, OfferStatus


@dataclass(frozen=True, slots=True)
class OfferLineRecord:
    """What an offer means for one bill. *Units*: percent of retail."""

    bill_id: UUID
    bill: str
    retail: Money
    amount: Money
    percent: Decimal | None


class Expiring:
    """Until when an offer holds, however much else was read of it."""

    __slots__ = ()
    status: OfferStatus
    expires_on: date | None

    def days_left(self, as_of: date) -> int | None:
        """The days until the last one on which it holds, 0 on it; None where it holds or has ended anyway."""
        if self.expires_on is None or self.status not in EXPIRING_STATUSES:
            return None
        return (self.expires_on - as_of).days


@dataclass(frozen=True, slots=True)
class OfferRecord(Expiring):
    """One offer of a case; `lines` in the order of the bills' ids. *Units*: percent of retail.

    `negotiator_id` is whose case it is. `agreed_on` is the day it was accepted, also where the agreement was
    voided later.
    """

    id: UUID
    case_number: str
    negotiator_id: UUID | None
    number: int
    direction: Direction
    status: OfferStatus
    amount: Money
    retail: Money
    percent: Decimal | None
    fair: Money | None
    expires_on: date | None
    counter_of_id: UUID | None
    terms: str
    justification: str
    needs_approval: bool
    created_by_id: UUID | None
    created_by: str
    created_at: datetime
    submitted_by_id: UUID | None
    submitted_by: str
    submitted_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    sent_at: datetime | None
    agreed_on: date | None
    agreed_by: str
    ended_on: date | None
    ended_by: str
    ending_reason: str
    version: int
    lines: tuple[OfferLineRecord, ...]

    @property
    def following(self) -> frozenset[OfferStatus]:
        """The states that may come next."""
        return FOLLOWING[self.status]


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """What a case is settled for."""

    id: UUID
    offer_id: UUID
    offer_number: int
    amount: Money
    agreed_on: date
    agreed_by: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits beyond which somebody else approves an offer. *Units*: percent of retail, USD, days."""

    approval_percent_below: Decimal
    approval_amount_above: Money | None
    validity_days: int
    version: int


def offers_of(actor: Actor, case: CaseHead) -> tuple[OfferRecord, ...]:
    """The offers of a case that the actor has read, the newest first, in a constant number of queries.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    found = _with_people(Offer.objects.filter(case_id=case.id)).order_by("-number")
    return tuple(_record(offer) for offer in found)


def read_offer(actor: Actor, offer_id: UUID) -> OfferRecord:
    """One offer.

    *Raises*: Forbidden, NotFound.
    """
    reach = visible_cases(actor, Permission.OFFERS_VIEW)
    offer = _with_people(Offer.objects.filter(id=offer_id, case__in=reach)).first()
    if offer is None:
        raise NotFound()
    return _record(offer)


def expiring_offers(actor: Actor, *, as_of: date, days: int = 7) -> tuple[OfferRecord, ...]:
    """The offers whose last day comes within so many days, the nearest first.

    *Raises*: Forbidden.
    """
    reach = visible_cases(actor, Permission.OFFERS_VIEW)
    found = Offer.objects.filter(
        case__in=reach,
        status__in=[status.value for status in EXPIRING_STATUSES],
        expires_on__range=(as_of, as_of + timedelta(days=days)),
    )
    return tuple(_record(offer) for offer in _with_people(found).order_by("expires_on", "id"))


def agreement_of(actor: Actor, case: CaseHead) -> AgreementRecord | None:
    """What a case that the actor has read is settled for; None while nothing is agreed.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    agreements = PayoffAgreement.objects.filter(case_id=case.id, voided_at__isnull=True)
    found = agreements.select_related("offer", "agreed_by").first()
    if found is None:
        return None
    by = found.agreed_by.name if found.agreed_by else ""
    return AgreementRecord(found.id, found.offer_id, found.offer.number, found.amount, found.agreed_on, by)


def policy(actor: Actor) -> Policy:
    """The limits as they are.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    found = NegotiationPolicy.objects.get(id=1)
    return Policy(
        approval_percent_below=found.approval_percent_below,
        approval_amount_above=found.approval_amount_above,
        validity_days=found.validity_days,
        version=found.version,
    )


def _with_people(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    lines = OfferLine.objects.select_related("bill").order_by("bill_id")
    people = ("case", "created_by", "submitted_by", "approved_by", "ended_by", "agreement__agreed_by")
    return offers.select_related(*people).prefetch_related(Prefetch("lines", queryset=lines))


def _record(offer: Offer) -> OfferRecord:
    agreement = getattr(offer, "agreement", None)
    return OfferRecord(
        id=offer.id,
        case_number=offer.case.number,
        negotiator_id=offer.case.negotiator_id,
        number=offer.number,
        direction=Direction(offer.direction),
        status=OfferStatus(offer.status),
        amount=offer.amount,
        retail=offer.retail,
        percent=share_percent(offer.amount, offer.retail),
        fair=offer.fair,
        expires_on=offer.expires_on,
        counter_of_id=offer.counter_of_id,
        terms=offer.terms,
        justification=offer.justification,
        needs_approval=offer.needs_approval,
        created_by_id=offer.created_by_id,
        created_by=_name(offer.created_by),
        created_at=offer.created_at,
        submitted_by_id=offer.submitted_by_id,
        submitted_by=_name(offer.submitted_by),
        submitted_at=offer.submitted_at,
        approved_by=_name(offer.approved_by),
        approved_at=offer.approved_at,
        sent_at=offer.sent_at,
        agreed_on=agreement.agreed_on if agreement else None,
        agreed_by=_name(agreement.agreed_by) if agreement else "",
        ended_on=offer.ended_on,
        ended_by=_name(offer.ended_by),
        ending_reason=offer.ending_reason,
        version=offer.version,
        lines=tuple(
            OfferLineRecord(
                line.bill_id,
                bill_name(line.bill),
                line.retail,
                line.amount,
                share_percent(line.amount, line.retail),
            )
            for line in offer.lines.all()
        ),
    )


def _name(person: object) -> str:
    return person.name if person else ""  # type: ignore[attr-defined]
