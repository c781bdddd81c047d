"""The desk of a case: the bills grid as it is read, filtered, sorted and exported, and who may see it."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.negotiation.actions import write_note
from openlien.payments.actions import accept_offer
from openlien.web import assets
from tests import cast
from tests.domain.negotiation.conftest import (
    TODAY,
    bills,
    collector,
    negotiated_case,
    offer_all,
    outside,
    received,
)
from tests.domain.negotiation.conftest import manager as negotiator
from tests.web.cases.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.django_db

ROW = re.compile(r'<tr role="row" id="row-[^"]+"[^>]*>')


@pytest.fixture
def case() -> Case:
    return negotiated_case()


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def address(case: Case, rest: str = "") -> str:
    return f"/cases/{case.number}/negotiation{rest}"


def text_of(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def shown_rows(html: str) -> list[str]:
    return [row for row in ROW.findall(html) if " hidden" not in row]


def cells(html: str, key: str) -> list[str]:
    """The words of a column's cells, the totals last."""
    found = re.findall(rf'data-col="{key}"[^>]*>(.*?)</td>', html)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in found]


def test_shows_every_bill_with_the_sixteen_columns_and_their_totals(manager: Client, case: Case) -> None:
    offer_all(collector(), case, "600", "50%", "")
    html = text_of(manager, address(case))
    assert len(shown_rows(html)) == 3
    assert cells(html, "retail") == ["1,200.00", "3,000.00", "800.00", "5,000.00"]
    assert cells(html, "offer") == ["600.00", "1,500.00", "—", "2,100.00"]
    assert cells(html, "percent_billed") == ["50.0%", "50.0%", "—", "50.0%"]
    assert cells(html, "reduction") == ["600.00", "1,500.00", "0.00", "2,100.00"]
    assert cells(html, "balance") == ["600.00", "1,500.00", "800.00", "2,900.00"]
    assert cells(html, "cost") == ["300.00", "750.00", "200.00", "1,250.00"]
    assert cells(html, "ror") == ["100.0%", "100.0%", "—", "100.0%"]
    heads = re.findall(r'<th role="columnheader" scope="col"[^>]*>.*?</th>', html)
    assert len(heads) == 16


def test_says_that_an_offer_is_below_what_is_fair(manager: Client, case: Case) -> None:
    outside(case, "1000.00", "650.00")
    offer_all(collector(), case, "60%", "70%", "")
    html = text_of(manager, address(case))
    assert "Below pro rata 65%" not in html
    offer_all(collector(), case, "50%", "50%", "")
    html = text_of(manager, address(case))
    assert "Below pro rata 65%" in html
    assert html.count('aria-label="Offer below pro rata"') == 2
    assert cells(html, "pro_rata")[:3] == ["780.00", "1,950.00", "520.00"]


def test_says_that_an_offer_is_below_the_trigger_where_nothing_fair_is_known(
    manager: Client, case: Case
) -> None:
    offer_all(collector(), case, "79%", "79%", "79%")
    assert "Below 80%" in text_of(manager, address(case))
    offer_all(collector(), case, "80%", "80%", "80%")
    assert "Below 80%" not in text_of(manager, address(case))


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", 3),
        ("?network=in", 2),
        ("?network=out", 1),
        ("?network=moon", 3),
        ("?q=coastal", 3),
        ("?q=nobody", 0),
        ("?network=in&q=2026-02-02", 1),
    ],
)
def test_filters_by_network_and_words(manager: Client, case: Case, query: str, left: int) -> None:
    html = text_of(manager, address(case, query))
    assert len(shown_rows(html)) == left
    assert f"Total · {left} bill" in html


def test_finds_bills_by_what_was_noted(manager: Client, case: Case) -> None:
    write_note(collector(), bill_id=bills(case)[1].id, body="Cap agreed by telephone")
    html = text_of(manager, address(case, "?q=TELEPHONE"))
    assert len(shown_rows(html)) == 1
    assert "Cap agreed by telephone" in html


@pytest.mark.parametrize(
    ("sort", "first"),
    [("retail", "800.00"), ("-retail", "3,000.00"), ("-service", "800.00"), ("nonsense", "1,200.00")],
)
def test_sorts_by_a_column(manager: Client, case: Case, sort: str, first: str) -> None:
    html = text_of(manager, address(case, f"?sort={sort}"))
    assert cells(html, "retail")[0] == first


def test_bills_without_an_offer_come_last_in_either_order(manager: Client, case: Case) -> None:
    offer_all(collector(), case, "", "100", "200")
    for sort, offers in (("offer", ["100.00", "200.00", "—"]), ("-offer", ["200.00", "100.00", "—"])):
        assert cells(text_of(manager, address(case, f"?sort={sort}")), "offer")[:3] == offers


