"""Somebody signs in, sees what the role allows, and leaves."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.journeys.conftest import Site

PLACES = {
    "Portfolio": Permission.PORTFOLIO_VIEW,
    "Collections": Permission.OFFERS_VIEW,
    "Cases": Permission.CASES_VIEW,
    "Imports": Permission.IMPORTS_VIEW,
    "Quality": Permission.DATA_QUALITY_VIEW,
}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.code)
def test_each_role_finds_its_places(open_page: Callable[..., Page], role: Role) -> None:
    page = open_page(role.code)
    rail = page.get_by_role("navigation").first
    for place, permission in PLACES.items():
        link = rail.get_by_role("link", name=place, exact=True)
        if permission in ROLE_PERMISSIONS[role]:
            expect(link).to_be_visible()
            link.click()
            expect(page.get_by_role("heading", level=1)).to_be_visible()
        else:
            expect(link).to_have_count(0)


def test_a_wrong_password_says_so_and_keeps_the_address(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(None, "/account/sign-in/")
    page.get_by_label("E-mail").fill("cfo@demo.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(
        page.get_by_text(re.compile("e-mail address and password|e-mail address or the password", re.I))
    ).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("cfo@demo.example")


def test_signing_out_closes_the_pages(open_page: Callable[..., Page]) -> None:
    page = open_page("legal_team")
    page.get_by_role("button", name=re.compile("Account")).first.click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/cases/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
