"""Where a rule comes from and how old its last check is, in the words of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.calculator.rules import Rule
from openlien.settlement.law import Bracket, Parameter, RuleVersion, Unit
from openlien.web.jinja import age_words, date_text, money, plural
from openlien.web.sheets import Sign

# A statute may change every year, so a check older than a year is due.
CHECK_DAYS_MAX = 365
FORMULA = "Formula"


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version of the law: when, by which source, with which numbers."""

    in_force: str
    citation: str
    checked_on: date
    age: str
    parameters: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the page of a rule says about its source."""

    jurisdiction: str
    citation: str
    in_force: str
    checked_on: date | None
    check: Sign | None
    age: str
    summary: str
    to_verify: tuple[str, ...]
    sources: tuple[str, ...]
    versions: list[ShownVersion]


def source_facts(rule: Rule, today: date) -> SourceFacts:
    """Return what is said about the source of a rule; a formula of ours has no check that could age."""
    dated = rule.dated
    if dated is None:
        return SourceFacts(FORMULA, rule.source, "", None, None, "", "", (), (rule.source,), [])
    newest = dated.newest
    return SourceFacts(
        jurisdiction=dated.jurisdiction,
        citation=newest.citation,
        in_force=in_force(newest),
        checked_on=newest.verified_on,
        check=check_sign(newest, today),
        age=age(newest, today),
        summary=dated.summary,
        to_verify=dated.to_verify,
        sources=dated.sources,
        versions=[_version(version, today) for version in reversed(dated.versions)],
    )


def check_sign(version: RuleVersion, today: date) -> Sign:
    """Return whether the last check still counts."""
    due = version.age_days(today) > CHECK_DAYS_MAX
    return Sign("Check due", "pending") if due else Sign("Checked", "settled")


def age(version: RuleVersion, today: date) -> str:
    """Return the age of the last check in words."""
    days = version.age_days(today)
    return age_words(days) if days <= 0 else f"{age_words(days)} ago"


def in_force(version: RuleVersion) -> str:
    """Return the time in force in words; a beginning that nobody recorded is left out."""
    begins, ends = version.effective_from, version.effective_to
    if begins and ends:
        return f"{date_text(begins)} to {date_text(ends)}"
    if begins:
        return f"Since {date_text(begins)}"
    return f"Until {date_text(ends)}" if ends else "In force"


def _version(version: RuleVersion, today: date) -> ShownVersion:
    return ShownVersion(
        in_force=in_force(version),
        citation=version.citation,
        checked_on=version.verified_on,
        age=age(version, today),
        parameters=[_parameter(each) for each in version.parameters.values()],
    )


def _parameter(each: Parameter) -> dict[str, str]:
    return {"meaning": each.meaning, "value": _value(each), "name": each.name}


def _value(each: Parameter) -> str:
    match each.unit:
        case Unit.SHARE:
            return _share(each.value)
        case Unit.USD:
            return money(each.value)
        case Unit.DAYS:
            return plural(each.value, "day")
        case Unit.HOURS:
            return plural(each.value, "hour")
        case Unit.TRUTH:
            return "yes" if each.value else "no"
        case Unit.BRACKETS:
            return "; ".join(_bracket(bracket) for bracket in each.value)
    return ", ".join(each.value)


def _share(share: object) -> str:
    exact = share.value * 100  # type: ignore[attr-defined]
    return f"{exact.numerator}%" if exact.denominator == 1 else str(share)


def _bracket(bracket: Bracket) -> str:
    width = "the rest" if bracket.width is None else f"the next {money(bracket.width, 0)}"
    return f"{_share(bracket.share)} of {width}"
