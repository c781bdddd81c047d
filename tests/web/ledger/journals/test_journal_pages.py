"""The list, one journal and its way into the books, seen and moved by the people who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from openlien.ledger.models import JournalEntry, Posting
from openlien.web import business_time
from tests.web.cases.reading import links, words

from .conftest import PAIR, move, posted, status_of, written

pytestmark = pytest.mark.django_db
LIST = "/ledger/entries/"


def page_of(client: Client, journal: JournalEntry) -> str:
    return words(client.get(f"{LIST}{journal.id}/"))


def test_three_people_bring_a_journal_into_the_books(
    analyst: Client, controller: Client, manager: Client
) -> None:
    journal = posted(analyst, controller, manager)
    year = business_time.today().year
    page = words(manager.get(f"{LIST}JE-{year}-0000001/"))
    assert f"JE-{year}-0000001" in page_of(manager, journal)
    for said in ("Posted", "Anna Lind", "Clara Bonn", "Marc Osei", "Hash of the journal"):
        assert said in page


def test_shows_only_the_buttons_that_work(analyst: Client, controller: Client, manager: Client) -> None:
    journal = written(analyst)
    assert "Submit for approval" in page_of(analyst, journal)
    assert "Submit for approval" not in page_of(manager, journal)
    assert "Anna Lind changed it last" in page_of(manager, journal)
    move(analyst, journal, "submission")
    assert "It waits for the approval of somebody who did not write it." in page_of(analyst, journal)
    assert "/approval" not in analyst.get(f"{LIST}{journal.id}/").content.decode()
    assert "Withdraw" in page_of(analyst, journal)
    assert "Approve" in page_of(controller, journal)
    move(manager, journal, "approval")
    assert "You approved this entry, so somebody else posts it." in page_of(manager, journal)
    assert "You made this entry, so somebody else posts it." in page_of(analyst, journal)


def test_whoever_wrote_it_cannot_approve_it_by_hand_either(manager: Client) -> None:
    journal = written(manager, do="submit")
    answer = move(manager, journal, "approval")
    assert (answer.status_code, status_of(journal)) == (403, "pending")
    assert "You made this entry" in words(answer)


def test_a_rejected_journal_says_why_and_comes_back(analyst: Client, controller: Client) -> None:
    journal = written(analyst, do="submit")
    refused = move(controller, journal, "rejection", reason=" ")
    assert (refused.status_code, status_of(journal)) == (422, "pending")
    move(controller, journal, "rejection", reason="Wrong account")
    assert "Clara Bonn rejected it: Wrong account" in page_of(analyst, journal)
    assert "Wrong account" in words(analyst.get(f"{LIST}{journal.id}/edit/"))


def test_a_withdrawn_journal_is_deleted(analyst: Client) -> None:
    journal = written(analyst, do="submit")
    move(analyst, journal, "withdrawal")
    assert status_of(journal) == "draft"
    assert move(analyst, journal, "removal").headers["Location"] == LIST
    assert not JournalEntry.objects.exists()


def test_a_version_that_was_overtaken_changes_nothing(analyst: Client, controller: Client) -> None:
    journal = written(analyst, do="submit")
    answer = controller.post(f"{LIST}{journal.id}/approval", {"version": "1"})
    assert (answer.status_code, status_of(journal)) == (409, "pending")
    assert "Somebody changed this journal meanwhile" in words(answer)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_version_that_is_none_changes_nothing(analyst: Client, controller: Client, version: str) -> None:
    journal = written(analyst, do="submit")
    answer = controller.post(f"{LIST}{journal.id}/approval", {"version": version})
    assert (answer.status_code, status_of(journal)) == (409, "pending")


def reverse(client: Client, journal: JournalEntry, **changes: str):
    typed = {"entry_on": f"{business_time.today():%m/%d/%Y}", "reason": "Booked twice", **changes}
    return client.post(f"{LIST}{journal.id}/reversal", typed)


def test_a_reversal_waits_and_links_both_ways(analyst: Client, controller: Client, manager: Client) -> None:
    journal = posted(analyst, controller, manager)
    answer = reverse(manager, journal, key="a" * 32)
    assert reverse(manager, journal, key="a" * 32).headers["Location"] == answer.headers["Location"]
    waiting = JournalEntry.objects.get(reverses_id=journal.id)
    assert (waiting.status, answer.headers["Location"]) == ("pending", f"{LIST}{waiting.id}/")
    number = f"JE-{business_time.today().year}-0000001"
    assert f"{LIST}{number}/" in links(manager.get(f"{LIST}{waiting.id}/"))
    move(controller, waiting, "approval")
    move(analyst, waiting, "posting")
    assert "Reversed" in page_of(manager, journal)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 501}, "room for 500"),
        ({"entry_on": "yesterdayish"}, "Enter the day of the reversal"),
        ({"entry_on": "01/01/2020"}, "on or after the day of its original"),
        ({"entry_on": "12/31/2099"}, "still to come"),
    ],
)
def test_refuses_a_reversal_that_cannot_be(
    analyst: Client, controller: Client, manager: Client, changes: dict[str, str], sentence: str
) -> None:
    journal = posted(analyst, controller, manager)
    answer = reverse(manager, journal, **changes)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert JournalEntry.objects.count() == 1
    assert Posting.objects.count() == 1


def test_a_journal_is_reversed_once(analyst: Client, controller: Client, manager: Client) -> None:
    journal = posted(analyst, controller, manager)
    reverse(manager, journal)
    answer = reverse(manager, journal, reason="Again")
    assert 400 <= answer.status_code < 500
    assert "already" in words(answer)
    assert JournalEntry.objects.count() == 2


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CASE_MANAGER, Role.CFO_CONTROLLER])
def test_who_keeps_no_books_reads_but_writes_nothing(
    browser: Callable[..., Client], analyst: Client, role: Role
) -> None:
    journal = written(analyst, do="submit")
    reader = browser(role)
    assert reader.get(f"{LIST}{journal.id}/").status_code == 200
    assert "New journal entry" not in words(reader.get(LIST))
    assert reader.get("/ledger/entries/new/").status_code == 403
    assert move(reader, journal, "withdrawal").status_code == 403
    assert status_of(journal) == "pending"


@pytest.mark.parametrize(
    "name", ["JE-2026-0000099", "JE-2026-12345678", "0" * 8 + "-0000" * 3 + "-" + "0" * 12]
)
def test_an_unknown_journal_is_not_found(analyst: Client, name: str) -> None:
    assert analyst.get(f"{LIST}{name}/").status_code == 404


def test_the_list_has_views_filters_and_totals_over_all_of_it(
    analyst: Client, controller: Client, manager: Client
) -> None:
    posted(analyst, controller, manager)
    written(analyst, {**PAIR[0], "debit": "1.00"}, {**PAIR[1], "credit": "1.00"}, reference="CLM-9")
    assert "2 journals · $3,001.00 debited" in words(analyst.get(LIST))
    assert "1 journal · $1.00" in words(analyst.get(LIST, {"view": "drafts"}))
    assert "1 journal · $3,000.00" in words(analyst.get(LIST, {"view": "posted"}))
    assert "1 journal · $1.00" in words(analyst.get(LIST, {"q": "CLM-9"}))
    assert "No journal fits" in words(analyst.get(LIST, {"account": "1200"}))
    assert "2 journals" in words(analyst.get(LIST, {"view": "mine"}))
    assert "0 journals" in words(manager.get(LIST, {"view": "mine"}))


@pytest.mark.parametrize(
    "query",
    [
        {"view": "x"},
        {"type": "gift"},
        {"account": "1' OR 1=1"},
        {"period": "2026-13"},
        {"sort": "-colour"},
        {"after": "banana"},
        {"q": "%\x00"},
        {"case": "☃"},
    ],
)
def test_an_address_that_makes_no_sense_still_answers(analyst: Client, query: dict[str, str]) -> None:
    written(analyst)
    assert analyst.get(LIST, query).status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_exported_whole(analyst: Client, form: str) -> None:
    written(analyst, description="=HYPERLINK(1)")
    answer = analyst.get(f"{LIST}export.{form}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    if form == "csv":
        assert b"3000.00" in content
        assert b",=HYPERLINK" not in content
