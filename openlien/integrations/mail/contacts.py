"""Whom a mail of a case can go to: everybody of the case whose e-mail address is known."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.cases.activity.queries.people import party_ids_of
from openlien.cases.models import Case, ContactPoint, Coverage
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.settlement.reach import cases_within

from .addresses import is_address


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody with an address; `role` is what they are to the case, such as Attorney."""

    party_id: UUID
    name: str
    role: str
    address: str


def case_to_write_about(actor: Actor, case_number: str) -> Case:
    """The case of that number, as far as the actor may send mail about it.

    *Raises*: Forbidden, NotFound.
    """
    case = cases_within(actor, Permission.MAIL_SEND).filter(number=case_number).first()
    if case is None:
        raise NotFound()
    return case


def addressees(actor: Actor, case_number: str) -> list[Addressee]:
    """Attorney and firm first, then the others by name; each address once.

    *Raises*: Forbidden, NotFound.
    """
    case = case_to_write_about(actor, case_number)
    first = [case.attorney_id, case.law_firm_id]
    points = ContactPoint.objects.filter(party_id__in=party_ids_of(case), kind=ContactPoint.Kind.EMAIL)
    found = [
        Addressee(point.party_id, point.party.name, point.party.get_kind_display(), point.value.strip())
        for point in points.select_related("party").order_by("party__name", "-is_primary", "id")
        if is_address(point.value.strip())
    ]
    found.sort(key=lambda each: first.index(each.party_id) if each.party_id in first else len(first))
    kept: dict[str, Addressee] = {}
    for each in found:
        kept.setdefault(each.address.casefold(), each)
    return list(kept.values())


def addressee_of(actor: Actor, case_number: str, coverage_id: str, party_id: str) -> Addressee | None:
    """Whom a mail about this policy and company goes to first: its adjuster, else the company, else nobody.

    *Raises*: Forbidden, NotFound.
    """
    adjusters = (
        Coverage.objects.filter(id=coverage_id).values_list("adjuster_id", flat=True) if coverage_id else []
    )
    wanted = [str(each) for each in adjusters if each] + [party_id]
    known = {str(each.party_id): each for each in reversed(addressees(actor, case_number))}
    return next((known[party] for party in wanted if party in known), None)
