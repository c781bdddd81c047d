"""The negotiation table, the round to continue with, and the Settlement View."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money, total
from openlien.settlement.calculations import rounds as formulas
from openlien.settlement.models import Settlement
from openlien.settlement.queries.case_facts import CaseFacts, case_facts
from openlien.settlement.queries.counterparties import Counterparty
from openlien.settlement.queries.tables import ALL_PLAINTIFFS
from openlien.settlement.reach import case_within, cases_within

from .models import Round


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One row of the negotiation table; `settlement` is the gross of the linked one, None without a link.

    `differs` is the exclamation mark: the settlement table says something else for this plaintiff.
    """

    id: UUID
    version: int
    held_on: date
    plaintiff_id: UUID | None
    plaintiff: str
    negotiated_by_id: UUID | None
    negotiated_by: str
    counterparty: Counterparty
    demand: Money | None
    offer: Money | None
    authorized: Money | None
    settlement: Money | None
    settlement_id: UUID | None
    differs: bool
    note: str


@dataclass(frozen=True, slots=True)
class SettlementView:
    """The Settlement View panel: the case file for a plaintiff, its last demand and its last offer."""

    facts: CaseFacts
    last_demand: Money | None
    last_offer: Money | None


def round_table(actor: Actor, case_number: str) -> list[RoundRow]:
    """The rounds of a case by date, then in the order of entry.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    found = list(_rounds().filter(case=case).order_by("held_on", "id"))
    return _rows(found, list(Settlement.objects.filter(case=case)))


def round_row(actor: Actor, round_id: UUID) -> RoundRow:
    """One row of the table, for print and mail.

    *Raises*: Forbidden, NotFound.
    """
    row = read_round(actor, round_id)
    return _rows([row], list(Settlement.objects.filter(case_id=row.case_id)))[0]


def read_round(actor: Actor, round_id: UUID) -> Round:
    """The round with every field, for its panel; see `actions.draft_of`.

    *Raises*: Forbidden, NotFound.
    """
    cases = cases_within(actor, Permission.SETTLEMENTS_VIEW)
    row = _rounds().filter(id=round_id, case__in=cases).first()
    if row is None:
        raise NotFound()
    return row


def round_to_continue(actor: Actor, case_number: str) -> Round | None:
    """The most recent round of a case, which "Continue Negotiation" opens; None when there is none.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    return _rounds().filter(case=case).order_by("-held_on", "-id").first()


def settlement_view(actor: Actor, case_number: str, plaintiff_id: UUID | None = None) -> SettlementView:
    """The panel for a plaintiff, the first one where none is named; rounds of all plaintiffs count for each.

    *Raises*: Forbidden, NotFound.
    """
    facts = case_facts(actor, case_number, plaintiff_id)
    found = Round.objects.filter(case_id=facts.case_id).order_by("id")
    concerning = [
        formulas.Round(each.held_on, order, each.demand, each.offer)
        for order, each in enumerate(found)
        if each.plaintiff_id in (None, facts.plaintiff_id)
    ]
    return SettlementView(facts, formulas.last_demand(concerning), formulas.last_offer(concerning))


def _rounds() -> QuerySet[Round]:
    return Round.objects.select_related("case", "plaintiff__party", "negotiated_by", "settlement")


def _rows(rounds: list[Round], settlements: list[Settlement]) -> list[RoundRow]:
    return [_row(each, settlements) for each in rounds]


def _row(row: Round, settlements: list[Settlement]) -> RoundRow:
    return RoundRow(
        id=row.id,
        version=row.version,
        held_on=row.held_on,
        plaintiff_id=row.plaintiff_id,
        plaintiff=row.plaintiff.party.name if row.plaintiff else ALL_PLAINTIFFS,
        negotiated_by_id=row.negotiated_by_id,
        negotiated_by=row.negotiated_by.name if row.negotiated_by else "",
        counterparty=Counterparty.from_json(row.counterparty),
        demand=row.demand,
        offer=row.offer,
        authorized=row.authorized,
        settlement=row.settlement.gross if row.settlement else None,
        settlement_id=row.settlement_id,
        differs=_differs(row, settlements),
        note=row.note,
    )


def _differs(row: Round, settlements: list[Settlement]) -> bool:
    """Whether the settlement table says another amount for the round's plaintiff (ruling B4).

    A linked round is compared with all settlements of its plaintiff together; one without a link with those
    of its plaintiff that were reached on its day.
    """
    theirs = [each for each in settlements if each.plaintiff_id == row.plaintiff_id]
    if row.settlement is not None:
        return total(each.gross for each in theirs) != row.settlement.gross
    return any(each.settled_on == row.held_on for each in theirs)
