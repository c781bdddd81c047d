"""The tree of firms and cases: what each view holds, its figures, its order, a case's place."""

from __future__ import annotations

from typing import Any

import pytest

from openlien.cases.activity.actions import assign_negotiator
from openlien.cases.queries import read_case
from openlien.cases.stages import Stage
from openlien.collections.filters import (
    NO_FIRM,
    NOBODY,
    CollectionFilter,
    CollectionOrder,
    CollectionSort,
    CollectionView,
    Selection,
)
from openlien.collections.queries import tree
from openlien.collections.queries.views import counts_of
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money, total
from openlien.payments.queries.bills_grid import bills_grid
from openlien.receivables.case_list import CaseFilter, case_totals
from tests import cast

from .book import DAY, TODAY, Book

V = CollectionView
BY_NAME = CollectionOrder(CollectionSort.NAME, descending=False)


def numbers(actor: Any, order: CollectionOrder = CollectionOrder(), **fields: Any) -> list[str]:
    return [row.number for row in tree.cases_of_list(actor, CollectionFilter(**fields), order, day=DAY)]


def test_each_view_holds_its_cases_and_their_count(book: Book) -> None:
    held = {
        V.MINE: [book.mine],
        V.DUE: [book.due],
        V.EXPIRING: [book.expiring],
        V.QUIET: [book.quiet],
    }
    for view, cases in held.items():
        assert numbers(book.dana, view=view) == [case.number for case in cases]
    assert len(numbers(book.dana, view=V.ALL)) == 6
    assert counts_of(book.dana, [CollectionFilter(view=view) for view in V], day=DAY) == [1, 1, 1, 1, 6]


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({"words": "calder"}, ["due"]),
        ({"words": "osprey"}, ["expiring"]),
        ({"words": "nothing is called so"}, []),
        ({"stages": (Stage.CLOSED_DISBURSED,)}, ["closed"]),
        ({"is_in_network": False, "words": "zoe"}, []),
        ({"law_firm": NO_FIRM}, ["firmless"]),
        ({"owner": NOBODY, "words": "osprey"}, ["expiring"]),
    ],
)
def test_filters_narrow_the_tree(book: Book, fields: dict[str, Any], held: list[str]) -> None:
    assert numbers(book.manager, **fields) == [getattr(book, name).number for name in held]


def test_the_owner_filter_shows_the_cases_of_one_person(book: Book) -> None:
    assert set(numbers(book.manager, owner=book.dana.user_id)) == {book.mine.number, book.closed.number}


def test_a_selection_takes_cases_and_all_that_a_firm_has_in_the_list(book: Book) -> None:
    osprey = book.expiring.law_firm_id
    picked = numbers(book.manager, selection=Selection((book.mine.number,), (osprey,)))
    assert set(picked) == {book.mine.number, book.expiring.number}


def test_figures_are_those_of_the_desk_and_of_receivables(book: Book) -> None:
    cast.pay(book.mine, "150.00", TODAY)
    page = tree.firm_page(book.manager, CollectionFilter(), CollectionOrder(), day=DAY)
    rows = {row.number: row for row in tree.cases_of_list(book.manager, CollectionFilter(), BY_NAME, day=DAY)}
    for number, row in rows.items():
        desk = bills_grid(book.manager, read_case(book.manager, number), as_of=TODAY).totals
        mine = row.figures
        assert (mine.billed, mine.offered, mine.balance) == (desk.retail, desk.offer, desk.balance)
        assert (mine.percent, mine.ror) == (desk.percent_billed, desk.ror)
    listed = case_totals(book.manager, CaseFilter(), as_of=TODAY)
    assert (page.cases, page.totals.billed, page.totals.collected) == (6, listed.billed, listed.collected)
    assert total(row.figures.balance for row in page.rows) == page.totals.balance
    assert total(row.figures.balance for row in rows.values()) == page.totals.balance
    assert rows[book.mine.number].figures.offer == Money("600.00")
    assert rows[book.due.number].figures.offer is None


