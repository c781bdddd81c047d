"""North Carolina: medical liens and their certification. See docs/formulas/nc-medical-liens.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openlien.kit.amounts import refuse_negative
from openlien.kit.money import Money, share_percent, total
from openlien.kit.working import step
from openlien.settlement.law import rule_called

from .ceilings import SharedFund, ceiling, share_fund


@dataclass(frozen=True)
class CertifiedLien:
    """One line of the certification; the percentage is None for a lien of 0.00."""

    claimed: Money
    paid: Money
    percent_paid: Decimal | None


@dataclass(frozen=True)
class Certification:
    """The figures that N.C. Gen. Stat. 44-50.1 asks an attorney to certify on request."""

    settlement: Money
    paid_to_lienholders: Money
    attorney_fee: Money
    liens: tuple[CertifiedLien, ...]


def medical_liens(
    *,
    settlement: Money,
    fee: Money,
    liens: Sequence[Money],
    costs: Money = Money.zero,
    settled_on: date | None = None,
) -> SharedFund:
    """Return half of the settlement after fees, and each lien's share of it.

    `costs` stay at 0.00 by the statute; a firm whose counsel reads it otherwise gives them.
    *Raises*: NegativeAmount.
    *Source*: N.C. Gen. Stat. 44-50; docs/formulas/nc-medical-liens.md
    """
    refuse_negative(S=settlement, fee=fee, costs=costs)
    share = rule_called("nc_medical_liens").on(settled_on).share("damages_share_max")
    fund = ceiling(settlement - fee - costs, share)
    shared = share_fund(fund=fund, claims=liens)
    said = step(
        "Fund",
        "(settlement − fee − costs) × share, rounded down",
        fund,
        settlement=settlement,
        fee=fee,
        costs=costs,
        share=share,
    )
    return SharedFund(fund, shared.shares, working=(said, *shared.working))


def certification(
    *, settlement: Money, fee: Money, liens: Sequence[Money], shares: Sequence[Money]
) -> Certification:
    """Return the figures of the certification.

    *Source*: N.C. Gen. Stat. 44-50.1
    """
    lines = tuple(
        CertifiedLien(claimed, paid, share_percent(paid, claimed))
        for claimed, paid in zip(liens, shares, strict=True)
    )
    return Certification(settlement, total(shares), fee, lines)
