"""Every page keeps the rules of the interface: ids once, nothing inline, one heading, links that lead on."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast

from .conftest import DAY
from .conftest import TestBook as Book
from .reading import read

PAGES = [
    "/",
    "/portfolio/stages/pending/",
    "/portfolio/groups/open/",
    "/portfolio/settled-pending/",
    "/portfolio/at-risk/",
    "/portfolio/firms/",
    "/portfolio/trends/",
    "/portfolio/tranches/",
    "/quality/",
    "/formulas/",
    "/formulas/health-scores/",
    "/docs/errors",
]


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_nothing_is_inline(reader: Client, book: Book, address: str) -> None:
    page = read(reader, f"{address}?{DAY}")
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert [one for one in page.attributes if one[1] == "style" or one[1].startswith("on")] == []
    assert page.html.count("<h1") == 1
    assert "<style" not in page.html
    assert "—%" not in page.text
    assert "None" not in page.text.split()


@pytest.mark.parametrize("address", PAGES[1:9])
def test_the_number_of_queries_does_not_grow_with_the_rows(reader: Client, book: Book, address: str) -> None:
    reader.get(f"{address}?{DAY}")
    with CaptureQueriesContext(connection) as few:
        read(reader, f"{address}?{DAY}")
    for number in range(8):
        cast.make_bill(cast.make_case(f"New {number}", firm_name=f"Firm {number}", stage="pending"), "99.00")
    with CaptureQueriesContext(connection) as many:
        read(reader, f"{address}?{DAY}")
    assert len(many) == len(few) <= 40


def test_links_of_the_pages_lead_somewhere(reader: Client, book: Book) -> None:
    own = {
        link
        for address in PAGES[:9]
        for link in read(reader, f"{address}?{DAY}").links
        if link.startswith(("/portfolio/", "/formulas/", "/quality/", "/cases/CASE", "/?"))
    }
    assert len(own) > 60
    assert {link: reader.get(link).status_code for link in own if reader.get(link).status_code != 200} == {}
