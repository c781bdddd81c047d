"""Calls, mails and faxes as they are logged, and notes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from openlien.cases.activity import actions, errors
from openlien.cases.activity.actions import FollowUp, Whom
from openlien.cases.activity.queries.people import assignees, people_to_call
from openlien.cases.activity.queries.timeline import versions_of
from openlien.cases.models import Activity, Case, ContactPoint, Task
from openlien.cases.queries import read_case
from openlien.cases.wording import TextTooLong
from openlien.identity.actor import Actor
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Role
from openlien.kit.clock import now
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from tests import cast

TODAY = cast.AS_OF
pytestmark = pytest.mark.django_db


def call(actor: Actor, case: Case, **fields: Any) -> Activity:
    return actions.log_call(actor, case.number, **{"whom": Whom(name="Reception"), "today": TODAY, **fields})


def test_a_call_says_who_was_called_and_what_came_of_it(dana: Actor, case: Case) -> None:
    whom = Whom(party_id=case.attorney_id, point="(555) 010-7711")
    entry = call(dana, case, whom=whom, outcome="left_message", minutes=3, note="Asked for the demand.")
    entry.refresh_from_db()
    assert entry.summary == "Called Gus Ember: left a message"
    assert (entry.contact_id, entry.contact_point, entry.minutes) == (case.attorney_id, "(555) 010-7711", 3)
    assert (entry.body, entry.actor_id) == ("Asked for the demand.", dana.user_id)
    answered = call(dana, case, direction="in", whom=Whom(name=" Ms  Vale "))
    assert answered.summary == "Call from Ms Vale"


def test_a_call_and_its_follow_up_stand_or_fall_together(dana: Actor, case: Case) -> None:
    with pytest.raises(errors.DuePassed):
        call(dana, case, follow_up=FollowUp(title="Again", due_on=TODAY - timedelta(days=1)))
    assert not Activity.objects.filter(kind="call").exists()
    entry = call(dana, case, follow_up=FollowUp(title="Again", due_on=TODAY), idempotency_key="k1")
    assert call(dana, case, follow_up=FollowUp(title="Again", due_on=TODAY), idempotency_key="k1") == entry
    task = Task.objects.get()
    assert (task.title, task.due_on, task.follows_id) == ("Again", TODAY, entry.id)
    assert task.assigned_to_id == dana.user_id
    with pytest.raises(IdempotencyKeyReused):
        call(dana, case, note="Other", idempotency_key="k1")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"whom": Whom()}, errors.ContactMissing),
        ({"minutes": 1441}, errors.MinutesOutOfRange),
        ({"minutes": -1}, errors.MinutesOutOfRange),
        ({"note": "x" * 4001}, TextTooLong),
        ({"follow_up": FollowUp(title=" ", due_on=TODAY)}, errors.TitleMissing),
        ({"follow_up": FollowUp(title="x", due_on=None)}, errors.DueDayMissing),
    ],
)
def test_refuses_a_call_that_says_too_little_or_too_much(
    dana: Actor, case: Case, fields: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        call(dana, case, **fields)


def test_refuses_whom_the_case_does_not_know_and_times_to_come(dana: Actor, case: Case) -> None:
    foreign = cast.make_case("Kai Calder", firm_name="Osprey Legal")
    with pytest.raises(errors.ContactNotOfCase):
        call(dana, case, whom=Whom(party_id=foreign.patient_id))
    with pytest.raises(errors.HappenedInFuture):
        call(dana, case, happened_at=now() + timedelta(minutes=2))


def test_a_mail_or_fax_is_logged_without_an_outcome(dana: Actor, case: Case) -> None:
    mail = actions.log_contact(
        dana, case.number, kind=Activity.Kind.EMAIL, whom=Whom(party_id=case.law_firm_id)
    )
    fax = actions.log_contact(
        dana, case.number, kind=Activity.Kind.FAX, direction="in", whom=Whom(name="Records desk")
    )
    assert mail.summary == "E-mail to Pacific Crest Law Firm"
    assert fax.summary == "Fax from Records desk"


def test_the_people_to_call_begin_with_firm_and_patient_and_have_their_numbers(
    dana: Actor, case: Case
) -> None:
    ContactPoint.objects.create(party=case.law_firm, kind="phone", value="(555) 010-1100")
    people = people_to_call(dana, read_case(dana, case.number))
    assert [person.name for person in people] == ["Gus Ember", "Pacific Crest Law Firm", "Zoe Marlow"]
    assert people[1].phone == "(555) 010-1100"


def test_work_goes_only_to_active_people_who_may_log_on_every_case(dana: Actor, manager: Actor) -> None:
    cast.acting_person(Role.COLLECTIONS_SPECIALIST, "No Member")
    assert [each.name for each in assignees(dana)] == ["Dana Ortiz", "Priya Rao"]


def test_a_note_is_named_by_its_first_line(dana: Actor, case: Case) -> None:
    note = actions.write_note(dana, case.number, text="Records are complete\nSent by mail.", is_pinned=True)
    assert (note.summary, note.is_pinned) == ("Records are complete", True)
    with pytest.raises(errors.NoteEmpty):
        actions.write_note(dana, case.number, text=" \n ")


def test_a_correction_is_another_version_and_the_earlier_one_stays(dana: Actor, case: Case) -> None:
    first = actions.write_note(dana, case.number, text="Limit is 25,000")
    second = actions.correct_entry(dana, first.id, text="Limit is 50,000")
    assert (second.version, second.happened_at) == (2, first.happened_at)
    assert [entry.body for entry in versions_of(dana, first.id)] == ["Limit is 50,000", "Limit is 25,000"]
    with pytest.raises(errors.CorrectedAlready):
        actions.correct_entry(dana, first.id, text="Limit is 75,000")


def test_nobody_corrects_what_another_or_the_program_wrote(dana: Actor, manager: Actor, case: Case) -> None:
    note = actions.write_note(dana, case.number, text="Limit is 25,000")
    with pytest.raises(errors.CorrectedByAnother):
        actions.correct_entry(manager, note.id, text="Limit is 50,000")
    offer = Activity.objects.create(case=case, kind="offer", summary="Offer 1 sent", object_id="1")
    with pytest.raises(errors.NotCorrectable):
        actions.correct_entry(dana, offer.id, text="Nothing was sent")


def test_the_database_lets_nothing_but_the_pin_change(dana: Actor, case: Case) -> None:
    note = actions.write_note(dana, case.number, text="As it was")
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Activity.objects.filter(id=note.id).update(body="As it was not")
    assert actions.pin_entry(dana, note.id, is_pinned=True).is_pinned
    booked = AuditEntry.objects.get(table_name="cases_activity", row_id=str(note.id))
    assert (booked.before["is_pinned"], booked.after["is_pinned"]) == (False, True)


@pytest.mark.parametrize("role", [Role.LEGAL_TEAM, Role.AUDITOR, Role.CASE_MANAGER, Role.PROVIDER])
def test_roles_that_only_read_log_nothing(case: Case, role: Role) -> None:
    reader = cast.actor_with(role)
    with pytest.raises(Forbidden):
        call(reader, case)
    with pytest.raises(Forbidden):
        actions.write_note(reader, case.number, text="x")


def test_customer_service_logs_calls(case: Case) -> None:
    assert call(cast.actor_with(Role.CUSTOMER_SERVICE), case).summary == "Called Reception"


def test_a_role_for_one_firm_does_not_reach_our_side_of_the_case(case: Case) -> None:
    limited = cast.actor_with(Role.NEGOTIATIONS_MANAGER, law_firm=cast.firm())
    with pytest.raises(Forbidden):
        call(limited, case)


def test_a_missing_case_is_not_there(dana: Actor) -> None:
    with pytest.raises(NotFound):
        actions.write_note(dana, "CASE-2026-99999", text="x")
