"""Rounds added, changed and deleted; what is agreed in one becomes its linked settlement."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from openlien.cases.models import Activity, Case, Plaintiff
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.models import User
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money
from openlien.settlement.actions.drafts import SettlementDraft
from openlien.settlement.actions.settlements import add_settlement, change_gross
from openlien.settlement.errors import NotOfThisCase, UnknownChoice, refuse_future
from openlien.settlement.queries.counterparties import chosen_counterparty
from openlien.settlement.reach import case_within, cases_within, refuse_stale

from .errors import AmountNegative, LinkedAmountNeeded, RoundIsLinked
from .models import Round

NOTE_LETTERS_MAX = 4000
_AMOUNTS = ("authorized", "demand", "offer")


@dataclass(frozen=True, kw_only=True)
class RoundDraft:
    """The fields of the panel; no plaintiff means all of them, a settlement of None or 0.00 means none."""

    held_on: date
    plaintiff_id: UUID | None = None
    coverage_id: UUID | None = None
    party_id: UUID | None = None
    negotiated_by_id: UUID | None = None
    authorized: Money | None = None
    demand: Money | None = None
    offer: Money | None = None
    settlement: Money | None = None
    note: str = ""


def draft_of(row: Round) -> RoundDraft:
    """The draft that would save the round as it is: what a form starts with."""
    copied = {each.name: getattr(row, each.name) for each in fields(RoundDraft) if each.name != "settlement"}
    return RoundDraft(**copied, settlement=row.settlement.gross if row.settlement else None)


@action
def add_round(
    actor: Actor,
    *,
    case_number: str,
    draft: RoundDraft,
    today: date | None = None,
    idempotency_key: str | None = None,
) -> Round:
    """The round; with an amount agreed also its linked settlement, whose firm fee is 0.00.

    *Raises*: Forbidden, NotFound, AmountNegative, DayInFuture, NotOfThisCase, UnknownChoice, TextTooLong,
    TextNotPlain, IdempotencyKeyReused.
    """
    refuse_future(today, held_on=draft.held_on)
    case = case_within(actor, case_number, Permission.SETTLEMENTS_EDIT, lock=True)
    content = content_hash(
        case=case.number, **{each.name: getattr(draft, each.name) for each in fields(draft)}
    )
    if earlier := earlier_result(Round, idempotency_key, content):
        return earlier
    row = Round(case=case, created_by_id=actor.user_id, idempotency_key=idempotency_key, content_hash=content)
    _fill(row, draft)
    _follow_amount(actor, row, draft)
    row.save()
    _note(actor, row)
    return row


@action
def change_round(
    actor: Actor, round_id: UUID, draft: RoundDraft, *, version: int, today: date | None = None
) -> Round:
    """The round as in the draft; of its linked settlement only the amount follows.

    *Raises*: as `add_round`, and StaleVersion, LinkedAmountNeeded where a linked amount would turn blank.
    """
    refuse_future(today, held_on=draft.held_on)
    row = _lock_round(actor, round_id)
    refuse_stale(version, row)
    _fill(row, draft)
    _follow_amount(actor, row, draft)
    row.version += 1
    row.save()
    return row


@action
def delete_round(actor: Actor, round_id: UUID, *, version: int) -> None:
    """Deletes a round that no settlement is linked to.

    *Raises*: Forbidden, NotFound, StaleVersion, RoundIsLinked.
    """
    row = _lock_round(actor, round_id)
    refuse_stale(version, row)
    if row.settlement_id is not None:
        raise RoundIsLinked()
    row.delete()


def _note(actor: Actor, row: Round) -> None:
    """Puts the round on the case's timeline, where also an undone import sees that people worked on it."""
    with_whom = row.counterparty.get("name", "")
    Activity.objects.create(
        case=row.case,
        kind=Activity.Kind.ROUND,
        summary=f"Negotiation with {with_whom}"[:300] if with_whom else "Negotiation",
        object_id=str(row.id),
        actor_id=actor.user_id,
    )


def _lock_round(actor: Actor, round_id: UUID) -> Round:
    """The round, locked after its case."""
    cases = cases_within(actor, Permission.SETTLEMENTS_EDIT)
    known = Round.objects.select_related("case").filter(id=round_id, case__in=cases).first()
    if known is None:
        raise NotFound()
    Case.objects.select_for_update().get(id=known.case_id)
    # The other person may have deleted it, or its settlement, while this one waited.
    row = Round.objects.select_for_update(of=("self",)).select_related("case").filter(id=round_id).first()
    if row is None:
        raise NotFound()
    return row


def _fill(row: Round, draft: RoundDraft) -> None:
    case = row.case
    for name in _AMOUNTS:
        if (amount := getattr(draft, name)) is not None and amount < Money.zero:
            raise AmountNegative(name)
        setattr(row, name, amount)
    if draft.settlement is not None and draft.settlement < Money.zero:
        raise AmountNegative("settlement")
    if draft.plaintiff_id and not Plaintiff.objects.filter(id=draft.plaintiff_id, case=case).exists():
        raise NotOfThisCase()
    if draft.negotiated_by_id and not User.objects.filter(id=draft.negotiated_by_id).exists():
        raise UnknownChoice("negotiated by")
    _set_counterparty(row, draft)
    row.held_on, row.plaintiff_id = draft.held_on, draft.plaintiff_id
    row.negotiated_by_id = draft.negotiated_by_id
    row.note = plain_text(draft.note, letters_max=NOTE_LETTERS_MAX)


def _set_counterparty(row: Round, draft: RoundDraft) -> None:
    if row.counterparty and (row.coverage_id, row.party_id) == (draft.coverage_id, draft.party_id):
        return
    chosen = chosen_counterparty(row.case, coverage_id=draft.coverage_id, party_id=draft.party_id)
    row.coverage_id = UUID(chosen.coverage_id) if chosen and chosen.coverage_id else None
    row.party_id = UUID(chosen.party_id) if chosen else None
    row.counterparty = chosen.as_json() if chosen else {}


def _follow_amount(actor: Actor, row: Round, draft: RoundDraft) -> None:
    """Makes the linked settlement, or gives it the round's amount; a link is never blanked from here."""
    if row.settlement_id is not None:
        if not draft.settlement:
            raise LinkedAmountNeeded()
        change_gross(actor, row.settlement_id, draft.settlement)
    elif draft.settlement:
        row.settlement = add_settlement(
            actor,
            case_number=row.case.number,
            draft=SettlementDraft(
                settled_on=row.held_on,
                gross=draft.settlement,
                plaintiff_id=row.plaintiff_id,
                coverage_id=row.coverage_id,
                party_id=row.party_id,
                settled_by_id=row.negotiated_by_id,
            ),
            firm_fee=Money.zero,
        )
