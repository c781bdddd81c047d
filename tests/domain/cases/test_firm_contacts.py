"""How a law firm is reached: read, changed, and kept from being changed over somebody else's change."""

from __future__ import annotations

import pytest

from openlien.cases.firm_contacts import (
    ContactNotAnAddress,
    ContactNotANumber,
    ContactsChanged,
    FirmKnown,
    FirmNameMissing,
    change_firm_contacts,
    record_firm,
)
from openlien.cases.models import ContactPoint, Party
from openlien.cases.queries import firm_reach
from openlien.cases.wording import NameTooLong
from openlien.identity.actor import Actor
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from tests import cast

pytestmark = pytest.mark.django_db


def collector() -> Actor:
    return cast.acting_person(Role.COLLECTIONS_SPECIALIST)


def points(firm: Party) -> dict[str, str]:
    return {each.kind: each.value for each in firm_reach(collector(), firm.id).contacts}


def test_a_new_contact_a_changed_one_and_one_that_is_gone() -> None:
    firm = cast.firm()
    version = change_firm_contacts(
        collector(), firm.id, version=1, contacts={"phone": "(213) 555-0142", "fax": "213-555-0143 ext 2"}
    )
    assert (version, points(firm)) == (2, {"phone": "(213) 555-0142", "fax": "213-555-0143 ext 2"})
    change_firm_contacts(
        collector(),
        firm.id,
        version=2,
        contacts={"phone": " ", "fax": "213-555-0150", "email": "a@b.example"},
    )
    assert points(firm) == {"fax": "213-555-0150", "email": "a@b.example"}


def test_the_same_contacts_again_change_nothing() -> None:
    firm = cast.firm()
    for _ in range(2):
        assert change_firm_contacts(collector(), firm.id, version=firm.version, contacts={"phone": ""}) == 1


def test_keeps_further_points_that_an_import_brought() -> None:
    firm = cast.firm()
    ContactPoint.objects.create(party=firm, kind="phone", value="213-555-0100", is_primary=True)
    ContactPoint.objects.create(party=firm, kind="phone", value="213-555-0199")
    change_firm_contacts(collector(), firm.id, version=1, contacts={"phone": "213-555-0111"})
    values = [each.value for each in firm_reach(collector(), firm.id).contacts]
    assert values == ["213-555-0111", "213-555-0199"]


def test_a_change_stands_in_the_audit_trail_with_who_made_it() -> None:
    firm = cast.firm()
    ContactPoint.objects.create(party=firm, kind="phone", value="213-555-0100", is_primary=True)
    actor = collector()
    change_firm_contacts(actor, firm.id, version=1, contacts={"phone": "213-555-0111"})
    booked = AuditEntry.objects.filter(actor_name=actor.name).values_list("table_name", flat=True)
    assert {"cases_contactpoint", "cases_party"} <= set(booked)


def test_somebody_elses_change_is_not_written_over() -> None:
    firm = cast.firm()
    change_firm_contacts(collector(), firm.id, version=1, contacts={"phone": "213-555-0111"})
    with pytest.raises(ContactsChanged):
        change_firm_contacts(collector(), firm.id, version=1, contacts={"phone": "213-555-0122"})
    assert points(firm) == {"phone": "213-555-0111"}


@pytest.mark.parametrize(
    ("kind", "value", "refusal"),
    [
        ("phone", "555", ContactNotANumber),
        ("phone", "call Gus", ContactNotANumber),
        ("fax", "1" * 16, ContactNotANumber),
        ("email", "office at firm", ContactNotAnAddress),
    ],
)
def test_refuses_what_nobody_could_be_reached_by(kind: str, value: str, refusal: type[Exception]) -> None:
    firm = cast.firm()
    with pytest.raises(refusal):
        change_firm_contacts(collector(), firm.id, version=1, contacts={kind: value})
    assert points(firm) == {}


def test_only_those_who_change_cases_change_contacts_and_only_of_firms() -> None:
    with pytest.raises(Forbidden):
        change_firm_contacts(cast.actor_with(Role.LEGAL_TEAM), cast.firm().id, version=1, contacts={})
    with pytest.raises(NotFound):
        change_firm_contacts(collector(), cast.patient().id, version=1, contacts={})


def test_names_the_people_of_the_firm() -> None:
    attorney = cast.attorney()
    ContactPoint.objects.create(party=attorney, kind="email", value="gus@crest.example")
    people = firm_reach(collector(), cast.firm().id).people
    assert [(each.name, each.contacts[0].value) for each in people] == [("Gus Ember", "gus@crest.example")]


def test_a_new_firm_stands_with_its_attorney_and_contacts() -> None:
    actor = collector()
    firm_id = record_firm(
        actor, name="  Larkspur   Defense LLP ", contacts={"phone": "213-555-0188"}, attorney="Ines Vale"
    )
    reach = firm_reach(actor, firm_id)
    assert (reach.name, [person.name for person in reach.people]) == ("Larkspur Defense LLP", ["Ines Vale"])
    assert points(Party.objects.get(id=firm_id)) == {"phone": "213-555-0188"}
    assert AuditEntry.objects.filter(actor_name=actor.name, table_name="cases_party").exists()


@pytest.mark.parametrize("spelling", ["Pacific Crest Law Firm", "PACIFIC CREST  LAW FIRM, LLP"])
def test_a_firm_on_file_is_not_added_again_under_any_spelling(spelling: str) -> None:
    firm = cast.firm()
    with pytest.raises(FirmKnown) as refused:
        record_firm(collector(), name=spelling, contacts={})
    assert refused.value.fields == {"name": firm.name, "firm_id": firm.id}


@pytest.mark.parametrize("name", ["", "   ", "...", "\t"])
def test_a_firm_needs_a_name(name: str) -> None:
    with pytest.raises(FirmNameMissing):
        record_firm(collector(), name=name, contacts={})


@pytest.mark.parametrize("given", [{"name": "ﷺ" * 100}, {"name": "Larkspur Defense", "attorney": "ﷺ" * 100}])
def test_a_name_that_is_too_long_when_it_is_written_out_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(NameTooLong, match="Shorten it"):
        record_firm(collector(), contacts={}, **given)


def test_nothing_is_left_of_a_firm_whose_number_is_wrong() -> None:
    with pytest.raises(ContactNotANumber):
        record_firm(collector(), name="Larkspur Defense", contacts={"fax": "12"})
    assert not Party.objects.filter(name="Larkspur Defense").exists()


def test_who_does_not_change_cases_adds_no_firm() -> None:
    for actor in (
        cast.actor_with(Role.LEGAL_TEAM),
        cast.actor_with(Role.COLLECTIONS_SPECIALIST, law_firm=cast.firm()),
    ):
        with pytest.raises(Forbidden):
            record_firm(actor, name="Larkspur Defense", contacts={})
