"""The checks sub-table and its panel, rule by rule as requirement 2 states them."""

from __future__ import annotations

import pytest
from django.test import Client

from openlien.settlement.check_rules import CheckStatus
from openlien.settlement.models import Check
from tests.domain.settlement.calls import (
    DAY,
    TODAY,
    Cast,
    calculate,
    cleared,
    expense,
    money_in,
    money_out,
    move,
    settle,
    usd,
)

from .reading import check_sent, page_of, row_of, words_of

pytestmark = pytest.mark.django_db


def test_the_table_has_every_column_of_the_requirement(of: Cast, accountant: Client) -> None:
    money_in(of, settle(of), "1000.00")
    heads = row_of(accountant.get(page_of(of)), "Custom payee")
    assert heads == (
        "Choose In or out Date Amount, $ Balance, $ Status Check # Payee Custom payee Debit (in), $"
        " Credit (out), $ Type Mailed Expiration Received Comments Action"
    )


def test_a_check_keeps_every_field_and_shows_it(of: Cast, accountant: Client) -> None:
    settled = settle(of)
    sent = check_sent(
        settled,
        direction="out",
        number="2207",
        amount="1,234.50",
        type="client",
        payee=str(of.zoe.party_id),
        custom_payee="Zoe Marlow, Esq.",
        mailed_on="11/11/2026",
        expires_on="05/11/2027",
        received_on="11/12/2026",
        comments="By courier",
    )
    answer = accountant.post(page_of(of, "/checks/new"), sent, follow=True)
    assert "Check for $1,234.50 added." in words_of(answer)
    row = row_of(answer, "By courier")
    for text in (
        "Out 2026-11-10 1,234.50",
        "Hold",
        "2207",
        "Zoe Marlow Zoe Marlow, Esq.",
        "Client",
        "2026-11-11 2027-05-11 2026-11-12",
    ):
        assert text in row


def test_a_payee_written_by_hand_stands_in_its_own_column_alone(of: Cast, accountant: Client) -> None:
    sent = check_sent(settle(of), direction="out", number="2208", custom_payee="Lakeview Lien Funding")
    answer = accountant.post(page_of(of, "/checks/new"), sent, follow=True)
    assert "2208 — Lakeview Lien Funding" in row_of(answer, "2208")


def test_in_is_debit_out_is_credit_and_the_balance_runs(of: Cast, accountant: Client) -> None:
    settled = settle(of)
    for facts in (
        {"amount": "1,000", "number": "1", "comments": "Came in"},
        {"amount": "400", "direction": "out", "drawn_on": "11/12/2026", "comments": "Goes out"},
    ):
        accountant.post(page_of(of, "/checks/new"), check_sent(settled, **facts))
    answer = accountant.get(page_of(of))
    assert "1,000.00 1,000.00 Hold 1 — — 1,000.00 Settlement check" in row_of(answer, "Came in")
    assert "400.00 600.00 Hold — — — 400.00" in row_of(answer, "Goes out")
    assert row_of(answer, "Total 600.00") == "Total 600.00 1,000.00 400.00"


def test_without_an_escrow_account_the_page_says_what_to_do(of: Cast, accountant: Client) -> None:
    settled = settle(of, escrow_account_id=None)
    assert "Choose it in the settlement first." in words_of(accountant.get(page_of(of)))
    answer = accountant.post(page_of(of, "/checks/new"), check_sent(settled))
    assert answer.status_code == 422
    assert "Choose the escrow account of the settlement first" in words_of(answer)


def test_the_status_of_several_checks_changes_at_once(of: Cast, accountant: Client) -> None:
    settled = settle(of)
    cleared(of, settled, "90000.00")
    first, second = money_out(of, settled, "100.00"), money_out(of, settled, "200.00")
    sent = {"check": [str(first.id), str(second.id)], "status": "print", "on": "t"}
    answer = accountant.post(page_of(of, f"/settlements/{settled.id}/checks/statuses"), sent, follow=True)
    assert "2 checks changed to Print check." in words_of(answer)
    assert set(Check.objects.filter(direction="out").values_list("status", flat=True)) == {"print"}


def test_all_or_none_change_and_what_was_ticked_stays_ticked(of: Cast, accountant: Client) -> None:
    settled = settle(of)
    into, out = money_in(of, settled, "1000.00"), money_out(of, settled, "200.00")
    sent = {"check": [str(into.id), str(out.id)], "status": "cleared", "on": "t"}
    answer = accountant.post(page_of(of, f"/settlements/{settled.id}/checks/statuses"), sent)
    assert answer.status_code == 409
    assert "A check that is Hold cannot become Cleared" in words_of(answer)
    assert answer.content.decode().count("checked>") >= 2
    assert {into.status, out.status} == set(Check.objects.values_list("status", flat=True))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"status": "print", "on": "t"}, "Choose at least one check."),
        ({"status": "", "on": "t"}, "Choose the status that the checks get."),
        ({"status": "print", "on": "soon"}, "is not a date"),
    ],
)
def test_a_change_that_names_too_little_says_what_is_missing(
    of: Cast, accountant: Client, sent: dict[str, str], sentence: str
) -> None:
    settled = settle(of)
    money_out(of, settled, "200.00")
    answer = accountant.post(page_of(of, f"/settlements/{settled.id}/checks/statuses"), sent)
    assert answer.status_code == 422
    assert sentence in words_of(answer)


def test_money_leaves_only_once_it_has_cleared(of: Cast, accountant: Client) -> None:
    settled = settle(of)
    money_in(of, settled, "1000.00")
    out = money_out(of, settled, "200.00")
    sent = {"check": str(out.id), "status": "print", "on": "t"}
    answer = accountant.post(page_of(of, f"/settlements/{settled.id}/checks/statuses"), sent)
    assert answer.status_code == 409
    assert "only when that much has cleared" in words_of(answer)


