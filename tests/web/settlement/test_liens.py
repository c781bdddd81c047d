"""Lien tracking: six amounts, adding and changing, reductions by rule, and who decides about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Activity, Case, Lien
from openlien.identity.permissions import Role
from openlien.settlement.actions.liens import DAYS
from openlien.settlement.input_rules import Terms
from openlien.settlement.models import ReductionProposal
from tests import cast
from tests.domain.settlement.calls import Cast, calculate, expense, lien, make_cast, settle, usd
from tests.web.cases.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def of(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def coordinator(browser: Callable[..., Client]) -> Client:
    return browser(Role.SETTLEMENT_COORDINATOR)


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def address(of: Cast, *parts: object) -> str:
    return "/".join((f"/cases/{of.case.number}/liens", *map(str, parts)))


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def in_state(of: Cast, state: str) -> None:
    Case.objects.filter(id=of.case.id).update(state=state)


def medicare_of_v12(of: Cast) -> Lien:
    """V-12: 77,500 with a fee of a third and costs of 1,234.56; Medicare paid 18,907.21."""
    owed = lien(of, "Medicare", "medicare", "18907.21", plaintiff=of.zoe)
    expense(of, "1234.56", plaintiff=of.zoe)
    calculate(of, settle(of, "77500.00"))
    return owed


def propose(client: Client, of: Cast, owed: Lien, rule: str, **changed: str) -> Any:
    """Opens the rule with what the case says, changes some of it and proposes."""
    where = f"{address(of, owed.id, 'reduction')}?rule={rule}"
    fields = dict(
        re.findall(r'name="(\w+)" type="text"[^>]*? value="([^"]*)"', client.get(where).content.decode())
    )
    return client.post(where, {**fields, **changed, "do": "propose"}, follow=True)


def test_shows_the_six_amounts_with_their_sums(coordinator: Client, of: Cast) -> None:
    lien(of, "Medicare", "medicare", "900.00", confirmed=usd("850.00"), waived=usd("50.00"))
    lien(of, "Imaging", "letter_of_protection", "400.00", current_payoff=usd("380.00"), paid=usd("380.00"))
    words = text_of(coordinator.get(address(of)))
    assert "Unconfirmed, $ Confirmed, $ Waived, $ Current payoff, $ Negotiated, $ Paid, $ Payable, $" in words
    assert "Medicare 900.00 850.00 50.00 — — — 800.00 Confirmed" in words.replace(
        "Medicare Medicare", "Medicare"
    )
    assert "Total 1,300.00 850.00 50.00 380.00 0.00 380.00 1,180.00" in words


def test_a_case_without_liens_says_what_they_are_for(coordinator: Client, of: Cast) -> None:
    assert "No lien is recorded" in text_of(coordinator.get(address(of)))


def test_adds_a_lien_and_notes_who_did(coordinator: Client, of: Cast) -> None:
    sent = {"holder": "Harbor Hospital", "kind": "hospital", "asserted": "1,250", "plaintiff": str(of.zoe.id)}
    added = coordinator.post(address(of, "new"), sent, follow=True)
    assert "Lien of Harbor Hospital added." in text_of(added)
    made = Lien.objects.get()
    assert (made.asserted, made.plaintiff_id, made.holder.kind) == (usd("1250.00"), of.zoe.id, "lienor")
    assert Activity.objects.filter(summary="Lien of Harbor Hospital added", object_id=str(made.id)).exists()
    coordinator.post(address(of, "new"), {**sent, "holder": "harbor hospital"})
    assert len({each.holder_id for each in Lien.objects.all()}) == 1


def test_keeps_every_field_of_lien_tracking(coordinator: Client, of: Cast) -> None:
    known = {
        "reference": "HIC-9",
        "recovery_agency": "Benefits Recovery Center",
        "certified_mail_number": "7019 1120",
        "check_number": "1004",
        "first_notice_on": "03/02/2026",
        "policy_received_on": "03/20/2026",
        "paid_on": "11/12/2026",
        "release_received_on": "11/18/2026",
        "plan_funding": "insured",
        "is_final": "on",
    }
    sent = {"holder": "Medicare", "kind": "medicare", "asserted": "900.00", "comments": "Called.", **known}
    coordinator.post(address(of, "new"), sent)
    made = Lien.objects.get()
    page = coordinator.get(address(of, made.id, "edit")).content.decode()
    for name, value in known.items():
        assert f'value="{value}"' in page or name in ("is_final", "plan_funding"), name
    assert (made.plan_funding, made.is_final, str(made.release_received_on)) == (
        "insured",
        True,
        "2026-11-18",
    )


@pytest.mark.parametrize("name", DAYS)
def test_refuses_a_day_of_something_that_cannot_have_happened_yet(
    coordinator: Client, of: Cast, name: str
) -> None:
    kept = lien(of, "Medicare", "medicare", "900.00")
    sent = {"holder": "Medicare", "kind": "medicare", "version": str(kept.version), name: "12/31/2199"}
    for refused in (
        coordinator.post(address(of, "new"), sent),
        coordinator.post(address(of, kept.id, "edit"), sent),
    ):
        body = refused.content.decode()
        assert refused.status_code == 422
        assert "Dec 31, 2199 is still to come; enter today or an earlier day." in text_of(refused)
        assert f'href="#f-{name}"' in body
    assert Lien.objects.count() == 1


def test_says_at_the_field_what_is_wrong(coordinator: Client, of: Cast) -> None:
    refused = coordinator.post(address(of, "new"), {"kind": "", "asserted": "-5"})
    words = text_of(refused)
    assert refused.status_code == 422
    assert "Say who holds the lien." in words
    assert "Choose the type of the lien." in words
    assert not Lien.objects.exists()


def test_a_stale_change_says_what_stands_there_now(coordinator: Client, of: Cast) -> None:
    owed = lien(of, "Medicare", "medicare", "900.00")
    sent = {"holder": "Medicare", "kind": "medicare", "asserted": "800.00", "version": "1"}
    assert coordinator.post(address(of, owed.id, "edit"), sent).status_code == 302
    stale = coordinator.post(address(of, owed.id, "edit"), {**sent, "asserted": "700.00"})
    assert stale.status_code == 409
    assert re.search(r"changed this on \w+ \d+, 20\d\d at \d\d:", text_of(stale))
    assert "Unconfirmed: 800.00" in text_of(stale)
    assert 'value="700.00"' in stale.content.decode()
    assert 'name="version" value="2"' in stale.content.decode()


def test_offers_the_rules_of_the_lien_and_the_state_alone(coordinator: Client, of: Cast) -> None:
    owed = lien(of, "Harbor Hospital", "hospital", "9000.00")
    words = text_of(coordinator.get(address(of, owed.id, "reduction")))
    assert "California hospital lien, half of the gross" in words
    assert "Texas hospital lien" not in words
    in_state(of, "TX")
    words = text_of(coordinator.get(address(of, owed.id, "reduction")))
    assert "Texas hospital lien" in words
    assert "California" not in words


def test_a_plan_of_unknown_funding_blocks_every_rule(coordinator: Client, of: Cast) -> None:
    owed = lien(of, "Airline plan", "health_plan", "66866.00")
    words = text_of(coordinator.get(address(of, owed.id, "reduction")))
    assert "Who funds the plan?" in words
    assert "common fund" not in words.casefold()
    Lien.objects.filter(id=owed.id).update(plan_funding="self_funded")
    words = text_of(coordinator.get(address(of, owed.id, "reduction")))
    assert "ERISA plan, silent and clear terms" in words
    assert "California health plan" not in words


def test_inputs_come_from_the_case_and_the_answer_from_the_rule(coordinator: Client, of: Cast) -> None:
    """V-12: the share of the costs is 6,603.59, Medicare is paid 12,303.62."""
    owed = medicare_of_v12(of)
    where = f"{address(of, owed.id, 'reduction')}?rule=medicare_411_37_c"
    page = coordinator.get(where).content.decode()
    for value in ("77,500.00", "25,833.33", "1,234.56", "18,907.21"):
        assert f'value="{value}"' in page
    worked = coordinator.post(
        where, {"S": "77500", "fee": "25833.33", "costs": "1234.56", "M": "18907.21", "do": "calculate"}
    )
    words = text_of(worked)
    assert "By the rule $12,303.62" in words
    assert "To verify with counsel" in words
    assert "Not proposed yet" in words
    assert not ReductionProposal.objects.exists()


def test_a_proposal_waits_with_its_trace_until_another_person_approves_it(
    coordinator: Client, manager: Client, of: Cast
) -> None:
    owed = medicare_of_v12(of)
    done = propose(coordinator, of, owed, "medicare_411_37_c")
    assert "1 reduction proposed." in text_of(done)
    proposal = ReductionProposal.objects.get()
    assert Lien.objects.get(id=owed.id).negotiated is None
    assert proposal.law["citation"] == "42 CFR 411.37"
    page = text_of(manager.get(f"/reductions/{proposal.id}/"))
    for words in ("12,303.62", "42 CFR 411.37", "Last checked", "To verify with counsel", "Trace"):
        assert words in page
    approved = manager.post(f"/reductions/{proposal.id}/approval", follow=True)
    assert "Approved. The lien of Medicare comes to $12,303.62." in text_of(approved)
    assert Lien.objects.get(id=owed.id).negotiated == usd("12303.62")
    again = manager.post(f"/reductions/{proposal.id}/approval")
    assert (again.status_code, "is approved already" in text_of(again)) == (409, True)


def test_nobody_decides_about_an_own_proposal(manager: Client, of: Cast) -> None:
    propose(manager, of, medicare_of_v12(of), "medicare_411_37_c")
    proposal = ReductionProposal.objects.get()
    assert "You proposed this reduction" in text_of(manager.get(f"/reductions/{proposal.id}/"))
    refused = manager.post(f"/reductions/{proposal.id}/approval")
    assert (refused.status_code, "somebody other than" in text_of(refused)) == (409, True)


def test_a_refusal_needs_its_reason(coordinator: Client, manager: Client, of: Cast) -> None:
    propose(coordinator, of, medicare_of_v12(of), "medicare_411_37_c")
    proposal = ReductionProposal.objects.get()
    silent = manager.post(f"/reductions/{proposal.id}/refusal", {"reason": " "})
    assert (silent.status_code, "Say why" in text_of(silent)) == (422, True)
    told = manager.post(f"/reductions/{proposal.id}/refusal", {"reason": "Wrong paragraph"}, follow=True)
    assert "Wrong paragraph" in text_of(told)
    assert "Wrong paragraph" in text_of(coordinator.get(address(of)))


def test_a_fund_is_shared_pro_rata_over_several_liens(coordinator: Client, of: Cast) -> None:
    """V-32: 18,000 over 24,000, 12,000 and 9,000."""
    rows = [
        lien(of, name, "letter_of_protection", asked, plaintiff=of.zoe)
        for name, asked in (("Imaging", "24000.00"), ("Rehab", "12000.00"), ("Surgeon", "9000.00"))
    ]
    done = coordinator.post(
        f"{address(of, rows[0].id, 'reduction')}?rule=pro_rata_fund",
        {"fund": "18,000", "claims": "24000.00\n12000.00\n9000.00", "do": "propose", "key": "k" * 32},
        follow=True,
    )
    assert "3 reductions proposed." in text_of(done)
    left = {each.lien_id: str(each.amount) for each in ReductionProposal.objects.all()}
    assert [left[row.id] for row in rows] == ["9600.00", "4800.00", "3600.00"]


def test_north_carolina_rounds_its_half_down(coordinator: Client, of: Cast) -> None:
    """V-19: half of 25,000 less 8,333.33 is 8,333.33, shared to the cent."""
    in_state(of, "NC")
    for name, asked in (("A", "4000.00"), ("B", "3000.00"), ("C", "5000.00")):
        first = lien(of, name, "hospital", asked, plaintiff=of.zoe)
    calculate(of, settle(of, "25000.00"))
    page = coordinator.get(f"{address(of, first.id, 'reduction')}?rule=nc_44_50").content.decode()
    assert 'value="8,333.33"' in page
    sent = {"S": "25000", "fee": "8333.33", "liens": "4000\n3000\n5000", "do": "propose"}
    coordinator.post(f"{address(of, first.id, 'reduction')}?rule=nc_44_50", sent)
    amounts = sorted(str(each.amount) for each in ReductionProposal.objects.all())
    assert amounts == ["2083.33", "2777.78", "3472.22"]


@pytest.mark.parametrize(
    ("state", "kind", "rule", "given", "left"),
    [
        pytest.param(
            "CA", "hospital", "ca_hla_gross", {"S": "100000", "lien": "58521.70"}, "50000.00", id="V-17"
        ),
        pytest.param(
            "CA",
            "medicaid",
            "medi_cal",
            {"lien": "20000", "S": "100000", "costs": "6000", "fee": "33333.33"},
            "13800.00",
            id="V-15",
        ),
        pytest.param(
            "TX",
            "hospital",
            "tx_55_004",
            {"charges_100d": "60000", "recovered": "80000"},
            "40000.00",
            id="V-22",
        ),
        pytest.param(
            "",
            "medicare",
            "medicare_fixed_pct",
            {"S": "10000", "date": "2023-10-02", "M": "8000"},
            "2500.00",
            id="V-13",
        ),
        pytest.param("", "medicare", "medicare_threshold", {"S": "750"}, "0.00", id="threshold"),
    ],
)
def test_proposes_what_the_vectors_say(
    coordinator: Client, of: Cast, state: str, kind: str, rule: str, given: dict[str, str], left: str
) -> None:
    in_state(of, state)
    owed = lien(of, "Holder", kind, "60000.00", plaintiff=of.zoe)
    coordinator.post(f"{address(of, owed.id, 'reduction')}?rule={rule}", {**given, "do": "propose"})
    assert str(ReductionProposal.objects.get().amount) == left


def test_a_rule_that_does_not_reduce_proposes_nothing(coordinator: Client, of: Cast) -> None:
    owed = lien(of, "Medicare", "medicare", "900.00")
    where = f"{address(of, owed.id, 'reduction')}?rule=medicare_threshold"
    answer = coordinator.post(where, {"S": "5000", "do": "propose"})
    assert (answer.status_code, "Nothing to propose." in text_of(answer)) == (422, True)
    hospital = lien(of, "Hospital", "hospital", "900.00")
    more = coordinator.post(
        f"{address(of, hospital.id, 'reduction')}?rule=ca_hla_gross",
        {"S": "10000", "lien": "5000", "do": "propose"},
    )
    assert (more.status_code, "leaves between 0.00 and the 900.00" in text_of(more)) == (422, True)


def test_the_queue_lists_what_waits_across_cases(
    browser: Callable[..., Client], coordinator: Client, manager: Client, of: Cast
) -> None:
    assert "Nothing waits for approval" in text_of(manager.get("/reductions/"))
    propose(coordinator, of, medicare_of_v12(of), "medicare_411_37_c")
    words = text_of(manager.get("/reductions/"))
    assert "Medicare, payments below the settlement (c)" in words
    assert of.case.number in words
    assert "There is none" in text_of(manager.get("/reductions/?show=refused"))
    other = browser(Role.LEGAL_TEAM, scope_kind="law_firm", scope=cast.firm("Osprey Legal"))
    assert of.case.number not in text_of(other.get("/reductions/?show=all"))
    assert other.get(f"/reductions/{ReductionProposal.objects.get().id}/").status_code == 404


def test_readers_see_liens_and_change_none(browser: Callable[..., Client], of: Cast) -> None:
    owed = medicare_of_v12(of)
    legal = browser(Role.LEGAL_TEAM)
    page = legal.get(address(of)).content.decode()
    assert "Medicare" in page
    assert "Add lien" not in page
    assert legal.get(address(of, "new")).status_code == 403
    assert legal.get(address(of, owed.id, "reduction")).status_code == 403
    other = browser(Role.SETTLEMENT_COORDINATOR, scope_kind="law_firm", scope=cast.firm("Osprey Legal"))
    assert other.get(address(of)).status_code == 404
    assert other.get(address(of, owed.id, "edit")).status_code == 404


def test_the_fee_of_a_reduced_fee_is_what_the_rule_gets(coordinator: Client, of: Cast) -> None:
    owed = lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    calculate(of, settle(of), Terms(fee_share="1/3", reduced_to=usd("24000.00")))
    page = coordinator.get(f"{address(of, owed.id, 'reduction')}?rule=medicare_411_37_c").content.decode()
    assert 'value="24,000.00"' in page
