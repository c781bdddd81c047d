"""What the JSON interface, the command and the pages ask the calculator; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from .catalogue import all_rules, rule_named
from .rules import Calculated, Rule


def list_rules(actor: Actor) -> list[Rule]:
    """Return every rule, shelf by shelf.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CALCULATE)
    return list(all_rules().values())


def get_rule(actor: Actor, name: str) -> Rule:
    """Return the rule of that name.

    *Raises*: Forbidden, UnknownRule.
    """
    actor.require(Permission.CALCULATE)
    return rule_named(name)


def calculate(actor: Actor, name: str, given: Mapping[str, Any]) -> Calculated:
    """Return the rule's answer to values as JSON knows them.

    *Raises*: Forbidden, UnknownRule, UnknownInput, MissingInput, WrongInput, the refusals of the formula.
    """
    rule = get_rule(actor, name)
    return rule.calculate(rule.read(given))


def calculate_typed(actor: Actor, name: str, given: Mapping[str, str]) -> Calculated:
    """Return the rule's answer to texts as a person typed them.

    *Raises*: as `calculate`.
    """
    rule = get_rule(actor, name)
    return rule.calculate(rule.read_texts(given))
