"""Every constraint and trigger of settlements, checks and rounds refuses what it stands against."""

from __future__ import annotations

from typing import Any

import pytest

from openlien.negotiation.rounds.models import Round
from openlien.settlement.check_rules import CheckStatus
from openlien.settlement.models import CalculationInput, SettlementCalculation
from tests import cast
from tests.domain.constraints import assert_fires, declared, raised_by_triggers, run

from .calls import Cast, calculate, cleared, lien, money_out, move, negotiate, settle, usd
from .test_trust_constraints import BREAKING as OF_TRUST_AND_STATEMENTS

pytestmark = pytest.mark.django_db

CHANGE = "UPDATE settlement_settlement SET {what} WHERE id = %(settlement)s"
CHECK = """
    INSERT INTO settlement_check (settlement_id, escrow_account_id, direction, drawn_on, amount, status,
        number, custom_payee, type, comments, source, lines, version, idempotency_key, cleared_on)
    VALUES (%(settlement)s, {account}, '{direction}', '2026-11-02', {amount}, '{status}', '{number}',
        '', '{type}', '', '{source}', '[]', 1, {key}, {cleared})
"""
FEE = """
    INSERT INTO settlement_feeintake (settlement_id, recorded_on, amount, comments, idempotency_key)
    VALUES (%(settlement)s, '2026-11-02', {amount}, '', {key})
"""
INPUT = """
    INSERT INTO settlement_calculationinput (calculation_id, name, value, source_value, lines, is_overridden)
    VALUES (%(what_if)s, '{name}', {value}, {source}, '[]', {overridden})
"""
CALCULATION = """
    INSERT INTO settlement_settlementcalculation (settlement_id, name, fee_basis, fee_share, fee_schedule,
        referral_share, co_counsel_share, sales_tax_share, common_benefit_share, expense_rate, version,
        recoveries, not_paid)
    VALUES (%(settlement)s, '{name}', '{basis}', '', '', '', '', '', '', '', 1, '[]', '[]')
"""
PROPOSAL = """
    INSERT INTO settlement_reductionproposal (lien_id, rule, inputs, trace, amount_before, amount, status,
        proposed_by_id, decided_by_id, decided_at, refusal_reason, idempotency_key, law)
    VALUES (%(lien)s, 'r', '{{}}', '[]', 900, {amount}, '{status}', %(clerk)s, {decided}, '', {key}, '{{}}')
"""
ROUND = """
    INSERT INTO negotiation_rounds_round (case_id, plaintiff_id, counterparty, held_on, note, version,
        authorized, demand, offer, idempotency_key)
    VALUES (%(case)s, {plaintiff}, '{{}}', '2026-11-02', '', 1, {authorized}, {demand}, {offer}, {key})
"""
PLAIN = {
    "account": "%(escrow)s",
    "direction": "out",
    "amount": "1.00",
    "status": "hold",
    "number": "",
    "type": "client",
    "source": "",
    "key": "NULL",
    "cleared": "NULL",
}
WAITING = {"amount": "300", "status": "proposed", "decided": "NULL, NULL", "key": "NULL"}
QUIET = {
    "plaintiff": "NULL",
    "authorized": "NULL",
    "demand": "NULL",
    "offer": "NULL",
    "key": "NULL",
}


def check(**parts: str) -> str:
    return CHECK.format(**{**PLAIN, **parts})


def proposal(**parts: str) -> str:
    return PROPOSAL.format(**{**WAITING, **parts})


def round_(**parts: str) -> str:
    return ROUND.format(**{**QUIET, **parts})


def twice(statement: str) -> str:
    head, row = statement.split("VALUES")
    return f"{head} VALUES {row}, {row}"


def input_(name: str, value: str, source: str, overridden: str = "false") -> str:
    return INPUT.format(name=name, value=value, source=source, overridden=overridden)


