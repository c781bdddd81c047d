"""Statutory numbers as dated files: each with its unit, source, effective dates and last check.

`rules/` holds one TOML file a rule; `reading` validates them, `dated_rules` answers which version is in force
on a day. The format is described in docs/rules.md.
"""

from .dated_rules import Bracket, DatedRule, Parameter, RuleNotInForce, RuleVersion, Unit
from .reading import RuleFileWrong, all_rules, read_rule, rule_called

__all__ = [
    "Bracket",
    "DatedRule",
    "Parameter",
    "RuleFileWrong",
    "RuleNotInForce",
    "RuleVersion",
    "Unit",
    "all_rules",
    "read_rule",
    "rule_called",
]
