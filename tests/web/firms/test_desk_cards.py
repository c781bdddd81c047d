"""The people on the desk of a case: firm, patient, and what the firm has been worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openlien.cases.models import Case, ContactPoint
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.funding.test_costs import returned_case
from tests.web.cases.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    case = returned_case("Zoe Marlow", "1000.00", "1800.00")
    person = case.patient
    person.born_on, person.language, person.gender, person.marital_status = (
        date(1991, 5, 1),
        "Spanish",
        "female",
        "married",
    )
    person.save()
    for party, kind, value in (
        (case.law_firm, "phone", "(213) 555-0142"),
        (case.law_firm, "fax", "(213) 555-0143"),
        (case.law_firm, "office", "1 Pier Way, Bay City, CA 90001"),
        (person, "mobile", "(213) 555-0177"),
        (person, "home", "12 Elm Street, Bay City, CA 90002"),
        (person, "work", "9 Mill Road, Bay City, CA 90003"),
    ):
        ContactPoint.objects.create(party=party, kind=kind, value=value, is_primary=True)
    return case


def desk(client: Client, case: Case) -> str:
    answer = client.get(f"/cases/{case.number}/negotiation")
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_who_the_patient_is_and_where(browser: Callable[..., Client], case: Case) -> None:
    html = desk(browser(Role.COLLECTIONS_SPECIALIST), case)
    assert "Patient, 35, speaks Spanish" in html
    assert "Born May 1, 1991 · Female · Married" in html
    assert 'aria-label="Home address of patient: 12 Elm Street, Bay City, CA 90002"' in html
    assert 'aria-label="Work address of patient: 9 Mill Road, Bay City, CA 90003"' in html
    assert 'aria-label="Mobile (213) 555-0177 of patient"' in html


def test_shows_how_the_firm_is_reached_with_its_numbers(browser: Callable[..., Client], case: Case) -> None:
    html = desk(browser(Role.COLLECTIONS_SPECIALIST), case)
    assert "Gus Ember · attorney" in html
    assert 'aria-label="Phone (213) 555-0142 of Pacific Crest Law Firm"' in html
    assert 'aria-label="Fax (213) 555-0143 of Pacific Crest Law Firm"' in html
    assert "1 Pier Way, Bay City, CA 90001" in html


def test_shows_what_the_firm_has_been_worth(browser: Callable[..., Client], case: Case) -> None:
    html = desk(browser(Role.COLLECTIONS_SPECIALIST), case)
    assert "This firm with us" in html
    assert f'href="/firms/{case.law_firm_id}/"' in html
    assert "Average ROR" in html
    assert "80.0%" in html
    assert "Chiro / pain / surgical out" in html
    assert "$1,800.00" in html
    legal = desk(browser(Role.LEGAL_TEAM), case)
    assert "This firm with us" in legal
    assert "Average ROR" not in legal


def test_leads_to_the_photo_or_to_where_one_is_filed(browser: Callable[..., Client], case: Case) -> None:
    where = f"/cases/{case.number}/documents?kind=photo_id"
    assert f'href="{where}"' in desk(browser(Role.COLLECTIONS_SPECIALIST), case)
    assert "photo ID" not in desk(browser(Role.LEGAL_TEAM), case)
    page = browser(Role.COLLECTIONS_SPECIALIST).get(where).content.decode()
    assert '<option value="photo_id" selected' in page


def test_a_case_without_a_firm_says_so(browser: Callable[..., Client]) -> None:
    html = desk(browser(Role.COLLECTIONS_SPECIALIST), cast.make_case(firm_name=None))
    assert "Nobody represents the patient" in html
    assert "This firm with us" not in html


def test_a_provider_sees_nothing_of_it(browser: Callable[..., Client], case: Case) -> None:
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group())
    assert provider.get(f"/cases/{case.number}/negotiation").status_code == 403


def test_takes_as_many_queries_for_a_firm_of_many_cases(browser: Callable[..., Client], case: Case) -> None:
    client = browser(Role.COLLECTIONS_SPECIALIST)
    desk(client, case)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            desk(client, case)
        return len(caught)

    few = queries()
    for name in ("Kai Calder", "Bo Orford", "Ty Vale"):
        returned_case(name, "100.00", "100.00")
    assert queries() == few
