"""California: hospital lien and health-plan lien.

See docs/formulas/ca-hospital-lien.md and docs/formulas/ca-health-plan-lien.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openlien.kit.amounts import refuse_beyond_one, refuse_negative
from openlien.kit.money import Money, Rate
from openlien.kit.working import Step, Worked, step
from openlien.settlement.law import RuleVersion, rule_called

from .ceilings import ceiling


class Order(StrEnum):
    """In which order the health-plan lien meets its ceiling: before fault and fees, or after them."""

    CAP_FIRST = "cap_fault_share"
    CAP_LAST = "fault_share_cap"


@dataclass(frozen=True)
class CappedLien(Worked):
    """A lien under its ceiling."""

    ceiling: Money
    pay: Money


def hospital_lien(
    *,
    settlement: Money,
    lien: Money,
    fee: Money = Money.zero,
    costs: Money = Money.zero,
    prior_liens: Money = Money.zero,
    settled_on: date | None = None,
) -> CappedLien:
    """Return what the hospital gets: its lien, up to half of the settlement less what comes before it.

    With nothing before it that is half of the gross; fee, costs and prior liens give the net reading.
    *Raises*: NegativeAmount.
    *Source*: Cal. Civ. Code 3045.4; docs/formulas/ca-hospital-lien.md
    """
    refuse_negative(S=settlement, lien=lien, fee=fee, costs=costs, prior_liens=prior_liens)
    before = fee + costs + prior_liens
    share = rule_called("ca_hospital_lien").on(settled_on).share("recovery_share_max")
    most = ceiling(settlement - before, share)
    pay = min(lien, most)
    return CappedLien(
        most,
        pay,
        working=(
            step(
                "Ceiling",
                "(settlement − fee, costs and prior liens) × share, rounded down",
                most,
                settlement=settlement,
                before_it=before,
                share=share,
            ),
            step("Pay", "the lower of lien and ceiling", pay, lien=lien, ceiling=most),
        ),
    )


def health_plan_lien(
    *,
    paid: Money,
    settlement: Money,
    fault: Rate,
    fee_ratio: Rate,
    order: Order,
    has_attorney: bool = True,
    usual_charge: Money | None = None,
    settled_on: date | None = None,
) -> CappedLien:
    """Return what a health plan gets of the settlement, in the order of ceiling, fault and fees asked for.

    `usual_charge` is given when care was capitated; the law then counts a part of it instead of `paid`.
    *Raises*: NegativeAmount, ShareOutOfRange.
    *Source*: Cal. Civ. Code 3040; docs/formulas/ca-health-plan-lien.md
    """
    refuse_negative(paid=paid, S=settlement)
    refuse_beyond_one(fault=fault, fee_ratio=fee_ratio)
    law = rule_called("ca_health_plan_lien").on(settled_on)
    lien = paid if usual_charge is None else usual_charge.times(law.share("capitated_share"))
    kept = (Rate.whole - fault) * (Rate.whole - fee_ratio)
    part = _settlement_part(law, has_attorney=has_attorney)
    most = ceiling(settlement, part)
    if order is Order.CAP_FIRST:
        # The uncut third goes on, so that the result is rounded once.
        pay = min(lien.times(kept), settlement.times(part * kept))
    else:
        pay = lien.times(kept)
    pay = min(pay, most)
    return CappedLien(most, pay, working=_working(lien, settlement, part, most, fault, fee_ratio, order, pay))


def _settlement_part(law: RuleVersion, *, has_attorney: bool) -> Rate:
    return law.share(f"settlement_share_max_{'with' if has_attorney else 'without'}_attorney")


def _working(
    lien: Money,
    settlement: Money,
    part: Rate,
    most: Money,
    fault: Rate,
    fee_ratio: Rate,
    order: Order,
    pay: Money,
) -> tuple[Step, ...]:
    cap_first = order is Order.CAP_FIRST
    formula = (
        "the lower of lien and ceiling × (1 − fault) × (1 − fee ratio)"
        if cap_first
        else "the lower of lien × (1 − fault) × (1 − fee ratio) and ceiling"
    )
    return (
        step("Ceiling", "settlement × share, rounded down", most, settlement=settlement, share=part),
        step("Pay", formula, pay, lien=lien, ceiling=most, fault=fault, fee_ratio=fee_ratio),
    )
