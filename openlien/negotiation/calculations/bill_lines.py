"""The figures of one line of the bills grid. See docs/formulas/bill-lines.md."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from openlien.funding.calculations.returns import rate_of_return
from openlien.kit.amounts import refuse_negative
from openlien.kit.money import Money, share_percent
from openlien.kit.working import Worked, step


@dataclass(frozen=True)
class BillLine(Worked):
    """What follows from a line; percentages are None where there is nothing to divide by.

    *Units*: USD and percent. Before there is an offer, percentages and returns of it are None.
    """

    percent_billed: Decimal | None
    reduction: Money
    balance: Money
    cost: Money
    percent_cost: Decimal | None
    ror: Decimal | None
    ror_without_interest: Decimal | None

    @property
    def refund_due(self) -> Money:
        """What was paid beyond the offer."""
        return max(Money.zero, -self.balance)


def bill_line(
    *, retail: Money, offer: Money | None, received: Money, site_cost: Money, interest: Money = Money.zero
) -> BillLine:
    """Return the figures of a line; without an offer nothing is reduced and the balance is at retail.

    Cost always includes interest; the return without interest stands beside the one with it.
    *Raises*: NegativeAmount.
    *Source*: requirement 1, rulings A5, A9; docs/formulas/bill-lines.md
    """
    refuse_negative(retail=retail, offer=offer or Money.zero, site_cost=site_cost, interest=interest)
    cost = site_cost + interest
    reduction = Money.zero if offer is None else retail - offer
    balance = retail - reduction - received
    has_offer = offer is not None
    percent_billed = share_percent(offer, retail) if has_offer else None
    percent_cost = share_percent(offer, cost) if has_offer else None
    ror = rate_of_return(returned=offer, cost=cost) if has_offer else None
    bare = rate_of_return(returned=offer, cost=site_cost) if has_offer else None
    return BillLine(
        percent_billed,
        reduction,
        balance,
        cost,
        percent_cost,
        ror,
        bare,
        working=(
            step("% billed", "offer ÷ retail", percent_billed, offer=offer, retail=retail),
            step("Reduction", "retail − offer; 0.00 without an offer", reduction, retail=retail, offer=offer),
            step("Balance", "retail − reduction − received", balance, reduction=reduction, received=received),
            step("Cost", "site cost + interest", cost, site_cost=site_cost, interest=interest),
            step("% of cost", "offer ÷ cost", percent_cost, offer=offer, cost=cost),
            step("ROR", "(offer − cost) ÷ cost", ror, offer=offer, cost=cost),
            step("ROR without interest", "(offer − site cost) ÷ site cost", bare, site_cost=site_cost),
        ),
    )
