"""Which settlements an actor reaches: those of cases in its scope; a foreign one looks missing."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound, StaleVersion

from .models import Settlement


def cases_within(actor: Actor, permission: Permission) -> QuerySet[Case]:
    """The cases whose settlements the actor reaches: all, or those of its law firms.

    A provider group sees its bills of a case, never what the others get.
    *Raises*: Forbidden.
    """
    actor.require(permission)
    scope = actor.scope_of(permission)
    return Case.objects.all() if scope.everything else Case.objects.filter(law_firm_id__in=scope.law_firm_ids)


def case_within(actor: Actor, case_number: str, permission: Permission, *, lock: bool = False) -> Case:
    """The case of that number, locked for a change if asked.

    *Raises*: Forbidden, NotFound.
    """
    cases = cases_within(actor, permission)
    found = (cases.select_for_update(of=("self",)) if lock else cases).filter(number=case_number).first()
    if found is None:
        raise NotFound()
    return found


def settlement_within(actor: Actor, settlement_id: UUID, permission: Permission) -> Settlement:
    """The settlement, for reading.

    *Raises*: Forbidden, NotFound.
    """
    cases = cases_within(actor, permission)
    found = Settlement.objects.select_related("case", "plaintiff__party", "escrow_account", "type")
    settlement = found.filter(id=settlement_id, case__in=cases).first()
    if settlement is None:
        raise NotFound()
    return settlement


def lock_settlement(
    actor: Actor, settlement_id: UUID, permission: Permission, *, version: int | None = None
) -> Settlement:
    """The settlement, locked until the transaction ends, at the version that the person saw.

    *Raises*: Forbidden, NotFound, StaleVersion.
    """
    cases = cases_within(actor, permission)
    found = Settlement.objects.select_for_update(of=("self",), no_key=True).select_related("case")
    settlement = found.filter(id=settlement_id, case__in=cases).first()
    if settlement is None:
        raise NotFound()
    check_version(version, settlement.version)
    return settlement


def check_version(seen: int | None, current: int) -> None:
    """Passes when the person saw the current version, or no version matters.

    *Raises*: StaleVersion.
    """
    if seen is not None and seen != current:
        raise StaleVersion(yours=f"version {seen}", theirs=f"version {current}")
