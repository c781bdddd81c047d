"""The case of a negotiation, within the actor's reach and held until the transaction ends."""

from __future__ import annotations

from uuid import UUID

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity, Bill, Case
from openlien.cases.scope import visible_bills
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from .errors import CaseAgreed, CaseOfAnother
from .models import Offer, PayoffAgreement

# What takes a case of one's own, or the leave to negotiate any. Approving and reading do not.
OF_NEGOTIATORS = frozenset({Permission.OFFERS_MAKE, Permission.OUTSIDE_BILLS_EDIT})


def may_negotiate(
    actor: Actor, negotiator_id: UUID | None, permission: Permission = Permission.OFFERS_MAKE
) -> bool:
    """Whether the actor may do this on a case of that negotiator: its own, nobody's, or with leave any."""
    is_free = negotiator_id is None or negotiator_id == actor.user_id
    return actor.may(permission) and (is_free or actor.may(Permission.NEGOTIATE_ANY_CASE))


def require_negotiation(actor: Actor, case: Case, permission: Permission) -> None:
    """Passes when the actor may do this on that case.

    *Raises*: Forbidden, CaseOfAnother.
    """
    actor.require(permission)
    if permission in OF_NEGOTIATORS and not may_negotiate(actor, case.negotiator_id, permission):
        raise CaseOfAnother(negotiator=case.negotiator.name)  # type: ignore[union-attr]


def lock_negotiated_case(actor: Actor, case_number: str, permission: Permission) -> Case:
    """The case, locked, when the actor may negotiate it.

    *Raises*: Forbidden, NotFound, CaseOfAnother.
    """
    case = lock_case(actor, case_number, permission)
    require_negotiation(actor, case, permission)
    return case


def lock_open_case(actor: Actor, case_number: str, permission: Permission) -> Case:
    """The case, locked, while nothing is agreed on it.

    *Raises*: Forbidden, NotFound, CaseOfAnother, CaseAgreed.
    """
    case = lock_negotiated_case(actor, case_number, permission)
    if agreement_in_force(case.id):
        raise CaseAgreed()
    return case


def agreement_in_force(case_id: UUID) -> PayoffAgreement | None:
    """What the case is settled for; None while nothing is agreed or what was agreed is voided."""
    return PayoffAgreement.objects.filter(case_id=case_id, voided_at__isnull=True).first()


def lock_offer(actor: Actor, offer_id: UUID, permission: Permission) -> Offer:
    """The offer and its case, both locked: first the case, as everything that changes its money does.

    *Raises*: Forbidden, NotFound, CaseOfAnother.
    """
    actor.require(permission)
    number = Offer.objects.filter(id=offer_id).values_list("case__number", flat=True).first()
    if number is None:
        raise NotFound()
    case = lock_negotiated_case(actor, number, permission)
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
