"""Which cases and bills an actor may see; a foreign one looks missing."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from .models import Bill, Case


def visible_cases(actor: Actor, permission: Permission = Permission.CASES_VIEW) -> QuerySet[Case]:
    """The cases within the actor's scope of this permission.

    Raises: openlien.kit.errors.Forbidden when the actor lacks the permission altogether.
    """
    actor.require(permission)
    scope = actor.scope_of(permission)
    if scope.everything:
        return Case.objects.all()
    own_bills = Bill.objects.filter(case=OuterRef("pk"), provider_group_id__in=scope.provider_group_ids)
    return Case.objects.filter(Q(law_firm_id__in=scope.law_firm_ids) | Exists(own_bills))


def visible_bills(actor: Actor, permission: Permission = Permission.CASES_VIEW) -> QuerySet[Bill]:
    """The bills within the actor's scope: a provider sees its own, a law firm those of its cases."""
    actor.require(permission)
    scope = actor.scope_of(permission)
    if scope.everything:
        return Bill.objects.all()
    return Bill.objects.filter(
        Q(case__law_firm_id__in=scope.law_firm_ids) | Q(provider_group_id__in=scope.provider_group_ids)
    )
