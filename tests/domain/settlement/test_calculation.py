"""The settlement calculation on real rows: sources, overrides, marks, refresh, what-ifs, its distribution."""

from __future__ import annotations

import pytest

from openlien.cases.models import CaseExpense, Lien
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound, StaleVersion
from openlien.settlement.actions.calculations import delete_what_if, refresh_inputs, save_calculation
from openlien.settlement.actions.reductions import (
    approve_reduction,
    propose_reduction,
    propose_reductions,
    refuse_reduction,
)
from openlien.settlement.actions.settlements import change_settlement
from openlien.settlement.errors import (
    GrossIsTheSettlement,
    NothingToRefresh,
    ReductionBeyondLien,
    ReductionChangesNothing,
    ReductionDecided,
    ReductionNeedsAnother,
    UnknownInput,
)
from openlien.settlement.input_rules import Terms
from openlien.settlement.models import Settlement
from openlien.settlement.queries.calculations import calculation_of_offer, list_what_ifs, read_calculation
from tests import cast

from .calls import DAY, THIRD, Cast, calculate, changed, expense, lien, settle, usd

TRACE = [{"name": "Recovery", "formula": "paid × share", "value": "300.00"}]


def _propose(of: Cast, of_lien: Lien, amount: str = "300.00"):
    return propose_reduction(
        of.coordinator, of_lien.id, rule="mcr_c", amount=usd(amount), inputs={"M": "900.00"}, trace=TRACE
    )


def test_starts_from_the_source_pages(of: Cast) -> None:
    expense(of, "100.00")
    expense(of, "30.00", plaintiff=of.zoe)
    expense(of, "5.00", is_recoverable=False)
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    lien(of, "Imaging", "letter_of_protection", "400.00", waived=usd("100.00"))
    lien(of, "Earlier counsel", "attorney", "60.00", plaintiff=of.zoe)
    lien(of, "Plan of Finn", "health_plan", "70.00", plaintiff=of.finn)
    view = read_calculation(of.coordinator, settle(of).id)
    values = {each.name.value: str(each.value) for each in view.inputs if each.value}
    assert values == {
        "gross": "90000.00",
        "case_expenses": "80.00",
        "prior_attorney_expense": "60.00",
        "statutory_liens": "900.00",
        "contractual_liens": "150.00",
    }
    assert (view.is_saved, view.is_stale) == (False, False)


def test_saving_computes_the_net_firm_fee(of: Cast) -> None:
    settlement = settle(of)
    terms = Terms(fee_share="1/3", reduce_by=usd("3000.00"), referral_share="25%")
    calculate(of, settlement, terms)
    settlement.refresh_from_db()
    assert settlement.firm_fee == usd("20250.00")
    view = read_calculation(of.coordinator, settlement.id)
    assert view.result is not None
    assert view.result.client == usd("63000.00")
    assert view.result.working


def test_a_typed_amount_is_marked_until_it_is_refreshed(of: Cast) -> None:
    """Other than on its source page: an exclamation mark; the icon brings the source back."""
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    settlement = settle(of)
    saved = calculate(of, settlement, values={"statutory_liens": usd("500.00"), "medpay": usd("10.00")})
    liens = read_calculation(of.coordinator, settlement.id).input("statutory_liens")
    assert (liens.is_overridden, liens.is_stale, liens.differs) == (True, False, True)
    assert (liens.source_value, len(liens.lines)) == (usd("900.00"), 1)
    refresh_inputs(of.coordinator, settlement.id, inputs=["statutory_liens"], version=saved.version)
    view = read_calculation(of.coordinator, settlement.id)
    assert (view.input("statutory_liens").value, view.is_stale) == (usd("900.00"), False)
    assert view.input("medpay").is_overridden


