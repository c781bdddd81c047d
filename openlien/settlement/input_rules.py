"""The inputs of a settlement calculation: their names, where they come from, whether liens; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openlien.kit.amounts import refuse_beyond_one
from openlien.kit.money import Money, Rate, total
from openlien.ledger.vocabulary import Word
from openlien.settlement.calculations.fees import FeeBasis, FeeTerms, Recovery
from openlien.settlement.calculations.settlement import FeeAgreement, SettlementFields
from openlien.settlement.calculations.waterfall import Deduction, Tier
from openlien.settlement.law import rule_called

from .check_rules import CheckType
from .errors import RecoveriesDoNotSum


class InputName(Word):
    """One field of the settlement calculation."""

    GROSS = "gross", "Gross settlement"
    MEDPAY = "medpay", "MedPay"
    CASE_EXPENSES = "case_expenses", "Case expenses"
    EXPENSE_INTEREST = "expense_interest", "Interest on case expenses"
    PRIOR_ATTORNEY = "prior_attorney_expense", "Prior attorney expense"
    OTHER_COSTS = "other_costs", "Other case costs"
    STATUTORY_LIENS = "statutory_liens", "Statutory liens"
    CONTRACTUAL_LIENS = "contractual_liens", "Contractual liens"
    MEDICAL_BILLS = "medical_bills", "Outstanding medical bills"
    HOLD_BACKS = "hold_backs", "Hold-backs"


# What no other page holds: a person types it.
BY_HAND = frozenset({InputName.MEDPAY, InputName.OTHER_COSTS, InputName.HOLD_BACKS})
TIERS = {
    InputName.STATUTORY_LIENS: Tier.STATUTORY_LIEN,
    InputName.CONTRACTUAL_LIENS: Tier.CONTRACTUAL_LIEN,
    InputName.MEDICAL_BILLS: Tier.PROVIDER_BALANCE,
    InputName.HOLD_BACKS: Tier.HOLD_BACK,
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One amount that a source is made of; `key` names the record it comes from."""

    key: str
    name: str
    amount: Money
    type: CheckType
    payee_id: str = ""

    def as_json(self) -> dict[str, str]:
        """The line as the database keeps it."""
        return {
            "key": self.key,
            "name": self.name,
            "amount": str(self.amount),
            "type": self.type.value,
            "payee_id": self.payee_id,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> SourceLine:
        """The line that the database kept."""
        return cls(
            kept["key"], kept["name"], Money(kept["amount"]), CheckType(kept["type"]), kept["payee_id"]
        )


@dataclass(frozen=True, slots=True)
class Source:
    """What an input's source page says now."""

    value: Money
    lines: tuple[SourceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class InputValue:
    """One input as it stands; its lines make up the value unless a person overrode it."""

    name: InputName
    value: Money
    lines: tuple[SourceLine, ...] = ()
    is_overridden: bool = False


@dataclass(frozen=True, slots=True)
class RecoveryPart:
    """One recovery of several that make up the gross; a blank share is that of the agreement."""

    payer: str
    amount: Money
    fee_share: str = ""

    def as_json(self) -> dict[str, str]:
        """The recovery as the database keeps it."""
        return {"payer": self.payer, "amount": str(self.amount), "fee_share": self.fee_share}

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> RecoveryPart:
        """The recovery that the database kept."""
        return cls(kept["payer"], Money(kept["amount"]), kept["fee_share"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The fee agreement of a calculation; shares are texts such as "1/3", "0.3333" or "33.33%".

    One of share, fixed and schedule decides the fee; a share of "0" where nobody has said anything.
    `recoveries` split the gross, each with a fee of its own; `not_paid` names the source lines that the
    client settles later.
    """

    fee_basis: str = FeeBasis.GROSS.value
    fee_share: str = ""
    fee_fixed: Money | None = None
    fee_schedule: str = ""
    reduced_to: Money | None = None
    reduce_by: Money | None = None
    referral_share: str = ""
    co_counsel_share: str = ""
    sales_tax_share: str = ""
    common_benefit_share: str = ""
    expense_rate: str = ""
    recoveries: tuple[RecoveryPart, ...] = ()
    not_paid: tuple[str, ...] = ()

    def agreement(self) -> FeeAgreement:
        """The terms as the calculation takes them.

        *Raises*: RateError, OneKindOfTerms, ShareOutOfRange, NegativeAmount.
        """
        refuse_beyond_one(expense_rate=rate_of(self.expense_rate))
        has_other = self.fee_fixed is not None or bool(self.fee_schedule)
        schedule = rule_called(self.fee_schedule).on(None).brackets("schedule") if self.fee_schedule else None
        return FeeAgreement(
            terms=FeeTerms(
                basis=FeeBasis(self.fee_basis),
                share=None if has_other and not self.fee_share else rate_of(self.fee_share),
                fixed=self.fee_fixed,
                schedule=schedule,
            ),
            reduced_to=self.reduced_to,
            reduce_by=self.reduce_by,
            referral=rate_of(self.referral_share),
            co_counsel=rate_of(self.co_counsel_share),
            sales_tax=rate_of(self.sales_tax_share),
            common_benefit=rate_of(self.common_benefit_share),
        )


def rate_of(text: str) -> Rate:
    """Return the share that a text names; blank is none.

    *Raises*: RateError.
    """
    stated = text.strip()
    if not stated:
        return Rate.zero
    return Rate.percent(stated[:-1].strip()) if stated.endswith("%") else Rate(stated)


def fields_of(inputs: Sequence[InputValue], terms: Terms) -> SettlementFields:
    """Return the calculation that inputs and terms describe; an overridden total is one deduction.

    *Raises*: as `Terms.agreement`, and RecoveriesDoNotSum.
    """
    values = {each.name: each for each in inputs}

    def amount(name: InputName) -> Money:
        return values[name].value if name in values else Money.zero

    return SettlementFields(
        recoveries=_recoveries(terms, amount(InputName.GROSS)),
        agreement=terms.agreement(),
        medpay=amount(InputName.MEDPAY),
        case_expenses=amount(InputName.CASE_EXPENSES),
        expense_interest=amount(InputName.EXPENSE_INTEREST),
        prior_attorney_expense=amount(InputName.PRIOR_ATTORNEY),
        other_costs=amount(InputName.OTHER_COSTS),
        deductions=tuple(
            deduction
            for name in TIERS
            if name in values
            for deduction in _deductions(values[name], terms.not_paid)
        ),
    )


def paid_lines(given: InputValue, not_paid: Sequence[str]) -> list[SourceLine]:
    """Return the lines of an input that are paid at settlement."""
    return [line for line in given.lines if line.key not in not_paid]


def _recoveries(terms: Terms, gross: Money) -> tuple[Recovery, ...]:
    if not terms.recoveries:
        return (Recovery("settlement", gross),)
    sum_of_parts = total(each.amount for each in terms.recoveries)
    if sum_of_parts != gross:
        raise RecoveriesDoNotSum(parts=sum_of_parts, gross=gross)
    return tuple(_recovery(each, place, terms) for place, each in enumerate(terms.recoveries, start=1))


def _recovery(part: RecoveryPart, place: int, terms: Terms) -> Recovery:
    own = FeeTerms(basis=FeeBasis(terms.fee_basis), share=rate_of(part.fee_share)) if part.fee_share else None
    return Recovery(part.payer or f"recovery {place}", part.amount, own)


def _deductions(given: InputValue, not_paid: Sequence[str]) -> list[Deduction]:
    tier = TIERS[given.name]
    if given.is_overridden or not given.lines:
        return [Deduction(given.name.label, given.value, tier)] if given.value else []
    return [
        Deduction(line.name, line.amount, tier, order, is_paid_at_settlement=line.key not in not_paid)
        for order, line in enumerate(given.lines)
        if line.amount
    ]
