"""What Medicaid and Medi-Cal recover out of a settlement. See docs/formulas/medicaid.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from openlien.kit.amounts import money_of_cents, refuse_beyond_one, refuse_negative
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate
from openlien.kit.working import Worked, step
from openlien.settlement.law import RuleVersion, rule_called

from .ceilings import ceiling


class NoFullValue(InvalidInput):
    """The full value of the claim has to be above 0.00."""

    def __init__(self) -> None:
        super().__init__("full_value", "")


class NoSettlement(InvalidInput):
    """The settlement has to be above 0.00."""

    def __init__(self) -> None:
        super().__init__("S", "")


@dataclass(frozen=True)
class MedicalShare(Worked):
    """The state's part by the settlement's share of full value, and by a share that was agreed."""

    exact: Money
    stipulated_share: Rate
    stipulated: Money


@dataclass(frozen=True)
class MediCal(Worked):
    """The Medi-Cal lien after 14124.72(d), the ceiling of 14124.78, and what is to be paid."""

    after_reduction: Money
    ceiling: Money
    pay: Money


def medical_share(
    *, paid: Money, settlement: Money, full_value: Money, stipulated: Rate | None = None
) -> MedicalShare:
    """Return the state's part of what it paid: settlement ÷ full value, never more than the whole.

    Without a stipulated share that of Ahlborn itself is shown, for comparison.
    *Raises*: NoFullValue, NegativeAmount, ShareOutOfRange.
    *Source*: Ahlborn, 547 U.S. 268; docs/formulas/medicaid.md
    """
    refuse_negative(paid=paid, S=settlement, full_value=full_value)
    if not full_value:
        raise NoFullValue()
    if stipulated is None:
        stipulated = rule_called("us_medicaid_ahlborn").newest.share("stipulated_in_ahlborn")
    refuse_beyond_one(stipulated=stipulated)
    ratio = min(Rate.whole, Rate.of(settlement, full_value))
    exact, agreed = paid.times(ratio), paid.times(stipulated)
    return MedicalShare(
        exact,
        stipulated,
        agreed,
        working=(
            step("Ratio", "settlement ÷ full value", ratio, settlement=settlement, full_value=full_value),
            step("Exact", "paid × ratio", exact, paid=paid, ratio=ratio),
            step("By a stipulated share", "paid × share", agreed, paid=paid, share=stipulated),
        ),
    )


def medi_cal(
    *,
    lien: Money,
    settlement: Money,
    fee: Money,
    costs: Money,
    medical_part: Money | None = None,
    settled_on: date | None = None,
) -> MediCal:
    """Return what Medi-Cal is paid: its lien less fees and costs, under the ceiling and what it asserts.

    `medical_part` is the state's part by Ahlborn when that was worked out; the reduction then starts there.
    *Raises*: NoSettlement, NegativeAmount.
    *Source*: W&I 14124.72(d), 14124.78; docs/formulas/medicaid.md
    """
    refuse_negative(lien=lien, S=settlement, fee=fee, costs=costs)
    if not settlement:
        raise NoSettlement()
    law = rule_called("ca_medi_cal").on(settled_on)
    start = lien if medical_part is None else min(lien, medical_part)
    after = _after_fees_and_costs(start, settlement, costs, law)
    most = ceiling(settlement - fee - costs, law.share("net_share_max"))
    pay = min(after, most, lien)
    return MediCal(
        after,
        most,
        pay,
        working=(
            step(
                "Lien less fees and costs",
                "lien − lien × share for fees − costs × lien ÷ settlement",
                after,
                lien=start,
                share_for_fees=law.share("fee_share"),
                costs=costs,
                settlement=settlement,
            ),
            step(
                "Ceiling",
                "half of (settlement − fee − costs), rounded down",
                most,
                settlement=settlement,
                fee=fee,
                costs=costs,
            ),
            step("Pay", "the least of reduced lien, ceiling and lien", pay, reduced=after, ceiling=most),
        ),
    )


def _after_fees_and_costs(lien: Money, settlement: Money, costs: Money, law: RuleVersion) -> Money:
    kept = Rate.whole - law.share("fee_share") - Rate.of(costs, settlement)
    # Cut off before it becomes money: costs far above the settlement leave nothing, however far.
    return money_of_cents(max(Fraction(0), lien.cents * kept.value))
