"""Which settlements an actor reaches: those of cases in its scope; a foreign one looks missing."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model, QuerySet

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.queries.audit import last_change
from openlien.kit.errors import NotFound

from .errors import ChangedMeanwhile
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

    *Raises*: Forbidden, NotFound, ChangedMeanwhile.
    """
    cases = cases_within(actor, permission)
    found = Settlement.objects.select_for_update(of=("self",), no_key=True).select_related("case")
    settlement = found.filter(id=settlement_id, case__in=cases).first()
    if settlement is None:
        raise NotFound()
    refuse_stale(version, settlement)
    return settlement


def refuse_stale(seen: int | None, row: Model) -> None:
    """Passes when the person saw the current version of the row, or no version matters.

    *Raises*: ChangedMeanwhile, which names who changed the row last and when.
    """
    current: int = row.version  # type: ignore[attr-defined]
    if seen is None or seen == current:
        return
    last = last_change(row._meta.db_table, str(row.pk))
    raise ChangedMeanwhile(
        who=last.actor_name if last and last.actor_name else "Somebody",
        at=last.at if last else None,
        yours=f"version {seen}",
        theirs=f"version {current}",
    )
