"""Who negotiates a case: its negotiator, anybody while it is nobody's, and whoever may negotiate any case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.negotiation.actions import (
    FinancialTerms,
    OutsideBillTerms,
    add_outside_bill,
    preview_offers,
    set_financial_information,
    submit_offer,
    undo_offers,
    write_note,
)
from openlien.negotiation.errors import CaseOfAnother
from tests import cast

from .conftest import TODAY, amounts, bills, coordinator, drafted, edit, manager, negotiated_case, offer_for

pytestmark = pytest.mark.django_db
TERMS = OutsideBillTerms(provider="Cedar Clinic", billed=Money("900.00"), promised=None, copy_id=None)
ATTEMPTS: dict[str, Callable[[Actor, Case], Any]] = {
    "offer of a bill": lambda who, case: offer_for(who, bills(case)[0], "45%"),
    "preview": lambda who, case: preview_offers(
        who, case_number=case.number, edits=[edit(bills(case)[0], "45%")], today=TODAY
    ),
    "undo": lambda who, case: undo_offers(who, case_number=case.number),
    "draft": drafted,
    "step": lambda who, case: submit_offer(who, drafted(manager(), case).id, version=1, today=TODAY),
    "outside bill": lambda who, case: add_outside_bill(
        who, case_number=case.number, terms=TERMS, today=TODAY
    ),
    "financial information": lambda who, case: set_financial_information(
        who, case_number=case.number, terms=FinancialTerms(), version=0
    ),
}


def case_of(owner: Actor | None) -> Case:
    case = negotiated_case()
    Case.objects.filter(id=case.id).update(negotiator_id=owner.user_id if owner else None)
    return case


@pytest.fixture
def tobias() -> Actor:
    return cast.acting_person(Role.COLLECTIONS_SPECIALIST, "Tobias Merrin")


@pytest.fixture
def ida() -> Actor:
    return cast.acting_person(Role.COLLECTIONS_SPECIALIST, "Ida Penrose")


def test_a_specialist_negotiates_the_own_cases_and_those_of_nobody(tobias: Actor) -> None:
    for owner in (tobias, None):
        case = case_of(owner)
        offer_for(tobias, bills(case)[0], "50%")
        assert amounts(case)[0] == "600.00"


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_a_specialist_changes_nothing_of_a_case_of_somebody_else(
    tobias: Actor, ida: Actor, attempt: Callable[[Actor, Case], Any]
) -> None:
    with pytest.raises(CaseOfAnother) as refused:
        attempt(tobias, case_of(ida))
    assert refused.value.sentence.startswith("Not saved. Ida Penrose negotiates this case")
    assert refused.value.status == 403


def test_a_note_is_written_on_any_case(tobias: Actor, ida: Actor) -> None:
    bill = bills(case_of(ida))[0]
    assert write_note(tobias, bill_id=bill.id, body="The firm asks about both.").body


def test_managers_and_coordinators_negotiate_any_case(ida: Actor) -> None:
    case = case_of(ida)
    for who, entry in ((manager(), "50%"), (coordinator(), "25%")):
        offer_for(who, bills(case)[0], entry)
    assert amounts(case)[0] == "300.00"


def test_who_never_negotiates_is_refused_for_the_role() -> None:
    with pytest.raises(Forbidden):
        offer_for(cast.acting_person(Role.LEGAL_TEAM), bills(case_of(None))[0], "45%")
