"""The calculator: which rules there are, and what one of them answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Body, Router

from openlien.calculator import queries
from openlien.calculator.rules import Calculated, Rule
from openlien.calculator.words import plain
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today

from .authentication import actor_of_call
from .operations import operation
from .schemas import Answer

router = Router(tags=["calculations"])


class RuleInputAnswer(Answer):
    """One input of a rule."""

    name: str
    label: str
    kind: str
    required: bool
    example: str


class OutputAnswer(Answer):
    """One output of a rule; a name with angle brackets stands for names that hold an input."""

    name: str
    label: str


class LawVersionAnswer(Answer):
    """When a version of the law behind a rule is in force; an open end is null."""

    citation: str
    effective_from: date | None
    effective_to: date | None
    last_checked: date
    age_days: int


class RuleAnswer(Answer):
    """One rule; a formula without a statute behind it has no versions and nothing to verify."""

    rule: str
    title: str
    group: str
    source: str
    jurisdiction: str
    versions: list[LawVersionAnswer]
    to_verify: list[str]
    inputs: list[RuleInputAnswer]
    outputs: list[OutputAnswer]
    formula_page: str


class RuleList(Answer):
    """Every rule of the calculator, shelf by shelf."""

    as_of: date
    items: list[RuleAnswer]


class WorkingStepAnswer(Answer):
    """One step of a working."""

    name: str
    formula: str
    inputs: dict[str, Any]
    value: Any


class CalculationAnswer(Answer):
    """What a rule answers; the names in `result` are those of the rule's outputs."""

    rule: str
    result: dict[str, Any]
    working: list[WorkingStepAnswer]
    status: str


@operation(router, "GET", "", permission=Permission.CALCULATE, response=RuleList)
def list_calculations(request: HttpRequest):
    """The rules of the calculator with inputs, citation, effective dates and the day of the last check."""
    today = business_today(settings.BUSINESS_TIME_ZONE)
    rules = queries.list_rules(actor_of_call(request))
    return {"as_of": today, "items": [_rule(rule, today) for rule in rules]}


@operation(router, "GET", "/{rule}", permission=Permission.CALCULATE, response=RuleAnswer)
def get_calculation(request: HttpRequest, rule: str):
    """One rule of the calculator."""
    return _rule(queries.get_rule(actor_of_call(request), rule), business_today(settings.BUSINESS_TIME_ZONE))


@operation(router, "POST", "/{rule}", permission=Permission.CALCULATE, response=CalculationAnswer)
def calculate(request: HttpRequest, rule: str, inputs: dict[str, Any] = Body(...)):
    """Works out a rule for the inputs in the body; nothing is kept, and the answer is a proposal."""
    return _calculation(queries.calculate(actor_of_call(request), rule, inputs))


def _rule(rule: Rule, today: date) -> dict[str, Any]:
    dated = rule.dated
    return {
        "rule": rule.name,
        "title": rule.title,
        "group": rule.group.value,
        "source": rule.source,
        "jurisdiction": dated.jurisdiction if dated else "",
        "versions": list(_versions(rule, today)),
        "to_verify": list(dated.to_verify) if dated else [],
        "inputs": [
            {
                "name": each.name,
                "label": each.label,
                "kind": each.kind.name,
                "required": not each.optional,
                "example": each.example,
            }
            for each in rule.inputs
        ],
        "outputs": [{"name": each.name, "label": each.label} for each in rule.outputs],
        "formula_page": rule.page,
    }


def _versions(rule: Rule, today: date) -> Iterator[dict[str, Any]]:
    for version in rule.dated.versions if rule.dated else ():
        yield {
            "citation": version.citation,
            "effective_from": version.effective_from,
            "effective_to": version.effective_to,
            "last_checked": version.verified_on,
            "age_days": version.age_days(today),
        }


def _calculation(found: Calculated) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "result": plain(found.result),
        "working": [
            {
                "name": step.name,
                "formula": step.formula,
                "inputs": plain(step.inputs),
                "value": plain(step.value),
            }
            for step in found.working
        ],
        "status": found.status.value,
    }
