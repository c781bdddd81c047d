"""The list of law firms, the page of one, its files, and the drawer of its contacts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from openlien.cases.models import ContactPoint, Party
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.funding.test_costs import returned_case
from tests.web.cases.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.django_db
HEADS = [
    "Case",
    "Dates of service",
    "Case accounts",
    "Billed charges, $",
    "Collected, $",
    "Site cost allocated, $",
    "Returned, $",
    "Rate of return, %",
    "Time out, months",
]


@pytest.fixture
def firm() -> Party:
    returned_case("Zoe Marlow", "1000.00", "1800.00", accident_type="Motor vehicle")
    returned_case("Kai Calder", "4000.00", "4400.00", code="27447", date_of_loss=date(2025, 5, 1))
    returned_case("Bo Orford", "500.00", "0.00")
    return cast.firm()


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def text_of(client: Client, where: str, **headers: str) -> str:
    answer = client.get(where, headers=headers)
    assert answer.status_code == 200, answer.content.decode()[:600]
    return answer.content.decode()


def table_of(html: str) -> str:
    found = re.search(r'<table class="table[^>]*aria-label="Cases of.*?</table>', html, re.DOTALL)
    return found[0] if found else ""


def words_of(html: str, pattern: str) -> list[str]:
    return [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", each)).strip()
        for each in re.findall(pattern, html, re.DOTALL)
    ]


def patients(html: str) -> list[str]:
    return [each.split(",")[0] for each in words_of(table_of(html), r"<small>(.*?)</small>")]


def heads(html: str) -> list[str]:
    return words_of(table_of(html), r"<th role=\"columnheader\"[^>]*>(.*?)</th>")


def test_shows_every_figure_of_the_firm_with_its_working(manager: Client, firm: Party) -> None:
    html = text_of(manager, f"/firms/{firm.id}/")
    for label in (
        "Total dates",
        "Total accounts",
        "Total billed",
        "Total collected",
        "Total allocated",
        "Total returned",
        "Average ROR",
        "Average time out",
    ):
        assert label in html
    for figure in ("27,000.00", "6,200.00", "5,500.00", "700.00", "12.73%", "−3.33%", "10.00%"):
        assert figure in html
    # What came in for the two cases of which nothing is open, and what the third one adds to the cost.
    assert "Weighted over 0 cases with nothing open" in html
    assert "3 cases are still open: the whole cost counts, but only the money that came in so far." in html
    assert "Chiro | PT only" in html
    assert "is out the longest" in html
    assert "of the total months" not in html
    assert "Surgical | TBI" in html
    assert "A year (annualised)" in html
    assert re.search(r"As of [A-Z][a-z]{2} \d+, \d{4}\. Over \d+ days, the mean time out by cost\.", html)


def test_the_table_has_the_nine_columns_and_totals(manager: Client, firm: Party) -> None:
    html = text_of(manager, f"/firms/{firm.id}/")
    assert heads(html) == HEADS
    foot = words_of(re.search(r"<tfoot.*?</tfoot>", html, re.DOTALL)[0], r"<t[dh][^>]*>(.*?)</t[dh]>")
    assert foot[0] == "Total"
    assert foot[3:8] == ["27,000.00", "6,200.00", "5,500.00", "700.00", "12.7%"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kai", ["Kai Calder"]),
        ("motor veh", ["Zoe Marlow"]),
        ("2025-05", ["Kai Calder"]),
        ("00003", ["Bo Orford"]),
        ("negotiation zoe", ["Zoe Marlow"]),
        ("nobody", []),
        ("???", []),
    ],
)
def test_finds_cases_by_words(manager: Client, firm: Party, words: str, expected: list[str]) -> None:
    html = text_of(manager, f"/firms/{firm.id}/?q={words}")
    assert patients(html) == expected
    assert ("No case of this firm fits" in html) is (not expected)


def test_the_answer_to_typing_is_the_table_alone(manager: Client, firm: Party) -> None:
    part = text_of(manager, f"/firms/{firm.id}/?q=kai", **{"HX-Target": "firm-cases"})
    assert patients(part) == ["Kai Calder"]
    assert "<html" not in part
    assert "Total allocated" not in part


def test_the_totals_are_of_the_cases_found(manager: Client, firm: Party) -> None:
    html = text_of(manager, f"/firms/{firm.id}/?q=zoe")
    assert "Total of these" in table_of(html)
    assert words_of(re.search(r"<tfoot.*?</tfoot>", html, re.DOTALL)[0], r"<td[^>]*>(.*?)</td>")[3:7] == [
        "1,800.00",
        "1,000.00",
        "800.00",
        "80.0%",
    ]


@pytest.mark.parametrize(
    "key", ["number", "dates", "accounts", "billed", "collected", "allocated", "returned", "ror", "months"]
)
def test_every_column_sorts_both_ways(manager: Client, firm: Party, key: str) -> None:
    up, down = (text_of(manager, f"/firms/{firm.id}/?sort={sign}{key}") for sign in ("", "-"))
    assert sorted(patients(up)) == sorted(patients(down))
    assert 'aria-sort="ascending"' in table_of(up)
    assert 'aria-sort="descending"' in table_of(down)
    if key in {"number", "collected", "allocated", "returned", "ror"}:
        assert patients(up) == patients(down)[::-1]


def test_a_case_without_a_rate_comes_last_in_either_order(manager: Client, firm: Party) -> None:
    cast.make_bill(cast.make_case("Ty Vale"))
    for sort in ("ror", "-ror"):
        assert patients(text_of(manager, f"/firms/{firm.id}/?sort={sort}"))[-1] == "Ty Vale"


def test_pages_hold_as_many_rows_as_asked_for(manager: Client, firm: Party) -> None:
    for place in range(9):
        cast.make_bill(cast.make_case(f"Person {place}"))
    assert len(patients(text_of(manager, f"/firms/{firm.id}/"))) == 10
    html = text_of(manager, f"/firms/{firm.id}/?rows=5&page=3")
    assert len(patients(html)) == 2
    assert "11–12 of 12 cases" in html
    assert len(patients(text_of(manager, f"/firms/{firm.id}/?rows=all"))) == 12
    assert len(patients(text_of(manager, f"/firms/{firm.id}/?rows=5&page=99"))) == 2


def test_a_wrong_address_shows_the_table_as_usual(manager: Client, firm: Party) -> None:
    assert len(patients(text_of(manager, f"/firms/{firm.id}/?sort=evil&rows=-1&page=0"))) == 3


def test_the_files_hold_the_columns_and_rows_of_the_page(manager: Client, firm: Party) -> None:
    answer = manager.get(f"/firms/{firm.id}/cases.csv?q=zoe")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == [HEADS[0], "Description", "Stage", *HEADS[1:]]
    assert rows[1][1:3] == ["Zoe Marlow, Motor vehicle", "Negotiation"]
    assert rows[1][5:10] == ["9000.00", "1800.00", "1000.00", "800.00", "80.00"]
    assert len(rows) == 2
    sheet = manager.get(f"/firms/{firm.id}/cases.xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")


def test_a_role_without_sight_of_cost_gets_five_columns(browser: Callable[..., Client], firm: Party) -> None:
    html = text_of(browser(Role.LEGAL_TEAM), f"/firms/{firm.id}/")
    assert heads(html) == HEADS[:5]
    assert "Total allocated" not in html
    assert "Average ROR" not in html
    assert "Change contacts" not in html


@pytest.mark.parametrize("path", ["/firms/", "/firms/{id}/", "/firms/{id}/cases.csv", "/firms/{id}/contacts"])
def test_a_provider_and_a_law_firm_are_refused(
    browser: Callable[..., Client], firm: Party, path: str
) -> None:
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group())
    outsider = browser(Role.LEGAL_TEAM, scope_kind="law_firm", scope=firm)
    for client in (provider, outsider):
        assert client.get(path.format(id=firm.id)).status_code == 403


def test_a_party_that_is_no_firm_is_missing(manager: Client, firm: Party) -> None:
    assert manager.get(f"/firms/{cast.patient().id}/").status_code == 404


def test_reading_a_firm_is_noted(manager: Client, firm: Party) -> None:
    text_of(manager, f"/firms/{firm.id}/?q=zoe")
    noted = AccessEntry.objects.latest("id")
    assert (noted.what, noted.rows) == ("Cases of a firm", 1)


def test_a_firm_without_cases_says_so(manager: Client) -> None:
    assert "No case with this firm" in text_of(manager, f"/firms/{cast.firm().id}/")


def test_lists_firms_found_and_sorted(manager: Client, firm: Party) -> None:
    cast.make_bill(cast.make_case("Ty Vale", firm_name="Osprey Legal"), "100.00")
    names = r'<th role="rowheader"[^>]*>(.*?)</th>'
    body = r"<tbody.*?</tbody>"

    def listed(query: str) -> list[str]:
        return words_of(re.search(body, text_of(manager, f"/firms/{query}"), re.DOTALL)[0], names)

    assert listed("") == ["Pacific Crest Law Firm", "Osprey Legal"]
    assert listed("?sort=name") == ["Osprey Legal", "Pacific Crest Law Firm"]
    assert listed("?q=osp") == ["Osprey Legal"]
    assert "No firm has a word" in text_of(manager, "/firms/?q=zzz")
    answer = manager.get("/firms.csv?q=osp")
    assert b"".join(answer.streaming_content).decode().count("\r\n") == 2


def test_changes_contacts_and_comes_back(manager: Client, firm: Party) -> None:
    page = f"/firms/{firm.id}/contacts"
    assert 'name="version" value="1"' in text_of(manager, page)
    answer = manager.post(page, {"version": "1", "phone": "(213) 555-0142", "email": "desk@crest.example"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/firms/{firm.id}/")
    html = text_of(manager, f"/firms/{firm.id}/")
    assert "tel:2135550142" in html
    assert "mailto:desk@crest.example" in html


def test_a_wrong_number_stands_at_its_field(manager: Client, firm: Party) -> None:
    answer = manager.post(
        f"/firms/{firm.id}/contacts", {"version": "1", "fax": "12", "phone": "213-555-0142"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-fax"' in html
    assert 'value="213-555-0142"' in html


def test_who_comes_second_sees_what_the_first_one_wrote(manager: Client, firm: Party) -> None:
    page = f"/firms/{firm.id}/contacts"
    manager.post(page, {"version": "1", "phone": "213-555-0100"})
    answer = manager.post(page, {"version": "1", "phone": "213-555-0199"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "213-555-0100" in html
    assert 'value="213-555-0199"' in html
    assert 'name="version" value="2"' in html
    assert ContactPoint.objects.get(party=firm).value == "213-555-0100"


def test_adds_a_firm_and_leads_to_its_page(manager: Client) -> None:
    assert 'href="/firms/new"' in text_of(manager, "/firms/")
    sent = {"name": "Larkspur Defense LLP", "attorney": "Ines Vale", "phone": "(213) 555-0188"}
    answer = manager.post("/firms/new", sent)
    made = Party.objects.get(kind="law_firm")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/firms/{made.id}/")
    html = text_of(manager, f"/firms/{made.id}/")
    assert "Ines Vale" in html
    assert "tel:2135550188" in html


def test_a_firm_on_file_is_named_with_the_way_to_it(manager: Client, firm: Party) -> None:
    answer = manager.post("/firms/new", {"name": "pacific crest law firm LLP", "fax": "213-555-0143"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'href="#f-name"' in html
    assert f'<a href="/firms/{firm.id}/">Open Pacific Crest Law Firm</a>' in html
    assert 'value="213-555-0143"' in html


def test_who_does_not_change_cases_is_offered_no_new_firm(browser: Callable[..., Client]) -> None:
    legal = browser(Role.LEGAL_TEAM)
    assert "/firms/new" not in text_of(legal, "/firms/")
    assert legal.get("/firms/new").status_code == 403
