"""The journal form without JavaScript: saved, submitted, reshaped; bad input is refused at its field."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from openlien.identity.actor import system_actor
from openlien.ledger.actions.periods import close_period
from openlien.ledger.models import GLAccount, JournalEntry, JournalLine, JournalTemplate, Posting
from openlien.web import business_time
from tests import cast
from tests.web.cases.reading import hidden, words

from .conftest import LINE_FIELDS, NEW, PAIR, sent, status_of, written

pytestmark = pytest.mark.django_db


def values(page: Any, name: str) -> list[str]:
    """What stands in the fields of that name."""
    tags = re.findall(rf'<input[^>]*\bname="{name}"[^>]*>', page.content.decode().split("<template>")[0])
    return [html.unescape(re.search(r'value="([^"]*)"', tag)[1]) for tag in tags]  # type: ignore[index]


def alerts(page: Any) -> str:
    """The summary of what is wrong."""
    found = re.search(r'role="alert".*?</div>', page.content.decode(), re.DOTALL)
    assert found, words(page)
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(found[0])).split())


def test_saves_a_draft_with_everything_that_was_typed(analyst: Client) -> None:
    case = cast.make_case("Zoe Marlow")
    lines = (
        {**PAIR[0], "description": "November", "cost_center": "admin", "department": "FIN", "project": "P-1"},
        {**PAIR[1], "customer": "C-9"},
    )
    journal = written(analyst, *lines, case=case.number)
    assert (journal.status, journal.reference, journal.case_account) == ("draft", "INV-7", case.account)
    first, second = JournalLine.objects.filter(journal=journal).order_by("line_number")
    assert (first.account.number, str(first.debit), str(second.credit)) == ("5900", "3000.00", "3000.00")
    assert (first.cost_center_id, first.department_id, first.project) == ("ADMIN", "FIN", "P-1")
    assert (first.description, second.customer) == ("November", "C-9")


def test_submits_in_the_same_step(analyst: Client) -> None:
    assert written(analyst, do="submit").status == "pending"


def test_a_draft_may_be_out_of_balance(analyst: Client) -> None:
    journal = written(analyst, PAIR[0], {"account": "1000", "credit": "1.00"})
    page = words(analyst.get(f"/ledger/entries/{journal.id}/"))
    assert "Out of balance by $2,999.00" in page
    assert "Submit for approval" not in page


@pytest.mark.parametrize("side", ["debit", "credit"])
def test_an_equals_sign_takes_the_amount_and_the_side_that_balance(analyst: Client, side: str) -> None:
    journal = written(analyst, PAIR[0], {"account": "1000", side: "="})
    last = JournalLine.objects.get(journal=journal, line_number=2)
    assert (str(last.debit), str(last.credit)) == ("0.00", "3000.00")


@pytest.mark.parametrize(
    ("do", "lines"), [("add", 7), ("remove-1", 2), ("remove-99", 2), ("remove-x", 2), ("nonsense", 2)]
)
def test_buttons_change_the_lines_and_save_nothing(analyst: Client, do: str, lines: int) -> None:
    page = analyst.post(NEW, sent(do=do))
    accounts = values(page, "line_account")
    assert (page.status_code, len(accounts)) == (200, lines)
    assert ("5900 Overheads" in accounts) is (do != "remove-1")
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    "rows",
    [
        "1000\t\t250.00\n5900\t250.00\t",
        "GL account;Credit;Debit\n1000;250.00;\n5900;;250.00",
        "1000,Rent,,250.00\n5900,Rent,250.00,0.00",
    ],
)
def test_rows_of_a_spreadsheet_become_lines(analyst: Client, rows: str) -> None:
    page = analyst.post(NEW, sent({}, {}, do="paste", pasted=rows))
    assert values(page, "line_account") == ["1000", "5900"]
    assert values(page, "line_debit") == ["", "250.00"]
    assert values(page, "line_credit") == ["250.00", ""]


def test_a_template_brings_its_accounts(analyst: Client) -> None:
    JournalTemplate.objects.filter(code="manual-adjustment").update(
        debit_accounts=["5900"], credit_accounts=["1000"]
    )
    page = analyst.get(NEW, {"template": "manual-adjustment", "case": "CASE-2026-00001"})
    assert [text[:4] for text in values(page, "line_account")] == ["5900", "1000"]
    part = analyst.post("/ledger/entries/new/lines", sent({}, {}))
    assert [text[:4] for text in values(part, "line_account")] == ["5900", "1000"]
    kept = analyst.post("/ledger/entries/new/lines", sent())
    assert values(kept, "line_account") == ["5900 Overheads", "1000"]


def test_the_same_form_sent_twice_makes_one_journal(analyst: Client) -> None:
    key = hidden(analyst.get(NEW), "key")
    answers = [analyst.post(NEW, sent(do="submit", key=key)) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert JournalEntry.objects.count() == 1


def _first(**changes: str) -> dict[str, Any]:
    return sent({**PAIR[0], **changes}, PAIR[1])


def _switched_off_account() -> dict[str, Any]:
    GLAccount.objects.filter(number="1000").update(is_active=False)
    return sent()


def _switched_off_template() -> dict[str, Any]:
    JournalTemplate.objects.filter(code="manual-adjustment").update(is_active=False)
    return sent()


def _closed_month() -> dict[str, Any]:
    close_period(system_actor("job"), date(2026, 9, 1), today=business_time.today())
    return sent(do="submit", entry_on="09/15/2026")


REFUSED: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "out of balance": (
        "by $2,999.00",
        lambda: sent(PAIR[0], {"account": "1000", "credit": "1.00"}, do="submit"),
    ),
    "one line": ("two lines", lambda: sent(PAIR[0], do="submit")),
    "no lines": ("two lines", lambda: sent({}, {}, do="submit")),
    "both sides": ("one side only", lambda: _first(credit="1.00")),
    "no amount": ("debit or credit", lambda: _first(debit="")),
    "zero": ("debit or credit", lambda: _first(debit="0.00")),
    "negative": ("above 0.00", lambda: _first(debit="-5")),
    "not a number": ("Enter an amount like 1,250.00", lambda: _first(debit="NaN")),
    "an exponent": ("Enter an amount like 1,250.00", lambda: _first(debit="1e5")),
    "third decimal": ("two decimals", lambda: _first(debit="1.005")),
    "too large": ("Line 1", lambda: _first(debit="9" * 14)),
    "unknown account": ("7777", lambda: _first(account="7777")),
    "no account": ("Choose an account", lambda: _first(account="")),
    "an account switched off": ("1000", _switched_off_account),
    "unknown cost center": ("NONE", lambda: _first(cost_center="NONE")),
    "unknown department": ("NONE", lambda: _first(department="NONE")),
    "unknown vendor": ("companies that are offered", lambda: _first(vendor="Nobody LLC")),
    "a foreign vendor id": (
        "Line 1: There is no such vendor",
        lambda: _first(vendor="X", vendor_id=str(cast.make_case().id)),
    ),
    "long project": ("room for 20", lambda: _first(project="x" * 21)),
    "no template": ("Choose a journal template", lambda: sent(template="", template_text="")),
    "unknown template": ("is not one template", lambda: sent(template="", template_text="Gifts")),
    "invented template": ("template", lambda: sent(template="nonsense")),
    "template of the product": ("by itself", lambda: sent(template="warehouse-draw")),
    "template switched off": ("Manual adjustment", _switched_off_template),
    "no day": ("Enter the day", lambda: sent(entry_on="")),
    "no such day": ("02/30", lambda: sent(entry_on="02/30/2026")),
    "tomorrow": ("still to come", lambda: sent(entry_on="12/31/2099")),
    "closed month": ("September 2026 is closed", _closed_month),
    "a day nobody offered": ("posted on", lambda: sent(posting_on="2099-01-01")),
    "unknown case": ("is not one case", lambda: sent(case_text="CASE-2026-99999")),
    "no description": ("Say in a few words", lambda: sent(description=" ")),
    "long description": ("room for 500", lambda: sent(description="x" * 501)),
    "long reference": ("room for 35", lambda: sent(reference="x" * 36)),
    "control letters": ("cannot be stored", lambda: sent(reference="a\x01b")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_with_one_sentence_keeps_what_was_typed_and_writes_nothing(
    analyst: Client, name: str
) -> None:
    sentence, make = REFUSED[name]
    form = make()
    page = analyst.post(NEW, form)
    assert 400 <= page.status_code < 500, words(page)
    assert sentence in alerts(page)
    assert "{" not in alerts(page)
    assert not JournalEntry.objects.exists()
    assert not JournalLine.objects.exists()
    assert not Posting.objects.exists()
    for field in ("entry_on", "reference", "description"):
        assert values(page, field) == [form[field]]
    written_lines = len(form["line_account"])
    for field in LINE_FIELDS:
        assert values(page, f"line_{field}")[:written_lines] == form[f"line_{field}"]


@pytest.mark.parametrize("do", ["save", "paste"])
def test_refuses_more_lines_than_a_journal_takes(analyst: Client, do: str) -> None:
    rows = "\n".join(["5900\t1.00\t"] * 10_000)
    form = (
        sent(do="paste", pasted=rows) if do == "paste" else sent(*[{"account": "5900", "debit": "1"}] * 1_001)
    )
    page = analyst.post(NEW, form)
    assert page.status_code == 422
    assert "one journal takes 1000" in words(page).replace("1,000", "1000")
    assert not JournalEntry.objects.exists()


def test_a_closed_month_offers_the_next_open_day_and_takes_it_once_confirmed(analyst: Client) -> None:
    page = analyst.post(NEW, _closed_month())
    offered = hidden(page, "posting_on")
    assert "in the next open period" in words(page)
    journal = written(analyst, do="submit", entry_on="09/15/2026", posting_on=offered)
    assert (journal.entry_on, journal.posting_on.isoformat()) == (date(2026, 9, 15), offered)


def test_a_stale_form_shows_what_differs_and_saves_over_it_only_when_told(
    analyst: Client, manager: Client
) -> None:
    journal = written(analyst)
    edit = f"/ledger/entries/{journal.id}/edit/"
    version = hidden(analyst.get(edit), "version")
    manager.post(edit, sent(version=version, description="Rent of the annex"))
    page = analyst.post(edit, sent(version=version, description="Rent of the shop"))
    assert page.status_code == 409
    assert "Marc Osei" in words(page)
    assert "Rent of the annex" in words(page)
    assert JournalEntry.objects.get(id=journal.id).description == "Rent of the annex"
    over = re.search(r'name="over" value="(\d+)"', page.content.decode())
    assert over
    assert analyst.post(edit, sent(version=version, over=over[1], description="Mine")).status_code == 302
    assert JournalEntry.objects.get(id=journal.id).description == "Mine"


def test_only_drafts_and_rejected_journals_are_edited(analyst: Client) -> None:
    journal = written(analyst, do="submit")
    edit = f"/ledger/entries/{journal.id}/edit/"
    assert analyst.get(edit).headers["Location"] == f"/ledger/entries/{journal.id}/"
    page = analyst.post(edit, sent(version=str(journal.version), description="Other"))
    assert (page.status_code, status_of(journal)) == (409, "pending")
    assert JournalEntry.objects.get(id=journal.id).description == "Office rent"