def test_a_check_is_edited_but_its_status_and_direction_stay(of: Cast, accountant: Client) -> None:
    check = money_out(of, settle(of), "200.00")
    address = page_of(of, f"/checks/{check.id}")
    body = accountant.get(address).content.decode()
    assert 'name="direction"' not in body
    sent = {"drawn_on": "11/10/2026", "amount": "250.00", "type": "lien", "version": "1", "comments": "More"}
    answer = accountant.post(address, {**sent, "status": "cleared", "direction": "in"}, follow=True)
    assert "Check updated." in words_of(answer)
    check.refresh_from_db()
    assert (check.amount, check.type, check.status, check.direction) == (usd("250.00"), "lien", "hold", "out")


def test_a_stale_check_shows_both_values(of: Cast, accountant: Client) -> None:
    check = money_out(of, settle(of), "200.00")
    sent = {"drawn_on": "11/02/2026", "amount": "250.00", "type": "client", "version": "1"}
    accountant.post(page_of(of, f"/checks/{check.id}"), sent)
    answer = accountant.post(page_of(of, f"/checks/{check.id}"), {**sent, "amount": "300.00"})
    assert answer.status_code == 409
    assert "Amount 300.00 250.00" in words_of(answer)


def test_a_held_check_is_deleted_and_a_deposited_one_is_not(of: Cast, accountant: Client) -> None:
    settled = settle(of)
    held, deposited = money_out(of, settled, "200.00"), money_in(of, settled, "1000.00")
    assert "Delete this check?" in words_of(accountant.get(page_of(of, f"/checks/{held.id}/delete")))
    accountant.post(page_of(of, f"/checks/{held.id}/delete"), {"version": "1"})
    assert not Check.objects.filter(id=held.id).exists()
    address = page_of(of, f"/checks/{deposited.id}/delete")
    assert "void it instead" in words_of(accountant.get(address))
    assert accountant.post(address, {"version": "1"}).status_code == 409
    assert Check.objects.filter(id=deposited.id).exists()


def test_all_distribution_checks_go_out_on_hold_and_only_once(of: Cast, accountant: Client) -> None:
    """Ruling B7: every check that the calculation pays out; repeating it makes nothing twice."""
    expense(of, "1500.00", plaintiff=of.zoe)
    settled = settle(of)
    calculate(of, settled)
    address = page_of(of, "/checks/distribution")
    answer = accountant.post(address, {"settlement": str(settled.id)}, follow=True)
    made = Check.objects.filter(settlement=settled)
    assert made.count() >= 3
    assert f"{made.count()} checks added, on hold until you release them." in words_of(answer)
    assert set(made.values_list("direction", "status")) == {("out", CheckStatus.HOLD.value)}
    assert sum(check.amount.cents for check in made) == usd("90000.00").cents
    answer = accountant.post(address, {"settlement": str(settled.id)}, follow=True)
    assert "Nothing was added" in words_of(answer)


def test_without_a_calculation_no_distribution_check_is_made(of: Cast, accountant: Client) -> None:
    settled = settle(of)
    answer = accountant.post(page_of(of, "/checks/distribution"), {"settlement": str(settled.id)})
    assert answer.status_code == 422
    assert "Save the settlement calculation first" in words_of(answer)


def test_a_case_without_a_settlement_offers_no_check(of: Cast, accountant: Client) -> None:
    assert "Add a settlement first" in words_of(accountant.get(page_of(of)))
    assert accountant.get(page_of(of, "/checks/new")).status_code == 404


def test_a_check_that_is_past_its_day_says_so_until_it_cleared(of: Cast, accountant: Client) -> None:
    """Expiration: the day after which the check is not good any more (ruling B11)."""
    settlement = settle(of)
    check = money_in(of, settlement, "90000.00")
    Check.objects.filter(id=check.id).update(expires_on=TODAY)
    assert "expired" not in words_of(accountant.get(page_of(of)))
    Check.objects.filter(id=check.id).update(expires_on=DAY)
    assert "2026-11-02 expired" in words_of(accountant.get(page_of(of)))
    move(of, CheckStatus.CLEARED, check)
    assert "expired" not in words_of(accountant.get(page_of(of)))


def test_a_void_check_stays_in_the_table_and_moves_no_balance(of: Cast, accountant: Client) -> None:
    settled = settle(of)
    out = money_out(of, settled, "200.00", comments="Spoiled")
    sent = {"check": str(out.id), "status": "void", "on": "t"}
    accountant.post(page_of(of, f"/settlements/{settled.id}/checks/statuses"), sent)
    assert "200.00 0.00 Void" in row_of(accountant.get(page_of(of)), "Spoiled")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"amount": "0"}, "The amount must be more than 0.00."),
        ({"direction": "in", "status": "print"}, "A new check starts as"),
        ({"received_on": "12/24/2026"}, "Dec 24, 2026 is still to come"),
        ({"drawn_on": ""}, "Enter the day of the check."),
        ({"number": "9001"}, "A check with that number was received for this settlement already."),
    ],
)
def test_a_refused_check_says_why(of: Cast, accountant: Client, facts: dict[str, str], sentence: str) -> None:
    settled = settle(of)
    money_in(of, settled, "1.00")
    answer = accountant.post(page_of(of, "/checks/new"), check_sent(settled, comments="Typed", **facts))
    assert answer.status_code in {409, 422}
    assert sentence in words_of(answer)
    assert "Typed" in answer.content.decode()
