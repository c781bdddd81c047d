"""Every kind of doubt with what to do, and the records behind it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.receivables import queries
from openlien.receivables.queries import Doubt
from openlien.web.jinja import amount, count
from openlien.web.quality.advice import ADVICE
from tests import cast
from tests.web.portfolio.conftest import Browser
from tests.web.portfolio.conftest import TestBook as Book
from tests.web.portfolio.reading import csv_rows, plain, read


def test_every_doubt_has_a_count_an_amount_and_an_action(reader: Client, book: Book) -> None:
    table = read(reader, "/quality/").tables["Records that need attention"]
    shown = {row[0]: row[1:] for row in table.rows}
    for each in queries.data_quality(cast.actor_with()):
        money = "—" if each.amount is None else amount(each.amount)
        advice = ADVICE[each.doubt]
        assert shown[each.doubt.label] == [count(each.count), money, advice.meaning, advice.action]
    assert len(shown) == len(Doubt)


def test_doubts_with_records_come_first(reader: Client, book: Book) -> None:
    counts = [int(row[1]) for row in read(reader, "/quality/").tables["Records that need attention"].rows]
    assert counts == sorted(counts, key=lambda number: not number)
    assert sum(counts) == 2


@pytest.mark.parametrize("doubt", list(Doubt), ids=lambda doubt: doubt.value)
def test_the_records_of_a_doubt_say_why_and_lead_to_the_case(
    reader: Client, book: Book, doubt: Doubt
) -> None:
    page = read(reader, f"/quality/{doubt}/")
    found = queries.doubtful_records(cast.actor_with(), doubt)
    rows = page.tables[doubt.label].rows if found.total else []
    assert [(row[0], row[-1]) for row in rows] == [
        (record.case_number, record.reason) for record in found.items
    ]
    for record in found.items:
        assert f"/cases/{record.case_number}/" in page.links
    heads, *lines = csv_rows(reader.get(f"/quality/{doubt}.csv"))
    assert heads == page.tables[doubt.label].heads
    assert lines == [[plain(cell) for cell in row] for row in rows]


def test_a_long_list_is_paged(reader: Client, db: None) -> None:
    for number in range(55):
        cast.make_bill(cast.make_case(f"Patient {number}", stage="unknown"), f"{100 + number}.00")
    first = read(reader, "/quality/stage_blank/")
    (following,) = [link for link in first.links if "cursor=" in link]
    assert "50 of 55 records" in first.text
    assert len(read(reader, following).tables["Stage blank"].rows) == 5


def test_advises_only_what_can_be_done_today(reader: Client, book: Book) -> None:
    page = read(reader, "/quality/")
    assert "Take back" not in page.text
    assert "correct the source and import again; the case is in no average yet." in page.text


def test_views_and_exports_are_in_the_access_log(reader: Client, book: Book) -> None:
    reader.get("/quality/closed_with_balance/")
    reader.get("/quality/closed_with_balance.csv")
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, rows FROM identity_accessentry ORDER BY id")
        assert cursor.fetchall() == [
            ("Data quality: Closed with an open balance", 1),
            ("Data quality: Closed with an open balance, export", 1),
        ]


@pytest.mark.parametrize("cursor", ["garbage", "%00", "x" * 4000, "%F0%9F%8F%A5"])
def test_a_page_that_does_not_exist_leads_to_the_first(reader: Client, book: Book, cursor: str) -> None:
    page = read(reader, f"/quality/stage_blank/?cursor={cursor}", status=422)
    assert "Start again from the first page." in page.text


@pytest.mark.parametrize("address", ["/quality/nothing/", "/quality/nothing.csv", "/quality/stage_blank.pdf"])
def test_a_doubt_that_does_not_exist_is_not_found(reader: Client, db: None, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.PROVIDER], ids=lambda role: role.code
)
def test_opens_for_those_who_may_see_it(browser: Browser, role: Role) -> None:
    allowed = Permission.DATA_QUALITY_VIEW in ROLE_PERMISSIONS[role]
    assert browser(role).get("/quality/").status_code == (200 if allowed else 403)