def test_what_bills_cost_is_for_those_who_may_see_it(book: Book) -> None:
    legal = cast.acting_person(Role.LEGAL_TEAM)
    page = tree.firm_page(legal, CollectionFilter(), CollectionOrder(), day=DAY)
    assert (str(page.totals.offer), page.totals.ror) == ("600.00", None)
    rows = tree.cases_of_list(legal, CollectionFilter(), BY_NAME, day=DAY)
    assert {row.figures.ror for row in rows} | {row.figures.ror for row in page.rows} == {None}
    assert {row.figures.spent for row in rows} == {Money.zero}


def test_a_firm_shows_its_stages_last_contact_and_what_comes_next(book: Book) -> None:
    first, second, last = tree.firm_page(book.manager, CollectionFilter(), CollectionOrder(), day=DAY).rows
    assert (first.name, first.cases) == ("Pacific Crest Law Firm", 4)
    assert dict(first.stages) == {Stage.NEGOTIATION: 3, Stage.CLOSED_DISBURSED: 1}
    assert (TODAY - first.contacted_on).days == 3
    assert first.next_on == TODAY
    assert (second.name, (second.next_on - TODAY).days) == ("Osprey Legal", 7)
    assert (last.id, last.name) == (NO_FIRM, "")


def test_pages_firms_and_limits_cases_of_each(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "PAGE_FIRMS", 2)
    monkeypatch.setattr(tree, "FIRM_CASES", 3)
    second = tree.firm_page(book.manager, CollectionFilter(), CollectionOrder(), day=DAY, page=2)
    assert ([row.id for row in second.rows], second.pages, second.firms) == ([NO_FIRM], 2, 3)
    beyond = tree.firm_page(book.manager, CollectionFilter(), CollectionOrder(), day=DAY, page=9)
    assert beyond.page == 1
    crest = book.mine.law_firm_id
    found = tree.cases_of_firms(book.manager, CollectionFilter(), CollectionOrder(), day=DAY, firms=[crest])
    assert [row.number for row in found[crest]] == [book.due.number, book.mine.number, book.closed.number]


def test_a_case_knows_its_place_and_its_neighbours(book: Book) -> None:
    order = numbers(book.manager)
    place = tree.place_in_list(book.manager, order[2], CollectionFilter(), CollectionOrder(), day=DAY)
    assert place is not None
    assert (place.place, place.cases, place.before, place.after) == (3, 6, order[1], order[3])


def test_a_case_that_left_the_list_still_leads_on(book: Book) -> None:
    mine = CollectionFilter(view=V.MINE)
    place = tree.place_in_list(book.dana, book.due.number, mine, CollectionOrder(), day=DAY)
    assert place is not None
    assert (place.belongs, place.cases) == (False, 1)
    assert book.mine.number in (place.before, place.after)
    assert tree.place_in_list(book.dana, "CASE-1999-00001", mine, CollectionOrder(), day=DAY) is None


def test_the_number_of_queries_does_not_grow(book: Book, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        page = tree.firm_page(book.manager, CollectionFilter(), CollectionOrder(), day=DAY)
    with django_assert_num_queries(1):
        firms = [row.id for row in page.rows]
        tree.cases_of_firms(book.manager, CollectionFilter(), CollectionOrder(), day=DAY, firms=firms)
    with django_assert_num_queries(1):
        counts_of(book.manager, [CollectionFilter(view=view) for view in V], day=DAY)


def test_a_provider_sees_nothing_of_it(book: Book) -> None:
    provider = cast.actor_with(Role.PROVIDER, group=cast.provider_group())
    with pytest.raises(Forbidden):
        tree.firm_page(provider, CollectionFilter(), CollectionOrder(), day=DAY)


def test_a_firm_names_its_one_owner_or_says_how_many(book: Book) -> None:
    def owned() -> dict[str, tuple[int, str]]:
        rows = tree.firm_page(book.manager, CollectionFilter(view=V.ALL), BY_NAME, day=DAY).rows
        return {row.name: (row.owners, row.owner) for row in rows}

    assert owned()["Pacific Crest Law Firm"] == (1, "Dana Reyes")
    assert owned()["Osprey Legal"] == (0, "")
    assign_negotiator(book.manager, [book.due.number], user_id=book.manager.user_id)
    assert owned()["Pacific Crest Law Firm"] == (2, "")
