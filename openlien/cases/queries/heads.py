"""The case itself: its number, people and stage, within the actor's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import age_days
from openlien.kit.errors import NotFound

from ..models import Case, StageChange
from ..scope import visible_cases
from ..stages import Stage


@dataclass(frozen=True, slots=True)
class CaseHead:
    """Who and what a case is about, and where it stands.

    `stage_is_sighting` says that an import found the case at its stage: since when is not known.
    `is_seen_whole` is false for a provider, who sees its own bills of the case and no internal notes.
    """

    id: UUID
    number: str
    external_id: str
    mrn: str
    patient_id: UUID
    patient: str
    law_firm_id: UUID | None
    law_firm: str
    attorney_id: UUID | None
    attorney: str
    negotiator_id: UUID | None
    negotiator: str
    stage: Stage
    stage_on: date | None
    stage_is_sighting: bool
    opened_on: date
    date_of_loss: date | None
    statute_on: date | None
    state: str
    accident_type: str
    incident_facts: str
    injuries_summary: str
    insurance_limits: str
    is_seen_whole: bool
    version: int

    def days_since_loss(self, as_of: date) -> int | None:
        """The days since the accident; None when its day is not known or still to come."""
        if self.date_of_loss is None or self.date_of_loss > as_of:
            return None
        return age_days(self.date_of_loss, as_of)


def read_case(actor: Actor, number: str) -> CaseHead:
    """The case of that number.

    Raises: Forbidden; NotFound when there is none or the actor's scope does not reach it.
    """
    latest = StageChange.objects.filter(case=OuterRef("pk")).order_by("-began_on", "-id")
    case = (
        visible_cases(actor)
        .filter(number=number)
        .select_related("patient", "law_firm", "attorney", "negotiator")
        .annotate(latest_is_sighting=Subquery(latest.values("is_sighting")[:1]))
        .first()
    )
    if case is None:
        raise NotFound()
    return _head(actor, case)


def sees_whole_case(actor: Actor, law_firm_id: UUID | None) -> bool:
    """Whether the actor sees all of a case of that firm, and not only the bills of a provider group."""
    scope = actor.scope_of(Permission.CASES_VIEW)
    return scope.everything or law_firm_id in scope.law_firm_ids


def _head(actor: Actor, case: Case) -> CaseHead:
    return CaseHead(
        id=case.id,
        number=case.number,
        external_id=case.external_id,
        mrn=case.mrn,
        patient_id=case.patient_id,
        patient=case.patient.name,
        law_firm_id=case.law_firm_id,
        law_firm=case.law_firm.name if case.law_firm else "",
        attorney_id=case.attorney_id,
        attorney=case.attorney.name if case.attorney else "",
        negotiator_id=case.negotiator_id,
        negotiator=case.negotiator.name if case.negotiator else "",
        stage=Stage(case.stage),
        stage_on=case.stage_on,
        stage_is_sighting=bool(case.latest_is_sighting),
        opened_on=case.opened_on,
        date_of_loss=case.date_of_loss,
        statute_on=case.statute_on,
        state=case.state,
        accident_type=case.accident_type,
        incident_facts=case.incident_facts,
        injuries_summary=case.injuries_summary,
        insurance_limits=case.insurance_limits,
        is_seen_whole=sees_whole_case(actor, case.law_firm_id),
        version=case.version,
    )
