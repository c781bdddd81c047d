"""Reports of casework on screen and as files: every way of asking, each role, the access log."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from pypdf import PdfReader

from openlien.cases.activity.actions import Whom, log_call
from openlien.cases.models import Case
from openlien.collections.reports import BY_SLUG
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.kit.money import Money
from openlien.payments.plans.actions import create_plan
from openlien.payments.plans.schedule import Interval
from openlien.payments.plans.terms import PlanTerms
from openlien.web import business_time
from tests import cast

from ..cases.reading import words

pytestmark = pytest.mark.django_db
Make = Callable[..., Client]
# What the case of these tests has: a call, a plan, cash. Settlements have a book of their own below.
OF_THIS_CASE = ("communication-activity", "plan-compliance", "negotiator-results")
QUERIES = [
    "settlement-forecast/?when=late",
    "fees-outstanding/?money=cleared",
    "case-settlement-values/?by=month",
    "case-settlement-values/?by=firm",
    "settlement-success/?by=month",
    "settlement-success/?by=negotiator&side=ours",
    "communication-activity/?by=week",
    "communication-activity/?by=firm",
    "plan-compliance/?state=late",
    "negotiator-results/?from=01/01/2026",
]


@pytest.fixture
def case() -> Case:
    case = cast.make_case()
    cast.make_bill(case, "1000.00")
    manager = cast.acting_person(Role.NEGOTIATIONS_MANAGER)
    log_call(manager, case.number, whom=Whom(name="Front desk"), today=business_time.today())
    terms = PlanTerms(
        amount=Money("900.00"), first_due_on=business_time.today(), interval=Interval.WEEKLY, count=3
    )
    create_plan(manager, case_number=case.number, terms=terms, today=business_time.today())
    cast.pay(case, "300.00", business_time.today())
    return case


@pytest.mark.parametrize("address", [*(f"{slug}/" for slug in BY_SLUG), *QUERIES])
def test_every_report_answers(browser: Make, case: Case, address: str) -> None:
    assert browser(Role.NEGOTIATIONS_MANAGER).get(f"/reports/{address}").status_code == 200


def test_the_gallery_asks_the_questions_of_casework_and_of_the_books(browser: Make) -> None:
    page = words(browser(Role.AUDITOR).get("/reports/"))
    for said in ("Do our offers succeed?", "Are payment plans kept?", "Does it balance?", "Trial balance"):
        assert said in page
    page = words(browser(Role.COLLECTIONS_SPECIALIST).get("/reports/"))
    assert "How do we keep in touch?" in page
    assert "Trial balance" not in page


def test_a_report_of_cases_leads_to_them_and_is_noted(browser: Make, case: Case) -> None:
    client = browser(Role.NEGOTIATIONS_MANAGER)
    page = client.get("/reports/plan-compliance/")
    assert f'href="/cases/{case.number}/money"' in page.content.decode()
    assert "1 of 1 instalment that fell due" in words(page)
    assert AccessEntry.objects.filter(what="Payment plan compliance").count() == 1
    client.get("/reports/settlement-success/")
    assert AccessEntry.objects.count() == 1


@pytest.mark.parametrize("slug", BY_SLUG)
def test_the_files_hold_the_table(browser: Make, case: Case, slug: str) -> None:
    client = browser(Role.NEGOTIATIONS_MANAGER)
    csv = b"".join(client.get(f"/reports/{slug}.csv").streaming_content).decode("utf-8-sig")
    assert csv.count("\n") == (2 if slug in OF_THIS_CASE else 1)
    assert b"".join(client.get(f"/reports/{slug}.xlsx").streaming_content)[:2] == b"PK"


def test_the_pdf_has_the_finding(browser: Make, case: Case) -> None:
    answer = browser(Role.NEGOTIATIONS_MANAGER).get("/reports/negotiator-results.pdf")
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "$300.00 came in on 1 case" in " ".join(text.split())


def test_a_wrong_choice_or_day_is_said_at_its_field(browser: Make) -> None:
    client = browser(Role.NEGOTIATIONS_MANAGER)
    for query, said in (("by=planet", "is not a choice of by"), ("from=banana", "is not a date")):
        answer = client.get(f"/reports/settlement-success/?{query}")
        assert (answer.status_code, said in words(answer)) == (422, True)
    assert client.get("/reports/no-such-report/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVIDER], ids=lambda it: it.code)
def test_only_the_roles_of_the_table_open_them(browser: Make, role: Role) -> None:
    wanted = 200 if Permission.CASEWORK_REPORTS_VIEW in ROLE_PERMISSIONS[role] else 403
    client = browser(role)
    assert client.get("/reports/").status_code == wanted
    assert client.get("/reports/plan-compliance/").status_code == wanted
    assert client.get("/reports/plan-compliance.csv").status_code == wanted
    assert ('href="/reports/"' in client.get("/account/").content.decode()) is (wanted == 200)
