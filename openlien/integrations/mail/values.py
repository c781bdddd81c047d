"""What merge codes stand for: the values of a case, and of the round or settlement that a mail is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.cases.queries import CaseHead, read_case
from openlien.identity.actor import Actor
from openlien.kit.errors import NotFound
from openlien.kit.money import Money
from openlien.negotiation.rounds.queries import RoundRow, read_round, round_row
from openlien.settlement.queries.counterparties import Counterparty
from openlien.settlement.queries.tables import SettlementRow, read_settlement, settlement_row

from .codes import GENERAL, NEGOTIATION, SETTLEMENT


@dataclass(frozen=True, slots=True)
class About:
    """What a mail is about: the case itself, or one of its rounds or settlements."""

    kind: str = GENERAL
    id: UUID | None = None

    @classmethod
    def round(cls, round_id: UUID) -> About:
        """A round of negotiation."""
        return cls(NEGOTIATION, round_id)

    @classmethod
    def settlement(cls, settlement_id: UUID) -> About:
        """A settlement."""
        return cls(SETTLEMENT, settlement_id)


def values_of(actor: Actor, case_number: str, about: About, *, company: str, today: date) -> dict[str, str]:
    """The value of every code that a template of this kind may hold; blank where the case says nothing.

    *Raises*: Forbidden; NotFound, also for a round or settlement of another case.
    """
    values = _case_values(actor, read_case(actor, case_number), company, today)
    if about.kind == NEGOTIATION:
        return values | _round_values(_round(actor, case_number, about.id))
    if about.kind == SETTLEMENT:
        return values | _settlement_values(_settlement(actor, case_number, about.id))
    return values


def _case_values(actor: Actor, case: CaseHead, company: str, today: date) -> dict[str, str]:
    return {
        "today": _day(today),
        "company": company,
        "sender": actor.name,
        "case_number": case.number,
        "patient": case.patient,
        "loss_date": _day(case.date_of_loss),
        "law_firm": case.law_firm,
        "attorney": case.attorney or case.law_firm or "counsel",
    }


def _round(actor: Actor, case_number: str, round_id: UUID | None) -> RoundRow:
    if round_id is None or read_round(actor, round_id).case.number != case_number:
        raise NotFound()
    return round_row(actor, round_id)


def _settlement(actor: Actor, case_number: str, settlement_id: UUID | None) -> SettlementRow:
    if settlement_id is None or read_settlement(actor, settlement_id).case.number != case_number:
        raise NotFound()
    return settlement_row(actor, settlement_id)


def _round_values(row: RoundRow) -> dict[str, str]:
    return {
        **_other_side(row.counterparty),
        "plaintiff": row.plaintiff,
        "negotiation_date": _day(row.held_on),
        "negotiated_by": row.negotiated_by,
        "demand": _dollars(row.demand),
        "offer": _dollars(row.offer),
        "authorized": _dollars(row.authorized),
        "settlement_amount": _dollars(row.settlement),
        "note": row.note,
    }


def _settlement_values(row: SettlementRow) -> dict[str, str]:
    return {
        **_other_side(row.counterparty),
        "plaintiff": row.plaintiff,
        "settlement_date": _day(row.settled_on),
        "settled_by": row.settled_by,
        "settlement_type": row.type,
        "settlement_amount": _dollars(row.gross),
        "received": _dollars(row.received.amount),
        "received_date": _day(row.received.on),
        "firm_fee": _dollars(row.firm_fee),
        "distributed": _dollars(row.distributed.amount),
        "escrow_account": row.escrow_account,
        "comments": row.comments,
    }


def _other_side(who: Counterparty) -> dict[str, str]:
    return {
        "company_name": who.name,
        "insurance_type": who.insurance_type,
        "policy_limits": who.limits,
        "insured": who.insured,
        "claim_number": who.claim_number,
        "adjuster": who.contact or who.name,
        "adjuster_phone": who.phone,
    }


def _day(day: date | None) -> str:
    return f"{day:%B} {day.day}, {day.year}" if day else ""


def _dollars(amount: Money | None) -> str:
    return "" if amount is None else f"${amount.amount:,.2f}"
