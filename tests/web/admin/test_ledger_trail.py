"""What the auditor sees of the ledger: every change of a row, found by the name people know the object by."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from openlien.accounting.reports.audit_objects import rows_of_object
from openlien.identity import actions
from openlien.identity.actor import system_actor
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Role
from openlien.ledger.actions.case_accounts import change_status
from openlien.ledger.actions.drafts import change_journal, create_journal
from openlien.ledger.actions.journals import post_journal
from openlien.ledger.actions.periods import close_period
from openlien.ledger.door import post_entries
from openlien.ledger.models import CaseAccount, JournalTemplate
from openlien.project.database.guard import READ_ONLY
from openlien.web.admin.table_words import WORDS, column_words
from tests import cast
from tests.domain.ledger.conftest import TODAY, approved, draft, entry, pair, people, person
from tests.web.accounts.conftest import SignedIn

pytestmark = pytest.mark.django_db
# What no person changes by hand, and what keeps a trail of its own.
WITHOUT_TRAIL = {"ledger_journalsync"}


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    return signed_in(Role.AUDITOR)


def found(browser: Client, **wanted: str) -> list[list[str]]:
    """The lines of the export: table, row, what, column, before, after."""
    answer: Any = browser.get("/admin/audit.csv", wanted)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line[4:] for line in csv.reader(io.StringIO(text))][1:]


def test_every_ledger_table_that_may_change_is_watched_and_has_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'ledger\\_%'"
            " AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'audit')"
        )
        unwatched = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit'")
        watched = {name for (name,) in cursor.fetchall() if name.startswith("ledger_")}
    assert unwatched - set(READ_ONLY) - WITHOUT_TRAIL == set()
    assert watched - set(WORDS) == set()
    assert len(watched) >= 9


def test_a_case_account_is_found_by_its_number_and_by_its_case(browser: Client) -> None:
    _, manager, _ = people()
    case = cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))
    account = CaseAccount.objects.get(case=case)
    change_status(manager, case.id, status="hold", reason="Attorney left", on=TODAY, version=account.version)
    changes = {line[3]: line[4:] for line in found(browser, object=account.number.lower())}
    assert changes["status"] == ["active", "hold"]
    assert changes["status_reason"] == ["", "Attorney left"]
    assert "status" in {line[3] for line in found(browser, object=case.number)}
    page = browser.get("/admin/audit/", {"object": account.number}).content.decode()
    assert "<b>Status reason</b>" in page
    assert "Marc Osei" in page


def test_a_draft_that_changed_shows_the_lines_it_had(browser: Client) -> None:
    analyst, _, _ = people()
    paper = create_journal(analyst, draft(pair("300.00")), today=TODAY)
    change_journal(analyst, paper.id, draft(pair("250.00")), version=paper.version, today=TODAY)
    lines = found(browser, object=str(paper.id))
    assert {line[0] for line in lines} >= {"ledger_journalline"}
    assert any("300.00" in line[4] for line in lines if line[3] in {"debit", "credit"})


def test_a_new_draft_shows_its_first_lines(browser: Client) -> None:
    analyst, _, _ = people()
    paper = create_journal(analyst, draft(pair("300.00")), today=TODAY)
    lines = found(browser, object=str(paper.id))
    assert {line[0] for line in lines} == {"ledger_journalentry", "ledger_journalline"}
    assert {line[5] for line in lines if line[3] == "debit"} >= {"300.00"}


def test_a_posted_journal_is_found_by_its_number(browser: Client) -> None:
    analyst, manager, _ = people()
    paper = approved(analyst, manager, pair())
    poster = person(Role.FINANCIAL_ANALYST, "Nils Berg")
    number = post_journal(poster, paper.id, today=TODAY).number
    lines = found(browser, object=number)
    assert {line[1] for line in lines if line[0] == "ledger_journalentry"} == {str(paper.id)}
    assert ["status", "approved", "posted"] in [line[3:] for line in lines]


def test_months_accounts_and_templates_are_found_by_what_people_call_them(browser: Client) -> None:
    _, manager, _ = people()
    close_period(manager, date(2026, 1, 1), today=TODAY)
    assert ["status", "open", "closed"] in [line[3:] for line in found(browser, object="2026-01")]
    assert re.search(r">\s*January 2026\s*</a>", browser.get("/admin/audit/").content.decode())
    template = JournalTemplate.objects.get(code="manual-accrual")
    template.is_active = False
    template.save()
    assert ["is_active", "true", "false"] in [line[3:] for line in found(browser, object="manual-accrual")]


def test_a_journal_in_the_middle_of_a_bulk_is_found_too() -> None:
    analyst, _, _ = people()
    posted = post_entries(analyst, [entry(key=f"Test:bulk-{place}") for place in range(3)], today=TODAY)
    auditor = cast.actor_with(Role.AUDITOR)
    for each in posted:
        assert rows_of_object(auditor, each.number)[0].id == str(each.journal_id)
    assert rows_of_object(auditor, "JE-2026-0000004") == ()


@pytest.mark.parametrize(
    "name", ["JE-2026-9999999", "CA-1999-0000001", "nobody", "2026-13", "9" * 70, "%", "\x00", "JE-2026-1"]
)
def test_a_name_nobody_has_finds_nothing(browser: Client, name: str) -> None:
    cast.make_case("Zoe Marlow")
    answer = browser.get("/admin/audit/", {"object": name})
    assert answer.status_code == 200
    if name != "\x00":
        assert found(browser, object=name) == []


def test_the_access_log_finds_a_case_by_its_account(browser: Client) -> None:
    case = cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))
    other = cast.make_case("Kai Calder", opened_on=date(2026, 1, 5))
    actions.record_access(system_actor("job"), "Case account", case_number=case.number)
    actions.record_access(system_actor("job"), "Case account", case_number=other.number)
    page = browser.get("/admin/access/", {"case": CaseAccount.objects.get(case=case).number})
    assert case.number in page.content.decode()
    assert other.number not in page.content.decode()


@pytest.mark.parametrize(
    ("column", "words"),
    [("posting_on", "Posting date"), ("approved_by_id", "Approved by"), ("closed_at", "Closed at"),
     ("credit_limit", "Credit limit"), ("id", "Id"), ("settled_on", "Settled on")],
)  # fmt: skip
def test_columns_have_plain_words(column: str, words: str) -> None:
    assert column_words(column) == words


def test_a_change_by_a_person_names_the_request(browser: Client) -> None:
    _, manager, _ = people()
    close_period(manager, date(2026, 1, 1), today=TODAY)
    trail = AuditEntry.objects.filter(table_name="ledger_period").latest("id")
    changed = (trail.actor_name, trail.before["status"], trail.after["status"])
    assert changed == ("Marc Osei", "open", "closed")
