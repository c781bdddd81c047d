"""What Medicare recovers out of a settlement. See docs/formulas/medicare.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.kit.amounts import not_below_zero, refuse_negative
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate
from openlien.kit.working import Worked, step
from openlien.settlement.law import rule_called


class NotBelowSettlement(InvalidInput):
    """Paragraph (c) is for payments below the settlement; {paid} is not below {settlement}. Use (d)."""

    def __init__(self, *, paid: Money, settlement: Money) -> None:
        super().__init__("M", "", paid=paid, settlement=settlement)


class BelowSettlement(InvalidInput):
    """Paragraph (d) is for payments that reach the settlement; {paid} is below {settlement}. Use (c)."""

    def __init__(self, *, paid: Money, settlement: Money) -> None:
        super().__init__("M", "", paid=paid, settlement=settlement)


@dataclass(frozen=True)
class MedicareRecovery(Worked):
    """What Medicare gets: `share` is its part of the procurement costs, `recovery` what it is paid."""

    share: Money
    recovery: Money


@dataclass(frozen=True)
class FixedPercentage(Worked):
    """The fixed-percentage option beside the ordinary way; `recovery` is None when it is not open."""

    is_eligible: bool
    recovery: Money | None
    ordinary: Money


@dataclass(frozen=True)
class Threshold(Worked):
    """Whether the settlement is too small for Medicare to recover from."""

    is_exempt: bool
    settlement_max: Money


def recovery_below_settlement(
    *, settlement: Money, fee: Money, costs: Money, paid: Money
) -> MedicareRecovery:
    """Return what Medicare recovers by paragraph (c): its payments less its share of procurement costs.

    *Raises*: NotBelowSettlement, NegativeAmount.
    *Source*: 42 CFR 411.37(c); docs/formulas/medicare.md
    """
    refuse_negative(settlement=settlement, fee=fee, costs=costs, M=paid)
    if paid >= settlement:
        raise NotBelowSettlement(paid=paid, settlement=settlement)
    ratio = min(Rate.whole, Rate.of(fee + costs, settlement) or Rate.zero)
    share = paid.times(ratio)
    recovery = paid - share
    return MedicareRecovery(
        share,
        recovery,
        working=(
            step("Ratio", "(fee + costs) ÷ settlement", ratio, fee=fee, costs=costs, settlement=settlement),
            step("Medicare's share of the costs", "payments × ratio", share, payments=paid, ratio=ratio),
            step("Recovery", "payments − share", recovery, payments=paid, share=share),
        ),
    )


def recovery_from_settlement(*, settlement: Money, procurement: Money, paid: Money) -> MedicareRecovery:
    """Return what Medicare recovers by paragraph (d): the settlement less procurement costs.

    *Raises*: BelowSettlement, NegativeAmount.
    *Source*: 42 CFR 411.37(d); docs/formulas/medicare.md
    """
    refuse_negative(settlement=settlement, procurement=procurement, M=paid)
    if paid < settlement:
        raise BelowSettlement(paid=paid, settlement=settlement)
    recovery = not_below_zero(settlement - procurement)
    working = step(
        "Recovery",
        "settlement − procurement costs, not below 0.00",
        recovery,
        settlement=settlement,
        procurement_costs=procurement,
    )
    return MedicareRecovery(paid - recovery, recovery, working=(working,))


def recovery_when_sued(*, settlement: Money, procurement: Money, paid: Money) -> MedicareRecovery:
    """Return what Medicare recovers by paragraph (e), when it had to sue: the lower of two amounts.

    *Raises*: NegativeAmount.
    *Source*: 42 CFR 411.37(e); docs/formulas/medicare.md
    """
    refuse_negative(settlement=settlement, procurement=procurement, M=paid)
    left = not_below_zero(settlement - procurement)
    recovery = min(paid, left)
    return MedicareRecovery(
        paid - recovery,
        recovery,
        working=(
            step("Left", "settlement − procurement costs", left, settlement=settlement, costs=procurement),
            step("Recovery", "the lower of payments and what is left", recovery, payments=paid, left=left),
        ),
    )


def ordinary_recovery(*, settlement: Money, fee: Money, costs: Money, paid: Money) -> MedicareRecovery:
    """Return what Medicare recovers by (c) or (d), whichever is for payments of that size.

    *Raises*: NegativeAmount.
    """
    if paid < settlement:
        return recovery_below_settlement(settlement=settlement, fee=fee, costs=costs, paid=paid)
    return recovery_from_settlement(settlement=settlement, procurement=fee + costs, paid=paid)


def fixed_percentage(
    *, settlement: Money, paid: Money, settled_on: date | None, fee: Money | None, costs: Money | None
) -> FixedPercentage:
    """Return the option's price on the day, and beside it what the ordinary way would take.

    A fee or costs that are not given are assumed, as the rule file says; that moves the comparison only.
    *Raises*: RuleNotInForce before the option existed, NegativeAmount.
    *Source*: docs/formulas/medicare.md
    """
    law = rule_called("us_medicare_fixed_percentage").on(settled_on)
    fee = settlement.times(law.share("compared_fee_share")) if fee is None else fee
    costs = law.money("compared_costs") if costs is None else costs
    most, share = law.money("settlement_max"), law.share("gross_share")
    is_eligible = settlement <= most
    recovery = settlement.times(share) if is_eligible else None
    ordinary = ordinary_recovery(settlement=settlement, fee=fee, costs=costs, paid=paid)
    return FixedPercentage(
        is_eligible,
        recovery,
        ordinary.recovery,
        working=(
            step("Open", "settlement ≤ ceiling", is_eligible, settlement=settlement, ceiling=most),
            step("Fixed percentage", "settlement × share", recovery, settlement=settlement, share=share),
            *ordinary.working,
        ),
    )


def recovery_threshold(*, settlement: Money, settled_on: date | None) -> Threshold:
    """Return whether Medicare recovers nothing because the settlement is at or under the threshold.

    *Raises*: RuleNotInForce before there was one, NegativeAmount.
    *Source*: docs/formulas/medicare.md
    """
    refuse_negative(settlement=settlement)
    most = rule_called("us_medicare_threshold").on(settled_on).money("settlement_max")
    is_exempt = settlement <= most
    said = step("Exempt", "settlement ≤ threshold", is_exempt, settlement=settlement, threshold=most)
    return Threshold(is_exempt, most, working=(said,))
