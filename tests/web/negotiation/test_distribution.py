"""The distribution dashboard: amounts in, portions out, with percentages that add up."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.kit.money import Money
from openlien.negotiation.models import FinancialInformation
from tests import cast
from tests.domain.negotiation.conftest import collector, negotiated_case, offer_all, outside
from tests.web.cases.conftest import browser

from .test_outside import plain, read

__all__ = ["browser"]
pytestmark = pytest.mark.django_db
TOLD = {"settled": "50,000.00", "fee": "2500", "costs": "20", "client_funding": "", "version": "0"}


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


@pytest.fixture
def case(db: None) -> Case:
    """V-47: an outside promise of 2,000.00 and no offer of ours."""
    case = cast.make_case()
    outside(case, "4000.00", "2000.00")
    return case


def page(case: Case) -> str:
    return f"/cases/{case.number}/distribution"


def form(case: Case) -> str:
    return f"/cases/{case.number}/financial-information"


def test_the_summary_of_the_requirement_with_its_percentages_put_right(manager: Client, case: Case) -> None:
    saved = plain(manager.post(form(case), TOLD, follow=True))
    assert "Amounts saved." in saved
    shown = read(manager, page(case))
    assert "Amount settled $50,000.00" in shown
    for line in (
        "Attorney fee 2,500.00 5.00%",
        "Attorney cost 20.00 0.04%",
        "In network 0.00 0.00%",
        "Out of network 0.00 0.00%",
        "Outside meds 2,000.00 4.00%",
        "Client funding 0.00 0.00%",
        "Remainder 45,480.00 90.96%",
    ):
        assert line in shown
    assert "2,520.00 5.04%" in shown
    assert "The client keeps $45,480.00, 90.96%, after 5.04% for the attorney, 4.00% medical" in shown


def test_the_portions_stand_in_the_order_of_the_requirement(manager: Client, case: Case) -> None:
    manager.post(form(case), TOLD)
    answer = manager.get(f"/cases/{case.number}/distribution.csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [
        "Attorney portion",
        "Attorney fee",
        "Attorney cost",
        "Medical portion",
        "In network",
        "Out of network",
        "Outside meds",
        "Client portion",
        "Client funding",
        "Remainder",
    ]
    portions = [row for row in rows if row[0].endswith("portion")]
    assert sum(Decimal(row[2]) for row in portions) == 100
    assert sum(Decimal(row[1]) for row in portions) == 50_000


def test_our_offers_stand_by_network(manager: Client) -> None:
    case = negotiated_case()
    offer_all(collector(), case, "600.00", "1500.00", "400.00")
    manager.post(form(case), {**TOLD, "settled": "10000"})
    shown = read(manager, page(case))
    assert "In network 2,100.00 21.00%" in shown
    assert "Out of network 400.00 4.00%" in shown


def test_a_remainder_below_zero_is_shown_as_it_is(manager: Client, case: Case) -> None:
    manager.post(form(case), {**TOLD, "settled": "4000", "client_funding": "500"})
    shown = read(manager, page(case))
    assert "Remainder −1,020.00 −25.50%" in shown
    assert "More is promised than was settled" in shown
    assert "$1,020.00 more than the settlement" in shown
    assert "is below zero and not drawn" not in shown or "Client remainder" in shown


def test_a_fee_in_percent_says_its_dollars(manager: Client, case: Case) -> None:
    manager.post(form(case), {**TOLD, "settled": "185000", "fee": "33.3333%"})
    assert "Attorney fee 61,666.61" in read(manager, page(case))
    kept = FinancialInformation.objects.get()
    assert (kept.fee, kept.fee_percent) == (None, Decimal("33.3333"))
    assert 'value="33.3333%"' in manager.get(form(case)).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"fee": "101%"}, "The attorney fee is between 0 and 100 percent."),
        ({"fee": "half%"}, "Enter a percentage like 33.33%, or an amount like 2,500.00."),
        ({"fee": "33.33333%"}, "Enter a percentage with at most four decimals."),
        ({"fee": "NaN%"}, "Enter a percentage"),
        ({"settled": "-1"}, "The settlement cannot be below $0.00."),
        ({"costs": "some"}, "Enter an amount like 1,250.00."),
    ],
)
def test_a_refusal_stands_at_its_field(
    manager: Client, case: Case, fields: dict[str, str], said: str
) -> None:
    answer = manager.post(form(case), {**TOLD, **fields})
    assert answer.status_code == 422
    assert answer.content.decode().count(said) >= 2
    assert FinancialInformation.objects.count() == 0


def test_who_comes_second_reads_what_the_first_did(
    browser: Callable[..., Client], manager: Client, case: Case
) -> None:
    manager.post(form(case), TOLD)
    late = browser(Role.COLLECTIONS_SPECIALIST).post(form(case), {**TOLD, "settled": "60000"})
    assert late.status_code == 409
    shown = plain(late)
    assert "Cast Negotiations Manager changed these amounts on" in shown
    assert "Settled amount : now 50,000.00, you typed 60000" in shown
    assert FinancialInformation.objects.get().settled == Money("50000.00")


def test_the_form_leads_back_to_the_desk_it_came_from(manager: Client, case: Case) -> None:
    answer = manager.post(f"{form(case)}?back=desk", TOLD)
    assert answer.headers["Location"] == f"/cases/{case.number}/negotiation"
    answer = manager.post(f"{form(case)}?back=//elsewhere.example", {**TOLD, "version": "1"})
    assert answer.headers["Location"] == page(case)


def test_without_a_settlement_the_page_says_what_to_enter(manager: Client, case: Case) -> None:
    assert "No settlement yet" in read(manager, page(case))


def test_a_settlement_of_nothing_has_no_percentages(manager: Client) -> None:
    case = cast.make_case()
    manager.post(form(case), {**TOLD, "settled": "0", "fee": "", "costs": ""})
    assert "Remainder 0.00 —" in read(manager, page(case))


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.PROVIDER], ids=lambda role: role.code
)
def test_each_role_sees_what_the_one_table_gives_it(
    browser: Callable[..., Client], case: Case, role: Role
) -> None:
    client = browser(role)
    assert (client.get(page(case)).status_code == 200) == (Permission.OFFERS_VIEW in ROLE_PERMISSIONS[role])
    may_edit = Permission.OUTSIDE_BILLS_EDIT in ROLE_PERMISSIONS[role]
    assert (client.get(form(case)).status_code == 200) == may_edit
    assert (client.post(form(case), TOLD).status_code == 302) == may_edit


def test_a_provider_is_refused_and_no_case_is_a_404(
    browser: Callable[..., Client], manager: Client, case: Case
) -> None:
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group())
    assert provider.get(page(case)).status_code == 403
    assert manager.get("/cases/CASE-2026-99999/distribution").status_code == 404
    assert manager.post("/cases/CASE-2026-99999/financial-information", TOLD).status_code == 404
