"""The people around a case: its firm and its patient, with the ways to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor

from ..models import ContactPoint, Party
from ..scope import visible_cases
from .heads import CaseHead

CONTACT_KINDS = tuple(ContactPoint.Kind)
ADDRESS_KINDS = frozenset({"home", "work", "office", "mailing"})


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach somebody; `kind` is a code such as `mobile`, `name` what people call it."""

    kind: str
    name: str
    value: str
    label: str

    @property
    def is_address(self) -> bool:
        """Whether it is a place and not a number or an e-mail address."""
        return self.kind in ADDRESS_KINDS


@dataclass(frozen=True, slots=True)
class FirmCard:
    """The law firm of a case, its attorney, and how many cases of the firm the actor sees."""

    id: UUID
    name: str
    attorney: str
    contacts: tuple[Contact, ...]
    attorney_contacts: tuple[Contact, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class PatientCard:
    """The patient of a case; `age_years` on the day of the view."""

    name: str
    born_on: date | None
    age_years: int | None
    language: str
    gender: str
    marital_status: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Firm and patient of a case; `firm` is None for a case without a law firm."""

    firm: FirmCard | None
    patient: PatientCard


def people_of(actor: Actor, case: CaseHead, *, as_of: date) -> People:
    """Who is behind a case that the actor has read.

    Raises: Forbidden.
    """
    parties = [case.patient_id, case.law_firm_id, case.attorney_id]
    contacts = contacts_of([party for party in parties if party])
    patient = Party.objects.get(pk=case.patient_id)
    return People(
        firm=_firm(actor, case, contacts),
        patient=PatientCard(
            name=patient.name,
            born_on=patient.born_on,
            age_years=age_years(patient.born_on, as_of) if patient.born_on else None,
            language=patient.language,
            gender=patient.get_gender_display(),
            marital_status=patient.get_marital_status_display(),
            contacts=contacts.get(patient.id, ()),
        ),
    )


def age_years(born_on: date, as_of: date) -> int | None:
    """The full years of life; None for a birth that is still to come.

    *Units*: years; who is born on February 29 turns a year older on March 1.
    """
    if born_on > as_of:
        return None
    return as_of.year - born_on.year - ((as_of.month, as_of.day) < (born_on.month, born_on.day))


def _firm(actor: Actor, case: CaseHead, contacts: dict[UUID, tuple[Contact, ...]]) -> FirmCard | None:
    if case.law_firm_id is None:
        return None
    return FirmCard(
        id=case.law_firm_id,
        name=case.law_firm,
        attorney=case.attorney,
        contacts=contacts.get(case.law_firm_id, ()),
        attorney_contacts=contacts.get(case.attorney_id, ()) if case.attorney_id else (),
        cases=visible_cases(actor).filter(law_firm_id=case.law_firm_id).count(),
    )


def contacts_of(parties: list[UUID]) -> dict[UUID, tuple[Contact, ...]]:
    """The contact points of each party, in the order of the kinds, the primary one of a kind first."""
    order = {kind.value: place for place, kind in enumerate(CONTACT_KINDS)}
    points = ContactPoint.objects.filter(party_id__in=parties).order_by("-is_primary", "id")
    by_party: dict[UUID, list[Contact]] = {}
    for point in sorted(points, key=lambda point: order[point.kind]):
        contact = Contact(point.kind, point.get_kind_display(), point.value, point.label)
        by_party.setdefault(point.party_id, []).append(contact)
    return {party: tuple(found) for party, found in by_party.items()}
