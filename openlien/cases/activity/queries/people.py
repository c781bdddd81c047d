"""With whom people talk about a case, and whom work can be given to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.models import User
from openlien.identity.permissions import Permission

from ...models import Case, ContactPoint, Coverage, Lien, Party, Plaintiff
from ...queries import CaseHead
from ..reach import assignable

NUMBER_KINDS = ("phone", "mobile")


@dataclass(frozen=True, slots=True)
class CasePerson:
    """Somebody of a case; `phone` is the first number, empty when none is known."""

    id: UUID
    name: str
    kind_name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Assignee:
    """Somebody whom a case or a follow-up can be given to."""

    id: UUID
    name: str


def people_to_call(actor: Actor, case: CaseHead) -> list[CasePerson]:
    """Everybody of a case that the actor has read: firm, attorney, patient first, then the others by name.

    *Raises*: Forbidden.
    """
    actor.require(Permission.ACTIVITY_VIEW)
    row = Case.objects.get(id=case.id)
    first = [party for party in (row.attorney_id, row.law_firm_id, row.patient_id) if party]
    parties = Party.objects.filter(id__in=party_ids_of(row)).order_by("name", "id")
    phones: dict[UUID, str] = {}
    points = ContactPoint.objects.filter(party__in=parties, kind__in=NUMBER_KINDS)
    for party, value in points.order_by("-is_primary", "-kind", "id").values_list("party_id", "value"):
        phones.setdefault(party, value)
    places = {party: place for place, party in enumerate(first)}
    return [
        CasePerson(party.id, party.name, party.get_kind_display(), phones.get(party.id, ""))
        for party in sorted(parties, key=lambda party: places.get(party.id, len(first)))
    ]


def party_ids_of(case: Case) -> set[UUID]:
    """The ids of all people and companies of a case: its own, plaintiffs, insurers, lien holders."""
    found = {case.patient_id, case.law_firm_id, case.attorney_id}
    found |= set(Plaintiff.objects.filter(case_id=case.id).values_list("party_id", flat=True))
    found |= set(Lien.objects.filter(case_id=case.id).values_list("holder_id", flat=True))
    for three in Coverage.objects.filter(case_id=case.id).values_list(
        "insurer_id", "adjuster_id", "administrator_id"
    ):
        found |= set(three)
    return {party for party in found if party}


def assignees(actor: Actor) -> list[Assignee]:
    """The people whom cases and follow-ups can be given to, by name.

    *Raises*: Forbidden.
    """
    actor.require(Permission.ACTIVITY_VIEW)
    users = User.objects.filter(assignable()).distinct().order_by("name", "id")
    return [Assignee(*row) for row in users.values_list("id", "name")]
