"""The approval queue and the template manager."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from openlien.ledger.models import JournalEntry, JournalTemplate
from tests.web.cases.reading import words

from .conftest import status_of, written

pytestmark = pytest.mark.django_db
QUEUE, TEMPLATES = "/ledger/queue/", "/ledger/templates/"


def ticked(*journals: JournalEntry) -> dict[str, Any]:
    return {"pick": [f"{journal.id}:{journal.version}" for journal in journals]}


def test_an_empty_queue_says_when_it_fills(controller: Client) -> None:
    page = words(controller.get(QUEUE))
    assert "Nothing waits for approval" in page
    assert "needs the approval of somebody else" in page


def test_own_entries_are_shown_but_locked(manager: Client, controller: Client) -> None:
    journal = written(manager, do="submit")
    assert "You made this entry, so somebody else approves it." in words(manager.get(QUEUE))
    assert f'value="{journal.id}:' not in manager.get(QUEUE).content.decode()
    assert "You made this entry" not in words(controller.get(QUEUE))


def test_the_queue_opens_at_the_first_entry_that_can_be_approved(manager: Client, analyst: Client) -> None:
    written(manager, do="submit", description="Mine")
    other = written(analyst, do="submit", description="Theirs")
    assert f'data-entry="{other.id}"' in manager.get(QUEUE).content.decode()


def test_ticked_entries_are_approved_and_the_rest_explained(
    analyst: Client, manager: Client, controller: Client
) -> None:
    first, second, own = (
        written(analyst, do="submit"),
        written(analyst, do="submit"),
        written(manager, do="submit"),
    )
    answer = manager.post(f"{QUEUE}approval", ticked(first, second, own), follow=True)
    assert [status_of(each) for each in (first, second, own)] == ["approved", "approved", "pending"]
    assert "2 entries approved. 1 entry not:" in words(answer)


@pytest.mark.parametrize("pick", [[], ["x"], ["1:2"], ["\x00"]])
def test_nothing_ticked_approves_nothing(analyst: Client, controller: Client, pick: list[str]) -> None:
    journal = written(analyst, do="submit")
    answer = controller.post(f"{QUEUE}approval", {"pick": pick}, follow=True)
    assert "Tick the entries first" in words(answer)
    assert status_of(journal) == "pending"


def test_one_entry_comes_alone_for_a_script_and_with_its_page_otherwise(
    analyst: Client, controller: Client
) -> None:
    journal = written(analyst, do="submit")
    part = controller.get(f"{QUEUE}{journal.id}/", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<article")
    whole = controller.get(f"{QUEUE}{journal.id}/")
    assert whole.headers["Location"] == f"{QUEUE}?entry={journal.id}"


def test_who_approves_from_the_queue_comes_back_to_it(analyst: Client, controller: Client) -> None:
    journal = written(analyst, do="submit")
    answer = controller.post(
        f"/ledger/entries/{journal.id}/approval", {"version": str(journal.version), "back": "queue"}
    )
    assert answer.headers["Location"] == QUEUE


def settings(**changes: Any) -> dict[str, Any]:
    """What the template editor sends."""
    return {
        "name": "Bank charges",
        "type": "adjustment",
        "description": "Fees the bank takes",
        "debit_account": ["5900 Overheads", ""],
        "credit_account": ["1000", ""],
        "requires_approval": "on",
        "is_active": "on",
        "do": "save",
        **changes,
    }


def test_a_template_is_made_used_and_switched_off(manager: Client, analyst: Client) -> None:
    assert manager.post(f"{TEMPLATES}new/", settings()).headers["Location"] == TEMPLATES
    template = JournalTemplate.objects.get(code="bank-charges")
    assert (template.debit_accounts, template.credit_accounts) == (["5900"], ["1000"])
    written(analyst, template="bank-charges")
    page = manager.get(f"{TEMPLATES}bank-charges/")
    assert "Used 1 time" in words(page)
    off = settings(version=str(template.version))
    del off["is_active"]
    assert manager.post(f"{TEMPLATES}bank-charges/", off).status_code == 302
    assert not JournalTemplate.objects.get(code="bank-charges").is_active
    assert "Bank charges" not in words(analyst.get("/ledger/entries/options/templates", {"q": "bank"}))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Give the template a name."),
        ({"name": "Manual adjustment"}, "There is a template of this name already"),
        ({"name": "x" * 101}, "room for 100"),
        ({"description": ""}, "Say what the template is for."),
        ({"type": "gift"}, "Choose one of the types."),
        ({"type": "reversal"}, "type"),
        ({"debit_account": ["7777"]}, "7777"),
        ({"credit_account": ["1000", "1000"]}, "Name each account once"),
    ],
)
def test_refuses_a_template_with_one_sentence_and_writes_nothing(
    manager: Client, changes: dict[str, Any], sentence: str
) -> None:
    before = JournalTemplate.objects.count()
    form = settings(**changes)
    page = manager.post(f"{TEMPLATES}new/", form)
    assert 400 <= page.status_code < 500
    assert sentence in words(page)
    assert form["name"] in page.content.decode()
    assert JournalTemplate.objects.count() == before


def test_two_people_do_not_overwrite_each_other(manager: Client) -> None:
    manager.post(f"{TEMPLATES}new/", settings())
    path, form = f"{TEMPLATES}bank-charges/", settings(version="1", description="Charges")
    assert manager.post(path, form).status_code == 302
    page = manager.post(path, form)
    assert page.status_code == 409
    assert "Somebody else saved this template meanwhile" in words(page)


def test_more_room_for_accounts_saves_nothing(manager: Client) -> None:
    before = JournalTemplate.objects.count()
    page = manager.post(f"{TEMPLATES}new/", settings(do="more", debit_account=["5900", "1000", "1200"]))
    assert page.content.decode().count('name="debit_account"') == 5
    assert JournalTemplate.objects.count() == before


def test_the_worked_example_follows_what_is_typed(manager: Client) -> None:
    part = words(manager.post(f"{TEMPLATES}new/example", settings(debit_account=["5900", "5200", "1200"])))
    for amount in ("333.34", "333.33", "1,000.00"):
        assert amount in part


def test_only_who_sets_up_the_ledger_opens_the_editor(analyst: Client) -> None:
    assert analyst.get(TEMPLATES).status_code == 200
    assert analyst.get(f"{TEMPLATES}new/").status_code == 403
    assert analyst.post(f"{TEMPLATES}new/", settings()).status_code == 403
