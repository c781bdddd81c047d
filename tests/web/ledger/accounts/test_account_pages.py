"""The pages of one case account: figures with their working, T-account, entries, history, who may do what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from openlien.identity.actor import Actor
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.models import CaseAccount, LedgerPolicy
from openlien.ledger.queries import account_lines
from openlien.settlement.models import Settlement, SettlementType
from tests import cast
from tests.web.cases.reading import links, words

from .conftest import Book, account_of, address, charge, payment, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(browser: Callable[[Role], Client]) -> Client:
    return browser(Role.ACCOUNTING_MANAGER)


def test_the_overview_shows_balances_and_how_they_are_worked_out(manager: Client, book: Book) -> None:
    page = words(manager.get(address(book.owing)))
    assert f"{account_of(book.owing).number} Active Zoe Marlow · {book.owing.number}" in page
    assert "Contracted 300.00 Cost written off 0.00 Payments 0.00 Refunds due so far 0.00" in page
    assert "Cost balance 300.00" in page
    assert "Lien balance 1,200.00" in page
    for kept in ("Account ID", "MRN", "Medical liens, all holders", "Business Central customer", "Last sync"):
        assert kept in page or kept == "MRN"


def test_an_account_without_an_amount_says_what_its_case_settled_for(manager: Client, book: Book) -> None:
    assert "Settlement amount — Settled on —" in words(manager.get(address(book.owing)))
    kind = SettlementType.objects.first()
    for day, gross in ((date(2026, 10, 6), "58000.00"), (date(2026, 10, 7), "20300.00")):
        Settlement.objects.create(case=book.owing, settled_on=day, type=kind, gross=Money(gross))
    page = words(manager.get(address(book.owing)))
    assert "Settlement amount $78,300.00, 2 settlements Settled on Oct 7, 2026" in page


def test_the_t_account_has_debits_left_and_credits_right(manager: Client, book: Book) -> None:
    page = words(manager.get(address(book.zero)))
    assert "1200 Medical lien receivable Debit Credit Charge 250.00 Payment 250.00" in page
    assert "Total 250.00 Total 250.00 Balance 0.00" in page


def test_a_fresh_account_says_that_nothing_is_posted(manager: Client, book: Book) -> None:
    page = words(manager.get(address(book.fresh)))
    assert "Nothing is posted yet" in page
    assert "No note yet." in page


def test_says_what_stands_in_the_way_and_what_can_be_done(
    manager: Client, book: Book, analyst: Actor
) -> None:
    page = words(manager.get(address(book.over)))
    assert "Contracted charges of $400.00 are $0.01 above $399.99. Override the limit" in page
    assert "This account can be closed Cost, lien and refunds are all at 0.00." in words(
        manager.get(address(book.zero))
    )
    tell(analyst, payment(book.zero, "20.00"))
    assert "$20.00 more was received than is owed on the lien." in words(manager.get(address(book.zero)))
    refund = events.RefundDue(case_id=book.zero.id, on=cast.AS_OF, amount=Money("20.00"))
    tell(analyst, refund)
    page = words(manager.get(address(book.zero)))
    assert "$20.00 was received beyond the lien and is to be paid back." in page
    assert "This account can be closed" not in page


def test_says_that_a_blocked_limit_refuses_charges(manager: Client, book: Book) -> None:
    LedgerPolicy.objects.update(credit_limit_mode="block")
    assert "Further charges are refused until" in words(manager.get(address(book.over)))


def test_cost_that_no_lien_covers_is_pointed_out(manager: Client, book: Book, analyst: Actor) -> None:
    tell(
        analyst,
        events.ReductionAgreed(case_id=book.owing.id, on=cast.AS_OF, amount=Money("1000.00")),
        payment(book.owing, "200.00"),
    )
    assert "$100.00 can only be written off, with an approval." in words(manager.get(address(book.owing)))


def test_charges_of_unknown_cost_are_pointed_out(manager: Client, book: Book, analyst: Actor) -> None:
    unknown = events.ChargeApproved(
        case_id=book.owing.id, on=cast.AS_OF, retail=Money("90.00"), contracted=None
    )
    tell(analyst, unknown)
    assert "1 charge has no contracted amount yet." in words(manager.get(address(book.owing)))
    assert "cost unknown" in words(manager.get(address(book.owing, "transactions")))


def test_entries_run_newest_first_and_can_be_narrowed_to_one_gl_account(manager: Client, book: Book) -> None:
    everything = words(manager.get(address(book.zero, "entries")))
    assert "4 lines" in everything
    page = words(manager.get(address(book.zero, "entries?gl=1200")))
    assert "Posted lines on 1200 Medical lien receivable 2 lines" in page
    assert re.search(r"Payment received 250\.00 0\.00 .* Charge approved 250\.00 250\.00 Dr", page)
    assert "4 lines" in words(manager.get(address(book.zero, "entries?gl=77")))


def test_entries_lead_to_their_journals(manager: Client, book: Book) -> None:
    page = manager.get(address(book.zero, "entries"))
    assert any(re.fullmatch(r"/ledger/entries/JE-2026-\d{7}/?", href) for href in links(page))


def test_long_lists_come_in_pages(
    manager: Client, book: Book, analyst: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for read in (account_lines.posted_lines, account_lines.transactions):
        monkeypatch.setitem(read.__kwdefaults__, "limit", 1)
    for tab, total in (("entries", "4 lines"), ("transactions", "2 transactions")):
        first = manager.get(address(book.zero, tab))
        assert f"1 of {total}" in words(first)
        older = next(href for href in links(first) if "after=" in href)
        second = manager.get(older)
        assert "Newest" in words(second)
        lost = words(manager.get(address(book.zero, f"{tab}?after=nonsense")))
        assert "does not exist; these are the newest" in lost


def test_transactions_show_what_is_left_after_each(manager: Client, book: Book) -> None:
    page = words(manager.get(address(book.zero, "transactions")))
    assert re.search(r"Payment received 250\.00 0\.00 0\.00 JE-2026-\d+ Anna Lind", page)
    assert re.search(r"Charge approved 250\.00 250\.00 250\.00 250\.00 JE-2026-\d+ Anna Lind", page)


def test_the_history_tells_who_changed_what_last(manager: Client, book: Book) -> None:
    page = manager.get(address(book.over, "history"))
    assert "Changed by Anna Lind" in words(page)
    assert "The account has been active since it was opened." in words(page)
    account = account_of(book.over)
    assert f"/admin/audit/?table=ledger_caseaccount&row={account.id}" in links(page)


def test_entries_are_exported_as_they_stand(manager: Client, book: Book) -> None:
    answer = manager.get(address(book.zero, "entries.csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[1].startswith(f"{cast.AS_OF},JE-2026-")
    assert AccessEntry.objects.latest("id").what == "Case account entries export"


def test_an_account_of_a_list_knows_its_neighbours(manager: Client, book: Book) -> None:
    listed = manager.get("/ledger/accounts/?sort=-lien")
    opened = next(href for href in links(listed) if account_of(book.over).number in href)
    page = manager.get(opened)
    assert 'data-key="j"' in page.content.decode()
    assert any(href.startswith(f"{address(book.owing)}?list=") for href in links(page))
    tab = next(href for href in links(page) if "/entries?list=" in href)
    assert "Next account of the list" in manager.get(tab).content.decode()
    assert "Next account" not in manager.get(address(book.over)).content.decode()


@pytest.mark.parametrize("text", ["%00", "garbage", "sort%3Dpatient%26view%3D7", "%F0%9F%92%A3" * 900])
def test_a_damaged_list_in_an_accounts_address_does_no_harm(manager: Client, book: Book, text: str) -> None:
    assert manager.get(f"{address(book.owing)}?list={text}").status_code == 200


def test_the_case_leads_to_its_account(manager: Client, book: Book) -> None:
    assert f"/cases/{book.owing.number}/account" in links(manager.get(f"/cases/{book.owing.number}/"))
    answer = manager.get(f"/cases/{book.owing.number}/account")
    assert (answer.status_code, answer.headers["Location"]) == (302, address(book.owing))


def test_an_unknown_account_is_not_found(manager: Client) -> None:
    assert manager.get("/ledger/accounts/CA-2026-9999999/").status_code == 404
    assert manager.get("/ledger/accounts/CA-26-1/").status_code == 404


def test_readers_see_no_way_to_change_anything(browser: Callable[[Role], Client], book: Book) -> None:
    page = browser(Role.CASE_MANAGER).get(address(book.owing))
    assert "Settings" not in words(page)
    assert "Record payment" not in words(page)
    assert browser(Role.CASE_MANAGER).get(address(book.owing, "settings")).status_code == 403
    assert browser(Role.FINANCIAL_ANALYST).get(address(book.over, "override")).status_code == 403


def test_every_look_at_an_account_is_noted_once(manager: Client, book: Book) -> None:
    for tab, what in (
        ("", "Case account"),
        ("entries", "Case account entries"),
        ("transactions", "Case account transactions"),
        ("history", "Case account history"),
        ("settings", "Case account settings"),
    ):
        manager.get(address(book.owing, tab))
        noted = AccessEntry.objects.latest("id")
        assert (noted.what, noted.case_number) == (what, book.owing.number)
    assert AccessEntry.objects.count() == 5


def test_the_overview_asks_a_constant_number_of_questions(
    manager: Client, book: Book, analyst: Actor, django_assert_max_num_queries: Any
) -> None:
    for cents in range(1, 30):
        tell(analyst, charge(book.owing, f"10.{cents:02}", "2.00"))
    manager.get(address(book.owing))
    with django_assert_max_num_queries(12):
        manager.get(address(book.owing))
    assert CaseAccount.objects.count() == 4
