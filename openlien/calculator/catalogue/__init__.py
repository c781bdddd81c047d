"""The rules of the calculator, shelf by shelf."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from openlien.calculator.rules import Rule, UnknownRule

from . import (
    distribution,
    federal,
    fees,
    funding,
    negotiation,
    plans,
    portfolio,
    returns,
    rounding,
    states,
    trust,
)

SHELVES = (
    fees,
    distribution,
    federal,
    states,
    plans,
    negotiation,
    funding,
    returns,
    trust,
    portfolio,
    rounding,
)


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its name, shelf by shelf."""
    return MappingProxyType({rule.name: rule for shelf in SHELVES for rule in shelf.RULES})


def rule_named(name: str) -> Rule:
    """Return the rule of that name.

    *Raises*: UnknownRule.
    """
    rule = all_rules().get(name)
    if rule is None:
        raise UnknownRule(rule=name if name.isprintable() and len(name) <= 60 else "that")
    return rule
