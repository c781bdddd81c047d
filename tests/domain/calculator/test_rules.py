"""The rules as a whole: complete, named once, explained on a page, read alike from JSON and typing."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.calculator.catalogue import SHELVES, all_rules, rule_named
from openlien.calculator.kinds import AMOUNT, RATE, SHARE, WEIGHT, Unreadable, listed
from openlien.calculator.queries import calculate, calculate_typed, list_rules
from openlien.calculator.rules import Group, MissingInput, Rule, UnknownInput, UnknownRule, WrongInput
from openlien.calculator.words import plain, plain_share, said
from openlien.identity.actor import Actor, Grant, system_actor
from openlien.identity.permissions import Role
from openlien.kit.errors import DomainError, Forbidden
from openlien.kit.money import Money, Rate
from openlien.settlement.law import all_rules as all_law

REPOSITORY = Path(__file__).parents[3]
PAGES = {path.stem for path in (REPOSITORY / "docs" / "formulas").glob("*.md")}
RULES = list(all_rules().values())
DOCUMENTED = re.compile(r"docs/formulas/([a-z0-9-]+)\.md")
PACKAGES = ("settlement", "funding", "negotiation", "calculator")


def _name(rule: Rule) -> str:
    return rule.name


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_a_rule_has_a_page_a_source_and_an_example_that_works(rule: Rule) -> None:
    assert rule.page in PAGES
    assert rule.source
    texts = {each.name: each.example for each in rule.inputs}
    assert all(texts[each.name] for each in rule.inputs if not each.optional)
    found = rule.calculate(rule.read_texts(texts))
    assert found.result
    named = {output.name.partition("<")[0] for output in rule.outputs}
    assert all(any(name.startswith(begin) for begin in named) for name in found.result)
    assert len(found.result) == len(rule.outputs)


def test_every_name_is_there_once_and_every_shelf_is_used() -> None:
    names = [rule.name for shelf in SHELVES for rule in shelf.RULES]
    assert len(names) == len(set(names)) == len(RULES) > 50
    assert {rule.group for rule in RULES} == set(Group)


def test_every_rule_of_law_is_used_by_a_rule_of_the_calculator() -> None:
    assert {rule.law for rule in RULES if rule.law} == set(all_law())


def test_every_page_that_the_code_names_exists() -> None:
    code = [path for package in PACKAGES for path in (REPOSITORY / "openlien" / package).rglob("*.py")]
    named = {page for path in code for page in DOCUMENTED.findall(path.read_text(encoding="utf-8"))}
    assert named
    assert named - PAGES == set()


def test_typed_text_and_json_give_the_same_answer() -> None:
    actor = system_actor("cli")
    typed = {"S": "$25,000.00", "fee": "8333.33", "liens": "4000; 3000\n5000", "date": " "}
    given_json = {"S": 25000, "fee": "8333.33", "liens": ["4000", "3000", "5000"], "date": None}
    assert calculate_typed(actor, "nc_44_50", typed).result == calculate(actor, "nc_44_50", given_json).result


def test_rows_and_objects_can_be_typed_a_line_each() -> None:
    actor = system_actor("cli")
    rounds = "2025-01-03, 90000\n2025-01-04,\n2025-01-05, 0.00"
    assert calculate_typed(actor, "last_demand", {"rows": rounds}).result == {"last_demand": "90000"}
    liens = '[{"category": "hospital", "amount": "2891.64"}]'
    pay = calculate_typed(actor, "il_770_23", {"S": "7500", "liens": liens}).result["pay"]
    assert pay == (Money(2500),)


@pytest.mark.parametrize(
    ("given_texts", "refusal"),
    [
        ({"S": "100"}, MissingInput),
        ({"S": "100", "fraction": ""}, MissingInput),
        ({"S": "100", "fraction": "1/3", "z": "1"}, UnknownInput),
        ({"S": "1,00", "fraction": "1/3"}, WrongInput),
        ({"S": "100", "fraction": "[1"}, WrongInput),
    ],
)
def test_typed_mistakes_are_named(given_texts: dict[str, str], refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        calculate_typed(system_actor("cli"), "fee_fraction", given_texts)


def test_a_list_that_begins_like_json_and_is_none_is_refused() -> None:
    with pytest.raises(WrongInput, match="is no JSON"):
        calculate_typed(system_actor("cli"), "pro_rata_fund", {"fund": "1", "claims": "[1, 2"})


def test_nobody_without_the_permission_calculates() -> None:
    provider = Actor(name="A provider", grants=(Grant(Role.PROVIDER),))
    for ask in (lambda: list_rules(provider), lambda: calculate(provider, "fee_fraction", {})):
        with pytest.raises(Forbidden):
            ask()


def test_an_unknown_rule_is_named_back_unless_it_cannot_be_printed() -> None:
    with pytest.raises(UnknownRule, match='"moonshine"'):
        rule_named("moonshine")
    with pytest.raises(UnknownRule, match='"that"'):
        rule_named("\x00")


SENT = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)


@given(SENT)
def test_whatever_is_sent_is_read_or_refused_under_the_name_of_its_input(value: object) -> None:
    for rule in (rule_named("il_770_23"), rule_named("settlement"), rule_named("interest")):
        for each in rule.inputs:
            # Any other exception fails the test: it would not say which input is meant.
            with suppress(Unreadable):
                each.kind.read(value)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("1/3", "1/3"),
        ("0.3333", "0.3333"),
        ("0.65", "0.65"),
        ("1", "1"),
        ("0", "0"),
        ("27067/77500", "0.349252"),
    ],
)
def test_a_share_is_written_as_short_as_it_is_exact(share: str, text: str) -> None:
    assert plain_share(Rate(share)) == text


def test_percentages_and_fractions_are_read_exactly() -> None:
    assert SHARE.read("33.33%") == Rate("0.3333")
    assert RATE.read("9.3 %") == Rate("0.093")
    assert WEIGHT.from_text("1/3") == Rate("1/3").value
    assert AMOUNT.from_text("$1,234.50") == Money("1234.50")
    assert listed(AMOUNT).from_text("1, 2;3\n") == [Money(1), Money(2), Money(3)]


def test_values_are_written_for_people_and_for_programs() -> None:
    assert said({"hospital": Money("-1234.5"), "paid": None}) == "hospital \u22121,234.50; paid —"
    assert plain({"a": (Money("1234.5"), True, None)}) == {"a": ["1234.50", True, None]}
