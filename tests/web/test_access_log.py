"""A page or export that names patients leaves one row in the access log with their number, any other none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import openlien
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.web.access import declared_pages
from tests import cast

PATIENTS = ("Marlow", "Calder", "Orford", "Lowe")
# Chosen so that every list has somebody in it.
SAMPLES = {
    "slug": ("in_litigation", "open", "closed_with_balance", "key-figures", "settled_not_disbursed"),
    "file_form": ("csv", "xlsx"),
}


@pytest.fixture
def reader(db: None, settings: Any) -> Client:
    """A browser that may open nearly every page."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client = Client()
    client.force_login(cast.make_user(Role.CFO_CONTROLLER))
    return client


@pytest.fixture
def book(db: None) -> cast.ReadyCases:
    """Cases in every list."""
    stuck = cast.make_case("Ben Lowe", stage="pending", opened_on=date(2024, 1, 8))
    cast.make_bill(stuck, "2400.00")
    return cast.ready_cases()


def trace() -> list[tuple[str, str, int]]:
    return list(AccessEntry.objects.order_by("id").values_list("what", "case_number", "rows"))


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "ignore")


def addresses(case_number: str) -> set[str]:
    """Every address of the product that this case or a list can stand in, with a search that finds people."""
    made = set()
    for declared in declared_pages():
        for slug in SAMPLES["slug"]:
            for form in SAMPLES["file_form"]:
                values = {"case_number": case_number, "slug": slug, "file_form": form}
                if not set(re.findall(r"<(?:(\w+):)?\w+>", declared.route)) <= set(values):
                    continue
                path = re.sub(r"<(?:(\w+):)?\w+>", lambda match, v=values: v[match[1]], declared.route)
                made |= {f"/{path}", f"/{path}?q=marl"}
    return made


def test_every_page_that_names_a_patient_leaves_exactly_one_row(
    reader: Client, book: cast.ReadyCases
) -> None:
    naming, wrong = set(), []
    for address in sorted(addresses(book.settled.number)):
        before = AccessEntry.objects.count()
        answer = reader.get(address)
        names = any(patient in body(answer) for patient in PATIENTS) and answer.status_code == 200
        left = AccessEntry.objects.count() - before
        if names:
            naming.add(address)
        if left > 1 or (names and left != 1):
            wrong.append((address, left))
    assert wrong == []
    assert {"/cases/", "/cases/export.csv", "/search/palette?q=marl", "/portfolio/at-risk/"} <= naming


def test_the_list_of_cases_leaves_one_row_with_its_number(reader: Client, book: cast.ReadyCases) -> None:
    reader.get("/cases/")
    assert trace() == [("Cases", "", 4)]


def test_the_palette_leaves_one_row_with_the_number_of_cases_found(
    reader: Client, book: cast.ReadyCases
) -> None:
    reader.get("/search/palette?q=marlow")
    assert trace() == [("Search", "", 1)]


@pytest.mark.parametrize(
    "address", ["/cases/?q=nobody", "/search/palette?q=nobody", "/search/palette", "/cases/"]
)
def test_what_shows_nobody_leaves_none(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 200
    assert trace() == []


def test_a_refused_request_leaves_none(reader: Client, book: cast.ReadyCases) -> None:
    assert reader.get("/cases/CASE-2026-99999/").status_code == 404
    assert trace() == []


@pytest.mark.parametrize(("layer", "place"), [("web", "seen.py"), ("api", "operations.py")])
def test_each_layer_writes_the_log_in_one_place(layer: str, place: str) -> None:
    folder = Path(openlien.__file__).parent / layer
    writers = [path for path in folder.rglob("*.py") if "record_access" in path.read_text()]
    assert writers == [folder / place]
