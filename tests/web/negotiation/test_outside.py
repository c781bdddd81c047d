"""The tab of outside bills: summary, table, trigger, and what is fair, as each role sees it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.negotiation.vocabulary import Payer
from tests import cast
from tests.domain.negotiation.conftest import collector, negotiated_case, offer_all, outside
from tests.web.cases.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def tab(case: Case, query: str = "") -> str:
    return f"/cases/{case.number}/outside{query}"


def read(client: Client, address: str) -> str:
    """The page in one line of words, so that sentences can be found across its markup."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return plain(answer)


def plain(answer: Any) -> str:
    import re

    body = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#39;", "'").split())


def case_of_vectors() -> Case:
    """V-35: outside bills of 6,000.00 and 4,000.00 with promises of 65 %; our retail is 1,200.00."""
    case = negotiated_case("1200.00")
    outside(case, "6000.00", "3900.00", provider="Cedar Clinic")
    outside(case, "4000.00", "2600.00", provider="Elm Imaging")
    return case


def test_the_rate_of_the_others_says_what_is_fair_for_us(manager: Client) -> None:
    case = case_of_vectors()
    offer_all(collector(), case, "700.00")
    page = read(manager, tab(case))
    assert "Outside bills 2 2 count for pro rata" in page
    assert "Total billed $10,000.00" in page
    assert "Promise to pay $6,500.00" in page
    assert "65.00%" in page
    assert "At 65.00% our share of $1,200.00 is $780.00; the offer is $80.00 short." in page
    assert "The offer falls short of it by $80.00." in page


def test_what_is_fair_is_known_before_an_offer_is_made(manager: Client) -> None:
    page = read(manager, tab(case_of_vectors()))
    assert "At 65.00% our share of $1,200.00 is $780.00." in page
    assert "No offer yet" in page


def test_the_medical_fund_is_read_as_a_third_way(manager: Client) -> None:
    case = negotiated_case("24000.00")
    outside(case, "12000.00", None)
    outside(case, "9000.00", None)
    offer_all(collector(), case, "9000.00")
    page = read(manager, tab(case, "?variant=fund-based&fund=18,000.00"))
    assert "40.00%" in page
    assert "$9,600.00" in page
    assert "$600.00" in page
    assert "The rate is 40.00%: the medical fund beside all claims on it." in page


def test_a_fund_that_is_no_amount_says_so_at_its_field(manager: Client) -> None:
    page = read(manager, tab(case_of_vectors(), "?fund=plenty"))
    assert "Enter an amount like 18,000.00." in page


@pytest.mark.parametrize(
    ("offer", "said"), [("8000.00", "Not below 80%"), ("7999.99", "Below 80% of retail")]
)
def test_the_trigger_is_said_in_words_with_its_numbers(manager: Client, offer: str, said: str) -> None:
    case = negotiated_case("10000.00")
    offer_all(collector(), case, offer)
    page = read(manager, tab(case))
    assert said in page
    assert "80% of it is $8,000.00" in page
    assert ("They are $0.01 below it" in page) == (offer == "7999.99")


def test_a_bill_that_a_payer_paid_stands_in_the_table_and_does_not_count(manager: Client) -> None:
    case = case_of_vectors()
    paid = {"payer": Payer.MEDICARE, "paid": cast.Money("500.00")}
    outside(case, "1000.00", "100.00", provider="Maple Hospital", **paid)
    page = read(manager, tab(case))
    assert "Paid by Medicare" in page
    assert "Medicare paid $500.00" in page
    assert "Outside bills 3 2 count for pro rata" in page
    assert "At 65.00%" in page


def test_bills_without_an_offer_are_named_beside_the_gap(manager: Client) -> None:
    case = negotiated_case("1200.00", "800.00")
    outside(case, "6000.00", "3900.00")
    offer_all(collector(), case, "700.00", "")
    page = read(manager, tab(case))
    assert "With the 1 bill that has no offer yet it would be $1,300.00 of $2,000.00." in page


def test_an_empty_tab_says_what_it_is_for(manager: Client) -> None:
    page = read(manager, tab(cast.make_case()))
    assert "No outside bill yet" in page
    assert "Nothing to compare yet" in page


def test_the_export_has_the_rows_of_the_page(manager: Client) -> None:
    case = case_of_vectors()
    answer = manager.get(tab(case, "/bills.csv"))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0][:4] == ["Provider", "Bill amount, $", "Promise to pay, $", "Promised, %"]
    assert [row[0] for row in rows[1:]] == ["Cedar Clinic", "Elm Imaging"]
    assert manager.get(tab(case, "/bills.xlsx")).getvalue().startswith(b"PK")


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.PROVIDER], ids=lambda role: role.code
)
def test_each_role_sees_what_the_one_table_gives_it(browser: Callable[..., Client], role: Role) -> None:
    case = case_of_vectors()
    client = browser(role)
    answer = client.get(tab(case))
    assert (answer.status_code == 200) == (Permission.OFFERS_VIEW in ROLE_PERMISSIONS[role])
    may_edit = Permission.OUTSIDE_BILLS_EDIT in ROLE_PERMISSIONS[role]
    assert ("Add outside bill" in answer.content.decode()) == may_edit
    assert (client.get(tab(case, "/new")).status_code == 200) == may_edit


def test_a_provider_is_refused_and_no_case_is_a_404(browser: Callable[..., Client], manager: Client) -> None:
    case = case_of_vectors()
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group())
    assert provider.get(tab(case)).status_code == 403
    assert manager.get("/cases/CASE-2026-99999/outside").status_code == 404


def test_each_look_leaves_one_row_in_the_access_log(manager: Client) -> None:
    case = case_of_vectors()
    manager.get(tab(case))
    entry = AccessEntry.objects.get()
    assert (entry.what, entry.case_number) == ("Outside bills", case.number)


def test_more_bills_ask_no_more_queries(manager: Client, django_assert_max_num_queries: Any) -> None:
    case = case_of_vectors()
    for number in range(6):
        outside(case, f"{number + 100}.00", "50.00")
    with django_assert_max_num_queries(45):
        manager.get(tab(case))
