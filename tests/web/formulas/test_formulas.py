"""Every definition opens, links to the others, and every refusal can be looked up."""

from __future__ import annotations

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from openlien.kit.errors import DomainError, problem
from openlien.receivables.figures import FIGURES
from openlien.receivables.queries import BadCursor, LimitOutOfBounds
from openlien.web.formulas.pages import FOLDER
from openlien.web.formulas.refusals import refusals
from tests.web.portfolio.conftest import Browser
from tests.web.portfolio.reading import read

NAMES = sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "README")


@pytest.mark.parametrize("name", NAMES)
def test_a_definition_is_shown_with_its_title_and_tables(reader: Client, name: str) -> None:
    page = read(reader, f"/formulas/{name}/")
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    title = text.splitlines()[0].removeprefix("# ").replace("`", "")
    assert f"<h1>{title}</h1>" in page.html
    assert page.html.count('<table class="table">') == sum(
        line.startswith("|---") or line.startswith("| ---") for line in text.splitlines()
    )
    assert "calls:" not in page.text


def test_the_index_links_every_definition(reader: Client) -> None:
    links = read(reader, "/formulas/").links
    assert {f"/formulas/{name}/" for name in NAMES} <= set(links)


def test_every_published_figure_has_its_page() -> None:
    assert {figure.page for figure in FIGURES.values()} <= set(NAMES)


@pytest.mark.parametrize("name", ["README", "nothing", "..%2f..%2fREADME", "at-risk.md", "%00", "x" * 3000])
def test_another_name_is_not_found(reader: Client, name: str) -> None:
    assert reader.get(f"/formulas/{name}/").status_code == 404


def test_the_link_of_an_api_problem_leads_to_the_sentence(reader: Client) -> None:
    page = read(reader, "/docs/errors")
    for error in (BadCursor(), LimitOutOfBounds(limit=900)):
        address, _, anchor = str(problem(error)["type"]).partition("#")
        assert address == "/docs/errors"
        assert anchor in page.ids
    assert "This page of the list does not exist. Start again from the first page." in page.text
    assert "Ask for 1 to 200 rows at a time, not {limit}." in page.text


def test_every_refusal_that_is_declared_is_listed_once() -> None:
    codes = [refusal.code for refusal in refusals()]
    assert len(codes) == len(set(codes)) > 30
    assert {error.code for error in _declared(DomainError)} <= set(codes)


def _declared(base: type[DomainError]) -> set[type[DomainError]]:
    below = {error for error in base.__subclasses__() if error.__module__.startswith("openlien.")}
    return below.union(*(_declared(error) for error in below))


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.code)
def test_opens_for_everybody_who_is_signed_in(browser: Browser, role: Role) -> None:
    client = browser(role)
    assert client.get("/formulas/").status_code == 200
    assert client.get("/docs/errors").status_code == 200


@pytest.mark.parametrize("address", ["/formulas/", "/formulas/at-risk/", "/docs/errors"])
def test_asks_others_to_sign_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 302
