"""How to reach a law firm: its own contact points, and the people who work there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from ..models import Party
from .people import Contact, contacts_of

PEOPLE_MAX = 50


@dataclass(frozen=True, slots=True)
class FirmPerson:
    """Somebody who works at a firm."""

    id: UUID
    name: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class FirmReach:
    """A law firm as one reaches it; `version` grows with each change of it."""

    id: UUID
    name: str
    version: int
    contacts: tuple[Contact, ...]
    people: tuple[FirmPerson, ...]


def firm_reach(actor: Actor, firm_id: UUID) -> FirmReach:
    """How to reach a law firm.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.FIRMS_VIEW)
    firm = Party.objects.filter(kind=Party.Kind.LAW_FIRM, id=firm_id).first()
    if firm is None:
        raise NotFound()
    people = list(firm.members.filter(kind=Party.Kind.ATTORNEY).order_by("name", "id")[:PEOPLE_MAX])
    contacts = contacts_of([firm.id, *(person.id for person in people)])
    return FirmReach(
        id=firm.id,
        name=firm.name,
        version=firm.version,
        contacts=contacts.get(firm.id, ()),
        people=tuple(FirmPerson(each.id, each.name, contacts.get(each.id, ())) for each in people),
    )
