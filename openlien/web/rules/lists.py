"""The list of rules: shelf by shelf on the page, as one table in its export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openlien.calculator.rules import Rule
from openlien.web.jinja import url
from openlien.web.sheets import Head, Line, Sheet

from .sources import source_facts

HEADS = (
    Head("Rule"),
    Head("Jurisdiction"),
    Head("Citation"),
    Head("In force"),
    Head("Last checked", "date"),
    Head("Age of the check"),
    Head("To verify", "count"),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some of the rules under one heading."""

    title: str
    sheet: Sheet


def chosen(rules: Sequence[Rule], words: str, *, only_law: bool) -> list[Rule]:
    """Return the rules that every one of the words is found in; with `only_law` those with a statute."""
    wanted = words.casefold().split()
    return [
        rule
        for rule in rules
        if (rule.law or not only_law) and all(word in _searched(rule) for word in wanted)
    ]


def shelves(rules: Sequence[Rule], today: date) -> list[Shelf]:
    """Return the rules in the order of their shelves, empty shelves left out."""
    groups = dict.fromkeys(rule.group for rule in rules)
    return [
        Shelf(group.value, _sheet(group.value, [rule for rule in rules if rule.group is group], today))
        for group in groups
    ]


def list_sheet(rules: Sequence[Rule], today: date) -> Sheet:
    """Return all rules as one table, with name and shelf in front."""
    heads = (Head("Name"), Head("Shelf"), *HEADS, Head("What to verify"))
    lines = (
        Line(
            (
                rule.name,
                rule.group.value,
                *_line(rule, today).cells,
                " ".join(source_facts(rule, today).to_verify),
            )
        )
        for rule in rules
    )
    return Sheet("Rules", heads, lines)


def _sheet(title: str, rules: Sequence[Rule], today: date) -> Sheet:
    return Sheet(title, HEADS, [_line(rule, today) for rule in rules])


def _line(rule: Rule, today: date) -> Line:
    facts = source_facts(rule, today)
    cells = (
        rule.title,
        facts.jurisdiction,
        facts.citation,
        facts.in_force or None,
        facts.checked_on,
        facts.age or None,
        len(facts.to_verify) or None,
    )
    return Line(cells, url("rules:rule", rule.name))


def _searched(rule: Rule) -> str:
    dated = rule.dated
    law = f"{dated.jurisdiction} {dated.newest.citation} {dated.summary}" if dated else ""
    return f"{rule.name} {rule.title} {rule.group.value} {rule.source} {law}".casefold()
