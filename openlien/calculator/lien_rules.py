"""Which rules may reduce a lien of a case, what they begin with, and what their answer leaves of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from openlien.cases.models import Lien
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money
from openlien.settlement.law import RuleNotInForce, RuleVersion
from openlien.settlement.queries.lien_cases import LienCase
from openlien.settlement.queries.reductions import LienRow

from .catalogue import rule_named
from .rules import Calculated, Rule
from .words import plain

_K = Lien.Kind
_MEDICAL = (_K.HOSPITAL, _K.LETTER_OF_PROTECTION)
_DOCTRINES = (_K.HEALTH_PLAN, _K.GOVERNMENT, _K.WORKERS_COMPENSATION)
_SHARING = (_K.HOSPITAL, _K.LETTER_OF_PROTECTION, _K.HEALTH_PLAN, _K.FUNDING, _K.ATTORNEY)
# What the inputs of the rules are called, by what the case says.
_SETTLEMENT = ("S", "recovered")
_CLAIM = ("lien", "M", "paid", "plan", "charges_100d")
_STATUTES_BEFORE_A_PLAN = ("ca_3040_cap_fault_share", "ca_3040_fault_share_cap")


class NothingToPropose(InvalidInput):
    """Nothing to propose. By these inputs the rule does not answer an amount for this lien."""

    def __init__(self) -> None:
        super().__init__("rule", "")


@dataclass(frozen=True, slots=True)
class LienRule:
    """A rule for some kinds of lien; a state of "" is the whole country.

    `output` names the answer that is left of the lien, for `several` liens a list in their order.
    """

    name: str
    kinds: tuple[str, ...]
    output: str
    state: str = ""
    several: str = ""
    reading: str = ""

    @property
    def key(self) -> str:
        """What an address calls it: the rule and, where a rule has two readings, the output."""
        return f"{self.name}.{self.output}" if self.reading else self.name

    @property
    def rule(self) -> Rule:
        """The rule of the calculator behind it."""
        return rule_named(self.name)

    @property
    def title(self) -> str:
        """The rule's title with its reading."""
        return f"{self.rule.title}: {self.reading}" if self.reading else self.rule.title


LIEN_RULES = (
    LienRule("medicare_411_37_c", (_K.MEDICARE,), "recovery"),
    LienRule("medicare_411_37_d", (_K.MEDICARE,), "recovery"),
    LienRule("medicare_411_37_e", (_K.MEDICARE,), "recovery"),
    LienRule("medicare_fixed_pct", (_K.MEDICARE,), "recovery"),
    LienRule("medicare_threshold", (_K.MEDICARE,), "exempt"),
    LienRule("medi_cal", (_K.MEDICAID,), "pay", "CA"),
    LienRule("ahlborn", (_K.MEDICAID,), "exact"),
    LienRule("ca_hla_gross", (_K.HOSPITAL,), "pay", "CA"),
    LienRule("ca_hla_net", (_K.HOSPITAL,), "pay", "CA"),
    LienRule("ca_3040_cap_fault_share", (_K.HEALTH_PLAN,), "pay", "CA"),
    LienRule("ca_3040_fault_share_cap", (_K.HEALTH_PLAN,), "pay", "CA"),
    LienRule("tx_55_004", (_K.HOSPITAL,), "lien", "TX"),
    LienRule("il_770_23", _MEDICAL, "pay", "IL", several="liens"),
    LienRule("nc_44_50", _MEDICAL, "shares", "NC", several="liens"),
    LienRule("wa_60_44", _MEDICAL, "pay", "WA", several="liens"),
    LienRule("erisa_mccutchen", (_K.HEALTH_PLAN,), "silent_terms", reading="the plan is silent"),
    LienRule("erisa_mccutchen", (_K.HEALTH_PLAN,), "clear_terms", reading="the plan says so clearly"),
    LienRule("common_fund", _DOCTRINES, "pay"),
    LienRule("made_whole", _DOCTRINES, "pay"),
    LienRule("pro_rata_fund", _SHARING, "shares", several="claims"),
)


def rules_for(around: LienCase) -> list[LienRule]:
    """Return the rules that may reduce the lien, those of its state first.

    A self-funded plan follows its own terms, an insured one its state; of a plan whose funding nobody has
    said, no rule of a state or of ERISA is offered.
    """
    lien = around.lien
    found = [
        each
        for each in LIEN_RULES
        if lien.kind in each.kinds and each.state in ("", around.state) and _fits_the_plan(each, lien)
    ]
    return sorted(found, key=lambda each: not each.state)


