"""Washington: liens of providers. See docs/formulas/wa-medical-liens.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openlien.kit.amounts import refuse_negative
from openlien.kit.money import Money
from openlien.kit.working import step
from openlien.settlement.law import rule_called

from .ceilings import SharedFund, ceiling, share_fund


def medical_liens(*, settlement: Money, liens: Sequence[Money], settled_on: date | None = None) -> SharedFund:
    """Return the quarter of the award that providers may take, and each one's share of it.

    *Raises*: NegativeAmount.
    *Source*: RCW 60.44.010; docs/formulas/wa-medical-liens.md
    """
    refuse_negative(S=settlement)
    share = rule_called("wa_medical_liens").on(settled_on).share("award_share_max")
    fund = ceiling(settlement, share)
    shared = share_fund(fund=fund, claims=liens)
    said = step("Fund", "award × share, rounded down", fund, award=settlement, share=share)
    return SharedFund(fund, shared.shares, working=(said, *shared.working))
