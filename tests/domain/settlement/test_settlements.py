"""Settlements: their panel, table, footers and view; what deleting does."""

from __future__ import annotations

import re
from datetime import date

import pytest

from openlien.cases.models import Coverage, Injury
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound, StaleVersion
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.settlement.actions.drafts import SettlementDraft
from openlien.settlement.actions.settlements import (
    add_settlement,
    change_settlement,
    delete_settlement,
    record_fee,
)
from openlien.settlement.actions.setup import save_escrow_account, save_settlement_type
from openlien.settlement.errors import (
    EscrowAccountInUse,
    NameUsed,
    NotOfThisCase,
    SettlementHasChecks,
    SettlementHasFees,
    SettlementNotPositive,
    UnknownChoice,
)
from openlien.settlement.models import Settlement, SettlementType
from openlien.settlement.queries.case_facts import case_facts
from openlien.settlement.queries.counterparties import counterparties
from openlien.settlement.queries.tables import choices, settlement_table
from tests import cast

from .calls import DAY, TODAY, Cast, changed, expense, lien, money_in, money_out, settle, usd


def _saved(of: Cast, settlement: Settlement, **facts: object) -> Settlement:
    fresh = Settlement.objects.get(id=settlement.id)
    return change_settlement(of.coordinator, fresh.id, changed(fresh, **facts), version=fresh.version)


def test_types_start_with_the_three_of_the_requirement(of: Cast) -> None:
    """Ruling B10: a configurable list."""
    names = [name for _, name in choices(of.coordinator).types]
    assert names == ["Negotiation", "Arbitration", "Judgment"]
    assert settle(of).type.name == "Negotiation"
    manager = cast.acting_person(Role.ACCOUNTING_MANAGER)
    save_settlement_type(manager, None, name="Mediation", place=4)
    with pytest.raises(NameUsed):
        save_settlement_type(manager, None, name="Mediation")
    with pytest.raises(Forbidden):
        save_escrow_account(of.coordinator, None, name="Other account")
    assert SettlementType.objects.count() == 4


def test_days_and_expected_date_follow_each_other_once_there_is_a_release(of: Cast) -> None:
    """V-52: 30 days from 31 January are 2 March; 5 March makes them 33."""
    settlement = settle(of, days_from_release=30)
    assert settlement.check_expected_on is None
    settlement = _saved(of, settlement, released_to_payer_on=date(2025, 1, 31))
    assert settlement.check_expected_on == date(2025, 3, 2)
    settlement = _saved(of, settlement, check_expected_on=date(2025, 3, 5))
    assert settlement.days_from_release == 33
    settlement = _saved(of, settlement, days_from_release=10)
    assert settlement.check_expected_on == date(2025, 2, 10)


def test_without_a_release_neither_sets_the_other(of: Cast) -> None:
    """Ruling B9."""
    settlement = settle(of, check_expected_on=date(2026, 12, 1))
    settlement = _saved(of, settlement, days_from_release=30)
    assert (settlement.check_expected_on, settlement.days_from_release) == (date(2026, 12, 1), 30)


def test_keeps_who_the_payer_was_when_it_was_chosen(of: Cast) -> None:
    settlement = settle(of, coverage_id=of.coverage.id)
    Coverage.objects.update(claim_number="NM-78")
    settlement = _saved(of, settlement, comments="Signed")
    kept = settlement_table(of.coordinator, of.case.number).rows[0].counterparty
    assert (kept.name, kept.claim_number, kept.phone) == ("Northfield Mutual", "NM-77", "555-0142")
    assert kept.limits == "100,000 / 300,000"


def test_refuses_what_is_not_of_the_case(of: Cast) -> None:
    other = cast.make_case("Kai Calder").plaintiffs.get()
    with pytest.raises(NotOfThisCase):
        settle(of, plaintiff_id=other.id)
    with pytest.raises(SettlementNotPositive):
        settle(of, "0.00")
    with pytest.raises(UnknownChoice):
        settle(of, party_id=other.party_id)


def test_two_people_cannot_save_over_each_other(of: Cast) -> None:
    settlement = settle(of)
    _saved(of, settlement, comments="First")
    with pytest.raises(StaleVersion):
        change_settlement(of.coordinator, settlement.id, changed(settlement, comments="Second"), version=1)


def test_who_saves_late_hears_who_was_faster_and_when(of: Cast) -> None:
    settlement = settle(of)
    manager = cast.acting_person(Role.NEGOTIATIONS_MANAGER)
    change_settlement(manager, settlement.id, changed(settlement, comments="First."), version=1)
    with pytest.raises(StaleVersion) as refused:
        change_settlement(of.coordinator, settlement.id, changed(settlement, comments="Late."), version=1)
    assert refused.value.code == "stale_version"
    faster = rf"Not saved\. {manager.name} changed this on \w{{3}} \d+, \d{{4}} at \d\d:\d\d while you were"
    assert re.match(rf"{faster} editing: you saw version 1, it is at version 2 now\.", refused.value.sentence)


