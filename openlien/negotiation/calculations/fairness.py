"""What is fair beside the providers outside the network, and when to ask. See docs/formulas/fairness.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from openlien.kit.amounts import not_below_zero, refuse_negative
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate, total
from openlien.kit.working import Step, Worked, step

TRIGGER = Rate("0.80")


class NothingEligible(InvalidInput):
    """No outside bill counts: there has to be a bill above 0.00 with a written promise."""

    def __init__(self) -> None:
        super().__init__("bills", "")


class FundWithoutClaims(InvalidInput):
    """There are no claims that the fund could be compared with."""

    def __init__(self) -> None:
        super().__init__("claims", "")


class Variant(StrEnum):
    """Three ways to read the same comparison; weighted is the default."""

    WEIGHTED = "weighted"
    MAX = "max"
    FUND = "fund-based"


@dataclass(frozen=True, slots=True)
class OutsideBill:
    """A bill of a provider outside the network with what the firm promised in writing to pay for it."""

    bill: Money
    promise: Money


@dataclass(frozen=True)
class FairOffer(Worked):
    """The ratio of the variant, and the fair offer at it; `gap` is what the offer made falls short by."""

    ratio: Rate
    fair: Money
    gap: Money | None


def fair_offer(
    *,
    bills: Sequence[OutsideBill],
    own_retail: Money,
    offer: Money | None = None,
    variant: Variant = Variant.WEIGHTED,
    fund: Money | None = None,
    claims: Money | None = None,
) -> FairOffer:
    """Return what is fair for our bills: their retail × what the others get of theirs. Fair is a floor.

    *Raises*: NothingEligible, FundWithoutClaims, NegativeAmount.
    *Source*: domain rules 1.6, rulings A6, A7; docs/formulas/fairness.md
    """
    refuse_negative(own_retail=own_retail)
    if variant is Variant.FUND:
        ratio, said = _fund_ratio(fund, claims)
    else:
        ratio, said = _outside_ratio(bills, variant)
    fair = own_retail.times(ratio)
    gap = None if offer is None else not_below_zero(fair - offer)
    steps = [said, step("Fair offer", "retail × ratio", fair, retail=own_retail, ratio=ratio)]
    if offer is not None:
        steps.append(step("Gap", "fair offer − offer, not below 0.00", gap, fair_offer=fair, offer=offer))
    return FairOffer(ratio, fair, gap, working=tuple(steps))


def fair_shares(*, retails: Sequence[Money], ratio: Rate) -> list[Money]:
    """Return the fair offer of each of our bills; a case's fair offer is their sum.

    *Source*: ruling A6
    """
    return [retail.times(ratio) for retail in retails]


def is_below_trigger(*, offer: Money, retail: Money, trigger: Rate = TRIGGER) -> bool:
    """Return whether the case's offer lies below the trigger's share of its retail; exactly it does not.

    *Source*: ruling A8; docs/formulas/fairness.md
    """
    # Compared as whole numbers, so that no rounding decides.
    return offer.cents * trigger.value.denominator < retail.cents * trigger.value.numerator


def least_at_trigger(retail: Money, *, trigger: Rate = TRIGGER) -> Money:
    """Return the smallest offer that does not lie below the trigger's share of the retail.

    *Source*: ruling A8; docs/formulas/fairness.md
    """
    # Rounded up: an offer a part of a cent below the share is below it.
    return Money.from_cents(-(-retail.cents * trigger.value.numerator // trigger.value.denominator))


def _outside_ratio(bills: Sequence[OutsideBill], variant: Variant) -> tuple[Rate, Step]:
    eligible = [each for each in bills if each.bill > Money.zero]
    if not eligible:
        raise NothingEligible()
    if variant is Variant.MAX:
        ratio = max(each.promise.ratio_to(each.bill) for each in eligible)
        return ratio, step("Ratio", "the largest promise ÷ bill of one provider", ratio, bills=len(eligible))
    promised, billed = total(each.promise for each in eligible), total(each.bill for each in eligible)
    ratio = promised.ratio_to(billed)
    return ratio, step("Ratio", "all promises ÷ all bills", ratio, all_promises=promised, all_bills=billed)


def _fund_ratio(fund: Money | None, claims: Money | None) -> tuple[Rate, Step]:
    if fund is None or not claims:
        raise FundWithoutClaims()
    refuse_negative(fund=fund, claims=claims)
    ratio = min(Rate.whole, fund.ratio_to(claims))
    return ratio, step("Ratio", "medical fund ÷ all claims, at most 1", ratio, fund=fund, claims=claims)
