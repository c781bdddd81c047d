"""The calculation page: marks, refresh, overrides, what-ifs, negative net, and the figures of the vectors."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import CaseExpense, Lien
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.settlement.input_rules import RecoveryPart, Terms
from openlien.settlement.models import Settlement, SettlementCalculation
from openlien.settlement.queries.calculations import read_calculation
from tests import cast
from tests.domain.settlement.calls import (
    Cast,
    calculate,
    cleared,
    expense,
    lien,
    make_cast,
    negotiate,
    settle,
    usd,
)
from tests.web.cases.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def of(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def coordinator(browser: Callable[..., Client]) -> Client:
    return browser(Role.SETTLEMENT_COORDINATOR)


def address(of: Cast, *parts: str, **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    path = "/".join((f"/cases/{of.case.number}/settlement/calculation", *parts))
    return f"{path}?{asked}" if asked else path


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def net(answer: Any) -> str:
    return re.search(r'class="calc-net-value"[^>]*>([^<]+)<', answer.content.decode())[1]


def test_without_a_settlement_an_amount_is_tried_and_nothing_kept(coordinator: Client, of: Cast) -> None:
    assert "Nothing is settled yet" in text_of(coordinator.get(address(of)))
    tried = coordinator.post(
        address(of, "preview"), {"gross": "60,000", "fee_kind": "share", "fee_share": "1/3"}
    )
    assert (tried.status_code, net(tried)) == (200, "$40,000.00")
    assert not SettlementCalculation.objects.exists()


def test_an_offer_is_worked_out_also_where_something_is_settled(coordinator: Client, of: Cast) -> None:
    """The panel of a round leads to the calculation of its own offer, with marks and overrides."""
    made = negotiate(of, offer=usd("60000.00"))
    settle(of, "90000.00")
    panel = coordinator.get(f"/cases/{of.case.number}/settlement/rounds/{made.id}").content.decode()
    href = html.unescape(re.search(r'href="([^"]*/calculation[^"]*offer=[^"]*)"', panel)[1])
    page = coordinator.get(href)
    assert net(page) == "$60,000.00"
    assert "Calculation of an offer" in text_of(page)
    assert "Save calculation" not in text_of(page)
    for junk in ("NaN", "-5", "%00", "1e999", "x"):
        assert net(coordinator.get(address(of, offer=junk))) == "$90,000.00"


def test_begins_with_the_source_pages_and_saves_what_was_typed(coordinator: Client, of: Cast) -> None:
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    settlement = settle(of)
    page = coordinator.get(address(of))
    assert "Not saved yet: these are the figures of the source pages." in text_of(page)
    saved = coordinator.post(
        address(of, settlement=settlement.id),
        {"fee_kind": "share", "fee_share": "1/3", "fee_basis": "gross", "statutory_liens": "500"},
        follow=True,
    )
    assert "Calculation saved. Net to client $59,500.00." in text_of(saved)
    assert "Statutory liens differs from its source: $500.00 here, $900.00 there" in saved.content.decode()
    assert Settlement.objects.get(id=settlement.id).firm_fee == usd("30000.00")


def test_a_source_that_moved_is_marked_with_both_values_and_taken(coordinator: Client, of: Cast) -> None:
    cost = expense(of, "30.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement)
    CaseExpense.objects.filter(id=cost.id).update(amount=usd("45.00"))
    marked = coordinator.get(address(of)).content.decode()
    assert "Case expenses has changed at its source: $30.00 here, $45.00 there" in marked
    form = {"case_expenses": "30.00", "fee_share": "1/3", "fee_kind": "share", "version": "1"}
    taken = coordinator.post(
        address(of, "preview", settlement=settlement.id), {**form, "take": "case_expenses"}
    )
    assert 'name="case_expenses" type="text"' in taken.content.decode()
    assert 'value="45.00"' in taken.content.decode()
    coordinator.post(address(of, settlement=settlement.id), {**form, "case_expenses": "45.00"})
    costs = read_calculation(of.coordinator, settlement.id).input("case_expenses")
    assert (costs.value, costs.is_overridden, costs.differs) == (usd("45.00"), False, False)


def test_all_sources_are_taken_at_once(coordinator: Client, of: Cast) -> None:
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    expense(of, "30.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement, values={"case_expenses": usd("1.00"), "statutory_liens": usd("2.00")})
    assert "2 figures differ from their sources" in text_of(coordinator.get(address(of)))
    form = {"case_expenses": "1.00", "statutory_liens": "2.00", "fee_share": "1/3", "take": "all"}
    taken = coordinator.post(address(of, "preview", settlement=settlement.id), form)
    assert "from their sources" not in text_of(taken)
    assert net(taken) == "$59,070.00"


def test_typing_sends_parts_back_and_nothing_else(coordinator: Client, of: Cast) -> None:
    settlement = settle(of)
    where = address(of, "preview", settlement=settlement.id)
    parts = coordinator.post(where, {"fee_share": "1/3"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in parts
    assert parts.strip().startswith('<div id="calc-chart">')
    assert 'id="calc-net" aria-label="Net to client" hx-swap-oob="true"' in parts
    assert "$60,000.00" in parts


def test_what_cannot_be_read_is_said_beside_its_field(coordinator: Client, of: Cast) -> None:
    settlement = settle(of)
    form = {"fee_share": "a third", "medpay": "lots", "other_costs": "-1"}
    answer = coordinator.post(address(of, settlement=settlement.id), form)
    assert answer.status_code == 422
    words = text_of(answer)
    assert "Enter a share like 1/3, 0.3333 or 33.33%." in words
    assert "Enter an amount like 1,250.00." in words
    assert "Enter an amount of 0.00 or more." in words
    assert 'value="lots"' in answer.content.decode()
    assert not SettlementCalculation.objects.exists()


def test_a_net_below_zero_is_said_in_words_and_never_clamped(coordinator: Client, of: Cast) -> None:
    """V-31: 110,000, a fee of 44,000 and a plan of 66,866 leave the client −866.00."""
    lien(of, "Airline plan", "health_plan", "66866.00", plaintiff=of.zoe)
    settlement = settle(of, "110000.00")
    calculate(of, settlement, Terms(fee_share="40%"))
    page = coordinator.get(address(of))
    assert net(page) == "−$866.00"
    assert "Below zero by $866.00: more is owed than there is." in text_of(page)


def test_the_second_of_two_people_sees_what_the_first_did(coordinator: Client, of: Cast) -> None:
    settlement = settle(of)
    calculate(of, settlement)
    calculate(of, settlement, Terms(fee_share="40%"))
    stale = coordinator.post(
        address(of, settlement=settlement.id), {"fee_share": "25%", "fee_kind": "share", "version": "1"}
    )
    assert stale.status_code == 409
    words = text_of(stale)
    assert "saved this calculation at" in words
    assert "Theirs leaves $54,000.00 for the client." in words
    assert 'value="25%"' in stale.content.decode()
    assert 'name="version" value="2"' in stale.content.decode()


def test_several_recoveries_bear_their_own_fees(coordinator: Client, of: Cast) -> None:
    """V-08: 50,000 at 33.33 % and 25,000 at 40 %."""
    settlement = settle(of, "75000.00")
    form = {
        "fee_kind": "share",
        "fee_share": "33.33%",
        "payer-0": "Northfield Mutual",
        "amount-0": "50,000",
        "payer-1": "Own UIM",
        "amount-1": "25,000",
        "share-1": "40%",
    }
    saved = coordinator.post(address(of, settlement=settlement.id), form, follow=True)
    assert net(saved) == "$48,335.00"
    assert Settlement.objects.get(id=settlement.id).firm_fee == usd("26665.00")
    assert 'value="Own UIM"' in saved.content.decode()
    wrong = coordinator.post(address(of, settlement=settlement.id), {**form, "amount-1": "24,000"})
    assert "The recoveries come to 74,000.00; the gross settlement is 75,000.00." in text_of(wrong)


def test_a_balance_that_waits_is_not_deducted_and_still_owed(coordinator: Client, of: Cast) -> None:
    later = lien(of, "Imaging", "letter_of_protection", "400.00", plaintiff=of.zoe)
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    settlement = settle(of)
    form = {"fee_kind": "share", "fee_share": "1/3", "not_paid": str(later.id)}
    saved = coordinator.post(address(of, settlement=settlement.id), form, follow=True)
    assert net(saved) == "$59,100.00"
    assert "the client still owes $400.00" in text_of(saved)


def test_a_line_that_waits_gets_no_check(of: Cast) -> None:
    from openlien.settlement.actions.checks import add_distribution_checks

    later = lien(of, "Imaging", "letter_of_protection", "400.00", plaintiff=of.zoe)
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement, Terms(fee_share="1/3", not_paid=(str(later.id),)))
    cleared(of, settlement, "90000.00")
    made = add_distribution_checks(of.accountant, settlement.id, today=cast.AS_OF)
    assert sorted(str(each.amount) for each in made) == ["30000.00", "59100.00", "900.00"]


def test_what_ifs_stand_beside_the_real_one_and_change_nothing(coordinator: Client, of: Cast) -> None:
    settlement = settle(of)
    calculate(of, settlement)
    form = {"fee_kind": "share", "fee_share": "1/3", "what_if": "At 60,000", "what_if_gross": "60,000"}
    kept = coordinator.post(address(of, "what-ifs", settlement=settlement.id), form, follow=True)
    words = text_of(kept)
    assert net(kept) == "$40,000.00"
    assert "Side by side" in words
    assert "−20,000.00" in words
    assert Settlement.objects.get(id=settlement.id).firm_fee == usd("30000.00")
    again = coordinator.post(address(of, "what-ifs", settlement=settlement.id), form)
    assert (again.status_code, "There is a what-if of that name" in text_of(again)) == (422, True)
    unnamed = coordinator.post(address(of, "what-ifs", settlement=settlement.id), {**form, "what_if": " "})
    assert "Give the what-if a name" in text_of(unnamed)
    gone = address(of, "what-ifs", "delete", settlement=settlement.id, name="At+60,000")
    assert "is deleted" in text_of(coordinator.post(gone, follow=True))
    assert coordinator.get(address(of, settlement=settlement.id, name="At+60,000")).status_code == 404


def test_a_plaintiff_without_a_settlement_of_its_own_is_not_shown_anothers(
    coordinator: Client, of: Cast
) -> None:
    settle(of)
    assert "Nothing is settled yet" in text_of(coordinator.get(address(of, plaintiff=of.finn.id)))
    assert "$90,000.00" in text_of(coordinator.get(address(of, plaintiff=of.zoe.id)))
    assert coordinator.get(address(of, plaintiff="01234567-89ab-7def-8123-456789abcdef")).status_code == 404


VECTORS = [
    pytest.param(
        "250000.00", {"fee_share": "33.33%"}, "8500.00", ("medicare", "45000.00"), "113175.00", id="V-01"
    ),
    pytest.param(
        "485000.00", {"fee_share": "1/3"}, "12500.00", ("medicare", "42380.00"), "268453.33", id="V-03"
    ),
    pytest.param(
        "100000.00", {"fee_share": "1/3", "fee_basis": "net_of_costs"}, "5000.00", None, "63333.33", id="V-04"
    ),
    pytest.param(
        "100000.00",
        {"fee_share": "1/3", "fee_basis": "net_of_costs_and_liens"},
        "5000.00",
        ("medicare", "20000.00"),
        "50000.00",
        id="V-05",
    ),
    pytest.param(
        "100000.00",
        {"fee_schedule": "ny_contingent_fee", "fee_basis": "net_of_costs"},
        None,
        None,
        "72250.00",
        id="V-06",
    ),
    pytest.param(
        "90000.00", {"fee_share": "1/3", "reduced_to": "24000.00"}, None, None, "66000.00", id="V-07"
    ),
]


@pytest.mark.parametrize(("gross", "terms", "costs", "claim", "client"), VECTORS)
def test_shows_what_the_vectors_say(
    coordinator: Client,
    of: Cast,
    gross: str,
    terms: dict[str, str],
    costs: str | None,
    claim: tuple[str, str] | None,
    client: str,
) -> None:
    if costs:
        expense(of, costs, plaintiff=of.zoe)
    if claim:
        lien(of, "Holder", *claim, plaintiff=of.zoe)
    settle(of, gross)
    kind = "schedule" if "fee_schedule" in terms else "share"
    page = coordinator.post(
        address(of),
        {"fee_kind": kind, **{n: v for n, v in terms.items() if n != "fee_schedule"}},
        follow=True,
    )
    assert net(page) == f"${usd(client).amount:,}"


def test_readers_try_figures_and_keep_nothing(browser: Callable[..., Client], of: Cast) -> None:
    settlement = settle(of)
    legal = browser(Role.LEGAL_TEAM)
    page = legal.get(address(of)).content.decode()
    assert "Save calculation" not in page
    tried = legal.post(address(of, "preview", settlement=settlement.id), {"fee_share": "1/3"})
    assert net(tried) == "$60,000.00"
    assert legal.post(address(of, settlement=settlement.id), {"fee_share": "1/3"}).status_code == 403
    assert legal.post(address(of, "what-ifs", settlement=settlement.id), {"what_if": "x"}).status_code == 403


def test_a_foreign_case_looks_missing(browser: Callable[..., Client], of: Cast) -> None:
    settle(of)
    other = browser(Role.LEGAL_TEAM, scope_kind="law_firm", scope=cast.firm("Harbor Legal Group, LLP"))
    assert other.get(address(of)).status_code == 404
    group = browser(Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group())
    assert group.get(address(of)).status_code == 403


def test_each_look_leaves_one_row_in_the_access_log(coordinator: Client, of: Cast) -> None:
    settle(of)
    coordinator.get(address(of))
    entry = AccessEntry.objects.get()
    assert (entry.what, entry.case_number) == ("Settlement calculation", of.case.number)


def test_the_recoveries_of_one_settlement_are_not_those_of_the_next(of: Cast) -> None:
    parts = (RecoveryPart("A", usd("50000.00")), RecoveryPart("B", usd("40000.00"), "25%"))
    calculate(of, settle(of), Terms(fee_share="1/3", recoveries=parts))
    after = read_calculation(of.coordinator, settle(of, "30000.00").id)
    assert (after.terms.fee_share, after.terms.recoveries, after.refusal) == ("1/3", (), "")


def test_an_approved_reduction_shows_as_a_source_that_moved(coordinator: Client, of: Cast) -> None:
    owed = lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    calculate(of, settle(of))
    Lien.objects.filter(id=owed.id).update(negotiated=usd("300.00"))
    marked = coordinator.get(address(of)).content.decode()
    assert "Statutory liens has changed at its source: $900.00 here, $300.00 there" in marked
