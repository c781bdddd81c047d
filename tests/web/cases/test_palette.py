"""Ctrl K: cases, firms, pages and actions that the reader may open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from tests import cast

from .reading import words

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> str:
    return client.get("/search/palette", {"q": query}, headers={"HX-Request": "true"}).content.decode()


def test_finds_cases_by_patient_with_number_and_firm(browser: Callable[..., Client]) -> None:
    case = cast.ready_cases().settled
    part = found(browser(Role.LEGAL_TEAM), "marl")
    assert f'data-href="/cases/{case.number}/"' in part
    assert f"Pacific Crest Law Firm · {case.number}" in part
    assert "<html" not in part


def test_a_bare_number_comes_first_with_what_can_be_done(browser: Callable[..., Client]) -> None:
    for number in ("CASE-2026-12000", "CASE-2026-00012"):
        cast.make_case(number=number)
    part = found(browser(Role.NEGOTIATIONS_MANAGER), "12")
    assert part.index("CASE-2026-00012") < part.index("CASE-2026-12000")
    assert 'data-href="/cases/CASE-2026-00012/receipts/new"' in part
    assert "receipts/new" not in found(browser(Role.LEGAL_TEAM), "00012")


def test_shows_eight_cases_at_most(browser: Callable[..., Client]) -> None:
    for _ in range(10):
        cast.make_case("Zoe Marlow")
    assert found(browser(Role.LEGAL_TEAM), "zoe").count('data-href="/cases/CASE-') == 8


@pytest.mark.parametrize("role", [Role.COLLECTIONS_SPECIALIST, Role.NEGOTIATIONS_MANAGER, Role.LEGAL_TEAM])
def test_finds_a_firm_that_has_no_case_yet(browser: Callable[..., Client], role: Role) -> None:
    firm = cast.firm("Larkspur Defense")
    assert f'data-href="/firms/{firm.id}/"' in found(browser(role), "larks")


def test_finds_firms_and_leads_to_their_pages(browser: Callable[..., Client]) -> None:
    case = cast.make_case(firm_name="Osprey Legal")
    assert f'data-href="/firms/{case.law_firm_id}/"' in found(browser(Role.LEGAL_TEAM), "osp")


@pytest.mark.parametrize(
    ("role", "query", "address", "is_there"),
    [
        (Role.AUDITOR, "port", "/portfolio/", True),
        (Role.LEGAL_TEAM, "port", "/portfolio/", False),
        (Role.FINANCIAL_ANALYST, "imp", "/imports/", True),
        (Role.LEGAL_TEAM, "imp", "/imports/", False),
        (Role.FINANCIAL_ANALYST, "export cas", "/cases/export.csv", True),
        (Role.LEGAL_TEAM, "export cas", "/cases/export.csv", False),
        (Role.LEGAL_TEAM, "what roles", "/admin/roles/", True),
    ],
)
def test_offers_pages_and_actions_that_the_role_may_open(
    browser: Callable[..., Client], role: Role, query: str, address: str, is_there: bool
) -> None:
    assert (f'data-href="{address}"' in found(browser(role), query)) is is_there


def test_without_words_it_offers_the_places(browser: Callable[..., Client]) -> None:
    part = found(browser(Role.LEGAL_TEAM), "")
    assert 'data-href="/cases/"' in part
    assert "Law firms" not in part


def test_says_so_when_nothing_is_found(browser: Callable[..., Client]) -> None:
    assert "Nothing found" in found(browser(Role.LEGAL_TEAM), "qqqqq")


def test_a_provider_finds_neither_foreign_cases_nor_firms(browser: Callable[..., Client]) -> None:
    cast.ready_cases()
    provider = browser(
        Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group("Ridgeway Medical Group")
    )
    assert "Kai Calder" in found(provider, "kai")
    assert "Nothing found" in found(provider, "zoe")
    assert "Nothing found" in found(provider, "pacific")


def test_a_browser_alone_gets_a_whole_page(browser: Callable[..., Client]) -> None:
    case = cast.ready_cases().settled
    page = browser(Role.LEGAL_TEAM).get("/search/palette?q=zoe")
    assert f'href="/cases/{case.number}/"' in page.content.decode()
    assert "Search" in words(page)
