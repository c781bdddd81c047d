"""The drawers of a case account: settings, status, override; refusals stand at their fields."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.ledger.actions.case_accounts import AccountSettings, set_case_account
from openlien.ledger.models import CaseAccountStatusChange
from tests.web.cases.reading import hidden, words

from .conftest import Book, account_of, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(browser: Callable[[Role], Client]) -> Client:
    return browser(Role.ACCOUNTING_MANAGER)


def typed(client: Client, path: str, **changes: str) -> dict[str, str]:
    """What the settings drawer sends when these of its fields were changed."""
    seen = json.loads(hidden(client.get(path), "seen"))
    return {**seen, "version": hidden(client.get(path), "version"), "seen": json.dumps(seen), **changes}


def test_saves_every_setting(manager: Client, book: Book) -> None:
    path = address(book.owing, "settings")
    sent = typed(
        manager,
        path,
        credit_limit="$5,000",
        collection_status="pending",
        patient_percent="5%",
        insurance_percent="12.5",
        settlement_amount="85,000.00",
        settled_on="11/02/2026",
        attorney_fee_percent="33.3333",
        bc_customer_number="C00017",
        gl_accounts="1200 4000, 1200",
        cost_center="MED",
        department="COLL",
        notes="Firm asked for an itemised payoff.",
    )
    answer = manager.post(path, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, address(book.owing))
    account = account_of(book.owing)
    assert (account.credit_limit, account.gl_account_numbers) == (Money("5000.00"), ["1200", "4000"])
    assert (account.cost_center_id, account.department_id, account.version) == ("MED", "COLL", 2)
    page = words(manager.get(address(book.owing)))
    assert f"The settings of {account.number} are saved." in page
    assert "Patient 5.00% 15.00 Insurance 12.50% 37.50 Legal case 82.50% 247.50" in page
    assert "$28,333.31 at 33.33%" in page


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("credit_limit", "-1", "must not be below 0.00"),
        ("credit_limit", "NaN", "Enter an amount like 1,250.00."),
        ("credit_limit", "1.234", "two decimals"),
        ("patient_percent", "101", "sum to at most 100%"),
        ("patient_percent", "-1", "Enter a percentage like 33.33"),
        ("patient_percent", "1e2", "Enter a percentage like 33.33"),
        ("insurance_percent", "33.33333", "at most four decimals"),
        ("attorney_fee_percent", "100.01", "lies between 0 and 100%"),
        ("settled_on", "02/30/2026", "There is no such day"),
        ("collection_status", "maybe", "Choose one of the collection statuses."),
        ("gl_accounts", "1200, 77", "has no active account 77"),
        ("cost_center", "NONE", "Choose one of the list."),
        ("bc_customer_number", "x" * 21, "at most 20"),
        ("notes", "x" * 5001, "at most 5000"),
        ("version", "x", "Enter a whole number"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_its_field(
    manager: Client, book: Book, field: str, text: str, sentence: str
) -> None:
    path = address(book.owing, "settings")
    answer = manager.post(path, typed(manager, path, **{field: text}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert f'href="#f-{field}"' in page
    assert account_of(book.owing).version == 1


def test_portions_that_are_more_than_the_whole_are_refused(manager: Client, book: Book) -> None:
    path = address(book.owing, "settings")
    answer = manager.post(path, typed(manager, path, patient_percent="60", insurance_percent="40.01"))
    assert "sum to at most 100%" in words(answer)
    assert account_of(book.owing).version == 1


def test_what_both_changed_is_shown_with_both_values(manager: Client, book: Book, analyst: Actor) -> None:
    path = address(book.owing, "settings")
    sent = typed(manager, path, credit_limit="95.00", notes="Mine")
    theirs = AccountSettings(credit_limit=Money("88.00"), bc_customer_number="C1")
    set_case_account(analyst, book.owing.id, theirs, version=1)
    answer = manager.post(path, sent)
    page = words(answer)
    assert answer.status_code == 409
    assert "Anna Lind set this to 88.00 while you were editing. You typed 95.00." in page
    assert "Taken over from there: Business Central customer." in page
    assert 'value="95.00"' in answer.content.decode()
    again = {
        **sent,
        "version": hidden(answer, "version"),
        "seen": hidden(answer, "seen"),
        "bc_customer_number": "C1",
    }
    assert manager.post(path, again).status_code == 302
    account = account_of(book.owing)
    assert (account.credit_limit, account.bc_customer_number, account.notes) == (
        Money("95.00"),
        "C1",
        "Mine",
    )


@pytest.mark.parametrize("seen", ["", "nonsense", "[]", "{}"])
def test_a_form_without_what_it_showed_still_meets_the_other_values(
    manager: Client, book: Book, analyst: Actor, seen: str
) -> None:
    path = address(book.owing, "settings")
    sent = {**typed(manager, path, credit_limit="95.00"), "seen": seen}
    set_case_account(analyst, book.owing.id, AccountSettings(credit_limit=Money("88.00")), version=1)
    answer = manager.post(path, sent)
    assert (answer.status_code, account_of(book.owing).credit_limit) == (409, Money("88.00"))
    assert "Anna Lind set this to 88.00" in words(answer)


def changed(client: Client, book_case: Any, status: str, reason: str = "As agreed", version: str = "") -> Any:
    path = address(book_case, "status")
    version = version or str(account_of(book_case).version)
    return client.post(path, {"status": status, "reason": reason, "version": version})


def test_holds_and_releases_with_reasons(manager: Client, book: Book) -> None:
    assert changed(manager, book.owing, "hold", "Firm disputes the bills").status_code == 302
    page = words(manager.get(address(book.owing)))
    assert "is Hold now." in page
    assert "Firm disputes the bills" in page
    assert changed(manager, book.owing, "active", "Settled").status_code == 302
    reasons = CaseAccountStatusChange.objects.order_by("id").values_list("reason", flat=True)
    assert list(reasons) == ["Firm disputes the bills", "Settled"]
    assert "was Hold" in words(manager.get(address(book.owing, "history")))


@pytest.mark.parametrize(
    ("status", "reason", "sentence", "code"),
    [
        ("hold", "", "Say why the status changes.", 422),
        ("hold", "   ", "Say why the status changes.", 422),
        ("hold", "x" * 501, "at most 500", 422),
        ("lost", "x", "Choose one of the statuses.", 422),
        ("", "x", "Choose a status.", 422),
        ("active", "x", "The account is Active already.", 409),
        ("closed", "x", "cost 300.00, lien 1,200.00 and refunds 0.00 are still open", 422),
        ("written_off", "x", "through an approved write-off only", 422),
    ],
)
def test_a_status_that_cannot_be_is_refused(
    manager: Client, book: Book, status: str, reason: str, sentence: str, code: int
) -> None:
    answer = changed(manager, book.owing, status, reason)
    assert (answer.status_code, account_of(book.owing).status) == (code, "active")
    assert sentence in words(answer)
    assert not CaseAccountStatusChange.objects.exists()


def test_the_drawer_says_which_balance_keeps_an_account_open(manager: Client, book: Book) -> None:
    page = words(manager.get(address(book.owing, "status")))
    assert "Still open: cost balance $300.00 and lien balance $1,200.00." in page
    assert "Not yet: no approved write-off stands on this account." in page
    assert "cost balance" not in words(manager.get(address(book.zero, "status"))).split("New status")[1]


def test_closes_an_account_at_zero_on_the_business_day(manager: Client, book: Book) -> None:
    assert changed(manager, book.zero, "closed", "Paid in full").status_code == 302
    page = words(manager.get(address(book.zero)))
    assert "Nothing can be posted on it until it is active again." in page
    assert "Record payment" not in page
    assert account_of(book.zero).closed_on is not None


def test_a_status_changed_meanwhile_is_shown_before_it_is_sent_again(
    manager: Client, book: Book, analyst: Actor
) -> None:
    set_case_account(analyst, book.zero.id, AccountSettings(notes="x"), version=1)
    answer = changed(manager, book.zero, "hold", version="1")
    assert answer.status_code == 409
    assert "Anna Lind changed this account while you were editing" in words(answer)
    assert changed(manager, book.zero, "hold", version=hidden(answer, "version")).status_code == 302


def test_an_override_says_who_allowed_it_and_can_be_taken_back(manager: Client, book: Book) -> None:
    path = address(book.over, "override")
    sent = {"version": "2", "reason": "Surgery agreed"}
    assert manager.post(path, sent).status_code == 302
    page = words(manager.get(address(book.over)))
    assert "Cast Accounting Manager allowed it: Surgery agreed" in page
    assert "may exceed its credit limit" in page
    assert "Surgery agreed" in words(manager.get(address(book.over, "history")))
    assert manager.post(path, {"version": "3", "reason": ""}).status_code == 302
    assert account_of(book.over).credit_override_by_id is None


def test_drawers_keep_the_list_they_were_opened_from(manager: Client, book: Book) -> None:
    path = address(book.owing, "status?list=sort%3D-lien")
    answer = manager.post(path, {"status": "hold", "reason": "x", "version": "1"})
    assert answer.headers["Location"] == f"{address(book.owing)}?list=sort%3D-lien"
