"""The settlement table and its panel, rule by rule as requirement 2 states them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from openlien.negotiation.rounds.models import Round
from openlien.settlement.check_rules import CheckStatus
from openlien.settlement.models import Check, Settlement, SettlementType
from tests.domain.settlement.calls import (
    Cast,
    calculate,
    cleared,
    money_in,
    money_out,
    move,
    negotiate,
    settle,
    usd,
)

from .reading import page_of, row_of, settlement_sent, words_of

pytestmark = pytest.mark.django_db


def test_a_settlement_is_added_by_hand_with_all_its_fields(of: Cast, coordinator: Client) -> None:
    arbitration = SettlementType.objects.get(name="Arbitration")
    sent = settlement_sent(
        of,
        type=str(arbitration.id),
        released_to_client_on="11/03/2026",
        released_from_client_on="11/06/2026",
        released_to_payer_on="11/09/2026",
        check_expected_on="12/09/2026",
        distributed_on="",
        expires_on="12/31/2026",
        comments="Paid in one sum.",
    )
    answer = coordinator.post(page_of(of, "/settlements/new"), sent, follow=True)
    row = Settlement.objects.get()
    assert "Settlement of $90,000.00 added." in words_of(answer)
    assert (row.type_id, row.escrow_account_id, row.coverage_id) == (
        arbitration.id,
        of.escrow.id,
        of.coverage.id,
    )
    assert (row.released_to_client_on, row.released_from_client_on) == (date(2026, 11, 3), date(2026, 11, 6))
    assert (row.check_expected_on, row.days_from_release) == (date(2026, 12, 9), 30)
    assert (row.expires_on, row.comments) == (date(2026, 12, 31), "Paid in one sum.")
    assert not Round.objects.exists()


def test_a_row_shows_every_column_and_the_sums_stand_below(of: Cast, coordinator: Client) -> None:
    first = settle(of, "90000.00", comments="First of two", coverage_id=of.coverage.id)
    settle(of, "10000.00", plaintiff_id=of.finn.id)
    cleared(of, first, "60000.00", "1")
    money_in(of, first, "30000.00", "2", on=date(2026, 11, 12))
    answer = coordinator.get(page_of(of))
    row = row_of(answer, "First of two")
    for text in ("2026-11-02", "Zoe Marlow", "90,000.00", "Multiple dates", "Negotiation", "0.00", "IOLTA"):
        assert text in row
    # Settlement, received, firm fee, fee recorded, distributed.
    assert row_of(answer, "Total 100,000.00") == "Total 100,000.00 90,000.00 0.00 0.00 0.00"


def test_one_check_shows_its_day_and_several_only_that_there_are_several(
    of: Cast, coordinator: Client
) -> None:
    settled = settle(of, comments="One check")
    money_in(of, settled, "30000.00", "1", on=date(2026, 11, 12))
    assert "30,000.00 2026-11-12" in row_of(coordinator.get(page_of(of)), "One check")
    money_in(of, settled, "30000.00", "2", on=date(2026, 11, 13))
    assert "60,000.00 Multiple dates" in row_of(coordinator.get(page_of(of)), "One check")


def test_what_was_issued_is_distributed_and_recorded_fees_have_their_column(
    of: Cast, accountant: Client
) -> None:
    settled = settle(of, comments="Paid out")
    cleared(of, settled, "90000.00")
    out = money_out(of, settled, "20000.00", drawn_on=date(2026, 11, 14))
    move(of, CheckStatus.PRINT, out)
    fee = {"amount": "30,000", "recorded_on": "11/15/2026", "comments": "First third"}
    accountant.post(page_of(of, f"/settlements/{settled.id}/fees/new"), fee)
    row = row_of(accountant.get(page_of(of)), "Paid out")
    assert "30,000.00 2026-11-15" in row
    assert "20,000.00 2026-11-14" in row


def test_choosing_with_whom_is_a_list_of_six_columns(of: Cast, coordinator: Client) -> None:
    """Radio button, company, person, phone, insurance type, whom it covers."""
    answer = coordinator.get(page_of(of, "/settlements/new"))
    heads = row_of(answer, "Company")
    assert heads == "Choose Company Adjuster or attorney Phone Ins. type Covers"
    row = row_of(answer, "Ivy Stone")
    for text in ("Northfield Mutual", "555-0142", "Bodily injury", "Dale Rowe"):
        assert text in row


def test_types_offer_the_three_of_the_requirement(of: Cast, coordinator: Client) -> None:
    body = coordinator.get(page_of(of, "/settlements/new")).content.decode()
    offered = re.findall(r"<option[^>]*>(Negotiation|Arbitration|Judgment)</option>", body)
    assert offered == ["Negotiation", "Arbitration", "Judgment"]


@pytest.mark.parametrize(
    ("moved", "expected_on", "days"),
    [
        ({"days_from_release": "30"}, date(2025, 3, 2), 30),
        ({"check_expected_on": "03/05/2025"}, date(2025, 3, 5), 33),
        ({"released_to_payer_on": "", "days_from_release": "30"}, None, 30),
        ({"released_to_payer_on": "", "check_expected_on": "03/05/2025"}, date(2025, 3, 5), None),
    ],
)
def test_days_and_expected_date_follow_each_other_once_the_release_is_out(
    of: Cast, coordinator: Client, moved: dict[str, str], expected_on: date | None, days: int | None
) -> None:
    """V-52 through the panel, with ruling B9 where there is no release."""
    settled = settle(of)
    sent = settlement_sent(of, released_to_payer_on="01/31/2025", version="1")
    coordinator.post(page_of(of, f"/settlements/{settled.id}"), {**sent, **moved})
    settled.refresh_from_db()
    assert (settled.check_expected_on, settled.days_from_release) == (expected_on, days)


def test_the_release_track_says_what_is_next_and_what_is_late(of: Cast, coordinator: Client) -> None:
    settle(
        of,
        released_to_client_on=date(2026, 11, 3),
        released_from_client_on=date(2026, 11, 4),
        released_to_payer_on=date(2026, 11, 5),
        check_expected_on=date(2026, 11, 15),
    )
    seen = words_of(coordinator.get(page_of(of)))
    assert "Sent to client , done Nov 3, 2026 Signed , done Nov 4, 2026" in seen
    assert "Check expected , overdue Nov 15, 2026, 5 days ago" in seen
    assert "Distributed , to come —" in seen


def test_a_settlement_opens_to_its_checks_and_closes_again(of: Cast, coordinator: Client) -> None:
    first, second = settle(of), settle(of, "5000.00")
    money_in(of, first, "1000.00", "771")
    assert "771" not in words_of(coordinator.get(page_of(of)))
    assert "771" in words_of(coordinator.get(page_of(of, f"?open={first.id}")))
    body = coordinator.get(page_of(of, f"?open={second.id}")).content.decode()
    assert "No check was received or issued yet." in body
    assert f"?open=none#settlement-{second.id}" in body


def test_the_only_settlement_of_a_case_is_open_by_itself(of: Cast, coordinator: Client) -> None:
    settled = settle(of)
    money_in(of, settled, "1000.00", "771")
    assert "771" in words_of(coordinator.get(page_of(of)))
    assert "771" not in words_of(coordinator.get(page_of(of, "?open=none")))


def test_delete_and_print_also_stand_in_the_row_as_icons(of: Cast, coordinator: Client) -> None:
    settle(of)
    body = coordinator.get(page_of(of)).content.decode()
    for label in ("Delete", "Print"):
        assert f'aria-label="{label}: Actions for the settlement of 2026-11-02"' in body


def test_a_deletion_is_confirmed_and_names_what_goes_with_it(of: Cast, coordinator: Client) -> None:
    row = negotiate(of, settlement=usd("90000.00"))
    address = page_of(of, f"/settlements/{row.settlement_id}/delete")
    seen = words_of(coordinator.get(address))
    assert "The Settlement column of its round turns blank." in seen
    assert Settlement.objects.exists()
    answer = coordinator.post(address, {"version": "1"}, follow=True)
    assert "Settlement of $90,000.00 deleted." in words_of(answer)
    assert not Settlement.objects.exists()


def test_a_settlement_goes_with_its_held_checks_and_calculation(of: Cast, coordinator: Client) -> None:
    settled = settle(of)
    calculate(of, settled)
    money_out(of, settled, "100.00")
    settled.refresh_from_db()
    coordinator.post(page_of(of, f"/settlements/{settled.id}/delete"), {"version": str(settled.version)})
    assert not Check.objects.exists()


def test_a_settlement_with_money_received_is_not_deleted(of: Cast, coordinator: Client) -> None:
    settled = settle(of)
    money_in(of, settled, "100.00")
    address = page_of(of, f"/settlements/{settled.id}/delete")
    answer = coordinator.post(address, {"version": str(settled.version)})
    assert answer.status_code == 409
    assert "Checks of this settlement have been received or issued" in words_of(answer)


def test_a_stale_save_shows_both_values(of: Cast, coordinator: Client) -> None:
    settled = settle(of)
    address = page_of(of, f"/settlements/{settled.id}")
    coordinator.post(address, settlement_sent(of, comments="Theirs", version="1"))
    answer = coordinator.post(address, settlement_sent(of, comments="Mine", gross="80,000.00", version="1"))
    seen = words_of(answer)
    assert answer.status_code == 409
    assert re.search(rf"Not saved\. {of.coordinator.name} changed this on \w+ \d+, 20\d\d at \d\d:", seen)
    assert "Gross settlement amount 80,000.00 90,000.00 Comments Mine Theirs" in seen


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"gross": ""}, "Enter the amount of the settlement."),
        ({"gross": "0"}, "A settlement is more than 0.00"),
        ({"settled_on": "soon"}, "is not a date"),
        ({"settled_on": "12/24/2026"}, "Dec 24, 2026 is still to come"),
        ({"days_from_release": "many"}, "Enter a whole number of days."),
        (
            {"days_from_release": "99999", "released_to_payer_on": "01/31/2025"},
            "Days from release lie between",
        ),
    ],
)
def test_a_refused_settlement_says_why(
    of: Cast, coordinator: Client, facts: dict[str, str], sentence: str
) -> None:
    answer = coordinator.post(page_of(of, "/settlements/new"), settlement_sent(of, **facts))
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert not Settlement.objects.exists()


def test_a_settlement_prints_alone(of: Cast, coordinator: Client) -> None:
    settled = settle(of, comments="For the file")
    settle(of, "5000.00", comments="Another one")
    money_in(of, settled, "600.00")
    answer = coordinator.get(page_of(of, f"/settlements/{settled.id}/print"))
    seen = words_of(answer)
    assert "Amount received $600.00, Nov 2, 2026" in seen
    assert "Settlement of Nov 2, 2026" in seen
    assert "For the file" in seen
    assert "Another one" not in seen
    assert "data-print-now" in answer.content.decode()


def test_a_type_that_was_switched_off_stays_that_of_its_settlement(of: Cast, coordinator: Client) -> None:
    settled = settle(of)
    SettlementType.objects.filter(id=settled.type_id).update(is_active=False)
    body = coordinator.get(page_of(of, f"/settlements/{settled.id}")).content.decode()
    assert f'<option value="{settled.type_id}" selected>' in body
    assert (
        f'value="{settled.type_id}"' not in coordinator.get(page_of(of, "/settlements/new")).content.decode()
    )


def test_the_lists_are_set_up_by_those_who_may(of: Cast, browser_of: Callable[[Role], Client]) -> None:
    keeper = browser_of(Role.ACCOUNTING_MANAGER)
    sent = {"name": "Client trust 2", "bank": "First Harbor Bank", "number_end": "0042", "is_active": "on"}
    answer = keeper.post("/ledger/escrow-accounts/new", sent, follow=True)
    assert "Client trust 2 is saved." in words_of(answer)
    assert "0042" in words_of(answer)
    answer = keeper.post("/ledger/escrow-accounts/new", {**sent, "number_end": "42"})
    assert answer.status_code in {409, 422}
    sent = {"name": "Mediation", "place": "15", "is_active": "on"}
    assert "Mediation is saved." in words_of(keeper.post("/ledger/settlement-types/new", sent, follow=True))
    kind = SettlementType.objects.get(name="Mediation")
    changed = {"name": "Mediated", "place": "15", "version": "1"}
    keeper.post(f"/ledger/settlement-types/{kind.id}", changed)
    kind.refresh_from_db()
    assert (kind.name, kind.is_active) == ("Mediated", False)
    analyst = browser_of(Role.FINANCIAL_ANALYST)
    assert "Escrow accounts" in words_of(analyst.get("/ledger/escrow-accounts/"))
    assert analyst.get("/ledger/escrow-accounts/new").status_code == 403
