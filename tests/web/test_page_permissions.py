"""Every page says what it takes to open it, and each role opens exactly what the one table gives it."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, resolve

from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.web.access import Access, DeclaredPage, declared_pages, page
from tests import cast

PAGES = list(declared_pages())
GUARDED = [each for each in PAGES if each.needed is not Access.PUBLIC]
# A value for each kind of part that an address may hold; no object has it.
SAMPLES = {
    "journal": str(uuid4()),
    "uuid": str(uuid4()),
    "int": "1",
    "str": "x",
    "slug": "x",
    "case_number": "CASE-2026-99999",
    "account_number": "CA-2026-9999999",
    "file_form": "csv",
    "report_form": "csv",
}


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def address(declared: DeclaredPage) -> str:
    """An address of the page; where it names an object, one that is not there."""
    made = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES[match[1] or "str"], declared.route)
    resolve(made)
    return made


def test_every_page_declares_what_it_takes() -> None:
    undeclared = [each.route for each in PAGES if each.needed is None]
    assert undeclared == []
    assert len(PAGES) > 20


def test_an_undeclared_page_is_found() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [path("forgotten", forgotten), path("known", page(Permission.CASES_VIEW)(forgotten))]
    assert [each.needed for each in declared_pages(patterns)] == [None, Permission.CASES_VIEW]


def test_public_pages_are_few_and_known() -> None:
    public = {each.route for each in PAGES if each.needed is Access.PUBLIC}
    assert public == {
        "healthz",
        "readyz",
        "logo",
        "account/sign-in/",
        "account/sign-in/code/",
        "account/sign-in/inactive/",
        "account/sign-out/",
        "account/forgotten-password/",
        "appearance/theme",
        "appearance/density",
        "appearance/keys",
    }


@pytest.mark.django_db
def test_nobody_opens_a_page_without_signing_in(client: Client) -> None:
    for declared in GUARDED:
        for answer in (client.get(address(declared)), client.post(address(declared))):
            assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/account/sign-in/"), declared


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.code)
def test_each_role_opens_exactly_its_pages(role: Role) -> None:
    client = Client()
    scope = cast.provider_group().id if role is Role.PROVIDER else None
    client.force_login(cast.make_user(role, scope_id=scope))
    wrong = []
    for declared in GUARDED:
        may = declared.needed is Access.SIGNED_IN or declared.needed in ROLE_PERMISSIONS[role]
        answer = client.get(address(declared))
        is_refused = answer.status_code == 403
        if is_refused == may and not (declared.has_substitute and answer.status_code == 302):
            wrong.append((declared.route, answer.status_code))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.code)
def test_the_navigation_leads_only_where_the_role_may_go(role: Role) -> None:
    client = Client()
    scope = cast.provider_group().id if role is Role.PROVIDER else None
    client.force_login(cast.make_user(role, scope_id=scope))
    known = {f"/{each.route}" for each in PAGES}
    hrefs = re.findall(r'class="rail-item" href="([^"]+)"', client.get("/account/").content.decode())
    assert hrefs
    for href in {href for href in hrefs if href in known}:
        assert client.get(href).status_code in {200, 302}


@pytest.mark.django_db
def test_a_refused_page_names_what_is_missing_and_who_has_it() -> None:
    client = Client()
    client.force_login(cast.make_user(Role.CASE_MANAGER))
    answer = client.get("/admin/users/")
    assert answer.status_code == 403
    words = answer.content.decode()
    assert "Your role does not allow this." in words
    assert "Manage users, roles and their tokens" in words
    assert "System Administrator" in words


@pytest.mark.django_db
def test_an_administrator_of_nothing_in_particular_is_still_refused_elsewhere() -> None:
    client = Client()
    client.force_login(cast.make_user(Role.SYSTEM_ADMINISTRATOR))
    assert client.get(f"/admin/users/{uuid4()}/").status_code == 404
    assert client.get("/nowhere/").status_code == 404
    assert "There is nothing here" in client.get("/nowhere/").content.decode()