# By its name, a statement that breaks the constraint.
BREAKING = {
    "escrow_account_has_a_name": "UPDATE settlement_escrowaccount SET name = ''",
    "escrow_account_shows_four_digits": "UPDATE settlement_escrowaccount SET number_end = '44a1'",
    "settlement_type_has_a_name": "UPDATE settlement_settlementtype SET name = '' WHERE place = 1",
    "settlement_is_positive": CHANGE.format(what="gross = 0"),
    "settlement_firm_fee_is_not_negative": CHANGE.format(what="firm_fee = -0.01"),
    "settlement_key_belongs_to_a_content": CHANGE.format(what="idempotency_key = 'k', content_hash = NULL"),
    "settlement_concerns_its_case": CHANGE.format(what="plaintiff_id = %(stranger)s"),
    "settlement_days_are_from_release": CHANGE.format(
        what="released_to_payer_on = '2025-01-31', check_expected_on = '2025-03-02', days_from_release = 31"
    ),
    "fee_intake_is_positive": FEE.format(amount="0", key="NULL"),
    "fee_intake_key_belongs_to_a_content": FEE.format(amount="1", key="'k'"),
    "settlement_calculation_is_named_once": CALCULATION.format(name="What if", basis="gross"),
    "settlement_calculation_basis_is_known": CALCULATION.format(name="New", basis="guess"),
    "calculation_input_stands_once": input_("medpay", "0", "NULL"),
    "calculation_input_is_not_negative": "UPDATE settlement_calculationinput"
    " SET value = -1, is_overridden = true WHERE name = 'gross'",
    "calculation_input_is_known": input_("bonus", "0", "NULL"),
    "calculation_input_says_it_is_overridden": "UPDATE settlement_calculationinput"
    " SET value = 1, is_overridden = false WHERE name = 'gross'",
    "reduction_proposal_reduces": proposal(amount="900.01"),
    "reduction_proposal_says_who_decided": proposal(status="refused"),
    "reduction_proposal_is_approved_by_another": proposal(status="approved", decided="%(clerk)s, now()"),
    "reduction_proposal_key_belongs_to_a_content": proposal(key="'k'"),
    "check_is_positive": check(amount="0"),
    "check_direction_is_known": check(direction="up", status="held"),
    "check_type_is_known": check(type="gift"),
    "check_status_fits_its_direction": check(direction="in", status="printed"),
    "check_cleared_on_a_day": check(cleared="'2026-11-02'"),
    "check_number_is_unique_per_account": twice(check(number="1001")),
    "received_check_is_entered_once": twice(check(direction="in", number="77")),
    "distribution_check_is_made_once": twice(check(source="client")),
    "check_key_belongs_to_a_content": check(key="'k'"),
    "check_goes_through_the_account_of_its_settlement": check(account="%(other_escrow)s"),
    "used_check_is_not_deleted": "DELETE FROM settlement_check WHERE id = %(deposit)s",
    "finished_check_is_final": "UPDATE settlement_check SET amount = 2 WHERE id = %(deposit)s",
    "client_ledger_is_never_negative": check(amount="1000.01", status="issue"),
    "round_authorized_is_not_negative": round_(authorized="-1"),
    "round_demand_is_not_negative": round_(demand="-1"),
    "round_offer_is_not_negative": round_(offer="-1"),
    "round_key_belongs_to_a_content": round_(key="'k'"),
    "round_links_within_its_case": "UPDATE negotiation_rounds_round SET case_id = %(foreign_case)s,"
    " plaintiff_id = NULL, coverage_id = NULL",
    "linked_round_is_not_deleted": "DELETE FROM negotiation_rounds_round",
}
NOT_MADE_TO_FIRE = {"settlement_with_its_account"}  # Unique by its first column already.
TRIGGERS = (
    "check_settlement_of_case",
    "keep_check",
    "check_client_ledger",
    "keep_linked_round",
    "check_round_link",
)
ADDED_BY_SQL = {"check_goes_through_the_account_of_its_settlement", "settlement_days_are_from_release"}


@pytest.fixture
def rows(of: Cast) -> dict[str, Any]:
    settlement = settle(of)
    deposit = cleared(of, settlement, "1000.00")
    calculate(of, settlement, name="What if")
    negotiate(of, settlement=usd("5.00"))
    foreign = cast.make_case("Kai Calder")
    other = type(of.escrow).objects.create(name="Other")
    return {
        "settlement": settlement.id,
        "escrow": of.escrow.id,
        "other_escrow": other.id,
        "deposit": deposit.id,
        "what_if": SettlementCalculation.objects.get().id,
        "lien": lien(of, "Medicare", "medicare", "900.00").id,
        "clerk": of.coordinator.user_id,
        "case": of.case.id,
        "foreign_case": foreign.id,
        "stranger": foreign.plaintiffs.get().id,
    }


def test_every_constraint_is_made_to_fire() -> None:
    known = (
        declared("settlement") | declared("negotiation_rounds") | raised_by_triggers(TRIGGERS) | ADDED_BY_SQL
    )
    assert known - NOT_MADE_TO_FIRE - set(OF_TRUST_AND_STATEMENTS) == set(BREAKING)


@pytest.mark.parametrize("name", BREAKING)
def test_fires(name: str, rows: dict[str, Any]) -> None:
    assert_fires(name, lambda: run(BREAKING[name], **rows))


def test_what_is_not_broken_passes(of: Cast, rows: dict[str, Any]) -> None:
    for statement in (
        check(number="1001"),
        check(direction="in", number="1001"),
        round_(demand="0"),
        proposal(),
    ):
        run(statement, **rows)
    settlement = Round.objects.exclude(settlement=None).get().settlement
    assert settlement is not None
    assert CalculationInput.objects.count() == 10
    move(of, CheckStatus.PRINT, money_out(of, type(settlement).objects.get(id=rows["settlement"]), "1000.00"))
