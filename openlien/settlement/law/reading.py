"""Reads and validates the rule files; a file with a mistake stops the program, never a settlement."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from openlien.kit.errors import DomainError, NotFound
from openlien.kit.money import Money, MoneyError, Rate, RateError

from .dated_rules import Bracket, DatedRule, Parameter, RuleVersion, Unit, Value

FOLDER = Path(__file__).parent / "rules"
RULE_ID = re.compile(r"[a-z][a-z0-9_]{2,59}")
RULE_KEYS = {"rule_id", "title", "jurisdiction", "summary", "sources", "to_verify", "version"}
VERSION_KEYS = {"effective_from", "effective_to", "citation", "verified_on", "parameters"}
PARAMETER_KEYS = {"value", "unit", "meaning"}


class RuleFileWrong(DomainError, ValueError):
    """The rule file {file} is wrong: {why}."""


class NoSuchRuleFile(NotFound):
    """There is no rule of law called {rule_id}."""


@cache
def all_rules() -> Mapping[str, DatedRule]:
    """Return every rule by its id.

    *Raises*: RuleFileWrong for a file that is wrong.
    """
    rules = [read_rule(path.name, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return MappingProxyType({rule.rule_id: rule for rule in rules})


def rule_called(rule_id: str) -> DatedRule:
    """Return the rule of that id.

    *Raises*: NoSuchRuleFile.
    """
    rule = all_rules().get(rule_id)
    if rule is None:
        raise NoSuchRuleFile(rule_id=rule_id)
    return rule


def read_rule(file: str, text: str) -> DatedRule:
    """Return the rule that the text of a file states.

    *Raises*: RuleFileWrong with what is wrong.
    """
    try:
        return _rule(file, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, MoneyError, RateError) as mistake:
        raise RuleFileWrong(file=file, why=_words(mistake)) from None


def _words(mistake: Exception) -> str:
    if isinstance(mistake, KeyError):
        return f"it does not say {mistake.args[0]}"
    return str(mistake).rstrip(".")


def _rule(file: str, stated: dict[str, Any]) -> DatedRule:
    _refuse_unknown(file, stated, RULE_KEYS)
    rule_id = stated["rule_id"]
    if not RULE_ID.fullmatch(rule_id) or file != f"{rule_id}.toml":
        raise RuleFileWrong(file=file, why="its rule_id is not its file name")
    versions = tuple(_version(file, rule_id, each) for each in stated["version"])
    _check_order(file, versions)
    if not stated["sources"]:
        raise RuleFileWrong(file=file, why="it names no source")
    return DatedRule(
        rule_id=rule_id,
        title=_text(file, stated, "title"),
        jurisdiction=_text(file, stated, "jurisdiction"),
        summary=_text(file, stated, "summary"),
        sources=tuple(stated["sources"]),
        to_verify=tuple(stated["to_verify"]),
        versions=versions,
    )


def _version(file: str, rule_id: str, stated: dict[str, Any]) -> RuleVersion:
    _refuse_unknown(file, stated, VERSION_KEYS)
    parameters = {name: _parameter(file, name, each) for name, each in stated.get("parameters", {}).items()}
    return RuleVersion(
        rule_id=rule_id,
        effective_from=_day(file, stated.get("effective_from")),
        effective_to=_day(file, stated.get("effective_to")),
        citation=_text(file, stated, "citation"),
        verified_on=_day(file, stated["verified_on"]),
        parameters=MappingProxyType(parameters),
    )


def _check_order(file: str, versions: tuple[RuleVersion, ...]) -> None:
    if not versions:
        raise RuleFileWrong(file=file, why="it has no version")
    for version in versions:
        begins, ends = version.effective_from, version.effective_to
        if begins and ends and ends < begins:
            raise RuleFileWrong(file=file, why=f"a version ends on {ends}, before it begins")
    for earlier, later in pairwise(versions):
        if later.effective_from is None or earlier.effective_to is None:
            raise RuleFileWrong(
                file=file, why="only the first version may have no beginning, the last no end"
            )
        if earlier.effective_to + timedelta(days=1) != later.effective_from:
            raise RuleFileWrong(file=file, why=f"there is a gap or an overlap at {later.effective_from}")


def _parameter(file: str, name: str, stated: dict[str, Any]) -> Parameter:
    _refuse_unknown(file, stated, PARAMETER_KEYS)
    if stated["unit"] not in set(Unit):
        raise RuleFileWrong(file=file, why=f"{name} has no known unit")
    unit = Unit(stated["unit"])
    return Parameter(name, unit, _value(file, name, unit, stated["value"]), _text(file, stated, "meaning"))


def _value(file: str, name: str, unit: Unit, stated: Any) -> Value:
    match unit:
        case Unit.SHARE:
            return _share(file, name, stated)
        case Unit.USD:
            return Money(stated)
        case Unit.DAYS | Unit.HOURS if type(stated) is int and stated >= 0:
            return stated
        case Unit.TRUTH if isinstance(stated, bool):
            return stated
        case Unit.NAMES if stated and all(isinstance(each, str) and each for each in stated):
            return tuple(stated)
        case Unit.BRACKETS if stated:
            return _brackets(file, name, stated)
    raise RuleFileWrong(file=file, why=f"{name} is not written in its unit, {unit}")


def _share(file: str, name: str, stated: Any) -> Rate:
    share = Rate(stated)
    if not Rate.zero <= share <= Rate.whole:
        raise RuleFileWrong(file=file, why=f"{name} is no share from 0 to 1")
    return share


def _brackets(file: str, name: str, stated: list[list[str]]) -> tuple[Bracket, ...]:
    brackets = tuple(
        Bracket(Money(width) if width else None, _share(file, name, share)) for width, share in stated
    )
    if any(bracket.width is None for bracket in brackets[:-1]) or brackets[-1].width is not None:
        raise RuleFileWrong(file=file, why=f"of {name} only the last bracket takes all the rest")
    return brackets


def _day(file: str, stated: Any) -> date | None:
    if stated is None or type(stated) is date:
        return stated
    raise RuleFileWrong(file=file, why=f"{stated} is no day")


def _text(file: str, stated: dict[str, Any], key: str) -> str:
    text = stated[key]
    if not isinstance(text, str) or not text.strip():
        raise RuleFileWrong(file=file, why=f"{key} is empty")
    return text.strip()


def _refuse_unknown(file: str, stated: dict[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(stated) - known):
        raise RuleFileWrong(file=file, why=f"it says {', '.join(unknown)}, which means nothing here")
