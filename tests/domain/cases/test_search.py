"""The search box: numbers however they are written, names however they are typed, within the scope."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.cases.models import Case, Party
from openlien.cases.queries import find_firms, firm_name
from openlien.cases.search import LATEST_CASES, numbers_meant, prefix_query, search_cases, search_words
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.sql import fetch_one
from tests import cast

pytestmark = pytest.mark.django_db

ANYBODY = cast.actor_with(Role.CASE_MANAGER)


def numbers(words: str, **options: object) -> list[str]:
    return [case.number for case in search_cases(options.pop("actor", ANYBODY), words, **options)]


@pytest.fixture
def case() -> Case:
    return cast.make_case("Zoë Núñez-O'Brien", number="CASE-2026-00123", external_id="006X7", mrn="MR-88")


@pytest.mark.parametrize(
    "words",
    [
        *(
            "123",
            "00123",
            "0123",
            "2026-123",
            "2026 00123",
            "CASE-2026-00123",
            "case 123",
            " case-2026-00123 ",
        ),
        *("006x7", "88", "zoe", "ZOË", "nunez", "Núñez", "obrien", "o'brien", "O’Brien", "brien"),
        *("pacific", "crest law", "zoe pacific", "pac 123"),
    ],
)
def test_finds_the_case(case: Case, words: str) -> None:
    cast.make_case("Kai Calder", firm_name="Osprey Legal", number="CASE-2025-00777")
    assert numbers(words) == ["CASE-2026-00123"]


@pytest.mark.parametrize(
    "words", ["", "   ", "zzz", "-123 x", "%", "\\", "' & |", ":*", "\x00", "zoe calder", "~pac"]
)
def test_finds_nothing(case: Case, words: str) -> None:
    cast.make_case("Kai Calder", firm_name="Osprey Legal")
    assert numbers(words) == (["CASE-2026-00123"] if words == "~pac" else [])


def test_a_bare_number_comes_before_newer_numbers_that_begin_so() -> None:
    for number in ("CASE-2024-00012", "CASE-2025-01234", "CASE-2026-00012", "CASE-2026-12000"):
        cast.make_case(number=number)
    assert numbers("12") == ["CASE-2026-00012", "CASE-2024-00012", "CASE-2026-12000", "CASE-2025-01234"]
    assert numbers("2024-12") == ["CASE-2024-00012"]
    assert numbers("12", limit=1) == ["CASE-2026-00012"]


def test_a_patient_comes_before_the_newer_cases_of_a_firm_of_that_name() -> None:
    cast.make_case("Ada Marlow", number="CASE-2024-00001")
    cast.make_case("Kai Calder", firm_name="Marlow Law", number="CASE-2026-00002")
    assert numbers("marlow") == ["CASE-2024-00001", "CASE-2026-00002"]


def test_the_newest_cases_come_first_and_no_more_than_asked_for() -> None:
    for serial in range(1, 13):
        cast.make_case("Zoe Marlow", number=f"CASE-2026-{serial:05d}")
    assert numbers("marl", limit=3) == ["CASE-2026-00012", "CASE-2026-00011", "CASE-2026-00010"]


def test_an_old_case_is_found_behind_all_the_newer_ones() -> None:
    old = cast.make_case("Wilhelmina Quux", number="CASE-1999-00001")
    patient = cast.patient("Kai Calder")
    newer = [
        Case(number=f"CASE-2026-{serial:05d}", patient=patient, opened_on=cast.AS_OF)
        for serial in range(1, LATEST_CASES + 50)
    ]
    Case.objects.bulk_create(newer)
    assert numbers("quux") == [old.number]
    assert numbers("calder", limit=2) == [newer[-1].number, newer[-2].number]


def test_a_renamed_patient_and_firm_are_found_by_their_new_names(case: Case) -> None:
    Party.objects.filter(id=case.patient_id).update(name="Ida Lark")
    Party.objects.filter(id=case.law_firm_id).update(name="Harbor Legal")
    assert numbers("nunez") == []
    assert numbers("ida harbor") == [case.number]


def test_a_provider_finds_cases_with_its_bills_only(case: Case) -> None:
    foreign = cast.make_case("Zoe Marlow")
    cast.make_bill(case, facility_name="Coastal MRI & Imaging")
    cast.make_bill(foreign, facility_name="Summit Pain Institute")
    provider = cast.actor_with(Role.PROVIDER, group=cast.provider_group("Bayline Care Partners"))
    assert numbers("zoe", actor=provider) == [case.number]
    assert numbers(foreign.number, actor=provider) == []


def test_a_law_firm_finds_its_own_cases_only(case: Case) -> None:
    cast.make_case("Zoe Marlow", firm_name="Osprey Legal")
    lawyer = cast.actor_with(Role.LEGAL_TEAM, law_firm=cast.firm("Pacific Crest Law Firm"))
    assert numbers("zoe", actor=lawyer) == [case.number]


def test_refuses_somebody_without_a_role() -> None:
    from openlien.identity.actor import Actor

    with pytest.raises(Forbidden):
        search_cases(Actor(name="Nobody", grants=()), "zoe")


@given(st.text(max_size=60))
def test_any_text_is_a_query_that_the_database_reads(words: str) -> None:
    query = prefix_query(words, with_firm=True)
    assert fetch_one("SELECT %s::tsquery IS NOT NULL AS is_read", [query]).is_read


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="\x00", max_codepoint=0x24F), max_size=40
    )
)
def test_the_database_cuts_the_words_as_the_query_does(written: str) -> None:
    bare = written.translate(str.maketrans("", "", "'’`_"))
    row = fetch_one("SELECT cut_words(%s) AS words", [bare])
    assert row.words[:8] == search_words(bare)


def test_a_number_means_one_case_of_its_year_or_of_every_year() -> None:
    assert numbers_meant("2026-123") == ["CASE-2026-00123"]
    assert "CASE-2024-00123" in numbers_meant("00123")
    assert numbers_meant("123 marlow") == numbers_meant("marlow") == numbers_meant("1 2 3") == []


def test_firms_are_found_by_the_beginnings_of_their_words() -> None:
    cast.make_case(firm_name="Harbor Legal Group, LLP")
    cast.make_case(firm_name="Osprey Legal")
    assert [firm.name for firm in find_firms(ANYBODY, "leg")] == ["Harbor Legal Group, LLP", "Osprey Legal"]
    assert [firm.name for firm in find_firms(ANYBODY, "legal harb")] == ["Harbor Legal Group, LLP"]
    assert len(find_firms(ANYBODY, "")) == 2
    assert find_firms(ANYBODY, "?!") == []


def test_firms_without_a_case_of_the_actor_are_not_found() -> None:
    own, foreign = (
        cast.make_case(firm_name="Harbor Legal Group, LLP"),
        cast.make_case(firm_name="Osprey Legal"),
    )
    cast.make_bill(own, facility_name="Coastal MRI & Imaging")
    provider = cast.actor_with(Role.PROVIDER, group=cast.provider_group("Bayline Care Partners"))
    assert [firm.name for firm in find_firms(provider, "legal")] == ["Harbor Legal Group, LLP"]
    assert firm_name(provider, own.law_firm_id) == "Harbor Legal Group, LLP"
    assert firm_name(provider, foreign.law_firm_id) is None