def test_a_source_that_moved_is_marked_and_all_are_refreshed_at_once(of: Cast) -> None:
    cost = expense(of, "30.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement)
    CaseExpense.objects.filter(id=cost.id).update(amount=usd("45.00"))
    costs = read_calculation(of.coordinator, settlement.id).input("case_expenses")
    assert (costs.value, costs.source_value, costs.is_stale) == (usd("30.00"), usd("45.00"), True)
    refresh_inputs(of.coordinator, settlement.id)
    assert not read_calculation(of.coordinator, settlement.id).is_stale


def test_refuses_unknown_and_handmade_inputs_and_outdated_saves(of: Cast) -> None:
    settlement = settle(of)
    with pytest.raises(NotFound):
        refresh_inputs(of.coordinator, settlement.id)
    calculate(of, settlement)
    with pytest.raises(UnknownInput):
        calculate(of, settlement, values={"bonus": usd("1.00")})
    with pytest.raises(NothingToRefresh):
        refresh_inputs(of.coordinator, settlement.id, inputs=["medpay"])
    with pytest.raises(GrossIsTheSettlement):
        calculate(of, settlement, values={"gross": usd("1.00")})
    calculate(of, settlement, version=1)
    with pytest.raises(StaleVersion):
        calculate(of, settlement, version=1)


def test_a_changed_gross_takes_the_firm_fee_back_until_it_is_saved_again(of: Cast) -> None:
    settlement = settle(of)
    calculate(of, settlement)
    fresh = Settlement.objects.get(id=settlement.id)
    change_settlement(of.coordinator, fresh.id, changed(fresh, gross=usd("60000.00")), version=fresh.version)
    view = read_calculation(of.coordinator, settlement.id)
    assert (view.input("gross").value, view.input("gross").is_overridden) == (usd("60000.00"), False)
    assert Settlement.objects.get(id=settlement.id).firm_fee is None


def test_a_what_if_changes_nothing_real(of: Cast) -> None:
    settlement = settle(of)
    calculate(of, settlement)
    calculate(of, settlement, name="At 60,000", values={"gross": usd("60000.00")})
    what_if = read_calculation(of.coordinator, settlement.id, name="At 60,000")
    assert what_if.result is not None
    assert what_if.result.client == usd("40000.00")
    assert Settlement.objects.get(id=settlement.id).firm_fee == usd("30000.00")
    assert list_what_ifs(of.coordinator, settlement.id) == ["At 60,000"]
    delete_what_if(of.coordinator, settlement.id, name="At 60,000")
    with pytest.raises(NotFound):
        delete_what_if(of.coordinator, settlement.id, name="")


def test_the_client_may_stand_below_zero(of: Cast) -> None:
    lien(of, "Medicare", "medicare", "99000.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement)
    result = read_calculation(of.coordinator, settlement.id).result
    assert result is not None
    assert (result.client, result.distribution.is_blocked) == (usd("-39000.00"), True)


def test_an_offer_is_calculated_without_being_kept(of: Cast) -> None:
    expense(of, "100.00")
    view = calculation_of_offer(
        of.coordinator,
        case_number=of.case.number,
        plaintiff_id=None,
        gross=usd("30000.00"),
        on=DAY,
        terms=THIRD,
        typed={"other_costs": usd("10.00")},
    )
    assert view.result is not None
    assert (view.result.client, view.input("other_costs").is_overridden) == (usd("19890.00"), True)


def test_interest_runs_on_financed_expenses(of: Cast) -> None:
    expense(of, "3650.00", plaintiff=of.zoe, is_financed=True, incurred_on=DAY.replace(year=2025))
    settlement = settle(of)
    terms = Terms(fee_share="1/3", expense_rate="10%")
    save_calculation(of.coordinator, settlement.id, terms=terms)
    interest = read_calculation(of.coordinator, settlement.id).input("expense_interest")
    assert interest.value == usd("365.00")


def test_a_reduction_changes_the_lien_only_once_another_person_approved_it(of: Cast) -> None:
    owed = lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    proposal = _propose(of, owed)
    assert Lien.objects.get(id=owed.id).negotiated is None
    with pytest.raises(Forbidden):
        approve_reduction(of.coordinator, proposal.id)
    manager = cast.acting_person(Role.NEGOTIATIONS_MANAGER)
    approved = approve_reduction(manager, proposal.id)
    assert (approved.status, approved.decided_by_id) == ("approved", manager.user_id)
    assert Lien.objects.get(id=owed.id).negotiated == usd("300.00")
    with pytest.raises(ReductionDecided):
        refuse_reduction(manager, proposal.id, reason="Too late")


def test_nobody_approves_a_reduction_of_their_own(of: Cast) -> None:
    owed = lien(of, "Medicare", "medicare", "900.00")
    manager = cast.acting_person(Role.NEGOTIATIONS_MANAGER)
    proposal = propose_reduction(manager, owed.id, rule="mcr_c", amount=usd("300.00"), inputs={}, trace=TRACE)
    with pytest.raises(ReductionNeedsAnother):
        approve_reduction(manager, proposal.id)
    with pytest.raises(ReductionBeyondLien):
        _propose(of, owed, "900.01")
    other = cast.acting_person(Role.CFO_CONTROLLER)
    assert refuse_reduction(other, proposal.id, reason="Wrong year").status == "refused"
    assert Lien.objects.get(id=owed.id).negotiated is None


def test_a_reduction_that_leaves_the_same_is_no_reduction(of: Cast) -> None:
    owed, other = lien(of, "Medicare", "medicare", "900.00"), lien(of, "County", "hospital", "400.00")
    with pytest.raises(ReductionChangesNothing) as refused:
        _propose(of, owed, "900.00")
    assert refused.value.sentence == (
        "Not proposed. The lien comes to 900.00 already, and the rule leaves the same: nothing is reduced."
    )
    said = {"rule": "shares", "inputs": {}, "trace": TRACE}
    made = propose_reductions(of.coordinator, {owed.id: usd("900.00"), other.id: usd("350.00")}, **said)
    assert [proposal.lien_id for proposal in made] == [other.id]
    with pytest.raises(ReductionChangesNothing):
        propose_reductions(of.coordinator, {owed.id: usd("900.00")}, **said)
