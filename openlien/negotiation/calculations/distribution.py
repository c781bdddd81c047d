"""The distribution dashboard: who gets which part of a settlement. See docs/formulas/distribution.md."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from openlien.kit.amounts import refuse_negative
from openlien.kit.money import Money, share_percent, share_percents, total
from openlien.kit.working import Worked, step


@dataclass(frozen=True, slots=True)
class Portion:
    """One portion: its amount, and its percentage of the settlement (None of a settlement of 0.00)."""

    name: str
    amount: Money
    percent: Decimal | None


@dataclass(frozen=True)
class Dashboard(Worked):
    """The portions in the order of the requirement; the three main ones and client funding sum to it."""

    settled: Money
    fee: Portion
    costs: Portion
    attorney: Portion
    in_network: Portion
    out_of_network: Portion
    outside: Portion
    medical: Portion
    client_funding: Portion
    remainder: Portion

    @property
    def is_overdrawn(self) -> bool:
        """Whether the portions of others are more than the settlement."""
        return self.remainder.amount < Money.zero

    @property
    def printed_percents(self) -> list[Decimal]:
        """Attorney, medical, client funding and remainder in percent, printed so that they sum to 100.

        *Raises*: AllocationError when the settlement is overdrawn.
        """
        parts = (self.attorney, self.medical, self.client_funding, self.remainder)
        return share_percents([part.amount for part in parts])


def distribution(
    *,
    settled: Money,
    fee: Money,
    costs: Money,
    in_network: Money = Money.zero,
    out_of_network: Money = Money.zero,
    outside: Money = Money.zero,
    client_funding: Money = Money.zero,
) -> Dashboard:
    """Return the portions of a settlement, worked out of cents; a remainder below zero stays below.

    *Raises*: NegativeAmount.
    *Source*: requirement 1, rulings A1 to A3; docs/formulas/distribution.md
    """
    refuse_negative(
        S=settled,
        fee=fee,
        cost=costs,
        in_network=in_network,
        out_of_network=out_of_network,
        outside=outside,
        client_funding=client_funding,
    )
    attorney = fee + costs
    medical = total((in_network, out_of_network, outside))
    remainder = settled - attorney - medical - client_funding

    def portion(name: str, amount: Money) -> Portion:
        return Portion(name, amount, share_percent(amount, settled))

    formula = "settled − attorney − medical − client funding"
    return Dashboard(
        settled,
        portion("Attorney fee", fee),
        portion("Cost", costs),
        portion("Attorney portion", attorney),
        portion("In-network", in_network),
        portion("Out-of-network", out_of_network),
        portion("Outside medical", outside),
        portion("Medical portion", medical),
        portion("Client funding", client_funding),
        portion("Remainder", remainder),
        working=(
            step("Attorney portion", "fee + cost", attorney, fee=fee, cost=costs),
            step(
                "Medical portion",
                "in-network + out-of-network + outside",
                medical,
                in_network=in_network,
                out_of_network=out_of_network,
                outside=outside,
            ),
            step("Remainder", formula, remainder, settled=settled, attorney=attorney, medical=medical),
        ),
    )
