"""The case of a negotiation, within the actor's reach and held until the transaction ends."""

from __future__ import annotations

from uuid import UUID

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity, Bill, Case
from openlien.cases.scope import visible_bills
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from .errors import CaseAgreed
from .models import Offer, PayoffAgreement


def lock_open_case(actor: Actor, case_number: str, permission: Permission) -> Case:
    """The case, locked, while nothing is agreed on it.

    *Raises*: Forbidden, NotFound, CaseAgreed.
    """
    case = lock_case(actor, case_number, permission)
    if PayoffAgreement.objects.filter(case=case).exists():
        raise CaseAgreed()
    return case


def lock_offer(actor: Actor, offer_id: UUID, permission: Permission) -> Offer:
    """The offer and its case, both locked: first the case, as everything that changes its money does.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(permission)
    number = Offer.objects.filter(id=offer_id).values_list("case__number", flat=True).first()
    if number is None:
        raise NotFound()
    case = lock_case(actor, number, permission)
    offer = Offer.objects.select_for_update().get(id=offer_id)
    offer.case = case
    return offer


def bill_of(actor: Actor, bill_id: UUID, permission: Permission) -> Bill:
    """The bill with its case.

    *Raises*: Forbidden, NotFound.
    """
    bill = visible_bills(actor, permission).select_related("case").filter(id=bill_id).first()
    if bill is None:
        raise NotFound()
    return bill


def note_on_timeline(
    actor: Actor, case_id: UUID, summary: str, *, body: str = "", object_id: object = "", kind: str = "offer"
) -> None:
    """Puts what was done on the timeline of the case."""
    Activity.objects.create(
        case_id=case_id,
        kind=kind,
        summary=summary,
        body=body,
        object_id=str(object_id),
        actor_id=actor.user_id,
    )
