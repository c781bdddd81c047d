"""The rule files: every one is complete, and every kind of mistake in one is found with its place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openlien.kit.money import Money, Rate
from openlien.settlement.law import RuleFileWrong, RuleNotInForce, all_rules, read_rule, rule_called
from openlien.settlement.law.dated_rules import NoSuchParameter
from openlien.settlement.law.reading import FOLDER, NoSuchRuleFile

GOOD = """\
rule_id = "xx_rule"
title = "A rule"
jurisdiction = "Nowhere"
summary = "It limits."
sources = ["A book"]
to_verify = []

[[version]]
effective_to = 2020-12-31
citation = "Old Code 1"
verified_on = 2026-11-20

[[version]]
effective_from = 2021-01-01
citation = "Code 1"
verified_on = 2026-11-20
[version.parameters.share_max]
value = "1/3"
unit = "share"
meaning = "Largest part."
"""


@pytest.mark.parametrize("rule_id", sorted(all_rules()))
def test_every_rule_names_citation_source_and_check_of_every_version(rule_id: str) -> None:
    rule = rule_called(rule_id)
    assert rule.sources
    assert rule.to_verify, "nobody has confirmed any of these with counsel yet"
    for version in rule.versions:
        assert version.citation
        assert version.verified_on <= date(2026, 11, 20)
        assert all(each.meaning.endswith(".") for each in version.parameters.values())


def test_every_file_is_a_rule() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(all_rules())


def test_the_versions_of_a_rule_leave_no_day_out() -> None:
    rule = rule_called("us_medicare_threshold")
    for version in rule.versions:
        assert rule.on(version.effective_from) is version
        assert version.effective_to is None or rule.on(version.effective_to) is version
    assert rule.on(None) is rule.newest


def test_a_day_before_the_first_version_is_refused() -> None:
    rule = rule_called("us_medicare_threshold")
    with pytest.raises(RuleNotInForce, match="Sep 6, 2011"):
        rule.on(rule.versions[0].effective_from - timedelta(days=1))


def test_a_good_file_is_read() -> None:
    rule = read_rule("xx_rule.toml", GOOD)
    assert rule.on(date(2020, 12, 31)).citation == "Old Code 1"
    assert rule.on(date(2021, 1, 1)).share("share_max") == Rate("1/3")
    assert rule.newest.age_days(date(2026, 11, 30)) == 10


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('rule_id = "xx_rule"', 'rule_id = "yy_rule"', "not its file name"),
        ('title = "A rule"', 'title = " "', "title is empty"),
        ('title = "A rule"\n', "", "does not say title"),
        ('sources = ["A book"]', "sources = []", "names no source"),
        ("to_verify = []", "to_verify = []\nnote = 1", "says note"),
        ("effective_from = 2021-01-01", "effective_from = 2021-01-02", "a gap or an overlap"),
        ("effective_from = 2021-01-01", "effective_from = 2020-12-31", "a gap or an overlap"),
        ("effective_from = 2021-01-01", "", "only the first version"),
        ("effective_to = 2020-12-31", "", "only the first version"),
        (
            "effective_from = 2021-01-01",
            "effective_from = 2021-01-01\neffective_to = 2020-01-01",
            "before it",
        ),
        ("effective_from = 2021-01-01", 'effective_from = "2021-01-01"', "is no day"),
        ('citation = "Code 1"\n', "", "does not say citation"),
        ('value = "1/3"', 'value = "4/3"', "no share from 0 to 1"),
        ('value = "1/3"', 'value = "third"', "third"),
        ('value = "1/3"', "value = 0.33", "A rate takes"),
        ('unit = "share"', 'unit = "parsecs"', "no known unit"),
        ('unit = "share"', 'unit = "days"', "not written in its unit"),
        ('meaning = "Largest part."', 'meaning = ""', "meaning is empty"),
        ("[[version]]", "[[version", "rule file xx_rule.toml is wrong"),
    ],
)
def test_a_mistake_in_a_file_is_found(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(RuleFileWrong, match=says):
        read_rule("xx_rule.toml", GOOD.replace(old, new))


def test_a_parameter_is_read_in_its_own_unit_only() -> None:
    version = rule_called("us_medicare_threshold").newest
    assert version.money("settlement_max") == Money(750)
    with pytest.raises(NoSuchParameter, match="share"):
        version.share("settlement_max")


def test_an_unknown_rule_is_not_found() -> None:
    with pytest.raises(NoSuchRuleFile, match="moonshine"):
        rule_called("moonshine")


def test_no_statutory_number_stands_in_the_code() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (FOLDER.parents[1] / "reductions").glob("*.py")]
    numbers = ('"0.25"', '"0.40"', '"0.5', '"1/2"', '"1/3"', '"0.20"', "750", "10000", "5000", '"0.80"')
    assert [number for number in numbers if any(number in source for source in sources)] == []
