"""A fee reduction, and who shares the reduced fee. See docs/formulas/fee-division.md."""

from __future__ import annotations

from dataclasses import dataclass

from openlien.kit.amounts import refuse_beyond_one, refuse_negative
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate, allocate
from openlien.kit.working import Worked, step


class ReducedBeyondFee(InvalidInput):
    """The fee can be reduced to an amount from 0.00 to {gross_fee}, not to {reduced}."""

    def __init__(self, *, gross_fee: Money, reduced: Money) -> None:
        super().__init__("reduced_to", "", gross_fee=gross_fee, reduced=reduced)


class ReducedTwice(InvalidInput):
    """Say what the fee is reduced to, or by how much; not both."""

    def __init__(self) -> None:
        super().__init__("reduce_by", "")


class SharesBeyondFee(InvalidInput):
    """Referral and co-counsel together take {shares} of the fee, which is more than the whole."""

    def __init__(self, shares: Rate) -> None:
        super().__init__("referral", "", shares=shares)


@dataclass(frozen=True)
class FeeDivision(Worked):
    """The fee before and after its reduction, and its three parts, which sum to the reduced fee."""

    gross_fee: Money
    reduction: Money
    reduced_fee: Money
    referral: Money
    co_counsel: Money
    firm: Money


def divide_fee(
    *,
    gross_fee: Money,
    reduced_to: Money | None = None,
    reduce_by: Money | None = None,
    referral: Rate = Rate.zero,
    co_counsel: Rate = Rate.zero,
) -> FeeDivision:
    """Return the parts of the fee: referral and co-counsel are taken out of the reduced fee.

    *Raises*: ReducedTwice, ReducedBeyondFee, SharesBeyondFee, NegativeAmount, ShareOutOfRange.
    *Source*: domain rules 1.12; docs/formulas/fee-division.md
    """
    refuse_negative(fee=gross_fee)
    refuse_beyond_one(referral=referral, co_counsel=co_counsel)
    if referral + co_counsel > Rate.whole:
        raise SharesBeyondFee(referral + co_counsel)
    reduced = _reduced(gross_fee, reduced_to, reduce_by)
    kept = Rate.whole - referral - co_counsel
    to_referral, to_co_counsel, firm = allocate(reduced, [referral, co_counsel, kept])
    return FeeDivision(
        gross_fee,
        gross_fee - reduced,
        reduced,
        to_referral,
        to_co_counsel,
        firm,
        working=(
            step("Reduced fee", "fee − reduction", reduced, fee=gross_fee, reduction=gross_fee - reduced),
            step("Referral", "reduced fee × share", to_referral, reduced_fee=reduced, share=referral),
            step("Co-counsel", "reduced fee × share", to_co_counsel, reduced_fee=reduced, share=co_counsel),
            step("Firm", "reduced fee − referral − co-counsel", firm, reduced_fee=reduced),
        ),
    )


def _reduced(gross_fee: Money, reduced_to: Money | None, reduce_by: Money | None) -> Money:
    if reduced_to is not None and reduce_by is not None:
        raise ReducedTwice()
    reduced = gross_fee
    if reduced_to is not None:
        reduced = reduced_to
    elif reduce_by is not None:
        reduced = gross_fee - reduce_by
    if not Money.zero <= reduced <= gross_fee:
        raise ReducedBeyondFee(gross_fee=gross_fee, reduced=reduced)
    return reduced
