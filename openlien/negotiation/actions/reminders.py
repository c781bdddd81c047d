"""A follow-up for whoever works a case when an offer that waits for an answer is about to end."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from openlien.cases.models import Activity, Task
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.date_words import day_text
from openlien.kit.idempotency import content_hash

from ..access import lock_offer
from ..models import Offer
from ..naming import dollars
from ..vocabulary import Direction, OfferStatus

DAYS_BEFORE = 2


def remind_of_expiry(actor: Actor, *, today: date) -> int:
    """How many offers got a follow-up because their last day is near; each once, in a transaction of its own.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_MAKE)
    near = Offer.objects.filter(
        status=OfferStatus.SENT,
        expires_on__range=(today, today + timedelta(days=DAYS_BEFORE)),
        case__withdrawn_at__isnull=True,
    )
    told = set(
        Task.objects.filter(idempotency_key__in=[_key(each.id) for each in near]).values_list(
            "idempotency_key", flat=True
        )
    )
    return sum(_remind(actor, each.id, today=today) for each in near if _key(each.id) not in told)


def end_reminder(offer: Offer, why: str) -> None:
    """Cancels the follow-up of an offer that has ended; joins the caller's transaction."""
    Task.objects.filter(idempotency_key=_key(offer.id), done_at=None, cancelled_at=None).update(
        cancelled_at=now(), result=why, version=F("version") + 1
    )


@action
def _remind(actor: Actor, offer_id: UUID, *, today: date) -> bool:
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    key = _key(offer.id)
    if offer.status != OfferStatus.SENT or Task.objects.filter(idempotency_key=key).exists():
        return False
    task = Task.objects.create(
        case=offer.case,
        kind=Task.Kind.OFFER,
        title=_title(offer),
        due_on=offer.expires_on,
        assigned_to_id=offer.case.negotiator_id or offer.created_by_id,
        created_by_id=actor.user_id,
        idempotency_key=key,
        content_hash=content_hash(offer=offer.id),
    )
    Activity.objects.create(
        case=offer.case,
        kind=Activity.Kind.TASK,
        summary=f"Follow-up: {task.title}",
        object_id=str(task.id),
        actor_id=actor.user_id,
    )
    return True


def _title(offer: Offer) -> str:
    whose = "Our offer" if offer.direction == Direction.OURS else "The firm's offer"
    day = offer.expires_on
    assert day is not None
    return f"{whose} no. {offer.number} of {dollars(offer.amount)} ends {day_text(day)}"


def _key(offer_id: UUID) -> str:
    return f"offer-ends:{offer_id}"
