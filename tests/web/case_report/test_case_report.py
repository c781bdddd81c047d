"""The report of a case: every part of it, for each role, noted in the access log."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from openlien.cases.activity.actions import write_note
from openlien.cases.models import Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.negotiation.models import OutsideBill
from openlien.payments.plans.actions import create_plan
from openlien.payments.plans.schedule import Interval
from openlien.payments.plans.terms import PlanTerms
from openlien.web import business_time
from tests import cast

pytestmark = pytest.mark.django_db
Make = Callable[..., Client]
READERS = [role for role in Role if role is not Role.PROVIDER]


@pytest.fixture
def case() -> Case:
    case = cast.make_case(incident_facts="Hit from behind at a red light.")
    bill = cast.make_bill(case, "1000.00", code="97110")
    cast.pay(case, "200.00", cast.AS_OF, bills=[bill], payer="Pacific Crest")
    OutsideBill.objects.create(case=case, provider="Coast Surgical", billed=Money("900.00"), paid=Money.zero)
    service = cast.actor_with(Role.CUSTOMER_SERVICE)
    terms = PlanTerms(
        amount=Money("800.00"), first_due_on=business_time.today(), interval=Interval.MONTHLY, count=2
    )
    create_plan(service, case_number=case.number, terms=terms, today=business_time.today())
    write_note(service, case.number, text="They ask for the operative report.")
    return case


def text_of(answer: Any) -> str:
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_report_holds_every_part_of_the_case(browser: Make, case: Case) -> None:
    answer = browser(Role.LEGAL_TEAM).get(f"/cases/{case.number}/report.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert f'"{case.number}-report-' in answer["Content-Disposition"]
    text = text_of(answer)
    for said in (
        f"Case report {case.number}",
        "Hit from behind at a red light.",
        "Pacific Crest Law Firm",
        "97110",
        "No offer was made.",
        "Coast Surgical",
        "Nothing can be compared",
        "No settlement is recorded.",
        "Payment plan of $800.00 in 2 instalments, every month: on track",
        "Payment history",
        "They ask for the operative report.",
    ):
        assert said in text, said


def test_the_report_names_the_figures_of_the_payments_tab(browser: Make, case: Case) -> None:
    text = text_of(browser(Role.LEGAL_TEAM).get(f"/cases/{case.number}/report.pdf"))
    assert "Billed: $1,000.00 Collected: $200.00" in text
    assert "Outstanding: $800.00" in text


@pytest.mark.parametrize("role", READERS, ids=lambda role: role.code)
def test_whoever_reads_negotiations_may_take_it(browser: Make, case: Case, role: Role) -> None:
    client = browser(role)
    assert client.get(f"/cases/{case.number}/report.pdf").status_code == 200
    assert AccessEntry.objects.filter(case_number=case.number, what="Case report").count() == 1
    assert "report.pdf" in client.get(f"/cases/{case.number}/").content.decode()


def test_a_provider_is_refused_and_sees_no_link(browser: Make, case: Case) -> None:
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group())
    assert provider.get(f"/cases/{case.number}/report.pdf").status_code == 403
    assert "report.pdf" not in provider.get(f"/cases/{case.number}/").content.decode()


def test_a_missing_case_is_not_found(browser: Make) -> None:
    assert browser(Role.AUDITOR).get("/cases/CASE-2026-99999/report.pdf").status_code == 404
