"""Illinois: the ceilings of the Health Care Services Lien Act. See docs/formulas/il-health-care-liens.md.

Whole cents are decided at each level: the groups share the total, the categories their group, the liens their
category. So no level ever goes over its own ceiling by a cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openlien.kit.amounts import refuse_negative
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, allocate, total
from openlien.kit.working import Step, Worked, step
from openlien.settlement.law import RuleVersion, rule_called

from .ceilings import ceiling


class Group(StrEnum):
    """The two groups of the Act."""

    PROFESSIONAL = "professional"
    PROVIDER = "provider"

    @property
    def other(self) -> Group:
        """The group that gets what this one leaves."""
        return Group.PROVIDER if self is Group.PROFESSIONAL else Group.PROFESSIONAL


class UnknownCategory(InvalidInput):
    """The Act does not list the category "{category}"; say whether it is a professional or a provider."""

    def __init__(self, category: str) -> None:
        super().__init__("liens", "", category=category)


class CategoryInBothGroups(InvalidInput):
    """The category "{category}" is given both as a professional and as a provider."""

    def __init__(self, category: str) -> None:
        super().__init__("liens", "", category=category)


@dataclass(frozen=True)
class HealthCareLien:
    """One lien; the group may be left out for a category that the Act lists."""

    category: str
    amount: Money
    group: Group | None = None


@dataclass(frozen=True)
class HealthCareLiens(Worked):
    """What each lien gets, in the order given.

    *Units*: `attorney_lien_max` is None while the ceiling on all liens is not reached.
    """

    pay: tuple[Money, ...]
    total_max: Money
    category_max: Money
    attorney_lien_max: Money | None


def health_care_liens(
    *, settlement: Money, liens: Sequence[HealthCareLien], settled_on: date | None = None
) -> HealthCareLiens:
    """Return what each lien gets under the ceilings for all, for its category and for its group.

    *Raises*: UnknownCategory, CategoryInBothGroups, NegativeAmount, RuleNotInForce.
    *Source*: 770 ILCS 23/10; docs/formulas/il-health-care-liens.md
    """
    refuse_negative(S=settlement, **{f"lien_{place}": lien.amount for place, lien in enumerate(liens, 1)})
    law = rule_called("il_health_care_liens").on(settled_on)
    total_max = ceiling(settlement, law.share("total_share_max"))
    category_max = ceiling(settlement, law.share("category_share_max"))
    claims = _claims_by_category(liens)
    most = {category: min(claim, category_max) for category, claim in claims.items()}
    is_reached = total(claims.values()) >= total_max
    by_category = (
        _within_groups(settlement, law, claims, most, _groups(liens, law), total_max) if is_reached else most
    )
    pay = _by_lien(liens, by_category)
    attorney_max = ceiling(settlement, law.share("attorney_lien_share_max")) if is_reached else None
    working = _working(law, settlement, claims, total_max, category_max, by_category)
    return HealthCareLiens(pay, total_max, category_max, attorney_max, working=working)


def _claims_by_category(liens: Sequence[HealthCareLien]) -> dict[str, Money]:
    claims: dict[str, Money] = {}
    for lien in liens:
        claims[lien.category] = claims.get(lien.category, Money.zero) + lien.amount
    return claims


def _groups(liens: Sequence[HealthCareLien], law: RuleVersion) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for lien in liens:
        group = lien.group or _listed_group(lien.category, law)
        if groups.setdefault(lien.category, group) is not group:
            raise CategoryInBothGroups(lien.category)
    return groups


def _listed_group(category: str, law: RuleVersion) -> Group:
    if category in law.names("professional_categories"):
        return Group.PROFESSIONAL
    if category in law.names("provider_categories"):
        return Group.PROVIDER
    raise UnknownCategory(category)


def _within_groups(
    settlement: Money,
    law: RuleVersion,
    claims: Mapping[str, Money],
    most: Mapping[str, Money],
    groups: Mapping[str, Group],
    total_max: Money,
) -> dict[str, Money]:
    half = ceiling(settlement, law.share("group_share"))
    asked = {
        group: total(most[category] for category in claims if groups[category] is group) for group in Group
    }
    given = {}
    for group in Group:
        left_by_other = total_max - min(half, asked[group.other])
        given[group] = min(asked[group], half if asked[group.other] > half else left_by_other)
    shares: dict[str, Money] = {}
    for group in Group:
        names = [category for category in claims if groups[category] is group]
        shares |= _shared(given[group], names, claims, most)
    return shares


def _shared(
    fund: Money, names: list[str], claims: Mapping[str, Money], most: Mapping[str, Money]
) -> dict[str, Money]:
    if not fund:
        return dict.fromkeys(names, Money.zero)
    parts = allocate(fund, [claims[name] for name in names], claims=[most[name] for name in names])
    return dict(zip(names, parts, strict=True))


def _by_lien(liens: Sequence[HealthCareLien], by_category: Mapping[str, Money]) -> tuple[Money, ...]:
    pay = [Money.zero] * len(liens)
    for category, fund in by_category.items():
        places = [place for place, lien in enumerate(liens) if lien.category == category]
        amounts = [liens[place].amount for place in places]
        parts = allocate(fund, amounts, claims=amounts) if fund else [Money.zero] * len(places)
        for place, part in zip(places, parts, strict=True):
            pay[place] = part
    return tuple(pay)


def _working(
    law: RuleVersion,
    settlement: Money,
    claims: Mapping[str, Money],
    total_max: Money,
    category_max: Money,
    by_category: Mapping[str, Money],
) -> tuple[Step, ...]:
    is_reached = total(claims.values()) >= total_max
    formula = (
        "each group up to its part, what one leaves to the other, no category above its ceiling"
        if is_reached
        else "each category in full, up to its ceiling"
    )
    return (
        step(
            "Ceiling on all liens",
            "settlement × share, rounded down",
            total_max,
            settlement=settlement,
            share=law.share("total_share_max"),
        ),
        step(
            "Ceiling on one category",
            "settlement × share, rounded down",
            category_max,
            settlement=settlement,
            share=law.share("category_share_max"),
        ),
        step("Ceiling reached", "all liens ≥ ceiling", is_reached, all_liens=total(claims.values())),
        step("By category", formula, dict(by_category), **dict(claims)),
    )
