"""The page of Collections: who opens it, what it shows, and that its address says all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission, Role, roles_allowing
from tests import cast
from tests.domain.collections.book import Book
from tests.web.cases.reading import links, words

SignedIn = Callable[[Actor], Client]


def numbers(response: Any) -> list[str]:
    """The case numbers in the order of the tree."""
    return re.findall(r'data-case="(CASE-[0-9-]+)"', response.content.decode())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVIDER])
def test_opens_for_each_role_that_sees_offers(browser: Callable[..., Client], role: Role) -> None:
    cast.ready_cases()
    expected = 200 if role in roles_allowing(Permission.OFFERS_VIEW) else 403
    assert browser(role).get("/collections/?view=all").status_code == expected


def test_a_provider_is_refused(browser: Callable[..., Client]) -> None:
    group = cast.provider_group()
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=group)
    for address in ("/collections/", f"/collections/firms/{group.id}/rows", "/collections/export.csv"):
        assert provider.get(address).status_code == 403


def test_a_negotiator_begins_with_the_own_cases(signed_in: SignedIn, book: Book) -> None:
    page = signed_in(book.dana).get("/collections/")
    assert numbers(page) == [book.mine.number]
    assert "Open cases that you negotiate" in words(page)


def test_the_views_show_how_many_cases_each_has(signed_in: SignedIn, book: Book) -> None:
    page = words(signed_in(book.dana).get("/collections/"))
    chips = "My cases 1 Due today 1 Offers expiring 1 No contact in 30 days 1 All 6"
    assert chips in page


def test_all_has_every_case_with_totals_over_all(signed_in: SignedIn, book: Book) -> None:
    page = signed_in(book.dana).get("/collections/?view=all")
    assert set(numbers(page)) == {
        each.number for each in (book.mine, book.due, book.expiring, book.quiet, book.closed, book.firmless)
    }
    assert "Total, 6 cases of 3 firms 7,200.00 600.00 50.0% 6,600.00 100.0%" in words(page)
    assert "Nov 20" not in words(page).split("Total")[1]


def test_says_what_comes_next_and_who_was_last_spoken_with(signed_in: SignedIn, book: Book) -> None:
    page = words(signed_in(book.dana).get("/collections/?view=all"))
    assert "Today Call the desk" in page
    assert "Nov 27 offer ends" in page
    assert "Nov 17 call" in page


def test_a_folded_firm_has_no_rows_until_it_is_asked_for_them(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.dana)
    folded = reader.get("/collections/?view=all&open=none")
    assert numbers(folded) == []
    crest = book.mine.law_firm_id
    assert f"open={crest}" in next(href for href in links(folded) if str(crest) in href and "open=" in href)
    assert len(numbers(reader.get(f"/collections/?view=all&open={crest}"))) == 4
    rows = reader.get(f"/collections/firms/{crest}/rows?view=all")
    assert len(numbers(rows)) == 4
    # What holds rows of a table holds nothing else.
    assert re.fullmatch(r"\s*(<tr.*</tr>\s*)+", rows.content.decode(), flags=re.S)


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("view=lost", "There is no such saved view."),
        ("view=all&stage=lost", "There is no such stage."),
        ("view=all&owner=x", "The owner of this address is not known."),
        ("view=all&firm=42", "not among your cases"),
        ("view=all&sort=patient", "cannot be sorted by that"),
        ("view=all&network=both", "There is no such network."),
    ],
)
def test_what_the_address_gets_wrong_is_left_out_and_said(
    signed_in: SignedIn, book: Book, query: str, complaint: str
) -> None:
    assert complaint in words(signed_in(book.dana).get(f"/collections/?{query}"))


def test_odd_pages_and_open_firms_show_the_first_page(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.dana)
    for query in ("page=99", "page=-1", "page=%00", "open=x,y", "peek=CASE-1999-00001", "q=%00"):
        assert reader.get(f"/collections/?view=all&{query}").status_code == 200


def test_no_more_is_unfolded_at_once_than_a_page_can_hold(
    signed_in: SignedIn, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openlien.web.collections.list_views.UNFOLDED_AT_ONCE_MAX", 4)
    reader = signed_in(book.dana)
    assert "Unfold the first 1" in words(reader.get("/collections/?view=all&open=none"))
    unfolded = reader.get("/collections/?view=all&open=all")
    assert len(numbers(unfolded)) == 4
    assert "Fold all" in words(unfolded)


def test_columns_can_be_chosen_and_the_density_is_the_readers(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.dana)
    assert 'data-density="normal"' in reader.get("/collections/?view=all").content.decode()
    reader.post("/appearance/density", {"density": "compact"})
    page = reader.get("/collections/?view=all").content.decode()
    assert re.search(r'id="collections-list" data-density="compact"', page)
    chosen = "Stage|Billed, $|Offer, $|% of billed|Balance, $|ROR|Last contact|Next step|Owner"
    assert "|".join(re.findall(r'data-grid-column="([^"]*)"', page)) == chosen


def test_a_view_without_cases_says_what_it_is_for(signed_in: SignedIn, book: Book) -> None:
    page = words(signed_in(book.manager).get("/collections/?view=mine"))
    assert "Nothing stands in this view" in page


def test_an_empty_book_says_where_cases_come_from(browser: Callable[..., Client]) -> None:
    assert "No cases yet" in words(browser(Role.NEGOTIATIONS_MANAGER).get("/collections/"))


def test_peek_shows_offers_steps_and_activities(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.dana)
    alone = reader.get(f"/collections/peek/{book.expiring.number}?view=all")
    page = words(reader.get(f"/collections/?view=all&peek={book.expiring.number}"))
    for text in (words(alone), page):
        assert "The firm’s Sent, 7 days left $300.00" in text
        assert "Nothing is planned." in text
        assert "Called" in text
    assert reader.get("/collections/peek/CASE-1999-00001").status_code == 404


def test_the_number_of_queries_does_not_grow_with_cases(
    signed_in: SignedIn, book: Book, django_assert_max_num_queries: Any
) -> None:
    reader = signed_in(book.manager)
    reader.get("/collections/?view=all")
    with django_assert_max_num_queries(14) as few:
        reader.get("/collections/?view=all")
    for name in ("Ira Bell", "Uma Dean", "Noa Fox"):
        cast.make_bill(cast.make_case(name, firm_name=f"{name} Law"), "10.00")
    with django_assert_max_num_queries(len(few)):
        reader.get("/collections/?view=all")
