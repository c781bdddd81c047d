"""What the Settlement View shows of a case file for one plaintiff; the rounds add last demand and offer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.cases.models import Case, Injury, Lien, Plaintiff
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money

from ..reach import case_within
from .counterparties import Counterparty, counterparties_of
from .sources import case_expense

_RANK = {kind.value: place for place, kind in enumerate(Lien.Kind)}


@dataclass(frozen=True, slots=True)
class InjuryRow:
    """One injury of the second segment."""

    injury: str
    description: str


@dataclass(frozen=True, slots=True)
class LienorRow:
    """One lien; the amount is the negotiated one, None while nothing is negotiated."""

    name: str
    type: str
    amount: Money | None
    comments: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The sections of the panel for one plaintiff."""

    case_id: UUID
    plaintiffs: tuple[tuple[UUID, str], ...]
    plaintiff_id: UUID
    plaintiff: str
    incident_facts: str
    injuries_summary: str
    injuries: tuple[InjuryRow, ...]
    coverage: tuple[Counterparty, ...]
    lienors: tuple[LienorRow, ...]
    case_expense: Money


def case_facts(actor: Actor, case_number: str, plaintiff_id: UUID | None = None) -> CaseFacts:
    """The case file as it concerns a plaintiff, the first one where none is named.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    found = Plaintiff.objects.filter(case=case).select_related("party").order_by("id")
    people = {each.id: each.party.name for each in found}
    chosen = plaintiff_id or next(iter(people), None)
    if chosen is None or chosen not in people:
        raise NotFound()
    injuries = Injury.objects.filter(plaintiff_id=chosen).order_by("id")
    return CaseFacts(
        case_id=case.id,
        plaintiffs=tuple(people.items()),
        plaintiff_id=chosen,
        plaintiff=people[chosen],
        incident_facts=case.incident_facts,
        injuries_summary=case.injuries_summary,
        injuries=tuple(InjuryRow(each.name, each.description) for each in injuries),
        coverage=tuple(row for row in counterparties_of(case) if row.plaintiff_id in ("", str(chosen))),
        lienors=_lienors(case, chosen),
        case_expense=case_expense(case, chosen),
    )


def _lienors(case: Case, plaintiff_id: UUID) -> tuple[LienorRow, ...]:
    liens = Lien.objects.filter(case=case).select_related("holder").order_by("id")
    return tuple(
        LienorRow(each.holder.name, each.get_kind_display(), each.negotiated, each.comments)
        for each in sorted(liens, key=lambda each: _RANK[each.kind])
        if each.plaintiff_id in (None, plaintiff_id)
    )
