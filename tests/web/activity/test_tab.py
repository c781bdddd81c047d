"""The Activity tab: composer, stream, corrections, pins, and what the contact buttons log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from openlien.cases.models import Activity, Case, ContactPoint, Task
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Permission, Role, roles_allowing
from tests import cast
from tests.web.cases.reading import hidden, words

pytestmark = pytest.mark.django_db


def address(case: Case, tab: str = "activity") -> str:
    return f"/cases/{case.number}/{tab}"


def send(client: Client, where: str, **fields: Any) -> Any:
    return client.post(where, {"mode": "note", **fields}, follow=True)


def test_a_note_stands_on_the_timeline_and_pinned_on_the_summary(dana: Client, case: Case) -> None:
    page = send(dana, address(case), text="Limit is 25,000\nAdjuster confirmed.", is_pinned="on")
    assert f"Note written on {case.number}." in words(page)
    assert "Pinned" in words(page)
    assert "Adjuster confirmed." in words(page)
    assert "Limit is 25,000" in words(dana.get(address(case, "")))


def test_an_empty_note_is_refused_at_its_field(dana: Client, case: Case) -> None:
    page = send(dana, address(case), text=" ")
    assert (page.status_code, "Write what there is to say." in words(page)) == (422, True)
    assert 'href="#c-text"' in page.content.decode()


def test_a_call_knows_the_people_of_the_case_by_name(dana: Client, case: Case) -> None:
    ContactPoint.objects.create(party=case.law_firm, kind="phone", value="(555) 010-1100")
    page = send(
        dana,
        address(case),
        mode="call",
        whom="pacific crest  LAW FIRM",
        outcome="left_message",
        minutes="2",
        text="Asked for the demand letter.",
    )
    entry = Activity.objects.get(kind="call")
    assert (entry.contact_id, entry.contact_point, entry.minutes) == (case.law_firm_id, "(555) 010-1100", 2)
    for text in ("Called Pacific Crest Law Firm: left a message", "(555) 010-1100 · 2 min", "Asked for"):
        assert text in words(page)


def test_a_call_with_a_follow_up_shows_both(dana: Client, case: Case) -> None:
    page = send(dana, address(case), mode="call", whom="Reception", title="Call again", due_on="+7")
    task = Task.objects.get()
    assert task.follows.summary == "Called Reception"
    assert "Follow-up on" in words(page)
    assert "Call again due" in words(page)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"mode": "call"}, "whom", "Say with whom"),
        ({"mode": "call", "whom": "x", "minutes": "ten"}, "minutes", "Enter whole minutes"),
        ({"mode": "call", "whom": "x", "minutes": "9999"}, "minutes", "0 to 1440 minutes"),
        ({"mode": "call", "whom": "x", "title": "Again"}, "due_on", "Say until when"),
        ({"mode": "task", "due_on": "t"}, "title", "Say what is to do"),
        ({"mode": "task", "title": "x", "due_on": "-1"}, "due_on", "due today or later"),
        ({"mode": "task", "title": "x", "due_on": "t", "assignee": str(uuid4())}, "assignee", "active users"),
        ({"mode": "gossip"}, "mode", "Choose one of the list"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    dana: Client, case: Case, fields: dict[str, str], field: str, sentence: str
) -> None:
    page = send(dana, address(case), text="Kept", **fields)
    assert page.status_code == 422
    assert sentence in words(page)
    assert f'href="#c-{field}"' in page.content.decode()
    assert ">Kept</textarea>" in page.content.decode()
    assert not Activity.objects.filter(kind__in=["call", "task"]).exists()


def test_the_same_form_sent_twice_logs_once(dana: Client, case: Case) -> None:
    key = hidden(dana.get(address(case)), "key")
    for _ in range(2):
        send(dana, address(case), text="Once", key=key)
    assert Activity.objects.filter(kind="note").count() == 1


def test_the_drawer_closes_into_the_tab_it_came_from(dana: Client, case: Case) -> None:
    drawer = dana.get(address(case, "calls/new?from=money"))
    assert f'data-drawer="/cases/{case.number}/money"' in drawer.content.decode()
    saved = dana.post(address(case, "calls/new?from=money"), {"mode": "call", "whom": "Reception"})
    assert (saved.status_code, saved.url) == (302, f"/cases/{case.number}/money")
    elsewhere = dana.post(address(case, "calls/new?from=//evil"), {"mode": "call", "whom": "Reception"})
    assert elsewhere.url == f"/cases/{case.number}/activity"
    refused = dana.post(address(case, "calls/new"), {"mode": "call"})
    assert (refused.status_code, 'href="#f-whom"' in refused.content.decode()) == (422, True)


def test_the_filter_counts_and_the_stream_goes_on(dana: Client, case: Case) -> None:
    for place in range(60):
        Activity.objects.create(case=case, kind="note", summary=f"Note number {place}.")
    Activity.objects.create(case=case, kind="offer", summary="Offer 1 sent", object_id="1")
    page = dana.get(address(case))
    assert "Notes 60" in words(page)
    assert "Offers 1" in words(page)
    assert "Note number 0." not in words(page)
    older = page.content.decode().split('id="stream-older"')[1].split('"')[3]
    rest = words(dana.get(older.replace("&amp;", "&")))
    assert "Note number 0." in rest
    assert "Offer 1 sent" not in rest
    assert "Back to the newest entries" in rest
    assert "Nothing of this kind" not in words(dana.get(address(case, "activity?kind=offers")))


def test_an_entry_is_corrected_by_who_wrote_it_and_keeps_its_versions(
    dana: Client, manager: Client, case: Case
) -> None:
    send(dana, address(case), text="Limit is 25,000")
    note = Activity.objects.get(kind="note")
    page = dana.post(f"/activity/{note.id}/", {"text": "Limit is 50,000"}, follow=True)
    for text in ("Corrected.", "Limit is 50,000", "Limit is 25,000", "Version 2"):
        assert text in words(page)
    assert "Corrected" in words(dana.get(address(case)))
    stale = dana.post(f"/activity/{note.id}/", {"text": "Limit is 75,000"})
    assert (stale.status_code, "was corrected in the meantime" in words(stale)) == (409, True)
    latest = Activity.objects.get(version=2)
    other = manager.get(f"/activity/{latest.id}/")
    assert "Correct it" not in words(other)
    assert manager.post(f"/activity/{latest.id}/", {"text": "x"}).status_code == 403


def test_a_pin_goes_up_and_comes_down(dana: Client, case: Case) -> None:
    send(dana, address(case), text="Matters")
    note = Activity.objects.get(kind="note")
    assert "Pinned to the summary." in words(
        dana.post(f"/activity/{note.id}/pin", {"pinned": "yes"}, follow=True)
    )
    dana.post(f"/activity/{note.id}/pin", {"pinned": "no"})
    note.refresh_from_db()
    assert not note.is_pinned


def test_a_contact_button_logs_and_leads_on_without_javascript(dana: Client, case: Case) -> None:
    sent = {"kind": "call", "point": "(555) 010-1100", "party": str(case.law_firm_id)}
    page = dana.post(address(case, "contacts"), sent)
    assert 'href="tel:5550101100"' in page.content.decode()
    assert Activity.objects.get(kind="call").summary == "Called Pacific Crest Law Firm"
    answer = dana.post(
        address(case, "contacts"),
        {"kind": "email", "point": "a@firm.example", "name": "Gus Ember"},
        headers={"accept": "application/json"},
    )
    assert answer.json() == {"sentence": "Logged: E-mail to Gus Ember."}
    assert dana.post(address(case, "contacts"), {"kind": "pigeon"}).status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVIDER])
def test_every_role_reads_the_stream_and_some_write(browser: Callable[..., Client], role: Role) -> None:
    case, client = cast.make_case(), browser(role)
    Activity.objects.create(case=case, kind="note", summary="Seen by all")
    may = role in roles_allowing(Permission.ACTIVITY_LOG)
    page = client.get(address(case))
    assert "Seen by all" in words(page)
    assert ('id="composer"' in page.content.decode(), "Log call" in words(page)) == (may, may)
    assert client.post(address(case), {"mode": "note", "text": "x"}).status_code == (302 if may else 403)
    assert client.get(address(case, "calls/new")).status_code == (200 if may else 403)
    assert client.get("/tasks/").status_code == (200 if may else 403)


def test_a_provider_sees_stages_and_neither_notes_nor_follow_ups(
    browser: Callable[..., Client], case: Case
) -> None:
    bill = cast.make_bill(case)
    Activity.objects.create(case=case, kind="note", summary="We would take 40 percent")
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=bill.provider_group)
    for tab in ("", "activity"):
        page = words(provider.get(address(case, tab)))
        assert "40 percent" not in page
        assert "Next step" not in page
    foreign = cast.make_case("Kai Calder", firm_name="Osprey Legal")
    assert provider.get(address(foreign)).status_code == 404
    assert provider.get(address(case, "calls/new")).status_code == 403


def test_a_look_at_the_tab_leaves_one_row_in_the_access_log(dana: Client, case: Case) -> None:
    dana.get(address(case))
    row = AccessEntry.objects.get()
    assert (row.what, row.case_number) == ("Case activity", case.number)
