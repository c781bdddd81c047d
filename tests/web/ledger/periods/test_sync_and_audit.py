"""The sync monitor says what waits; the books check says whether the books are sound."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from openlien.accounting.actions.books_check import run_check
from openlien.accounting.models import BooksCheck
from openlien.identity.actor import system_actor
from openlien.identity.models import AuditEntry
from openlien.ledger.models import Anchor, JournalSync, Posting
from tests.web.ledger.setup.test_chart_pages import draw

from .conftest import words_of

pytestmark = pytest.mark.django_db


def test_says_that_nothing_is_sent_without_a_connection(manager: Client) -> None:
    draw("10.00", "20.00")
    page = words_of(manager.get("/ledger/sync/"))
    assert "No connection to Business Central is configured" in page
    assert "Pending 2" in page
    assert "Synced 0" in page


def test_an_empty_queue_says_so(manager: Client) -> None:
    assert "None is posted yet." in words_of(manager.get("/ledger/sync/"))


def test_filters_by_state_and_retries_what_failed(manager: Client) -> None:
    draw("10.00", "20.00")
    failed = Posting.objects.first()
    assert failed
    JournalSync.objects.create(journal_id=failed.id, status="error", attempts=3, last_error="No such account")
    page = words_of(manager.get("/ledger/sync/?status=error"))
    assert "No such account" in page
    assert "1 of 1 journal" in page
    manager.post(f"/ledger/sync/{failed.id}/retry")
    assert JournalSync.objects.get().status == "pending"


def test_what_waits_is_not_retried(manager: Client) -> None:
    draw("10.00")
    posting = Posting.objects.get()
    answer = manager.post(f"/ledger/sync/{posting.id}/retry")
    assert (answer.status_code, JournalSync.objects.count()) == (409, 0)


def test_a_journal_is_left_out_with_a_reason_and_put_back(manager: Client) -> None:
    draw("10.00")
    posting = Posting.objects.get()
    drawer = f"/ledger/sync/{posting.id}/ignoring"
    assert "Say why" in words_of(manager.post(drawer, {"reason": " "}))
    manager.post(drawer, {"reason": "Booked there by hand."})
    page = words_of(manager.get("/ledger/sync/"))
    assert "Ignored by Cast Accounting Manager: Booked there by hand." in page
    trail = AuditEntry.objects.filter(table_name="ledger_journalsync", row_id=str(posting.id))
    assert {entry.actor_name for entry in trail} == {"Cast Accounting Manager"}
    manager.post(f"/ledger/sync/{posting.id}/retry")
    assert JournalSync.objects.get().last_error == ""


def test_what_was_sent_is_not_ignored(manager: Client) -> None:
    draw("10.00")
    posting = Posting.objects.get()
    JournalSync.objects.create(journal_id=posting.id, status="synced")
    assert manager.post(f"/ledger/sync/{posting.id}/ignoring", {"reason": "x"}).status_code == 409


def test_only_who_sets_up_the_ledger_changes_the_queue(analyst: Client) -> None:
    draw("10.00")
    posting = Posting.objects.get()
    assert "Never send" not in words_of(analyst.get("/ledger/sync/"))
    assert analyst.post(f"/ledger/sync/{posting.id}/ignoring", {"reason": "x"}).status_code == 403
    assert analyst.post(f"/ledger/sync/{uuid4()}/retry").status_code == 403


def started(browser: Client) -> BooksCheck:
    browser.post("/ledger/audit/checks")
    return BooksCheck.objects.get()


def test_a_check_waits_then_says_that_the_books_are_sound(controller: Client) -> None:
    draw("10.00", "20.00")
    check = started(controller)
    assert "Waiting for the worker" in words_of(controller.get(f"/ledger/audit/checks/{check.id}/"))
    assert started(controller).id == check.id
    run_check(system_actor("job"), check.id)
    page = words_of(controller.get(f"/ledger/audit/checks/{check.id}/"))
    assert "2 journals, 4 lines, 1 year" in page
    assert page.count("Sound") == 4
    assert "Everything tied when Cast CFO/Controller" in words_of(controller.get("/ledger/audit/"))


def test_progress_ends_by_reading_the_page_anew(controller: Client) -> None:
    check = started(controller)
    progress = f"/ledger/audit/checks/{check.id}/progress"
    assert "HX-Refresh" not in controller.get(progress).headers
    run_check(system_actor("job"), check.id)
    assert controller.get(progress).headers["HX-Refresh"] == "true"


def test_running_a_check_again_changes_nothing(controller: Client) -> None:
    check = started(controller)
    run_check(system_actor("job"), check.id)
    ended = BooksCheck.objects.get().finished_at
    run_check(system_actor("job"), check.id)
    assert BooksCheck.objects.get().finished_at == ended


def test_the_books_are_anchored_and_the_list_taken_out(controller: Client) -> None:
    draw("10.00")
    controller.post("/ledger/audit/anchors")
    anchor = Anchor.objects.get()
    assert bytes(anchor.hash).hex() in words_of(controller.get("/ledger/audit/"))
    file = b"".join(controller.get("/ledger/audit/anchors.csv").streaming_content).decode("utf-8-sig")
    assert bytes(anchor.hash).hex() in file


def test_a_check_is_exported(controller: Client) -> None:
    check = started(controller)
    run_check(system_actor("job"), check.id)
    answer: Any = controller.get(f"/ledger/audit/checks/{check.id}/findings.csv")
    file = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert file.count("Nothing is wrong.") == 3


def test_the_accountant_does_not_audit_the_own_books(manager: Client) -> None:
    assert manager.get("/ledger/audit/").status_code == 403
    assert "Books check" not in words_of(manager.get("/ledger/sync/"))
