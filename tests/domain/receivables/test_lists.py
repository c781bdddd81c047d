"""Lists of cases: pages, cursors, words and the part of the book that the reader may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor, Grant, Scope
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, InvalidInput
from openlien.kit.money import Money
from openlien.receivables import queries
from openlien.receivables.filter_words import read_filters
from openlien.receivables.queries import BadCursor, CaseGroup, Filters, LimitOutOfBounds
from openlien.receivables.queries.paging import Order, read_cursor

from .books import DAYS, FIRMS, GROUPS, BillFacts, CaseFacts, parties, write

TODAY = date(2026, 11, 20)


def _settled(number: int) -> CaseFacts:
    # Amounts and days repeat, so that pages end between equal keys.
    bills = [
        BillFacts(
            DAYS[1], 10_000 * (number % 3 + 1), settled_on=(DAYS[2], DAYS[3], None)[number % 3], group=0
        ),
        BillFacts(DAYS[1], 5_000, settled_on=None, group=1, tranche="Pool 2"),
    ]
    stages = [(DAYS[0], Stage.STILL_TREATING, False), (DAYS[2], Stage.SETTLED_NOT_DISBURSED, False)]
    return CaseFacts(DAYS[0], stages, bills, firm=number % 2, patient=f"Wren Fallow{number}")


@pytest.fixture
def book(db: None) -> list[CaseFacts]:
    book = [_settled(number) for number in range(7)]
    write(book)
    return book


def _all_pages(ask: Callable[[str | None], Any]) -> list[Any]:
    found, cursor = [], None
    while True:
        page = ask(cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            assert page.total == len(found)
            return found


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
class TestPages:
    def test_settled_cases_come_once_each_oldest_first(self, reader: Actor, limit: int) -> None:
        found = _all_pages(lambda cursor: queries.settled_pending(reader, TODAY, limit=limit, cursor=cursor))
        days = [item.days for item in found]
        known = [day for day in days if day is not None]
        assert len({item.case.case_id for item in found}) == 7
        assert days == [*sorted(known, reverse=True), None, None]

    def test_cases_of_a_stage_come_once_each_largest_first(self, reader: Actor, limit: int) -> None:
        stage = Stage.SETTLED_NOT_DISBURSED
        found = _all_pages(
            lambda cursor: queries.cases_in_stage(reader, TODAY, stage, limit=limit, cursor=cursor)
        )
        amounts = [line.open for line in found]
        assert len({line.case_id for line in found}) == 7
        assert amounts == sorted(amounts, reverse=True)

    def test_old_cases_at_risk_come_once_each(self, reader: Actor, limit: int) -> None:
        write(
            [
                CaseFacts(DAYS[0], [(DAYS[0], Stage.NEGOTIATION, False)], [BillFacts(DAYS[0])])
                for _ in range(5)
            ]
        )
        found = _all_pages(lambda cursor: queries.at_risk(reader, TODAY, limit=limit, cursor=cursor))
        assert len({item.case.case_id for item in found}) == 5

    def test_cases_that_owe_nothing_come_once_each(self, reader: Actor, limit: int) -> None:
        write([CaseFacts(DAYS[0], [(DAYS[0], Stage.NEGOTIATION, False)], []) for _ in range(4)])
        found = _all_pages(
            lambda cursor: queries.cases_in_group(reader, TODAY, CaseGroup.ALL, limit=limit, cursor=cursor)
        )
        assert len({line.case_id for line in found}) == 11


@pytest.mark.usefixtures("book")
class TestCursors:
    @pytest.mark.parametrize(
        "cursor",
        [
            "",
            "x",
            "é",
            "bm90aGluZw",
            "c2V0dGxlZHwyMDI2LTk5LTk5fDAxYTFmYjRjLTgwODMtNzM1Ny05MWUxLWE4ZWFlYjA4NDBmYg",
        ],
    )
    def test_refuses_a_cursor_that_no_list_wrote(self, reader: Actor, cursor: str) -> None:
        with pytest.raises(BadCursor):
            queries.settled_pending(reader, TODAY, cursor=cursor)

    def test_refuses_the_cursor_of_another_list(self, reader: Actor) -> None:
        cursor = queries.settled_pending(reader, TODAY, limit=1).next_cursor
        with pytest.raises(BadCursor):
            queries.at_risk(reader, TODAY, cursor=cursor)

    @pytest.mark.parametrize("limit", [0, 201, -1])
    def test_refuses_a_page_of_another_size(self, reader: Actor, limit: int) -> None:
        with pytest.raises(LimitOutOfBounds, match=str(limit)):
            queries.at_risk(reader, TODAY, limit=limit)


@given(st.sampled_from(Order), st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_a_place_or_a_bad_cursor(order: Order, text: str) -> None:
    try:
        place = read_cursor(order, text)
    except BadCursor:
        return
    assert order.allows(place.key)


@pytest.mark.usefixtures("book")
class TestWords:
    def test_finds_by_patient_number_and_firm(self, reader: Actor) -> None:
        found = queries.cases_in_group(reader, TODAY, CaseGroup.OPEN, search="fallow3")
        assert [line.patient for line in found.items] == ["Wren Fallow3"]
        number = found.items[0].number
        assert queries.cases_in_group(reader, TODAY, CaseGroup.ALL, search=number).total == 1
        assert queries.cases_in_group(reader, TODAY, CaseGroup.OPEN, search="tamarack").total == 3

    def test_words_without_letters_find_nothing(self, reader: Actor) -> None:
        assert queries.cases_in_group(reader, TODAY, CaseGroup.OPEN, search="?!").total == 0

    @pytest.mark.parametrize("group", list(CaseGroup))
    def test_every_group_counts_what_it_lists(self, reader: Actor, group: CaseGroup) -> None:
        found = queries.cases_in_group(reader, TODAY, group, limit=200)
        assert found.total == len(found.items)
        assert found.totals.open == sum((line.open for line in found.items), Money.zero)


def _actor(role: Role, scope: Scope) -> Actor:
    return Actor("Dana Ortiz", (Grant(role, scope),))


@pytest.fixture
def provider(book: list[CaseFacts]) -> Actor:
    group = parties("provider_group", GROUPS)[1]
    return _actor(Role.PROVIDER, Scope(provider_group_ids=frozenset({group.id})))


@pytest.fixture
def firm_reader(book: list[CaseFacts]) -> Actor:
    firm = parties("law_firm", FIRMS)[1]
    return _actor(Role.FINANCIAL_ANALYST, Scope(law_firm_ids=frozenset({firm.id})))


def test_a_provider_sees_the_sums_of_its_own_bills(provider: Actor) -> None:
    assert queries.summary(provider, TODAY).total == queries.Part(Money(350), 7, 7)
    assert {line.open for line in queries.cases_in_group(provider, TODAY, CaseGroup.OPEN).items} == {
        Money(50)
    }
    assert queries.settled_pending(provider, TODAY).delay.known == 0
    assert queries.collections_by_month(provider, TODAY).total == Money.zero
    assert [line.tranche for line in queries.tranches(provider, TODAY).lines] == ["Pool 2"]


def test_a_provider_is_offered_its_own_choices_only(provider: Actor, reader: Actor) -> None:
    assert [group.name for group in queries.filter_choices(provider).provider_groups] == [GROUPS[1]]
    assert queries.filter_choices(provider).tranches == ("Pool 2",)
    everything = queries.filter_choices(reader)
    assert [group.name for group in everything.provider_groups] == list(GROUPS)
    assert [firm.name for firm in everything.law_firms] == list(FIRMS)
    assert (everything.states, everything.tranches) == (("CA",), ("Pool 1", "Pool 2"))


def test_a_law_firm_sees_its_own_cases_whole(firm_reader: Actor) -> None:
    found = queries.firm_breakdown(firm_reader, TODAY)
    assert [firm.name for firm in found.firms] == [FIRMS[1]]
    assert found.open == queries.pipeline(firm_reader, TODAY).totals.open == Money(750)


def test_scopes_of_both_kinds_add_up(book: list[CaseFacts], reader: Actor) -> None:
    group, firm = parties("provider_group", GROUPS)[1], parties("law_firm", FIRMS)[1]
    both = _actor(
        Role.FINANCIAL_ANALYST,
        Scope(provider_group_ids=frozenset({group.id}), law_firm_ids=frozenset({firm.id})),
    )
    # Three whole cases of the firm, and the group's bills of the other four.
    assert queries.pipeline(both, TODAY).totals == queries.Part(Money(950), 7, 10)
    assert queries.summary(both, TODAY, Filters(law_firm_ids=(firm.id,))).total.open == Money(750)


def test_a_scope_of_nothing_is_empty(book: list[CaseFacts]) -> None:
    assert queries.pipeline(_actor(Role.AUDITOR, Scope()), TODAY).totals.cases == 0


@pytest.mark.parametrize("question", [queries.pipeline, queries.summary, queries.velocity, queries.history])
@pytest.mark.django_db
def test_refuses_a_role_that_does_not_see_the_portfolio(question: Callable[..., object]) -> None:
    with pytest.raises(Forbidden):
        question(_actor(Role.LEGAL_TEAM, Scope(everything=True)), TODAY)


def test_a_filter_knows_only_parties_of_the_actors_part(
    provider: Actor, firm_reader: Actor, reader: Actor
) -> None:
    own, foreign = {"provider_groups": [GROUPS[1]]}, {"provider_groups": [GROUPS[0]]}
    group = parties("provider_group", GROUPS)[1]
    assert read_filters(provider, **own) == Filters(provider_group_ids=(group.id,))
    assert read_filters(provider, provider_groups=[str(group.id)]).provider_group_ids == (group.id,)
    assert read_filters(reader, **foreign, firms=[FIRMS[0].upper()]).law_firm_ids
    with pytest.raises(InvalidInput):
        read_filters(provider, **foreign)
    with pytest.raises(InvalidInput):
        read_filters(firm_reader, firms=[FIRMS[0]])


def test_a_foreign_party_is_refused_in_the_words_of_a_missing_one(firm_reader: Actor) -> None:
    foreign, missing = parties("law_firm", (FIRMS[0],))[0], uuid4()
    with pytest.raises(InvalidInput) as of_foreign:
        read_filters(firm_reader, firms=[str(foreign.id)])
    with pytest.raises(InvalidInput) as of_missing:
        read_filters(firm_reader, firms=[str(missing)])
    assert of_foreign.value.sentence.replace(str(foreign.id), "") == of_missing.value.sentence.replace(
        str(missing), ""
    )
