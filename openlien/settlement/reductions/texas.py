"""Texas: the hospital lien of Property Code 55. See docs/formulas/tx-hospital-lien.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.kit.amounts import refuse_beyond_one, refuse_negative
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate, Rounding
from openlien.kit.working import Step, Worked, step
from openlien.settlement.law import rule_called

from .ceilings import ceiling


class AwardDoesNotCount(InvalidInput):
    """An award for hospital charges limits only liens for services since HB 2064; leave it out."""

    def __init__(self) -> None:
        super().__init__("awarded_hospital", "")


@dataclass(frozen=True)
class HospitalLien(Worked):
    """The lien: the least of its limbs."""

    lien: Money


def hospital_lien(
    *,
    charges: Money,
    recovered: Money,
    awarded: Money | None = None,
    fee_expense_ratio: Rate = Rate.zero,
    served_on: date | None = None,
) -> HospitalLien:
    """Return the lien: the least of charges, half of what was recovered, and the award less its share.

    `charges` are those of the first 100 days; `served_on` the day of service, which decides the version.
    *Raises*: AwardDoesNotCount, NegativeAmount, ShareOutOfRange.
    *Source*: Tex. Prop. Code 55.004(b); docs/formulas/tx-hospital-lien.md
    """
    refuse_negative(charges_100d=charges, recovered=recovered, awarded_hospital=awarded or Money.zero)
    refuse_beyond_one(fee_expense_ratio=fee_expense_ratio)
    law = rule_called("tx_hospital_lien").on(served_on)
    share = law.share("recovery_share_max")
    half = ceiling(recovered, share)
    limbs = [charges, half]
    steps: list[Step] = [
        step(
            "Part of the recovery", "recovered × share, rounded down", half, recovered=recovered, share=share
        )
    ]
    if awarded is not None:
        if not law.truth("award_counts"):
            raise AwardDoesNotCount()
        left = awarded.times(Rate.whole - fee_expense_ratio, Rounding.DOWN)
        limbs.append(left)
        formula = "award × (1 − ratio of fees and expenses), rounded down"
        steps.append(step("Award less its share", formula, left, award=awarded, ratio=fee_expense_ratio))
    lien = min(limbs)
    steps.append(step("Lien", "the least of charges and the amounts above", lien, charges=charges))
    return HospitalLien(lien, working=tuple(steps))
