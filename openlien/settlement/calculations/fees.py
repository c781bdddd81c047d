"""Attorney fees: basis, terms, several recoveries. See docs/formulas/attorney-fees.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from openlien.kit.amounts import money_of_cents, not_below_zero, refuse_beyond_one, refuse_negative
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate, allocate, total
from openlien.kit.working import Step, Worked, step
from openlien.settlement.law import Bracket, rule_called


class OneKindOfTerms(InvalidInput):
    """A fee is a share, a fixed amount or a sliding schedule: exactly one of them."""

    def __init__(self) -> None:
        super().__init__("fraction", "")


class FeeBasis(StrEnum):
    """What the fee is taken of; the agreement has to say it."""

    GROSS = "gross"
    NET_OF_COSTS = "net_of_costs"
    NET_OF_COSTS_AND_LIENS = "net_of_costs_and_liens"

    @property
    def label(self) -> str:
        """The basis as people read it."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTerms:
    """The terms of a fee agreement: one of share, fixed amount and schedule, and the basis.

    *Raises*: OneKindOfTerms, ShareOutOfRange, NegativeAmount.
    """

    basis: FeeBasis = FeeBasis.GROSS
    share: Rate | None = None
    fixed: Money | None = None
    schedule: tuple[Bracket, ...] | None = None

    def __post_init__(self) -> None:
        if sum(each is not None for each in (self.share, self.fixed, self.schedule)) != 1:
            raise OneKindOfTerms()
        refuse_beyond_one(share=self.share or Rate.zero)
        refuse_negative(fixed=self.fixed or Money.zero)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Money that came in for the client; without terms it bears no fee, as MedPay often does."""

    payer: str
    amount: Money
    terms: FeeTerms | None = None


@dataclass(frozen=True)
class AttorneyFee(Worked):
    """A fee and what it was taken of."""

    base: Money
    fee: Money


@dataclass(frozen=True)
class FeesOfRecoveries(Worked):
    """The fee of each recovery in the order given, each rounded for itself, and their sum."""

    fees: tuple[Money, ...]
    fee: Money


def attorney_fee(
    *, gross: Money, terms: FeeTerms, costs: Money = Money.zero, liens: Money = Money.zero
) -> AttorneyFee:
    """Return the fee on one recovery by the terms; the base is never below 0.00.

    *Raises*: NegativeAmount.
    *Source*: ABA Model Rule 1.5(c); docs/formulas/attorney-fees.md
    """
    refuse_negative(S=gross, costs=costs, liens=liens)
    base = _base(gross, terms.basis, costs, liens)
    if terms.fixed is not None:
        said = step("Fee", "the fixed amount agreed", terms.fixed)
        return AttorneyFee(base, terms.fixed, working=(said,))
    based = _said_base(base, gross, terms.basis, costs, liens)
    if terms.schedule is not None:
        fee = sliding_fee(base=base, schedule=terms.schedule)
        said = step("Fee", "sum of bracket × its share, rounded once", fee, base=base)
        return AttorneyFee(base, fee, working=(based, said))
    fee = base.times(terms.share or Rate.zero)
    return AttorneyFee(
        base, fee, working=(based, step("Fee", "base × share", fee, base=base, share=terms.share))
    )


def sliding_fee(*, base: Money, schedule: Sequence[Bracket]) -> Money:
    """Return the fee of a sliding schedule: each bracket at its share, rounded once at the end.

    *Raises*: NegativeAmount.
    *Source*: docs/formulas/attorney-fees.md
    """
    refuse_negative(net=base)
    left, cents = base.cents, Fraction(0)
    for bracket in schedule:
        width = left if bracket.width is None else min(left, bracket.width.cents)
        cents += width * bracket.share.value
        left -= width
    return money_of_cents(cents)


def new_york_fee(*, net: Money, settled_on: date | None = None) -> AttorneyFee:
    """Return the fee of New York's schedule on the sum after expenses.

    *Raises*: NegativeAmount.
    *Source*: 22 NYCRR 806.13(b)(1); docs/formulas/attorney-fees.md
    """
    schedule = rule_called("ny_contingent_fee").on(settled_on).brackets("schedule")
    fee = sliding_fee(base=net, schedule=schedule)
    return AttorneyFee(net, fee, working=(*_brackets_said(net, schedule), step("Fee", "sum", fee)))


def fees_of_recoveries(
    recoveries: Sequence[Recovery], *, costs: Money = Money.zero, liens: Money = Money.zero
) -> FeesOfRecoveries:
    """Return the fee of each recovery by its own terms.

    Costs and liens that come before a fee are spread over the recoveries that bear one, by amount.
    *Raises*: NegativeAmount.
    *Source*: docs/formulas/attorney-fees.md
    """
    costs_of, liens_of = _spread(recoveries, costs), _spread(recoveries, liens)
    fees, working = [], []
    for place, recovery in enumerate(recoveries):
        if recovery.terms is None:
            fees.append(Money.zero)
            continue
        found = attorney_fee(
            gross=recovery.amount, terms=recovery.terms, costs=costs_of[place], liens=liens_of[place]
        )
        fees.append(found.fee)
        said = step(f"Fee on {recovery.payer}", found.working[-1].formula, found.fee, base=found.base)
        working.append(said)
    fee = total(fees)
    return FeesOfRecoveries(tuple(fees), fee, working=(*working, step("Fee", "sum of the fees", fee)))


def _base(gross: Money, basis: FeeBasis, costs: Money, liens: Money) -> Money:
    match basis:
        case FeeBasis.GROSS:
            return gross
        case FeeBasis.NET_OF_COSTS:
            return not_below_zero(gross - costs)
        case FeeBasis.NET_OF_COSTS_AND_LIENS:
            return not_below_zero(gross - costs - liens)


def _said_base(base: Money, gross: Money, basis: FeeBasis, costs: Money, liens: Money) -> Step:
    formulas = {
        FeeBasis.GROSS: ("gross", {}),
        FeeBasis.NET_OF_COSTS: ("gross − costs, not below 0.00", {"costs": costs}),
        FeeBasis.NET_OF_COSTS_AND_LIENS: (
            "gross − costs − liens, not below 0.00",
            {"costs": costs, "liens": liens},
        ),
    }
    formula, less = formulas[basis]
    return step("Base", formula, base, gross=gross, **less)


def _brackets_said(net: Money, schedule: Sequence[Bracket]) -> list[Step]:
    left, said = net, []
    for number, bracket in enumerate(schedule, start=1):
        width = left if bracket.width is None else min(left, bracket.width)
        fee = width.times(bracket.share)
        said.append(step(f"Bracket {number}", "amount × share", fee, amount=width, share=bracket.share))
        left -= width
    return said


def _spread(recoveries: Sequence[Recovery], amount: Money) -> list[Money]:
    weights = [each.amount if each.terms is not None else Money.zero for each in recoveries]
    return allocate(amount, weights) if amount and any(weights) else [Money.zero] * len(weights)
