"""The stream of everything that happened on a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openlien.cases.activity import actions, errors
from openlien.cases.activity.actions import FollowUp, Whom
from openlien.cases.activity.queries.timeline import (
    Stream,
    last_contact_of_each,
    last_notes,
    timeline,
)
from openlien.cases.models import Activity, Bill, Case
from openlien.cases.queries import read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.identity.unit_of_work import acting
from openlien.kit.clock import now
from tests import cast

TODAY = cast.AS_OF
pytestmark = pytest.mark.django_db


def stream(actor: Actor, case: Case, **wanted: object) -> Stream:
    return timeline(actor, read_case(actor, case.number), **wanted)


def test_a_call_stands_there_with_the_follow_up_it_led_to(dana: Actor, case: Case) -> None:
    whom = Whom(party_id=case.attorney_id, point="(555) 010-1100")
    follow_up = FollowUp(title="Ask again", due_on=TODAY)
    actions.log_call(
        dana, case.number, whom=whom, today=TODAY, outcome="no_answer", minutes=1, follow_up=follow_up
    )
    (entry,) = stream(dana, case).entries
    assert (entry.whom, entry.point, entry.outcome) == ("Gus Ember", "(555) 010-1100", "No answer")
    assert [(each.title, each.state) for each in entry.follow_ups] == [("Ask again", "open")]
    assert (entry.is_mine, entry.is_written, entry.actor) == (True, True, "Dana Ortiz")


def test_edits_of_the_facts_stand_among_the_rest_with_who_made_them(dana: Actor, case: Case) -> None:
    bills = [cast.make_bill(case, billed) for billed in ("100.00", "200.00")]
    with acting(dana):
        Case.objects.filter(id=case.id).update(statute_on=TODAY, insurance_limits="25/50", version=7)
        Bill.objects.filter(id=bills[0].id).update(tranche="Pool 7")
    found = stream(dana, case, kinds={"edit"})
    assert [(entry.summary, entry.actor) for entry in found.entries] == [
        ("Bill edited: tranche", "Dana Ortiz"),
        ("Case edited: statute of limitations, insurance limits", "Dana Ortiz"),
    ]
    assert found.entries[1].body == "Statute of limitations: — → Nov 20, 2026\nInsurance limits: — → 25/50"
    assert found.entries[0].body == ""
    assert found.counts == {"edit": 2}


def test_edits_by_one_request_are_one_entry(dana: Actor, case: Case) -> None:
    from dataclasses import replace

    for billed in ("100.00", "200.00", "300.00"):
        cast.make_bill(case, billed)
    with acting(replace(dana, request_id="r1")):
        for bill in case.bills.all():
            Bill.objects.filter(id=bill.id).update(tranche="Pool 7")
    assert [entry.summary for entry in stream(dana, case).entries] == ["3 bills edited: tranche"]


def test_the_stream_goes_on_where_the_page_ended_through_edits_and_entries(dana: Actor, case: Case) -> None:
    at = now()
    for place in range(5):
        Activity.objects.create(case=case, kind="note", summary=str(place), happened_at=at)
    for day in range(4):
        with acting(dana):
            Case.objects.filter(id=case.id).update(statute_on=TODAY + timedelta(days=day))
    everything = [entry.id for entry in stream(dana, case, limit=50).entries]
    found: list[str] = []
    before = ""
    while before is not None:
        page = stream(dana, case, limit=2, before=before)
        found += [entry.id for entry in page.entries]
        before = page.before
    assert found == everything
    assert (len(found), len(set(found))) == (9, 9)


@pytest.mark.parametrize("before", ["x", "2026-11-20_a_1", "2026-11-20T10:00:00+00:00_z_1", "_" * 4000])
def test_refuses_a_place_in_the_stream_that_is_none(dana: Actor, case: Case, before: str) -> None:
    with pytest.raises(errors.BadCursor):
        stream(dana, case, before=before)


def test_kinds_limit_the_entries_and_not_the_counts(dana: Actor, case: Case) -> None:
    actions.write_note(dana, case.number, text="A note")
    actions.log_call(dana, case.number, whom=Whom(name="Desk"), today=TODAY)
    found = stream(dana, case, kinds={"call", "fax"})
    assert [entry.kind for entry in found.entries] == ["call"]
    assert (found.counts, found.total) == ({"note": 1, "call": 1}, 2)


def test_a_corrected_note_is_shown_once_as_it_is_now(dana: Actor, case: Case) -> None:
    first = actions.write_note(dana, case.number, text="Limit is 25,000")
    actions.correct_entry(dana, first.id, text="Limit is 50,000")
    (entry,) = stream(dana, case).entries
    assert (entry.body, entry.version, entry.earlier_id) == ("Limit is 50,000", 2, first.id)


@pytest.mark.parametrize(
    "outsider",
    [
        lambda: cast.actor_with(Role.PROVIDER, group=cast.provider_group()),
        lambda: cast.actor_with(Role.LEGAL_TEAM, law_firm=cast.firm()),
    ],
    ids=["a provider", "somebody of the law firm"],
)
def test_outsiders_learn_that_the_case_moved_and_nothing_more(
    dana: Actor, case: Case, outsider: object
) -> None:
    cast.make_bill(case)
    actions.write_note(dana, case.number, text="We would take 40 percent")
    Activity.objects.create(case=case, kind="stage", summary="Stage changed", body="An internal reason")
    with acting(dana):
        Case.objects.filter(id=case.id).update(insurance_limits="25/50")
    found = stream(outsider(), case)  # type: ignore[operator]
    assert [(entry.summary, entry.body) for entry in found.entries] == [("Stage changed", "")]
    assert found.counts == {"stage": 1}


def test_pinned_notes_come_first_among_the_last_notes(dana: Actor, case: Case) -> None:
    for place in range(4):
        actions.write_note(dana, case.number, text=f"Note {place}", is_pinned=place == 0)
    Activity.objects.create(case=case, kind="note", summary="By the program", object_id="7")
    notes = last_notes(dana, read_case(dana, case.number))
    assert [note.summary for note in notes] == ["Note 0", "Note 3", "Note 2"]


def test_the_last_contact_of_each_case_is_its_newest_call_mail_or_fax(dana: Actor, case: Case) -> None:
    other = cast.make_case("Kai Calder", firm_name="Osprey Legal")
    actions.log_call(dana, case.number, whom=Whom(name="Desk"), today=TODAY, outcome="busy")
    actions.log_contact(dana, case.number, kind=Activity.Kind.FAX, whom=Whom(name="Desk"))
    actions.write_note(dana, other.number, text="Nobody was called")
    found = last_contact_of_each(dana, [case.id, other.id])
    assert {key: last.kind for key, last in found.items()} == {case.id: "fax"}


def test_asks_the_database_as_often_for_a_thousand_entries_as_for_one(dana: Actor, case: Case) -> None:
    head = read_case(dana, case.number)
    counts = []
    for made in (1, 1000):
        Activity.objects.bulk_create(
            Activity(case=case, kind="note", summary=str(n), happened_at=now()) for n in range(made)
        )
        with CaptureQueriesContext(connection) as asked:
            assert len(timeline(dana, head).entries) == min(50, made)
        counts.append(len(asked))
    assert counts == [4, 4]
