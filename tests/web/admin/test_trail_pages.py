"""Audit trail, access log and the matrix of roles, on screen and as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from markupsafe import escape

from openlien.identity import actions
from openlien.identity.actor import system_actor
from openlien.identity.models import AccessEntry, ApiToken, User
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.web.admin.table_words import WORDS
from openlien.web.role_words import matrix
from tests.web.accounts.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    return signed_in(Role.AUDITOR)


def text(answer: Any) -> str:
    return answer.content.decode()


def lines(answer: Any) -> list[list[str]]:
    parts: Iterable[bytes] = answer.streaming_content
    return list(csv.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"))))


def rename(user: User, name: str) -> None:
    actions.change_user(replace(system_actor("cli"), name="Ada Brandt"), user.pk, name=name)


def test_the_trail_shows_before_and_after(browser: Client, user: User) -> None:
    rename(user, "Carla Fox")
    page = text(browser.get(f"/admin/audit/?table=identity_user&row={user.pk}&actor=ada"))
    assert "<del>Cast CFO/Controller</del>" in page
    assert "<ins>Carla Fox</ins>" in page
    assert "Ada Brandt · on the command line" in page
    assert "1 change" in page


def test_the_trail_names_people_and_tells_the_company_s_time(browser: Client, user: User) -> None:
    ApiToken.objects.create(user=user, name="Nightly", role="auditor", secret_hash=b"x" * 32)
    added = text(browser.get("/admin/audit/?table=identity_apitoken"))
    assert f"<ins>{escape(user.name)}</ins>" in added
    assert str(user.pk) not in added
    assert "+00:00" not in added


def test_the_trail_is_limited_to_days(browser: Client, user: User) -> None:
    rename(user, "Carla Fox")
    assert "Carla Fox" in text(browser.get("/admin/audit/?since=t&until=t"))
    assert "Carla Fox" not in text(browser.get("/admin/audit/?until=-1d&table=identity_user"))
    unreadable = text(browser.get("/admin/audit/?since=yesterday-ish"))
    assert "yesterday-ish" in unreadable
    assert 'aria-invalid="true"' in unreadable


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=9" * 9, "row=%00", "since=%00", "table=';--"]
)
def test_a_strange_address_breaks_nothing(browser: Client, query: str) -> None:
    for path in ("audit/", "audit.csv", "access/", "access.csv"):
        assert browser.get(f"/admin/{path}?{query}").status_code == 200


def test_the_trail_is_read_page_by_page(browser: Client, user: User) -> None:
    for number in range(60):
        rename(user, f"Carla {number}")
    wanted = f"table=identity_user&row={user.pk}&actor=ada"
    first = text(browser.get(f"/admin/audit/?{wanted}"))
    assert "60 changes" in first
    assert first.count("<del>") == 50
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert text(browser.get(older)).count("<del>") == 10


def test_the_csv_holds_what_the_filter_holds(browser: Client, user: User) -> None:
    rename(user, "=1+1")
    found = lines(browser.get(f"/admin/audit.csv?table=identity_user&row={user.pk}&actor=ada"))
    assert found[0][-3:] == ["Column", "Before", "After"]
    assert [line[-3:] for line in found[1:]] == [["name", "Cast CFO/Controller", "'=1+1"]]


def test_reading_the_trail_leaves_a_row_in_the_access_log(browser: Client, user: User) -> None:
    browser.get("/admin/audit/")
    browser.get("/admin/audit.csv")
    assert list(AccessEntry.objects.order_by("id").values_list("what", flat=True)) == [
        "Audit trail",
        "Audit trail export",
    ]


def test_the_access_log_is_filtered_and_exported(browser: Client) -> None:
    actions.record_access(system_actor("job"), "Case", case_number="CASE-2026-00007")
    actions.record_access(system_actor("job"), "Cases export", rows=143)
    page = text(browser.get("/admin/access/?case=case-2026-00007"))
    assert "CASE-2026-00007" in page
    assert "Cases export" not in page
    assert "1 entry" in page
    assert [line[-3:] for line in lines(browser.get("/admin/access.csv"))[1:]] == [
        ["Cases export", "", "143"],
        ["Case", "CASE-2026-00007", "1"],
    ]


def test_the_matrix_is_the_table_that_is_enforced(browser: Client) -> None:
    for permission, held in matrix():
        assert {role for role, has in held if has} == {
            role for role in Role if permission in ROLE_PERMISSIONS[role]
        }
    page = text(browser.get("/admin/roles/"))
    for words in [*Permission, *Role]:
        assert escape(words.value) in page
    assert page.count(">Yes<") == sum(len(allowed) for allowed in ROLE_PERMISSIONS.values())


def test_the_tabs_lead_only_where_the_role_may_go(browser: Client, signed_in: SignedIn) -> None:
    page = text(browser.get("/admin/audit/"))
    assert 'href="/admin/access/"' in page
    assert 'href="/admin/users/"' not in page
    assert 'href="/admin/audit/"' not in text(signed_in(Role.LEGAL_TEAM).get("/admin/roles/"))


def test_every_watched_table_has_plain_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit' ORDER BY 1")
        watched = [row[0] for row in cursor.fetchall()]
    assert "cases_bill" in watched
    assert [table for table in watched if table not in WORDS] == []


def test_the_trail_names_tables_in_plain_words_and_the_csv_as_they_are(browser: Client, user: User) -> None:
    rename(user, "Carla Fox")
    page = re.sub(r"<[^>]+>", " ", text(browser.get(f"/admin/audit/?row={user.pk}&actor=ada")))
    assert "Users · changed" in page
    assert "identity_user" not in page
    assert "identity_user" in lines(browser.get(f"/admin/audit.csv?row={user.pk}&actor=ada"))[1]


def test_the_newest_changes_stand_first(browser: Client, user: User) -> None:
    for name in ("Carla One", "Carla Two"):
        rename(user, name)
    page = text(browser.get("/admin/audit/"))
    assert page.index("<ins>Carla Two</ins>") < page.index("<ins>Carla One</ins>")
