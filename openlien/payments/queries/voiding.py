"""What voiding a payoff agreement would give back, and what keeps it from being voided."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total
from openlien.negotiation.access import agreement_in_force
from openlien.negotiation.models import PayoffAgreement

from ..models import Adjustment, Receipt


@dataclass(frozen=True, slots=True)
class Voiding:
    """What comes back with an agreement that is voided.

    `received` is what came in since it was agreed, `has_plan` whether a payment plan rests on it; either
    keeps it from being voided.
    """

    given_back: Money
    bills: int
    received: Money
    has_plan: bool


def preview_voiding(actor: Actor, case: CaseHead) -> Voiding | None:
    """What voiding the agreement of a case that the actor has read would do; None where none is in force.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_APPROVE)
    agreement = agreement_in_force(case.id)
    return voiding_of(agreement) if agreement else None


def voiding_of(agreement: PayoffAgreement) -> Voiding:
    """The same of an agreement in hand."""
    reductions = standing_reductions(agreement)
    return Voiding(
        given_back=total(reduction.amount for reduction in reductions),
        bills=len({reduction.bill_id for reduction in reductions}),
        received=_received_since(agreement),
        has_plan=agreement.payment_plans.filter(status="active").exists(),
    )


def standing_reductions(agreement: PayoffAgreement) -> QuerySet[Adjustment]:
    """What the agreement gave up of its bills and nobody has taken back since."""
    given_up = Adjustment.objects.filter(agreement=agreement, reverses__isnull=True, reversals__isnull=True)
    return given_up.select_related("bill").order_by("bill_id", "id")


def _received_since(agreement: PayoffAgreement) -> Money:
    """The receipts recorded since it was agreed and not reversed: by it the firm owed no more."""
    since = Receipt.objects.filter(
        case_id=agreement.case_id,
        recorded_at__gte=agreement.agreed_at,
        reverses__isnull=True,
        reversals__isnull=True,
    )
    return since.aggregate(amount=Sum("amount"))["amount"] or Money.zero