def test_the_file_holds_what_the_screen_shows(manager: Client, case: Case) -> None:
    offer_all(collector(), case, "600", "", "")
    answer = manager.get(address(case, "/bills.csv?network=in&sort=-retail&hide=ror,notes,interest"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[4] for row in rows] == ["Retail charges", "3000.00", "1200.00"]
    assert len(rows[0]) == 13
    assert AccessEntry.objects.filter(case_number=case.number, rows=2).exists()


def test_a_reader_sees_the_grid_and_nothing_to_change(browser: Callable[..., Client], case: Case) -> None:
    html = text_of(browser(Role.LEGAL_TEAM), address(case))
    assert len(shown_rows(html)) == 3
    assert 'name="pick"' not in html
    assert "Set offers" not in html
    assert "Add note" not in html


def test_what_bills_cost_is_for_those_who_may_see_it(browser: Callable[..., Client], case: Case) -> None:
    offer_all(collector(), case, "600", "50%", "100")
    offer = received(case, "4900.00")
    bill = bills(case)[0]
    for role, sees in ((Role.LEGAL_TEAM, False), (Role.CUSTOMER_SERVICE, False), (Role.AUDITOR, True)):
        reader = browser(role)
        html = text_of(reader, address(case))
        assert ("Cost incl. interest" in html, "Rate of return" in html) == (sees, sees)
        assert [bool(cells(html, key)) for key in ("cost", "interest", "percent_cost", "ror")] == [sees] * 4
        assert cells(html, "notes")
        drawer = text_of(reader, address(case, f"/bills/{bill.id}"))
        assert ("Cost incl. interest" in drawer) is sees
        file = b"".join(reader.get(address(case, "/bills.csv")).streaming_content).decode("utf-8-sig")
        assert ("Cost,Interest,% of site cost,ROR" in file) is sees
        assert ("cost $" in text_of(reader, f"/cases/{case.number}/offers/{offer.id}/")) is sees
        sorted_so = cells(text_of(reader, address(case, "?sort=cost")), "offer")[:3]
        assert sorted_so == (["100.00", "600.00", "1,500.00"] if sees else ["600.00", "1,500.00", "100.00"])


def test_nobody_changes_offers_once_the_payoff_is_agreed(manager: Client, case: Case) -> None:
    offer = received(case, "4900.00")
    accept_offer(negotiator(), offer.id, version=offer.version, today=TODAY, justification="Paid at once")
    html = text_of(manager, address(case))
    assert "The payoff of this case is agreed" in html
    assert 'name="pick"' not in html


def test_the_tab_takes_the_place_of_the_bills(browser: Callable[..., Client], case: Case) -> None:
    html = text_of(browser(Role.LEGAL_TEAM), f"/cases/{case.number}/")
    tabs = re.search(r'<nav class="tabs".*?</nav>', html, re.S)
    assert tabs
    assert "Negotiation" in tabs[0]
    assert "Bills" not in tabs[0]


def test_refuses_who_may_not_see_offers_and_hides_what_is_out_of_reach(
    browser: Callable[..., Client], manager: Client, case: Case
) -> None:
    group = cast.provider_group()
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=group)
    assert provider.get(address(case)).status_code == 403
    assert manager.get("/cases/CASE-2026-99999/negotiation").status_code == 404
    assert manager.get("/cases/CASE-2026-99999/negotiation/bills.csv").status_code == 404


def test_a_case_without_bills_says_so(manager: Client) -> None:
    html = text_of(manager, address(cast.make_case()))
    assert "No bill of this case is recorded" in html


@pytest.mark.parametrize("count", [3, 40])
def test_asks_the_database_as_often_for_many_bills_as_for_few(
    manager: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    many = negotiated_case(*["1000.00"] * count)
    manager.get(address(many))
    with django_assert_max_num_queries(26):
        manager.get(address(many))


def test_the_scripts_of_the_desk_are_loaded_by_its_page_alone_and_weigh_little(
    manager: Client, case: Case
) -> None:
    files = sorted((assets.SOURCE / "js" / "desk").glob("*.js"))
    html = text_of(manager, address(case))
    preloaded = re.findall(r'rel="modulepreload" href="[^"]*js/desk/([a-z]+\.js)"', html)
    assert sorted(preloaded) == [file.name for file in files]
    assert "js/desk/" not in text_of(manager, f"/cases/{case.number}/")
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 17 * 1024
    assert all(len(file.read_text().splitlines()) <= 300 for file in files)


def test_the_return_is_also_said_as_a_yearly_rate_or_why_there_is_none(manager: Client, case: Case) -> None:
    html = text_of(manager, address(case))
    assert "A year (annualised)" in html
    assert "No bill has both an offer and a known cost yet, so there is no yearly rate." in html
