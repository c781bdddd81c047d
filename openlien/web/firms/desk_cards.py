"""The people of a case on its desk: firm, patient, and what this firm has been worth to us."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from openlien.cases.documents.queries import documents_of
from openlien.cases.models import Document
from openlien.cases.queries import CaseHead, Contact, FirmCard, PatientCard, people_of
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.receivables.firm_standing import FirmStanding, firm_standing

from .. import business_time
from ..cases.contacts import contact_links
from ..jinja import date_text, money, money_short, percent, plural, url
from .figures import return_working, time_out_words

PLACE_ICONS = {"home": "home", "work": "firms", "office": "firms", "mailing": "mail"}


def desk_cards(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What `firms/desk_cards.jinja` shows of the people of a case that the actor has read.

    *Raises*: Forbidden.
    """
    actor = request.actor  # type: ignore[attr-defined]
    people = people_of(actor, case, as_of=business_time.today())
    return {
        "firm": _firm(people.firm) if people.firm else None,
        "patient": {**_patient(people.patient), "photo": _photo(actor, case), "id": case.patient_id},
        "with_us": _with_us(request, case, actor),
        "may_log": actor.may(Permission.ACTIVITY_LOG),
    }


def firm_on(request: HttpRequest, case: CaseHead) -> FirmStanding | None:
    """The firm of the case of this request with all its cases; several parts of a page ask, it is read once.

    None for a case without a firm, and for a reader who may not see firms.
    """
    actor = request.actor  # type: ignore[attr-defined]
    if case.law_firm_id is None or not actor.may(Permission.FIRMS_VIEW):
        return None
    known: FirmStanding | None = getattr(request, "firm_of_case", None)
    if known is None:
        known = firm_standing(actor, case.law_firm_id, as_of=business_time.today())
        request.firm_of_case = known  # type: ignore[attr-defined]
    return known


def firm_return_on(request: HttpRequest, case: CaseHead) -> Decimal | None:
    """The weighted return of the firm over all its cases, where this reader may see what bills cost."""
    firm = firm_on(request, case)
    return firm.totals.cost.returns.weighted if firm and firm.totals.cost else None


def places_of(contacts: Sequence[Contact]) -> list[dict[str, str]]:
    """The places among these contacts, each with its icon; the first of each kind."""
    places: dict[str, dict[str, str]] = {}
    for contact in contacts:
        if contact.is_address:
            named = {"icon": PLACE_ICONS[contact.kind], "name": contact.name, "value": contact.value}
            places.setdefault(contact.kind, {**named, "kind": contact.kind})
    return list(places.values())


def _firm(firm: FirmCard) -> dict[str, Any]:
    label = next((contact.label for contact in firm.contacts if contact.label), "")
    return {
        "id": firm.id,
        "name": firm.name,
        "line": f"{firm.attorney} · attorney" if firm.attorney else label or "No attorney named",
        "links": contact_links((*firm.contacts, *firm.attorney_contacts)),
        "places": places_of(firm.contacts),
    }


def _patient(patient: PatientCard) -> dict[str, Any]:
    age = None if patient.age_years is None else str(patient.age_years)
    speaks = f"speaks {patient.language}" if patient.language else None
    born = f"Born {date_text(patient.born_on)}" if patient.born_on else None
    return {
        "title": ", ".join(filter(None, ["Patient", age, speaks])),
        "line": " · ".join(filter(None, [born, patient.gender, patient.marital_status])),
        "links": contact_links(patient.contacts),
        "places": places_of(patient.contacts),
    }


def _photo(actor: Actor, case: CaseHead) -> dict[str, str] | None:
    """The way to the photo identification, or to where one is filed while there is none."""
    if not actor.may(Permission.DOCUMENTS_VIEW):
        return None
    kind = Document.Kind.PHOTO_ID.value
    for line in documents_of(actor, case, kind=kind):
        if line.withdrawn_at is None:
            return {"label": "Photo ID", "href": url("documents:document", line.id)}
    if not actor.may(Permission.DOCUMENTS_FILE):
        return None
    return {
        "label": "File a photo ID; there is none yet",
        "href": url("cases:documents", case.number, query={"kind": kind}),
    }


def _with_us(request: HttpRequest, case: CaseHead, actor: Actor) -> dict[str, Any] | None:
    firm = firm_on(request, case)
    if firm is None:
        return None
    sums = firm.totals
    figures = [("Collected", money_short(sums.collected), money(sums.collected))]
    if sums.cost:
        still_open = sum(1 for each in firm.cases if each.open)
        counts = f"{still_open} of {plural(sums.cases, 'case')} still open" if still_open else ""
        figures.append(("Average ROR", percent(sums.cost.returns.weighted), counts))
        figures.append(
            ("Chiro / pain / surgical out", time_out_words(sums.cost), "Average months that money is out")
        )
    return {
        "href": url("firms:firm", firm.id),
        "cases": sums.cases,
        "figures": figures,
        "explain": return_working(firm, sums.cost) if sums.cost else None,
    }
