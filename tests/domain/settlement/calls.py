"""A case with two plaintiffs, and short words for what people do with its settlement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from openlien.cases.models import Case, CaseExpense, ContactPoint, Coverage, Lien, Plaintiff
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.negotiation.rounds.actions import RoundDraft, add_round
from openlien.negotiation.rounds.models import Round
from openlien.settlement.actions.calculations import save_calculation
from openlien.settlement.actions.checks import CheckDraft, add_check, change_statuses
from openlien.settlement.actions.drafts import SettlementDraft, draft_of
from openlien.settlement.actions.settlements import add_settlement
from openlien.settlement.check_rules import CheckStatus, CheckType, Direction
from openlien.settlement.input_rules import Terms
from openlien.settlement.models import Check, EscrowAccount, Settlement
from tests import cast

TODAY = cast.AS_OF
DAY = date(2026, 11, 2)
THIRD = Terms(fee_share="1/3")


def usd(amount: str) -> Money:
    return Money(amount)


@dataclass
class Cast:
    """A case with its people; the coordinator edits settlements, the accountant the checks."""

    case: Case
    zoe: Plaintiff
    finn: Plaintiff
    coverage: Coverage
    escrow: EscrowAccount
    coordinator: Actor
    accountant: Actor


def make_cast() -> Cast:
    case = cast.make_case(incident_facts="Rear-ended at a light.", injuries_summary="Neck and back.")
    zoe = case.plaintiffs.get()
    finn = Plaintiff.objects.create(case=case, party=cast.patient("Finn Marlow"))
    adjuster = cast.party("adjuster", "Ivy Stone")
    ContactPoint.objects.create(party=adjuster, kind="phone", value="555-0142", is_primary=True)
    coverage = Coverage.objects.create(
        case=case,
        insurer=cast.party("insurer", "Northfield Mutual"),
        adjuster=adjuster,
        insured_name="Dale Rowe",
        claim_number="NM-77",
        limit_per_person=usd("100000"),
        limit_per_accident=usd("300000"),
    )
    return Cast(
        case,
        zoe,
        finn,
        coverage,
        EscrowAccount.objects.create(name="IOLTA", bank="First Harbor Bank", number_end="4411"),
        cast.acting_person(Role.SETTLEMENT_COORDINATOR),
        cast.acting_person(Role.FINANCIAL_ANALYST),
    )


def lien(of: Cast, holder: str, kind: str, amount: str, **facts: Any) -> Lien:
    party = cast.party("lienor", holder)
    return Lien.objects.create(case=of.case, holder=party, kind=kind, asserted=usd(amount), **facts)


def expense(of: Cast, amount: str, **facts: Any) -> CaseExpense:
    facts = {"incurred_on": date(2026, 6, 1), "description": "Expert", **facts}
    return CaseExpense.objects.create(case=of.case, amount=usd(amount), **facts)


def round_draft(of: Cast, **facts: Any) -> RoundDraft:
    given = {"held_on": DAY, "plaintiff_id": of.zoe.id, "coverage_id": of.coverage.id, **facts}
    return RoundDraft(party_id=of.coverage.insurer_id, negotiated_by_id=of.coordinator.user_id, **given)


def negotiate(of: Cast, **facts: Any) -> Round:
    return add_round(of.coordinator, case_number=of.case.number, draft=round_draft(of, **facts))


def settle(of: Cast, gross: str = "90000.00", **facts: Any) -> Settlement:
    given = {"plaintiff_id": of.zoe.id, "escrow_account_id": of.escrow.id, **facts}
    draft = SettlementDraft(settled_on=DAY, gross=usd(gross), **given)
    return add_settlement(of.coordinator, case_number=of.case.number, draft=draft)


def changed(settlement: Settlement, **facts: Any) -> SettlementDraft:
    return replace(draft_of(settlement), **facts)


def calculate(of: Cast, settlement: Settlement, terms: Terms = THIRD, **facts: Any) -> Any:
    return save_calculation(of.coordinator, settlement.id, terms=terms, **facts)


def money_in(of: Cast, settlement: Settlement, amount: str, number: str = "9001", on: date = DAY) -> Check:
    draft = CheckDraft(
        direction=Direction.IN,
        drawn_on=on,
        amount=usd(amount),
        number=number,
        type=CheckType.RECOVERY,
        status=CheckStatus.DEPOSITED,
        received_on=on,
    )
    return add_check(of.accountant, settlement.id, draft, today=TODAY)


def money_out(of: Cast, settlement: Settlement, amount: str, **facts: Any) -> Check:
    given = {"drawn_on": DAY, "type": CheckType.CLIENT, **facts}
    draft = CheckDraft(direction=Direction.OUT, amount=usd(amount), **given)
    return add_check(of.accountant, settlement.id, draft, today=TODAY)


def move(of: Cast, status: CheckStatus, *checks: Check, on: date = DAY) -> list[Check]:
    ids = [check.id for check in checks]
    return change_statuses(of.accountant, ids, status, on=on, today=TODAY)


def cleared(of: Cast, settlement: Settlement, amount: str, number: str = "9001") -> Check:
    check = money_in(of, settlement, amount, number)
    return move(of, CheckStatus.CLEARED, check)[0]
