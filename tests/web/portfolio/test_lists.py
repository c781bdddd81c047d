"""The lists behind the figures hold the rows that the queries give, page by page, and are logged."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from openlien.cases.stages import Stage
from openlien.identity.permissions import Role
from openlien.receivables import queries
from openlien.receivables.policies.at_risk import AtRiskCategory
from openlien.web.jinja import amount
from tests import cast

from .conftest import DAY, Browser
from .conftest import TestBook as Book
from .reading import Page, falls, read


def numbers(page: Page, caption: str) -> list[str]:
    return [row[0] for row in page.tables[caption].rows]


@pytest.mark.parametrize("stage", list(Stage), ids=lambda stage: stage.value)
def test_a_stage_lists_its_cases_and_their_total(reader: Client, book: Book, stage: Stage) -> None:
    page = read(reader, f"/portfolio/stages/{stage}/?{DAY}")
    found = queries.cases_in_stage(cast.actor_with(), cast.AS_OF, stage)
    assert numbers(page, stage.label) == [case.number for case in found.items]
    if found.total:
        assert page.tables[stage.label].foot[-1] == amount(found.totals.open)
        assert [(row[1], row[-3], row[-1]) for row in page.tables[stage.label].rows] == [
            (case.patient, amount(case.billed), amount(case.open)) for case in found.items
        ]
    else:
        assert "No case stands here on this day." in page.text


@pytest.mark.parametrize("group", list(queries.CaseGroup), ids=lambda group: group.value)
def test_a_figure_lists_the_cases_behind_it(reader: Client, book: Book, group: queries.CaseGroup) -> None:
    page = read(reader, f"/portfolio/groups/{group}/?{DAY}")
    found = queries.cases_in_group(cast.actor_with(), cast.AS_OF, group)
    (table,) = page.tables.values()
    assert [row[0] for row in table.rows] == [case.number for case in found.items]


def test_settled_cases_come_oldest_first_and_an_unknown_day_stays_unknown(reader: Client, book: Book) -> None:
    table = read(reader, f"/portfolio/settled-pending/?{DAY}").tables["Settled cases"]
    assert [row[0] for row in table.rows] == [book.ready.settled.number, book.undated.number]
    known, unknown = table.rows
    assert known[3:6] == ["2026-08-10", "102", "Over 90 days"]
    assert unknown[3:6] == ["—", "—", "Unknown"]
    assert known[6:] == ["Reduction Accepted", "4,000.00", "1,000.00", "1,500.00", "Demand disbursement"]
    assert table.foot[0] == "Total, 2 cases"


def test_a_payoff_status_restricts_the_list_and_its_total_but_not_the_cards(
    reader: Client, book: Book
) -> None:
    page = read(reader, f"/portfolio/settled-pending/?{DAY}&payoff=cap")
    assert numbers(page, "Settled cases") == [book.undated.number]
    assert page.tables["Settled cases"].foot[9] == "880.00"
    assert "Reduction Accepted" in page.text
    assert page.tables["Settled, by payoff status"].foot[1] == "2"


def test_the_riskiest_come_first_with_reason_and_action(reader: Client, book: Book) -> None:
    table = read(reader, f"/portfolio/at-risk/?{DAY}").tables["Cases at risk"]
    assert [(row[0], row[3], row[-1]) for row in table.rows] == [
        (book.stuck.number, "Pending 24+ Months", "Escalate; Review payoff"),
        (book.dropped.number, "No Longer Represent", "Find new counsel; Notify the patient"),
    ]
    assert falls([row[8] for row in table.rows])


@pytest.mark.parametrize("category", list(AtRiskCategory), ids=lambda category: category.value)
def test_a_reason_restricts_the_list_at_risk(reader: Client, book: Book, category: AtRiskCategory) -> None:
    page = read(reader, f"/portfolio/at-risk/?{DAY}&category={category}")
    found = queries.at_risk(cast.actor_with(), cast.AS_OF, category=category)
    rows = page.tables["Cases at risk"].rows
    assert [row[0] for row in rows] == [item.case.number for item in found.items]
    assert page.tables["At risk, by reason"].foot[1] == "2"


def test_pages_follow_each_other_without_gap_or_repetition(reader: Client, long_list: list) -> None:
    first = read(reader, f"/portfolio/stages/negotiation/?{DAY}")
    (next_page,) = [link for link in first.links if "cursor=" in link]
    second = read(reader, next_page)
    listed = numbers(first, "Negotiation") + numbers(second, "Negotiation")
    assert (len(listed), len(set(listed))) == (60, 60)
    assert "50 of 60 cases" in first.text
    assert any("First page" in text for text in [second.text])
    assert "/portfolio/stages/negotiation/" in " ".join(second.links)
    assert first.tables["Negotiation"].foot == second.tables["Negotiation"].foot


def test_paper_holds_every_row_and_no_pager(reader: Client, long_list: list) -> None:
    page = read(reader, f"/portfolio/stages/negotiation/?{DAY}&rows=all")
    assert len(numbers(page, "Negotiation")) == 60
    assert not [link for link in page.links if "cursor=" in link]
    assert "Contains health information" in page.text
    assert "Lakeview Lien Funding" in page.text


@pytest.mark.parametrize("typed", ["Zoe", "Pacific", "settled"])
def test_the_search_box_finds_as_the_query_does(reader: Client, book: Book, typed: str) -> None:
    page = read(reader, f"/portfolio/groups/open/?{DAY}&q={typed}")
    found = queries.cases_in_group(cast.actor_with(), cast.AS_OF, queries.CaseGroup.OPEN, search=typed)
    (table,) = page.tables.values()
    assert [row[0] for row in table.rows] == [case.number for case in found.items]
    assert f'value="{typed}"' in page.html


def test_the_filters_of_the_page_stay_in_every_link(reader: Client, book: Book) -> None:
    firm = cast.firm("Osprey Legal")
    page = read(reader, f"/?{DAY}&firm={firm.id}&state=CA")
    stages = [link for link in page.links if link.startswith("/portfolio/stages/")]
    assert stages
    assert all(f"firm={firm.id}" in link and "state=CA" in link for link in stages)
    assert "Osprey Legal" in page.text
    assert book.ready.settled.number not in page.text


@pytest.mark.parametrize(
    ("address", "what", "rows"),
    [
        ("/portfolio/groups/open/", "Open cases", 7),
        ("/portfolio/settled-pending/", "Money won, not yet received", 2),
        ("/portfolio/at-risk/", "At risk: what to do", 2),
        ("/portfolio/at-risk.csv", "Cases at risk, export", 2),
        ("/portfolio/stages/pending.xlsx", "Cases of pending, export", 2),
    ],
)
def test_who_saw_how_many_patients_is_in_the_access_log(
    reader: Client, book: Book, address: str, what: str, rows: int
) -> None:
    assert reader.get(f"{address}?{DAY}").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor_name, what, rows FROM identity_accessentry")
        assert cursor.fetchall() == [("Cast CFO/Controller", what, rows)]


def test_a_provider_lists_its_own_cases_only(browser: Browser, book: Book) -> None:
    page = read(browser(Role.PROVIDER), f"/portfolio/groups/open/?{DAY}")
    (table,) = page.tables.values()
    listed = [row[0] for row in table.rows]
    assert book.ready.settled.number in listed
    assert book.ready.litigating.number not in listed


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.LEGAL_TEAM, Role.CUSTOMER_SERVICE])
@pytest.mark.parametrize(
    "address",
    [
        "/portfolio/at-risk/",
        "/portfolio/firms/",
        "/portfolio/trends/",
        "/portfolio/tranches/",
        "/portfolio/months/",
    ],
)
def test_refuses_roles_without_the_portfolio(browser: Browser, role: Role, address: str) -> None:
    assert browser(role).get(address).status_code == 403