def lien_rule(around: LienCase, key: str) -> LienRule | None:
    """Return the rule of that key if it may reduce the lien."""
    return next((each for each in rules_for(around) if each.key == key), None)


def concerned(rule: LienRule, around: LienCase) -> list[LienRow]:
    """Return the liens that the rule reduces together: the one alone, or all of those kinds."""
    if not rule.several:
        return [around.lien]
    return [
        each
        for each in around.liens
        if each.kind in rule.kinds and (each.payable or each.id == around.lien.id)
    ]


def first_values(rule: LienRule, around: LienCase, liens: Sequence[LienRow]) -> dict[str, str]:
    """Return the inputs as the case has them, as texts; what it does not know stays blank."""
    known: dict[str, Money | date | None] = {
        **dict.fromkeys(_SETTLEMENT, around.gross),
        **dict.fromkeys(_CLAIM, claimed(around.lien)),
        "fee": around.fee,
        "costs": around.costs,
        "date": around.settled_on,
        "procurement": around.fee + around.costs
        if around.fee is not None and around.costs is not None
        else None,
        "prior_liens": None,
    }
    # By the statute of North Carolina nothing but the fee comes before the half; costs are a reading.
    if rule.name == "nc_44_50":
        known["costs"] = None
    values = {each.name: _text(known.get(each.name)) for each in rule.rule.inputs}
    if rule.several:
        values[rule.several] = "\n".join(_line(rule, each) for each in liens)
    if rule.name.startswith("ca_3040") and around.gross and around.fee is not None:
        share = (around.fee + (around.costs or Money.zero)).ratio_to(around.gross)
        values["fee_ratio"] = str(share) if share else ""
    return values


def left_of(rule: LienRule, found: Calculated, liens: Sequence[LienRow]) -> dict[UUID, Money]:
    """Return what the answer leaves of each lien.

    *Raises*: NothingToPropose where the answer holds no amount for each of them.
    """
    answer = found.result.get(rule.output)
    if rule.name == "medicare_threshold":
        answer = Money.zero if answer is True else None
    if rule.name == "medicare_fixed_pct" and found.result.get("eligible") is not True:
        answer = None
    amounts = list(answer) if rule.several and isinstance(answer, (list, tuple)) else [answer]
    if len(amounts) != len(liens) or not all(isinstance(each, Money) for each in amounts):
        raise NothingToPropose()
    return {lien.id: amount for lien, amount in zip(liens, amounts, strict=True)}


def claimed(lien: LienRow) -> Money:
    """Return what the holder claims before any reduction: confirmed, else asserted, else what it comes to."""
    if lien.confirmed is not None:
        return lien.confirmed
    return lien.asserted if lien.asserted is not None else lien.payable


def kept_trace(found: Calculated) -> list[dict[str, Any]]:
    """Return the working as a proposal keeps it."""
    return [plain(asdict(each)) for each in found.working]


def kept_law(rule: Rule, day: date | None) -> dict[str, Any]:
    """Return what the rule's file says on the day, as a proposal keeps it; a formula has only its source."""
    dated = rule.dated
    if dated is None:
        return {"citation": rule.source, "jurisdiction": "", "to_verify": []}
    try:
        version = dated.on(day)
    except RuleNotInForce:
        version = dated.newest
    return {
        "jurisdiction": dated.jurisdiction,
        "to_verify": list(dated.to_verify),
        **_version(version),
    }


def _version(version: RuleVersion) -> dict[str, str]:
    def iso(day: date | None) -> str:
        return day.isoformat() if day else ""

    return {
        "citation": version.citation,
        "effective_from": iso(version.effective_from),
        "effective_to": iso(version.effective_to),
        "verified_on": iso(version.verified_on),
    }


def _fits_the_plan(rule: LienRule, lien: LienRow) -> bool:
    if lien.kind != _K.HEALTH_PLAN:
        return True
    if rule.name in _STATUTES_BEFORE_A_PLAN:
        return lien.plan_funding == Lien.PlanFunding.INSURED
    if rule.name == "erisa_mccutchen":
        return lien.plan_funding == Lien.PlanFunding.SELF_FUNDED
    return lien.plan_funding != Lien.PlanFunding.UNKNOWN


def _line(rule: LienRule, lien: LienRow) -> str:
    amount = str(claimed(lien))
    if rule.name != "il_770_23":
        return amount
    category = "hospital" if lien.kind == _K.HOSPITAL else "physician"
    return f"{category}, {amount}"


def _text(value: Money | date | None) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else f"{value.amount:,}"