def test_the_same_key_adds_one_settlement(of: Cast) -> None:
    draft = SettlementDraft(settled_on=DAY, gross=usd("10.00"))
    for _ in range(2):
        add_settlement(of.coordinator, case_number=of.case.number, draft=draft, idempotency_key="s1")
    assert Settlement.objects.count() == 1
    other = SettlementDraft(settled_on=DAY, gross=usd("11.00"))
    with pytest.raises(IdempotencyKeyReused):
        add_settlement(of.coordinator, case_number=of.case.number, draft=other, idempotency_key="s1")


def test_footers_sum_the_columns_and_several_dates_are_only_said(of: Cast) -> None:
    """One check shows its date, two only that there are several; sums stand below."""
    one, two = settle(of), settle(of, "1000.00")
    money_in(of, one, "40000.00", "1")
    money_in(of, one, "50000.00", "2", on=date(2026, 11, 5))
    money_in(of, two, "1000.00", "3")
    for amount, on in (("100.00", DAY), ("50.00", date(2026, 11, 4))):
        record_fee(of.accountant, one.id, amount=usd(amount), recorded_on=on, today=TODAY)
    table = settlement_table(of.coordinator, of.case.number)
    first, second = table.rows
    assert (first.received.amount, first.received.on, first.received.is_multiple) == (
        usd("90000.00"),
        None,
        True,
    )
    assert (second.received.on, second.received.is_multiple) == (DAY, False)
    assert first.cleared == usd("0.00")
    assert (table.gross, table.received, table.fee_recorded) == (
        usd("91000.00"),
        usd("91000.00"),
        usd("150.00"),
    )


def test_deletes_a_settlement_with_its_held_checks_only(of: Cast) -> None:
    """A settlement can be deleted; not once money moved."""
    settlement = settle(of)
    money_out(of, settlement, "10.00")
    with pytest.raises(EscrowAccountInUse):
        _saved(of, settlement, escrow_account_id=None)
    delete_settlement(of.coordinator, settlement.id, version=1)
    assert not Settlement.objects.exists()
    settlement = settle(of)
    check = money_in(of, settlement, "10.00")
    with pytest.raises(SettlementHasChecks):
        delete_settlement(of.coordinator, settlement.id, version=1)
    assert check.settlement_id == settlement.id
    paid = settle(of)
    record_fee(of.accountant, paid.id, amount=usd("1.00"), recorded_on=DAY, today=TODAY)
    with pytest.raises(SettlementHasFees):
        delete_settlement(of.coordinator, paid.id, version=1)


def test_the_view_shows_one_plaintiff(of: Cast) -> None:
    """Facts, injuries in two segments, coverage without duplicates, negotiated liens, expenses."""
    Injury.objects.create(plaintiff=of.zoe, name="Cervical sprain", description="C4 to C6")
    Coverage.objects.create(
        case=of.case,
        insurer=of.coverage.insurer,
        adjuster=of.coverage.adjuster,
        insured_name="Dale Rowe",
        claim_number="NM-77",
        limit_per_person=usd("100000"),
        limit_per_accident=usd("300000"),
        administrator=cast.party("tpa", "Claims Desk Inc."),
    )
    Coverage.objects.create(
        case=of.case, plaintiff=of.finn, insurer=cast.party("insurer", "Finn's Own"), kind="um"
    )
    lien(of, "Harbor Hospital", "hospital", "900.00", negotiated=usd("400.00"), comments="Agreed")
    lien(of, "Plan of Finn", "health_plan", "70.00", plaintiff=of.finn)
    expense(of, "100.00")
    expense(of, "30.00", plaintiff=of.zoe, is_recoverable=False)
    facts = case_facts(of.coordinator, of.case.number)
    assert (facts.plaintiff, facts.incident_facts) == ("Zoe Marlow", "Rear-ended at a light.")
    assert (facts.injuries_summary, facts.injuries[0].injury) == ("Neck and back.", "Cervical sprain")
    assert [row.name for row in facts.coverage] == ["Northfield Mutual", "Claims Desk Inc."]
    assert [(row.name, row.amount) for row in facts.lienors] == [("Harbor Hospital", usd("400.00"))]
    assert facts.case_expense == usd("80.00")
    assert len(counterparties(of.coordinator, of.case.number)) == 3


def test_who_may_not_see_or_change_settlements(of: Cast) -> None:
    provider = cast.actor_with(Role.PROVIDER, group=cast.provider_group())
    with pytest.raises(Forbidden):
        settlement_table(provider, of.case.number)
    legal = cast.actor_with(Role.LEGAL_TEAM, law_firm=cast.firm("Osprey Legal"))
    with pytest.raises(NotFound):
        settlement_table(legal, of.case.number)
    own = cast.actor_with(Role.LEGAL_TEAM, law_firm=cast.firm())
    assert settlement_table(own, of.case.number).rows == ()
    draft = SettlementDraft(settled_on=DAY, gross=usd("10.00"))
    with pytest.raises(Forbidden):
        add_settlement(own, case_number=of.case.number, draft=draft)
