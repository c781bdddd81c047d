"""What a case settled for, where its account has no amount of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Sum

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.settlement.models import Settlement


@dataclass(frozen=True, slots=True)
class CaseSettled:
    """All settlements of a case together; `last_on` is the day of the latest."""

    settlements: int
    gross: Money
    last_on: date


def settled_of_case(actor: Actor, case_id: UUID) -> CaseSettled | None:
    """The settlements of the case together; None without one.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = Settlement.objects.filter(case_id=case_id).aggregate(
        settlements=Count("id"), sum_of_gross=Sum("gross"), last_on=Max("settled_on")
    )
    if not found["settlements"]:
        return None
    return CaseSettled(found["settlements"], found["sum_of_gross"], found["last_on"])
